"""Tell works from portraits: name or folder, what the form lists, and last size and shape (calls.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from intake.config.models import Call
from intake.model.submission import Attachment, FileType, Material, Role
from intake.words.fold import fold_all, mentions

ARCHIVE = "archive"  # the reason for a role that only the archive's name gives


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many works and portraits the call asks for; decides what a doubtful picture most favourably is."""

    works: tuple[int, int] = (1, 10**6)
    portraits: tuple[int, int] = (0, 0)
    work_bytes: int = 2_000_000  # a picture with less is more likely a portrait than a work


def material_of(attachment: Attachment, role: Role, message: str, reason: str = "", doubtful: bool = False) -> Material:
    """Return an attachment as material in a role."""
    return Material(
        role=role,
        name=attachment.name,
        name_as_sent=attachment.name_as_sent,
        folder=attachment.folder,
        type=attachment.type,
        size=attachment.size,
        sha256=attachment.sha256,
        path=attachment.path,
        message=message,
        reason=reason,
        doubtful=doubtful,
        problem=attachment.problem,
    )


def picture(attachment: Attachment, call: Call, listed: str, message: str) -> Material:
    """Return a picture as work or portrait; doubtful when neither its name, folder nor the form tells."""
    for place, reason in ((attachment.name, "name"), (attachment.folder, "folder"), (attachment.container, ARCHIVE)):
        for role, settings in ((Role.PORTRAIT, call.slots.get("portrait")), (Role.WORK, call.slots.get("work"))):
            if settings and any(mentions(place, word) for word in settings.names):
                return material_of(attachment, role, message, reason)
    stem = fold_all(attachment.name.rsplit(".", 1)[0])
    if len(stem) >= 2 and not stem.isdigit() and stem in fold_all(listed):
        return material_of(attachment, Role.WORK, message, "form")
    return material_of(attachment, Role.WORK, message, "size and shape", doubtful=True)


def archives_doubted(materials: Sequence[Material]) -> tuple[Material, ...]:
    """Doubt what only an archive's name calls a work where no picture is a portrait: "photos.zip" may hold everything."""
    if any(item.role is Role.PORTRAIT for item in materials):
        return tuple(materials)
    return tuple(
        replace(item, doubtful=True) if item.reason == ARCHIVE and item.role is Role.WORK else item for item in materials
    )


def claims_picture(item: Attachment) -> bool:
    """Tell whether a file whose bytes say nothing is named or declared a picture: a damaged photo, not lost."""
    unknown = item.type in {FileType.UNKNOWN, FileType.EMPTY}
    ending = item.name.casefold().rsplit(".", 1)[-1]
    return unknown and (item.declared_type.startswith("image/") or ending in {"jpg", "jpeg", "jpe", "heic", "png", "tif", "tiff"})


def assign_doubtful(
    materials: Sequence[Material], counts: Counts, shapes: Mapping[str, tuple[int, int]] = MappingProxyType({})
) -> tuple[Material, ...]:
    """Give every doubtful picture the role that makes the counts right, if any split does; `shapes`: sha256 -> width, height.

    The most portrait-like (small, upright) become portraits first. Of the splits with the fewest faults, the one counts that
    reads as portraits as many as are too small to be works.
    """
    doubtful = [item for item in materials if item.doubtful]
    if not doubtful:
        return tuple(materials)
    works = sum(item.role is Role.WORK and not item.doubtful for item in materials)
    portraits = sum(item.role is Role.PORTRAIT and not item.doubtful for item in materials)
    small = sum(item.size < counts.work_bytes for item in doubtful)
    extra = _portraits_to_take(works, portraits, len(doubtful), small, counts)
    likely = sorted(doubtful, key=lambda item: _likeness(item, shapes, counts), reverse=True)
    chosen = {id(item) for item in likely[:extra]}
    return tuple(
        replace(item, role=Role.PORTRAIT if id(item) in chosen else Role.WORK) if item.doubtful else item for item in materials
    )


def _portraits_to_take(works: int, portraits: int, doubtful: int, small: int, counts: Counts) -> int:
    """Return how many of the doubtful pictures to read as portraits: with the fewest faults, then nearest to the small ones."""

    def faults(extra: int) -> tuple[int, int, int]:
        as_works = works + doubtful - extra
        as_portraits = portraits + extra
        outside = _outside(as_works, counts.works) + _outside(as_portraits, counts.portraits)
        return outside, abs(extra - small), extra

    return min(range(doubtful + 1), key=faults)


def _outside(count: int, bounds: tuple[int, int]) -> int:
    return max(bounds[0] - count, 0) + max(count - bounds[1], 0)


def _likeness(material: Material, shapes: Mapping[str, tuple[int, int]], counts: Counts) -> tuple[bool, float]:
    """Order pictures by how like portraits they are: upright ones before others, then the smaller file first."""
    width, height = shapes.get(material.sha256, (0, 0))
    if not width:
        return False, 0.0
    return height > width and material.size < counts.work_bytes, -float(material.size)
