"""Pages given to staff, digests and answers: to which address, and what each showed; a reply is pinned to that."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from intake.model.our_mark import OurMark
from registry.staff.keys import LIFE, PAGE, Grant, key_for
from registry.store.codec import packed, unpacked
from registry.store.mails import stamp

ShownRevisions = Mapping[str, tuple[int, int]]  # reference -> revision, and how often it had been decided on


class PageKind(StrEnum):
    """What was given."""

    DIGEST = "digest"
    ANSWER = "answer"


@dataclass(frozen=True, kw_only=True)
class GivenPage:
    """A digest or answer that was given to one address."""

    message_id: str
    id: str
    kind: PageKind
    address: str  # canonical
    made_at: datetime
    shown: ShownRevisions


def new_page(address: str, kind: PageKind, host: str, made_at: datetime, shown: ShownRevisions) -> GivenPage:
    """Return a page to be given, under a Message-ID that nobody can guess."""
    name = secrets.token_hex(12)
    return GivenPage(
        message_id=f"<{kind}-{name}@{host}>", id=name, kind=kind, address=address, made_at=made_at, shown=dict(shown)
    )


def page_key(mark: OurMark, page: GivenPage) -> str:
    """Return the key that stands on a page; in a reply that quotes it, it proves to whom the page was given."""
    return key_for(mark, Grant(address=page.address, action=PAGE, reference=page.id), page.made_at)


def keep_page(db: Database, page: GivenPage) -> None:
    """Remember a page that is about to leave; what is too old to be answered is forgotten."""
    row = {"message_id": page.message_id, "id": page.id, "kind": str(page.kind), "address": page.address}
    db.table("staff_pages").insert({**row, "made_at": stamp(page.made_at), "shown": packed(page.shown)}, replace=True)
    db.conn.execute("DELETE FROM staff_pages WHERE made_at < ?", [stamp(page.made_at - 2 * LIFE)])


def pages_named(db: Database, message_ids: Sequence[str]) -> list[GivenPage]:
    """Return the pages that a mail's thread names, the newest first."""
    marks = ", ".join("?" * len(message_ids))
    rows = db.query(f"SELECT * FROM staff_pages WHERE message_id IN ({marks}) ORDER BY made_at DESC", [*message_ids])
    return [_page(row) for row in rows]


def pages_of(db: Database, address: str) -> list[GivenPage]:
    """Return the pages that an address was given, the newest first."""
    return [_page(row) for row in db.query("SELECT * FROM staff_pages WHERE address = ? ORDER BY made_at DESC", [address])]


def _page(row: Mapping[str, Any]) -> GivenPage:
    shown = {name: (int(pin[0]), int(pin[1])) for name, pin in unpacked(row["shown"]).items()}
    words = {name: row[name] for name in ("message_id", "id", "address")}
    return GivenPage(**words, kind=PageKind(row["kind"]), made_at=datetime.fromisoformat(row["made_at"]), shown=shown)
