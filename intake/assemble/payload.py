"""Tell whether a mail carries what a call asks for, or only what comes along with any mail."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.assemble.roles import Counts
from intake.config.models import Call
from intake.model.idle import Idle
from intake.model.submission import FormState, Material, Role, Submission

LONG_SIDE = 120  # pixels: what is smaller is a button, a sticker, a face beside a name
STRIP_SIDE, STRIP = 130, 2  # as are strips of less height that are so many times as wide: logos, banners


def is_little(material: Material, shapes: Mapping[str, tuple[int, int]]) -> bool:
    """Tell a picture too small to be anybody's photo; one whose size nobody could measure is not little."""
    width, height = shapes.get(material.sha256, (0, 0))
    strip = height < STRIP_SIDE and width >= STRIP * height
    return bool(width and height) and (max(width, height) < LONG_SIDE or strip)


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


def may_be_missing(submission: Submission, call: Call, counts: Counts) -> tuple[str, ...]:
    """Return the names of files in no role that could be what is missing: of an unknown type, or documents nothing was found in.

    A file of unknown type may be anything; a document may be the form or a text.
    """
    photos = len(submission.of(Role.WORK)) < counts.works[0] or len(submission.of(Role.PORTRAIT)) < counts.portraits[0]
    form = call.form is not None and (submission.form is None or submission.form.state is FormState.BLANK)
    words = form or bool(call.texts.keys() - submission.texts.keys())
    could: dict[str, bool] = {Idle.UNKNOWN: photos or words, Idle.EMPTY: photos or words, Idle.NO_TEXT: words}
    return tuple(item.name for item in submission.of(Role.OTHER) if could.get(item.reason) and not _of_gateways(item))


def _of_gateways(item: Material) -> bool:
    """Tell what mail gateways add or leave: ATT00001.htm, links of Windows."""
    name = item.name.casefold()
    return re.fullmatch(r"att\d+\.\w+", name) is not None or name.endswith((".url", ".lnk", ".ini", ".asc", ".sig"))
