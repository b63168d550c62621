"""Leaves become files by content: every leaf considered, forwarded mail, TNEF and archives opened, decoration marked."""

from __future__ import annotations

import email.message
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from intake import archives, headers
from intake.charsets import decode
from intake.filenames import shown_name
from intake.settings import Limits
from intake.sniff import sniff
from intake.splitter import Leaf, Split
from intake.submission import ARCHIVES, PICTURES, Address, Attachment, FileType

LOGO_BYTES, LOGO_SIDE = 200_000, 800
NEVER_MATERIAL = {FileType.APPLEDOUBLE, FileType.CALENDAR, FileType.SIGNATURE}


@dataclass
class Body:
    """The text parts of one message: the mail itself, or one forwarded in it."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    alternative: bool = False


@dataclass
class Leaves:
    """What the walk over a mail gathers."""

    bodies: list[Body] = field(default_factory=lambda: [Body()])
    attachments: tuple[Attachment, ...] = ()
    forwarded_from: tuple[Address, ...] = ()
    defects: tuple[str, ...] = ()
    lost_tokens: bool = False

    @property
    def plain(self) -> list[str]:
        """Return every plain text."""
        return [text for body in self.bodies for text in body.plain]

    @property
    def html(self) -> list[str]:
        """Return every HTML text."""
        return [text for body in self.bodies for text in body.html]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file on its way to becoming an attachment."""

    leaf: Leaf
    name: str = ""
    declared: str = ""
    inline: bool = False
    content_id: str = ""
    container: str = ""
    depth: int = 0


def collect(parsed: email.message.Message, parts: Split, workdir: Path, limits: Limits) -> Leaves:
    """Walk every leaf of a parsed mail: bodies become text, all else becomes files below `workdir`."""
    leaves = Leaves()
    sources: list[Source] = []
    _walk(parsed, parts, workdir, limits, leaves, sources)
    cited = "".join(leaves.html)
    found: list[Attachment] = []
    budget = archives.Budget(limits)
    while sources:
        source = sources.pop(0)
        kind = sniff(source.leaf.path, source.name, source.declared)
        opened = _open(source, kind, workdir, limits, budget, leaves)
        if opened is not None:
            sources[:0] = opened
            continue
        found.append(_attachment(source, kind, len(found) + 1, cited, _problem(source, kind, budget)))
    leaves.attachments = tuple(found)
    return leaves


def _walk(
    parsed: email.message.Message, parts: Split, workdir: Path, limits: Limits, leaves: Leaves, sources: list[Source]
) -> None:
    """Visit the tree without recursion; a forwarded mail's parts count as this mail's, its author is remembered."""
    used: set[bytes] = set()
    stack: list[tuple[email.message.Message, int, Body]] = [(parsed, 0, leaves.bodies[0])]
    while stack:
        part, forwards, body = stack.pop()
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list):
            if part.get_content_type() == "multipart/alternative":
                body.alternative = True
            deeper = part.get_content_type() == "message/rfc822"
            if deeper:
                _remember_author(children, leaves)
                body = Body()
                leaves.bodies.append(body)
            if forwards + deeper <= limits.forward_depth:
                below = [child for child in reversed(children) if isinstance(child, email.message.Message)]
                stack += [(child, forwards + deeper, body) for child in below]
            continue
        _leaf(part, parts, used, workdir, leaves, body, sources)
    leaves.lost_tokens = used != set(parts.leaves)


def _remember_author(children: list[email.message.Message | str], leaves: Leaves) -> None:
    for child in children:
        if isinstance(child, email.message.Message):
            author = headers.sender([str(value) for value in child.get_all("from") or []])
            leaves.forwarded_from += (author,) if author else ()


def _leaf(
    part: email.message.Message,
    parts: Split,
    used: set[bytes],
    workdir: Path,
    leaves: Leaves,
    body: Body,
    sources: list[Source],
) -> None:
    """Take one leaf: a body's text, or a file on disk (one the splitter decoded is there already)."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    kind, name = part.get_content_type(), headers.file_name(part)
    disposition = str(part.get("content-disposition") or "").split(";")[0].strip().lower()
    leaf = parts.leaves.get(data.strip())
    if leaf is not None:
        used.add(data.strip())
        if kind in {"text/plain", "text/html"} and not name and disposition != "attachment" and leaf.size < 4_000_000:
            data = leaf.path.read_bytes()
    if kind in {"text/plain", "text/html"} and not name and disposition != "attachment":
        charset = part.get_param("charset")
        text = decode(data, charset if isinstance(charset, str) else None)
        (body.plain if kind == "text/plain" else body.html).append(text)
        return
    if leaf is None:
        leaf = store(data, workdir)
    if part.defects:
        leaves.defects += tuple(type(item).__name__ for item in part.defects)
    content_id = str(part.get("content-id") or "").strip().strip("<>")
    inline = disposition == "inline" or bool(content_id)
    sources.append(Source(leaf=leaf, name=name, declared=kind, inline=inline, content_id=content_id))


def store(data: bytes, workdir: Path) -> Leaf:
    """Write bytes to a file named by their content."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = workdir / f"file-{sha256}"
    path.write_bytes(data)
    return Leaf(path=path, sha256=sha256, size=len(data))


def _open(
    source: Source, kind: FileType, workdir: Path, limits: Limits, budget: archives.Budget, leaves: Leaves
) -> list[Source] | None:
    """Return what a container holds; None when it is no container or cannot be opened (the file itself is kept)."""
    if kind is FileType.TNEF:
        inner = archives.open_tnef(source.leaf, workdir)
    elif kind in ARCHIVES and source.depth < limits.archive_depth:
        inner = archives.open_archive(source.leaf, kind, workdir, budget)
    else:
        return None
    if isinstance(inner, str):
        budget.problems[source.leaf.sha256] = inner
        return None
    shown = shown_name(source.name, 0, kind)
    container = f"{source.container}/{shown}" if source.container else shown
    return [Source(leaf=leaf, name=name, container=container, depth=source.depth + 1) for name, leaf in inner]


def _problem(source: Source, kind: FileType, budget: archives.Budget) -> str:
    """Return why an archive is still one: what opening it said, or that it is nested too deep."""
    return budget.problems.get(source.leaf.sha256, "too-big" if kind in ARCHIVES else "")


def _attachment(source: Source, kind: FileType, ordinal: int, cited: str, problem: str) -> Attachment:
    name = shown_name(source.name, ordinal, kind)
    within = bool(source.container)
    last = re.split(r"[/\\]", source.name)[-1]
    junk = last.startswith("._") or "__MACOSX/" in source.name or last in {".DS_Store", "Thumbs.db", "desktop.ini"}
    return Attachment(
        ordinal=ordinal,
        name_as_sent=source.name,
        name=name,
        folder=archives.shown_folder(source.name) if within else "",
        container=source.container,
        declared_type=source.declared,
        type=kind,
        size=source.leaf.size,
        sha256=source.leaf.sha256,
        path=source.leaf.path,
        inline=source.inline,
        decoration=junk or kind in NEVER_MATERIAL or _is_logo(source, kind, cited),
        problem=problem,
    )


def _is_logo(source: Source, kind: FileType, cited: str) -> bool:
    """Tell a logo or tracking pixel from a photo: cited by cid: and small, or a few pixels wide (field-notes 3)."""
    if kind not in PICTURES or source.container:
        return False
    try:
        with Image.open(source.leaf.path) as image:
            side = max(image.size)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    if side <= 4:
        return True
    referenced = bool(source.content_id) and f"cid:{source.content_id}" in cited
    small = source.leaf.size < LOGO_BYTES or side < LOGO_SIDE or kind in {FileType.PNG, FileType.GIF}
    return referenced and small
