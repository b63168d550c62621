"""Tell whether a mail carries what a call asks for, or only what comes along with any mail."""

from __future__ import annotations

from collections.abc import Mapping

from intake.submission import FormState, Material, Role, Submission

LONG_SIDE, SHORT_SIDE = (
    240,
    130,
)  # pixels: what is smaller is a logo, a button, a face beside a name; a portrait for a form has more


def is_little(material: Material, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a picture too small to be anybody's photo; one whose size nobody could measure is not little."""
    width, height = shapes.get(material.sha256, (0, 0))
    return bool(width and height) and (max(width, height) < LONG_SIDE or min(width, height) < SHORT_SIDE)


def carries(submission: Submission, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell whether a filled form is there, or a file that the call asks for; `shapes`: sha256 -> width and height in pixels."""
    if submission.form and submission.form.state is FormState.FILLED:
        return True
    wanted = [item for item in submission.materials if item.role is not Role.OTHER]
    return any(not is_little(item, shapes) for item in wanted)
