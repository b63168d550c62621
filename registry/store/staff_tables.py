"""The tables of what staff do by mail."""

from __future__ import annotations

from sqlite_utils import Database

from registry.store.migrations import migrations


@migrations()
def by_mail(db: Database) -> None:
    """What staff do by mail: how an entry stood before a decision, pages given to them, answers due to them, what alarmed us."""
    for name in ("before", "undone"):
        db.table("decisions").add_column(name, str, not_null_default="")
    db.table("staff_pages").create(
        {"message_id": str, "id": str, "kind": str, "address": str, "made_at": str, "shown": str},
        pk="message_id", not_null={"id", "kind", "address", "made_at", "shown"},
    )  # fmt: skip
    db.table("staff_pages").create_index(["address", "made_at"])
    db.table("staff_answers").create(
        {
            "id": int, "mail": str, "mailbox": str, "address": str, "told": str, "message_id": str, "state": str, "phase": str,
            "attempts": int, "code": int, "error": str, "created_at": str, "due_at": str, "sent_at": str, "empty": int,
        },
        pk="id", not_null={"mail", "mailbox", "address", "told", "message_id", "state", "attempts", "created_at", "due_at"},
        defaults={"state": "queued", "phase": "", "attempts": 0, "error": "", "empty": 0},
    )  # fmt: skip
    db.table("staff_answers").create_index(["mail"], unique=True)
    db.table("staff_batches").create(
        {"id": str, "address": str, "made_at": str, "lines": str, "done_at": str}, pk="id",
        not_null={"address", "made_at", "lines", "done_at"}, defaults={"done_at": ""},
    )  # fmt: skip
    db.table("staff_alarms").create({"sha256": str, "code": str, "address": str, "at": str}, pk="sha256", not_null={"code", "at"})


def forget_by_mail(db: Database, reference: str) -> None:
    """Empty what waits for staff about an entry that is forgotten: what an answer tells, rejections to be confirmed."""
    db.conn.execute("UPDATE staff_answers SET told = '' WHERE instr(told, ?)", [reference])
    db.conn.execute("DELETE FROM staff_batches WHERE instr(lines, ?)", [reference])
