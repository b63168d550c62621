"""The mail programs of the generated mails, by name: those of the demo, and some habits more."""

from __future__ import annotations

from collections.abc import Callable

from reports.demo import mails, mime, pictures
from reports.demo.mime import File, MailDraft, NameEncoding


def html_only(draft: MailDraft) -> bytes:
    """Send the words as HTML alone."""
    page = "".join(f"<p>{line or '&nbsp;'}</p>" for line in draft.text.split("\n"))
    body = mime.text_part(f"<html><body>{page}</body></html>", "html", encoding="quoted-printable")
    return mime.mail(draft, mime.multipart("mixed", body, *(mime.part(file) for file in draft.files)))


def nameless_inline(draft: MailDraft) -> bytes:
    """Show the pictures inline, without a name, a disposition or a Content-ID."""
    named = [not file.type.startswith("image/") for file in draft.files]
    parts = [
        mime.part(file) if keep else mime.part(file, NameEncoding.NONE, "") for file, keep in zip(draft.files, named, strict=True)
    ]
    return mime.mail(draft, mime.multipart("mixed", mime.text_part(draft.text), *parts))


def no_disposition(draft: MailDraft) -> bytes:
    """Attach everything with names in the type only."""
    parts = [mime.part(file, disposition="") for file in draft.files]
    return mime.mail(draft, mime.multipart("mixed", mime.text_part(draft.text), *parts))


def quoted_printable(draft: MailDraft) -> bytes:
    """Write the words as quoted-printable."""
    parts = [mime.part(file, NameEncoding.UTF8) for file in draft.files]
    return mime.mail(draft, mime.multipart("mixed", mime.text_part(draft.text, encoding="quoted-printable"), *parts))


LOGO = File(name="image001.png", data=pictures.logo(), type="image/png")
SHAPES: dict[str, Callable[[MailDraft], bytes]] = {
    "outlook": mails.outlook,
    "outlook_logo": lambda draft: mails.outlook(draft, LOGO),
    "apple_mail": mails.apple_mail,
    "qq_mail": mails.qq_mail,
    "netease": mails.netease_mail,
    "gmail": mails.gmail,
    "iphone": mails.iphone,
    "octet_streams": mails.octet_streams,
    "apple_double": mails.apple_double,
    "plain_gb18030": lambda draft: mails.plain(draft, NameEncoding.GB18030, "gb18030"),
    "plain_quoted_printable": quoted_printable,
    "html_only": html_only,
    "raw_headers": mails.raw_headers,
    "nameless_inline": nameless_inline,
    "no_disposition": no_disposition,
}
