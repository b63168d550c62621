"""Words of the configuration in several languages: titles, the office, a call's own sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, ModelWrapValidatorHandler, model_validator
from pydantic_core import InitErrorDetails

from intake.config.base import Model
from intake.config.fields import mistake, with_further
from intake.config.languages import languages


class LocalWords(Model):
    """The same words in several languages, in the order they are written: `{zh: 作品, en: entry photo}`."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str]

    def __init__(self, **given: Any) -> None:
        """Take language = words, and what else the model has."""
        super().__init__(**given)

    @model_validator(mode="wrap")
    @classmethod
    def _in_languages_there_are(cls, value: Any, handler: ModelWrapValidatorHandler[LocalWords]) -> LocalWords:
        """Validate; a language that is null, or '', is one that the words are not written in: an overlay takes it away so."""
        written = {name: words for name, words in value.items() if words is not None} if isinstance(value, Mapping) else value
        made: LocalWords = with_further(written, handler, cls._wrong(written) if isinstance(written, Mapping) else iter(()))
        return made

    @classmethod
    def _wrong(cls, value: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
        """Yield the keys that are neither the model's own nor a language, and that there are no words at all."""
        there = " and ".join(languages())
        named = [name for name in value if name not in cls.model_fields]
        for name in named:
            if name not in languages():
                yield mistake(f"is no language that the desk writes; there are {there}", name, given=value[name])
        if not any(value[name] for name in named):
            yield mistake(f"write the words in one language at least; there are {there}", given=value)

    @property
    def by_language(self) -> dict[str, str]:
        """Return language -> words."""
        return {name: words for name, words in (self.__pydantic_extra__ or {}).items() if words}

    def said(self, language: str, otherwise: Sequence[str] = ()) -> str:
        """Return the words in a language; where they are not written in it, in the first of the others, else as first written."""
        words = self.by_language
        return next((words[name] for name in (language, *otherwise) if name in words), next(iter(words.values())))
