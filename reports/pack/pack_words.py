"""Whose words a pack bears: the call's, the office's and its own, in the languages of the call and of staff."""

from __future__ import annotations

from dataclasses import dataclass

from intake.config.models import Call, Config, LocalWords
from reports.letters.staff_words import StaffWords

PROPERTIES = "en"  # the language of a file's own title and author, where there is a choice


@dataclass(frozen=True)
class PackWords:
    """A call, its office, and the pack's phrases."""

    call_id: str
    call: Call
    office: LocalWords
    words: StaffWords

    @property
    def shows_pictures(self) -> bool:
        """Tell whether pictures are judged."""
        return bool(self.call.judged)

    @property
    def titles(self) -> list[str]:
        """Return the call's title in each language."""
        return self._each(self.call.title)

    @property
    def offices(self) -> list[str]:
        """Return the office in each language."""
        return self._each(self.office)

    @property
    def title(self) -> str:
        """Return the call's title as a file's properties bear it."""
        return self.call.title.said(PROPERTIES)

    @property
    def office_name(self) -> str:
        """Return the office as a file's properties bear it."""
        return self.office.said(PROPERTIES)

    def _each(self, words: LocalWords) -> list[str]:
        return list(dict.fromkeys(self.call.said(words, language) for language in self.words.languages))


def pack_words(config: Config, call_id: str) -> PackWords:
    """Return the words of a call's pack: the call's languages first, then what else staff read."""
    call = config.calls[call_id]
    languages = tuple(dict.fromkeys([*call.languages, *config.staff_languages]))
    return PackWords(call_id, call, config.office_of(call_id), StaffWords("pack", languages))
