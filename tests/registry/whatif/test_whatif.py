"""What-if: changed terms over stored facts tell which entries would flip, and change nothing."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import yaml
from typer.testing import CliRunner

from registry.decide.review import Decision, review
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.commands.dataprotection import app
from reports.demo import kinds, mails
from tests.builders.desks import ENVIRON, ROOT, a_desk
from tests.builders.factories import CLOSES, INSIDE, parcel_mail, tiny_scene
from tests.builders.folders import made_once
from tests.corpus.contents import pasted
from tests.corpus.pages import beside_form, file_of, scan

CALL = "photo-2026"
FIRST, SECOND, THIRD, FOURTH = (f"IF2026-000{number}" for number in (1, 2, 3, 4))


def borderline():
    """Return an entry with one photo between the two limits: accepted with a warning."""
    scene = tiny_scene(6)
    parcel = scene.parcel()
    small = scene.scale.borderline
    from reports.demo import pictures
    from reports.demo.scene import jpeg

    work = jpeg("Work 4.jpg", pictures.photo(scene.seed(4), scene.scale.megapixels, small))
    return mails.plain(scene.draft(*parcel, work))


@made_once
def four_entries(folder):
    """Four entries: complete, two photos (incomplete), complete, one photo a little small (accepted)."""
    with a_desk(folder) as desk:
        for number, raw in enumerate((parcel_mail(3), kinds.two_photos(tiny_scene(4)), parcel_mail(5), borderline())):
            path = folder / f"{number}.eml"
            path.write_bytes(raw)
            arrives = INSIDE + timedelta(days=number)
            import_paths(desk, [path], None, arrives.isoformat())
            assert process_pending(desk) == 0
        assert states(desk) == {FIRST: "accepted", SECOND: "incomplete", THIRD: "accepted", FOURTH: "accepted"}


@pytest.fixture
def folder(tmp_path):
    return four_entries(tmp_path)


def states(desk):
    return {item["reference"]: item["state"] for item in documents.entries(desk.db)}


def what_if(folder, changes, *words):
    """Run the command on changed terms; return (exit code, stdout, stderr)."""
    path = folder / "terms.yaml"
    path.write_text(yaml.safe_dump(changes), encoding="utf-8")
    config = [ROOT / "config.yaml", folder / "overlay.yaml"]
    done = CliRunner(env=ENVIRON).invoke(app, ["what-if", str(path), *words], obj=config)
    return done.exit_code, done.stdout, done.stderr


def told(folder, changes):
    code, out, errors = what_if(folder, changes, "--json")
    assert (code, errors) == (0, "")
    return json.loads(out)


def flips(document, heap="flips"):
    return [(item["reference"], item["now"], item["then"]) for item in document[heap]]


def rules(**settings):
    return {"calls": {CALL: {"rules": {name.replace("_", "-"): value for name, value in settings.items()}}}}


def works(count):
    return {"calls": {CALL: {"slots": {"work": {"count": count}}}}}


def test_an_option_flips_entries_both_ways_and_says_which_findings_come_and_go(folder):
    document = told(folder, works("2-3"))
    assert document["flips"] == [
        {
            "reference": SECOND, "call": CALL, "author": tiny_scene(4).person.name_en, "now": "incomplete", "then": "accepted",
            "appear": [], "disappear": [{"rule": "slot-count", "severity": "error", "subject": "work", "slot": "work"}], "decided": "",
        },
        {
            "reference": FOURTH, "call": CALL, "author": tiny_scene(6).person.name_en, "now": "accepted", "then": "incomplete",
            "appear": [{"rule": "slot-count", "severity": "error", "subject": "work", "slot": "work"}], "disappear": [], "decided": "",
        },
    ]  # fmt: skip
    assert document["changed"] == [f"calls.{CALL}.slots.work.count"]
    assert document["totals"] == {
        "entries": 4, "flips": 2, "kept_by_decision": 0, "same_state_other_findings": 0,
        "now": {"accepted": 3, "incomplete": 1, "held": 0, "rejected": 0},
        "then": {"accepted": 3, "incomplete": 1, "held": 0, "rejected": 0},
    }  # fmt: skip


def test_a_stored_size_is_judged_by_a_new_floor(folder):
    limits = {"floor": 30_000, "borderline": 30_000}
    changes = {"defaults": {"rules": dict.fromkeys(("photo-size", "photo-size-borderline", "photo-padded"), limits)}}
    document = told(folder, changes)
    assert flips(document) == [(FOURTH, "accepted", "incomplete")]
    (flip,) = document["flips"]
    assert [(item["rule"], item["subject"]) for item in (*flip["appear"], *flip["disappear"])] == [
        ("photo-size", "Work 4.jpg"),
        ("photo-size-borderline", "Work 4.jpg"),
    ]


def test_a_severity_and_a_rule_switched_off_flip(folder):
    assert flips(told(folder, rules(slot_count={"severity": "hold"}))) == [(SECOND, "incomplete", "held")]
    assert flips(told(folder, rules(slot_count=False))) == [(SECOND, "incomplete", "accepted")]


def test_a_finding_that_weighs_nothing_flips_nobody_but_is_counted(folder):
    document = told(folder, {"defaults": {"rules": {"photo-provenance": False}}})
    assert (flips(document), document["totals"]["same_state_other_findings"]) == ([], 4)


def test_the_window_is_judged_by_the_stored_arrival(folder):
    closes = INSIDE + timedelta(days=2)  # excludes its own instant
    document = told(folder, {"calls": {CALL: {"window": {"closes": closes.isoformat()}}}})
    assert flips(document) == [(THIRD, "accepted", "rejected"), (FOURTH, "accepted", "rejected")]
    assert len(document["not_told"]) == 1
    grace = told(folder, {"calls": {CALL: {"window": {"closes": closes.isoformat(), "grace": "1d"}}}})
    assert flips(grace) == [(FOURTH, "accepted", "rejected")]


def test_a_persons_decision_is_kept_and_said_to_be(folder):
    with a_desk(folder) as desk:
        review(desk.db, SECOND, Decision(action="accept", by="Wen", note="agreed by phone"), CLOSES)
    document = told(folder, rules(slot_count=False))
    assert (flips(document), flips(document, "kept_by_decision")) == ([], [])  # accepted either way
    document = told(folder, rules(slot_count={"severity": "reject"}))
    assert (flips(document), flips(document, "kept_by_decision")) == ([], [(SECOND, "accepted", "rejected")])
    assert document["kept_by_decision"][0]["decided"] == "accept by Wen, 2026-08-31"
    assert document["totals"]["then"] == {"accepted": 4, "incomplete": 0, "held": 0, "rejected": 0}


def test_what_earlier_terms_judged_is_not_laid_at_the_new_terms_door(folder):
    with a_desk(folder) as desk:
        desk.db.conn.execute("UPDATE entries SET state = 'incomplete' WHERE reference = ?", [FIRST])
    document = told(folder, rules(slot_count=False))
    assert (flips(document), flips(document, "judged_by_earlier_terms")) == (
        [(SECOND, "incomplete", "accepted")],
        [(FIRST, "incomplete", "accepted")],
    )


def test_pictures_in_doubt_are_dealt_anew_by_the_new_counts(tmp_path):
    scene = tiny_scene(3)
    form, biography, *pictures = scene.parcel(4)
    nameless = [item.named(f"IMG_77{place}1.jpg") for place, item in enumerate(pictures)]
    with a_desk(tmp_path) as desk:
        (tmp_path / "a.eml").write_bytes(mails.plain(scene.draft(form, biography, *nameless)))
        import_paths(desk, [tmp_path / "a.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        assert states(desk) == {FIRST: "accepted"}
    # five pictures: 4 works and 1 portrait today; 3 works and 2 portraits are as right under a maximum of 3
    assert flips(told(tmp_path, works("3-3"))) == []
    assert flips(told(tmp_path, works("1-2"))) == [(FIRST, "accepted", "incomplete")]


def test_pages_and_pasted_pictures_are_what_they_were_when_their_mails_came(tmp_path):
    """A page counts as a photo while there are too few without it; works pasted into a document are no file that nobody claims."""
    page = beside_form(lambda: file_of(scan(), "IMG_0009.jpg"), works=2)
    with a_desk(tmp_path) as desk:
        for number, raw in enumerate((page(), pasted(5))):
            (tmp_path / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, INSIDE.isoformat())
            process_pending(desk)
        assert states(desk) == {FIRST: "accepted", SECOND: "incomplete"}
    changes = rules(form_pieces_mismatch={"severity": "hold"})
    changes["calls"][CALL]["slots"] = {"work": {"count": "2-5"}}
    document = told(tmp_path, changes)
    assert flips(document) == [
        (FIRST, "accepted", "held"),
        (SECOND, "incomplete", "held"),
    ]  # 2 and 0 photos where the form says 3
    assert flips(document, "judged_by_earlier_terms") == []


def test_nothing_is_written_and_nobody_is_written_to(folder):
    database = folder / "var" / "registry.db"
    before = (hashlib.sha256(database.read_bytes()).hexdigest(), sorted(path.name for path in (folder / "var").rglob("*")))
    told(folder, rules(slot_count=False))
    after = (hashlib.sha256(database.read_bytes()).hexdigest(), sorted(path.name for path in (folder / "var").rglob("*")))
    assert after == before


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        (
            {"calls": {CALL: {"slots": {"form": {"fields": {"name_en": {"labels": ["Nom"]}}}}}}},
            [f"calls.{CALL}.slots.form.fields.name_en.labels"],
        ),
        (
            {"calls": {CALL: {"slots": {"work": {"names": ["oeuvre"]}}, "phrase": "x"}}},
            [f"calls.{CALL}.phrase", f"calls.{CALL}.slots.work.names"],
        ),
        ({"limits": {"archive_depth": 5}}, ["limits.archive_depth"]),
        ({"mailboxes": {"photo": {"trusted_authserv": "mx.example.org"}}}, ["mailboxes.photo.trusted_authserv"]),
    ],
)
def test_what_needs_the_mails_read_again_is_refused_by_name(folder, changes, paths):
    code, out, errors = what_if(folder, {**changes, "defaults": {"rules": {"photo-duplicate": {"distance": 2}}}})
    assert (code, out) == (2, "")
    assert [line.strip() for line in errors.splitlines() if line.startswith("  ")] == paths


def test_terms_that_cannot_be_used_are_refused_with_every_mistake(folder):
    code, out, errors = what_if(folder, rules(photo_size={"flor": 2}, foto_size={}))
    assert (code, out) == (2, "")
    assert f"calls.{CALL}.rules.photo-size.flor" in errors
    assert f"calls.{CALL}.rules.foto-size" in errors


def test_words_and_dates_of_letters_have_no_effect_and_are_said_to_have_none(folder):
    changes = {"calls": {CALL: {"reminder": "5d", "wording": {"closing": {"zh": "谢谢", "en": "Thanks"}}}}, "settle": "1h"}
    code, out, _ = what_if(folder, changes)
    assert (code, out.splitlines()) == (
        0,
        [
            "Nothing in this overlay changes how entries are judged.",
            f"Without effect on what is judged: settle, calls.{CALL}.reminder, calls.{CALL}.wording.closing",
        ],
    )


def test_people_read_a_table_and_totals(folder):
    code, out, _ = what_if(folder, works("2-5"))
    assert (code, SECOND in out, FIRST in out) == (0, True, False)
    assert out.splitlines()[-1] == (
        "1 of 4 entries would flip (accepted 3 -> 4, incomplete 1 -> 0, held 0 -> 0, rejected 0 -> 0). 0 more are kept by a person's "
        "decision; 0 keep their state with other findings. Nothing was changed, nobody is written to."
    )


def test_a_photo_seen_elsewhere_is_found_again_in_the_later_entry_alone(tmp_path):
    scene, other = tiny_scene(3), tiny_scene(5).later(hours=1)
    works = (scene.works(1)[0], *other.works(3)[1:])
    with a_desk(tmp_path) as desk:
        for number, raw in enumerate(
            (parcel_mail(3), mails.plain(other.draft(other.form(), other.biography(), *works, other.portrait())))
        ):
            (tmp_path / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, replace(scene).arrives.isoformat())
            process_pending(desk)
        assert states(desk) == {FIRST: "accepted", SECOND: "held"}
    assert flips(told(tmp_path, rules(photo_seen_elsewhere={"severity": "warning"}))) == [(SECOND, "held", "accepted")]
