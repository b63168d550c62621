"""Where words go: a stream that is closed, full, or of a terminal that knows few letters breaks no command."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress


def made_ready() -> None:
    """Give every stream an end that takes words: nowhere where it was closed, `?` for a letter its encoding has not."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open as long as the program
        elif isinstance(stream, io.TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="replace")


def in_utf8() -> None:
    """Have what follows on stdout in UTF-8, whatever the terminal's own is: a JSON document (contract.md)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def told_at_last(words: str) -> None:
    """Tell on stderr why the program ends, if anybody can be told; what stdout would not take is not tried again."""
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)
    with suppress(OSError):
        sys.stdout.flush()
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
