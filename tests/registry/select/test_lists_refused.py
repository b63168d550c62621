"""Why a list of an announcement, or a letter filled in from it, is refused: each reason from its own cause."""

import csv

import pytest

from registry.select.flaws import FlawKind, SheetRefused
from registry.select.recipients import read_list
from reports.announce.prepare import prepare_letters
from reports.announce.queue import in_state
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL
from tests.builders.selection_samples import accepted
from tests.builders.unit_mails import LI, liaison, unit_desk

LETTERS = {
    "empty": {"subject": {"zh": "通知"}, "text": {"zh": "{% if hint %}{{ hint }}{% endif %}"}},
    "broken": {"subject": {"zh": "通知"}, "text": {"zh": "{{ reference / 2 }}"}},
}


def a_list(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


LISTS = {
    FlawKind.NO_LIST: [["Name", "Town"], ["Ma", "Qingdao"]],
    FlawKind.EMPTY_LIST: [["Reference", "Code"]],
    FlawKind.SHARED_EMAIL: [["Email", "Code"], [LI, "1"]],
    FlawKind.UNKNOWN_EMAIL: [["Email", "Code"], ["nobody@example.org", "1"]],
    FlawKind.SHARED_UNIT: [["Unit", "Code"], ["海岸大学", "1"]],
    FlawKind.UNKNOWN_UNIT: [["Unit", "Code"], ["山谷学院", "1"]],
    FlawKind.UNKNOWN_REFERENCE: [["Reference", "Code"], ["PR2026-0099", "1"]],
    FlawKind.LISTED_TWICE: [["Reference", "Code"], ["PR2026-0001", "1"], ["0001", "2"]],
    FlawKind.NO_ENTRY: [["Reference", "Code"], ["", "1"]],
}


def test_a_list_that_names_no_entries_or_not_one_alone(tmp_path):
    with unit_desk(tmp_path) as desk:
        for block in ("主论坛", "分论坛"):
            desk.mail(LI, f"宣传+{block}+海岸大学", **{"联络员信息表.docx": liaison(板块=block)})
        found = {}
        for why, rows in LISTS.items():
            with pytest.raises(SheetRefused) as refused:
                read_list(a_list(tmp_path / "list.csv", *rows), desk.desk.db, "invented")
            found[why] = {flaw.why for flaw in refused.value.flaws}
        assert found == {why: {why} for why in LISTS}


def test_a_letter_that_says_nothing_or_cannot_be_filled_in(tmp_path):
    with a_desk(tmp_path, calls={CALL: {"announcements": LETTERS}}) as desk:
        accepted(desk, 1)
        found = {
            name: {flaw.why for flaw in prepare_letters(desk, CALL, name, in_state(desk, CALL, "accepted"), again=False).flaws}
            for name in LETTERS
        }
        assert found == {"empty": {FlawKind.SAYS_NOTHING}, "broken": {FlawKind.UNFILLED}}
