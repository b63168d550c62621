"""The files that go out with a letter by themselves: those of what an entry is asked for once accepted (`attach`), and the forms."""

from __future__ import annotations

from collections.abc import Iterable

from intake.config.models import Call
from registry.read.entry import Entry
from registry.read.standings import standings
from reports.letters.compose import Enclosure
from reports.letters.form_file import forms_for
from reports.letters.mime import LetterError
from reports.letters.times import outgoing


def enclosed(entries: Iterable[Entry], call: Call, kind: str) -> tuple[Enclosure, ...]:
    """Return the files, each once however many entries want it; raises LetterError for one that cannot be read."""
    listed = list(entries)
    paths = dict.fromkeys(path for entry in listed for path in outgoing(standings(entry, call), call, kind))
    found = []
    for path in paths:
        try:
            found.append(Enclosure(path.name, path.read_bytes()))
        except OSError as error:
            raise LetterError(f"{path.name}, which goes out with it, cannot be read: {path}: {error.strerror}") from error
    return (*found, *forms_for(listed, call, kind))
