"""A slice of `make torture`, and proof that its checker can complain."""

import hashlib
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.torture import award, bombs, costly, crash, imap, program, smtp, strace
from tests.torture.checker import SETTLED, Verdict, check
from tests.torture.stand import Stand, innocent
from tests.torture.tally import COLUMNS, Tally, Try, tally

ZEROS = dict.fromkeys(COLUMNS, 0)
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.timeout(300),
]  # whole programs, ended and started again; longer where others use the processors


@pytest.fixture(scope="module", autouse=True)
def _one_program():
    """Every try here runs one copy of the program, dropped at the end."""
    yield
    program.forget()


def zeros(result: Tally) -> tuple[dict, list]:
    """What a part found: its counts, and each complaint in words, so that a failing test says what is wrong."""
    return {column: result.count(column) for column in COLUMNS}, result.complaints()


def test_there_are_at_least_25_durable_steps_and_their_names_are_read_from_the_code():
    names = crash.steps()

    assert len(names) == len(set(names)) >= 25
    assert {"spool.renamed", "spool.moved-done", "record.committed", "send.before-dot", "send.dot-committed"} <= set(names)


def test_killed_at_its_durable_steps_the_program_loses_and_doubles_nothing():
    result = crash.run(quick=True)

    assert (result.tries >= 4, *zeros(result)) == (True, ZEROS, [])


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed (apt-get install strace)")
def test_killed_or_failing_at_its_system_calls_the_program_loses_and_doubles_nothing():
    result = strace.run(quick=True)
    if result.not_run:
        pytest.skip(result.not_run)

    assert (result.tries >= 4, *zeros(result)) == (True, ZEROS, [])


def test_a_mail_server_failing_at_any_stage_leaves_each_letter_as_ruling_11_says():
    result = smtp.run(quick=True)

    assert (result.tries >= 4, *zeros(result)) == (True, ZEROS, [])


def test_an_imap_server_that_cuts_and_lies_costs_no_mail():
    result = imap.run(quick=True)

    assert (result.tries >= 3, *zeros(result)) == (True, ZEROS, [])


def test_mails_made_to_cost_time_cost_a_few_seconds():
    result = costly.run(quick=True)

    assert (result.tries, *zeros(result)) == (len(costly.QUICK), ZEROS, [])


@pytest.mark.long
@pytest.mark.timeout(400)
def test_from_accepted_to_certificate_all_is_as_worked_out_elsewhere_and_a_kill_doubles_no_letter():
    result = award.run(quick=True)
    if result.not_run:
        pytest.skip(result.not_run)

    assert zeros(result) == (ZEROS, [])


@pytest.fixture(scope="module")
def exploded():
    """What a few bombs did."""
    return bombs.run(quick=True)


def test_bombs_lose_nothing_let_nothing_in_and_stay_within_time_and_memory(exploded):
    others = [line for line in exploded.complaints() if bombs.READABLE not in line]

    assert (exploded.tries, others) == (len(bombs.QUICK), [])
    assert [line for line in exploded.notes if "MISSED" in line] == []
    assert len(exploded.notes) == 4


def test_what_the_program_writes_is_for_its_own_user_alone(exploded):
    assert [line for line in exploded.complaints() if bombs.READABLE in line] == []


# The checker itself: each way to spoil a good state, and the one complaint it must draw.


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A state after one good pass: its stand's data, what was delivered, the letter that was sent."""
    with Stand() as stand:
        stand.deliver([innocent(3)])
        assert stand.run("poll").code == 0
        kept = tmp_path_factory.mktemp("good") / "var"
        stand.data.rename(kept)
        stand.data = kept
        stand.ask("UPDATE materials SET path = replace(path, ?, ?)", str(stand.root / "var"), str(kept))
        yield stand


def spoiled(good, tmp_path, *changes):
    """Return a copy of the good state's folder with these changes made to its registry, in spite of foreign keys."""
    folder = tmp_path / "var"
    shutil.copytree(good.data, folder)
    with closing(sqlite3.connect(folder / "registry.db")) as connection, connection:
        for change in changes:
            connection.execute(change)
    return folder


def counts(verdict: Verdict) -> dict[str, int]:
    """Return how many complaints of each kind there are, those without any left out."""
    return {column: len(found) for column in COLUMNS if (found := getattr(verdict, column))}


def test_the_checker_has_nothing_to_say_of_a_good_state(good):
    assert check(good.wanted, good.data, good.letters()) == Verdict()


@pytest.mark.parametrize(
    "change, expected",
    [
        ("DELETE FROM messages", {"lost": 1, "wrong": 1}),
        ("UPDATE messages SET outcome = 'pending'", {"lost": 1}),
        ("UPDATE messages SET outcome = 'ignored'", {"lost": 1}),
        ("DELETE FROM materials WHERE id = (SELECT max(id) FROM materials)", {"lost": 1}),
        ("INSERT INTO materials SELECT (SELECT max(id) + 1 FROM materials), " + "{materials} FROM materials WHERE id = 1", {"doubled": 1}),
        ("UPDATE entries SET state = 'incomplete'", {"false": 1}),
        ("UPDATE notices SET recipient = 'somebody@example.com'", {"false": 1}),
        ("UPDATE notices SET state = 'queued'", {"unaccounted": 1}),
        ("UPDATE notices SET state = 'failed', error = ''", {"unaccounted": 1}),
    ],
)  # fmt: skip
def test_the_checker_complains_of_a_spoiled_registry(good, tmp_path, change, expected):
    columns = ", ".join(row[1] for row in good.ask("PRAGMA table_info(materials)") if row[1] != "id")
    folder = spoiled(good, tmp_path, change.format(materials=columns))

    assert counts(check(good.wanted, folder, good.letters(), SETTLED | {"failed"})) == expected


def test_the_checker_misses_a_mail_that_was_never_taken(good):
    never = innocent(5).wanted

    assert check([*good.wanted, never], good.data, good.letters()) == Verdict(lost=("complete-5: not in messages",))


def test_the_checker_counts_a_letter_that_came_twice(good):
    letters = good.letters()
    [identity] = [row[0] for row in good.ask("SELECT message_id FROM notices")]

    assert check(good.wanted, good.data, [*letters, *letters]).doubled == (f"letter {identity}: accepted 2 times",)


def test_the_checker_complains_when_a_letter_was_sent_that_no_server_took(good):
    assert check(good.wanted, good.data, []).unaccounted == ("notice 1 (acknowledgement) is sent, but no server took it",)


def test_the_checker_complains_of_damaged_files(good, tmp_path):
    folder = spoiled(good, tmp_path)
    [mail] = folder.glob("spool/*/*.eml")
    mail.write_bytes(b"something else")

    assert check(good.wanted, folder, good.letters()).lost == ("complete-3: its file is damaged",)


def test_the_checker_complains_of_a_journal_that_tells_too_little_or_twice(good, tmp_path):
    folder = spoiled(good, tmp_path)
    journal = folder / "spool" / "journal.jsonl"
    mail, letter = journal.read_text().splitlines(keepends=True)
    journal.write_text(mail + mail)
    found = check(good.wanted, folder, good.letters())
    journal.write_text(letter)

    assert counts(found) == {"doubled": 1, "unaccounted": 1}
    assert counts(check(good.wanted, folder, good.letters())) == {"unaccounted": 1}


def test_the_checker_complains_of_a_mail_in_two_rooms_of_the_spool(good, tmp_path):
    folder = spoiled(good, tmp_path)
    [mail] = folder.glob("spool/*/*.eml")
    (folder / "spool" / "new").mkdir(exist_ok=True)
    shutil.copy(mail, folder / "spool" / "new")
    digest = hashlib.sha256(mail.read_bytes()).hexdigest()

    assert check(good.wanted, folder, good.letters()).doubled == (f"mail {digest[:12]} lies in new and done",)


def test_the_checker_complains_of_an_acknowledged_photo_that_is_not_on_disk(good, tmp_path):
    folder = spoiled(good, tmp_path, "UPDATE materials SET path = path || '.gone' WHERE id = 1")

    assert counts(check(good.wanted, folder, good.letters())) == {"lost": 1, "false": 1}


def test_a_try_that_breaks_is_told_as_wrong():
    def act():
        raise OSError("no more servers")

    result = tally("part", [Try(name="one", act=act)])

    assert (result.clean, {column: result.count(column) for column in COLUMNS}) == (False, ZEROS | {"wrong": 1})
