"""One spooled file becomes an InboundMessage: mail-parser behind this wall, the standard library where it raises."""

from __future__ import annotations

import email.message
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.automatic.authentication import verdict
from intake.config.models import Limits
from intake.config.our_letter_patterns import our_letters
from intake.links.finder import find_links
from intake.mime import charsets  # first: it widens gb2312 before any parser resolves a codec
from intake.mime import headers as header_values
from intake.mime.from_header import sender
from intake.mime.walker import MailText
from intake.model.our_mark import OurMark
from intake.model.submission import Address, CloudLink, InboundMessage, MessageError, SpooledMessage
from intake.unwrap.attachments import Leaves, collect
from intake.words.body import MARKED, read_html
from intake.words.written import Setting, SplitBody, split_body

LEADS = re.compile(r"<a\s[^>]*href\s*=\s*[\"']?\s*(https?:|www\.|mp\.weixin)", re.IGNORECASE)
MOST_TEXT = 1_000_000  # characters, as much as three novels: beyond it is no letter, and memory is for photos


def read(
    spooled: SpooledMessage, workdir: Path, limits: Limits, trusted_authserv: str | None = None, mark: OurMark | None = None
) -> InboundMessage:
    """Read a raw mail: headers decoded, texts joined, every leaf below `workdir`; raises MessageError over a limit."""
    parsed, leaves = collect(spooled.path, workdir, limits, mark)
    return _message(spooled, parsed, leaves, trusted_authserv, mark)


def _message(
    spooled: SpooledMessage, parsed: email.message.Message, leaves: Leaves, trusted: str | None, mark: OurMark | None
) -> InboundMessage:
    raw = [(name.lower(), charsets.mend_header(str(value))) for name, value in parsed.raw_items()]
    values = tuple((name, header_values.decoded(value)) for name, value in raw)
    first = dict(reversed(values))
    path = first.get("return-path")
    ids = header_values.ids(first.get("message-id", ""))
    replied, referred = (header_values.ids(first.get(name, "")) for name in ("in-reply-to", "references"))
    recipients = tuple(item for name, value in raw if name in {"to", "cc"} for item in header_values.addresses(value))
    answers_us = mark is not None and any(map(mark.made, (*replied, *referred)))
    setting = _setting(first, recipients, answers_us)
    letters = [_read_letter(letter) for letter in leaves.letters]
    texts, quoted = _texts(letters, setting)
    if sum(map(len, texts)) + len(quoted) > MOST_TEXT:
        raise MessageError(f"its text is longer than {MOST_TEXT} characters")
    return InboundMessage(
        spooled=spooled,
        message_id=ids[0] if ids else "",
        in_reply_to=replied,
        references=referred,
        sender=sender([value for name, value in raw if name == "from"]),
        recipients=recipients,
        return_path=None if path is None else path.strip().strip("<>").strip(),
        subject=first.get("subject", "")[:1000],
        date=header_values.date(first.get("date", "")),
        headers=values,
        content_type=parsed.get_content_type(),
        text=_joined(texts),
        texts=tuple(texts),
        quoted=quoted,
        linked=_linked(letters, setting)[:MOST_TEXT],
        attachments=leaves.attachments,
        archives=leaves.archives,
        unpacked=leaves.unpacked,
        links=_cloud_links(leaves.letters),
        forwarded_from=leaves.forwarded_from,
        authentication=verdict(values, trusted),
        defects=leaves.defects,
    )


def _cloud_links(letters: Sequence[MailText]) -> tuple[CloudLink, ...]:
    plain = [text for letter in letters for text in letter.plain]
    return find_links(plain, [page for letter in letters for page in letter.html])


def _setting(first: Mapping[str, str], recipients: Sequence[Address], answers_us: bool) -> Setting:
    """Return what a mail's headers say of its text."""
    return Setting(
        subject=first.get("subject", "")[:1000],
        answers=bool(first.get("in-reply-to", "").strip() or first.get("references", "").strip()),
        answers_us=answers_us,
        recipients=frozenset(item.email for item in recipients),
    )


@dataclass(frozen=True)
class _ReadLetter:
    """A mail's texts with its HTML as lines; `linked` bears the addresses too, and is '' where no words lead anywhere."""

    texts: MailText
    html: str
    linked: str


def _read_letter(letter: MailText) -> _ReadLetter:
    pages = [read_html(part, links=LEADS.search(part) is not None) for part in letter.html]
    leads = any(LEADS.search(part) for part in letter.html)
    return _ReadLetter(letter, _joined([page.text for page in pages]), _joined([page.linked for page in pages]) if leads else "")


def _own(letter: _ReadLetter, letters: Sequence[_ReadLetter], setting: Setting) -> Setting:
    """Return what is known of the mail itself, or of one that is forwarded in it."""
    return setting if letter is letters[0] else replace(setting, subject="", answers=True, answers_us=False)


def _texts(letters: Sequence[_ReadLetter], setting: Setting) -> tuple[list[str], str]:
    """Return (what was written, what was quoted) in the mail and the mails forwarded in it: each has quotes and a signature."""
    written: list[str] = []
    quoted: list[str] = []
    for letter in letters:
        found = _split(letter, _own(letter, letters, setting))
        ours = (
            letter.texts.ours
            or letter.texts.wrapper
            or (letter is not letters[0] and our_letters().opening.match(found.text[:2000]) is not None)
        )
        (quoted if ours else written).extend(found.written)
        quoted.append(found.quoted)
    return written, _joined(quoted)


def _linked(letters: Sequence[_ReadLetter], setting: Setting) -> str:
    """Return what was written in HTML whose words lead somewhere, with the addresses: plain text often leaves them out."""
    told = [letter for letter in letters if letter.linked and not (letter.texts.ours or letter.texts.wrapper)]
    return _joined([split_body(letter.linked, _own(letter, letters, setting)).text for letter in told])


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())


def _split(letter: _ReadLetter, setting: Setting) -> SplitBody:
    """Split what was written from what is quoted, by the better witness of the two forms that a mail's text comes in.

    The plain part is read, unless only HTML was sent, or what its author wrote has tables, which plain text flattens, or the HTML of an
    answer alone marks what is quoted.
    """
    plain = _joined(letter.texts.plain)
    if not plain or not letter.texts.alternative:
        return split_body(_joined([plain, letter.html]), setting)
    said = split_body(plain, setting)
    tabular = any(re.search(r"<t[dh][\s>]", part, re.IGNORECASE) for part in letter.texts.html) and "\t" in letter.html
    marked = setting.answers and not said.cut and MARKED.search(letter.html) is not None
    shown = split_body(letter.html, setting) if tabular or marked else said
    if marked and shown.cut:
        return shown
    if "\t" not in shown.text or (said.cut and not shown.cut):
        return said
    return shown
