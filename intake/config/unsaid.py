"""Words of the configuration that a letter or a digest will have to say in another language than its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from intake.config.mistakes import Mistake
from intake.config.models import Config
from intake.config.words import LocalWords


def unsaid(config: Config) -> Iterator[Mistake]:
    """Yield a warning for each title or sentence that is not written in every language of the call's letters."""
    for name, call in config.calls.items():
        office = {} if call.office else {"office": config.office}
        for path, words in [*_words(call, f"calls.{name}"), *office.items()]:
            for language in call.languages:
                if language not in words.by_language:
                    instead = next(iter(other for other in (*call.languages, *words.by_language) if other in words.by_language))
                    problem = f"has no words in {language}; letters in {language} say it in {instead}"
                    yield Mistake(key_path=path, problem=problem, warning=True)


def _words(value: Any, path: str) -> Iterator[tuple[str, LocalWords]]:
    """Yield every set of words below a value, with its key path."""
    if isinstance(value, LocalWords):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _words(item, f"{path}.{name}")
