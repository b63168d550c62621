"""Take the mails out of a file of mails, as an archive's files are taken out: within the same allowance."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path

from intake.mime.mbox_format import apple_mail, lines_of_mails
from intake.mime.streaming import Leaf
from intake.model.problems import FileProblem
from intake.unwrap.budget import Budget, Output, save

LONGEST_HEAD = 100  # bytes that tell a file of Apple's program
AT_ONCE = 4096  # lines that are counted and written together


def mails_of(leaf: Leaf, workdir: Path, budget: Budget) -> list[Leaf] | str:
    """Return the mails in a file of mails, each in a file of its own; why not, where they are too many or too large."""
    try:
        if one := mail_of_apple(leaf, workdir, budget):
            return [one]
        return [
            _saved((line for _, line in lines), leaf.size, workdir, budget)
            for _, lines in groupby(_numbered(leaf.path), key=lambda each: each[0])
        ]
    except FileProblem as stopped:
        return str(stopped)


def mail_of_apple(leaf: Leaf, workdir: Path, budget: Budget) -> Leaf | None:
    """Return the mail in a file that Apple's program keeps it in, None where the file is none; raises FileProblem too-big."""
    with leaf.path.open("rb") as file:
        place = apple_mail(file.read(LONGEST_HEAD))
        if place is None:
            return None
        file.seek(place[0])
        return save(io.BytesIO(file.read(place[1])), leaf.size, workdir, budget)


def _numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    for line, begins in lines_of_mails(path):
        number += begins
        yield number, line


def _saved(lines: Iterator[bytes], packed: int, workdir: Path, budget: Budget) -> Leaf:
    budget.entry()
    with closing(Output(packed, workdir, budget)) as out:
        while some := b"".join(islice(lines, AT_ONCE)):
            out.write(some)
        return out.leaf()
