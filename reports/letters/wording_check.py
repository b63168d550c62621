"""Try each call's own words before any letter needs them: what no letter can be written with is a mistake in the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from jinja2 import TemplateError

from intake.config.mistakes import Mistake
from intake.config.models import Call, Config
from intake.model.submission import Address
from registry.desk.wordings import BLOCKS, KINDS, SENTENCES
from reports.letters.compose import EntryView, LetterRequest, compose_letter
from reports.letters.sentences import sentence
from validators.disposition import Disposition
from validators.finding import Finding, Severity
from validators.rules import RULES

BROKEN = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
TYPED = (TypeError, ValueError, AttributeError, LookupError)  # what only an invented value may bring about


def unwritable(config: Config) -> Iterator[Mistake]:
    """Yield the templates of each call's own words that no letter can be written with: each is tried with an invented entry."""
    for call_id, call in config.calls.items():
        for key in call.wording:
            head, _, rest = key.partition(".")
            for language in call.languages:
                path = f"calls.{call_id}.wording.{key}.{language}"
                problem = ""
                if head in BLOCKS and rest in KINDS:
                    problem = _tried_in_letter(config, call_id, rest, key, language)
                elif head in SENTENCES and rest:
                    problem = _tried_alone(call, rest, language)
                if problem:
                    yield Mistake(key_path=path, problem=f"no letter can be written with it: {problem}", hint="")


def _tried_in_letter(config: Config, call_id: str, kind: str, key: str, language: str) -> str:
    call = config.calls[call_id]
    alone = call.model_copy(update={"wording": {key: call.wording[key]}})
    somebody = Address(name="Marta Lindqvist", email="marta@example.com")
    entry = EntryView(reference=f"{call.reference}-0001", revision=1, state=Disposition.ACCEPTED, author=somebody, texts={})
    request = LetterRequest(
        kind=kind, call=alone, call_id=call_id, office=config.office_of(call_id), entries=(entry,), recipient=somebody,
        original_subject="My papers", written_at=datetime.now(UTC), desk="desk@example.org", languages=(language,),
    )  # fmt: skip
    try:
        compose_letter(request)
        compose_letter(replace(request, entries=(entry, replace(entry, reference=f"{call.reference}-0002"))))
    except BROKEN as error:
        return str(error) or type(error).__name__
    return ""


def _tried_alone(call: Call, rest: str, language: str) -> str:
    name, _, slot = rest.partition(".")
    rule = next((rule for rule in RULES if rule.name == name), None)
    if rule is None:
        return ""
    values: Mapping[str, Any] = {said: _Any(3) for said in rule.says}
    slots = [slot] if slot else list(call.slots)
    finding = Finding(rule=name, severity=Severity.ERROR, subject="x", slot=slots[0], values=values)
    try:
        sentence(finding, language, call)
    except TYPED:
        return ""
    except BROKEN as error:
        return str(error) or type(error).__name__
    return ""


class _Any(int):
    """A value that is as good as any: a number, a name, a list of one."""

    def __iter__(self) -> Iterator[str]:
        yield "x"

    def __getitem__(self, place: object) -> str:
        return "x"

    def __len__(self) -> int:
        return 1
