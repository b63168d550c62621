"""The shape of a rule: options as fields, one method that yields values, and no severity, language, file or table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

from validators.finding import Value, Values

Said = Iterator[dict[str, Value]]


class Rule(Protocol):
    """What the ruleset relies on; a rule is a frozen keyword-only dataclass that fits."""

    name: ClassVar[str]
    examines: ClassVar[type]
    says: ClassVar[tuple[str, ...]]
    # a rule that examines photos may also have `roles`: in which roles, works alone where it says nothing;
    # `anew`: what it finds in a file is mended by sending that file anew;
    # `yields_to`: rules that tell the same fault better, beside which it is not said (contract.md ruling 6)

    def check(self, facts: Any) -> Iterator[Values]:
        """Yield the values of each fault seen; a value named 'subject' names what it was seen on."""
        ...
