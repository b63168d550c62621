"""The shape of a rule: options as fields, one method that yields values, and no severity, language, file or table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

from validators.finding import Value, Values

Said = Iterator[dict[str, Value]]


class Rule(Protocol):
    """What the ruleset relies on; a rule is a frozen keyword-only dataclass that fits."""

    name: ClassVar[str]
    examines: ClassVar[type]  # Case, Arrival: the entry · FilledSlot · TextFacts, PhotoFacts, …: what is in a slot
    says: ClassVar[tuple[str, ...]]
    # It may also have
    # `kinds`: of the slots it looks at; all where it says nothing
    # `yields_to`: rules that tell the same fault better, beside which it is not said (contract.md ruling 6)
    # `asks_for`: what mends it: file, field, text, row, or the slot as a whole
    # `by_name`: it looks only at slots whose rules, or whose call's, name it
    # `follows`: the rule whose options, and whose slots, are its own as well where it says nothing else
    # `goes`: once staff lift what it says, nothing is left to tell: it is no finding any more
    # `points_at`: option -> slot or field: of which it gives the name
    # `resets`: option -> options that go with it: setting it forgets what `defaults` or the call say of those

    def check(self, facts: Any) -> Iterator[Values]:
        """Yield the values of each fault seen; a value named 'subject' names what it was seen on."""
        ...
