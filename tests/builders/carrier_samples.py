"""What wraps files on their way: winmail.dat, signed and encrypted mail, RAR, 7z, tar; written by hand or by real programs."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

Packed = Sequence[tuple[str, bytes]]
UNICODE, BINARY, LONG = 0x001F, 0x0102, 0x0003
LONG_NAME, BODY_HTML, BODY_PLAIN, INTERNET_PAGE = 0x3707, 0x1013, 0x1000, 0x3FDE


def winmail(files: Packed, html: str = "", plain: str = "", page: int = 936) -> bytes:
    """Return a TNEF stream (MS-OXTNEF 2): names short in the code page and long in Unicode, the text as properties."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += _attribute(1, 0x00089006, struct.pack("<I", 0x10000)) + _attribute(1, 0x00069007, struct.pack("<II", page, 0))
    texts = [(BODY_HTML, BINARY, html.encode()), (INTERNET_PAGE, LONG, struct.pack("<I", 65001))] if html else []
    texts += [(BODY_PLAIN, UNICODE, _wide(plain))] if plain else []
    if texts:
        out += _attribute(1, 0x00069003, _properties(texts))
    for name, data in files:
        out += _attribute(2, 0x00069002, bytes(14))
        out += _attribute(2, 0x00018010, name.encode("gb18030")[:8] + b"\0") + _attribute(2, 0x0006800F, data)
        out += _attribute(2, 0x00069005, _properties([(LONG_NAME, UNICODE, _wide(name))]))
    return out


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le") + b"\0\0"


def _attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _properties(items: Sequence[tuple[int, int, bytes]]) -> bytes:
    out = struct.pack("<I", len(items))
    for tag, kind, value in items:
        out += struct.pack("<HH", kind, tag)
        out += value if kind == LONG else struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
    return out


def signed_mail(entity: bytes, *, pieces: int = 1) -> bytes:
    """Return an entity packed into its signature (CMS SignedData, not detached) by `cryptography`.

    With `pieces` the content is cut up and every length left open, as programs write that sign while they send (BER).
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs7
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented Person")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(certificate, key, hashes.SHA256())
    whole = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    if pieces == 1:
        return whole
    step = len(entity) // pieces + 1
    octets = b"".join(_der(0x04, entity[start : start + step]) for start in range(0, len(entity), step))
    content = _oid("2a864886f70d010701") + _open(0xA0, _open(0x24, octets))
    signed = _der(0x02, b"\1") + _der(0x31, b"") + _open(0x30, content) + _der(0x31, b"")
    return _open(0x30, _oid("2a864886f70d010702") + _open(0xA0, _open(0x30, signed)))


def encrypted_mail() -> bytes:
    """Return the beginning of an enveloped mail (CMS EnvelopedData): nobody here has its key."""
    envelope = _der(0x02, b"\0") + _der(0x31, b"") + _der(0x30, _oid("2a864886f70d010701") + _der(0x80, bytes(range(64))))
    return _der(0x30, _oid("2a864886f70d010703") + _der(0xA0, _der(0x30, envelope)))


def _oid(digits: str) -> bytes:
    return _der(0x06, bytes.fromhex(digits))


def _der(tag: int, data: bytes) -> bytes:
    size = len(data)
    count = (size.bit_length() + 7) // 8
    length = bytes([size]) if size < 128 else bytes([0x80 | count]) + size.to_bytes(count, "big")
    return bytes([tag]) + length + data


def _open(tag: int, data: bytes) -> bytes:
    return bytes([tag, 0x80]) + data + b"\0\0"


def rar(files: Packed) -> bytes:
    """Return a RAR 5 archive whose files are stored, not compressed (rarlab's technical note)."""
    out = b"Rar!\x1a\x07\x01\x00" + _block(1, 0, _number(0))
    for name, data in files:
        path = name.encode()
        fields = _number(0x04) + _number(len(data)) + _number(0o100644) + struct.pack("<I", zlib.crc32(data)) + _number(0)
        out += _block(2, 0x02, fields + _number(1) + _number(len(path)) + path, data)
    return out + _block(5, 0, _number(0))


def locked_rar() -> bytes:
    """Return a RAR 5 archive whose headers are encrypted."""
    return b"Rar!\x1a\x07\x01\x00" + _block(4, 0, _number(0) + _number(0) + bytes([15]) + bytes(range(16))) + bytes(range(64))


def _block(kind: int, flags: int, fields: bytes, data: bytes = b"") -> bytes:
    body = _number(kind) + _number(flags) + (_number(len(data)) if flags & 0x02 else b"") + fields
    sized = _number(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized + data


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def seven(files: Packed, password: str | None = None) -> bytes:
    """Return a 7z archive, its names hidden as well when it has a password."""
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, header_encryption=password is not None) as archive:
        for name, data in files:
            archive.writestr(data, name)
    return out.getvalue()


def tar(files: Packed, compression: str = "gz") -> bytes:
    """Return a tar, compressed by gz, bz2 or xz; '' for none. A name that ends in '->x' is a link to x."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{compression if compression != 'gz' else ''}") as archive:  # type: ignore[call-overload]
        for name, data in files:
            entry = tarfile.TarInfo(name.partition("->")[0])
            entry.size = len(data)
            if "->" in name:
                entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, name.partition("->")[2], 0
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0) if compression == "gz" else out.getvalue()
