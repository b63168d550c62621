"""Write the corpus to look at: python -m tests.write_corpus FOLDER makes <case>/{message.eml, expected.yaml} for every case."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from tests.builders.factories import CorpusCase
from tests.corpus.cases import CORPUS


def write(case: CorpusCase, folder: Path) -> None:
    """Write one case: its mail, those that came before it, and what must become of it."""
    room = folder / case.name
    room.mkdir(parents=True)
    (room / "message.eml").write_bytes(case.raw())
    for number, (raw, _) in enumerate(case.before, 1):
        (room / f"before-{number}.eml").write_bytes(raw())
    expected = {
        "received_at": case.received_at.isoformat(),
        "outcome": case.expected.outcome,
        "entries": case.expected.entries,
        "state": case.expected.state,
        "rules": sorted(case.expected.rules),
        "warnings": None if case.warnings is None else sorted(case.warnings),
    }
    (room / "expected.yaml").write_text(yaml.safe_dump(expected, allow_unicode=True, sort_keys=False), encoding="utf-8")


def main() -> None:
    """Write every case below the folder named."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.write_corpus FOLDER")
    for case in CORPUS:
        write(case, Path(sys.argv[1]))
    print(f"{len(CORPUS)} cases in {sys.argv[1]}")


if __name__ == "__main__":
    main()
