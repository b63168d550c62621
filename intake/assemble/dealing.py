"""Deal the files that nothing tells the slot of: of all ways, the one by which an entry has the fewest faults (decision 0003)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from intake.assemble.slots import Demand, Demands, fitting
from intake.config.models import Call
from intake.model.slot_reason import SlotReason
from intake.model.submission import Material

Shapes = Mapping[str, tuple[int, int]]  # sha256 of each picture -> width and height in pixels
MOST_WAYS = 4000  # looked at; with more, files are taken in mail order
USUAL_FLOOR = 2_000_000  # bytes: a picture with less is more likely a portrait than a work, where no slot has a floor
WITHOUT_END = 10**6


@dataclass(frozen=True)
class _Table:
    """The slots that a heap of files may go to, with how many files of each are certain already."""

    demands: tuple[Demand, ...]
    there: tuple[int, ...]
    shapes: Shapes

    @property
    def floor(self) -> int:
        """Return the size below which a picture is small."""
        return max((demand.floor for demand in self.demands), default=0) or USUAL_FLOOR

    def likeness(self, item: Material) -> tuple[bool, float]:
        """Order pictures by how like portraits they are: small upright ones before others, then the smaller file first."""
        width, height = self.shapes.get(item.sha256, (0, 0))
        return (height > width and item.size < self.floor, -float(item.size)) if width else (False, 0.0)

    def broken(self, item: Material, demand: Demand) -> bool:
        """Tell whether a file is too small or too narrow for a slot."""
        width = self.shapes.get(item.sha256, (0, 0))[0]
        return item.size < demand.floor or bool(width and width < demand.width)

    def wasted(self, item: Material, demand: Demand) -> bool:
        """Tell whether a file is large enough for a slot that asks for that, and goes to one that does not."""
        asking = [other for other in self.demands if other.floor or other.width]
        return not (demand.floor or demand.width) and any(not self.broken(item, other) for other in asking)


def deal_doubtful(
    materials: Sequence[Material], call: Call, demands: Demands, shapes: Shapes = MappingProxyType({})
) -> tuple[Material, ...]:
    """Give every doubtful file the slot by which the entry has the fewest faults, whatever slot it bore before.

    Of all ways to deal them: the fewest files outside the slots' bounds; then the fewest too small or too narrow for their slot;
    then the fewest against the mail's subject; then the fewest large ones where any size will do; then the fewest in the slot
    that takes fewest. Small upright pictures go to the slot that takes fewest first, then in mail order.
    """
    settled = list(materials)
    for heap, slots in _heaps(settled, call, demands):
        certain = [item.role for item in settled if not item.doubtful]
        certain += [item.role for item in settled if item.doubtful and id(item) not in {id(one) for one in heap}]
        ordered = sorted(slots, key=lambda demand: demand.bounds.most or WITHOUT_END)
        table = _Table(tuple(ordered), tuple(certain.count(demand.slot.id) for demand in ordered), shapes)
        chosen = {id(item): demand.slot.id for item, demand in _best(heap, table)}
        settled = [_put(item, chosen[id(item)]) if id(item) in chosen else item for item in settled]
    return tuple(settled)


def _put(item: Material, slot: str) -> Material:
    """Return a doubtful file in a slot; the subject's word counts no more where it went elsewhere."""
    return replace(item, role=slot, reason=item.reason if item.role == slot else str(SlotReason.DOUBT))


def _heaps(materials: Sequence[Material], call: Call, demands: Demands) -> list[tuple[list[Material], tuple[Demand, ...]]]:
    """Return the doubtful files in heaps of those that may go to the same slots."""
    heaps: dict[tuple[str, ...], list[Material]] = {}
    for item in materials:
        if item.doubtful and item.role in demands:
            heaps.setdefault(candidates(item, call), []).append(item)
    return [(heap, tuple(demands[name] for name in names)) for names, heap in heaps.items()]


def candidates(item: Material, call: Call) -> tuple[str, ...]:
    """Return the slots that a doubtful file may go to; of one that was declared what its bytes are not, those of its slot's kind."""
    found = tuple(fitting(item, call))
    return found if item.role in found else tuple(call.of_kind(*call.slots[item.role].kind))


def _best(heap: list[Material], table: _Table) -> list[tuple[Material, Demand]]:
    """Return the best way to deal a heap."""
    likely = sorted(heap, key=table.likeness, reverse=True)
    ways = [_dealt(likely, counts, table) for counts in _ways(len(heap), table)]
    return min(ways, key=lambda way: _faults(way, table))


def _ways(number: int, table: _Table) -> Iterator[tuple[int, ...]]:
    """Yield how many files each slot may get; beyond so many ways only one, each slot filled to what it needs, then to its end."""
    slots = len(table.demands)
    ways = 1
    for step in range(1, slots):
        ways = ways * (number + step) // step
    if ways > MOST_WAYS:
        yield _filled(number, table)
        return
    yield from _split(number, slots)


def _split(number: int, slots: int) -> Iterator[tuple[int, ...]]:
    if slots == 1:
        yield (number,)
        return
    for first in range(number + 1):
        for rest in _split(number - first, slots - 1):
            yield (first, *rest)


def _filled(number: int, table: _Table) -> tuple[int, ...]:
    counts = []
    for demand, there in zip(table.demands, table.there, strict=True):
        counts.append(min(max(demand.bounds.least - there, 0), number))
        number -= counts[-1]
    for place, demand in enumerate(table.demands):
        room = (demand.bounds.most or WITHOUT_END) - table.there[place] - counts[place]
        more = min(max(room, 0), number)
        counts[place] += more
        number -= more
    counts[-1] += number
    return tuple(counts)


def _dealt(likely: Sequence[Material], counts: Sequence[int], table: _Table) -> list[tuple[Material, Demand]]:
    """Deal files in the order of their likeness, to the slot that takes fewest first: those first that the other slots want least."""
    rest = list(likely)
    way: list[tuple[Material, Demand]] = []
    for place, (demand, count) in enumerate(zip(table.demands, counts, strict=True)):
        others = table.demands[place + 1 :]
        rest.sort(key=lambda item: (table.broken(item, demand), not all(table.broken(item, other) for other in others)))
        way += [(item, demand) for item in rest[:count]]
        rest = rest[count:]
    return way


def _faults(way: Sequence[tuple[Material, Demand]], table: _Table) -> tuple[object, ...]:
    """Return what is wrong with a way, the worst first; what is least is best."""
    counts = [sum(demand is one for _, demand in way) for one in table.demands]
    outside = sum(
        demand.bounds.outside(there + count) for demand, there, count in zip(table.demands, table.there, counts, strict=True)
    )
    broken = sum(table.broken(item, demand) for item, demand in way)
    wasted = sum(table.wasted(item, demand) for item, demand in way)
    unsaid = sum(item.reason == SlotReason.SUBJECT and item.role != demand.slot.id for item, demand in way)
    return outside, broken, unsaid, wasted, tuple(counts)
