"""Mails for any call, made from its slots alone: forms filled in by the kinds of their fields, files of each slot's kind."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl

from intake.config.fields import FieldKind, FieldSettings
from intake.config.models import Call, Slot, SlotKind
from reports.demo import mails, pictures
from reports.demo.cases import DemoCase, Expected, GeneratedMail
from reports.demo.documents import text_document
from reports.demo.mime import Draft, File
from reports.demo.people import Person, person
from reports.demo.scene import Scene
from reports.form.blank import write_blank_form
from reports.form.blank_sheet import write_blank_sheet

MAILS = 6
PLAIN = {FieldKind.NUMBER: "12", FieldKind.COUNT: "12", FieldKind.DATE: "2026-10-14", FieldKind.URL: "https://www.example.org/"}
YES, NO = ("是", "yes"), ("否", "no")
QUESTION = "May I send my materials in two mails? 材料可以分两封发送吗？"


def generate_any(call_id: str, call: Call, count: int | None = None, to: str = "photo@example.org") -> Iterator[GeneratedMail]:
    """Yield mails of invented senders: the first is complete, the second lacks its last files, the third is a question; then complete ones."""
    arrives = _inside(call)
    for number in range(count or MAILS):
        who = person(number)
        kind = ("complete", "lacking", "question")[number] if number < 3 else "complete"
        files = () if kind == "question" else _files(call, who, number)
        files = files[: max(1, len(files) // 2)] if kind == "lacking" else files
        names = naming_values(call, who, number)
        subject = (
            call.naming.pattern.format(**names)
            if call.naming
            else " ".join([*call.subject_words[:1], call.said(call.title, call.languages[0])])
        )
        text = QUESTION if kind == "question" else _text(call, who, kind)
        draft = Draft(
            name=who.name_en,
            email=who.email,
            to=to,
            subject=subject,
            text=text,
            files=files,
            arrives=arrives + timedelta(hours=number),
        )
        raw = mails.plain(draft)
        expected = Expected(outcome="set_aside" if kind == "question" else "entered", state="")
        case = DemoCase(name=f"{kind}-{number + 1}", title=subject, build=_never, expected=expected)
        yield GeneratedMail(name=case.name, case=case, raw=raw, received_at=draft.arrives, sender=who.email)


def _never(_: Scene) -> bytes:
    raise AssertionError("mails of any call are made whole, not from a scene")


def naming_values(call: Call, who: Person, number: int) -> dict[str, str]:
    """Return what the names of a sender's mails and files tell."""
    if call.naming is None:
        return {}
    fields = {**{name: field for slot in call.slots.values() for name, field in (*slot.fields.items(), *slot.columns.items())}}
    return {
        name: _value(name, fields[name], call, who, number) if name in fields else f"{name}{number + 1}"
        for name in call.naming.names
    }


def _inside(call: Call) -> datetime:
    """Return a moment a day after the call opens, so that every slot is still open."""
    return call.window.opens + timedelta(days=1)


def _files(call: Call, who: Person, number: int) -> tuple[File, ...]:
    """Return what the call asks for from the start, in as many pieces as it wants at least; what it asks once accepted comes later."""
    found: list[File] = []
    for place, slot in enumerate(call.slots.values()):
        for piece in range(slot.count.least if slot.asked != "once-accepted" else 0):
            made = _file(call, slot, who, number, place * 20 + piece)
            found += [made] if made else []
    return tuple(found)


def _file(call: Call, slot: Slot, who: Person, number: int, piece: int) -> File | None:
    """Return one piece for a slot; None for what comes in the mail's text, and for films and sources, which the demo does without."""
    name = _name(call, slot, who, number, piece)
    if slot.is_a(SlotKind.FORM):
        return (
            File(name=f"{name}.docx", data=_form(call, slot, who, number))
            if slot.id == (call.form.id if call.form else "")
            else None
        )
    if slot.is_a(SlotKind.SHEET):
        return File(name=f"{name}.xlsx", data=_sheet(call, slot, who, number))
    if slot.is_a(SlotKind.DOCUMENT):
        return File(
            name=f"{name}.docx", data=text_document(call.said(slot.title, call.languages[0]), f"{who.biography_zh}\n" * 8)
        )
    if slot.is_a(SlotKind.PHOTO):
        return File(name=f"{name}.jpg", data=pictures.photo(number * 1000 + piece + 500, 4.0, 3_200_000), type="image/jpeg")
    return None


def _name(call: Call, slot: Slot, who: Person, number: int, piece: int) -> str:
    """Return a file's name: what claims the slot, and what the call's naming asks for."""
    said = call.naming.pattern.format(**naming_values(call, who, number)) if call.naming else who.name_en
    claim = next(iter(slot.names), call.said(slot.title, call.languages[0]))
    return f"{said} {claim}" + (f" {piece % 20 + 1}" if slot.count.most is None or slot.count.most > 1 else "")


def _text(call: Call, who: Person, kind: str) -> str:
    """Return a mail's text: a greeting, and the texts that are asked for under their headings."""
    texts = [slot for slot in call.slots.values() if slot.is_a(SlotKind.TEXT) and not slot.is_a(SlotKind.DOCUMENT)]
    parts = [f"{slot.heads[0]}\n{who.biography}" for slot in texts if kind == "complete"]
    return "\n\n".join(["Dear organisers,", "Please find our materials attached.", *parts, who.name_en])


def _values(fields: Mapping[str, FieldSettings], call: Call, who: Person, number: int) -> dict[str, str]:
    return {name: _value(name, field, call, who, number) for name, field in fields.items()}


def _value(name: str, field: FieldSettings, call: Call, who: Person, number: int) -> str:
    """Return what a person writes into a field of a kind."""
    if field.kind is FieldKind.CHOICE:
        return str(next(iter(next(iter(field.choices.values())))))
    known = {
        FieldKind.NAME: who.name_en,
        FieldKind.EMAIL: who.email,
        FieldKind.PHONE: who.mobile,
        FieldKind.NATIONALITY: who.nationality,
        FieldKind.SEX: who.sex,
        FieldKind.FLAG: NO[0],
        **PLAIN,
    }
    words = who.name_zh + "工作室" if name in (call.identity.unit or ()) else f"{who.title} {number + 1}"
    return known.get(field.kind, words)


def _form(call: Call, slot: Slot, who: Person, number: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="intake-demo-") as folder:
        path = Path(folder) / "form.docx"
        write_blank_form(call, path, _values(slot.fields, call, who, number))
        return path.read_bytes()


def _sheet(call: Call, slot: Slot, who: Person, number: int) -> bytes:
    """Return the slot's own blank sheet with three rows filled in, the last not for publication where a column asks."""
    with tempfile.TemporaryDirectory(prefix="intake-demo-") as folder:
        path = Path(folder) / "sheet.xlsx"
        write_blank_sheet(call, slot, path)
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        heads = {
            str(cell.value).split("\n")[0].strip(" *（必填）"): cell
            for row in sheet.iter_rows(max_row=12)
            for cell in row
            if cell.value
        }
        for line in range(3):
            values = _values(slot.columns, call, who, number * 3 + line)
            for column, field in slot.columns.items():
                cell = next((heads[label] for label in field.labels if label in heads), None)
                if cell is not None:
                    value = YES[0] if field.kind is FieldKind.FLAG and line == 2 else values[column]
                    sheet.cell(row=cell.row + 1 + line, column=cell.column, value=value)
        book.save(path)
        return path.read_bytes()
