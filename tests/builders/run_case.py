"""Run one corpus case alone through a real desk and tell what became of it."""

from pathlib import Path

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.entries import read_entry
from registry.whatif.compare import judged_again
from tests.builders.accounting import rule_of, unaccounted, untold
from tests.builders.desks import a_desk
from tests.builders.factories import CorpusCase
from tests.corpus.cases import CORPUS  # noqa: F401 - for those who look for the cases here


def outcome_of(case: CorpusCase, tmp: Path) -> dict[str, object]:
    """Process a case's mails in order; return outcome, state, rules that weigh, warnings and number of entries."""
    more = {"mailboxes": {"photo": {"trusted_authserv": case.trusted_authserv}}} if case.trusted_authserv else {}
    with a_desk(tmp, **more) as desk:
        for number, (raw, received_at) in enumerate([*case.before, (case.raw, case.received_at)]):
            path = tmp / f"{number}.eml"
            path.write_bytes(raw())
            import_paths(desk, [path], None, received_at.isoformat())
            process_pending(desk)
        message = documents.messages(desk.db)[-1] if not case.before else _last(desk.db, path)
        entries = [documents.entry(desk.db, reference) for reference in message["references"]]
        found = [item for entry in entries for item in entry["findings"]]
        # the promise of `what-if`: today's terms find again, in what is stored, exactly what processing found
        again = {each["reference"]: judged_again(desk, each["reference"]) for each in entries}
        assert {each["reference"]: read_entry(desk.db, each["reference"]).findings for each in entries} == again
        return {
            "outcome": message["outcome"],
            "state": entries[0]["state"] if entries else "",
            "rules": frozenset(rule_of(item) for item in found if item["severity"] in {"error", "hold", "reject"}),
            "entries": len(entries),
            "warnings": frozenset(rule_of(item) for item in found if item["severity"] == "warning"),
            "reason": message["reason"],
            "documents": entries,
            "unaccounted": [what for each in sorted(tmp.glob("[0-9].eml")) for what in unaccounted(desk, each.read_bytes())],
            "untold": [what for entry in entries for what in untold(entry)],
        }


def _last(db, path: Path):
    import hashlib

    wanted = hashlib.sha256(path.read_bytes()).hexdigest()
    return next(item for item in documents.messages(db) if item["sha256"] == wanted)
