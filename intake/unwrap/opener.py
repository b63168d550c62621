"""Open what wraps files: forwarded mails, signed mails, winmail.dat, archives; what cannot be opened is kept, with its problem."""

from __future__ import annotations

import email.message
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.config.models import Limits
from intake.isolate.walls import Walled, Walls
from intake.mime.filenames import shown_name
from intake.mime.lost_head import with_parts
from intake.mime.mbox_format import holds_mails
from intake.mime.parser import parse
from intake.mime.sniff import is_volume, sniff
from intake.mime.streaming import Leaf, StreamedMail, split_mail
from intake.mime.walker import TOO_DEEP, Source, Walked, Walker
from intake.model.problems import Problem
from intake.model.submission import ARCHIVES, PICTURES, FileType, StructureError
from intake.unwrap import archives, smime
from intake.unwrap.budget import Budget
from intake.unwrap.mbox import mails_of
from intake.unwrap.tnef import CONTENT_ID, TnefError, read_winmail

MOST_WRAPPINGS = 10  # signatures and winmail.dat around each other
LOCKED = {FileType.PGP: Problem.ENCRYPTED, FileType.PROTECTED: Problem.PROTECTED}
ONE_MAIL = "message/rfc822"
MAIL_HEADERS = frozenset({"from", "to", "date", "subject", "received", "mime-version", "content-type", "message-id"})


@dataclass
class Opener:
    """Opens the containers of one mail, with one allowance for all of them."""

    workdir: Path
    limits: Limits
    walker: Walker
    budget: Budget
    walls: Walls
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def kind(self, source: Source) -> FileType:
        """Return what a file is by its content; unknown, with a problem, where even that breaks."""
        try:
            return self.walls.run(source.leaf.sha256, sniff, source.leaf.path, source.name, source.declared)
        except Walled:
            self.budget.problems[source.leaf.sha256] = Problem.DAMAGED
            return FileType.UNKNOWN

    def open(self, source: Source, kind: FileType) -> Walked | None:
        """Return what a container holds; None when it is none, or cannot be opened: then the budget has its problem."""
        if source.problem:
            self.budget.problems[source.leaf.sha256] = source.problem
            return None
        if kind in PICTURES:
            return None
        found: Walked | str | None
        self.budget.begin()
        try:
            found = self.walls.run(source.leaf.sha256, self._opened, source, kind)
        except Walled as walled:
            found = Problem.DAMAGED if str(walled) in {Problem.DAMAGED, Problem.CRASHED} else TOO_DEEP
        if isinstance(found, str):
            self.budget.give_back()
            self.budget.problems[source.leaf.sha256] = found
            return None
        return found

    def _opened(self, source: Source, kind: FileType) -> Walked | str | None:
        found: Walked | str | None = None
        if kind is FileType.TNEF:
            found = self._winmail(source)
        elif kind is FileType.EMAIL:
            found = self._mail(source)
        elif kind is FileType.SMIME:
            found = self._signed(source)
        elif kind in LOCKED:
            found = LOCKED[kind]
        elif kind in ARCHIVES:
            found = self._archive(source, kind) if source.depth < self.limits.archive_depth else TOO_DEEP
        return found

    def _archive(self, source: Source, kind: FileType) -> Walked | str:
        inner = archives.open_archive(source.leaf, kind, source.name, self.workdir, self.budget)
        if isinstance(inner, str):
            return Problem.SPLIT if inner != Problem.ENCRYPTED and is_volume(source.leaf.path, source.name) else inner
        place = _bare(source, shown_name(source.name, 0, kind))
        return Walked(sources=[replace(place, leaf=leaf, name=name, depth=source.depth + 1) for name, leaf in inner])

    def _mail(self, source: Source) -> Walked | str:
        """Read a mail that came as a file: under another type, encoded as a whole, or in an archive."""
        if source.forwards >= self.limits.forward_depth:
            return TOO_DEEP
        if holds_mails(source.leaf.path):
            return self._mails(source)
        return self._read(source.leaf, source, forwarded=True)

    def _mails(self, source: Source) -> Walked | str:
        """Take a file of several mails apart: each is read as if it had come as a file by itself."""
        mails = mails_of(source.leaf, self.workdir, self.budget)
        if isinstance(mails, str):
            return mails
        place = replace(_bare(source, shown_name(source.name, 0, FileType.EMAIL)), declared=ONE_MAIL)
        return Walked(sources=[replace(place, leaf=leaf) for leaf in mails])

    def _signed(self, source: Source) -> Walked | str:
        """Read a mail packed into its signature as part of the mail it came in; a bare signature is none."""
        if source.wrappings >= MOST_WRAPPINGS:
            return TOO_DEEP
        inner = smime.unwrap(source.leaf.path, self.workdir / f"signed-{next(self.numbers)}")
        if isinstance(inner, str):
            return inner
        return self._read(inner, replace(source, wrappings=source.wrappings + 1), forwarded=False)

    def _winmail(self, source: Source) -> Walked | str:
        """Take the files out of a winmail.dat, and its text where the mail has no other."""
        if source.wrappings >= MOST_WRAPPINGS:
            return TOO_DEEP
        folder = self.workdir / f"winmail-{next(self.numbers)}"
        folder.mkdir()
        try:
            winmail = read_winmail(source.leaf.path, folder)
        except TnefError:
            return Problem.DAMAGED
        if source.letter.blank:
            source.letter.plain += [winmail.plain] if winmail.plain.strip() else []
            source.letter.html += [winmail.html] if winmail.html.strip() else []
            source.letter.alternative = True
        place = replace(_bare(source, ""), wrappings=source.wrappings + 1)
        if not winmail.files:
            return ""
        return Walked(
            sources=[
                replace(place, leaf=item.leaf, name=winmail.name_of(item), content_id=item.names.get(CONTENT_ID, ""))
                for item in winmail.files
                if item.leaf is not None
            ]
        )

    def _read(self, leaf: Leaf, place: Source, *, forwarded: bool) -> Walked | str:
        """Read a mail on disk with the same care as the one it came in; forwarded, it has its own author and letter."""
        folder = self.workdir / f"mail-{next(self.numbers)}"
        folder.mkdir()
        try:
            _, found = read_tree(leaf.path, folder, self.walker, _bare(place, ""), forwarded=forwarded)
        except StructureError:
            return TOO_DEEP
        return found if found is not None else Problem.DAMAGED


def read_tree(
    path: Path, workdir: Path, walker: Walker, start: Source, *, forwarded: bool
) -> tuple[email.message.Message, Walked | None]:
    """Split, parse and walk a mail; None when a file that should be one is none. Raises StructureError over a limit."""
    parts = split_mail(path, workdir, walker.limits.message_parts)
    parsed, defects = parse(parts.skeleton, walker.limits)
    parsed = with_parts(parsed)
    if forwarded and not MAIL_HEADERS & {name.lower() for name in parsed}:
        return parsed, None
    found = walker.walk(parsed, parts, start, forwarded=forwarded)
    if found.lost_tokens:  # a parser saw a token otherwise than it was put: let it read the mail as it came
        parsed, defects = parse(path, walker.limits)
        parsed = with_parts(parsed)
        found = walker.walk(parsed, StreamedMail(skeleton=path, leaves={}), start, forwarded=forwarded)
    found.defects = (*defects, *found.defects)
    return parsed, found


def _bare(source: Source, name: str) -> Source:
    """Return where the files inside a container stand: in the same mail, `name` around them."""
    container = f"{source.container}/{name}".strip("/")
    return replace(source, name="", declared="", inline=False, content_id="", location="", container=container)
