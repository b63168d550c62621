"""The shortlist by mail: lines (0013 入围) below any page of theirs, and the column of a workbook; silent, so nothing is pinned to a revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from intake.config.models import StaffRight
from intake.model.submission import Attachment
from registry.decide.returned_workbook import WorkbookProblem
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.select.shortlist import Marked, is_shortlisted, mark_within, read_shortlist
from registry.staff.may_order import Sender, is_own_entry, meant_by
from registry.staff.order_lines import LineOrder
from registry.staff.pages import GivenPage
from registry.staff.told import Became, Item

LIST, UNLIST = "shortlist", "unlist"  # what staff order
EVERY = "SELECT reference FROM entries WHERE state <> 'joined' ORDER BY reference"


def lists(line: LineOrder) -> bool:
    """Tell whether a line is about the shortlist."""
    return line.action in {LIST, UNLIST}


def by_lines(desk: Desk, sender: Sender, page: GivenPage | Became, lines: Iterable[LineOrder], now: datetime) -> list[Item]:
    """Do what lines say of the shortlist, within the caller's transaction; an entry need not stand on the page that is answered."""
    items: list[Item] = []
    every = [row[0] for row in desk.db.conn.execute(EVERY).fetchall()]
    wanted = [(name, line) for line in lines for name in line.names]
    said = [_named(page, every, name) for name, _ in wanted]
    for (name, line), meant in zip(wanted, said, strict=True):
        item = Item(became=Became.ENTRY, reference=meant[0] if len(meant) == 1 else name, action=line.action, typed=line.line)
        if isinstance(page, Became):
            items.append(replace(item, became=page))
        elif len(meant) != 1:
            items.append(replace(item, became=Became.SEVERAL if meant else Became.ENTRY, values={"references": meant}))
        elif said.count(meant) > 1:
            items.append(replace(item, became=Became.TWICE))
        else:
            items.append(_mark(desk, sender, item, now))
    return items


def _named(page: GivenPage | Became, every: list[str], name: str) -> list[str]:
    """Return the entries that a typed number may mean: those of the page, else any."""
    shown = meant_by(page.shown, name) if isinstance(page, GivenPage) else []
    return shown or meant_by(every, name)


def _mark(desk: Desk, sender: Sender, item: Item, now: datetime) -> Item:
    """Put one entry on the list, or take it off, if this person may."""
    entry = read_entry(desk.db, item.reference)
    assert entry is not None  # it was just read
    item = replace(item, state=str(entry.state))
    if StaffRight.SELECT not in sender.member.may:
        return replace(item, became=Became.NOT_ALLOWED)
    if is_own_entry(desk.db, entry, sender.address):
        return replace(item, became=Became.OWN)
    on = item.action == LIST
    became = Became.LISTED if on else Became.UNLISTED
    if is_shortlisted(desk.db, item.reference) != on:
        marked = Marked(added=(item.reference,)) if on else Marked(removed=(item.reference,))
        mark_within(desk.db, marked, sender.member.signed, now)
    return replace(item, became=became)


def by_workbook(desk: Desk, sender: Sender, book: Attachment, call: str, now: datetime) -> tuple[Item, ...]:
    """Do what the column of a workbook says that was found to be theirs, within the caller's transaction."""
    try:
        marked = read_shortlist(desk, book.path)
    except WorkbookProblem:  # whoever reads its decisions says so
        return ()
    if marked.flaws:
        places = ", ".join(dict.fromkeys(flaw.place for flaw in marked.flaws))
        return (Item(became=Became.UNMARKED, typed=book.name, values={"places": places}),)
    named, name = (*marked.added, *marked.removed), book.name
    if not named:
        return ()
    if StaffRight.SELECT not in sender.member.may:
        return (Item(became=Became.NOT_ALLOWED, typed=name),)
    refused = [Item(became=why, reference=each, typed=name) for each in named if (why := _why_not(desk, sender, each, call))]
    if refused:
        return tuple(refused)
    mark_within(desk.db, marked, sender.member.signed, now)
    counts = {"added": str(len(marked.added)), "removed": str(len(marked.removed))}
    return (Item(became=Became.MARKED, typed=name, values=counts),)


def _why_not(desk: Desk, sender: Sender, reference: str, call: str) -> Became | None:
    entry = read_entry(desk.db, reference)
    if entry is None or entry.call != call:
        return Became.ENTRY
    return Became.OWN if is_own_entry(desk.db, entry, sender.address) else None
