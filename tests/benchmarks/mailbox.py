"""The seeded mailbox: submissions of about 32 MB, four works of 12 to 45 megapixels, one or two portraits, a form."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.demo import mails, mime, pictures
from reports.demo.mime import File
from reports.demo.scene import jpeg
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene

WORKS = {12: 4_500_000, 24: 7_000_000, 45: 11_000_000}  # megapixels -> bytes, as cameras write them
PARCELS = ((12, 12, 24, 24), (12, 12, 12, 45), (24, 12, 24, 12), (45, 12, 12, 12), (12, 24, 12, 24))
PORTRAIT = (1.08, 400_000)
SHAPES = (mails.plain, mails.gmail, mails.netease_mail, mails.qq_mail, mails.outlook)
FIRST = 1000  # number of the first author: no other test draws these pictures


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail on disk; `parts` are (start, end, name) of its files' Base64."""

    path: Path
    arrives: datetime
    message_id: str
    parts: tuple[tuple[int, int, str], ...]

    @property
    def raw(self) -> bytes:
        """Return its bytes."""
        return self.path.read_bytes()


def cache_folder() -> Path:
    """Return where drawn pictures are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path(tempfile.gettempdir())) / "intake-desk-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def picture(seed: int, megapixels: float, size: int) -> bytes:
    """Return a photo, drawn once and then kept."""
    path = cache_folder() / f"{seed}-{megapixels}-{size}.jpg"
    if not path.exists():
        part = path.with_suffix(f".part{os.getpid()}")
        part.write_bytes(pictures.photo(seed, megapixels, size))
        part.replace(path)
    return path.read_bytes()


def submission(number: int, works: Sequence[int], scale: float = 1.0) -> tuple[mime.MailDraft, tuple[File, ...]]:
    """Return the draft and the files of one entry; `scale` shrinks its pictures, for a quick look at the harness."""
    scene = tiny_scene(number, INSIDE)
    files = [scene.form(pieces=str(len(works)))]
    for place, megapixels in enumerate(works, 1):
        data = picture(scene.seed(place), megapixels * scale, int(WORKS[megapixels] * scale))
        files.append(jpeg(f"Work {place}.jpg", data))
    for place in range(1 + (number % 5 > 1)):  # 32 portraits in 20 submissions
        size = (PORTRAIT[0] * max(scale, 0.1), int(PORTRAIT[1] * max(scale, 0.1)))
        files.append(jpeg(f"Author portrait {place + 1}.jpg", picture(scene.seed(50 + place), *size)))
    text = f"Dear organisers,\n\nPlease find my entry attached.\n\nBiography\n{scene.person.biography}\n\n{scene.person.name_en}"
    return scene.draft(*files, text=text), tuple(files)


def write_mailbox(folder: Path, count: int, scale: float = 1.0) -> list[Mail]:
    """Write so many submissions to a folder; the same call makes the same bytes."""
    return [write_mail(folder, FIRST + index, PARCELS[index % len(PARCELS)], scale) for index in range(count)]


def write_mail(folder: Path, number: int, works: Sequence[int], scale: float = 1.0) -> Mail:
    """Write one submission."""
    draft, files = submission(number, works, scale)
    raw = SHAPES[number % len(SHAPES)](draft)
    parts = tuple(_place(raw, file) for file in files)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number}.eml"
    path.write_bytes(raw)
    about = {"message_id": draft.message_id, "parts": parts}
    path.with_suffix(".json").write_text(json.dumps(about), encoding="utf-8")
    return Mail(path=path, arrives=draft.arrives, message_id=draft.message_id, parts=parts)


def _place(raw: bytes, file: File) -> tuple[int, int, str]:
    encoded = mime.encoded(file.data)
    start = raw.index(encoded)
    return start, start + len(encoded), file.name


def small_mails(first: int, count: int) -> Iterator[tuple[bytes, datetime]]:
    """Yield small entries of different authors with their arrival: real in kind, tiny in bytes."""
    for number in range(first, first + count):
        yield parcel_mail(number), INSIDE
