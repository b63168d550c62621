"""The digest's pictures: made by the probes, so ours to open; within a budget, what does not fit is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from intake.config.models import Call, SlotKind
from intake.model.submission import OTHER
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.read.entry import Entry, EntryFile
from reports.letters import formats
from validators.finding import Severity

PICTURE_BYTES = 3_400_000  # all pictures together, before base64
WIDTH = 240  # pixels that a picture is shown at, at most: enough to judge it by
PAGE = 480  # and a form that only a person can read
THUMBNAILS = 4  # per entry, beside those that a finding is about


@dataclass
class PictureBudget:
    """The pictures of one digest: name -> bytes, within a budget; what does not fit is counted."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    left_out: int = 0
    spent: int = 0

    def add(self, name: str, data: bytes) -> str:
        """Take a picture and return its name; '' when the budget is spent."""
        if name in self.pictures:
            return name
        if self.spent + len(data) > PICTURE_BYTES:
            self.left_out += 1
            return ""
        self.spent += len(data)
        self.pictures[name] = data
        return name


def small_pictures(desk: Desk, entry: Entry, album: PictureBudget) -> list[dict[str, Any]]:
    """Return an entry's small pictures: both sides of a suspected copy first, then forms that a person must read, then the others."""
    call = desk.config.calls.get(entry.call)
    told = [*_pairs(desk, entry), *_unread(entry, call)]
    shown = {item.sha256 for item, _ in told}
    rest = [(item, "") for item in entry.files if item.role != OTHER and item.sha256 not in shown]
    found = [picture for item, caption in _pairs(desk, entry) if (picture := _picture(desk, item, caption, album))]
    found += [picture for item, caption in _unread(entry, call) if (picture := _picture(desk, item, caption, album, PAGE))]
    for item, caption in rest:
        if len(found) >= len(told) + THUMBNAILS:
            break
        picture = _picture(desk, item, caption, album)
        found += [picture] if picture else []
    return found


def _pairs(desk: Desk, entry: Entry) -> Iterator[tuple[EntryFile, str]]:
    """Yield both sides of each suspected copy, with what stands below them."""
    for finding in entry.findings:
        there = finding.values.get("reference"), finding.values.get("other")
        if not all(isinstance(name, str) and name for name in there):
            continue
        other = read_entry(desk.db, str(there[0]))
        pair = [(entry, finding.subject), (other, str(there[1]))]
        for side, name in pair:
            file = next((item for item in side.files if item.name == name), None) if side else None
            if side and file:
                yield file, f"{side.reference} {formats.clean(file.name, 40)}"


def _unread(entry: Entry, call: Call | None) -> Iterator[tuple[EntryFile, str]]:
    """Yield the files of form slots that could not be read."""
    slots = call.of_kind(SlotKind.FORM) if call else ()
    named = {item.subject for item in entry.said(Severity.HOLD, Severity.ERROR) if item.slot in slots}
    for item in entry.files:
        if item.role in slots and item.name in named:
            yield item, formats.clean(item.name, 40)


def _picture(desk: Desk, item: EntryFile, caption: str, album: PictureBudget, width: int = WIDTH) -> dict[str, Any] | None:
    path = desk.media.thumbnail(item.sha256)
    if not path.exists():
        return None
    with Image.open(path) as picture:
        small = picture.convert("RGB")
        small.thumbnail((width, width * 3 // 2 if width == PAGE else width))
    out = BytesIO()
    small.save(out, "JPEG", quality=70)
    name = album.add(f"{item.sha256[:16]}.jpg", out.getvalue())
    if not name:
        return None
    size = formats.pixels(item.facts.width, item.facts.height) if item.facts else ""
    alt = ", ".join(part for part in (formats.clean(item.name, 60), formats.size(item.size), size) if part)
    return {"name": name, "width": small.width, "height": small.height, "alt": alt, "caption": caption}
