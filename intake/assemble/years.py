"""The year of a day that is written without one: the one that lies nearest to the mail's arrival, told once, when the mail is read.

What is kept is the whole date, so that neither a later mail nor other terms make another year of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from intake.assemble.documents import ReadDocuments
from intake.assemble.form_files import FormOfFile
from intake.assemble.sheets import Sheets
from intake.config.fields import FieldKind, FieldSettings
from intake.config.models import Call
from intake.config.slot_closing import day_there
from intake.forms.fields.values import shown_value
from intake.model.rows import SheetRow
from intake.model.submission import FormValue, RegistrationForm

Asked = Mapping[str, FieldSettings]


def with_years(reading: ReadDocuments, call: Call, arrival: datetime) -> ReadDocuments:
    """Return what was read of a mail with the year of every date that was written without."""
    near = day_there(arrival, call.timezone)
    dates = {name: _dates(slot.fields) for name, slot in call.slots.items()}
    columns = {name: _dates(slot.columns) for name, slot in call.slots.items()}
    if not any((*dates.values(), *columns.values())):
        return reading
    sheets = {
        sha256: replace(found, rows=tuple(_row(row, columns.get(found.slot, {}), near) for row in found.rows))
        for sha256, found in reading.sheets.readings.items()
    }
    return replace(
        reading,
        forms=tuple(_form_of_file(item, dates, near) if item[0] else item for item in reading.forms),
        further={name: _form_of_file(item, dates, near) for name, item in reading.further.items()},
        typed=_values(reading.typed, _dates(call.fields), near),
        sheets=Sheets(sheets),
    )


def _dates(fields: Asked) -> Asked:
    return {name: field for name, field in fields.items() if field.kind is FieldKind.DATE}


def _form_of_file(item: FormOfFile, dates: Mapping[str, Asked], near: date) -> FormOfFile:
    return _form(item[0], dates.get(item[0].slot, {}), near), item[1]


def _form(form: RegistrationForm, dates: Asked, near: date) -> RegistrationForm:
    return replace(
        form,
        values=_values(form.values, dates, near),
        others=tuple(_form(other, dates, near) for other in form.others),
    )


def _values(values: Mapping[str, FormValue], dates: Asked, near: date) -> dict[str, FormValue]:
    return {name: _value(value, dates[name], near) if name in dates else value for name, value in values.items()}


def _value(value: FormValue, field: FieldSettings, near: date) -> FormValue:
    """Return a value that says beside its words which day they mean."""
    means = shown_value(field, value.text, near)
    return value if means == value.text else replace(value, value=means)


def _row(row: SheetRow, dates: Asked, near: date) -> SheetRow:
    """Return a row with whole dates where the year alone was wanting; what says its year stays as written."""
    told = {
        name: means
        for name, field in dates.items()
        if (text := row.values.get(name)) and shown_value(field, text) == text != (means := shown_value(field, text, near))
    }
    return replace(row, values={**row.values, **told}) if told else row
