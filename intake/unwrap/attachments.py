"""Leaves become files by content: every leaf considered, what wraps others opened, decoration marked, names told apart."""

from __future__ import annotations

import email.message
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.config.models import Limits
from intake.isolate.walls import Walls
from intake.mime import stand_ins
from intake.mime.charsets import decode
from intake.mime.filenames import numbered, shown_folder, shown_name
from intake.mime.streaming import Leaf
from intake.mime.walker import MailText, Source, Walked, Walker, store
from intake.model.our_mark import OurMark
from intake.model.problems import Problem
from intake.model.submission import ARCHIVES, Address, Attachment, FileType
from intake.unwrap.budget import Budget
from intake.unwrap.decoration import cited, is_decoration, may_be_photo
from intake.unwrap.opener import Opener, read_tree
from intake.words.body import html_to_text, split_quoted

STANDINS = frozenset({Problem.SCANNING, Problem.PORTAL, Problem.PROTECTED, Problem.REMOVED, Problem.ELSEWHERE})
LONGEST_NOTE = 3000  # bytes of a note that says a file was removed


@dataclass
class Leaves:
    """What a mail holds: its letters, the mail's own first, and its files."""

    letters: list[MailText] = field(default_factory=list)
    attachments: tuple[Attachment, ...] = ()
    archives: tuple[Attachment, ...] = ()  # that were opened; what they held is among the attachments
    unpacked: tuple[int, int] = (0, 0)  # bytes and entries that came out of the archives
    forwarded_from: tuple[Address, ...] = ()
    defects: tuple[str, ...] = ()


def collect(path: Path, workdir: Path, limits: Limits, mark: OurMark | None = None) -> tuple[email.message.Message, Leaves]:
    """Parse a mail and walk it: bodies become text, all else becomes files below `workdir`."""
    walker = Walker(workdir=workdir, limits=limits, mark=mark)
    start = Source(leaf=Leaf(path=path, sha256="", size=0))
    parsed, found = read_tree(path, workdir, walker, start, forwarded=False)
    if found is None:
        found = Walked()
    walls = Walls(workdir, limits.reading_seconds)
    opener = Opener(workdir=workdir, limits=limits, walker=walker, budget=Budget(limits), walls=walls)
    _mark_wrappers(found, workdir, opener)
    files, opened = _open_all(found, opener)
    return parsed, Leaves(
        letters=found.letters,
        attachments=_attachments(files, opener.budget.problems),
        archives=tuple(_attachment(source, kind, -number, "") for number, (source, kind) in enumerate(opened, 1)),
        unpacked=opener.budget.spent,
        forwarded_from=found.authors,
        defects=found.defects,
    )


def _mark_wrappers(found: Walked, workdir: Path, opener: Opener) -> None:
    """Find the mails whose words only wrap a message that another program opens; each is a file that stands for it."""
    protected = {id(source.letter) for source in found.sources if opener.kind(source) is FileType.PROTECTED}
    for letter in found.letters:
        said = "\n".join([*letter.plain, *map(html_to_text, letter.html)]) if letter.short else ""
        code = stand_ins.of_text(split_quoted(said)[0]) if stand_ins.of_text(said) else ""
        letter.wrapper = bool(code) or id(letter) in protected
        if code and id(letter) not in protected:
            leaf = store(said.encode("utf-8", "replace"), workdir)
            found.sources.append(Source(leaf=leaf, name="secure-message.txt", letter=letter, problem=code))


def _stands_for(source: Source, kind: FileType) -> str:
    """Return what a file stands for ("removed", "portal"), '' where it is an ordinary one."""
    if kind not in {FileType.TEXT, FileType.HTML, FileType.EMPTY, FileType.EMAIL, FileType.UNKNOWN}:
        return ""
    short = kind is FileType.TEXT and source.leaf.size <= LONGEST_NOTE
    return stand_ins.of_file(source.name, decode(source.leaf.path.read_bytes()) if short else "")


def _open_all(found: Walked, opener: Opener) -> tuple[list[tuple[Source, FileType]], list[tuple[Source, FileType]]]:
    """Open every container where it stands, until only files are left; return the files, and the archives that held some.

    The letters and authors of mails in them are added to `found`.
    """
    files: list[tuple[Source, FileType]] = []
    opened: list[tuple[Source, FileType]] = []
    sources = found.sources[::-1]
    while sources:
        source = sources.pop()
        kind = opener.kind(source)
        if not source.problem and (problem := _stands_for(source, kind)):
            source = replace(source, problem=problem)
        kind = FileType.STANDIN if source.problem in STANDINS else kind
        inner = opener.open(source, kind)
        if inner is None:
            files.append((source, kind))
            continue
        opened += [(source, kind)] if kind in ARCHIVES else []
        found.letters += inner.letters
        found.authors += inner.authors
        found.defects += inner.defects
        sources += inner.sources[::-1]
    return files, opened


def _attachments(files: Sequence[tuple[Source, FileType]], problems: dict[str, str]) -> tuple[Attachment, ...]:
    """Make files into attachments; two of one name in one place are told apart."""
    shown = {id(letter): cited(letter) for letter in {id(source.letter): source.letter for source, _ in files}.values()}
    mails = {(source.leaf.sha256, id(source.letter)) for source, _ in files if not source.depth}
    times = Counter(sha256 for sha256, _ in mails)  # a picture in a mail and in one forwarded in it
    made: list[Attachment] = []
    names: dict[tuple[str, str, str], set[str]] = {}
    for ordinal, (source, kind) in enumerate(files, 1):
        item = _attachment(source, kind, ordinal, problems.get(source.leaf.sha256, ""))
        decoration = is_decoration(source, kind, shown[id(source.letter)], problem=item.problem, repeated=times[item.sha256] > 1)
        pasted = decoration and may_be_photo(source, kind)
        contents = names.setdefault((item.container, item.folder, item.name.casefold()), set())
        counts = pasted or not decoration
        if counts:
            contents.add(item.sha256)
        name = numbered(item.name, len(contents) if counts else 1)
        made.append(replace(item, name=name, decoration=decoration, pasted=pasted))
    return tuple(made)


def _attachment(source: Source, kind: FileType, ordinal: int, problem: str) -> Attachment:
    return Attachment(
        ordinal=ordinal,
        name_as_sent=source.name,
        name=shown_name(source.name, ordinal, kind),
        folder=shown_folder(source.name) if source.depth else "",
        container=source.container,
        declared_type=source.declared,
        type=kind,
        size=source.leaf.size,
        sha256=source.leaf.sha256,
        path=source.leaf.path,
        inline=source.inline,
        problem=problem,
    )
