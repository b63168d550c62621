"""What entries came to bear after the first version: facts of documents, hands, times, units; a new migration of theirs goes last here."""

from __future__ import annotations

from sqlite_utils import Database

from intake.model.addresses import one_spelling
from registry.store.migrations import migrations


@migrations()
def measured(db: Database) -> None:
    """What was measured in a document or film, once per file; pictures have a table of their own, for their likeness."""
    db.table("measured").create({"sha256": str, "kind": str, "facts": str}, pk=("sha256", "kind"), not_null={"facts"})


@migrations()
def hands(db: Database) -> None:
    """What people change by hand: who made a revision, and which entry another was joined to."""
    db.table("revisions").add_column("by", str, not_null_default="")
    db.table("entries").add_column("joined", str, not_null_default="")
    db.table("entries").create_index(["joined"])


@migrations()
def times(db: Database) -> None:
    """What is due when: as of when a revision was judged, when its forms and texts came, when an entry was accepted first."""
    for name, default in {"judged_at": "", "arrived": "{}"}.items():
        db.table("revisions").add_column(name, str, not_null_default=default)
    db.table("entries").add_column("accepted_at", str, not_null_default="")
    accepted = (
        "SELECT min(at) FROM (SELECT created_at AS at FROM revisions r WHERE r.reference = e.reference AND r.state = 'accepted' "
        "UNION ALL SELECT at FROM decisions d WHERE d.reference = e.reference AND d.action = 'accept')"
    )
    db.conn.execute(f"UPDATE entries AS e SET accepted_at = coalesce(({accepted}), '')")


@migrations()
def looks(db: Database) -> None:
    """The daily look: which days were looked at, and before which of an entry's times its author was reminded."""
    db.table("looks").create({"day": str, "at": str}, pk="day", not_null={"at"})
    db.table("reminded").create({"reference": str, "closes": str, "at": str}, pk=("reference", "closes"), not_null={"at"})


@migrations()
def units(db: Database) -> None:
    """What an entry stands for where fields name it, and whom staff have let add to it besides those who opened it."""
    db.table("entries").add_column("unit_key", str, not_null_default="")
    for name in ("fields", "named"):
        db.table("revisions").add_column(name, str, not_null_default="")
    db.conn.execute("CREATE INDEX entries_unit ON entries(call, unit_key) WHERE unit_key <> ''")
    db.table("admitted").create(
        {"reference": str, "address": str, "at": str}, pk=("reference", "address"), not_null={"at"},
        foreign_keys=[("reference", "entries", "reference")],
    )  # fmt: skip


@migrations()
def mailed_workbooks(db: Database) -> None:
    """Whom the weekly workbook has reached on its day."""
    db.table("workbooks_mailed").create({"day": str, "address": str, "sent_at": str}, pk=("day", "address"), not_null={"sent_at"})


@migrations()
def unsynced(db: Database) -> None:
    """Mails whose files are kept, but may not be on the disk yet, and since which start of the machine."""
    db.table("unsynced").create({"id": int, "message": str, "boot": str}, pk="id", not_null={"message", "boot"})


@migrations()
def untold(db: Database) -> None:
    """Deeds that were done and are not, or not durably, in the journal's file yet, and since which start of the machine."""
    columns = "id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL, boot TEXT NOT NULL, appended INTEGER NOT NULL DEFAULT 0"
    db.conn.execute(f"CREATE TABLE untold ({columns})")
    db.conn.execute("CREATE INDEX untold_waiting ON untold(id) WHERE appended = 0")


@migrations()
def letters_left(db: Database) -> None:
    """Letters are counted before each one leaves, all of the last hour and one address's of the last day: no count reads them all."""
    db.conn.execute("CREATE INDEX notices_moment ON notices(coalesce(sent_at, due_at))")
    db.conn.execute("CREATE INDEX notices_recipient ON notices(recipient)")


@migrations()
def one_spelling_each(db: Database) -> None:
    """Addresses that say whose an entry is are kept as they are compared: one of several spellings of a mailbox (intake/model/addresses.py)."""
    spelt = "LIKE '%@g%mail.com%'"
    for column in ("opened_by", "form_email", "contact_email"):
        for reference, told in db.conn.execute(f"SELECT reference, {column} FROM entries WHERE {column} {spelt}").fetchall():
            kept = " ".join(dict.fromkeys(map(one_spelling, told.split())))
            db.conn.execute(f"UPDATE entries SET {column} = ? WHERE reference = ?", [kept, reference])
    for reference, address, at in db.conn.execute(
        f"SELECT reference, address, at FROM admitted WHERE address {spelt}"
    ).fetchall():
        db.conn.execute("DELETE FROM admitted WHERE reference = ? AND address = ?", [reference, address])
        db.conn.execute("INSERT OR IGNORE INTO admitted VALUES (?, ?, ?)", [reference, one_spelling(address), at])


@migrations()
def typed_lines(db: Database) -> None:
    """Form lines of an entry's mails that are too few to be a form, until a form takes them."""
    db.table("revisions").add_column("typed", str, not_null_default="")
