"""The registry's first tables, as named migrations; later ones stand in the modules that schema.py imports, a new one goes last there."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from registry.store.counting import count_texts
from registry.store.former_rules import into_slots

# the hash of a photo in four parts, each of every fourth hex digit; the migration `likeness` has an index for each
HASH_PARTS = tuple(" || ".join(f"substr(hash, {place + step}, 1)" for step in (0, 4, 8, 12)) for place in (1, 2, 3, 4))
migrations = Migrations("registry")


@migrations()
def mail(db: Database) -> None:
    """Every mail ever seen, where it was seen, how far each folder was read."""
    db.table("messages").create(
        {
            "sha256": str, "size": int, "mailbox": str, "folder": str, "uidvalidity": int, "uid": int,
            "message_id": str, "sender": str, "subject": str, "received_at": str, "fetched_at": str,
            "outcome": str, "reason": str, "attempts": int, "traceback": str,
        },
        pk="sha256", not_null={"sha256", "size", "mailbox", "received_at", "fetched_at", "outcome", "attempts"},
        defaults={"outcome": "pending", "reason": "", "attempts": 0, "message_id": "", "sender": "", "subject": ""},
    )  # fmt: skip
    db.table("messages").create_index(["outcome", "received_at"])
    db.table("messages").create_index(["message_id"])
    db.table("sightings").create(
        {"mailbox": str, "folder": str, "uidvalidity": int, "uid": int, "sha256": str, "seen_at": str},
        pk=("mailbox", "folder", "uidvalidity", "uid"), foreign_keys=[("sha256", "messages", "sha256")],
    )  # fmt: skip
    db.table("cursors").create(
        {"mailbox": str, "folder": str, "uidvalidity": int, "last_uid": int}, pk=("mailbox", "folder", "uidvalidity")
    )
    db.table("polls").create({"mailbox": str, "last_good_poll": str, "last_error": str}, pk="mailbox")


@migrations()
def dossiers(db: Database) -> None:
    """Entries, their revisions and what each revision holds; nothing is ever deleted."""
    db.table("numbers").create({"prefix": str, "last": int}, pk="prefix", not_null={"last"})
    db.table("entries").create(
        {
            "reference": str, "call": str, "state": str, "revision": int, "submitter_name": str, "submitter_email": str,
            "opened_by": str, "form_email": str, "contact_email": str, "language": str, "received_at": str, "updated_at": str,
        },
        pk="reference", not_null={"call", "state", "revision", "received_at", "updated_at"},
    )  # fmt: skip
    db.table("entries").create_index(["call", "opened_by"])
    db.table("revisions").create(
        {
            "reference": str, "revision": int, "message": str, "state": str, "form": str, "texts": str, "links": str,
            "phrase_seen": int, "reply_to_name": str, "reply_to_email": str, "created_at": str,
        },
        pk=("reference", "revision"), foreign_keys=[("reference", "entries", "reference")],
    )  # fmt: skip
    db.table("materials").create(
        {
            "id": int, "reference": str, "ordinal": int, "role": str, "name": str, "name_as_sent": str, "folder": str, "title": str,
            "type": str, "size": int, "sha256": str, "path": str, "message": str, "reason": str, "doubtful": int, "problem": str,
            "added": int, "replaced": int,
        },
        pk="id", foreign_keys=[("reference", "entries", "reference")],
    )  # fmt: skip
    db.table("materials").create_index(["reference"])
    db.table("materials").create_index(["sha256"])
    db.table("findings").create(
        {"reference": str, "revision": int, "ordinal": int, "rule": str, "severity": str, "subject": str, "values": str},
        pk=("reference", "revision", "ordinal"), foreign_keys=[("reference", "entries", "reference")],
    )  # fmt: skip
    db.table("photos").create({"sha256": str, "facts": str, "hash": str}, pk="sha256")
    db.table("entry_messages").create(
        {"reference": str, "sha256": str, "revision": int}, pk=("reference", "sha256"),
        foreign_keys=[("reference", "entries", "reference"), ("sha256", "messages", "sha256")],
    )  # fmt: skip
    db.table("entry_messages").create_index(["sha256"])


@migrations()
def history(db: Database) -> None:
    """What happened to an entry, and what staff decided."""
    # The migration `dossiers` made these two before they had one of their own: such a registry must still open.
    db.table("history").create({"id": int, "reference": str, "at": str, "what": str, "detail": str}, pk="id", if_not_exists=True)
    db.table("history").create_index(["reference"], if_not_exists=True)
    db.table("decisions").create(
        {"id": int, "reference": str, "revision": int, "action": str, "by": str, "note": str, "at": str},
        pk="id", if_not_exists=True,
    )  # fmt: skip
    db.table("decisions").create_index(["reference"], if_not_exists=True)


@migrations()
def outbox(db: Database) -> None:
    """Letters due, composed, under way, done. One notice may speak of several entries."""
    db.table("notices").create(
        {
            "id": int, "group": str, "kind": str, "language": str, "recipient_name": str, "recipient": str, "mail": str, "note": str,
            "state": str, "phase": str, "due_at": str, "created_at": str, "message_id": str, "bytes": bytes, "attempts": int,
            "code": int, "error": str, "sent_at": str,
        },
        pk="id", not_null={"group", "kind", "recipient", "state", "due_at", "attempts"},
        defaults={"state": "queued", "phase": "", "attempts": 0, "note": "", "error": "", "message_id": ""},
    )  # fmt: skip
    db.table("notices").create_index(["group"], unique=True)
    db.table("notices").create_index(["state", "due_at"])
    db.table("notices").create_index(["message_id"])
    db.table("notice_entries").create(
        {"notice": int, "reference": str, "revision": int, "kind": str}, pk=("notice", "reference"),
        foreign_keys=[("notice", "notices", "id"), ("reference", "entries", "reference")],
    )  # fmt: skip
    db.table("notice_entries").create_index(["reference"])


@migrations()
def doubts(db: Database) -> None:
    """What is doubted about a revision: its sender, and files of a many-author mail that nobody claims."""
    for name, default in {"unverified": "", "claims": "", "unclaimed": "[]"}.items():
        db.table("revisions").add_column(name, str, not_null_default=default)


@migrations()
def repairs(db: Database) -> None:
    """What a repair asks the next poll to fetch again."""
    db.table("refetch").create(
        {"mailbox": str, "folder": str, "uidvalidity": int, "uid": int}, pk=("mailbox", "folder", "uidvalidity", "uid")
    )


@migrations()
def words(db: Database) -> None:
    """What a person wrote, as far as staff need it to decide, and which digests went out."""
    db.table("messages").add_column("words", str, not_null_default="")
    db.table("digests").create({"day": str, "sent_at": str}, pk="day")


@migrations()
def bounces(db: Database) -> None:
    """What hosts report of our letters, and which alarms staff were told of."""
    db.table("bounces").create(
        {
            "sha256": str, "notice": int, "recipient": str, "proved": int, "permanent": int, "delayed": int, "status": str,
            "diagnostic": str, "at": str, "lifted_at": str,
        },
        pk="sha256", not_null={"notice", "recipient", "proved", "permanent", "delayed", "at"},
        foreign_keys=[("notice", "notices", "id")],
    )  # fmt: skip
    db.table("bounces").create_index(["recipient"])
    db.table("bounces").create_index(["notice"])
    db.table("alarm_mails").create({"code": str, "told": str, "tried_at": str, "sent_at": str}, pk="code")


@migrations()
def likeness(db: Database) -> None:
    """Photos by the parts of their hash: what looks alike shares a part, nearly (registry/store/photo_index.py)."""
    for place, part in enumerate(HASH_PARTS):
        db.conn.execute(f"CREATE INDEX photos_part_{place} ON photos({part}, hash) WHERE hash IS NOT NULL")


@migrations()
def forgetting(db: Database) -> None:
    """Entries that were forgotten, their numbers and counts kept; mails and files that must not come back."""
    db.table("forgotten").create(
        {
            "reference": str, "call": str, "state": str, "revision": int, "received_at": str, "counts": str, "at": str, "by": str,
            "why": str, "finished_at": str,
        },
        pk="reference",
    )  # fmt: skip
    db.table("forgotten_mails").create({"reference": str, "sha256": str, "opened": int}, pk=("reference", "sha256"))
    db.table("gone_mails").create({"sha256": str, "reference": str, "at": str}, pk="sha256")
    db.table("gone_files").create({"sha256": str}, pk="sha256")


@migrations()
def addresses(db: Database) -> None:
    """Whose entry an address may add to is asked for every mail, so each of its three places has an index."""
    for column in ("opened_by", "form_email", "contact_email"):
        db.table("entries").create_index([column])


@migrations()
def machines(db: Database) -> None:
    """Mail that is marked as a machine's: which revisions rest on it; and how many files each mail carried, ignored ones too."""
    db.table("revisions").add_column("automatic", str, not_null_default="")
    db.table("messages").add_column("files", int, not_null_default=0)


@migrations()
def servers(db: Database) -> None:
    """Mails that a server does not give out; why a mailbox ails, and when a refused login is tried again."""
    db.table("unfetched").create(
        {"mailbox": str, "folder": str, "uidvalidity": int, "uid": int, "code": str, "reason": str, "tries": int, "first_at": str, "next_at": str},
        pk=("mailbox", "folder", "uidvalidity", "uid"), not_null={"code", "reason", "tries", "first_at", "next_at"},
    )  # fmt: skip
    db.table("ailments").create(
        {"mailbox": str, "code": str, "refusals": int, "next_at": str}, pk="mailbox",
        not_null={"code", "refusals", "next_at"}, defaults={"refusals": 0, "next_at": ""},
    )  # fmt: skip
    db.table("notices").add_column("ours", str, not_null_default="")


@migrations()
def staff(db: Database) -> None:
    """What staff decide besides: a remark of their own, a later date for an entry; which questions were answered."""
    db.table("entries").add_column("until", str, not_null_default="")
    for name in ("remark", "until"):
        db.table("decisions").add_column(name, str, not_null_default="")
    db.table("answered").create({"sha256": str, "by": str, "at": str}, pk="sha256", not_null={"by", "at"})
    db.table("documents").create(
        {"sha256": str, "pasted": int}, pk="sha256", not_null={"pasted"}
    )  # whether pictures are pasted in
    db.table("digests").add_column("until", str, not_null_default="")  # the moment up to which it told


@migrations()
def counted(db: Database) -> None:
    """Texts bear what was counted in them, as pictures have their facts."""
    count_texts(db)


@migrations()
def slots(db: Database) -> None:
    """What an entry holds by slots: each finding says which it is about, a revision has several forms."""
    for table, column in (("findings", "slot"), ("revisions", "forms")):
        db.table(table).add_column(column, str, not_null_default="")
    into_slots(db)
