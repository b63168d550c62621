"""Tell whether a mail carries what a call asks for, or only what comes along with any mail."""

from __future__ import annotations

from collections.abc import Mapping

from intake.submission import FormState, Material, Role, Submission

LONG_SIDE, SHORT_SIDE = (
    240,
    130,
)  # pixels: what is smaller is a logo, a button, a face beside a name; a portrait for a form has more


NARROW = 100  # pixels
DECORATION = "decoration"  # the reason for keeping a picture in no role


def is_little(material: Material, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a picture too small to be anybody's photo; one whose size nobody could measure is not little."""
    width, height = shapes.get(material.sha256, (0, 0))
    return bool(width and height) and (max(width, height) < LONG_SIDE or min(width, height) < SHORT_SIDE)


def is_narrow(material: Material, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a little picture that is nobody's photo whatever it was sent for: a strip, a button."""
    width, height = shapes.get(material.sha256, (0, 0))
    return is_little(material, shapes) and min(width, height) < NARROW


def carries(submission: Submission, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell whether a filled form is there, or a file that the call asks for; `shapes`: sha256 -> width and height in pixels."""
    if submission.form and submission.form.state is FormState.FILLED:
        return True
    wanted = [item for item in submission.materials if item.role is not Role.OTHER]
    return any(not is_little(item, shapes) for item in wanted)


def is_slight(submission: Submission, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a mail whose only files are pictures too small for photos, nameless in what they are: a signature's logo and words."""
    said = submission.form or submission.texts or submission.links
    wanted = [item for item in submission.materials if item.role is not Role.OTHER or item.problem]
    return bool(wanted) and not said and all(item.doubtful and is_little(item, shapes) for item in wanted)
