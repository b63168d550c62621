"""What a registry made again must not bring back: forgotten entries keep their numbers there, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from registry.forget.erase import forget_within
from registry.pipeline.disputes import hold
from registry.store.files import Media
from registry.store.mails import stamp
from registry.store.schema import immediate
from registry.store.tombstones import gone_files, in_use, reserve, restore_tombstone
from registry.store.wipe_forgotten import unlink_materials
from validators.finding import Finding, Severity
from validators.rules.sender_unverified import SenderUnverified

log = logging.getLogger(__name__)
DOUBT = (
    "%s was forgotten, and its own mail is gone; what mail %s, kept for other entries, holds of it may stand under another number "
    "here: look there before you use this registry"
)


@dataclass(frozen=True)
class _Doubted:
    """An entry that was held because it names one that is forgotten since, or was named by it."""

    claims: str  # the forgotten one's reference
    reference: str
    revision: int
    message: str
    reason: str

    def hold(self, db: Database) -> None:
        """Hold the entry at that revision, unless it is held for its sender already."""
        query = "SELECT 1 FROM revisions WHERE reference = ? AND revision = ? AND message = ? AND unverified = ''"
        if self.reason and db.conn.execute(query, [self.reference, self.revision, self.message]).fetchone():
            values = {"reason": self.reason, "claims": self.claims}
            doubt = Finding(rule=SenderUnverified.name, severity=Severity.HOLD, subject="", values=values)
            with immediate(db):
                hold(db, self.reference, doubt, datetime.now(UTC))


class ForgottenDeeds:
    """The journal's deeds of forgetting, at hand while its other deeds are done again."""

    def __init__(self, deeds: Iterable[Mapping[str, Any]]) -> None:
        """Take the deeds by which something was forgotten, in order."""
        told = list(deeds)
        self.gone = frozenset(mail["sha256"] for deed in told for mail in deed["mails"])
        self._opened: dict[str, list[str]] = {}
        self._doubts = [_Doubted(deed["reference"], **row) for deed in told for row in deed.get("named_by", ())]
        self._seen: set[str] = set()
        for deed in told:
            for sha256, opened in deed["links"]:
                if opened:
                    self._opened.setdefault(sha256, []).append(deed["reference"])

    @property
    def doubted(self) -> frozenset[str]:
        """Return the mails after which an entry may have to be held again."""
        return frozenset(doubt.message for doubt in self._doubts)

    def saw(self, db: Database, sha256: str) -> None:
        """Hold again what was held for naming an entry that is forgotten since, once both their mails have had their turn."""
        self._seen.add(sha256)
        for doubt in self._doubts:
            opening = {mail for mail, opened in self._opened.items() if doubt.claims in opened}
            if doubt.message in self._seen and opening <= self._seen and sha256 in {doubt.message, *opening}:
                doubt.hold(db)

    def pass_over(self, db: Database, sha256: str) -> None:
        """Stand in for processing a mail that is gone: the numbers that it gave are given."""
        for reference in self._opened.get(sha256, []):
            reserve(db, reference)
        self.saw(db, sha256)

    def forget(self, db: Database, deed: Mapping[str, Any]) -> None:
        """Forget an entry again that came back with a mail kept for other entries, and write what stays of it."""
        now = datetime.fromisoformat(deed["at"])
        with immediate(db):
            if db.table("entries").count_where("reference = ?", [deed["reference"]]):
                forget_within(db, deed["reference"], by=deed["by"], why=deed["why"], now=now)
            elif kept := [sha256[:12] for sha256, _ in deed["links"] if sha256 not in self.gone]:
                log.error(DOUBT, deed["reference"], " ".join(kept))
            restore_tombstone(db, deed, stamp(datetime.now(UTC)))

    def wipe(self, db: Database, live: Database, media: Media) -> None:
        """Remove the files that processing again brought back, and the freed bytes; both registries use the same files."""
        names = gone_files(db)
        unlink_materials(media, {sha256 for sha256 in names if not in_use(db, sha256) and not in_use(live, sha256)})
        if self.gone or self._opened:
            db.conn.execute("VACUUM")
