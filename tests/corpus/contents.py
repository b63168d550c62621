"""Corpus: what is in the mails. Each case is a complete entry with one thing changed, and so shows one rule."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from docx import Document

from reports.demo import documents, kinds, mails, pictures
from reports.demo.cases import Expected
from reports.demo.mime import File
from reports.demo.scene import DOCX, XLSX, Scene, jpeg
from tests.builders.factories import CorpusCase, expect, tiny_scene

CHINESE = "清晨的茶市是这座城市最安静的时刻，老人们在灯下挑拣新茶，我用镜头记下他们的双手和升起的热气，也记下自己的乡愁。"


def entry(*files: File, text: str = "", **form: str) -> bytes:
    """Return a complete entry with more files, another body, or other values in its form."""
    scene = tiny_scene()
    works = 3 + sum(file.name.startswith("Work") for file in files)
    form = {"pieces": str(works), **form}
    parts = (scene.form(**form), scene.biography(), *scene.works(3), scene.portrait(), *files)
    return mails.plain(scene.draft(*parts, text=text))


def third(make: Callable[[Scene], bytes]) -> Callable[[], bytes]:
    """Return a builder of an entry whose third work has special bytes under the name Work 3.jpg."""
    return lambda: kinds.two_good_and(tiny_scene(), jpeg("Work 3.jpg", make(tiny_scene())))


def with_form(form: File | None, *files: File, text: str = "") -> bytes:
    """Return a complete entry whose form is another file, or none."""
    scene = tiny_scene()
    first = () if form is None else (form,)
    return mails.plain(scene.draft(*first, *files, scene.biography(), *scene.works(3), scene.portrait(), text=text))


def text_file(name: str, text: str) -> File:
    """Return a text file."""
    return File(name=name, data=text.encode(), type="text/plain")


def description_file() -> File:
    """Return the description as docx, under its heading."""
    return File(name="Description.docx", data=documents.text_document("Description", tiny_scene().person.description), type=DOCX)


def docx_form(data: bytes) -> File:
    """Return bytes as the file of a form."""
    return File(name="Application Form.docx", data=data, type=DOCX)


def typed() -> bytes:
    """Type the form into the body."""
    return with_form(None, text="Dear organisers,\n\n" + documents.typed_form(tiny_scene().person.form()))


def biography_in_body() -> bytes:
    """Put the biography into the body under a heading."""
    scene = tiny_scene()
    text = f"Dear organisers,\n\nAbout the author\n{scene.person.biography}\n\nBest regards"
    return mails.plain(scene.draft(scene.form(), *scene.works(3), scene.portrait(), text=text))


def biography(text: str) -> bytes:
    """Send a complete entry with this biography; '' for none."""
    scene = tiny_scene()
    files = (text_file("Biography.txt", text),) if text else ()
    return mails.plain(scene.draft(scene.form(), *files, *scene.works(3), scene.portrait()))


def portraits(count: int) -> bytes:
    """Send so many portraits."""
    scene = tiny_scene()
    faces = [scene.portrait(f"Author portrait {place}.jpg", 50 + place) for place in range(count)]
    return mails.plain(scene.draft(scene.form(), scene.biography(), *scene.works(3), *faces))


def works(count: int) -> bytes:
    """Send so many works."""
    scene = tiny_scene()
    return mails.plain(scene.draft(*scene.parcel(count)))


def png_portrait() -> bytes:
    """Send the portrait as PNG."""
    scene = tiny_scene()
    face = File(name="Author portrait.png", data=pictures.png(scene.seed(50), 60_000), type="image/png")
    return mails.plain(scene.draft(*scene.parcel()[:-1], face))


def heic() -> bytes:
    """Return a HEIC photo, or a WebP where this machine cannot write HEIC."""
    scene = tiny_scene()
    return pictures.heic(scene.seed(3), 50_000) or pictures.webp(scene.seed(3), 50_000)


def pasted(seed: int = 3) -> bytes:
    """Paste the works into a Word file instead of attaching them."""
    scene = tiny_scene(seed)
    document = Document()
    for place in (1, 2, 3):
        document.add_picture(BytesIO(scene.work_bytes(place, times=1.5)))
    out = BytesIO()
    document.save(out)
    album = File(name="My photos.docx", data=documents.steady(out.getvalue()), type=DOCX)
    return mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), album))


def missing(rule: str) -> Expected:
    """Return the expectation of an incomplete entry that lacks one thing."""
    return expect("incomplete", rule)


def warned(*rules: str) -> frozenset[str]:
    """Return a set of warnings."""
    return frozenset(rules)


def small(scene: Scene) -> bytes:
    """Return a photo below the floor."""
    return scene.small_work("small.jpg").data


ROOMY = 0.3, 45_000  # million pixels and bytes
FORMS = (
    CorpusCase(name="form-in-body", raw=typed),
    CorpusCase(
        name="form-xlsx",
        raw=lambda: with_form(File(name="Form.xlsx", data=documents.form_workbook(tiny_scene().person.form()), type=XLSX)),
    ),
    CorpusCase(
        name="form-content-controls", raw=lambda: with_form(docx_form(documents.controlled_form(tiny_scene().person.form())))
    ),
    CorpusCase(
        name="form-blank",
        raw=lambda: with_form(docx_form(documents.registration_form({})), description_file()),
        expected=missing("form-field-missing"),
    ),
    CorpusCase(
        name="form-0-bytes", raw=lambda: with_form(docx_form(b""), description_file()), expected=expect("held", "form-unreadable")
    ),
    CorpusCase(
        name="form-encrypted",
        raw=lambda: with_form(docx_form(documents.encrypted_document()), description_file()),
        expected=expect("held", "form-unreadable"),
    ),
    CorpusCase(name="form-field-missing", raw=lambda: entry(photo_name=""), expected=missing("form-field-missing")),
    CorpusCase(name="form-field-invalid", raw=lambda: entry(mobile="see below"), warnings=warned("form-field-invalid")),
    CorpusCase(name="form-pieces-mismatch", raw=lambda: entry(pieces="5"), warnings=warned("form-pieces-mismatch")),
    CorpusCase(
        name="nationality-taiwan",
        raw=lambda: entry(nationality="台湾地区"),
        expected=expect("held", "field-held"),
    ),
    CorpusCase(
        name="nationality-unreadable",
        raw=lambda: entry(nationality="Earth"),
        expected=expect("held", "field-held"),
        warnings=None,
    ),
)
PHOTOS = (
    CorpusCase(name="photo-mpo", raw=third(lambda scene: pictures.mpo(scene.seed(3), *ROOMY))),
    CorpusCase(name="photo-motion", raw=third(lambda scene: pictures.motion_photo(scene.seed(3), *ROOMY))),
    CorpusCase(name="photo-progressive", raw=third(lambda scene: pictures.progressive(scene.seed(3), *ROOMY))),
    CorpusCase(name="photo-cmyk", raw=third(lambda scene: pictures.cmyk(scene.seed(3), 0.3, 90_000))),
    CorpusCase(
        name="photo-padded",
        raw=third(lambda scene: pictures.padded(small(scene), 60_000)),
        expected=expect("held", "photo-padded"),
    ),
    CorpusCase(
        name="photo-borderline",
        raw=third(lambda scene: pictures.photo(scene.seed(3), 0.3, scene.scale.borderline)),
        warnings=warned("photo-size-borderline"),
    ),
    CorpusCase(name="photo-small", raw=third(small), expected=missing("photo-size")),
    CorpusCase(
        name="photo-cut",
        raw=third(lambda scene: pictures.truncated(scene.work_bytes(3, 2.2))),
        expected=missing("photo-damaged"),
    ),
    CorpusCase(name="photo-last-bytes-missing", raw=third(lambda scene: scene.work_bytes(3)[:-20]), warnings=None),
    CorpusCase(
        name="photo-scratched",
        raw=third(lambda scene: pictures.scratched(scene.work_bytes(3))),
        warnings=warned("photo-suspect"),
    ),
    CorpusCase(name="photo-heic-renamed", raw=third(lambda scene: heic()), expected=missing("photo-format")),
    CorpusCase(
        name="photo-webp-renamed",
        raw=third(lambda scene: pictures.webp(scene.seed(3), 50_000)),
        expected=missing("photo-format"),
    ),
    CorpusCase(
        name="photo-duplicate",
        raw=lambda: entry(jpeg("Work 4.jpg", tiny_scene().work_bytes(1))),
        warnings=warned("photo-duplicate"),
    ),
    CorpusCase(name="photo-count-6", raw=lambda: works(6), expected=missing("slot-count.work")),
    CorpusCase(name="photos-pasted-into-word", raw=pasted, expected=missing("slot-count.work"), warnings=None),
    CorpusCase(name="portrait-as-png", raw=png_portrait),
    CorpusCase(name="portrait-count-3", raw=lambda: portraits(3), expected=missing("slot-count.portrait")),
)
TEXTS = (
    CorpusCase(
        name="description-txt", raw=lambda: entry(text_file("Description.txt", tiny_scene().person.description), description="")
    ),
    CorpusCase(name="slot-count.description", raw=lambda: entry(description=""), expected=missing("slot-count.description")),
    CorpusCase(name="description-chinese", raw=lambda: entry(description=CHINESE), expected=missing("text-language.description")),
    CorpusCase(
        name="description-10-words",
        raw=lambda: entry(description="A quiet morning at the river with my old neighbour."),
        expected=missing("text-length.description"),
    ),
    CorpusCase(
        name="description-40-words",
        raw=lambda: entry(description=" ".join(tiny_scene().person.description.split()[:40])),
        warnings=warned("text-length.description"),
    ),
    CorpusCase(name="biography-in-body", raw=biography_in_body),
    CorpusCase(name="biography-chinese", raw=lambda: biography(tiny_scene().person.biography_zh)),
    CorpusCase(name="slot-count.biography", raw=lambda: biography(""), expected=missing("slot-count.biography")),
    CorpusCase(
        name="biography-short",
        raw=lambda: biography("Biography: Teaches chemistry and walks a lot."),
        warnings=warned("text-length.biography"),
    ),
)
