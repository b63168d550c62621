"""What commands print of score sheets, votes and awards: what was taken, and what was refused, cell by cell in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from intake.config.models import Config
from registry.select.flaws import Flaw
from registry.select.take import TakenFile
from reports.letters.staff_words import StaffWords
from reports.screen.output import emit

MOST = 40  # refused cells that are shown of one file


def told_flaws(config: Config, flaws: Iterable[Flaw]) -> list[tuple[str, str]]:
    """Return (cell, why) for each flaw, in the languages of staff."""
    return told_in(config.staff_languages, flaws)


def told_in(languages: Sequence[str], flaws: Iterable[Flaw]) -> list[tuple[str, str]]:
    """Return (cell, why) for each flaw, in some languages."""
    words = StaffWords("pack", tuple(languages))
    return [(flaw.place, words.line("flaws", flaw.why, **flaw.values)) for flaw in flaws]


def show_taken(config: Config, done: Sequence[TakenFile], what: str, *, json: bool) -> None:
    """Print what became of each file; `what` is 'scores' or 'votes'."""
    if json:
        emit([_document(config, item) for item in done])
        return
    for item in done:
        if item.refused:
            print(f"{item.file}: refused, nothing of it was taken.{' ' + item.problem if item.problem else ''}")
            for place, why in told_flaws(config, item.flaws[:MOST]):
                print(f"  {place}: {why}" if place else f"  {why}")
            if len(item.flaws) > MOST:
                print(f"  … and {len(item.flaws) - MOST} more cells")
            continue
        whose = f" of {item.judge}" if item.judge else ""
        print(f"{item.file}: {item.taken} {what}{whose} taken, for {item.entries} entries.{_more(item, what)}")


def _more(item: TakenFile, what: str) -> str:
    told = f" {item.conflicts} withdrawn from." if item.conflicts else ""
    told += f" They take the place of the {what} before." if item.replaced else ""
    for codes, said in (
        (item.gone, "Accepted no more, so it counts for nothing"),
        (item.dropped, "In the sheet before, not in this"),
    ):
        told += f" {said}: {len(codes)} ({_few(codes)})." if codes else ""
    return told + (f" Without {what}: {len(item.missing)} ({_few(item.missing)})." if item.missing else "")


def _few(codes: Sequence[str]) -> str:
    return ", ".join(codes[:10]) + (" …" if len(codes) > 10 else "")


def _document(config: Config, item: TakenFile) -> dict[str, object]:
    flaws = [{"cell": place, "problem": why} for place, why in told_flaws(config, item.flaws)]
    return {**asdict(item), "refused": item.refused, "flaws": flaws}
