"""Parts of a letter in a call's own words: `wording` may replace its subject, its opening, what comes next, its closing."""

from __future__ import annotations

import functools

from jinja2 import Environment, Template
from markupsafe import escape

from intake.config.models import Call
from registry.desk.wordings import BLOCKS

# what templates call a call's own words
OWN = {"greeting_extra": "greeting", "closing_extra": "closing", "addition": "addition", "own_noun": "entry"}


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
