"""The password of a server: written in the configuration, from a file, or from a command."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from intake.config.models import Server
from intake.mime.charsets import decode

PATIENCE = 60.0  # seconds that a command may take


class NoSecret(OSError):  # noqa: N818 - it says what is missing
    """Say why there is no password to log in with."""


def secret_of(server: Server) -> str | None:
    """Return the password, None where none is set; raises NoSecret in words that hold nothing of it."""
    if server.password_command:
        return _told_by(server.password_command)
    if server.password_file is not None:
        try:
            told = server.password_file.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark
        except UnicodeDecodeError:
            raise NoSecret(f"the password file {server.password_file} is not UTF-8 text") from None
        except OSError as error:
            raise NoSecret(f"the password file {server.password_file} cannot be read: {error.strerror}") from error
        lines = [line.strip() for line in told.split("\n") if line.strip()]
        if not lines:
            raise NoSecret(f"the password file {server.password_file} is empty")
        return lines[0]
    return server.password.get_secret_value() if server.password else None


def _told_by(command: Sequence[str]) -> str:
    """Return the first line that a command prints."""
    name = command[0]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NoSecret(f"password_command: {name} took more than {PATIENCE:g} s") from None
    except OSError as error:
        raise NoSecret(f"password_command: {name} cannot be started: {error.strerror}") from error
    lines = decode(done.stdout).splitlines()
    if done.returncode:
        said = " ".join(decode(done.stderr).split())[:200]
        raise NoSecret(f"password_command: {name} ended with {done.returncode}" + (f": {said}" if said else ""))
    if not lines or not lines[0].strip():
        raise NoSecret(f"password_command: {name} printed nothing")
    return lines[0].strip()
