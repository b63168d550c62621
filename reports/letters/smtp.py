"""Hand one letter to the SMTP server: one conversation, its phases recorded (contract.md ruling 11)."""

from __future__ import annotations

import contextlib
import re
import select
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

from intake.config.models import DeliverySettings
from intake.credentials.faults import SignInAgain, TokensAway
from intake.credentials.secrets import NoSecret
from intake.credentials.tls import trust, unsafe
from intake.isolate.lifeline import Lifeline
from intake.mime.charsets import decode
from intake.model.addresses import canonical, writable
from registry.store.codes import LetterState
from reports.letters.quota_refusals import about_our_limits
from reports.letters.smtp_login import log_in_smtp
from reports.letters.smtp_wire import SmtpClient

OURS = frozenset({"connect", "EHLO", "STARTTLS", "AUTH", "MAIL"})  # a 5xx here is our trouble, not the recipient's
ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without < > and blanks
BEYOND_ASCII = "this mail server takes no address with other letters than ASCII before the @ (it offers no SMTPUTF8)"
LAST_LOOK = 0.02  # seconds to notice, before the dot, that the server has gone
FAREWELL = 2.0  # seconds to wait for the answer to QUIT, which changes nothing


class DeliveryError(Exception):
    """Say that the server answered otherwise than it should (code -1: not as a mail server) or the session cannot go on."""

    def __init__(self, code: int | None, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class DeliveryOutcome:
    """What became of a letter: the server's last code and text, whether staff must act, whether no server was there.

    `quota`: we sent too much or too often, so no other letter need be tried now; `refused`: we were not let in, likewise.
    """

    state: LetterState
    code: int | None = None
    text: str = ""
    alarm: bool = False
    unreachable: bool = False
    quota: bool = False
    refused: bool = False

    @property
    def sent(self) -> bool:
        """Tell whether a server took it."""
        return self.state is LetterState.SENT


@dataclass(frozen=True)
class Envelope:
    """A letter's bytes, the address it leaves from, and the one recipient it goes to."""

    letter: bytes
    mail_from: str
    recipient: str


def deliver(
    settings: DeliverySettings,
    envelope: Envelope,
    on_phase: Callable[[str], None] = lambda _: None,
    line: Lifeline | None = None,
    password: str | None = None,
) -> DeliveryOutcome:
    """Deliver one letter to one recipient and say what became of it; network trouble never raises.

    `on_phase('BODY')` is called when the body has gone, while the server is watched; `on_phase('DOT')` before the final dot, which
    is sent only if that has returned, committed. Before it a lost connection is `deferred`, after it `unknown` (RFC 1047; field-notes
    8). What `on_phase` raises goes through, no dot sent. Another thread may cut the `line`. `password`: None where the settings tell it.
    """
    recipient = canonical(envelope.recipient)
    for address, state in ((envelope.mail_from, LetterState.DEFERRED), (recipient, LetterState.FAILED)):
        if not (ADDRESS.fullmatch(address) or (state is LetterState.FAILED and writable(address))):
            text = "the address cannot be written to: it is not of the form name@domain"
            return DeliveryOutcome(state=state, text=text, alarm=state is LetterState.DEFERRED)
    talk = _Conversation(settings, line or Lifeline())
    seconds = settings.letter_timeout.total_seconds()
    try:
        with talk.line.within(seconds):
            trouble = talk.up_to_dot(password, envelope.letter, envelope.mail_from, recipient)
        if trouble is None:
            ends = time.monotonic() + LAST_LOOK
            on_phase("BODY")
            trouble = talk.last_look(ends - time.monotonic())
        if trouble:
            return trouble
        on_phase("DOT")
        with talk.line.within(seconds):
            return talk.dot()
    finally:
        talk.close()


class _Conversation:
    """One SMTP session; `stage` names the step whose answer is awaited."""

    def __init__(self, settings: DeliverySettings, line: Lifeline) -> None:
        self.settings, self.line, self.stage = settings, line, "connect"
        self.client: smtplib.SMTP | None = None

    def up_to_dot(self, password: str | None, letter: bytes, mail_from: str, recipient: str) -> DeliveryOutcome | None:
        """Do everything before the final dot; return what went wrong, None if nothing did."""
        return self._tried(lambda: self._up_to_dot(password, letter, mail_from, recipient))

    def last_look(self, seconds: float) -> DeliveryOutcome | None:
        """Look for at most so long whether the server has gone; return what went wrong, None if nothing did."""
        return self._tried(lambda: _still_there(self.client, max(seconds, 0)))

    def _up_to_dot(self, password: str | None, letter: bytes, mail_from: str, recipient: str) -> DeliveryOutcome | None:
        client = self.client = SmtpClient(self.settings, self.line)
        self._open(client, password)
        options = () if recipient.isascii() else ("BODY=8BITMIME", "SMTPUTF8")
        if options and not client.has_extn("smtputf8"):
            return DeliveryOutcome(state=LetterState.FAILED, text=BEYOND_ASCII)
        self._expect("MAIL", lambda: client.mail(mail_from, options))
        self._expect("RCPT", lambda: client.rcpt(recipient))
        self._expect("DATA", lambda: client.docmd("DATA"), 354)
        client.send(stuffed(letter))
        return None

    def _tried(self, step: Callable[[], DeliveryOutcome | None]) -> DeliveryOutcome | None:
        """Take a step before the dot; say what its trouble makes of the letter."""
        try:
            return step()
        except (DeliveryError, smtplib.SMTPResponseException) as error:
            code = error.code if isinstance(error, DeliveryError) else error.smtp_code
            text = str(error) if isinstance(error, DeliveryError) else _shown(error.smtp_error)
            return self._refused(code, text)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return self._lost(error)

    def dot(self) -> DeliveryOutcome:
        """Send the final dot and judge the answer; no clear answer is `unknown`."""
        self.stage = "dot"
        assert self.client is not None
        try:
            self.line.last_words = True
            self.client.send(b".\r\n")
            code, reply = self.client.getreply()
        except smtplib.SMTPResponseException as error:
            return DeliveryOutcome(state=LetterState.UNKNOWN, code=error.smtp_code, text=_shown(error.smtp_error))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return DeliveryOutcome(state=LetterState.UNKNOWN, text=f"after the final dot: {self._why(error)}")
        if code // 100 == 5 and about_our_limits(_shown(reply)):
            return DeliveryOutcome(state=LetterState.DEFERRED, code=code, text=f"dot: {_shown(reply)}", alarm=True, quota=True)
        states = {2: LetterState.SENT, 4: LetterState.DEFERRED, 5: LetterState.FAILED}
        return DeliveryOutcome(state=states.get(code // 100, LetterState.UNKNOWN), code=code, text=_shown(reply))

    def close(self) -> None:
        """Say goodbye without caring for the answer."""
        if self.client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException, ValueError), self.line.within(FAREWELL):
                if self.client.sock is not None and self.stage == "dot":
                    self.client.sock.settimeout(min(FAREWELL, self.settings.timeout.total_seconds()))
                    self.client.quit()
            self.client.close()
        self.line.close()

    def _open(self, client: smtplib.SMTP, password: str | None) -> None:
        """Greet, encrypt and log in as the settings say."""
        self._expect("EHLO", client.ehlo)
        if self.settings.security == "starttls":
            self._expect("STARTTLS", lambda: client.starttls(context=trust(self.settings)))
            self._expect("EHLO", client.ehlo)
        if self.settings.username:
            try:
                self._expect("AUTH", lambda: log_in_smtp(client, self.settings, password))
            except (NoSecret, SignInAgain) as error:
                raise DeliveryError(None, str(error)) from error

    def _expect(self, stage: str, step: Callable[[], tuple[int, bytes]], wanted: int | None = None) -> None:
        self.stage = stage
        code, reply = step()
        if code != wanted and (wanted is not None or code // 100 != 2):
            raise DeliveryError(code, _shown(reply))

    def _refused(self, code: int | None, text: str) -> DeliveryOutcome:
        """Judge a reply that is no consent, before the dot: 5xx is final only where it is about the recipient or the letter."""
        ours = self.stage in OURS
        permanent = code is not None and 500 <= code <= 599
        alarm = ours and (permanent or code is None)
        quota = permanent and about_our_limits(text)
        state = LetterState.FAILED if permanent and not ours and not quota else LetterState.DEFERRED
        shut = self.stage == "AUTH" and alarm
        return DeliveryOutcome(
            state=state, code=code, text=f"{self.stage}: {text}", alarm=alarm or quota, quota=quota, refused=shut
        )

    def _lost(self, error: Exception) -> DeliveryOutcome:
        """Judge a drop, a stall, or a server without what the settings ask of it, before the dot."""
        trouble = isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError) or self.stage == "AUTH"
        cut = bool(self.line.cause) or isinstance(error, TokensAway)
        text = f"{self.stage}: {self._why(error)}"
        return DeliveryOutcome(
            state=LetterState.DEFERRED, text=text, alarm=trouble and not cut, unreachable=cut or self.stage == "connect"
        )

    def _why(self, error: Exception) -> str:
        """Return why the conversation broke."""
        if self.line.cause == "time":
            return f"the server took more than {self.settings.letter_timeout.total_seconds():g} s"
        if self.line.cause == "stop":
            return "broken off, because the service ends or is reloaded"
        if isinstance(error, ssl.SSLError):
            return unsafe(error, self.settings.host)
        return _shown(str(error)) or type(error).__name__


def stuffed(letter: bytes) -> bytes:
    """Return a letter as it goes over the line: CRLF ends alone (against SMTP smuggling), leading dots doubled, no final dot."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", letter)
    lines = re.sub(rb"(?m)^\.", b"..", lines)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _still_there(client: smtplib.SMTP | None, seconds: float) -> None:
    """Look once whether the server has gone or spoken out of turn: before the dot that is a definite answer, after it none."""
    if not (client and (sock := client.sock)) or not select.select([sock], [], [], seconds)[0]:
        return
    timeout = sock.gettimeout()
    sock.settimeout(0)
    try:
        early = sock.recv(512)
    except (BlockingIOError, ssl.SSLWantReadError):
        return
    finally:
        sock.settimeout(timeout)
    if not early:
        raise smtplib.SMTPServerDisconnected("the server closed the connection before the final dot")
    code = int(early[:3]) if early[:3].isdigit() else -1
    raise DeliveryError(code, _shown(early))


def _shown(reply: bytes | str) -> str:
    """Return a server's words fit for a log: one line, printable, capped."""
    text = decode(reply) if isinstance(reply, bytes) else reply
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:300]
