"""Tell the call's form from any document with a person's name and address in it: a CV, a visiting card, a letterhead."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from intake.config.fields import FieldKind
from intake.config.yaml_reader import load_yaml
from intake.forms.fields.grid import FormReading
from intake.forms.fields.labels import fold_label
from intake.words.fold import mentions

PERSONAL = frozenset(
    {FieldKind.NAME, FieldKind.EMAIL, FieldKind.PHONE, FieldKind.NATIONALITY, FieldKind.SEX}
)  # kinds of values that a biography's head has too
LEAST_OWN = 2  # labels that no CV has, where the form has so many: "Title" alone may be a professor's
_words = load_yaml(Path(__file__).with_name("cv_words.yaml").read_text(encoding="utf-8"))
NAMES: tuple[str, ...] = tuple(_words["names"])
PARTS = frozenset(map(fold_label, _words["parts"]))
LEAST_PARTS = 2
HEAD = 6  # lines in which a document says what it is
MAX_LINES = 3000
MAX_HEADING = 60


def is_own_form(reading: FormReading, *, named: bool) -> bool:
    """Tell whether a reading is of the call's form: by its name or title, or by half its labels, some that no CV has among them."""
    if named or reading.titled:
        return True
    labels = reading.labels
    fields = [name for name in labels.settings.fields if not labels.section_of(name)]
    works = {name for name in fields if labels.kind(name) not in PERSONAL}
    enough = 2 * len(reading.seen & set(fields)) >= len(fields)
    return enough and len(reading.seen & works) >= min(LEAST_OWN, len(works))


def is_cv(name: str, lines: Iterable[str]) -> bool:
    """Tell a CV by its file's name, by what it calls itself, or by the parts that CVs have."""
    if any(mentions(name, word) for word in NAMES):
        return True
    said = [line.strip() for line in islice(lines, MAX_LINES) if line.strip()]
    titles = {fold_label(word) for word in NAMES}
    if any(len(line) <= MAX_HEADING and fold_label(line) in titles for line in said[:HEAD]):
        return True
    return len({fold_label(line) for line in said if len(line) <= MAX_HEADING} & PARTS) >= LEAST_PARTS
