"""Parts of a letter in a call's own words: `wording` may replace its subject, its opening, what comes next, its closing."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, Template, TemplateError
from markupsafe import escape

from intake.config.mistakes import Mistake
from intake.config.models import Call, Config
from intake.model.submission import Address
from registry.desk.wordings import BLOCKS, KINDS, SENTENCES
from validators.disposition import Disposition
from validators.finding import Finding, Severity
from validators.rules import RULES

# what templates call a call's own words
OWN = {"greeting_extra": "greeting", "closing_extra": "closing", "addition": "addition", "own_noun": "entry"}
BROKEN = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
TYPED = (TypeError, ValueError, AttributeError, LookupError)  # what only an invented value may bring about


def own_blocks(call: Call, kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return (block, template) for each part of a letter that the call words itself."""
    found = ((block, call.wording.get(f"{block}.{kind}")) for block in BLOCKS)
    return tuple((block, call.said(words, language)) for block, words in found if words is not None)


@functools.lru_cache(maxsize=128)
def with_blocks(environment: Environment, base: str, blocks: tuple[tuple[str, str], ...], *, html: bool) -> Template:
    """Return a letter's template with some of its blocks replaced; raises jinja2.TemplateError for one that is broken.

    `html`: what stands between the names is words there too, no markup.
    """
    said = {name: _escaped(environment, text) if html else text for name, text in blocks}
    own = "".join(f"{{% block {name} %}}{text}{{% endblock %}}" for name, text in said.items())
    return environment.from_string(f"{{% extends '{base}' %}}{own}")


def _escaped(environment: Environment, text: str) -> str:
    """Return a template whose words are escaped, and whose names and conditions are as they were."""
    return "".join(str(escape(value)) if kind == "data" else value for _, kind, value in environment.lex(text))


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
    from reports.letters.compose import EntryView, LetterRequest, compose_letter

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
    from reports.letters.sentences import sentence

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
