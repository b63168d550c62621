"""A third language is phrases and templates: letters, digest, workbook and pack are written in it, and no code knows of it."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import openpyxl
import pytest

from intake.config.languages import also_from, languages
from intake.config.our_letter_patterns import our_letters
from intake.words.our_sentences import begins_ours
from registry.amend.read_decisions import read_decisions
from registry.read.alarms import Alarm
from registry.read.day import gather_day
from registry.store.codes import LetterKind
from reports.digest.alarm_mails import as_mail, worded
from reports.digest.compose import compose_digest
from reports.form.blank import write_blank_form
from reports.letters.compose import compose_letter
from reports.pack.pack import write_pack
from reports.workbook.workbook import BARE, write_workbook
from tests.benchmarks.many_entries import fill
from tests.builders.desks import a_desk
from tests.builders.letters import entry, incomplete, photo_call, request
from tests.builders.pack_samples import a_registry
from tests.builders.toy_language import CODE, in_english, write_toy

CALL = "photo-2026"
NOW = datetime(2026, 7, 20, 9, tzinfo=UTC)
HEALTH = {"healthy": True, "mailboxes": [], "notices": {}, "alarms": []}
IN = {"toy": f"{CODE},en", "english": "en"}


@pytest.fixture(scope="module", autouse=True)
def toy(tmp_path_factory):
    """The toy language, laid beside the program's own."""
    with also_from(write_toy(tmp_path_factory.mktemp("toy"))):
        yield


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """Two desks with the same entries, whose staff and authors read the toy language, and English."""
    made = {}
    for name, language in IN.items():
        folder = tmp_path_factory.mktemp(name)
        chosen = {"staff_language": language.partition(",")[0], "calls": {CALL: {"language": language}}}
        with a_desk(folder, **chosen) as desk:
            fill(desk.db, CALL, 12)
            write_workbook(desk, CALL, folder / "out.xlsx", BARE)
            letter = compose_digest(desk, gather_day(desk.db, NOW.date(), desk.config.timezone, NOW), HEALTH)
            mail = as_mail(desk, [Alarm(code="shunted", since=NOW.isoformat(), values={"count": 2})], "a@example.org", NOW)
            made[name] = {"book": folder / "out.xlsx", "digest": letter, "alarm": mail}
    return made


def test_the_language_is_one_of_those_there_are():
    assert languages() == ("en", CODE, "zh")


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("about", [entry("accepted"), incomplete(), entry("held")], ids=["whole", "incomplete", "held"])
def test_every_letter_is_written_in_it(kind, about):
    call = photo_call(language=f"{CODE},en")
    toy, english = (compose_letter(request(kind, about, call=call, languages=(language,))) for language in (CODE, "en"))
    assert (in_english(toy.subject), in_english(toy.text)) == (english.subject, english.text)
    assert ("xWith xkind xregards" in toy.text, "With kind" in toy.text) == (True, False)
    assert our_letters().opening.match(toy.text), "a letter that comes back is known"
    quoted = [f"> {line}" for line in toy.text.splitlines()]
    assert any(begins_ours(quoted, place) for place in range(len(quoted)))


def test_a_letter_in_several_languages_says_so_in_each():
    letter = compose_letter(request("receipt", entry("held"), languages=("zh", CODE, "en")))
    assert letter.text.startswith("xThe xEnglish xtext xfollows xthe xChinese. The English text follows the Chinese.\n\n")


def test_the_digest_is_written_in_it(desks):
    toy, english = desks["toy"]["digest"], desks["english"]["digest"]
    assert (in_english(toy.subject), in_english(toy.text)) == (english.subject, english.text)
    assert ("xWhat xneeds a xperson" in toy.html, "What needs" in toy.html) == (True, False)


def test_alarms_are_told_in_it(desks):
    told = worded(Alarm(code="shunted", values={"count": 2}), "UTC")
    assert told["text"][CODE] == "xMails xthat xcould xnot xbe xprocessed: 2; xthey xare xkept xas xthey xcame."
    assert b"Subject: xThe xintake xdesk xneeds" in desks["toy"]["alarm"]


def test_the_workbook_is_written_in_it_and_its_decisions_are_read(desks):
    toy, english = (openpyxl.load_workbook(desks[name]["book"]) for name in IN)
    assert [in_english(name) for name in toy.sheetnames] == english.sheetnames
    assert toy.sheetnames[0] == "xEntries"
    headings = [[[cell.value for cell in sheet[1]] for sheet in book.worksheets[:5]] for book in (toy, english)]
    assert [[in_english(heading) for heading in row] for row in headings[0]] == headings[1]
    code = next(column[0].column - 1 for column in toy["xEntries"].columns if column[0].value == "xState")
    states = {(row[1].value, row[code].value) for row in toy["xEntries"].iter_rows(min_row=2)}
    assert states == {("xaccepted", "accepted"), ("xwaiting", "incomplete"), ("xheld", "held"), ("xrejected", "rejected")}
    place = [cell.value for cell in toy["xEntries"][1]].index("xDecision") + 1
    toy["xEntries"].cell(2, place).value = "xaccepted"
    saved = desks["toy"]["book"].with_name("decided.xlsx")
    toy.save(saved)
    assert [(row.reference, row.action) for row in read_decisions(saved) if row.written] == [("IF2026-0001", "accept")]


def test_no_word_of_english_is_left_in_the_workbooks_own(desks):
    book = openpyxl.load_workbook(BytesIO(desks["toy"]["book"].read_bytes()))
    said = [cell.value for row in book["xSummary"].iter_rows(max_col=1, min_row=2) for cell in row if isinstance(cell.value, str)]
    assert [text for text in said if text.startswith(("By ", "Total", "Notes", "Letters", "Decide", "Without", "as of"))] == []
    with zipfile.ZipFile(desks["toy"]["book"]) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert ('promptTitle="xDecision"' in sheet, "xneeds a xnote" in sheet) == (True, True)


def test_the_pack_and_the_blank_form_are_written_in_it(tmp_path):
    said, forms = {}, {}
    for language in (CODE, "en"):
        folder = tmp_path / language
        folder.mkdir()
        titles = {"form": "Entry form", "work": "photo", "portrait": "portrait", "description": "story", "biography": "life"}
        slots = {name: {"title": {language: title}} for name, title in titles.items()}
        named = {"title": {language: "Photo call"}, "slots": slots}
        with a_desk(
            folder, staff_language=language, calls={CALL: {"language": language, "office": {language: "Us"}, **named}}
        ) as desk:
            a_registry(desk, 1)
            write_pack(desk, CALL, folder / "pack")
            write_blank_form(desk.config.calls[CALL], folder / "form.docx")
        said[language] = re.sub(r"\b[0-9a-f]{64}\b", "…", (folder / "pack" / "README.txt").read_text(encoding="utf-8"))
        book = openpyxl.load_workbook(folder / "pack" / "score-sheet.xlsx")
        said[language] += "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        forms[language] = docx.Document(str(folder / "form.docx")).paragraphs[0].text
    assert in_english(said[CODE]) == said["en"]
    assert ("xJudging xpack" in said[CODE], "Judging pack" in said[CODE]) == (True, False)
    assert forms == {CODE: "Entry form", "en": "Entry form"}
