"""What stands in JSON columns: of any version, with keys that nobody knows, it is read; and a registry of before is brought up."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

from intake.model.submission import CloudLink, FormState, FormValue, FoundText, RegistrationForm
from registry.read import documents
from registry.read.entries import read_entry
from registry.staff.told import Became, Item, LeavingLetter, StaffMailResult, from_json, to_json
from registry.store import codec
from registry.store.rows import faults_from
from registry.store.schema import open_registry
from reports.certificates.facts import CertificateFacts, Spoken, facts_from
from tests.builders.registry_samples import judged, rows, submission, take
from validators.facts import PhotoFacts, TextFacts
from validators.facts_sheet import CellFault

FORM = RegistrationForm(
    state=FormState.FILLED, values={"sex": FormValue(text="女", place="B4", confidence=0.9)}, source="a.docx", unread=("备注",)
)
LINK = CloudLink(provider="QQ", url="https://wx.mail.qq.com/ftn/x", size=5, expires_at=datetime(2026, 8, 1, tzinfo=UTC))
FACTS = PhotoFacts(sha256="a", file_bytes=3, hashes=("00ff", "ff00"), make="Aster")
TEXT = FoundText(text="摄影师 from Lund", place="body")
COUNTED = TextFacts(name="bio", place="body", english_words=2, han=3, english=True)
FAULT = CellFault(column="phone", cell="B4", problem="missing")
TOLD = StaffMailResult(
    items=(
        Item(became=Became.DONE, reference="IF2026-0001", letter=LeavingLetter(kind="receipt", to="a@example.org", due_at="")),
    )
)
CERTIFICATE = CertificateFacts(
    call="a", reference="IF2026-0001", award="first", code="c", names=("Anna",), numbered=("No. 1",),
    languages=(Spoken(lang="en", han=False, title="t", text="t", award="a", office="o", day="d"),),
)  # fmt: skip
WRITTEN = {
    "form": (codec.form_to_json(FORM), codec.form_from_json, FORM),
    "no form": (codec.form_to_json(None), codec.form_from_json, None),
    "texts": (codec.texts_to_json({"bio": TEXT}, {"bio": COUNTED}), codec.texts_from_json, {"bio": (TEXT, COUNTED)}),
    "links": (codec.links_to_json([LINK]), codec.links_from_json, (LINK,)),
    "names": (codec.names_to_json(["a.jpg"]), codec.names_from_json, ("a.jpg",)),
    "facts": (codec.facts_to_json(FACTS), codec.facts_from_json, FACTS),
    "answer to staff": (to_json(TOLD), from_json, TOLD),
    "certificate": (codec.packed(asdict(CERTIFICATE)), lambda text: facts_from(codec.unpacked(text)), CERTIFICATE),
    "faults of a row": (codec.packed([asdict(FAULT)]), faults_from, (FAULT,)),
}


def stranger(value):
    """Return JSON in which every object has a key that no noun knows."""
    if isinstance(value, list):
        return [stranger(item) for item in value]
    if not isinstance(value, dict):
        return value
    mapped = {key: stranger(item) for key, item in value.items()}
    return mapped if not mapped or all(isinstance(item, dict) for item in mapped.values()) else {**mapped, "of_tomorrow": [1]}


def test_what_is_written_is_read_back_and_bears_its_version():
    for name, (text, read, expected) in WRITTEN.items():
        assert (name, read(text)) == (name, expected)
        assert json.loads(text)["v"] == codec.VERSION


def test_keys_that_nobody_knows_do_no_harm():
    for name, (text, read, expected) in WRITTEN.items():
        more = json.dumps(stranger(json.loads(text)))
        assert name in {"no form", "names"} or more.count("of_tomorrow") > 1
        assert (name, read(more)) == (name, expected)


def test_columns_of_before_versions_are_read():
    for name, (text, read, expected) in WRITTEN.items():
        bare = json.loads(text)["is"]
        if name == "texts":
            bare, expected = {"bio": {"text": TEXT.text, "place": TEXT.place}}, {"bio": (TEXT, None)}
        assert (name, read(json.dumps(bare))) == (name, expected)


def as_before(db):
    """Make a registry what it was before its columns had versions and its texts were counted."""
    for reference, revision, *columns in rows(db, "SELECT reference, revision, form, texts, links, unclaimed FROM revisions"):
        form, texts, links, unclaimed = (json.loads(text)["is"] for text in columns)
        bare = {"form": form, "texts": {name: {"text": row["text"], "place": row["place"]} for name, row in texts.items()}}
        written = {name: json.dumps(value) for name, value in {**bare, "links": links, "unclaimed": unclaimed}.items()}
        db.table("revisions").update((reference, revision), written)
    for sha256, facts in rows(db, "SELECT sha256, facts FROM photos"):
        db.table("photos").update(sha256, {"facts": json.dumps(json.loads(facts)["is"])})
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'counted'")


def test_a_registry_of_before_opens_is_counted_once_and_reads_the_same(tmp_path, db):
    share = submission("m1", links=(LINK,), unclaimed=("b.jpg",))
    take(db, judged(share), sha256="m1")
    before = documents.entry(db, "IF2026-0001")
    whole = read_entry(db, "IF2026-0001")
    as_before(db)
    again = open_registry(tmp_path / "registry.db")
    assert documents.entry(again, "IF2026-0001") == before
    assert read_entry(again, "IF2026-0001") == whole
    ((texts,),) = rows(again, "SELECT texts FROM revisions")
    assert codec.texts_from_json(texts)["biography"] == (TEXT, replace(COUNTED, name="biography"))
    again.conn.close()


def test_what_was_counted_stands_and_is_not_counted_again(db):
    share = judged(submission("m1"))
    odd = replace(share.texts["biography"], english_words=77)
    take(db, replace(share, texts={"biography": odd}), sha256="m1")
    assert read_entry(db, "IF2026-0001").texts["biography"].facts == odd
    assert documents.entry(db, "IF2026-0001")["texts"]["biography"]["english_words"] == 77
