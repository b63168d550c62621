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
