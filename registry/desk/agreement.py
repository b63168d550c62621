"""Whether configuration and registry still speak of the same calls: an entry whose call is gone could be neither judged nor answered."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from intake.config.loading import Mistake
from intake.config.models import Config


def disagreements(db: Database, config: Config) -> list[Mistake]:
    """Return what the configuration must still name because entries bear it: calls, and the prefixes of their references."""
    query = (
        "SELECT call, substr(reference, 1, instr(reference, '-') - 1) AS prefix, count(*), min(reference) FROM entries "
        "GROUP BY call, prefix ORDER BY call, prefix"
    )
    return [
        mistake
        for call, prefix, count, first in db.conn.execute(query).fetchall()
        for mistake in _of(config, call, prefix, count, first)
    ]


def _of(config: Config, call: str, prefix: str, count: int, first: str) -> Iterator[Mistake]:
    settings = config.calls.get(call)
    entries = f"{count} {'entry' if count == 1 else 'entries'} ({first}{'' if count == 1 else ' …'})"
    if settings is None:
        yield Mistake(
            key_path=f"calls.{call}",
            problem=f"is not there, but the registry holds {entries} of this call",
            hint="put the call back under this name (its title may change); an entry that is to go is removed by `forget` first",
        )
    elif prefix not in settings.prefixes:
        yield Mistake(
            key_path=f"calls.{call}.reference",
            problem=f"is {settings.reference}, but the registry holds {entries} whose references begin with {prefix}",
            hint=f"put {prefix} back, or add former_references: [{prefix}]",
        )
