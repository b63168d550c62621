"""The promises of the house: what must stay true of every rule, key, page and layer."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, meta
from pydantic import BaseModel

from intake.config.models import Config, FieldKind, SlotKind
from intake.config.yaml_reader import load_yaml
from tests import ROOT
from tests.builders.pages import BLOCK, help_block, rules_page, schema_text
from tests.corpus.cases import CORPUS
from validators.rules import RULES

PACKAGES = ("intake", "validators", "registry", "reports")
SOURCES = [ROOT / "run_intake.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
SHIPPED = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))
EXAMPLES = sorted((ROOT / "docs" / "calls").glob("*.yaml"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Return all that a module is made of, read once for all promises about code."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module", autouse=True)
def _drop_nodes():
    """What was read is dropped at the end: it is large, and other tests would look it through for garbage."""
    yield
    nodes.cache_clear()


HEADINGS = ("Why:", "Options:", "Passes:", "Fails:")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_documented_tested_and_configured(rule):
    document = rule.__doc__ or ""
    assert [heading for heading in HEADINGS if heading not in document] == []
    assert (ROOT / "tests" / "validators" / "rules" / f"test_{rule.name.replace('-', '_')}.py").is_file()
    assert rule.name in SHIPPED["defaults"]["rules"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_phrases_that_use_only_what_it_says(rule, language):
    phrases = load_yaml((ROOT / "reports" / "letters" / "phrases" / f"{language}.yaml").read_text(encoding="utf-8"))
    worded = [name for name in phrases if name.split(".")[0] == rule.name]
    assert rule.name in worded
    environment = Environment(autoescape=True)
    for name in worded:
        for part in ("problem", "remedy"):
            source = re.sub(r"\|\s*\w+", "", phrases[name][part])
            assert phrases[name][part].strip()
            assert meta.find_undeclared_variables(environment.parse(source)) - set(rule.says) - PHRASE_EXTRAS == set()


PHRASE_EXTRAS = {"call", "slot", "subject"}


def test_every_rule_has_a_corpus_case():
    reached = {rule.split(".")[0] for case in CORPUS for rule in (*case.expected.rules, *(case.warnings or ()))}
    severities = SHIPPED["defaults"]["rules"]
    silent = {rule.name for rule in RULES if severities[rule.name]["severity"] == "info"}  # every photo has its evidence
    # what the photo call does not ask for is tried in calls invented in tests/registry/test_any_call.py, test_times.py, test_units.py
    elsewhere = {"photo-width", "acceptance-awaited", "slot-late", "naming"}
    # documents, films and links: in tests/registry/pipeline/test_pieces.py
    elsewhere |= {
        "document-format",
        "document-pages",
        "file-format",
        "text-topics",
        "link-host",
        "link-qr",
        "video-format",
        "video-resolution",
        "video-duration",
        "video-damaged",
    }
    elsewhere |= {"sheet-cells", "sheet-unreadable"}  # sheets: in tests/registry/test_rows.py
    assert {rule.name for rule in RULES} - reached - silent == elsewhere


def test_no_calls_id_or_name_stands_in_code():
    for call_id, call in SHIPPED["calls"].items():
        for needle in (call_id, call["title"]["zh"], call.get("phrase", ""), f'"{call["reference"]}'):
            guilty = [str(path.relative_to(ROOT)) for path in SOURCES if needle and needle in path.read_text(encoding="utf-8")]
            assert guilty == [], needle


# Words that are also the program's own: kinds, roles, keys of models and columns of tables, what mails and pages are made of
OWN_WORDS = {
    *(str(kind) for kind in (*SlotKind, *FieldKind)),
    *("case", "clip", "contact", "block", "image", "h5", "cv", "wechat", "work", "pieces", "unit", "table"),
    *(
        "description",
        "contact_email",
        "confidential",
        "type",
        "field",
        "address",
        "posted",
        "title",
        "summary",
        "region",
        "remarks",
    ),
}
FORMER = ("registry/store/former_rules.py", "reports/demo/")  # the slots of version 0.1; what the demo's people write


def test_no_slot_or_field_of_a_shipped_call_is_named_in_code():
    calls = [*SHIPPED["calls"].values()]
    calls += [call for path in EXAMPLES for call in load_yaml(path.read_text(encoding="utf-8"))["calls"].values()]
    slots = [pair for call in calls for pair in call["slots"].items()]
    names = {name for name, _ in slots} | {
        name for _, slot in slots for key in ("fields", "columns") for name in slot.get(key) or ()
    }
    guilty = []
    for path in SOURCES:
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(FORMER):
            continue
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names - OWN_WORDS:
                guilty.append(f"{place}:{node.lineno} {node.value}")
    assert guilty == []


def test_the_notices_addresses_stand_only_in_the_configuration():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    texts = [
        path
        for path in tracked
        if path and path != "config.yaml" and not path.endswith((".png", ".lock", ".docx", ".xlsx", ".jpg", ".eml"))
    ]
    mailboxes = {address.split("@")[1] for address in SHIPPED["mailboxes"]["photo"]["addresses"]}
    guilty = [
        path
        for path in texts
        if any(domain in (ROOT / path).read_text(encoding="utf-8", errors="replace") for domain in mailboxes)
    ]
    assert guilty == []


def test_the_rules_page_is_current():
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page(), "run `make docs`"


def test_the_schema_for_editors_is_current():
    assert (ROOT / "config.schema.json").read_text(encoding="utf-8") == schema_text(), "run `make docs`"


def test_the_readme_shows_the_real_help():
    block = BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert block is not None
    assert block[2] == help_block(), "run `make docs`"


def test_every_key_of_the_configuration_is_documented():
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8") + (ROOT / "config.yaml").read_text(encoding="utf-8")
    keys = {item.alias or name for model in _models(Config) for name, item in model.model_fields.items()}
    undocumented = {key for key in keys if not re.search(rf"\b{key}\b", page)}
    assert undocumented == set()


def _models(model: type[BaseModel]) -> set[type[BaseModel]]:
    found = {model}
    for field in model.model_fields.values():
        stack = [field.annotation]
        while stack:
            item = stack.pop()
            stack += getattr(item, "__args__", ())
            if isinstance(item, type) and issubclass(item, BaseModel):
                found |= _models(item)
    return found


def test_modules_and_functions_stay_small():
    too_long = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        limit = 300 if path.name == "run_intake.py" else 250
        if text.count("\n") > limit:
            too_long.append(f"{path.relative_to(ROOT)} {text.count(chr(10))}")
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno > 40:
                too_long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert too_long == []


def _types(path: Path) -> Iterator[str]:
    """Yield the public names of a module's classes and aliases; a type variable means nothing outside its function."""
    for node in ast.iter_child_nodes(nodes(path)[0]):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        elif isinstance(node, ast.Assign) and not (
            isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in {"TypeVar", "ParamSpec"}
        ):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name) and re.match("[A-Z][a-z]", each.id))


def test_a_class_has_one_meaning_in_the_house():
    homes = defaultdict(list)
    for path in SOURCES:
        for name in _types(path):
            homes[name].append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
    assert len(homes) > 300


# each probe of a kind is called so; a job bears the name of what it runs in a worker
SAID_ALIKE = {"probe": "validators.probes.", "with_pictures": "intake.assemble."}


def test_a_function_that_is_called_by_its_name_alone_has_one_meaning():
    """What is called with its module before it, as in docx.read, is told apart by that."""
    named = {
        path: path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__") for path in SOURCES
    }
    made = {
        (named[path], node.name)
        for path in SOURCES
        for node in ast.iter_child_nodes(nodes(path)[0])
        if isinstance(node, ast.FunctionDef)
    }
    homes = defaultdict(set)
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom):
                for name in (each.name for each in node.names if each.asname in {None, each.name}):
                    if (node.module, name) in made and not (node.module or "").startswith(SAID_ALIKE.get(name, "-")):
                        homes[name].add(node.module)
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
    assert len(homes) > 500


MOST_THINGS = 5


def test_no_function_takes_more_than_it_can_be_told_in_a_breath():
    """Commands are left out: what they take is what people may type."""
    many = []
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not any(
                "command" in ast.unparse(d) for d in node.decorator_list
            ):
                taken = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
                if len([name for name in taken if name not in {"self", "cls"}]) > MOST_THINGS:
                    many.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert many == []


def test_one_hand_prints_json():
    said = re.compile(r"(?:print|echo)\(\s*json(?:lib)?\.dumps\(")
    assert [path.relative_to(ROOT).as_posix() for path in SOURCES if said.search(path.read_text(encoding="utf-8"))] == [
        "reports/screen/output.py"
    ]


def test_one_hand_reads_strangers_xml_as_a_tree():
    """Besides it: what a pack writes anew, and what streams by."""
    made = {path.relative_to(ROOT).as_posix() for path in SOURCES if "XMLParser(" in path.read_text(encoding="utf-8")}
    assert made == {"intake/forms/read/safe_tree.py", "reports/pack/clean_documents.py"}


# the registry's columns of JSON are written by store/codec.py, with their version; what else makes JSON is no column, or a plain mapping
JSON_ELSEWHERE = {
    "registry/desk/pulse.py": "what the service does now, in a file",
    "registry/forget/erase.py": "counts of a forgotten entry: any key fits",
    "registry/letters/announcements.py": "drafts, in a file",
    "registry/select/ranking.py": "hashed",
    "registry/store/codec.py": "the hand itself",
    "registry/store/former_rules.py": "a finding's values: any key fits",
    "registry/store/journal.py": "a line",
    "registry/store/photo_index.py": "names asked for, as one value of a query",
    "registry/store/tombstones.py": "the counts again",
    "registry/store/wipe_forgotten.py": "a line of the journal",
}


def test_one_hand_writes_the_registrys_columns_of_json():
    made = {path.relative_to(ROOT).as_posix() for path in SOURCES if "json.dumps(" in path.read_text(encoding="utf-8")}
    assert {place for place in made if place.startswith("registry/")} == set(JSON_ELSEWHERE)


def test_rows_of_sheets_are_given_out_by_one_function():
    """Whatever leaves the house asks registry/read/rows.py, which asks whether a row is confidential (contract.md ruling 17)."""
    raw = re.compile(
        r'held_rows|HeldRows|(?:FROM|JOIN) \\?"rows\\?"|registry\.store\.rows import (?!BAD|GOOD|REPLACED|RowCounts)'
    )
    outputs = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in {"reports", "run_intake.py"}]
    assert [str(path.relative_to(ROOT)) for path in outputs if raw.search(path.read_text(encoding="utf-8"))] == []


def test_a_broad_except_raises_again_or_gives_its_reason():
    found = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for node in nodes(path):
            swallows = isinstance(node, ast.ExceptHandler) and _is_broad(node) and not isinstance(node.body[-1], ast.Raise)
            if swallows and not re.search(r"#.{20,}", text.split("\n")[node.lineno - 1]):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def _is_broad(node: ast.ExceptHandler) -> bool:
    names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(name is None or getattr(name, "id", "") in {"Exception", "BaseException"} for name in names)


def test_help_names_every_command_of_the_contract_that_is_there():
    listed = set(re.findall(r"^  ([a-z][a-z-]+)\b", help_block().partition("Commands:")[2], re.MULTILINE))
    assert {
        "demo",
        "poll",
        "import",
        "send",
        "serve",
        "status",
        "messages",
        "entries",
        "show",
        "review",
        "preview",
        "form",
        "export",
        "import-decisions",
        "pack",
        "what-if",
        "forget",
        "check",
        "rules",
    } <= listed


def test_a_wrong_command_is_a_usage_error():
    result = subprocess.run([sys.executable, "run_intake.py", "nonsense"], cwd=ROOT, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


def test_every_outcome_and_state_is_reached_by_a_corpus_case():
    assert {case.expected.outcome for case in CORPUS} == {"entered", "merged", "ignored", "set_aside", "shunted"}
    assert {case.expected.state for case in CORPUS} - {""} == {"accepted", "incomplete", "held", "rejected"}
