"""The tables of what comes after intake: judges' sheets and scores, votes, awards."""

from __future__ import annotations

from sqlite_utils import Database

from registry.store.migrations import migrations


@migrations()
def selection(db: Database) -> None:
    """A judge's newest sheet with its scores, the newest count of votes, the award of each entry that has one."""
    db.table("score_sheets").create(
        {"call": str, "judge": str, "name": str, "file": str, "by": str, "at": str},
        pk=("call", "judge"),
        not_null={"name", "by", "at"},
    )
    db.table("scores").create(
        {"reference": str, "call": str, "judge": str, "score": float, "remark": str, "conflict": int},
        pk=("reference", "judge"), not_null={"call", "remark", "conflict"},
    )  # fmt: skip
    db.table("scores").create_index(["call", "judge"])
    db.table("vote_counts").create({"call": str, "file": str, "by": str, "at": str}, pk="call", not_null={"by", "at"})
    db.table("votes").create(
        {"reference": str, "call": str, "votes": int, "evidence": str}, pk="reference", not_null={"call", "votes", "evidence"}
    )
    db.table("votes").create_index(["call"])
    db.table("awards").create(
        {"reference": str, "award": str, "by": str, "at": str}, pk="reference", not_null={"award", "by", "at"}
    )


@migrations()
def announcing(db: Database) -> None:
    """Letters to many: which announcement it is, and what it says, fixed when it was queued."""
    for name in ("name", "told"):
        db.table("notices").add_column(name, str, not_null_default="")
    db.table("notices").create_index(["name"])


@migrations()
def shortlisting(db: Database) -> None:
    """Entries that the preliminary review chose; nobody is written to."""
    db.table("shortlist").create({"reference": str, "by": str, "at": str}, pk="reference", not_null={"by", "at"})
