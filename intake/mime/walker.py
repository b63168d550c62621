"""Walk the tree of a parsed mail: what is its text, what is a file, which parts are mails of their own (field-notes 3)."""

from __future__ import annotations

import email.message
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pybase64

from intake.config.models import Limits
from intake.mime import headers, inline_files, stand_ins
from intake.mime.charsets import decode, page_charset
from intake.mime.from_header import sender
from intake.mime.mbox_format import divides_again
from intake.mime.sniff import is_binary
from intake.mime.streaming import Leaf, StreamedMail
from intake.mime.whole_mail import encoded, mail_as_it_came, whole_mail
from intake.model.our_mark import LOOP_HEADER, OurMark
from intake.model.problems import Problem
from intake.model.submission import Address

MAILS = frozenset({"message/rfc822", "message/global"})
FRAGMENTS = {"message/partial": Problem.PARTIAL, "message/external-body": Problem.ELSEWHERE}  # RFC 2046 5.2.2 and 5.2.3
ENRICHED = frozenset({"text/enriched", "text/richtext"})  # RFC 1896: words between <bold> and </bold>
TEXTS = frozenset({"text/plain", "text/html"}) | ENRICHED
LONGEST_TEXT = 4_000_000  # bytes; a longer text is a file
SHORT_LETTER = 100_000  # characters, marks of HTML included
LONGEST_PAGE = 80_000_000  # bytes of a page with pictures in it, before they are taken out
TOO_DEEP = Problem.TOO_BIG


@dataclass
class MailText:
    """The texts of one mail; a mail that is forwarded in it has its own."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    alternative: bool = False
    ours: bool = False  # a letter of this program, sent back: nobody's text
    wrapper: bool = False  # words of a program around a message that only it can open: nobody's text either

    @property
    def short(self) -> bool:
        """Tell whether it may be the few words of a program."""
        return sum(map(len, (*self.plain, *self.html))) < SHORT_LETTER

    @property
    def blank(self) -> bool:
        """Tell whether nothing is written in it."""
        return not any(text.strip() for text in (*self.plain, *self.html))


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file on its way to becoming an attachment."""

    leaf: Leaf
    name: str = ""
    declared: str = ""
    inline: bool = False
    content_id: str = ""
    location: str = ""
    container: str = ""
    depth: int = 0  # archives around it
    forwards: int = 0  # mails around it
    wrappings: int = 0  # signatures and winmail.dat around it
    letter: MailText = field(default_factory=MailText)  # of the mail it came in: what may show it
    ours: bool = False
    alternative: bool = False  # another way to say what the text says: reactions, calls to a meeting, pages for watches
    problem: str = ""


@dataclass
class Walked:
    """What was found on the way."""

    letters: list[MailText] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    authors: tuple[Address, ...] = ()
    defects: tuple[str, ...] = ()
    lost_tokens: bool = False


@dataclass
class Walker:
    """Takes the trees of one mail and of the mails in it apart."""

    workdir: Path
    limits: Limits
    mails: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    mark: OurMark | None = None

    def walk(self, root: email.message.Message, parts: StreamedMail, start: Source, *, forwarded: bool = False) -> Walked:
        """Visit the tree without recursion; `start` tells where the root stands, `forwarded` that it is a mail in a mail."""
        found = Walked()
        used: set[bytes] = set()
        place = self._enter(root, start, found) if forwarded else replace(start, letter=MailText(ours=start.ours))
        found.letters += [] if forwarded else [place.letter]
        stack = [(root, place)]
        while stack:
            part, place = stack.pop()
            children = part.get_payload() if part.is_multipart() else None
            if part.get_content_type() in MAILS and isinstance(children, list) and children:
                stack += self._mail(part, parts, used, place, found)
            elif part.get_content_type() in FRAGMENTS and isinstance(children, list) and children:
                self._fragment(part, parts, used, place, found)
            elif isinstance(children, list):
                place = replace(place, alternative=part.get_content_type() == "multipart/alternative")
                place.letter.alternative |= place.alternative
                stack += [(child, place) for child in reversed(children) if isinstance(child, email.message.Message)]
            else:
                self._leaf(part, parts, used, place, found)
        found.lost_tokens = used != set(parts.leaves)
        return found

    def _enter(self, mail: email.message.Message, place: Source, found: Walked) -> Source:
        """Begin a mail inside the mail: it gets a letter of its own; its author is remembered unless we wrote it."""
        author = sender(headers.raw_values(mail, "from"))
        ours = place.ours or _is_our_letter(mail, self.mark)
        letter = MailText(ours=ours)
        found.letters.append(letter)
        found.authors += (author,) if author and not ours else ()
        container = f"{place.container}/mail-{next(self.mails)}".lstrip("/")
        return replace(place, container=container, forwards=place.forwards + 1, letter=letter, ours=ours, alternative=False)

    def _mail(
        self, part: email.message.Message, parts: StreamedMail, used: set[bytes], place: Source, found: Walked
    ) -> list[tuple[email.message.Message, Source]]:
        """Go into a forwarded mail; one that is encoded as a whole, or too deep, becomes a file."""
        mail = part.get_payload(0)
        if not isinstance(mail, email.message.Message):
            return []
        name = headers.file_name(part) or f"{headers.decoded(headers.raw_value(mail, 'subject')) or 'forwarded'}.eml"
        whole = replace(place, name=name, declared="message/rfc822", inline=False, content_id="", location="")
        packed = whole_mail(part, mail)
        if packed is not None:
            leaf = _taken(packed, parts, used) or store(packed, self.workdir)
            found.sources.append(replace(whole, leaf=leaf))
            return []
        if mail.get_unixfrom() and divides_again(mail_as_it_came(mail)):  # a file of mails that was called one
            found.sources.append(replace(whole, leaf=self._whole(mail, parts, used)))
            return []
        if problem := stand_ins.of_file(name):
            found.sources.append(replace(whole, leaf=self._whole(mail, parts, used), problem=problem))
            return []
        if place.forwards >= self.limits.forward_depth:
            found.sources.append(replace(whole, leaf=self._whole(mail, parts, used), problem=TOO_DEEP))
            return []
        return [(mail, self._enter(mail, place, found))]

    def _fragment(self, part: email.message.Message, parts: StreamedMail, used: set[bytes], place: Source, found: Walked) -> None:
        """Keep a piece of a mail that came in several, or one that says where a file lies, as a file that cannot be opened."""
        kind, inner = part.get_content_type(), part.get_payload(0)
        if not isinstance(inner, email.message.Message):
            return
        number = re.search(r"number\s*=\s*\"?(\d{1,5})", headers.raw_value(part, "content-type"), re.IGNORECASE)
        name = headers.file_name(part) or headers.file_name(inner) or f"message-part-{number[1] if number else 1}.eml"
        leaf = self._whole(inner, parts, used)
        found.sources.append(replace(place, leaf=leaf, name=name, declared=kind, alternative=False, problem=FRAGMENTS[kind]))

    def _leaf(self, part: email.message.Message, parts: StreamedMail, used: set[bytes], place: Source, found: Walked) -> None:
        """Take one leaf: a body's text, or a file on disk (one the splitter decoded is there already)."""
        headers.plain_encoding(part)
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
        leaf = _taken(data, parts, used)
        kind, name = part.get_content_type(), headers.file_name(part)
        disposition = headers.raw_value(part, "content-disposition").split(";")[0].strip().lower()
        if kind in TEXTS and not name and disposition != "attachment":
            body = leaf.path.read_bytes() if leaf and leaf.size < LONGEST_PAGE else data
            if (leaf is None or leaf.size < LONGEST_PAGE) and not is_binary(body[:64]) and self._text(part, body, place, found):
                return
        if part.defects:
            found.defects += tuple(type(item).__name__ for item in part.defects)
        content_id = headers.raw_value(part, "content-id").strip().strip("<>")
        found.sources.append(
            replace(
                place,
                leaf=leaf or store(data, self.workdir),
                name=name,
                declared=kind,
                inline=disposition == "inline" or bool(content_id),
                content_id=content_id,
                location=re.sub(r"\s+", "", headers.raw_value(part, "content-location")),
            )
        )

    def _text(self, part: email.message.Message, body: bytes, place: Source, found: Walked) -> bool:
        """Take a body's text, and the files written into it; False where it is too long for a text."""
        page, enriched = part.get_content_type() == "text/html", part.get_content_type() in ENRICHED
        if enriched and place.alternative and place.letter.plain:
            return True  # the plain text beside it says the same
        body, blocks = inline_files.without_data(body) if page else inline_files.without_blocks(body)
        if len(body) >= LONGEST_TEXT:
            return False
        text = decode(body, headers.charset(part) or (page_charset(body) if page else ""))
        text = re.sub(r"<param>.*?</param>|<(?!<)[^<>]{0,60}>", "", text) if enriched else text
        text, lost = stand_ins.without_scrubbed(text.replace("\r\n", "\n")) if not page else (text, [])
        (place.letter.html if page else place.letter.plain).append(text)
        inside = replace(place, alternative=False)
        for block in blocks:
            leaf = store(block.data, self.workdir)
            shown = replace(inside, leaf=leaf, inline=page, name=block.name)
            found.sources.append(replace(shown, declared=block.declared, content_id=block.content_id))
        for name, words in lost:
            leaf = store(words.encode("utf-8", "replace"), self.workdir)
            found.sources.append(replace(inside, leaf=leaf, name=name or "removed.txt", problem=Problem.REMOVED))
        return True

    def _whole(self, mail: email.message.Message, parts: StreamedMail, used: set[bytes]) -> Leaf:
        """Write a mail out as it came, the leaves that were taken out of it put back."""
        tokens = {pybase64.b64encode(token): token for token in parts.leaves}
        path = self.workdir / f"mail-{next(self.mails)}.eml"
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as out:
            for line in mail_as_it_came(mail).splitlines(keepends=True):
                token = tokens.get(line.strip())
                for piece in encoded(parts.leaves[token].path) if token else [line]:
                    digest.update(piece)
                    size += out.write(piece)
                used |= {token} if token else set()
        return Leaf(path=path, sha256=digest.hexdigest(), size=size)


def store(data: bytes, workdir: Path) -> Leaf:
    """Write bytes to a file named by their content."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = workdir / f"file-{sha256}"
    path.write_bytes(data)
    return Leaf(path=path, sha256=sha256, size=len(data))


def _is_our_letter(mail: email.message.Message, mark: OurMark | None) -> bool:
    """Tell a letter of this program, sent back with an answer: by its loop header, or the Message-ID and boundary made with our secret."""
    ids = headers.ids(headers.raw_value(mail, "message-id"))
    made = mark is not None and bool(ids) and mark.composed(ids[0], mail.get_boundary() or "")
    return made or LOOP_HEADER in mail


def _taken(data: bytes, parts: StreamedMail, used: set[bytes]) -> Leaf | None:
    """Return the leaf that a token stands for, None when the bytes are no token."""
    leaf = parts.leaves.get(data) if len(data) < 100 else None
    if leaf is not None:
        used.add(data)
    return leaf
