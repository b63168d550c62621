"""What an entry holds after several mails, and what each of several authors in one mail gets."""

import email
import email.policy
import time
from datetime import UTC, datetime, timedelta

import pytest

from registry.decide.review import Decision, review
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents as queries
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.builders.run_case import outcome_of
from tests.corpus.dossiers import DOSSIERS, part

CASES = {case.name: case for case in DOSSIERS}


def documents(name, tmp_path):
    return outcome_of(CASES[name], tmp_path)["documents"]


def roles(document):
    return [(item["role"], item["filename"]) for item in document["materials"]]


def test_three_mails_make_one_whole_entry(tmp_path):
    (entry,) = documents("three-mails-one-entry", tmp_path)
    assert (entry["revision"], len(entry["messages"]), roles(entry)) == (
        3,
        3,
        [
            ("form", "Application Form.docx"),
            ("text", "Biography.docx"),
            ("work", "Work 1.jpg"),
            ("work", "Work 2.jpg"),
            ("work", "Work 3.jpg"),
            ("portrait", "Author portrait.jpg"),
        ],
    )


def test_photos_that_a_phone_calls_alike_do_not_replace_each_other(tmp_path):
    (entry,) = documents("same-names-in-each-mail", tmp_path)
    works = [item["sha256"] for item in entry["materials"] if item["role"] == "work"]
    assert (len(works), len(set(works))) == (3, 3)


@pytest.mark.parametrize("name", ["field-typed-in-reply", "form-again-with-one-field"])
def test_a_field_that_follows_joins_the_others(name, tmp_path):
    (entry,) = documents(name, tmp_path)
    assert {field: entry["form"][field] for field in ("photo_name", "nationality", "pieces")} == {
        "photo_name": "Wind on the Grassland",
        "nationality": "Germany",
        "pieces": "3",
    }


def test_prose_in_a_reply_is_the_text_that_was_asked_for(tmp_path):
    (entry,) = documents("prose-in-reply", tmp_path)
    assert (entry["texts"]["description"]["place"], entry["texts"]["description"]["english_words"]) == ("body", 106)


def test_a_mail_delivered_again_makes_no_revision_and_no_letter(tmp_path):
    (entry,) = documents("delivered-twice", tmp_path)
    assert (entry["revision"], len(entry["messages"]), len(entry["notices"])) == (1, 2, 1)


def test_a_stranger_leaves_the_other_entry_as_it_was_but_noted(tmp_path):
    documents("authors-form-from-elsewhere", tmp_path)
    with a_desk(tmp_path) as desk:
        owner = queries.entry(desk.db, "IF2026-0001")
    assert (owner["state"], owner["revision"], [item["what"] for item in owner["history"]]) == (
        "accepted",
        1,
        ["opened", "claimed"],
    )


@pytest.mark.parametrize(
    "name", ["one-zip-per-author", "files-named-after-authors", "authors-in-a-spreadsheet", "one-address-for-the-office"]
)
def test_each_author_gets_the_files_that_bear_the_name(name, tmp_path):
    entries = documents(name, tmp_path)
    counts = [[role for role, _ in roles(entry)] for entry in entries]
    assert [(each.count("work"), each.count("portrait"), each.count("form"), each.count("other")) for each in counts] == [
        (3, 1, 1, 0)
    ] * 2
    assert [entry["form"]["name_zh"] for entry in entries] == ["冯亨瑞", "努尔"]


def test_files_of_nobody_stay_with_the_first_and_every_entry_says_which(tmp_path):
    entries = documents("files-of-nobody", tmp_path)
    said = [[item["values"]["files"] for item in entry["findings"] if item["rule"] == "files-unclaimed"] for entry in entries]
    names = ["作品30.jpg", "作品31.jpg", "作品32.jpg", "照片3.jpg", "作品80.jpg", "作品81.jpg", "作品82.jpg", "照片8.jpg"]
    assert said == [[names], [names]]
    assert [[name for role, name in roles(entry) if role == "other"] for entry in entries] == [names, []]
    assert [[notice["kind"] for notice in entry["notices"]] for entry in entries] == [["receipt"], ["receipt"]]


def test_a_photographed_form_is_held_as_a_form_and_no_work(tmp_path):
    (entry,) = documents("form-photographed", tmp_path)
    assert [name for role, name in roles(entry) if role == "form"] == ["IMG_3991.jpg"]
    assert [role for role, _ in roles(entry)].count("work") == 3


def test_what_staff_released_is_not_held_again_by_the_next_mail(tmp_path):
    case = CASES["strangers-own-next-mail"]
    with a_desk(tmp_path) as desk:
        for number, (raw, arrives) in enumerate([(parcel_mail, INSIDE), case.before[1], (case.raw, case.received_at)]):
            path = tmp_path / f"{number}.eml"
            path.write_bytes(raw())
            import_paths(desk, [path], None, arrives.isoformat())
            process_pending(desk)
            if number == 1:
                review(desk.db, "IF2026-0002", Decision(action="release", by="Wen", note="known"), datetime.now(UTC))
        entry = queries.entry(desk.db, "IF2026-0002")
    lifted = [item["severity"] for item in entry["findings"] if item["rule"] == "sender-unverified"]
    assert (entry["state"], entry["revision"], lifted) == ("accepted", 2, ["info"])


def deliver(desk, tmp_path, *mails):
    for number, (raw, arrives) in enumerate(mails):
        path = tmp_path / f"{arrives:%d%H%M}-{number}.eml"
        path.write_bytes(raw)
        import_paths(desk, [path], None, arrives.isoformat())
        process_pending(desk)


def letters(server):
    return [
        [item.rcpt_tos, str(email.message_from_bytes(item.content, policy=email.policy.default)["Subject"])]
        for item in server.received
    ]


def test_an_author_still_sending_is_not_written_to_and_then_once(smtp_server, tmp_path):
    mails = [part(1, form=True), part(2)]
    with a_desk(tmp_path, None, smtp_server, settle="1h") as desk:
        deliver(desk, tmp_path, *((raw, INSIDE + timedelta(minutes=10 * place)) for place, raw in enumerate(mails)))
        assert (send_due(desk).sent, [item["state"] for item in queries.entry(desk.db, "IF2026-0001")["notices"]]) == (
            0,
            ["queued"],
        )
        deliver(desk, tmp_path, (part(3, portrait=True), INSIDE + timedelta(hours=1)))
        sent = send_due(desk).sent
        notices = queries.entry(desk.db, "IF2026-0001")["notices"]
    assert (sent, [(item["kind"], item["revision"], item["state"]) for item in notices]) == (1, [("acknowledgement", 3, "sent")])
    assert len(letters(smtp_server)) == 1


def test_after_a_quiet_time_one_letter_says_all_that_is_missing(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server, settle="1s") as desk:
        deliver(desk, tmp_path, (part(1, form=True), INSIDE), (part(2), INSIDE + timedelta(minutes=10)))
        time.sleep(1.1)
        sent = send_due(desk).sent
        (notice,) = queries.entry(desk.db, "IF2026-0001")["notices"]
    assert (sent, notice["kind"], notice["revision"]) == (1, "correction", 2)
    body = (
        email.message_from_bytes(smtp_server.received[0].content, policy=email.policy.default).get_body(("plain",)).get_content()
    )
    assert ("目前收到 2 幅作品" in body, "还没有收到作者本人的照片" in body) == (True, True)
