"""A trouble is told once, and once more when it is over; numbers in its words are no news, other words are."""

import logging

from reports.run.troubles import Troubles


def test_a_trouble_is_told_when_it_begins_changes_lasts_a_day_and_ends(caplog):
    caplog.set_level(logging.INFO)
    now = [0.0]
    troubles = Troubles(lambda: now[0])
    for minute in range(60 * 24 + 10):
        now[0] = minute * 60.0
        troubles.tell("disk", f"{minute} MB are free")
        troubles.well("delivery")  # which had none
    troubles.tell("disk", "read-only")
    troubles.tell("disk", "7 MB are free")
    now[0] += 7200
    troubles.looked("disk", "")
    troubles.looked("disk", "")
    troubles.looked("disk", "1 MB are free")
    assert [record.getMessage() for record in caplog.records] == [
        "disk: 0 MB are free",
        "disk: 1440 MB are free (for 1 d)",
        "disk: read-only (for 1.01 d)",
        "disk: well again, after 1.09 d",
        "disk: 1 MB are free",
    ]


def test_a_server_that_always_finds_new_words_fills_no_log(caplog):
    troubles = Troubles(lambda: 0.0)
    for number in range(100):
        troubles.tell("mailbox photo", "no" + "o" * number)
    assert len(caplog.records) == 8
