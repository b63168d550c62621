"""What an entry holds after several mails, and what each of several authors in one mail gets."""

from datetime import UTC, datetime

import pytest
from corpus_dossiers import DOSSIERS
from desks import a_desk
from factories import INSIDE, parcel_mail
from run_case import outcome_of

from registry import queries
from registry.importing import import_paths
from registry.processing import process_pending
from registry.review import review

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
                review(desk.db, "IF2026-0002", "release", by="Wen", note="known", now=datetime.now(UTC))
        entry = queries.entry(desk.db, "IF2026-0002")
    lifted = [item["severity"] for item in entry["findings"] if item["rule"] == "sender-unverified"]
    assert (entry["state"], entry["revision"], lifted) == ("accepted", 2, ["info"])
