"""Files for the slots of any call: forms filled in, sheets, documents of the length asked for, films, pictures, packages."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl

from intake.config.fields import FieldKind
from intake.config.models import Call, Slot, SlotKind
from reports.demo import pictures
from reports.demo.any_packages import package
from reports.demo.any_values import YES, form_cells, typed_values
from reports.demo.people import Person
from reports.form.blank_sheet import write_blank_sheet
from validators.ruleset import Ruleset

USUAL_LENGTH = 120  # words or characters, where nothing is asked
CONTAINERS = {"MP4": "mp4", "MOV": "mov", "M4V": "ipod", "MKV": "matroska", "AVI": "avi"}
FILM_SIDE, FILM_SECONDS, FILM_RATE = 360, 1, 6


class Stationery:
    """Makes the files that one person sends for a call."""

    def __init__(self, call: Call, rules: Ruleset, who: Person, number: int) -> None:
        """Keep for whom files are made; `number` tells one sender from another."""
        self.call, self.rules, self.who, self.number = call, rules, who, number

    def file(self, slot: Slot, place: int) -> tuple[str, bytes]:
        """Return (ending, bytes) of one file for a slot; `place` tells two of one sender apart."""
        if slot.is_a(SlotKind.FORM):
            return "docx", self.form(slot)
        if slot.is_a(SlotKind.SHEET) and slot.columns:
            return "xlsx", self.sheet(slot)
        if slot.is_a(SlotKind.VIDEO):
            return self._film(slot, place)
        if slot.is_a(SlotKind.PHOTO) and not slot.is_a(SlotKind.DOCUMENT):
            return self._picture(slot, place)
        if slot.is_a(SlotKind.DOCUMENT):
            return self._document(slot)
        return self._package(slot, place)

    def form(self, slot: Slot, without: frozenset[str] = frozenset()) -> bytes:
        """Return a form filled in as Word file, with the fields `without` left empty."""
        values = {name: value for name, value in self._values(slot).items() if name not in without}
        document = docx.Document()
        document.add_heading(slot.title.said(self.call.languages[0], self.call.languages), 1)
        table = document.add_table(rows=0, cols=2)
        section = ""
        for opens, label, value in form_cells(slot.fields, values):
            if opens != section:
                section = opens
                table.add_row().cells[0].text = slot.sections[section][0]
            row = table.add_row().cells
            row[0].text, row[1].text = label, value
        return _saved(document)

    def _values(self, slot: Slot) -> dict[str, str]:
        """Return what stands in a form: a text that is asked for stands in its field."""
        texts = {text.field: self.text(text) for text in self.call.texts.values() if text.field}
        values = typed_values(slot.fields, self.call, self.who, self.number)
        return values | {name: text for name, text in {**texts, **self._pieces()}.items() if name in values}

    def _pieces(self) -> dict[str, str]:
        """Return the field that says how many pieces come, as they will."""
        said = self.rules.options("form-pieces-mismatch")
        slot = self.call.slots.get(str(said.get("slot")))
        return {str(said.get("field")): str(slot.count.least)} if slot else {}

    def text(self, slot: Slot) -> str:
        """Return a text of the length and language that a slot asks for."""
        options = self.rules.options("text-length", slot.id)
        least, most = options.get("good") or (options.get("least") or 0, options.get("most") or 0)
        wanted = (least + max(most, least)) // 2 or USUAL_LENGTH
        english = self.rules.options("text-language", slot.id).get("language") == "en" or self.call.languages[0] != "zh"
        if english or options.get("counts") == "words":
            words = f"{self.who.description} {self.who.biography}".split()
            return " ".join(words[place % len(words)] for place in range(wanted))
        return (self.who.biography_zh * (wanted // 60 + 1))[: wanted + wanted // 8]

    def sheet(self, slot: Slot, without: str = "") -> bytes:
        """Return the slot's own blank sheet with three rows filled in, the last not for publication where a column asks.

        `without`: a column that the second row leaves empty.
        """
        with tempfile.TemporaryDirectory(prefix="intake-demo-") as folder:
            path = Path(folder) / "sheet.xlsx"
            write_blank_sheet(self.call, slot, path)
            book = openpyxl.load_workbook(path)
            for line in range(3):
                values = typed_values(slot.columns, self.call, self.who, self.number * 3 + line)
                for place, (name, column) in enumerate(slot.columns.items(), 1):
                    value = YES[0] if column.kind is FieldKind.FLAG and line == 2 else values[name]
                    book.worksheets[0].cell(2 + line, place, "" if name == without and line == 1 else value)
            book.save(path)
            return path.read_bytes()

    def _film(self, slot: Slot, place: int) -> tuple[str, bytes]:
        asked = [*slot.formats, *self.rules.options("video-format", slot.id).get("formats", ())]
        ending = next((name for name in asked if name in CONTAINERS), "MP4")
        side = max(int(self.rules.options("video-resolution", slot.id).get("least") or 0), FILM_SIDE)
        return ending.lower(), film(side, CONTAINERS[ending], self.number * 100 + place)

    def _picture(self, slot: Slot, place: int) -> tuple[str, bytes]:
        asked = {*slot.formats, *(self.rules.options("photo-format", slot.id).get("formats", ()) if not slot.formats else ())}
        seed = self.number * 1000 + place + 500
        if asked and "JPEG" not in asked and "PNG" in asked:
            return "png", pictures.png(seed, 300_000)
        floor = int(self.rules.options("photo-size", slot.id).get("floor") or 0)
        return "jpg", pictures.photo(seed, 4.0, max(floor + floor // 15, 900_000))

    def _document(self, slot: Slot) -> tuple[str, bytes]:
        title, text = self.call.said(slot.title, self.call.languages[0]), self.text(slot)
        asked = {*slot.formats, *(self.rules.options("document-format", slot.id).get("formats") or ())}
        if asked and "DOCX" not in asked and "PDF" in asked:
            return "pdf", page(f"{self.who.name_en}: {title}", self.number)
        document = docx.Document()
        document.add_heading(title, 1)
        document.add_paragraph(text)
        return "docx", _saved(document)

    def _package(self, slot: Slot, place: int) -> tuple[str, bytes]:
        """Return a file that is kept as it is: of a format that the slot names."""
        text = page(f"{self.who.name_en}: {slot.title.said('en')} {place}", self.number)
        return package(slot.formats, text, self.number * 100 + place)


@lru_cache(maxsize=8)
def film(side: int, container: str, seed: int) -> bytes:
    """Return a short film whose smaller side has so many pixels."""
    import av
    import numpy as np

    width, height = side * 16 // 9 // 2 * 2, side // 2 * 2
    with tempfile.TemporaryDirectory(prefix="intake-demo-") as folder:
        path = Path(folder) / "film"
        with av.open(str(path), "w", format=container) as out:
            stream: Any = out.add_stream("libx264", rate=FILM_RATE, options={"preset": "ultrafast", "threads": "1"})
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            for number in range(FILM_RATE * FILM_SECONDS):
                frame = np.full((height, width, 3), 90 + seed % 60, dtype=np.uint8)
                frame[:, number * 20 : number * 20 + width // 4] = 180
                out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
            out.mux(stream.encode())
        return path.read_bytes()


def page(text: str, number: int) -> bytes:
    """Return a PDF of one page with a line of text."""
    line = text.encode("ascii", "replace").replace(b"(", b"").replace(b")", b"")
    content = b"BT /F1 12 Tf 72 720 Td (" + line + b" %d) Tj ET" % number
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for place, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (place, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
