"""Japanese as it is really sent: ISO-2022-JP and EUC-JP with the rows that NEC and IBM added (髙, ①, ㈱), which Python's codecs refuse.

Both are other ways to write a place in the table of JIS X 0208; cp932 knows the table with its additions.
"""

from __future__ import annotations

import re

ESCAPE = re.compile(rb"\x1b(\$\(?[@ABCDO-Q]|\([BJIHA]|\.[AF]|&@)|[\x0e\x0f]")
SINGLE, DOUBLE, KANA, SUPPLEMENT = "single", "double", "kana", "supplement"
MODES = {b"(B": SINGLE, b"(J": SINGLE, b"(H": SINGLE, b"(I": KANA, b"$@": DOUBLE, b"$B": DOUBLE, b"$(B": DOUBLE, b"$(@": DOUBLE,
         b"$(O": DOUBLE, b"$(Q": DOUBLE, b"$(D": SUPPLEMENT}  # fmt: skip
OTHERS = {b"$A": "gb2312", b"$(A": "gb2312", b"$(C": "euc_kr"}


def from_iso2022(data: bytes, errors: str = "strict") -> str:
    """Return text in ISO-2022-JP and its extensions; raises UnicodeDecodeError unless `errors` is "replace"."""
    pieces: list[str] = []
    mode, shifted, start = SINGLE, False, 0
    for found in [*ESCAPE.finditer(data), None]:
        piece = data[start : found.start() if found else len(data)]
        pieces.append(_piece(piece, KANA if shifted and mode is SINGLE else mode, errors))
        if found is None:
            break
        if found[0] in b"\x0e\x0f":
            shifted = found[0] == b"\x0e"
        else:
            mode = MODES.get(found[1], OTHERS.get(found[1], mode))
        start = found.end()
    return "".join(pieces)


def _piece(piece: bytes, mode: str, errors: str) -> str:
    if mode is SINGLE:
        return piece.decode("cp932", errors)  # some send Shift_JIS kana bare
    if mode is KANA:
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in piece).decode("cp932", errors)
    lines = re.split(rb"([\r\n\t ]+)", piece)  # a line ends without the escape that ought to stand before
    return "".join(_doubles(line, mode, errors) if index % 2 == 0 else line.decode("ascii") for index, line in enumerate(lines))


def _doubles(line: bytes, mode: str, errors: str) -> str:
    high = bytes(byte | 0x80 for byte in line)
    if mode is DOUBLE:
        return from_euc(high, errors)
    if mode is SUPPLEMENT:
        return b"".join(b"\x8f" + high[place : place + 2] for place in range(0, len(high), 2)).decode("euc_jp", errors)
    return high.decode(mode, errors)


def from_euc(data: bytes, errors: str = "strict") -> str:
    """Return text in EUC-JP with NEC's and IBM's rows; raises UnicodeDecodeError unless `errors` is "replace"."""
    out: list[str] = []
    plain = bytearray()
    place = 0
    while place < len(data):
        width = 3 if data[place] == 0x8F else 2 if data[place] >= 0x80 else 1
        char = data[place : place + width]
        place += width
        if width == 2 and len(char) == 2 and char[0] >= 0xA1 and char[1] >= 0xA1:
            plain += _shifted(char[0] - 0xA0, char[1] - 0xA0)
        elif width == 2 and len(char) == 2 and char[0] == 0x8E:
            plain += char[1:]
        elif width == 1:
            plain += char
        else:
            out += [plain.decode("cp932", errors), char.decode("euc_jp", errors)]
            plain = bytearray()
    return "".join([*out, plain.decode("cp932", errors)])


def _shifted(row: int, cell: int) -> bytes:
    """Return a place of the JIS table (row and cell 1-94) as Shift_JIS writes it."""
    lead = (row + 1) // 2 + (0x80 if row < 63 else 0xC0)
    trail = cell + (0x3F if cell < 64 else 0x40) if row % 2 else cell + 0x9E
    return bytes([lead, trail])
