"""The blank registration form of a call, as Word file: what authors fill in, and what our own reader reads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import docx
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from intake.config.languages import phrases
from intake.config.models import Call, Slot
from registry.store.whole_file import write_whole
from reports.form.places import ROOM, in_each, place_for, printable, with_cells

WIDTHS = (Cm(3.6), Cm(4.9), Cm(3.6), Cm(4.9))  # label, value, label, value on A4
ASIAN = frozenset({"HAN", "HANGUL", "HIRAGANA", "KATAKANA"})  # scripts that Word has a font of its own for
ROW, TALL_ROW = Cm(1.1), Cm(6.5)


def write_blank_form(call: Call, out: Path, known: Mapping[str, str] = MappingProxyType({}), form: Slot | None = None) -> None:
    """Write a form of the call as docx, its title and labels in the languages its title is written in; raises ValueError if the call has none.

    `known`: field -> what stands there already. `form`: which form; None is the call's first. The file appears whole or not at all;
    raises OSError when it cannot be written.
    """
    form = form or call.form
    if form is None:
        raise ValueError("this call has no form")
    document = docx.Document()
    _page(document, call, form)
    table = document.add_table(rows=0, cols=len(WIDTHS))
    table.style, table.autofit = "Table Grid", False
    section = ""
    for row in _rows(call, form):
        if (opens := form.fields[row[0]].section) != section:
            section = opens
            _heading(table, call, form, section)
        _fields(table, (call, form), row, known)
    _end(document)
    _save(document, out)


def _rows(call: Call, form: Slot) -> Iterator[tuple[str, ...]]:
    """Yield the fields of each row: two that lie beside each other, or one alone over the whole width."""
    waiting = ""
    cells = [(name, form.fields[name]) for name in with_cells(form.fields)]
    for name, settings in sorted(cells, key=lambda item: ["", *form.sections].index(item[1].section)):
        alone = _long(call, name)
        if waiting and (alone or settings.section != form.fields[waiting].section):
            yield (waiting,)
            waiting = ""
        if alone:
            yield (name,)
        elif waiting:
            yield (waiting, name)
            waiting = ""
        else:
            waiting = name
    if waiting:
        yield (waiting,)


def _long(call: Call, field: str) -> bool:
    """Tell whether a field holds one of the call's texts and needs room to write."""
    return any(text.field == field for text in call.texts.values())


def _languages(call: Call, form: Slot) -> list[str]:
    """Return the languages that the form's title is written in, the call's first."""
    written = form.title.by_language
    return [name for name in dict.fromkeys((*call.languages, *written)) if name in written]


def _page(document: Any, call: Call, form: Slot) -> None:
    """Set the page, the fonts and the title."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    _set_fonts(document.styles["Normal"], _languages(call, form))
    titles = list(dict.fromkeys(form.title.heading(language) for language in _languages(call, form)))
    document.core_properties.title, document.core_properties.author = titles[0], ""
    for text, size in zip(titles, (18, *[14] * len(titles)), strict=False):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(size)


def _set_fonts(style: Any, languages: Sequence[str]) -> None:
    """Set the fonts that languages name, of two the first's: one for Asian scripts, one for all others."""
    style.font.size = Pt(10.5)
    for language in reversed(languages):
        font = phrases(ROOM, language)["font"]
        if phrases("", language)["script"] in ASIAN:
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        else:
            style.font.name = font


def _heading(table: Any, call: Call, form: Slot, section: str) -> None:
    """Add a row over the whole width that opens a section, worded so that the reader knows it."""
    title = form.section_titles.get(section)
    titles = [title.said(language, call.languages) for language in _languages(call, form)] if title else []
    known = dict.fromkeys(titles if title and set(titles) <= set(form.sections[section]) else form.sections[section][:1])
    cells = table.add_row().cells
    cell = cells[0].merge(cells[-1])
    cell.text = "\n".join(known)
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fields(table: Any, asked: tuple[Call, Slot], names: tuple[str, ...], known: Mapping[str, str]) -> None:
    """Add a row of one or two fields, a tall one for a text."""
    call, form = asked
    row = table.add_row()
    row.height, row.height_rule = TALL_ROW if _long(call, names[0]) else ROW, WD_ROW_HEIGHT_RULE.AT_LEAST
    cells = row.cells
    for cell, width in zip(cells, WIDTHS, strict=True):
        cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
    for place, name in enumerate(names):
        cells[2 * place].text = "\n".join(in_each(form.fields[name].labels, _languages(call, form)))
        there = "" if form.fields[name].within else printable(known.get(name, ""))
        cells[2 * place + 1].text = there or place_for(form.fields, name, _languages(call, form))
    if len(names) == 1:
        cells[1].merge(cells[-1])


def _end(document: Any) -> None:
    """Add the paragraph behind the table that Word always has: without it LibreOffice loses the table of a .doc it saved."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), Pt(1)


def _save(document: Any, out: Path) -> None:
    """Write the form whole or not at all: a half-written one is never handed out."""
    made = BytesIO()  # a disk that fills while it is zipped would have zipfile speak up on its own
    document.save(made)
    with write_whole(out) as part:
        part.write_bytes(made.getvalue())
