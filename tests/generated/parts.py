"""From a plan to what its author writes and attaches: the form, the texts, the pictures, each under its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from reports.demo import documents
from reports.demo.mime import File
from reports.demo.people import Person, person
from reports.demo.scene import DOCX, XLSX, jpeg
from tests.builders.factories import PHRASE
from tests.builders.form_pdfs import box, pdf_page, words
from tests.builders.form_samples import paragraph, word_file
from tests.generated import pictures as drawn
from tests.generated.axes import NAMELESS, TOLD, Plan
from tests.generated.tables import FIELD, LONG, LONG_CHINESE, TITLES

CHINESE = "清晨的茶市是这座城市最安静的时刻，老人们在灯下挑拣新茶，我用镜头记下他们的双手和升起的热气，也记下自己的乡愁。"
TEN = "A quiet morning at the river with my old neighbour."
FEW = "Teaches chemistry and walks a lot."
STEMS = {
    "english": ("Application Form", "Biography", "Description"),
    "chinese": ("作品登记表", "作者简介", "作品说明"),
    "neutral": ("Document1", "Document2", "新建 Microsoft Word 文档"),
}
WORK_NAMES = {
    "english": "Work {n}.jpg",
    "chinese": "作品{n}.jpg",
    "rare_chinese": "作品{n}_镕喆玥䶮.jpg",
    "camera": "DSC_004{n}.JPG",
    "heic_name": "IMG_204{n}.HEIC",
    "nfd": "Work cafe\u0301 {n}.jpg",
    "rlo": "Work {n} \u202egpj.jpg",
    "control": "Work\x01 {n}\x0b.jpg",
    "long": "Work {n} " + LONG + ".jpg",
    "long_chinese": "作品{n}" + LONG_CHINESE + ".jpg",
    "same_told": "photo.jpg",
    "same_untold": "image.jpg",
    "emoji": "🌸🐼 {n}.jpg",
    "numbers": "{n}.jpg",
}
PORTRAIT_NAMES = {"english": "Author portrait {n}", "chinese": "作者照片{n}", "untold": "DSC_090{n}"}
PDF_LABELS = {
    "name_en": "Name (English)",
    "sex": "Sex",
    "nationality": "Nationality",
    "mobile": "Mobile Number",
    "email": "Email Address",
    "photo_name": "Photo Name",
    "pieces": "pieces",
}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture as sent, what its sender means it to be, and whether name, folder or form tell that."""

    file: File
    kind: str
    portrait: bool
    told: bool

    @property
    def little(self) -> bool:
        """Tell whether it is too small to be a work."""
        return self.portrait or self.kind == "small"


def author(plan: Plan) -> Person:
    """Return who writes."""
    return person(plan.author)


def description(plan: Plan) -> str:
    """Return the description, '' for none."""
    own = author(plan).description
    more = " ".join(person(plan.author + step).description for step in range(3)).split()
    texts = {"chinese": CHINESE, "words_10": TEN, "words_40": " ".join(own.split()[:40]), "words_250": " ".join(more[:250])}
    return "" if plan.description == "missing" else texts.get(plan.description, own)


def biography(plan: Plan) -> str:
    """Return the biography, '' for none."""
    who = author(plan)
    texts = {"chinese": who.biography_zh, "short": FEW, "long": " ".join([who.biography] * 4), "missing": ""}
    return texts.get(plan.biography, who.biography)


def form_values(plan: Plan) -> dict[str, str]:
    """Return what the author fills into the form, empty fields left out; {} without a filled form."""
    if not plan.filled:
        return {}
    works = int(plan.works) if plan.photos == "sent" else 3
    values = author(plan).form(pieces=str(works), description=description(plan) if plan.description_place == "form" else "")
    if plan.names == "titles":
        values["photo_name"] = "; ".join(TITLES[:works])
    values |= FIELD[plan.field].form
    kept = PDF_LABELS if plan.form == "pdf" else values
    return {name: value for name, value in values.items() if value and name in kept}


def papers(plan: Plan) -> list[File]:
    """Return the documents: form, biography, description."""
    stems = STEMS[plan.documents]
    files = [file for file in (_form(plan, stems[0]),) if file]
    chinese = plan.documents == "chinese"
    if plan.biography_place != "body" and plan.biography != "missing":
        files.append(_text(plan, stems[1], "作者简介" if chinese else "Biography", biography(plan), plan.biography_place))
    if plan.description_place in {"docx", "txt"} and plan.description != "missing":
        bare = plan.documents == "neutral" and plan.description in {"fine", "words_40"} and plan.description_place == "docx"
        heading = "" if bare else "作品说明" if chinese else "Description"
        files.append(_text(plan, stems[2], heading, description(plan), plan.description_place))
    return files


def images(plan: Plan, stolen: bytes = b"", *, draw: bool = True) -> list[Picture]:
    """Return works and portraits, without their bytes unless `draw`; `stolen` is another author's work.

    Links and locked archives stand for the works.
    """
    count = int(plan.works) if plan.photos == "sent" else 0
    works = []
    for place in range(1, count + 1):
        kind = plan.special if place == count else "fine"
        seed = plan.author * 100 + (1 if kind == "duplicate" else place)
        data = (stolen if kind == "stolen" else drawn.work(seed, kind)) if draw else b""
        works.append(Picture(file=jpeg(_work_name(plan, place), data), kind=kind, portrait=False, told=False))
    faces = []
    for place in range(1, int(plan.portraits) + 1):
        ending = "png" if plan.portrait_kind == "png" else "jpg"
        name = f"{PORTRAIT_NAMES[plan.portrait_names].format(n=place)}.{ending}"
        data = drawn.portrait(plan.author * 100 + 50 + place, plan.portrait_kind) if draw else b""
        file = File(name=name, data=data, type=f"image/{'jpeg' if ending == 'jpg' else 'png'}")
        faces.append(Picture(file=file, kind="portrait", portrait=True, told=False))
    faces = [replace(each, told=_told(plan, each)) for each in faces]
    # decision 0003: an archive's own name makes works of its pictures only where a portrait came besides
    besides = plan.place == "photos_zip" and any(each.told for each in faces)
    return [*(replace(each, told=besides or _told(plan, each)) for each in works), *faces]


def _told(plan: Plan, picture: Picture) -> bool:
    """Tell whether name, folder or form say what a picture is, as it arrives."""
    if plan.place == "zip_folders":
        return True
    attached = plan.place == "attached" or (plan.place == "photos_zip" and picture.portrait)
    renamed = plan.shape == "iphone" and picture.file.type == "image/jpeg"
    if attached and (plan.shape in NAMELESS or plan.stripped or renamed):
        return False
    if picture.portrait:
        return plan.portrait_names != "untold"
    return plan.names in TOLD or (plan.names == "titles" and "photo_name" in form_values(plan))


def _work_name(plan: Plan, place: int) -> str:
    return f"{TITLES[place - 1]}.jpg" if plan.names == "titles" else WORK_NAMES[plan.names].format(n=place)


def _form(plan: Plan, stem: str) -> File | None:
    values = form_values(plan)
    mark = PHRASE if plan.phrase == "file_name" and plan.place in {"attached", "photos_zip"} else ""
    named = f"{mark}{stem}"
    if plan.form == "xlsx":
        return File(name=f"{named}.xlsx", data=documents.form_workbook(values), type=XLSX)
    if plan.form == "pdf":
        return File(name=f"{named}.pdf", data=_pdf(values), type="application/pdf")
    if plan.form == "unreadable":
        told = STEMS["english" if plan.documents == "neutral" else plan.documents][0]
        return File(name=f"{told}.docx", data=documents.encrypted_document(), type=DOCX)
    makers = {"docx": documents.registration_form, "blank": documents.registration_form, "controls": documents.controlled_form}
    return File(name=f"{named}.docx", data=makers[plan.form](values), type=DOCX) if plan.form in makers else None


def _pdf(values: dict[str, str]) -> bytes:
    """Print the form as a ruled table."""
    content = ""
    for index, (name, label) in enumerate(PDF_LABELS.items()):
        top = 760 - 40 * index
        content += box(40, top, 180, 40) + box(220, top, 300, 40) + words(45, top + 12, label)
        content += words(225, top + 12, values[name]) if name in values else ""
    return pdf_page(content)


def _text(plan: Plan, stem: str, heading: str, text: str, place: str) -> File:
    if place == "docx":
        bare = word_file("".join(paragraph(escape(line)) for line in (heading, text) if line))
        data = documents.text_document(heading, text) if plan.documents == "english" else documents.steady(bare)
        return File(name=f"{stem}.docx", data=data, type=DOCX)
    charset = "gb18030" if plan.documents == "chinese" else "utf-8"
    return File(name=f"{stem}.txt", data=f"{heading}\r\n{text}\r\n".encode(charset), type="text/plain")
