"""The bombs: each hostile mail beside an innocent one in the same pass; nothing it wants may happen."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from email import policy
from email.parser import BytesParser
from functools import partial
from pathlib import Path

import openpyxl

from intake.config.models import Limits
from intake.config.yaml_reader import load_yaml
from tests.builders.factories import tiny_scene

from .bomb_files import archives, documents, images
from .bomb_mails import EVIL, SCRIPT, Bomb, headers, names, structures
from .books import Letter
from .checker import Verdict
from .listening import Listening
from .plain_imap import PlainImap
from .program import Run, copy
from .stand import Post, Stand, innocent, post
from .tally import Tally, Try, tally

SECONDS = 30.0
WHOSE = ("main process", "worker", "sum of all processes")
LIMITS = (90_000_000, 150_000_000, 90_000_000 + 150_000_000 * Limits().workers)  # bytes (docs/operators.md, Sizing)
HEADERS = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "auto-submitted", "x-auto-response-suppress", "x-intake-desk", "mime-version", "content-type"}  # fmt: skip
TOGETHER = "all bombs in one pass"
READABLE = "files and folders may be read by others"
QUICK = ("html-from", "zip-overlap", "docx-laughs")


class Listener(Listening):
    """A port that nobody should ever speak to."""

    def _serve(self, client: socket.socket, first: bool) -> None:
        client.close()


def all_bombs(listener: int) -> Iterator[Bomb]:
    """Yield every bomb."""
    yield from structures()
    yield from headers()
    yield from names()
    yield from archives()
    yield from images(tiny_scene(50).work_bytes(1))
    yield from documents(listener)


def explode(bombs: Sequence[Bomb], listener: Listener, measured: dict[str, Run]) -> Verdict:
    """Deliver bombs beside an innocent mail, make one pass, and judge everything."""
    hostile = [post(bomb.name, bomb.raw, bomb.outcomes, bomb.files) for bomb in bombs]
    with PlainImap() as server, Stand(imap=server) as stand:
        stand.deliver([*hostile, innocent(3)])
        running = stand.start("poll", fresh=True)
        running.watch()
        run = running.end(90 if len(bombs) == 1 else 400)
        measured[bombs[0].name if len(bombs) == 1 else TOGETHER] = run
        wrong = []
        if run.code not in (0, 1):
            wrong.append(f"exit code {run.code}: {run.err[-300:]}")
        if run.seconds > SECONDS * len(bombs):
            wrong.append(f"it took {run.seconds:.0f} s")
        largest = zip(WHOSE, _memory(run), LIMITS, strict=True)
        wrong += [f"largest {whose}: {took / 1e6:.0f} MB of {most / 1e6:.0f}" for whose, took, most in largest if took > most]
        if listener.conversations:
            wrong.append(f"the outside was asked {listener.conversations} times")
            listener.conversations = 0
        wrong += [*_strays(stand.root), *(line for letter in stand.letters() for line in _injected(letter))]
        wrong += [line for each in hostile for line in _shown(stand, each)] if len(hostile) == 1 else []
        return stand.verdict().but_wrong(*wrong)


def _memory(run: Run) -> tuple[int, int, int]:
    """Return the largest memory of the main process, of a worker, and of all together, where shared pages count once."""
    return run.peak, run.worker, run.together


def _strays(root: Path) -> Iterator[str]:
    """Say what was written where nothing of ours belongs."""
    for place in (root / "home", root / "tmp"):
        yield from (f"{path.relative_to(root)} was left behind" for path in place.rglob("*") if path.is_file())
    for path in (Path("/tmp"), Path("/etc"), Path("/"), root.parent, root):
        yield from (f"{found} was written" for found in path.glob(f"*{EVIL}*"))
    for path in (root / "var").rglob("*"):
        if path.is_symlink():
            yield f"{path.relative_to(root)} is a link"
    open_ = sorted(str(path.relative_to(root)) for path in (root / "var").rglob("*") if path.lstat().st_mode & 0o077)
    if open_:
        yield f"{len(open_)} {READABLE}, such as {', '.join(open_[:2])}"


def _injected(letter: Letter) -> Iterator[str]:
    """Say what a letter carries that is not ours."""
    parsed = BytesParser(policy=policy.default).parsebytes(letter.content)
    strange = sorted({name.lower() for name in parsed.keys()} - HEADERS)  # noqa: SIM118 - a message is no dictionary
    if strange:
        yield f"a letter has the headers {strange}"
    if len(parsed.get_all("To", [])) != 1 or len(parsed["To"].addresses) != 1:
        yield f"a letter is addressed to {parsed.get_all('To')}"
    if "victim@" in letter.recipient:
        yield f"a letter went to {letter.recipient}"
    page = parsed.get_body(("html",))
    text = page.get_content() if page else ""
    yield from (f"a letter's page holds {tag}" for tag in (SCRIPT, "<img", "<script", "javascript:") if tag in text)


def _shown(stand: Stand, hostile: Post) -> Iterator[str]:
    """Say what staff would be shown that is alive: in the digest's page, in the workbook."""
    if hostile.wanted.name in {"html-from", "hostile-names"}:
        made = stand.run("digest", "--out", str(stand.root / "digest.html"))
        text = (stand.root / "digest.html").read_text(encoding="utf-8") if made.code == 0 else ""
        yield from (f"the digest's page holds {tag}" for tag in (SCRIPT, "<img src=x") if tag in text)
        if made.code:
            yield f"digest ended with {made.code}: {made.err[-200:]}"
    if hostile.wanted.name in {"formula-from", "hostile-names"}:
        yield from _formulas(stand)


def _formulas(stand: Stand) -> Iterator[str]:
    call = next(iter(load_yaml((copy() / "config.yaml").read_text(encoding="utf-8"))["calls"]))
    made = stand.run("export", call, "--out", str(stand.root / "book.xlsx"))
    if "No such command" in made.err:
        return  # not built yet
    if made.code:
        yield f"export ended with {made.code}: {made.err[-200:]}"
        return
    for sheet in openpyxl.load_workbook(stand.root / "book.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and any(word in str(cell.value) for word in ('HYPERLINK("http', "cmd|")):
                    yield f"the workbook holds the formula {cell.value}"


def chosen(bombs: Iterator[Bomb], only: Sequence[str]) -> list[Bomb]:
    """Return the bombs of these names, all for none."""
    return [bomb for bomb in bombs if not only or bomb.name in only]


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Explode every bomb in a pass of its own, and all of them in one."""
    measured: dict[str, Run] = {}
    with Listener() as listener:
        bombs = chosen(all_bombs(listener.port), QUICK if quick else ())
        tries = [Try(name=bomb.name, act=partial(explode, [bomb], listener, measured)) for bomb in bombs]
        if not quick:  # first, for it takes longest
            tries.insert(0, Try(name=TOGETHER, act=partial(explode, bombs, listener, measured)))
        result = tally("bombs", tries, told=told)
    alone = {name: run for name, run in measured.items() if name != TOGETHER}
    result.notes = (*_most(alone, "longest pass", lambda run: run.seconds, "s", SECONDS), *_peaks(measured))
    return result


def _peaks(measured: dict[str, Run]) -> Iterator[str]:
    for place, whose in enumerate(WHOSE):
        yield from _most(measured, f"largest {whose}", lambda run, at=place: _memory(run)[at] / 1e6, "MB", LIMITS[place] / 1e6)


def _most(measured: dict[str, Run], what: str, of: Callable[[Run], float], unit: str, allowed: float) -> Iterator[str]:
    if measured:
        name = max(measured, key=lambda each: of(measured[each]))
        largest = of(measured[name])
        yield f"{what}: {largest:.0f} {unit} of {allowed:.0f} allowed ({name}){': MISSED' if largest > allowed else ''}"
