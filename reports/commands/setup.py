"""The init command: a few questions, and the desk has a configuration that logs in."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reports.commands.shared import WRONG_USE, fail, settings_of

if TYPE_CHECKING:
    from reports.run.overlay import MailboxAnswers, Preset

app = typer.Typer()
WAYS = {"file": "password_file", "command": "password_command", "env": "password"}
ENVIRONMENT = "MAILBOX_PASSWORD"
Fault = Callable[[str], str]  # what is wrong with an answer, as the end of a sentence; '' if nothing


class _Answers:
    """Options where they are given, else a person's answers, else defaults."""

    def __init__(self, ask: bool) -> None:
        self._ask = ask

    def one(self, given: str, option: str, question: str, default: str = "", fault: Fault = lambda _: "") -> str:
        """Return one answer in which `fault` finds none, asked for until there is one; leaves with 2 where nobody is to be asked."""
        answer = given
        while self._ask and (not answer or fault(answer)):
            if answer:
                said = fault(answer)
                typer.echo(f"{said[0].upper()}{said[1:]}", err=True)
            answer = self._asked(question, default)
        answer = answer or default
        if not answer:
            fail(f"{option} is missing; give it, or leave --no-input out to be asked.")
        if said := fault(answer):
            fail(f"{option}: {said}")
        return answer

    @staticmethod
    def _asked(question: str, default: str) -> str:
        try:
            return str(typer.prompt(question, default=default or None, err=True)).strip()
        except typer.Abort:
            fail("Nobody answered; nothing was written.")


@app.command()
def init(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write; laid over config.yaml from then on.")] = Path(
        "desk.yaml"
    ),
    address: Annotated[str, typer.Option(metavar="A@B", help="The mailbox's address.")] = "",
    provider: Annotated[
        str, typer.Option(metavar="P", help="163, 126, yeah, qq, exmail, alimail, gmail, microsoft365 or other.")
    ] = "",
    imap: Annotated[str, typer.Option(metavar="HOST[:PORT]", help="Of another provider.")] = "",
    smtp: Annotated[str, typer.Option(metavar="HOST[:PORT]", help="Of another provider.")] = "",
    call: Annotated[str, typer.Option(metavar="ID", help="The call that the mailbox serves.")] = "",
    login: Annotated[
        str, typer.Option(metavar="WAY", help="file:PATH, command:WORDS, env:NAME, or oauth:CLIENT-ID[:TENANT].")
    ] = "",
    staff: Annotated[list[str] | None, typer.Option(metavar="A@B", help="Who gets the digest and decides; repeat it.")] = None,
    data_dir: Annotated[str, typer.Option(metavar="DIR", help="Where mails and registry lie.")] = "",
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    no_connect: Annotated[bool, typer.Option("--no-connect", help="Do not try to log in.")] = False,
) -> None:
    """Write a configuration by asking: mailbox, provider, call; then try to log in."""
    from reports.run.overlay import MailboxAnswers, preset_of, presets

    if out.exists():
        fail(f"{out} is there already; name another file with --out.")
    config, _ = settings_of(context)
    answers = _Answers(not no_input)
    who = answers.one(address, "--address", "Address of the mailbox", fault=_no_address)
    name = answers.one(provider, "--provider", f"Provider ({', '.join(presets())})", preset_of(who), _not_among(presets()))
    typer.echo((preset := presets()[name]).hint, err=True)
    said = MailboxAnswers(
        address=who,
        imap=_server(preset.imap, answers, imap, "--imap", 993),
        smtp=_server(preset.smtp, answers, smtp, "--smtp", 465),
        call=answers.one(call, "--call", f"Call ({', '.join(config.calls)})", next(iter(config.calls)), _not_among(config.calls)),
        secret=_secret(answers, login, preset),
        staff=_staff(answers, staff or ([] if no_input else [""])),
        data_dir=_folder(answers, data_dir),
    )
    _written(context, out, said)
    raise typer.Exit(_tried(context, out, connect=not no_connect))


def _staff(answers: _Answers, given: list[str]) -> tuple[str, ...]:
    question = "Address of staff, for digest and alarms"
    return tuple(answers.one(each, "--staff", question, fault=_no_address) for each in given)


def _folder(answers: _Answers, given: str) -> Path:
    return Path(answers.one(given, "--data-dir", "Folder for mails and registry", str(Path("var").absolute()), _not_writable))


def _no_address(who: str) -> str:
    bare = who.partition("<")[2].removesuffix(">") if who.endswith(">") else who
    return (
        ""
        if bare.count("@") == 1 and all(bare.split("@")) and not set(bare) & set(" <>,;")
        else f"'{who}' is not an email address."
    )


def _not_among(names: Iterable[str]) -> Fault:
    known = list(names)
    return lambda name: "" if name in known else f"there is no '{name}'; there are {', '.join(known)}."


def _not_writable(folder: str) -> str:
    from registry.desk.opening import cannot_be_written

    why = cannot_be_written(Path(folder).absolute())
    return (
        f"the folder {folder} cannot be made or written: {why}. Name another, or make it and give it to this user." if why else ""
    )


def _no_server(server: str) -> str:
    host, _, port = server.partition(":")
    if not host:
        return "the host is missing; write HOST or HOST:PORT."
    return f"'{port}' is no port." if port and not (port.isdecimal() and 0 < int(port) < 65_536) else ""


def _server(preset: dict[str, Any], answers: _Answers, given: str, option: str, port: int) -> dict[str, Any]:
    """Return host, port and security: the provider's, or those that were said."""
    if preset and not given:
        return dict(preset)
    host, _, said = answers.one(given, option, f"{option[2:].upper()} host, or HOST:PORT", fault=_no_server).partition(":")
    number = int(said or port)
    loopback = host in {"127.0.0.1", "localhost"} and number not in {993, 465}
    return {"host": host, "port": number, "security": "none" if loopback else "starttls" if number in {143, 587} else "tls"}


def _secret(answers: _Answers, given: str, preset: Preset) -> dict[str, Any]:
    """Return the key that logs in."""
    if preset.oauth and (not given or given.startswith("oauth:")):
        client, _, tenant = answers.one(
            given.removeprefix("oauth:"), "--login", "Client ID of the registered application"
        ).partition(":")
        return {"oauth": {"provider": preset.oauth, "client_id": client, **({"tenant": tenant} if tenant else {})}}
    asked = f"The {preset.secret} comes from file:PATH, command:WORDS or env:NAME"
    way, _, value = answers.one(given, "--login", asked, f"env:{ENVIRONMENT}", _no_way).partition(":")
    if way == "env":
        return {"password": f"${{{value}}}"}
    return {WAYS[way]: str(Path(value).absolute()) if way == "file" else shlex.split(value)}


def _no_way(said: str) -> str:
    way, _, value = said.partition(":")
    none = (
        "what says where the password is begins with file:, command: or env:. What was given does not; "
        "it is not repeated here, for it may be the password itself."
    )
    return "" if way in WAYS and value else none


def _written(context: typer.Context, out: Path, said: MailboxAnswers) -> None:
    from registry.store.whole_file import write_whole
    from reports.run.overlay import overlay_text

    config, _ = settings_of(context)
    try:
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with write_whole(out) as part:
            part.write_text(overlay_text(config, said), encoding="utf-8")
            part.chmod(0o640)  # no secret stands in it, and the service that reads it is another user, of the folder's group
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}")
    typer.echo(f"{out} is written.", err=True)


def _tried(context: typer.Context, out: Path, *, connect: bool) -> int:
    """Check what was written, log in, and say how to go on; return the exit code of `check`."""
    from intake.config.shipped import program
    from reports.run.check import check_configuration

    paths = [path.absolute() for path in (*context.obj, out)]  # a service has another working directory
    code = check_configuration(paths, os.environ, connect=connect, json=False)
    shown = " ".join(f"--config {shlex.quote(str(path))}" for path in paths)
    todo = f"Mend {out}, then: {program()} {shown} check --connect" if code else f"Go on with: {program()} {shown} serve"
    if code == WRONG_USE and connect and "${" in out.read_text(encoding="utf-8"):
        todo += "   (set environment variables that are named above first)"
    typer.echo(todo, err=True)
    return code
