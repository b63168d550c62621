"""What a broken or strange conversation with a mailbox means: which kind of trouble, and its words for people."""

from __future__ import annotations

import ast
import imaplib
import re
import ssl
from dataclasses import dataclass

from intake.credentials.tls import unsafe
from intake.fetch.faults import FetchFault, Interrupted, LoginRefused, MailboxError
from intake.fetch.imap_wire import TooMuch
from intake.isolate.lifeline import StopCause
from intake.mime.charsets import decode

QUOTED = re.compile(r"""\bb(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")  # bytes as libraries put them into their words


def fault_of(error: BaseException, cause: StopCause) -> FetchFault:
    """Return what an error says of the mail that was being fetched; `cause`: why the line was cut, if it was."""
    if cause == "time":
        return FetchFault.SLOW
    if isinstance(error, TooMuch):
        return FetchFault.TOO_MUCH
    return FetchFault.BROKEN if isinstance(error, OSError | imaplib.IMAP4.abort) else FetchFault.GARBLED


@dataclass(frozen=True)
class Step:
    """What was being done where: the mailbox in words, the deed, its patience in seconds, the host as the settings name it."""

    where: str
    doing: str
    patience: float
    host: str


def trouble(error: BaseException, cause: StopCause, step: Step) -> MailboxError:
    """Return an error in words: where, at what, what was said."""
    where, doing, patience = step.where, step.doing, step.patience
    if cause == "stop":
        return Interrupted(f"{where}: broken off while {doing}, because the service ends or is reloaded")
    if cause == "time":
        return MailboxError(f"{where}: too slow: {doing} took more than {patience:.0f} s")
    match error:
        case ssl.SSLError():
            told = unsafe(error, step.host)
        case TooMuch():
            told = f"the server sends more than it was asked for while {doing} ({server_said(error)})"
        case OSError() | imaplib.IMAP4.abort():
            told = f"not reachable while {doing} ({server_said(error)})"
        case _:  # ValueError, ProtocolError, KeyError ... all mean: try later
            netease = "Unsafe Login" in str(error)
            hint = "; switch on IMAP for this client at the provider" if netease else ""
            text = f"{where}: the server answered something unusable while {doing} ({server_said(error)}){hint}"
            return LoginRefused(text) if netease else MailboxError(text)
    return MailboxError(f"{where}: {told}")


def server_said(error: BaseException) -> str:
    """Return what a server or library said, as one short printable line."""
    argument = error.args[0] if error.args else ""
    text = decode(argument) if isinstance(argument, bytes) else QUOTED.sub(_unquoted, str(error))
    return "".join(char if char.isprintable() else " " for char in text)[:200] or type(error).__name__


def _unquoted(quoted: re.Match[str]) -> str:
    """Return what stands in bytes that were written as Python writes them."""
    return decode(ast.literal_eval(quoted[0]))
