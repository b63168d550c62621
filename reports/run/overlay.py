"""The file that `init` writes: what a person said of their mailbox, as a configuration laid over config.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from intake.config.models import Config
from intake.config.shipped import shipped_config
from intake.config.yaml_reader import load_yaml

SCHEMA = "config.schema.json"
Servers = dict[str, Any]


class Preset(BaseModel):
    """A provider: its servers, what it wants to be logged in with, what must be switched on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    domains: tuple[str, ...] = ()
    imap: Servers = {}
    smtp: Servers = {}
    oauth: str = ""
    secret: str = ""
    hint: str = ""


@cache
def presets() -> Mapping[str, Preset]:
    """Return the providers there are, by name."""
    written = load_yaml(Path(__file__).with_name("providers.yaml").read_text(encoding="utf-8"))
    return {name: Preset(**given) for name, given in written.items()}


def preset_of(address: str) -> str:
    """Return which provider an address is of, 'other' where its domain does not tell."""
    domain = address.rpartition("@")[2].lower()
    return next((name for name, preset in presets().items() if domain in preset.domains), "other")


@dataclass(frozen=True, kw_only=True)
class MailboxAnswers:
    """What a person said: `secret` is the key and value that log in (password, password_file, password_command or oauth)."""

    address: str
    call: str
    imap: Servers
    smtp: Servers
    secret: Mapping[str, Any]
    folders: tuple[str, ...] = ("INBOX",)
    staff: tuple[str, ...] = ()
    data_dir: Path = field(default_factory=lambda: Path("var"))


def overlay_text(config: Config, said: MailboxAnswers) -> str:
    """Return the overlay: the call's mailbox with what was said, every other one switched off."""
    mine = next((name for name, box in config.mailboxes.items() if said.call in box.calls), said.call)
    box = {**said.imap, "username": said.address, **said.secret, "addresses": [said.address], "folders": list(said.folders)}
    others = {name: {"enabled": False} for name, other in config.mailboxes.items() if name != mine and other.enabled}
    # a mail server of this machine's own takes letters without a login
    sends = {"username": None, "password": None} if said.smtp["security"] == "none" else {"username": said.address, **said.secret}
    office = config.office_of(said.call).said(config.calls[said.call].languages[0])
    written = {
        "data_dir": str(said.data_dir.absolute()),
        "staff": list(said.staff),
        "mailboxes": {mine: {**box, "enabled": True, "calls": [said.call]}, **others},
        "delivery": {**said.smtp, **deepcopy(sends), "sender": f"{office} <{said.address}>"},
    }
    base = shipped_config()
    head = f"# yaml-language-server: $schema={base.with_name(SCHEMA)}\n# Laid over {base}; written by `init`, yours to change.\n"
    return head + yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=120)
