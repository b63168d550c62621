"""One mail's text, and whether it is what the server said it has: sizes are looked at while it comes, not after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from intake.fetch.faults import FetchFault, MessageFault, NotKept
from intake.fetch.imap_wire import TooMuch

PIECE = 1 << 20  # bytes a FETCH asks for: memory stays flat however large the mail
SLACK = 0.02  # how far RFC822.SIZE may be off before the mail is fetched again (field-notes 1)
WRONG = 0.1  # how far it may be off when the server sends the same twice: some count line ends otherwise
MARGIN = 65_536  # bytes a mail may have beyond what was announced: what is more than announced is at least whole
UNTOLD = 64 << 20  # bytes of a mail of which no size is told
LOOK_EVERY = 16 << 20  # bytes between two looks at the disk
Ask = Callable[[str, int, Callable[[bytes], None] | None], tuple[dict[bytes, Any], int]]


class Download:
    """The text of one message on its way from `ask` (a FETCH item, the most bytes, a sink) to `out`."""

    def __init__(
        self, where: str, uid: int, announced: int | None, out: Callable[[bytes], None], fits: Callable[[int], None]
    ) -> None:
        """`announced`: RFC822.SIZE, None where the server tells none; `fits` raises when so many bytes may not come."""
        self.announced = announced
        self._where, self._uid, self._out, self._fits = where, uid, out, fits
        self._size = self._looked = 0

    def look_for_room(self) -> None:
        """Ask whether what is still to come may come; raises what `fits` raises."""
        self._looked = self._size
        self._fits(max((self.announced or 0) - self._size, 0))

    def fetch(self, ask: Ask, restart: Callable[[], None] | None, whole: bool) -> int:
        """Fetch the text and return its size; raises MessageFault when it is never what was announced."""
        size = None if whole else self._in_pieces(ask)
        if size is None:  # this server cannot give a part of a text
            self._begin_again(restart)
            size = self._whole(ask)
        for _ in range(2):
            if size and self._near(size, SLACK):
                return size
            if restart is None:
                break
            self._begin_again(restart)
            again = self._whole(ask)
            if again == size and self._near(size, WRONG):  # the server means it: RFC822.SIZE was wrong
                return size
            size = again
        raise self._unlike(size)

    def _near(self, size: int, slack: float) -> bool:
        if self.announced is None:
            return size > 0 and slack == WRONG
        least = self.announced - max(self.announced * slack, 64)
        return least <= size <= (self._most if slack == WRONG else self.announced + max(self.announced * slack, 64))

    @property
    def _most(self) -> int:
        """Return the bytes that may come in all."""
        if self.announced is None:
            return UNTOLD
        return max(int(self.announced * (1 + WRONG)), self.announced + MARGIN)

    def _unlike(self, size: int) -> MessageFault:
        small = self.announced is not None and size < self.announced / 2
        what = "a stand-in, not the message" if small else "not the size it should have"
        text = f"{self._where}: message {self._uid} came with {size} bytes, but {self.announced} were announced: {what}"
        return MessageFault(FetchFault.STAND_IN if small else FetchFault.SIZE, text)

    def _in_pieces(self, ask: Ask) -> int | None:
        """Fetch piece by piece up to a short one; None where the first comes as no piece at all."""
        while True:
            offset = self._size
            facts, _ = ask(f"BODY.PEEK[]<{offset}.{PIECE}>", PIECE, None)
            name = f"BODY[]<{offset}>".encode()
            piece = facts.get(name)
            if piece is None and offset == 0:
                if isinstance(facts.get(b"BODY[]"), bytes):
                    return None
                raise MessageFault(FetchFault.EMPTY, f"{self._where}: message {self._uid} came without its text")
            if not isinstance(piece, bytes | type(None)):
                raise MessageFault(FetchFault.GARBLED, f"{self._where}: message {self._uid} came garbled")
            if len(piece or b"") > PIECE:
                raise TooMuch(f"a piece of {len(piece or b'')} bytes where {PIECE} were asked for")
            self._keep(piece or b"")
            if len(piece or b"") < PIECE or self._size > self._most:
                return self._size

    def _whole(self, ask: Ask) -> int:
        facts, poured = ask("BODY.PEEK[]", self._most, self._keep)
        body = facts.get(b"BODY[]")
        if not isinstance(body, bytes):
            raise MessageFault(FetchFault.EMPTY, f"{self._where}: message {self._uid} came without its text")
        if not poured:  # a short text may come as a quoted string
            self._keep(body)
        return self._size

    def _begin_again(self, restart: Callable[[], None] | None) -> None:
        self._size = self._looked = 0
        if restart is not None:
            restart()

    def _keep(self, piece: bytes) -> None:
        """Hand bytes on; a disk that cannot take them is no mailbox's trouble."""
        self._size += len(piece)
        if self._size - self._looked >= LOOK_EVERY:
            self.look_for_room()
        try:
            self._out(piece)
        except OSError as error:
            raise NotKept(f"{error.strerror or error}") from error
