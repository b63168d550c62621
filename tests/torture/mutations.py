"""The mutations: damaged files and damaged mails; no mail is shunted or lost, and of each file there are facts or a finding."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from intake.model.idle import Idle
from registry.desk.desk import Desk
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails
from reports.demo.mime import File
from reports.letters.idle_words import why_idle
from tests.builders.accounting import unaccounted
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene

from .checker import Verdict
from .mutating import mutated
from .mutation_sources import ARCHIVES, ENDINGS, source
from .mutation_sources import INSIDE as MEMBERS
from .tally import Tally, Try, tally

FILES, QUICK_FILES = 2000, 100
MAILS, QUICK_MAILS = 200, 5
A_MAIL, A_DESK = 25, 100  # files in a mail (limits.message_parts is 500), files or mails at a desk
OF_READING = frozenset(
    {
        "photo-damaged",
        "photo-format",
        "photo-too-large",
        "photo-suspect",
        "form-unreadable",
        "document-unreadable",
        "archive-unreadable",
    }
)  # findings that say that a file cannot be looked into, or not wholly
TO_STAFF = "files-unclaimed"
PART_HEAD = re.compile(rb"(?m)^--\S+\r\nContent-")
STYLES = (mails.plain, mails.outlook, mails.apple_mail, mails.qq_mail, mails.gmail, mails.iphone, mails.netease_mail)


@dataclass(frozen=True, kw_only=True)
class Damaged:
    """One file to send: its name tells its seed and the kind of damage, so that it can be made again."""

    number: int
    ending: str
    kind: str  # 'whole' for the control
    data: bytes

    @property
    def name(self) -> str:
        """Return the name it is sent under."""
        return f"m-{self.number:04}-{self.kind}.{self.ending}"


def damaged(number: int) -> Damaged | None:
    """Return the mutation of a number; None where the damage left the file as it was."""
    ending = ENDINGS[number % len(ENDINGS)]
    whole = source(ending, number)
    kind, data = mutated(whole, Random(number))
    return Damaged(number=number, ending=ending, kind=kind, data=data) if data not in {whole, b""} else None


def whole(number: int) -> Damaged:
    """Return the control: the same file, undamaged."""
    ending = ENDINGS[number % len(ENDINGS)]
    return Damaged(number=number, ending=ending, kind="whole", data=source(ending, number))


def mail_of(number: int, files: Sequence[Damaged]) -> bytes:
    """Return a mail of one author with these files."""
    scene = tiny_scene(number % 40 + 1)
    return mails.plain(scene.draft(*(File(name=item.name, data=item.data) for item in files), subject=f"Mutations {number}"))


def explode(files: Sequence[Damaged], *, control: bool = False) -> Verdict:
    """Send files to a fresh desk, some in each mail, and judge every one of them."""
    batches = [files[start : start + A_MAIL] for start in range(0, len(files), A_MAIL)]
    sent = [mail_of(number, batch) for number, batch in enumerate(batches)]
    with _processed(sent) as (desk, outcomes):
        wrong = list(_not_read(outcomes, sent))
        for raw, batch in zip(sent, batches, strict=True):
            entries = _entries(desk, outcomes.get(_sha(raw)))
            wrong += [line for item in batch for line in judged(item, entries)]
            wrong += [line for entry in entries for line in unexplained(entry)]
            wrong += [line for entry in entries for line in complained(entry)] if control else []
    return Verdict(wrong=tuple(wrong))


def judged(item: Damaged, entries: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Say where a file is not: neither it nor all that it holds is in an entry, and no finding names it."""
    held = [material for entry in entries for material in entry["materials"]]
    if any(material["sha256"] == _sha(item.data) for material in held):
        return
    inside = [material for material in held if material["filename"].startswith(f"m-{item.number:04}-")]
    if item.ending not in ARCHIVES or len(inside) != MEMBERS:
        yield f"{item.name}: not in an entry; of it {[material['filename'] for material in inside]}"


def unexplained(entry: dict[str, Any]) -> Iterator[str]:
    """Say of which files of an entry there are neither facts nor a finding, nor a reason that staff can read."""
    for material in entry["materials"]:
        name, role, told = material["filename"], material["role"], _told(entry, material["filename"])
        if told:
            continue
        if material["problem"]:
            yield f"{name}: {material['problem']}, and no finding says so"
        elif role in {"work", "portrait"} and not (material["width"] and material["height"]):
            yield f"{name}: a {role} without dimensions"
        elif role == "form" and not entry["form"]:
            yield f"{name}: a form without values"
        elif role == "text" and not entry["texts"]:
            yield f"{name}: a text without words"
        elif role == "other" and (material["reason"] == Idle.UNREADABLE or not why_idle(material["reason"], ("zh", "en"))):
            yield f"{name}: other, because {material['reason'] or 'of nothing'}"


def _told(entry: dict[str, Any], name: str) -> list[str]:
    """Return the rules that say of a file that it cannot be read or used."""
    return [
        item["rule"]
        for item in entry["findings"]
        if (item["rule"] in OF_READING and item["subject"] == name)
        or (item["rule"] == TO_STAFF and name in item["values"]["files"])
    ]


def complained(entry: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong with an undamaged file; that its format is not taken is right."""
    for material in entry["materials"]:
        told = set(_told(entry, material["filename"])) - {"photo-format", TO_STAFF}
        if material["problem"] or told:
            yield f"{material['filename']}: {material['problem']} {sorted(told)}, though nothing is wrong with it"


def _not_read(outcomes: dict[str, dict[str, Any]], sent: Sequence[bytes]) -> Iterator[str]:
    """Say which mails are not where they must be: entered."""
    for number, raw in enumerate(sent):
        row = outcomes.get(_sha(raw))
        if row is None:
            yield f"mail {number}: not in messages"
        elif row["outcome"] not in {"entered", "merged"}:
            yield f"mail {number}: {row['outcome']} ({row['reason']})"


def _entries(desk: Desk, row: dict[str, Any] | None) -> list[dict[str, Any]]:
    found = [documents.entry(desk.db, reference) for reference in (row or {}).get("references", [])]
    return [entry for entry in found if entry]


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _processed(sent: Sequence[bytes]) -> Iterator[tuple[Desk, dict[str, dict[str, Any]]]]:
    """Process mails at a desk of their own; give the desk, and what became of each by its sha256."""
    with tempfile.TemporaryDirectory(prefix="torture-") as place:
        folder = Path(place)
        for number, raw in enumerate(sent):
            (folder / f"{number:04}.eml").write_bytes(raw)
        with a_desk(folder, limits={"disk_reserve": "1MB"}) as desk:
            import_paths(desk, sorted(folder.glob("*.eml")), None, INSIDE.isoformat())
            process_pending(desk)
            yield desk, {row["sha256"]: row for row in documents.messages(desk.db)}


def damaged_mail(number: int) -> tuple[str, bytes, bytes]:
    """Return the kind of damage, a mail with that damage, and the mail as it was."""
    scene = tiny_scene(number % 40 + 1)
    raw = STYLES[number % len(STYLES)](scene.draft(*scene.parcel()))
    random = Random(number)
    head = raw.index(b"\r\n\r\n")
    if random.random() < 0.5:  # the headers are few among all the base64, and matter most
        kind, changed = mutated(raw[:head], random)
        return f"head-{kind}", changed + raw[head:], raw
    if random.random() < 0.5:
        at = [match.start() for match in PART_HEAD.finditer(raw)]
        start = random.choice(at)
        kind, changed = mutated(raw[start : start + 300], random)
        return f"part-{kind}", raw[:start] + changed + raw[start + 300 :], raw
    kind, changed = mutated(raw, random)
    return f"mail-{kind}", changed, raw


def post(numbers: Sequence[int]) -> Verdict:
    """Send damaged mails: each is recorded with its files or lies before a person, whatever became of it."""
    sent = {number: damaged_mail(number) for number in numbers}
    lost, wrong = [], []
    with _processed([raw for _, raw, _ in sent.values()]) as (desk, outcomes):
        for number, (kind, raw, _) in sent.items():
            name, row = f"mail {number} ({kind})", outcomes.get(_sha(raw))
            if row is None or row["outcome"] == "pending":
                lost.append(f"{name}: {row['outcome'] if row else 'not in messages'}")
                continue
            wrong += [f"{name}: {line}" for line in _of_mail(desk, row, raw)]
    return Verdict(lost=tuple(lost), wrong=tuple(wrong))


def _of_mail(desk: Desk, row: dict[str, Any], raw: bytes) -> Iterator[str]:
    """Say what a damaged mail that was recorded lacks: a reason, a file, an explanation."""
    if row["outcome"] == "shunted":
        yield f"shunted ({row['reason']})"
    elif row["outcome"] not in {"entered", "merged"} and not row["reason"]:
        yield f"{row['outcome']} without a reason"
    yield from unaccounted(desk, raw)
    for entry in _entries(desk, row):
        yield from unexplained(entry)


def run(quick: bool = False, told: Callable[[str], None] = lambda _: None) -> Tally:
    """Send damaged files and damaged mails, and the undamaged files as a control."""
    files = [item for number in range(QUICK_FILES if quick else FILES) if (item := damaged(number))]
    posts = range(QUICK_MAILS if quick else MAILS)
    tries = [Try(name="undamaged", act=partial(explode, [whole(number) for number in range(len(ENDINGS))], control=True))]
    tries += [
        Try(name=f"{part[0].name} ff.", act=partial(explode, part))
        for part in (files[start : start + A_DESK] for start in range(0, len(files), A_DESK))
    ]
    tries += [
        Try(name=f"mails {start} ff.", act=partial(post, posts[start : start + A_DESK])) for start in range(0, len(posts), A_DESK)
    ]
    result = tally("mutations", tries, told=told)
    kinds = Counter(item.ending for item in files)
    result.tries = len(files) + len(posts)
    result.notes = (
        f"{len(files)} damaged files ({', '.join(f'{kinds[ending]} {ending}' for ending in ENDINGS)}), {len(posts)} damaged mails",
    )
    return result
