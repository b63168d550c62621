"""How servers are logged in to, as it is written: one way each, and what is missing for it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from intake.config.mistakes import Mistake
from intake.config.models import Config, Server
from intake.config.oauth import OAuth
from intake.config.secret_files import readable_by_others

WAYS = ("oauth", "password_command", "password_file")  # each stands over `password`, which config.yaml comes with
UNSAFE = re.compile(r"[^A-Za-z0-9.@_-]")


def servers_of(merged: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return key path and settings of every server that is written."""
    boxes = merged.get("mailboxes")
    found = [(f"mailboxes.{name}", box) for name, box in boxes.items()] if isinstance(boxes, dict) else []
    return [(path, server) for path, server in [*found, ("delivery", merged.get("delivery"))] if isinstance(server, dict)]


def one_way_each(merged: dict[str, Any]) -> dict[str, Any]:
    """Return the same without the passwords in whose place another way is written."""
    overruled = {path for path, server in servers_of(merged) if any(server.get(way) for way in WAYS)}
    boxes = merged.get("mailboxes")
    told = dict(merged)
    if isinstance(boxes, dict):
        told["mailboxes"] = {name: _without(box, f"mailboxes.{name}" in overruled) for name, box in boxes.items()}
    if "delivery" in overruled:
        told["delivery"] = _without(merged["delivery"], True)
    return told


def _without(server: Any, password: bool) -> Any:
    return {key: value for key, value in server.items() if key != "password"} if password else server


def with_token_files(expanded: Mapping[str, Any]) -> None:
    """Tell each login by tokens whose it is and where they are kept: one file for an account, though two servers use it."""
    folder = Path(str(expanded.get("data_dir") or "var")) / "tokens"
    for _, server in servers_of(expanded):
        oauth, username = server.get("oauth"), server.get("username")
        if isinstance(oauth, dict) and isinstance(username, str):
            name = UNSAFE.sub("_", f"{oauth.get('provider')}-{username.casefold()}")
            server["oauth"] = {"username": username, "kept_in": folder / f"{name}.json", **oauth}


def login_mistakes(config: Config) -> Iterator[Mistake]:
    """Yield what is missing, or may be read by others, of the secrets of servers that are logged in to."""
    for name, box in config.polled.items():
        path = f"mailboxes.{name}"
        if box.password is None and not any(getattr(box, way) for way in WAYS):
            hint = "set password, password_file, password_command or oauth"
            yield Mistake(key_path=f"{path}.password", problem="is missing", hint=hint)
        yield from _mistakes(path, box)
    yield from _mistakes("delivery", config.delivery)


def _mistakes(path: str, server: Server) -> Iterator[Mistake]:
    if server.password_file is not None:
        if not server.password_file.is_file():
            problem = f"there is no file {server.password_file}"
            yield Mistake(key_path=f"{path}.password_file", problem=problem, hint="create it, mode 0600")
        elif readable_by_others(server.password_file):
            problem = f"other users of this machine may read {server.password_file}"
            yield Mistake(key_path=f"{path}.password_file", problem=problem, hint="chmod 600 it", warning=True)
    if server.ca_file is not None:
        yield from _authority(f"{path}.ca_file", server.ca_file)
    ways = [way for way in WAYS if getattr(server, way)]
    if len(ways) > 1:
        yield Mistake(key_path=f"{path}.{ways[1]}", problem=f"there is {ways[0]} as well", hint="keep one, set the other to null")
    if isinstance(server.oauth, OAuth) and not server.username:
        yield Mistake(key_path=f"{path}.username", problem="is missing", hint="tokens are for an account; name it")


def _authority(path: str, file: Path) -> Iterator[Mistake]:
    try:
        ssl.create_default_context().load_verify_locations(file)
    except ssl.SSLError:
        yield Mistake(key_path=path, problem=f"{file} holds no certificate", hint="give a PEM file")
    except OSError as error:
        yield Mistake(key_path=path, problem=f"{file} cannot be read: {error.strerror}", hint="give an existing PEM file")
