"""References however people type them."""

from dataclasses import replace

import pytest

from intake.assemble.routing import references_named, references_told
from tests.builders.factories import sample_call
from tests.builders.registry_samples import message

WRITTEN = ("IF2026-0016", "if2026-0016", "IF2026 0016", "IF20260016", "IF2026 - 0016", "IF2026_0016", "IF2026–0016", "IF2026－0016",
           "ＩＦ２０２６－００１６", "IF2026-OO16", "IF2026-0016号", "(IF2026-0016r2)", "IF2026-0016OK")  # fmt: skip
NONE = ("IF2026", "IF2026-016", "AIF2026-0016", "IF2026-OOOO", "our IF of 2026, 0016")


def named(**changes):
    said, calls = replace(message("a" * 64), **changes), {"photo-2026": sample_call()}
    return references_named(said, calls), references_told(said, calls)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_reference_is_known_however_it_is_typed(text):
    assert named(subject=f"photos for {text}")[0] == ("IF2026-0016",)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_reference_names_none(text):
    assert named(subject=text)[0] == ()


def test_of_a_mails_words_those_typed_stand_over_those_quoted():
    both = {"text": "about IF2026-0002", "quoted": "> [IF2026-0001] registered"}
    assert named(**both) == ((), ("IF2026-0002",))
    assert named(quoted=both["quoted"]) == ((), ("IF2026-0001",))
