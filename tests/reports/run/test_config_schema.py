"""What editors know of config.yaml: all that the program takes, and what is misspelt."""

import datetime

import jsonschema
import pytest

from intake.config.yaml_reader import load_yaml
from reports.run.config_schema import config_schema
from tests import ROOT

CHECKER = jsonschema.Draft7Validator(config_schema())


def as_an_editor_sees(value):
    """Return what YAML says in JSON's kinds of values."""
    if isinstance(value, dict):
        return {str(key): as_an_editor_sees(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_an_editor_sees(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def marked(text):
    """Return the places that an editor marks."""
    return {".".join(map(str, error.absolute_path)) for error in CHECKER.iter_errors(as_an_editor_sees(load_yaml(text)))}


@pytest.mark.parametrize(
    "path", [ROOT / "config.yaml", *sorted((ROOT / "docs" / "calls").glob("*.yaml"))], ids=lambda path: path.name
)
def test_an_editor_marks_nothing_in_what_the_program_takes(path):
    assert marked(path.read_text(encoding="utf-8")) == set()


def test_the_schema_itself_is_one_and_config_yaml_names_it_first():
    jsonschema.Draft7Validator.check_schema(CHECKER.schema)
    first = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=config.schema.json"
    assert (ROOT / "config.schema.json").is_file()


@pytest.mark.parametrize(
    "text",
    [
        "mailboxes: {photo: null, other: {host: a, username: b, port: '${PORT}', password_command: [pass, show], calls: [x]}}",
        "calls: {mine: {slots: {form: {fields: [email, name_en]}}, office: null}}",
        "staff: [a@example.org, {address: b@example.org, may: [review]}]",
        "settle: 0",
        "limits: {disk_reserve: 500MB, workers: 4}",
        "metrics_file: a.prom",
        "delivery: {oauth: {provider: microsoft, client_id: x}}",
    ],
)
def test_a_part_laid_over_it_is_as_good(text):
    assert marked(text) == set()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("setle: 20m", ""),
        ("mailboxes: {photo: {hots: a}}", "mailboxes"),
        ("calls: {mine: {slots: {form: {kidn: form}}}}", "calls"),
        ("calls: {mine: {rules: {slot-cuont: false}}}", "calls"),
        ("defaults: {rules: {photo-siez: false}}", "defaults"),
        ("delivery: {security: ssl}", "delivery"),
        ("delivery: {oauth: {provider: microsoft, username: x}}", "delivery"),
        ("limits: [1]", "limits"),
    ],
)
def test_what_is_misspelt_is_marked(text, place):
    assert marked(text) == {place}
