"""From accepted to certificate: intake, packs, seven judges by mail, votes, ranking, award, letters with certificates killed on their way."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
import shutil
import signal
import smtplib
import statistics
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdf

from reports.demo.cases import CASES, scene_of
from reports.demo.scene import TINY
from reports.demo.servers import HOST, EmbeddedSmtp
from tests.builders import judges
from tests.builders.dovecot import DovecotServer
from tests.builders.dovecot import available as dovecot_available
from tests.builders.factories import sample_call

from .checker import Verdict
from .stand import Stand
from .tally import Tally, Try, tally

CALL = "photo-2026"
FULL, SLICE = 300, 9  # entries
KINDS = ("complete", "chinese-names", "zip")  # of the demo's mails, those that are accepted
OVER = {
    "judges": [{"address": judges.ADDRESS.format(n=number), "name": name} for number, name in enumerate(judges.NAMES)],
    "announcements": {
        "result": {
            "subject": {"zh": "评选结果：{{ award }}", "en": "The result: {{ award }}"},
            "text": {"zh": "{{ name }}：您的作品获{{ award }}，证书见附件。", "en": "{{ name }}, your certificate is attached."},
            "certificate": True,
        },
        "booth": {
            "subject": {"zh": "账号与协议 {{ account }}", "en": "Your account {{ account }}"},
            "text": {"zh": "{{ name }}：账号 {{ account }}。", "en": "{{ name }}, your account is {{ account }}."},
        },
    },
}


class Exchange:
    """The mail exchanger before the mailbox: takes mail over SMTP and puts it into Dovecot, as it is."""

    def __init__(self, mailbox: DovecotServer) -> None:
        self._mailbox = mailbox

    def take(self, sender: str, raw: bytes) -> None:
        """Send a mail to the desk."""
        with EmbeddedSmtp() as server:
            with smtplib.SMTP(HOST, server.port, timeout=20) as client:
                client.sendmail(sender, ["photo@example.org"], raw)
            self._mailbox.deliver_all([(item.content, datetime.now(UTC)) for item in server.received])


class Way:
    """One walk of the whole way: what was found wrong, and what was measured."""

    def __init__(self, stand: Stand, mailbox: DovecotServer, count: int) -> None:
        self.stand, self.mailbox, self.count = stand, mailbox, count
        self.exchange = Exchange(mailbox)
        self.wrong: list[str] = []
        self.notes: list[str] = []
        self.files = stand.root / "files"
        self.files.mkdir()
        self.people: dict[str, list[str]] = {}  # reference -> words that name its author
        self.codes: dict[str, str] = {}
        self.counted: dict[str, dict[int, float]] = {}  # code -> judge -> score, as it must come out
        self.votes: dict[str, int] = {}

    def same(self, what: str, came: object, wanted: object) -> None:
        """Note a difference."""
        if came != wanted:
            self.wrong.append(f"{what}: {str(came)[:700]} and not {str(wanted)[:300]}")

    def run(self, *words: object, code: int = 0, **more: Any) -> str:
        """Run a command and return what it printed."""
        done = self.stand.run(*map(str, words), patience=900, **more)
        if done.code != code:
            self.wrong.append(f"{' '.join(map(str, words))[:80]} ended with {done.code}: {done.err[-400:]} {done.out[-300:]}")
        self.notes.append(f"{' '.join(str(word) for word in words if not str(word).startswith('/'))[:60]}: {done.seconds:.1f} s")
        return done.out

    def walk(self) -> None:
        """Go the whole way."""
        try:
            for step in (self.intake, self.packs, self.judging, self.voting, self.award, self.lists, self.letters, self.leaks):
                step()
        except (ValueError, LookupError) as error:  # what a command printed is not what it should be, and was told of it
            self.wrong.append(f"the way ends in {step.__name__}: {type(error).__name__} {error}")

    def intake(self) -> None:
        """Bring the demo's mails, those that are accepted, and answer them."""
        call, cases = sample_call(), {case.name: case for case in CASES}
        scenes = [(cases[KINDS[n % 3]], scene_of(cases[KINDS[n % 3]], call, n, scale=TINY)) for n in range(self.count)]
        self.mailbox.deliver_all([(case.build(scene), scene.arrives) for case, scene in scenes])
        self.run("poll")
        entries = json.loads(self.run("entries", "--json"))
        self.same("states", Counter(entry["state"] for entry in entries), Counter(accepted=self.count))
        by_email = {scene.person.email: scene.person for _, scene in scenes}
        for entry in entries:
            person = by_email[entry["submitter"]["email"]]
            self.people[entry["reference"]] = [person.email, person.name_en]
        self.stand.smtp.received.clear()

    def packs(self) -> None:
        """Make the judging pack and the set for voting."""
        for name, more in (("pack", ()), ("voting", ("--for", "voting"))):
            told = json.loads(self.run("pack", CALL, "--out", self.files / name, "--json", *more))
            self.same(f"leaks of {name}", told["leaks"], [])
            self.same(f"entries of {name}", told["entries"], self.count)
        key = openpyxl.load_workbook(self.files / "pack-key.xlsx")["Key"]
        self.codes = {row[0]: row[1] for row in key.iter_rows(min_row=2, values_only=True)}

    def judging(self) -> None:
        """Seven judges mail their sheets; each is answered, refused ones by cell."""
        folder = self.files / "judges"
        folder.mkdir()
        sheets = judges.Desk(self.files / "pack" / "score-sheet.xlsx", folder, others=self.count > SLICE).sent()
        again = [sheet for place, sheet in enumerate(sheets) if sheet.judge in {other.judge for other in sheets[:place]}]
        for batch in ([sheet for sheet in sheets if sheet not in again], again):
            for sheet in batch:
                self.exchange.take(judges.ADDRESS.format(n=sheet.judge), judges.mail_of(sheet))
            self.run("poll")
            for sheet in batch:
                self._answered(sheet)
            self.stand.smtp.received.clear()

    def _answered(self, sheet: judges.Filled) -> None:
        """Look at the answer to a sheet, and remember what must count of it."""
        for given in self.counted.values() if not sheet.refused else ():
            given.pop(sheet.judge, None)
        for code, number in sheet.scores.items() if not sheet.refused else ():
            self.counted.setdefault(code, {})[sheet.judge] = number
        address = (judges.ADDRESS.format(n=sheet.judge),)
        answers = [_text(item.content) for item in self.stand.smtp.received if item.rcpt_tos == address]
        cells = [line for answer in answers for line in answer.split("\n") if line.startswith("- ")]
        self.same(f"answers to {sheet.file}, and cells told in two languages", (len(answers), len(cells)), (1, 2 * sheet.refused))
        (self.files / f"answer-{sheet.judge}-{len(cells)}.txt").write_text("".join(answers), encoding="utf-8")

    def voting(self) -> None:
        """Take a list of single votes with times (csv), then the template (xlsx)."""
        codes = sorted(self.codes)
        text, counted = judges.votes_with_times(codes, 10_000)
        (self.files / "votes.csv").write_text(text, encoding="gb18030")
        book = openpyxl.load_workbook(self.files / "voting" / "votes.xlsx")
        for row in book["Votes"].iter_rows(min_row=2):
            row[2].value = counted.get(row[0].value, 0)
        book.save(self.files / "votes.xlsx")
        (self.files / "half.csv").write_text("\n".join(text.split("\n")[:400]) + "\nB2", encoding="gb18030")
        self.run("votes", CALL, self.files / "half.csv", "--by", "Li", code=1)
        self.run("votes", CALL, self.files / "votes.xlsx", "--by", "Li")
        told = json.loads(self.run("votes", CALL, self.files / "votes.csv", "--by", "Li", "--json"))
        self.same("votes", told[0]["taken"], 10_000)
        self.votes = counted

    def award(self) -> None:
        """Compare the ranking with one worked out here; choose awards, refused as a whole first, then taken."""
        told = json.loads(self.run("ranking", CALL, "--out", self.files / "ranking.xlsx", "--json"))
        rows = [(row["code"], row["rank"], row["judges"], row["mean"], row["votes"]) for row in told["rows"]]
        self.same("ranking", rows, list(self._ranked()))
        book = openpyxl.load_workbook(self.files / "ranking.xlsx")
        page = book["Ranking"] if "Ranking" in book.sheetnames else book.worksheets[0]
        head = next(row for row in page.iter_rows(max_row=30) if any("Reference" in str(cell.value) for cell in row))
        names = {str(cell.value).split("\n")[-1].partition(" ")[0]: cell.column - 1 for cell in head if cell.value}
        evidence = [row[names["Times"]].value for row in page.iter_rows(min_row=head[0].row + 1) if row[names["Times"]].value]
        self.same("evidence", len(evidence), len(self.votes))
        jump = max(evidence, key=lambda line: max(map(int, re.findall(r"\d+", line)[-3:])))
        self.notes.append(f"the fullest hour of one entry: {jump}")
        for number, row in enumerate(page.iter_rows(min_row=head[0].row + 1)):
            if row[names["Reference"]].value:
                row[names["Award"]].value = "excellent" if number % 2 else "网络人气作品 Most Popular Work Online"
        book.save(self.files / "chosen.xlsx")
        page.cell(head[0].row + 3, names["Award"] + 1).value = "gold"
        book.save(self.files / "wrong.xlsx")
        refused = json.loads(self.run("award", CALL, self.files / "wrong.xlsx", "--by", "Chen", "--json", code=1))
        self.same("refused award", (refused["applied"], len(refused["refused"])), ([], 1))
        self.same("awards so far", {entry["award"] for entry in json.loads(self.run("entries", "--json"))}, {None})
        self.run("award", CALL, self.files / "chosen.xlsx", "--by", "Chen")
        again = self.run("award", CALL, self.files / "chosen.xlsx", "--by", "Chen")
        self.same("award again", "0 awards changed" in again, True)
        self.same("awards", Counter(entry["award"] for entry in json.loads(self.run("entries", "--json"))),
                  Counter(excellent=self.count // 2, popular=self.count - self.count // 2))  # fmt: skip

    def _ranked(self) -> Iterator[tuple[str, int | None, int, float | None, int | None]]:
        means = {code: _mean(list(given.values())) for code, given in self.counted.items() if given}
        for code in sorted(self.codes, key=lambda code: (-means.get(code, -1), code)):
            mean = means.get(code)
            rank = 1 + sum(other > mean for other in means.values()) if mean is not None else None
            yield code, rank, len(self.counted.get(code, {})), mean, self.votes.get(code)

    def lists(self) -> None:
        """Write the lists after the award, and the originals under human names."""
        self.run("lists", CALL, "--out", self.files / "lists.xlsx")
        book = openpyxl.load_workbook(self.files / "lists.xlsx")
        self.same("rows of each list", {page.max_row - 1 for page in book.worksheets}, {self.count})
        self.run("files", CALL, "--out", self.files / "originals")

    def letters(self) -> None:
        """Look at the letters first, queue them, kill what sends them, go on; each must come once, with its own certificate."""
        for award in ("excellent", "popular"):
            folder = self.files / f"dry-{award}"
            self.run("announce", CALL, "result", "--award", award, "--dry-run", "--out", folder)
            told = json.loads(self.run("announce", CALL, "result", "--award", award, "--json"))
            self.same(f"{award}: dry and queued", len(list(folder.glob("*.eml"))), told["queued"])
        hit = self.stand.run("send", INTAKE_DESK_CRASH_AT=f"send.before-dot:{self.count // 2}", patience=900)
        self.same("killed", hit.code, -signal.SIGKILL)
        self.notes.append(f"killed after {len(self.stand.smtp.received)} letters")
        self.run("send")
        sent = Counter(_reference(item.content) for item in self.stand.smtp.received)
        self.same("letters sent", (len(sent), set(sent.values())), (self.count, {1}))
        self.same(
            "states",
            dict(self.stand.ask("SELECT state, count(*) FROM notices WHERE name = 'result' GROUP BY 1")),
            {"sent": self.count},
        )
        codes = {}
        for item in self.stand.smtp.received:
            (pdf,) = [part.get_content() for part in _parsed(item.content).iter_attachments()]
            codes[_reference(item.content)] = self._certificate(_reference(item.content), pdf)
        self.same("check codes", len(set(codes.values())), self.count)
        self.run("certificates", CALL, "--out", self.files / "certificates")
        for reference, code in list(codes.items())[:1]:
            found = json.loads(self.run("certificates", CALL, "--verify", code, "--json"))
            self.same("verified", (found["valid"], found["reference"]), (True, reference))
        self._booths()

    def _certificate(self, reference: str, pdf: bytes) -> str:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        text = re.sub(r"\s", "", reader.pages[0].extract_text())
        name = re.sub(r"\s", "", self.people[reference][1])
        if name not in text or reference not in text or len(pdf) > 300_000 or len(reader.pages) != 1:
            self.wrong.append(f"certificate of {reference}: {len(pdf)} bytes, {text[:200]}")
        return (re.search(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", text) or [""])[0]

    def _booths(self) -> None:
        """Letters by a list: one with a value missing is refused by row and column, then all are queued once."""
        book = openpyxl.Workbook()
        book.active.append(["reference", "account"])
        for number, reference in enumerate(sorted(self.people)):
            book.active.append([reference, f"a{number}" if number != 2 else None])
        book.save(self.files / "accounts.xlsx")
        refused = json.loads(self.run("announce", CALL, "booth", "--to", self.files / "accounts.xlsx", "--json", code=1))
        self.same("missing value", [item["row"] for item in refused["refused"]], ["4"])
        book.active["B4"] = "mended"
        book.save(self.files / "accounts.xlsx")
        for queued in (self.count, 0):
            told = json.loads(self.run("announce", CALL, "booth", "--to", self.files / "accounts.xlsx", "--json"))
            self.same("accounts queued", told["queued"], queued)

    def leaks(self) -> None:
        """Search everything that goes to judges and voters for every author's name and address, by other means than the program's."""
        wanted = {word.casefold() for words in self.people.values() for word in words}
        wanted |= set(self.people)
        searched = 0
        for path in [*(self.files / "pack").rglob("*"), *(self.files / "voting").rglob("*"), *self.files.glob("answer-*")]:
            for text in _texts(path) if path.is_file() else ():
                searched += 1
                found = sorted(word for word in wanted if word in text.casefold() or word in path.name.casefold())
                if found:
                    self.wrong.append(f"{path.name} names {found[:3]}")
        self.notes.append(f"{searched} files and parts searched for {len(wanted)} names")


def _text(raw: bytes) -> str:
    body = _parsed(raw).get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def _mean(scores: list[float]) -> float:
    kept = sorted(scores)[1:-1] if len(scores) >= 5 else scores
    return statistics.fmean(kept)


def _parsed(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=email.policy.default)


def _reference(raw: bytes) -> str:
    return str(_parsed(raw)["X-Intake-Desk"]).split(",")[0].split()[0]


def _texts(path: Path) -> Iterator[str]:
    """Yield what a file holds as text: parts of a workbook, pages of a PDF, anything else as it is."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            yield from (
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if not name.endswith(".jpeg")
            )
    elif path.suffix == ".pdf":
        yield "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        yield path.read_bytes()[:200_000].decode("utf-8", "ignore")


def go(count: int, keep: Path | None = None) -> tuple[Verdict, tuple[str, ...]]:
    """Go the way with so many entries; `keep`: where its files stay."""
    with DovecotServer() as mailbox, Stand(imap=mailbox, calls={CALL: OVER}) as stand:
        way = Way(stand, mailbox, count)
        try:
            way.walk()
        finally:
            if keep:
                shutil.copytree(way.files, keep, dirs_exist_ok=True)
    return Verdict(wrong=tuple(way.wrong)), tuple(way.notes)


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Go the way with 300 entries, or a slice."""
    if not dovecot_available():
        return Tally(part="award", not_run="Dovecot is not installed")
    notes: list[str] = []

    def act() -> Verdict:
        verdict, said = go(SLICE if quick else FULL)
        notes.extend(said)
        return verdict

    result = tally("award", [Try(name="the whole way", act=act)], told=told)
    result.notes = tuple(notes)
    return result
