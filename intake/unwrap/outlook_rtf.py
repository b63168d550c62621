"""The text of a mail that Outlook keeps as compressed RTF (MS-OXRTFCP), with HTML inside where it was HTML (MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct

from intake.mime.charsets import decode, storable

PRELOAD = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
LARGEST = 10_000_000
TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL)
SILENT = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"generator", b"listtable", b"listoverridetable", b"object",
          b"themedata", b"latentstyles", b"datastore", b"xmlnstbl", b"rsidtbl"}  # fmt: skip
BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n"}


def rtf_of(data: bytes) -> bytes:
    """Return the RTF that was compressed; b'' when the bytes are none."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<I", data, 4)[0], data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu" or size > LARGEST:
        return b""
    window = bytearray(PRELOAD.ljust(4096, b" "))
    write, out, place = len(PRELOAD), bytearray(), 16
    while place < len(data) and len(out) < size:
        control, place = data[place], place + 1
        for bit in range(8):
            if control >> bit & 1:
                if place + 2 > len(data):
                    break
                reference, place = data[place] << 8 | data[place + 1], place + 2
                start = reference >> 4
                if start == write % 4096:
                    return bytes(out)
                for step in range((reference & 15) + 2):  # byte by byte: a piece may overlap itself
                    byte = window[(start + step) % 4096]
                    window[write % 4096] = byte
                    write += 1
                    out.append(byte)
            elif place < len(data):
                window[write % 4096] = data[place]
                out.append(data[place])
                write, place = write + 1, place + 1
    return bytes(out)


def rtf_text(rtf: bytes, charset: str = "") -> tuple[str, str]:
    """Return (HTML, plain text) of RTF: the HTML that Outlook wrapped into it, else its words line by line."""
    page = re.search(rb"\\ansicpg(\d+)", rtf[:400])
    charset = f"cp{page[1].decode()}" if page else charset
    html = b"\\fromhtml1" in rtf[:400]
    text = _Reader(charset, html).read(rtf[:LARGEST])
    return (text, "") if html else ("", text)


class _Reader:
    """Reads RTF once, from its beginning to its end."""

    def __init__(self, charset: str, html: bool) -> None:
        self._charset, self._html = charset, html
        self._out: list[str] = []
        self._bytes = bytearray()  # of characters written as \'hh, which may be halves
        self._skip = 0  # characters that stand in for a \u character and are passed over
        self._silent, self._width = False, 1
        self._stack: list[tuple[bool, int]] = []
        self._in_rtf = False  # between \htmlrtf and \htmlrtf0: what only RTF readers show
        self._starred = False

    def read(self, rtf: bytes) -> str:
        """Return the text of the whole."""
        for token in TOKEN.finditer(rtf):
            word, number, code, symbol, brace, plain = token.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            if plain is not None:
                self._plain(plain)
                continue
            self._flush()
            if word is not None:
                self._word(word, int(number) if number else -1)
            elif brace is not None:
                self._brace(brace)
            elif symbol is not None:
                self._symbol(symbol)
        self._flush()
        return storable("".join(self._out))

    @property
    def _hidden(self) -> bool:
        return self._silent or (self._html and self._in_rtf)

    def _say(self, text: str) -> None:
        if not self._hidden:
            self._out.append(text)

    def _byte(self, byte: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._hidden:
            self._bytes.append(byte)

    def _plain(self, plain: bytes) -> None:
        passed = min(self._skip, len(plain))
        self._skip -= passed
        if not self._hidden:
            self._bytes += plain[passed:]

    def _flush(self) -> None:
        if self._bytes:
            self._say(decode(bytes(self._bytes), self._charset))
            self._bytes.clear()

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{" and len(self._stack) < 1000:
            self._stack.append((self._silent, self._width))
        elif brace == b"}" and self._stack:
            self._silent, self._width = self._stack.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\\{}":
            self._say(symbol.decode("ascii"))
        elif symbol == b"~":
            self._say("\u00a0")

    def _word(self, word: bytes, number: int) -> None:
        starred, self._starred = self._starred, False
        if word == b"htmlrtf":
            self._in_rtf = number != 0
        elif word == b"htmltag":
            self._silent = False
        elif starred or word in SILENT:
            self._silent = True
        elif word == b"u":
            self._say(chr(number % 65536))
            self._skip = self._width
        elif word == b"uc":
            self._width = max(number, 0)
        elif word in BREAKS:
            self._say(BREAKS[word])
        elif word == b"bin":
            self._silent = True
