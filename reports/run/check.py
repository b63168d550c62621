"""The check command: every mistake of the configuration, and with --connect every login, nothing sent."""

from __future__ import annotations

import smtplib
import ssl
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from intake.config.loading import Mistake
from intake.config.models import Config, DeliverySettings
from intake.credentials.faults import SignInAgain, TokensAway
from intake.credentials.secrets import NoSecret
from intake.credentials.tls import trust, unsafe
from intake.fetch.diagnosis import server_said
from intake.fetch.faults import MailboxError
from intake.fetch.imap import Mailbox
from intake.isolate.lifeline import Lifeline
from registry.desk.desk import RegistryError, examine_settings
from registry.desk.opening import cannot_be_written, examine_registry
from reports.letters.smtp_login import log_in_smtp
from reports.letters.smtp_wire import SmtpClient
from reports.letters.wording_check import unwritable
from reports.screen.output import emit

DONE, NEEDS_PERSON, WRONG, UNREACHABLE = 0, 1, 2, 3


def check_configuration(paths: Sequence[Path], environ: Mapping[str, str], *, connect: bool, json: bool) -> int:
    """Print every mistake and warning, with `connect` also the result of each login; return the exit code."""
    config, _, mistakes = examine_settings(paths, environ)
    try:
        mistakes = mistakes + (examine_registry(config) if config else [])
    except RegistryError as error:
        print(error, file=sys.stderr)
        return NEEDS_PERSON
    told = {item.key_path for item in mistakes}
    mistakes += [item for item in (unwritable(config) if config else ()) if item.key_path not in told]
    if config and (why := cannot_be_written(config.data_dir.absolute())):
        hint = "make it, or give it to the user that the desk runs as"
        problem = f"{config.data_dir} cannot be made or written by this user: {why}"
        mistakes += [Mistake(key_path="data_dir", problem=problem, hint=hint, warning=True)]
    wrong = [item for item in mistakes if not item.warning]
    logins = connections(config) if connect and config and not wrong else {}
    if json:
        emit(_document(mistakes, logins))
    else:
        _tell(mistakes, logins)
    if wrong:
        return WRONG
    return UNREACHABLE if any(logins.values()) else DONE


def connections(config: Config) -> dict[str, str]:
    """Log in to every mailbox and to SMTP; return key path -> problem ('' when all is well)."""
    result = {}
    for name, settings in config.polled.items():
        try:
            with Mailbox(settings, name) as mailbox:
                for folder in settings.folders:
                    mailbox.folder_state(folder)
            result[f"mailboxes.{name}"] = ""
        except (MailboxError, OSError) as error:
            result[f"mailboxes.{name}"] = str(error)
    result["delivery"] = smtp_problem(config.delivery)
    return result


def smtp_problem(settings: DeliverySettings) -> str:
    """Connect and log in to the SMTP server, send nothing; return what went wrong, '' if nothing."""
    where = f"{settings.host}:{settings.port}"
    line = Lifeline()
    try:
        with line.within(settings.letter_timeout.total_seconds()), SmtpClient(settings, line) as client:
            if settings.security == "starttls":
                client.starttls(context=trust(settings))
            if settings.username:
                client.ehlo()
                log_in_smtp(client, settings)
            client.noop()
    except smtplib.SMTPAuthenticationError as error:
        what = (
            "did the same account sign in"
            if settings.oauth
            else "is delivery.password the authorisation code, not the web password"
        )
        return f"{where} refused the login ({error.smtp_code}); {what}?"
    except SignInAgain as error:
        return f"{where}: {error}. Sign in again (`sign-in`), or give a new refresh_token"
    except (NoSecret, TokensAway) as error:
        return f"{where}: {error}"
    except ssl.SSLError as error:
        return f"{where}: {unsafe(error, settings.host)}"
    except (OSError, smtplib.SMTPException) as error:
        return f"{where} could not be reached or did not answer as a mail server should: {server_said(error)}"
    finally:
        line.close()
    return ""


def _document(mistakes: Sequence[Mistake], logins: Mapping[str, str]) -> dict[str, object]:
    return {
        "mistakes": [
            {"key_path": item.key_path, "problem": item.problem, "hint": item.hint, "warning": item.warning} for item in mistakes
        ],
        "connections": [{"key_path": path, "ok": not problem, "problem": problem} for path, problem in logins.items()],
    }


def _tell(mistakes: Sequence[Mistake], logins: Mapping[str, str]) -> None:
    for item in mistakes:
        print(f"{'warning' if item.warning else 'mistake'}  {item}")
    for path, problem in logins.items():
        print(f"{'problem' if problem else 'ok     '}  {path}{': ' + problem if problem else ''}")
    if not any(not item.warning for item in mistakes):
        unreached = any(logins.values())
        print(
            f"The configuration is in order{', but what is called a problem above is not' if unreached else ''}.", file=sys.stdout
        )
