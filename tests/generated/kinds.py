"""The kinds of generated mails: one entry, two mails that make one, two authors in one archive, machines, talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from tests.builders.factories import CLOSES, OPENS
from tests.generated.axes import FORWARDS, TOLD, Decks, Plan, draw
from tests.generated.expected import Outcome, clear
from tests.generated.making import LACKING, Mail, collected, first_of_two, second_of_two, single
from tests.generated.parts import images
from tests.generated.talk import HELD_MACHINES, MACHINES, TALKS

KINDS = (*["entry"] * 14, *["pair"] * 2, *["two_authors"] * 2, *["machine"] * 2, "talk")
ARCHIVES = ("zip_flat", "zip_gbk", "zip_utf8_unflagged", "zip_in_zip", "sevenzip", "tar_gz")
REPLY_SHAPES = ("outlook", "qq_mail", "netease", "gmail", "plain", "html_only", "octet_streams", "plain_gb18030")
PLAIN_NAMES = frozenset({"english", "chinese"})
AUTHORS_PER_SEED = 400


class Maker:
    """Plans one mail after the other; remembers whose photo may be stolen."""

    def __init__(self, seed: int) -> None:
        """Start with the seed's own cards and people."""
        self.random = Random(seed)
        self.decks = Decks(self.random)
        self.author = seed * AUTHORS_PER_SEED
        self.made = 0
        self.victims: list[Plan] = []

    def mails(self) -> Iterator[Mail]:
        """Yield mails without end."""
        makers: dict[str, Callable[[], Iterator[Mail]]] = {
            "entry": self.one_entry,
            "pair": self.pair,
            "two_authors": self.two_authors,
            "machine": lambda: self.wordy("machine", MACHINES, "ignored"),
            "talk": lambda: self.wordy("talk", TALKS, "set_aside"),
        }
        while True:
            for kind in self.random.sample(KINDS, len(KINDS)):
                self.made += 1
                yield from makers[kind]()

    def next_author(self) -> int:
        """Return the number of an author who has not written yet."""
        self.author += 1
        return self.author

    def one_entry(self) -> Iterator[Mail]:
        """Yield one mail with one author's entry."""
        plan = draw(self.decks, self.next_author(), self._fits)
        victim = self.random.choice(self.victims) if plan.special == "stolen" else None
        if plan.arrival == "inside" and plan.photos == "sent":
            self.victims.append(plan)
        make = partial(single, plan, self.arrives(plan), victim)
        yield Mail(made_of=plan.said(), make=make, plans=(plan,), values=frozenset(plan.values()))

    def _fits(self, plan: Plan) -> bool:
        stealing = plan.special == "stolen" and (not self.victims or plan.arrival in {"early", "first_instant"})
        return not stealing and clear(images(plan, draw=False))

    def arrives(self, plan: Plan) -> datetime:
        """Return when a mail arrives; later mails arrive later, as far as their plan lets them."""
        step = timedelta(seconds=self.made)
        moments = {
            "first_instant": OPENS,
            "last_second": CLOSES - timedelta(seconds=1),
            "closing_instant": CLOSES,
            "early": OPENS - timedelta(hours=1) + step,
            "late": CLOSES + timedelta(hours=1) + step,
        }
        return moments.get(plan.arrival, OPENS + timedelta(days=5, minutes=9 * self.made))

    def pair(self) -> Iterator[Mail]:
        """Yield a mail that lacks one thing, and the author's next one that brings it."""
        lacking = self.decks.among("pair", tuple(LACKING))
        whole = draw(
            self.decks, self.next_author(), _plain_whole, most=0, form=self.random.choice(("docx", "controls", "xlsx")), works="3",
            description_place="docx", biography_place="docx", special="fine", extra="none", arrival="inside", field="whole",
            photos="sent",
        )  # fmt: skip
        arrives, plans = self.arrives(whole), (whole,)
        first = partial(first_of_two, whole, lacking, arrives)
        yield Mail(
            made_of=f"first of two, {lacking} follows; {replace(whole, **LACKING[lacking]).said()}", make=first, plans=plans
        )
        shape, answering = self.decks.among("reply", REPLY_SHAPES), self.decks.among("answering", ("yes", "no"))
        yield Mail(
            made_of=f"second of two, brings {lacking} in {shape}, answering: {answering}; {whole.said()}",
            make=partial(second_of_two, whole, lacking, arrives, shape, answering=answering == "yes"),
            plans=plans,
            values=frozenset({("pair", lacking), ("reply", shape), ("answering", answering)}),
        )

    def two_authors(self) -> Iterator[Mail]:
        """Yield one mail with two authors' entries, a folder each in one archive."""
        place = self.decks.among("two_authors", ARCHIVES)
        one = draw(self.decks, self.next_author(), self._shares, place=place, photos="sent")
        same = {"arrival": one.arrival, "phrase": one.phrase, "extra": "none", "shape": one.shape}
        other = draw(self.decks, self.next_author(), self._shares, most=2, place=place, photos="sent", **same)
        make = partial(collected, (one, other), place, self.arrives(one))
        made_of = f"two authors; {one.said()}; {other.said()}"
        yield Mail(made_of=made_of, make=make, plans=(one, other), values=frozenset({("two_authors", place)}))

    def _shares(self, plan: Plan) -> bool:
        """Tell whether a plan can be one author's share of an archive: nothing of it stands in the body."""
        apart = plan.form in {"docx", "controls", "xlsx"} and not plan.in_body and plan.phrase != "file_name"
        return apart and not plan.stripped and self._fits(plan) and plan.special != "stolen"

    def wordy(self, kind: str, makers: dict[str, Callable[[int, datetime], bytes]], outcome: str) -> Iterator[Mail]:
        """Yield a mail that makes no entry, unless a machine's mark stands on material."""
        name = self.decks.among(kind, tuple(makers))
        number, arrives = self.next_author(), self.arrives(Plan(author=0))
        became = HELD_MACHINES.get(name, Outcome(outcome=outcome))
        make = lambda: (makers[name](number, arrives), became)  # noqa: E731 - shorter than a function of its own
        yield Mail(made_of=f"{kind}={name}", make=make, values=frozenset({(kind, name)}))


def _plain_whole(plan: Plan) -> bool:
    """Tell whether every picture is told by its name, and nothing stands in the body."""
    named = plan.names in TOLD & PLAIN_NAMES and plan.portrait_names in PLAIN_NAMES
    whole = not plan.in_body and plan.extra not in FORWARDS and plan.phrase != "file_name"
    return named and whole and all(each.told for each in images(plan, draw=False)) and plan.portraits == "1"
