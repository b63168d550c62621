"""A workbook of ours attached to a mail of staff: done whole or not at all, and told row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from intake.config.models import StaffRight
from intake.model.submission import Attachment, FileType
from intake.unwrap.decoration import is_sent
from registry.amend.by_mail import Decider, TakenWorkbook, WorkbookAnswer, decide_by_workbook
from registry.amend.from_sheet import AppliedRow
from registry.desk.desk import Desk
from registry.staff import listing
from registry.staff.acts import last_letter
from registry.staff.may_order import Sender, is_own_entry
from registry.staff.told import Became, Item, StaffMailResult

NOTHING = "nothing"  # a workbook that says nothing
WHOLE, ALONE = "whole", "alone"  # one of which a row is refused, beside others that are in order or not
LINKED = "linked"  # it came as a link of the mail provider
SHEETS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".xlt", ".et", ".ett", ".ods", ".fods", ".csv", ".numbers")


def by_workbooks(desk: Desk, sender: Sender, now: datetime) -> StaffMailResult | None:
    """Do what the workbooks attached to a mail say, within the caller's transaction; None where there is none."""
    books = [item for item in sender.mail.attachments if item.type is FileType.XLSX or _like_a_workbook(item)]
    linked = [link.name for link in sender.mail.links if link.name.lower().endswith(SHEETS)]
    if not (books or linked):
        return None
    review = StaffRight.REVIEW in sender.member.may
    if not review and StaffRight.SELECT not in sender.member.may:
        names = (*linked, *(book.name for book in books))
        return StaffMailResult(items=tuple(Item(became=Became.NOT_ALLOWED, typed=name) for name in names))
    items = [Item(became=Became.WORKBOOK, typed=name, values={"taken": LINKED, "words": ""}) for name in linked]
    decider = Decider(sender.address, sender.member.signed, partial(is_own_entry, desk.db), review=review)
    for book in books:
        answer = decide_by_workbook(desk, decider, book.path.read_bytes(), sender.arrived)
        if not review and answer.outcome.refused:
            items.append(Item(became=Became.NOT_ALLOWED, typed=book.name))
            continue
        theirs = answer.taken is TakenWorkbook.DONE
        marked = listing.by_workbook(desk, sender, book, answer.call, now) if theirs else ()
        told = tuple(_told(desk, book.name, answer))
        items += marked if marked and not answer.outcome.applied and theirs else (*told, *marked)
    return StaffMailResult(items=tuple(items))


def _like_a_workbook(item: Attachment) -> bool:
    """Tell whether a file is a spreadsheet in another format, or one with a password: no submission, so it is told what to do."""
    return is_sent(item) and item.name.lower().endswith(SHEETS)


def _told(desk: Desk, name: str, answer: WorkbookAnswer) -> Iterator[Item]:
    """Yield what to tell of one workbook."""
    outcome = answer.outcome
    if answer.taken not in {TakenWorkbook.DONE, TakenWorkbook.REFUSED}:
        why = {"why": str(answer.why), "words": answer.problem, **answer.values}
        yield Item(became=Became.WORKBOOK, typed=name, values={"taken": str(answer.taken), **why})
        return
    for row in outcome.applied:
        yield _row(desk, row)
    if not (outcome.applied or outcome.refused):
        yield Item(became=Became.WORKBOOK, typed=name, values={"taken": NOTHING, "words": ""})
    if outcome.refused:
        counts = {"refused": str(len(outcome.refused)), "ready": str(len(outcome.ready))}
        yield Item(became=Became.WORKBOOK, typed=name, values={"taken": WHOLE if outcome.ready else ALONE, "words": "", **counts})
    for wrong in outcome.refused:
        why = {"why": str(wrong.why), "words": wrong.reason, "row": str(wrong.row), **wrong.values}
        yield Item(became=Became.ROW, reference=wrong.reference, typed=wrong.decision, values=why)


def _row(desk: Desk, row: AppliedRow) -> Item:
    lacking = {"lacking": "yes"} if row.missing else {}
    return Item(
        became=Became.JOINED if row.into else Became.DONE if row.action else Became.AMENDED,
        reference=row.reference,
        action=row.action,
        note=row.note,
        remark=row.remark,
        state=row.after,
        letter=last_letter(desk, row.into or row.reference),
        values={"until": row.until, "changed": list(row.changed), "into": row.into, **lacking},
    )
