"""Keys: for one address, entry, revision and action; what is hidden of them."""

from dataclasses import replace
from datetime import UTC, datetime

from intake.model.our_mark import OurMark
from registry.staff.keys import Grant, key_for, keys_in, made_at, moves_of, proves
from registry.store.masking import masked

MARK, OTHER = OurMark(b"a" * 32), OurMark(b"b" * 32)
MADE = datetime(2026, 8, 10, 1, 2, 3, tzinfo=UTC)
GRANT = Grant(address="li@example.org", action="accept", reference="IF2026-0001", revision=2, moves=3)


def test_a_key_is_for_exactly_what_it_was_made_for_and_says_when():
    key = key_for(MARK, GRANT, MADE)
    others = [
        replace(GRANT, address="wen@example.org"),
        replace(GRANT, action="reject"),
        replace(GRANT, reference="IF2026-0011"),
        replace(GRANT, revision=3),
    ]
    assert (made_at(key), moves_of(key), len(key)) == (MADE, 3, 26)
    assert [proves(MARK, key, grant) for grant in [GRANT, replace(GRANT, moves=9), *others]] == [True, True, *[False] * 4]
    assert (proves(OTHER, key, GRANT), proves(MARK, key.upper(), GRANT)) == (False, True)
    forged = key_for(MARK, replace(GRANT, moves=4), MADE)[:10] + key[10:]
    assert proves(MARK, forged, GRANT) is False  # the number of decisions cannot be changed by hand
    assert [made_at(text) for text in ("", "x" * 25, "1" * 26)] == [None, None, None]


def test_a_key_is_found_and_hidden_wherever_it_stands_and_whatever_stands_in_its_place():
    key = key_for(MARK, GRANT, MADE)
    link = f"mailto:a@b?subject=%5BIF2026-0001%20r2%5D%20accept%20{key}&body="
    assert keys_in(f"{link} <{key.upper()}> and x{key}") == (key,)
    shown = {
        f"Re: [IF2026-0001 r2] accept {key}": "Re: [IF2026-0001 r2] accept ••••",
        "[IF2026-0001  R2]补正  no-key-at-all": "[IF2026-0001  R2]补正 ••••",
        f"registry my-call {key}": "registry my-call ••••",
        link: link.replace(key, "••••"),
        "Re: [IF2026-0001] My photos of accept": "Re: [IF2026-0001] My photos of accept",
    }
    assert {text: masked(text) for text in shown} == shown
