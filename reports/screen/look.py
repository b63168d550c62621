"""What `look` prints: what the day has changed, and which letters it queued."""

from __future__ import annotations

from registry.look.look import Looked
from registry.store.mails import stamp
from reports.screen.output import emit, local_time, print_table


def show_look(looked: Looked, zone: str, *, json: bool) -> None:
    """Print what a look came to."""
    letters = dict(looked.letters)
    if json:
        document = {
            "moment": stamp(looked.moment),
            "entries": looked.entries,
            "changed": [
                {"reference": item.reference, "before": str(item.before), "state": str(item.state)} for item in looked.changes
            ],
            "letters": [{"reference": reference, "kind": str(kind)} for reference, kind in looked.letters],
            "unmeasured": looked.unmeasured,
        }
        emit(document)
        return
    print(f"{looked.entries} open entries looked at as of {local_time(stamp(looked.moment), zone)}.")
    changed = {item.reference: f"{item.before} -> {item.state}" for item in looked.changes}
    if letters or changed:
        told = dict.fromkeys([*changed, *letters])
        rows = ((name, changed.get(name, ""), str(letters.get(name, ""))) for name in told)
        print_table(("entry", "state", "letter queued"), rows, "What the day has changed")
    for reference in looked.unmeasured:
        print(f"{reference}: a file of it was never measured; its next mail judges it.")
