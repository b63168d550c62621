"""Corpus: photos as phones, apps, tools and copiers leave them. Each is one mail; PHOTO_READINGS also say what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image

from reports.demo import pictures
from reports.demo.mime import File
from reports.demo.scene import jpeg
from tests.builders import photo_samples as samples
from tests.builders.factories import INSIDE, CorpusCase, expect, tiny_scene
from tests.corpus.pages import PAGE_CASES
from tests.corpus.photo_files import UNUSUAL, PhotoReading, small, with_works

OTHER = 5  # the number of another author
LABELLED, GENERATED, SIGNED = "GB 45438 AIGC generated", "IPTC DigitalSourceType trainedAlgorithmicMedia", "C2PA Aster A12/4.1"


def resaved(data: bytes, *steps: Callable[[Image.Image], Image.Image]) -> bytes:
    """Return a photo changed and saved anew, without EXIF."""
    image = Image.open(BytesIO(data))
    for step in steps:
        image = step(image)
    return samples.saved(image, quality=98, subsampling=0)


def turned_left(image: Image.Image) -> Image.Image:
    return image.transpose(Image.Transpose.ROTATE_90)


def mirrored(image: Image.Image) -> Image.Image:
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def smaller(image: Image.Image) -> Image.Image:
    return image.resize((image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.BICUBIC)


def grey(image: Image.Image) -> Image.Image:
    return image.convert("L").convert("RGB")


def wrong(subject: str, kind: str, cause: str = "", *, renamed: bool = True) -> dict[str, object]:
    """Return what photo-format tells of a photo."""
    return {"subject": subject, "format": kind, "formats": ["JPEG", "MPO"], "renamed": renamed, "cause": cause, "app": ""}


def evidence(subject: str, **told: object) -> dict[str, object]:
    """Return what photo-provenance tells of a photo with a camera's EXIF."""
    camera = {"camera": "Aster A12", "taken": "2026:07:05 08:30:00", "software": "A12 camera 4.1", "has_exif": True}
    return {"subject": subject, **camera, "ai_label": "", "credentials": "", **told}


# -- why a photo is too small: what apps leave, each below the floor


def chat_shape() -> bytes:
    return samples.shaped(1080, 1440, quality=10, seed=12, grain=0, optimize=True)


def chat_named() -> bytes:
    return pictures.photo(11, 0.1, 15_000)


def mailed() -> bytes:
    return samples.shaped(640, 480, make="Apple", quality=30, seed=13)


def from_word() -> bytes:
    return samples.shaped(700, 500, quality=40, seed=14, dpi=(220, 220))


def tall_screen() -> bytes:
    return samples.shaped(720, 1600, quality=10, seed=15, grain=0, optimize=True)


def exported() -> bytes:
    return samples.shaped(900, 700, software="Adobe Photoshop 25.1", quality=20, seed=16)


SHRUNK = {  # name -> its bytes and the cause
    "Work 1.jpg": (chat_shape, "chat-app/wechat"),
    "Work 2 IMG-20260705-WA0003.jpg": (chat_named, "chat-app/whatsapp"),
    "Work 3.jpg": (mailed, "mail-app/iphone"),
}
COPIED = {
    "Work 1.jpg": (from_word, "document"),
    "Work 2.jpg": (tall_screen, "screenshot"),
    "Work 3.jpg": (exported, "exported"),
}


def shrunk(works: Mapping[str, tuple[Callable[[], bytes], str]], name: str) -> PhotoReading:
    """Return the case of an entry whose works are all too small, each for another reason."""
    return PhotoReading(
        case=CorpusCase(
            name=name,
            raw=lambda: with_works(*(jpeg(subject, make()) for subject, (make, _) in works.items())),
            expected=expect("incomplete", "photo-size"),
        ),
        told=lambda: {"photo-size": tuple(small(cause, subject, len(make())) for subject, (make, cause) in works.items())},
    )


def screen_png() -> bytes:
    return samples.saved(samples.drawn(21, 585, 1266).resize(samples.TALL_SCREEN), "PNG", compress_level=1)


FORMATS = PhotoReading(
    case=CorpusCase(
        name="photo-formats-renamed",
        raw=lambda: with_works(
            jpeg("Work 1.jpg", screen_png()),
            jpeg("Work 2.jpg", samples.saved(samples.drawn(22, 400, 300), "TIFF")),
            File(name="Work 3.webp", data=pictures.webp(23, 50_000), type="image/webp"),
        ),
        expected=expect("incomplete", "photo-format"),
    ),
    told=lambda: {
        "photo-format": (
            wrong("Work 1.jpg", "PNG", "screenshot"),
            wrong("Work 2.jpg", "TIFF"),
            wrong("Work 3.webp", "WEBP", renamed=False),
        )
    },
)

# -- the same picture again


def twice() -> bytes:
    """Send copies of the first works among the works: mirrored and grey; turned and smaller."""
    first, second, third = (tiny_scene().work_bytes(place) for place in (1, 2, 3))
    copies = resaved(first, mirrored, grey), resaved(second, turned_left, smaller)
    return with_works(*(jpeg(f"Work {place}.jpg", data) for place, data in enumerate((first, second, third, *copies), 1)))


def stolen() -> bytes:
    """Send another author's three works: recompressed and smaller; grey and mirrored; turned."""
    theirs = [tiny_scene().work_bytes(place) for place in (1, 2, 3)]
    steps = ((smaller,), (grey, mirrored), (turned_left,))
    works = [jpeg(f"Work {n}.jpg", resaved(data, *step)) for n, (data, step) in enumerate(zip(theirs, steps, strict=True), 1)]
    return with_works(*works, number=OTHER)


def seen(subject: str, other: str) -> dict[str, object]:
    return {"subject": subject, "reference": "IF2026-0001", "other": other, "exact": False}


LIKENESS = (
    PhotoReading(
        case=CorpusCase(name="photo-duplicate-changed", raw=twice, warnings=frozenset({"photo-duplicate"})),
        told=lambda: {
            "photo-duplicate": (
                {"subject": "Work 4.jpg", "other": "Work 1.jpg"},
                {"subject": "Work 5.jpg", "other": "Work 2.jpg"},
            )
        },
    ),
    PhotoReading(
        case=CorpusCase(
            name="photo-seen-elsewhere-changed",
            raw=stolen,
            expected=expect("held", "photo-seen-elsewhere"),
            before=((lambda: with_works(*tiny_scene().works(3)), INSIDE),),
        ),
        told=lambda: {"photo-seen-elsewhere": tuple(seen(f"Work {place}.jpg", f"Work {place}.jpg") for place in (1, 2, 3))},
    ),
)

# -- evidence of where they come from


def labelled() -> bytes:
    """Send works that bear each kind of mark."""
    cameras = [tiny_scene().work_bytes(place) for place in (1, 2, 3)]
    signed = samples.with_credentials(cameras[2], "Aster A12/4.1")
    marked = samples.with_aigc(cameras[0]), samples.with_source_type(cameras[1], "trainedAlgorithmicMedia"), signed
    return with_works(*(jpeg(f"Work {place}.jpg", data) for place, data in enumerate(marked, 1)))


PROVENANCE = PhotoReading(
    case=CorpusCase(name="photo-marks-of-origin", raw=labelled),
    told=lambda: {
        "photo-provenance": (
            evidence("Work 1.jpg", ai_label=LABELLED),
            evidence("Work 2.jpg", ai_label=GENERATED),
            evidence("Work 3.jpg", credentials=SIGNED),
        )
    },
)


PHOTO_READINGS = (
    shrunk(SHRUNK, "photo-shrunk-by-apps"),
    shrunk(COPIED, "photo-copied"),
    FORMATS,
    *LIKENESS,
    PROVENANCE,
    *UNUSUAL,
)
PHOTO_CASES = (*(reading.case for reading in PHOTO_READINGS), *PAGE_CASES)
