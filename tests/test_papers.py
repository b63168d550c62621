"""Papers that the code cites are in docs/, and say what is cited: rulings, sections, decisions, folders and modules."""

import re

import pytest

from tests import ROOT

PACKAGES = ("intake", "validators", "registry", "reports", "tests")
SOURCES = [ROOT / "run_intake.py", *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))]
PAPERS = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
RULINGS = set(re.findall(r"^(\d+)\. ", (ROOT / "docs" / "contract.md").read_text(encoding="utf-8"), re.MULTILINE))
SECTIONS = set(re.findall(r"^## (\d+) ", (ROOT / "docs" / "field-notes.md").read_text(encoding="utf-8"), re.MULTILINE))
DECISIONS = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}


def cited(text: str) -> set[tuple[str, str]]:
    """Return what a text cites: paper, ruling, section or decision."""
    papers = {("paper", name) for name in re.findall(r"\b([a-z][a-z-]+\.md)\b", text)}
    rulings = {
        ("ruling", number)
        for many in re.findall(r"\brulings? (\d+(?:(?:, | and )\d+)*)", text)
        for number in re.findall(r"\d+", many)
    }
    sections = {
        ("section", number)
        for many in re.findall(r"\bfield-notes (\d+(?:(?:, | and )\d+)*)", text)
        for number in re.findall(r"\d+", many)
    }
    decisions = {("decision", number) for number in re.findall(r"\bdecisions?[ /](0\d{3})\b", text)}
    parts = {("paper", f"{name}.md") for name in re.findall(r"\b(field-notes-\d+)\b", text)}
    return papers | parts | rulings | sections | decisions


def missing(text: str) -> list[tuple[str, str]]:
    """Return the citations of a text that lead nowhere."""
    papers = {path.name for path in PAPERS} | {"reasons.md"}  # the last beside the benchmarks
    there = {"paper": papers, "ruling": RULINGS, "section": SECTIONS, "decision": DECISIONS}
    return sorted((kind, name) for kind, name in cited(text) if name not in there[kind])


@pytest.mark.parametrize("package", ["run_intake.py", *PACKAGES])
def test_every_citation_in_the_code_leads_somewhere(package):
    lost = {
        str(path.relative_to(ROOT)): found
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] == package
        and path.name != "test_papers.py"
        and (found := missing(path.read_text(encoding="utf-8")))
    }
    assert lost == {}


def test_a_citation_that_leads_nowhere_is_seen():
    assert missing("contract.md rulings 7 and 99, field-notes 98, decision 0099, nowhere.md") == [
        ("decision", "0099"), ("paper", "nowhere.md"), ("ruling", "99"), ("section", "98"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", [path for path in PAPERS if path.name != "CHANGELOG.md"], ids=lambda path: path.name)
def test_every_module_that_a_paper_names_is_there(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:intake|validators|registry|reports|tests|docs)/[\w./-]+)`", text)
    named += re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text)
    started = {name.replace(".", "/") for name in re.findall(r"python -m (tests[\w.]*)", text)}
    named += [f"{name}/__main__.py" if (ROOT / name).is_dir() else f"{name}.py" for name in started]
    lost = [name for name in named if not ((ROOT / name).exists() or (path.parent / name).exists())]
    assert lost == []


MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Where is …")[2].partition("\n## ")[0]
AT_THE_TOP = frozenset({"config.yaml", "run_intake.py"})
NAME = r"`([A-Za-z_]\w*)`"
IN_FILE = rf"(?:{NAME}(?: and |, ))?{NAME} (?:in `([\w./-]+\.\w+)`|there\b)"
FILE = r"`([\w./-]+\.(?:py|yaml|j2|typ))`"


def named_in_files(text: str) -> list[tuple[str, str]]:
    """Return each name that a text says is in a file, with the file: "there" is the file just named, a bare one lies beside it."""
    found = []
    for line in text.splitlines():
        folder = last = ""
        for match in re.finditer(rf"{IN_FILE}|{FILE}", line):
            *names, file, alone = match.groups()
            file = file or alone
            if file and file not in AT_THE_TOP:
                last = file if "/" in file or not folder else f"{folder}/{file}"
                folder = last.rpartition("/")[0]
            found += [(name, file if file in AT_THE_TOP else last) for name in names if name]
    return found


def not_there(text: str) -> list[tuple[str, str]]:
    """Return the names that do not stand in the file in which a text says they are."""
    return [
        (name, file)
        for name, file in named_in_files(text)
        if not re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8"))
    ]


def test_what_the_map_says_is_in_a_file_stands_there():
    assert len(named_in_files(MAP)) > 50
    assert not_there(MAP) == []


def test_a_name_that_is_not_where_the_map_says_is_seen():
    assert not_there("`nowhere_at_all` in `intake/words/quotes.py`, `begins_ours` and `missing` in `intake/words/our_sentences.py`") == [
        ("nowhere_at_all", "intake/words/quotes.py"), ("missing", "intake/words/our_sentences.py"),
    ]  # fmt: skip
    assert not_there("`begins_ours` in `intake/words/our_sentences.py`, `lost` there; `gone` in `quotes.py`, `also`, `absent` there") == [
        ("lost", "intake/words/our_sentences.py"), ("gone", "intake/words/quotes.py"),
        ("also", "intake/words/quotes.py"), ("absent", "intake/words/quotes.py"),
    ]  # fmt: skip


def test_a_bare_file_name_in_the_map_lies_beside_the_file_before_it():
    lost = []
    for line in MAP.splitlines():
        folder = ""
        for path in re.findall(r"`([\w./-]+(?:/|\.(?:py|yaml|j2|typ)))`", line):
            if "/" in path:
                folder = path.rpartition("/")[0]
            elif not (ROOT / (folder if path not in AT_THE_TOP else "") / path).is_file():
                lost.append((line[:60], path))
    assert lost == []


def test_the_map_asks_nothing_twice():
    asked = re.findall(r"^\| ([^|]+) \|", MAP, re.MULTILINE)
    assert sorted({question for question in asked if asked.count(question) > 1}) == []


def test_the_maps_line_of_contents_names_its_topics():
    topics = re.findall(r"^\| ([^|]+) \| \|$", MAP, re.MULTILINE)
    assert re.findall(r"\*\*([^*]+)\*\*", MAP.partition("\n|")[0]) == topics


def test_the_map_is_read_in_one_look():
    assert sum(1 + (len(line) - 1) // 200 for line in MAP.splitlines()) <= 300


def test_a_row_of_the_map_begins_with_a_whole_path():
    bare = []
    for line in re.findall(r"^\| [^|]+ \| [^|]+ \|$", MAP, re.MULTILINE):
        files = re.findall(FILE, line)
        if files and "/" not in files[0] and not (ROOT / files[0]).exists():
            bare.append(line[:60])
    assert bare == []
