"""Corpus: unusual photo files, each in an otherwise complete entry: clips, gain maps, bombs, missing ends, turned pictures."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from reports.demo import mails, pictures
from reports.demo.mime import File
from reports.demo.scene import jpeg
from tests.builders import photo_samples as samples
from tests.builders.factories import CorpusCase, expect, tiny_scene

Told = Mapping[str, tuple[Mapping[str, object], ...]]  # rule -> values of its findings


@dataclass(frozen=True, kw_only=True)
class PhotoReading:
    """A case, and for some rules the values of every finding that the entry must hold, in order."""

    case: CorpusCase
    told: Callable[[], Told] = dict


def with_works(*works: File, portrait: File | None = None, number: int = 3) -> bytes:
    """Return a complete entry with these works."""
    scene = tiny_scene(number)
    return mails.plain(scene.draft(scene.form(pieces=str(len(works))), scene.biography(), *works, portrait or scene.portrait()))


def with_third(name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a builder of an entry whose third work is these bytes under this name."""
    return lambda: with_works(*tiny_scene().works(2), jpeg(name, make()))


def small(cause: str, subject: str, size: int) -> dict[str, object]:
    """Return what photo-size tells of a photo below the tests' floor."""
    kind, _, app = cause.partition("/")
    return {"subject": subject, "size": size, "floor": 30_000, "cause": kind, "app": app}


def told_suspect(problem: str) -> Callable[[], Told]:
    return lambda: {"photo-suspect": ({"subject": "Work 3.jpg", "problem": problem},)}


# -- unusual files


def with_clips() -> bytes:
    """Send photos with a gain map, with clips as two makers store them, and one whose XMP says where the clip begins."""
    made = samples.ultra_hdr(31), samples.samsung_motion(32), samples.huawei_live(33), samples.micro_video(34)
    return with_works(*(jpeg(f"Work {place}.jpg", data) for place, data in enumerate(made, 1)))


def little() -> bytes:
    return pictures.photo(42, 0.1, 15_000)


def sideways_portrait() -> bytes:
    """Send pictures without telling names; the portrait is upright only once its EXIF orientation is read.

    One work is smaller than the portrait: by bytes alone it would be taken for the portrait.
    """
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = samples.saved(samples.drawn(41, 360, 272, 6), quality=85, exif=exif.tobytes())
    scene = tiny_scene()
    works = [jpeg(f"IMG_{place:04}.jpg", scene.work_bytes(place)) for place in (1, 2)]
    files = *works, jpeg("IMG_0003.jpg", little()), jpeg("IMG_0009.jpg", lying)
    return mails.plain(scene.draft(scene.form(), scene.biography(), *files))


def with_portrait(name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a builder of a complete entry whose portrait is these bytes under this name."""
    return lambda: with_works(*tiny_scene().works(3), portrait=jpeg(name, make()))


def face(rule: str, **values: object) -> Callable[[], Told]:
    """Return what a rule tells of the portrait."""
    return lambda: {rule: ({"subject": "portrait.jpg", **values},)}


def broken_notes(data: bytes) -> bytes:
    """Return a photo that lies on its side, with a resolution of -1/0 and a unit that is a fraction (as field tools write)."""
    tags = (
        struct.pack(">HHII", 0x0112, 3, 1, 6 << 16)
        + struct.pack(">HHII", 0x011A, 10, 1, 50)
        + struct.pack(">HHII", 0x0128, 5, 1, 58)
    )
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 3) + tags + bytes(4) + struct.pack(">iiII", -1, 0, 2, 1)
    return samples.with_segments(data, (0xE1, exif))


def stuffed(*segments: tuple[int, bytes]) -> Callable[[], bytes]:
    """Return a builder of a small photo made large by segments before its image."""
    return lambda: samples.with_segments(samples.shaped(640, 480, quality=60), *segments)


def broken_document() -> bytes:
    """Return a Word file whose text is no XML."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w:document")
    return out.getvalue()


def beside_the_rest() -> bytes:
    """Send a complete entry and the broken document."""
    scene = tiny_scene()
    return mails.plain(
        scene.draft(*scene.parcel(), File(name="notes.docx", data=broken_document(), type="application/octet-stream"))
    )


FULL = 65_533  # bytes that a segment holds at most
XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
STUFFED = (
    ("comments", stuffed(*[(0xFE, b"c" * FULL)] * 8)),
    ("extended-xmp", stuffed(*[(0xE1, XMP_MORE + b"x" * (FULL - len(XMP_MORE)))] * 8)),
    ("tables", stuffed(*[(0xDB, (b"\0" + b"\x10" * 64) * 1008)] * 8)),
    ("profiles", stuffed(*[(0xE2, b"ICC_PROFILE\0" + bytes(FULL - 12))] * 8)),
    ("fill-bytes", lambda: samples.shaped(640, 480, quality=60)[:-2] + b"\xff" * 400_000 + b"\xff\xd9"),
    ("zeros-in-the-scan", lambda: samples.shaped(640, 480, quality=60)[:-2] + bytes(400_000) + b"\xff\xd9"),
)
LAST_BYTES = "the last bytes are missing"
UNUSUAL = (
    PhotoReading(case=CorpusCase(name="photo-clips-and-gain-map", raw=with_clips)),
    PhotoReading(
        case=CorpusCase(
            name="photo-clip-carries-it-over-the-floor",
            raw=with_third("Work 3.jpg", lambda: pictures.motion_photo(35, 0.1, 15_000, 40_000)),
            expected=expect("incomplete", "photo-size"),
        )
    ),
    PhotoReading(case=CorpusCase(name="photo-200-megapixels", raw=with_third("Work 3.jpg", samples.huge))),
    PhotoReading(
        case=CorpusCase(
            name="photo-4000-megapixels-declared",
            raw=with_third("Work 3.jpg", samples.jpeg_bomb),
            expected=expect("held", "photo-too-large"),
        ),
        told=lambda: {"photo-too-large": ({"subject": "Work 3.jpg", "width": 65_500, "height": 65_500},)},
    ),
    PhotoReading(
        case=CorpusCase(
            name="photo-progressive-last-bytes-missing",
            raw=with_third("Work 3.jpg", lambda: pictures.progressive(36, 0.3, 40_000)[:-30]),
            warnings=frozenset({"photo-suspect"}),
        ),
        told=told_suspect(LAST_BYTES),
    ),
    PhotoReading(
        case=CorpusCase(
            name="photo-cut-and-closed",
            raw=with_third("Work 3.jpg", lambda: samples.closed(samples.camera(37, 80_000))),
            expected=expect("incomplete", "photo-damaged"),
        )
    ),
    PhotoReading(
        case=CorpusCase(name="photo-portrait-by-orientation", raw=sideways_portrait, expected=expect("incomplete", "photo-size")),
        told=lambda: {"photo-size": (small("", "IMG_0003.jpg", len(little())),)},
    ),
    PhotoReading(
        case=CorpusCase(
            name="document-damaged-beside-the-rest",
            raw=beside_the_rest,
            warnings=frozenset({"document-unreadable"}),
        ),
        told=lambda: {"document-unreadable": ({"subject": "notes.docx", "problem": "damaged", "grade": "soft"},)},
    ),
    PhotoReading(
        case=CorpusCase(
            name="portrait-cut",
            raw=with_portrait("portrait.jpg", lambda: samples.camera(38, 80_000)[:40_000]),
            expected=expect("incomplete", "photo-damaged"),
        ),
        told=face("photo-damaged", problem="truncated"),
    ),
    PhotoReading(
        case=CorpusCase(
            name="portrait-4000-megapixels-declared",
            raw=with_portrait("portrait.jpg", samples.jpeg_bomb),
            expected=expect("held", "photo-too-large"),
        ),
        told=face("photo-too-large", width=65_500, height=65_500),
    ),
    PhotoReading(
        case=CorpusCase(
            name="portrait-heic",
            raw=with_portrait("portrait.heic", lambda: pictures.heic(39, 40_000)),
            expected=expect("incomplete", "photo-format"),
        )
    ),
    PhotoReading(
        case=CorpusCase(
            name="portrait-png",
            raw=with_portrait("portrait.png", lambda: pictures.png(39, 40_000)),
        )
    ),
    PhotoReading(
        case=CorpusCase(
            name="portrait-suspect",
            raw=with_portrait("portrait.jpg", lambda: samples.zeroed(samples.camera(38, 80_000))),
            warnings=frozenset({"photo-suspect"}),
        )
    ),
    PhotoReading(
        case=CorpusCase(
            name="photo-more-pixels-than-bytes-can-hold",
            raw=with_third("Work 3.jpg", lambda: samples.jpeg_bomb(15_000)[:40_000]),
            expected=expect("held", "photo-too-large"),
        )
    ),
    PhotoReading(
        case=CorpusCase(
            name="photo-notes-that-cannot-be-read",
            raw=lambda: with_works(
                *(jpeg(f"Work {place}.jpg", broken_notes(samples.camera(50 + place))) for place in (1, 2, 3)),
                portrait=jpeg("portrait.jpg", samples.with_segments(samples.camera(54), (0xE1, b"Exif\0\0II*\0"))),
            ),
        )
    ),
    *(
        PhotoReading(
            case=CorpusCase(
                name=f"photo-padded-by-{word}",
                raw=with_third("Work 3.jpg", make),
                expected=expect("held", "photo-padded"),
                warnings=frozenset({"photo-suspect"}) if word in {"zeros-in-the-scan", "profiles"} else frozenset(),
            )
        )
        for word, make in STUFFED
    ),
    PhotoReading(
        case=CorpusCase(
            name="photo-with-100-kb-of-xmp",
            raw=with_third(
                "Work 3.jpg", lambda: samples.with_segments(samples.camera(55), *[(0xE1, samples.XMP + b" " * 50_000)] * 2)
            ),
        )
    ),
)
