"""Corpus: what files come wrapped in. Each case is a complete entry in an unusual carrier, or one that nobody can open."""

from __future__ import annotations

import gzip
import unicodedata
from base64 import encodebytes
from collections.abc import Callable, Sequence
from dataclasses import replace
from quopri import encodestring

from reports.demo import mails, mime, oddities, pictures
from reports.demo.mime import File, MailDraft, NameEncoding
from tests.builders import carrier_samples as carriers
from tests.builders.factories import CorpusCase, expect, parcel_mail, tiny_scene

Names = Callable[[int, str], str]
ABOVE = "Dear organisers,\n\nplease see below."
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
UNOPENED = expect("incomplete", "archive-unreadable", "slot-count.work")
NOTHING_READ = expect(
    "incomplete",
    "archive-unreadable",
    "slot-count.form",
    "slot-count.work",
    "slot-count.portrait",
    "slot-count.description",
    "slot-count.biography",
)
HOSTILE = ("../../../etc/cron.d/{}", "/absolute/{}", "C:\\Windows\\{}", "..\\..\\{}", "CON/{}", "\\\\host\\share\\{}")


def files() -> list[tuple[str, bytes]]:
    """Return a complete entry as (name, bytes)."""
    return [(file.name, file.data) for file in tiny_scene().parcel()]


def in_archive(name: str, pack: Callable[[Sequence[tuple[str, bytes]]], bytes], paths: str = "{}") -> Callable[[], bytes]:
    """Return a builder of a mail with the whole entry in one archive; `paths` says where each file stands in it."""

    def build() -> bytes:
        data = pack([(paths.format(file), content) for file, content in files()])
        return mails.plain(tiny_scene().draft(File(name=name, data=data)))

    return build


def photos_in(name: str, pack: Callable[[Sequence[tuple[str, bytes]]], bytes]) -> Callable[[], bytes]:
    """Return a builder of a mail with the form and the portrait attached and the photos in an archive."""

    def build() -> bytes:
        scene = tiny_scene()
        data = pack([(file.name, file.data) for file in scene.works(3)])
        return mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), File(name=name, data=data)))

    return build


def hostile_paths() -> bytes:
    """Pack the entry under paths that lead elsewhere, with links beside the files."""
    packed = [(HOSTILE[place % len(HOSTILE)].format(name), data) for place, (name, data) in enumerate(files())]
    return mails.plain(tiny_scene().draft(oddities.archive_file("entry.zip", oddities.zipped(packed))))


def linked_tar() -> bytes:
    """Pack the entry into a tar with links to the machine's own files."""
    packed = [*files(), ("Work 4.jpg->/etc/passwd", b""), ("../up->/", b"")]
    return mails.plain(tiny_scene().draft(File(name="entry.tar.gz", data=carriers.tar(packed))))


def bomb(files_of: Sequence[tuple[str, bytes]]) -> bytes:
    """Pack the photos with a file of zeros that unpacks a thousandfold."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*files_of, ("zeros.jpg", bytes(30_000_000))]:
            archive.writestr(name, data)
    return out.getvalue()


def thrice(files_of: Sequence[tuple[str, bytes]]) -> bytes:
    """Pack the photos into a ZIP in a ZIP in a ZIP: one more than is opened."""
    packed = oddities.zipped(files_of)
    return oddities.zipped([("outer.zip", oddities.zipped([("inner.zip", packed)]))])


def mixed_names() -> bytes:
    """Send one ZIP whose names are written in three ways: flagged UTF-8, UTF-8 without the flag, GBK."""
    import io
    import zipfile

    from tests.generated.archives import _Unflagged

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        scene = tiny_scene()
        form, biography, *works, portrait = scene.parcel(3, "作品{n}.jpg")
        entries = (form.named("登记表.docx"), biography.named("作者简介.docx"), *works, portrait.named("作者照片.jpg"))
        for place, file in enumerate(entries):
            entry: zipfile.ZipInfo = (
                oddities._Entry(file.name, oddities.ZIPPED) if place % 3 else _Unflagged(file.name, oddities.ZIPPED)
            )
            if isinstance(entry, oddities._Entry):
                entry.gbk = place % 3 == 1
            archive.writestr(entry, file.data)
    return mails.plain(scene.draft(oddities.archive_file("entry.zip", out.getvalue())))


def wrapped(kind: str, name: str, data: Callable[[bytes], bytes], text: str = ABOVE) -> Callable[[], bytes]:
    """Return a builder of a mail that holds another mail as one file, made by `data`."""

    def build() -> bytes:
        draft = tiny_scene(4).draft(text=text)
        return mime.mail(
            draft, mime.multipart("mixed", mime.text_part(text), mime.part(File(name=name, data=data(parcel_mail(3)), type=kind)))
        )

    return build


def encoded_whole(encoding: str, encode: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """Return a builder of a forwarded mail that is encoded as a whole, against RFC 2046."""

    def build() -> bytes:
        head = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        inner = head + encode(parcel_mail(3)).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return mime.mail(tiny_scene(4).draft(), mime.multipart("mixed", mime.text_part(ABOVE), inner))

    return build


def deep(times: int) -> Callable[[], bytes]:
    """Return a builder of a mail forwarded so many times."""

    def build() -> bytes:
        raw = parcel_mail(3)
        for _ in range(times):
            raw = mails.forwarded(tiny_scene(4).draft(text=ABOVE), raw)
        return raw

    return build


def signed(pieces: int) -> Callable[[], bytes]:
    """Return a builder of an entry packed into its own signature: the mail's text and files are all inside."""

    def build() -> bytes:
        raw = parcel_mail(3)
        head, _, entity = raw.partition(b"\r\nMIME-Version: 1.0\r\n")
        file = File(
            name="smime.p7m",
            data=carriers.signed_mail(entity, pieces=pieces),
            type="application/pkcs7-mime; smime-type=signed-data",
        )
        return head + b"\r\nMIME-Version: 1.0\r\n" + mime.part(file)

    return build


def outlook_rich(data: Callable[[Sequence[tuple[str, bytes]]], bytes]) -> Callable[[], bytes]:
    """Return a builder of a mail whose files are all in winmail.dat."""

    def build() -> bytes:
        scene = tiny_scene()
        file = File(name="winmail.dat", data=data(files()), type="application/ms-tnef")
        return mails.plain(scene.draft(file))

    return build


def shown_by_cid(megapixels: float = 3, size: int = 250_000) -> bytes:
    """Put the photos into the text by cid, as phones and Outlook do, shrunk or not; they are photos, not decoration."""
    scene = tiny_scene()
    photos = [File(name="", data=pictures.photo(place, megapixels, size), type="image/jpeg") for place in (1, 2, 3)]
    page = "<html><body>" + "".join(f'<img src="cid:p{n}@x">' for n, _ in enumerate(photos)) + "</body></html>"
    shown = [mime.part(file, NameEncoding.NONE, "inline", f"p{number}@x") for number, file in enumerate(photos)]
    others = (scene.form(), scene.biography(), scene.portrait())
    body = mime.multipart("related", mime.text_part(page, "html"), *shown)
    return mime.mail(scene.draft(), mime.multipart("mixed", body, *(mime.part(file) for file in others)))


def decorated(draft: MailDraft) -> bytes:
    """Show a tracking pixel, a logo by Content-Location and one by an escaped cid."""
    page = '<html><body>Hello<img src="http://example.com/logo.png"><img src="cid:a%20b@x"><img src="cid:dot@x"></body></html>'
    logo = File(name="logo.png", data=pictures.logo(), type="image/png")
    located = mime.part(logo, disposition="inline").replace(
        b"\r\n\r\n", b"\r\nContent-Location: http://example.com/logo.png\r\n\r\n", 1
    )
    pixel = mime.part(File(name="open.gif", data=PIXEL, type="image/gif"), disposition="inline", cid="dot@x")
    shown = (located, mime.part(replace(logo, name="banner.png"), disposition="inline", cid="a b@x"), pixel)
    body = mime.multipart("related", mime.text_part(page, "html"), *shown)
    return mime.mail(draft, mime.multipart("mixed", body, *(mime.part(file) for file in draft.files)))


def named(names: Names, naming: NameEncoding = NameEncoding.RFC2231) -> Callable[[], bytes]:
    """Return a builder of a complete entry whose files have other names."""

    def build() -> bytes:
        scene = tiny_scene()
        renamed = (file.named(names(place, file.name)) for place, file in enumerate(scene.parcel()))
        return mails.plain(scene.draft(*renamed), naming)

    return build


def unquoted() -> bytes:
    """Write the names without quotes, spaces and all."""
    raw = parcel_mail(3)
    for _, file in enumerate(tiny_scene().parcel()):
        raw = raw.replace(b'filename="' + file.name.encode() + b'"', b"filename=" + file.name.encode())
        raw = raw.replace(b'name="' + file.name.encode() + b'"', b"name=" + file.name.encode())
    return raw


def split_subject() -> bytes:
    """Split the subject's encoded words inside a character, in GBK labelled gb2312."""
    from base64 import b64encode

    raw = "“国际友人看中国”摄影作品".encode("gb18030")
    words = (b"=?gb2312?B?" + b64encode(raw[start : start + 7]) + b"?=" for start in range(0, len(raw), 7))
    draft = tiny_scene().draft(*tiny_scene().parcel(), subject="SUBJECT")
    return mails.plain(draft).replace(b"Subject: SUBJECT", b"Subject: " + b"\r\n ".join(words))


CARRIERS = (
    CorpusCase(name="photos-shown-by-cid", raw=shown_by_cid),
    CorpusCase(name="photos-shown-by-cid-shrunk", raw=lambda: shown_by_cid(0.5, 80_000)),
    CorpusCase(name="logos-and-pixel-shown", raw=lambda: decorated(tiny_scene().draft(*tiny_scene().parcel()))),
    CorpusCase(name="eml-as-file", raw=wrapped("application/octet-stream", "entry.eml", bytes)),
    CorpusCase(name="eml-in-zip", raw=wrapped("application/zip", "mail.zip", lambda raw: oddities.zipped([("entry.eml", raw)]))),
    CorpusCase(name="forwarded-base64", raw=encoded_whole("base64", encodebytes)),
    CorpusCase(name="forwarded-quoted-printable", raw=encoded_whole("quoted-printable", encodestring)),
    CorpusCase(name="forwarded-4-times", raw=deep(4)),
    CorpusCase(name="forwarded-20-times", raw=deep(20), expected=NOTHING_READ, warnings=None),
    CorpusCase(name="winmail-dat", raw=outlook_rich(carriers.winmail)),
    CorpusCase(name="winmail-dat-cut", raw=outlook_rich(lambda all_: carriers.winmail(all_)[:-9000]), expected=NOTHING_READ, warnings=None),
    CorpusCase(name="smime-opaque", raw=signed(1)),
    CorpusCase(name="smime-opaque-in-pieces", raw=signed(5)),
    CorpusCase(
        name="smime-encrypted",
        raw=wrapped("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", lambda _: carriers.encrypted_mail()),
        expected=NOTHING_READ,
        warnings=None,
    ),
    CorpusCase(name="rar", raw=in_archive("entry.rar", carriers.rar)),
    CorpusCase(name="rar-locked", raw=photos_in("photos.rar", lambda _: carriers.locked_rar()), expected=UNOPENED, warnings=None),
    CorpusCase(name="7z", raw=in_archive("entry.7z", carriers.seven)),
    CorpusCase(name="7z-locked", raw=photos_in("photos.7z", lambda all_: carriers.seven(all_, "secret")), expected=UNOPENED, warnings=None),
    CorpusCase(name="tar-gz", raw=in_archive("entry.tar.gz", carriers.tar, "my photos/{}")),
    CorpusCase(name="tar-bz2", raw=in_archive("entry.tar.bz2", lambda all_: carriers.tar(all_, "bz2"))),
    CorpusCase(name="tar-xz", raw=in_archive("entry.txz", lambda all_: carriers.tar(all_, "xz"))),
    CorpusCase(name="tar-with-links", raw=linked_tar),
    CorpusCase(name="zip-hostile-paths", raw=hostile_paths),
    CorpusCase(name="zip-mixed-names", raw=mixed_names),
    CorpusCase(name="zip-bomb", raw=photos_in("photos.zip", bomb), expected=UNOPENED, warnings=None),
    CorpusCase(name="zip-three-deep", raw=photos_in("photos.zip", thrice), expected=UNOPENED, warnings=None),
    CorpusCase(name="gzip-cut", raw=photos_in("photos.tar.gz", lambda all_: gzip.compress(carriers.tar(all_, ""), mtime=0)[:-9000]), expected=UNOPENED, warnings=None),
    CorpusCase(name="names-nfd", raw=named(lambda _, name: unicodedata.normalize("NFD", f"é{name}"))),
    CorpusCase(name="names-bidi-and-control", raw=named(lambda _, name: f"\u202e\u0007{name}")),
    CorpusCase(name="names-unquoted", raw=unquoted),
    CorpusCase(name="subject-split-inside-character", raw=split_subject),
)  # fmt: skip
