"""Whose entry it is: strangers who try to take one over, offices that write for several people, look-alike addresses."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from openpyxl import Workbook

from registry.pipeline.from_files import import_paths
from registry.pipeline.rights import TABLE, LedBy, SenderStanding
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails, oddities
from reports.demo.mime import File
from reports.demo.scene import XLSX, jpeg
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene

HENRIK, NOOR, CALLUM = tiny_scene(3), tiny_scene(8), tiny_scene(5)
OFFICE, STRANGER = "office@example.com", "stranger@example.net"


class Post:
    """One desk and the mails that reach it, a minute apart."""

    def __init__(self, desk, tmp_path, smtp):
        self.desk, self.tmp, self.smtp, self.count = desk, tmp_path, smtp, 0

    def bring(self, scene, sender, *files, subject="photos", text="Please see the attachment.", reply="", name="") -> list[str]:
        """Let a mail arrive and be answered; return the entries it went to."""
        self.count += 1
        draft = scene.later(minutes=self.count).draft(*files, subject=subject, text=text)
        raw = mails.plain(replace(draft, email=sender, name=name, in_reply_to=reply))
        path = self.tmp / f"{self.count}.eml"
        path.write_bytes(raw)
        import_paths(self.desk, [path], None, (INSIDE + timedelta(minutes=self.count)).isoformat())
        process_pending(self.desk)
        send_due(self.desk)
        return documents.messages(self.desk.db)[-1]["references"]

    def entry(self, number):
        return documents.entry(self.desk.db, f"IF2026-{number:04}")

    def told(self, number):
        """Return an entry's state, revision and the reason and claims of the doubt about its sender."""
        entry = self.entry(number)
        doubts = [item["values"] for item in entry["findings"] if item["rule"] == "sender-unverified"]
        return entry["state"], entry["revision"], *((doubts[0]["reason"], doubts[0]["claims"]) if doubts else ("", ""))

    def works(self, number):
        return [item["sha256"] for item in self.entry(number)["materials"] if item["role"] == "work"]

    def letters(self, number):
        return [(item["kind"], item["to"]) for item in self.entry(number)["notices"]]


@pytest.fixture
def post(tmp_path, smtp_server):
    with a_desk(tmp_path, None, smtp_server) as desk:
        yield Post(desk, tmp_path, smtp_server)


def own(scene):
    return scene.person.email


def by_office(scene, **changes):
    """Return an author's whole parcel with the office as unit contact."""
    unit = {"contact_name": "Li Wei", "contact_email": OFFICE, "contact_phone": "+86 21 65980000", "employer": "A University",
            "address": "1 Long Road, Hangzhou"}  # fmt: skip
    return (scene.form(**{**unit, **changes}), *scene.parcel()[1:])


def other_works(scene, count=3):
    return [jpeg(f"Work {n}.jpg", scene.work_bytes(20 + n)) for n in range(1, count + 1)]


def test_the_table_knows_every_case():
    assert set(TABLE) == {(found, who) for found in LedBy for who in SenderStanding}


def test_a_lone_form_in_somebodys_name_takes_nothing_over(post):
    """The takeover: a form in Henrik's name, Henrik's own mail, then other photos from the stranger."""
    assert post.bring(HENRIK, STRANGER, HENRIK.form()) == ["IF2026-0001"]
    assert post.bring(HENRIK, own(HENRIK), *HENRIK.parcel()) == ["IF2026-0002"]
    assert (post.told(1), post.told(2)) == (
        ("held", 1, "both-wrote", "IF2026-0002"),
        ("held", 1, "both-wrote", "IF2026-0001"),
    )
    before = post.works(2)
    post.bring(HENRIK, STRANGER, *other_works(HENRIK), subject="Re: [IF2026-0001] photos")
    assert post.bring(HENRIK, STRANGER, *other_works(HENRIK), subject="Re: [IF2026-0002] photos") == ["IF2026-0003"]
    assert (post.works(2) == before, post.told(1)[:1], post.told(2)[:2]) == (True, ("held",), ("held", 1))
    assert post.told(3)[2:] == ("stranger", "IF2026-0002")
    assert {to for _, to in post.letters(2)} == {own(HENRIK)}
    assert [item["what"] for item in post.entry(1)["history"]].count("disputed") == 1
    assert post.bring(HENRIK, own(HENRIK), HENRIK.portrait("Author portrait 2.jpg", 51)) == ["IF2026-0002"]
    assert post.told(2)[0] == "held"


def test_a_letter_that_had_not_left_becomes_a_receipt_when_the_entry_is_held_too(tmp_path):
    with a_desk(tmp_path) as desk:  # no server: nothing leaves
        post = Post(desk, tmp_path, None)
        post.bring(HENRIK, OFFICE, *HENRIK.parcel())
        post.bring(HENRIK, own(HENRIK), HENRIK.portrait())
        assert (post.told(1)[0], post.letters(1)) == ("held", [("receipt", OFFICE)])


def test_a_form_in_the_name_of_one_who_wrote_already_is_held_alone(post):
    post.bring(HENRIK, own(HENRIK), *HENRIK.parcel())
    post.bring(HENRIK, STRANGER, HENRIK.form(mobile="+49 30 9999999"), *other_works(HENRIK))
    assert (post.told(1), post.told(2)) == (("accepted", 1, "", ""), ("held", 1, "stranger", "IF2026-0001"))


@pytest.mark.parametrize("way", ["reference", "thread"])
def test_an_author_named_by_an_office_adds_by_reference_or_thread_and_the_office_is_told(post, way):
    post.bring(HENRIK, OFFICE, *by_office(HENRIK))
    letter = post.entry(1)["notices"][0]["message_id"]
    pointer = {"subject": "Re: [IF2026-0001]"} if way == "reference" else {"reply": letter}
    post.bring(HENRIK, own(HENRIK), HENRIK.portrait("Author portrait 2.jpg", 51), **pointer)
    assert (post.told(1), post.letters(1)[1:]) == (("accepted", 2, "", ""), [("acknowledgement", own(HENRIK))])
    post.bring(HENRIK, own(HENRIK), *other_works(HENRIK, 1), **pointer)
    assert sorted(post.letters(1)[2:]) == [("acknowledgement", own(HENRIK)), ("acknowledgement", OFFICE)]
    texts = [item.content for item in post.smtp.received[-2:]]
    assert len({content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for content in texts}) == 2


def test_an_author_whom_another_address_entered_gets_an_own_entry_without_them(post):
    post.bring(HENRIK, OFFICE, *by_office(HENRIK))
    post.bring(HENRIK, own(HENRIK), *other_works(HENRIK))
    assert (post.told(1), post.told(2)) == (
        ("held", 1, "both-wrote", "IF2026-0002"),
        ("held", 1, "both-wrote", "IF2026-0001"),
    )


def test_the_contact_of_two_people_who_sends_a_thirds_photos_changes_neither(post):
    for scene in (HENRIK, NOOR):
        post.bring(scene, own(scene), *by_office(scene)[: -1 if scene is NOOR else None])
    before = post.works(1), post.works(2)
    went = post.bring(
        CALLUM, OFFICE, *CALLUM.works(names="Callum Braithwaite {n}.jpg"), subject="Callum Braithwaite", text="Form follows."
    )
    assert (went, post.works(1), post.works(2)) == (["IF2026-0003"], *before)
    assert [post.told(n)[1] for n in (1, 2)] == [1, 1]


def test_a_contact_who_names_the_author_but_no_reference_is_held(post):
    post.bring(HENRIK, own(HENRIK), *by_office(HENRIK))
    post.bring(HENRIK, OFFICE, HENRIK.portrait("Henrik Vossberg portrait.jpg", 51))
    assert (post.told(1)[:2], post.told(2)) == (("accepted", 1), ("held", 1, "stranger", "IF2026-0001"))


def two_of_one_office(post, *, lacking=()):
    """Let an office send two people's parcels in one mail; return the Message-ID of the joint letter."""
    inside = []
    for scene in (HENRIK, NOOR):
        files = [item for item in by_office(scene) if not (scene in lacking and "portrait" in item.name)]
        inside += [(f"{scene.person.name_en}/{item.name}", item.data) for item in files]
    post.bring(HENRIK, OFFICE, oddities.archive_file("entries.zip", oddities.zipped(inside)))
    return post.entry(1)["notices"][0]["message_id"]


def sent_subject(post) -> str:
    """Return the subject of the first letter that left, as a mail program answers it."""
    return str(message_from_bytes(post.smtp.received[0].content, policy=policy.default)["subject"])


JOINT = "Re: [IF2026-0001] [IF2026-0002] photos"


@pytest.mark.parametrize("way", ["references", "thread", "neither"])
def test_of_a_joint_letters_entries_the_name_decides(post, way):
    letter = two_of_one_office(post, lacking=(HENRIK, NOOR))
    pointer = {"references": {"subject": JOINT}, "thread": {"reply": letter}, "neither": {}}[way]
    assert post.bring(NOOR, OFFICE, NOOR.portrait("Noor Siddiqah portrait.jpg"), **pointer) == ["IF2026-0002"]
    assert (post.told(1)[0], post.told(2)) == ("incomplete", ("accepted", 2, "", ""))


@pytest.mark.parametrize("way", ["references", "neither", "our subject"])
def test_of_a_joint_letters_entries_what_is_wanting_decides(post, way):
    two_of_one_office(post, lacking=(NOOR,))
    subject = {"references": JOINT, "neither": "参赛作品", "our subject": sent_subject(post)}[way]
    assert post.bring(NOOR, OFFICE, NOOR.portrait("作者.jpg"), subject=subject) == ["IF2026-0002"]  # no name anywhere


@pytest.mark.parametrize("way", ["references", "neither"])
def test_where_nothing_decides_neither_is_changed(post, way):
    two_of_one_office(post, lacking=(HENRIK, NOOR))
    subject = JOINT if way == "references" else "a portrait"
    assert post.bring(NOOR, OFFICE, NOOR.portrait("portrait.jpg"), subject=subject) == ["IF2026-0003"]
    assert (post.told(1)[1], post.told(2)[1], post.told(3)) == (1, 1, ("held", 1, "several", post.told(3)[3]))
    assert sorted(post.told(3)[3].split()) == ["IF2026-0001", "IF2026-0002"]


def test_an_author_who_answers_the_joint_letter_adds_to_the_own_entry(post):
    two_of_one_office(post, lacking=(NOOR,))
    assert post.bring(NOOR, own(NOOR), NOOR.portrait(), subject=JOINT) == ["IF2026-0002"]
    assert (post.told(1)[:2], post.told(2)) == (("accepted", 1), ("accepted", 2, "", ""))


def test_an_office_that_sends_a_thirds_photos_fills_nobodys_gap(post):
    two_of_one_office(post, lacking=(NOOR,))
    went = post.bring(CALLUM, OFFICE, CALLUM.portrait("Callum Braithwaite portrait.jpg"), subject="Callum Braithwaite")
    assert (went, post.told(2)[1]) == (["IF2026-0003"], 1)


def test_an_office_that_opened_one_entry_and_sends_anothers_photos_opens_a_second(post):
    post.bring(HENRIK, OFFICE, *by_office(HENRIK))
    went = post.bring(CALLUM, OFFICE, *CALLUM.works(names="Callum Braithwaite {n}.jpg"), subject="Callum Braithwaite")
    assert (went, post.told(1)[1]) == (["IF2026-0002"], 1)


@pytest.mark.parametrize("sign", ["\u212a", "\uff4b", "\u0138"])
def test_a_look_alike_address_adds_nothing(post, sign):
    post.bring(HENRIK, "kim@example.com", HENRIK.form(email="kim@example.com"), *HENRIK.parcel()[1:])
    post.bring(HENRIK, f"{sign}im@example.com", *other_works(HENRIK), subject="Re: [IF2026-0001]")
    assert (post.told(1), post.told(2)) == (("accepted", 1, "", ""), ("held", 1, "stranger", "IF2026-0001"))


ALICE = HENRIK.person.email
LOCAL, DOMAIN = ALICE.split("@")
DISGUISES = {  # what a stranger writes into the head of a mail so that it looks like its author's
    "Reply-To": ["From: stranger@example.net", f"Reply-To: {ALICE}"],
    "display name": [f'From: "{ALICE}" <stranger@example.net>'],
    "display name, encoded": [f"From: =?utf-8?q?=3C{LOCAL}=40{DOMAIN}=3E?= <stranger@example.net>"],
    "two Froms": [f"From: <{ALICE}>", "From: <stranger@example.net>"],
    "two addresses": [f"From: {ALICE}, stranger@example.net", "Sender: stranger@example.net"],
    "Sender": ["From: stranger@example.net", f"Sender: {ALICE}"],
    "Resent": ["From: stranger@example.net", f"Resent-From: {ALICE}", f"Resent-Sender: {ALICE}"],
    "Return-Path": [f"Return-Path: <{ALICE}>", "From: stranger@example.net"],
    "group": [f"From: Alice: {ALICE}; <stranger@example.net>"],
    "comment": [f"From: stranger@example.net ({ALICE})"],
    "quoted local part": [f'From: "{ALICE}"@example.net'],
    "plus address": [f"From: {LOCAL}+x@{DOMAIN}"],
    "dots": [f"From: {LOCAL[0]}.{LOCAL[1:]}@{DOMAIN}"],
    "subdomain": [f"From: {LOCAL}@mail.{DOMAIN}"],
    "Cyrillic letter": [f"From: {LOCAL}@ex\u0430mple.com"],
    "full width": [f"From: {LOCAL}@\uff45xample.com"],
    "unseen letter": [f"From: {LOCAL[:2]}\u200b{LOCAL[2:]}@{DOMAIN}"],
    "list": [f'From: "{HENRIK.person.name_en} via List" <list@example.net>', f"X-Original-From: {ALICE}"],
}


def test_no_disguise_in_the_head_of_a_mail_adds_to_another_persons_entry(post):
    post.bring(HENRIK, ALICE, *HENRIK.parcel())
    before = post.entry(1)
    paths = []
    for number, (name, lines) in enumerate(DISGUISES.items()):
        draft = replace(
            HENRIK.draft(*other_works(HENRIK), subject="Re: [IF2026-0001]", text=name),
            in_reply_to=before["notices"][0]["message_id"],
        )
        raw = mails.without_header(mails.without_header(mails.plain(draft), "From"), "Return-Path")
        paths.append(post.tmp / f"disguise-{number:02}.eml")
        paths[-1].write_bytes("".join(f"{line}\r\n" for line in lines).encode() + raw)
    import_paths(post.desk, paths, None, (INSIDE + timedelta(hours=1)).isoformat())
    process_pending(post.desk)
    send_due(post.desk)
    after = post.entry(1)
    went = [item["references"] for item in documents.messages(post.desk.db)[1:]]
    assert [(after[key] == before[key]) for key in ("state", "revision", "materials", "form", "notices")] == [True] * 5
    assert (len(went), [found for found in went if len(found) != 1 or "IF2026-0001" in found]) == (len(DISGUISES), [])
    assert {item["state"] for item in documents.entries(post.desk.db)[1:]} == {"held"}
    assert [item for item in post.smtp.received[1:] if ALICE in item.rcpt_tos] == []


def test_a_club_that_rewrites_from_has_an_entry_for_each_member(post):
    club = "club@example.com"
    for scene in (HENRIK, NOOR):
        files = [item for item in scene.parcel() if "portrait" not in item.name]
        post.bring(scene, club, *files, name=f"{scene.person.name_en} via Photo Club")
    assert [post.letters(n) for n in (1, 2)] == [[("correction", club)], [("correction", club)]]
    one, other = (item.content for item in post.smtp.received)
    assert post.bring(NOOR, club, NOOR.portrait(), name=f"{NOOR.person.name_en} via Photo Club") == ["IF2026-0002"]
    assert (post.told(1)[:2], post.told(2)[:2]) == (("incomplete", 1), ("accepted", 2))
    for raw, absent in ((one, NOOR), (other, HENRIK)):
        said = words_of(raw)
        assert [word for word in (absent.person.name_en, absent.person.name_zh, absent.person.email) if word in said] == []


def test_members_of_a_club_without_forms_are_told_apart_by_the_name_in_from(post):
    club = "club@example.com"
    post.bring(HENRIK, club, *HENRIK.works(), name="Henrik Vossberg via Photo Club")
    assert post.bring(NOOR, club, *NOOR.works(), name="Noor Siddiqah via Photo Club") == ["IF2026-0002"]
    assert post.bring(HENRIK, club, HENRIK.portrait(), name="Henrik Vossberg via Photo Club") == ["IF2026-0001"]


def words_of(raw):
    import email
    import email.policy

    message = email.message_from_bytes(raw, policy=email.policy.default)
    return "\n".join(
        [str(message["Subject"]), *(part.get_content() for part in message.walk() if part.get_content_maintype() == "text")]
    )


def equal_names(**changes):
    """Return a second author's files who bears Henrik's names."""
    person = replace(NOOR.person, name_en=HENRIK.person.name_en, name_zh=HENRIK.person.name_zh)
    return replace(NOOR, person=replace(person, **changes))


def test_two_authors_of_equal_names_in_one_archive_have_two_entries(post):
    inside = [
        (f"{place}/{file.name}", file.data) for place, scene in enumerate((HENRIK, equal_names())) for file in scene.parcel()
    ]
    went = post.bring(HENRIK, OFFICE, oddities.archive_file("entries.zip", oddities.zipped(inside)))
    assert went == ["IF2026-0001", "IF2026-0002"]
    assert [post.told(n) for n in (1, 2)] == [("accepted", 1, "", "")] * 2
    assert [post.entry(n)["form"]["email"] for n in (1, 2)] == [own(HENRIK), own(NOOR)]
    assert len({*post.works(1), *post.works(2)}) == 6


@pytest.mark.parametrize("field", ["nationality", "mobile", "email"])
def test_one_difference_that_matters_makes_two_entries_in_later_mails_too(post, field):
    other = {"nationality": "Brazil", "mobile": "+55 11 91234 5678", "email": "henrik2@example.com"}[field]
    post.bring(HENRIK, OFFICE, *HENRIK.parcel())
    files = (NOOR.form(**{**HENRIK.person.form(), "pieces": "3", field: other}), *NOOR.parcel()[1:])
    assert post.bring(NOOR, OFFICE, *files) == ["IF2026-0002"]
    assert post.told(1)[:2] == ("accepted", 1)


def test_an_author_corrects_the_own_form_without_a_reference(post):
    post.bring(HENRIK, own(HENRIK), *HENRIK.parcel())
    assert post.bring(HENRIK, own(HENRIK), HENRIK.form(mobile="+49 30 1234567", nationality="Austria")) == ["IF2026-0001"]
    assert post.entry(1)["form"]["nationality"] == "Austria"


def test_a_second_copy_of_a_form_is_a_form_and_fills_what_the_first_lacks(post):
    copy = HENRIK.form(name="Application Form (2).docx")
    first = HENRIK.form(photo_name="", pieces="3")
    post.bring(HENRIK, own(HENRIK), first, copy, *HENRIK.parcel()[1:])
    entry = post.entry(1)
    roles = sorted(item["role"] for item in entry["materials"])
    assert (post.told(1)[0], entry["form"]["photo_name"], roles.count("form"), roles.count("other")) == (
        "accepted", HENRIK.person.title, 2, 0)  # fmt: skip


def test_rows_of_a_list_with_one_contact_address_are_all_entries(post):
    """Six rows, one address, the same contact: none is another's double."""
    book = Workbook()
    book.active.append(["电子邮箱", "作品名称", "作品说明", "国籍"])
    for n in range(6):
        book.active.append([OFFICE, f"Title {n}", f"Description number {n} of a photo", "Germany"])
    out = BytesIO()
    book.save(out)
    went = post.bring(HENRIK, OFFICE, File(name="登记表.xlsx", data=out.getvalue(), type=XLSX))
    assert [post.entry(n)["form"]["photo_name"] for n in range(1, len(went) + 1)] == [f"Title {n}" for n in range(6)]


def test_two_authors_from_a_sender_whose_entry_has_no_form_are_two_entries(post):
    """One mail adds to an entry once: the second author's share opens an entry of its own."""
    post.bring(HENRIK, own(HENRIK), HENRIK.biography(), *HENRIK.works(3), HENRIK.portrait())
    forms = [replace(each.form(), name=f"Application Form {n}.docx") for n, each in enumerate((HENRIK, NOOR), 1)]
    assert post.bring(HENRIK, own(HENRIK), *forms) == ["IF2026-0001", "IF2026-0002"]


WHERE = {
    "words": lambda ref: {"text": f"My old mailbox is closed. My number is {ref}; here is what you asked for."},
    "quotation": lambda ref: {
        "text": f"From my new address.\n\nOn Mon, 10 Jul 2026 photo@example.org wrote:\n> [{ref}] registered"
    },
    "file name": lambda ref: {"name": f"{ref} portrait.jpg"},
    "odd subject": lambda ref: {"subject": f"portrait for {ref.replace('-', ' ')}"},
}


@pytest.mark.parametrize("way", WHERE)
def test_a_stranger_who_names_a_reference_anywhere_is_held_for_it(post, way):
    post.bring(HENRIK, own(HENRIK), *HENRIK.parcel()[:-1])
    told = {"subject": "my portrait", "text": "Please see the attachment.", **WHERE[way]("IF2026-0001")}
    face = HENRIK.portrait(told.pop("name", "Author portrait.jpg"))
    assert post.bring(HENRIK, STRANGER, face, **told) == ["IF2026-0002"]
    assert (post.told(1)[:2], post.told(2)) == (("incomplete", 1), ("held", 1, "stranger", "IF2026-0001"))


@pytest.mark.parametrize("way", WHERE)
def test_an_offices_reference_anywhere_says_which_of_its_entries(post, way):
    two_of_one_office(post, lacking=(HENRIK, NOOR))
    told = {"subject": "a portrait", "text": "Please see the attachment.", **WHERE[way]("IF2026-0002")}
    face = NOOR.portrait(told.pop("name", "portrait.jpg"))
    assert post.bring(NOOR, OFFICE, face, **told) == ["IF2026-0002"]
    assert (post.told(1)[:2], post.told(2)[:2]) == (("incomplete", 1), ("accepted", 2))


def test_an_office_that_answers_about_one_author_with_anothers_photos_changes_nothing(post):
    post.bring(HENRIK, OFFICE, *by_office(HENRIK))
    before, letter = post.works(1), post.entry(1)["notices"][0]["message_id"]
    works = NOOR.works(names="Noor Siddiqah {n}.jpg")
    went = post.bring(
        NOOR, OFFICE, *works, subject="Re: [IF2026-0001]", reply=letter, text="Noor Siddiqah's photos; form follows."
    )
    assert (went, post.works(1), post.told(1)[:2]) == (["IF2026-0002"], before, ("accepted", 1))
    assert post.told(2) == ("held", 1, "several", "IF2026-0001")


def test_a_mail_in_place_of_the_one_before_takes_its_photos_out(post):
    post.bring(HENRIK, own(HENRIK), *HENRIK.parcel())
    new = other_works(HENRIK)
    renamed = [replace(each, name=f"DSC{n}.jpg") for n, each in enumerate(new, 1)]
    post.bring(HENRIK, own(HENRIK), *renamed, subject="更正", text="老师好，上次发错了，以这封为准。")
    names = sorted(item["filename"] for item in post.entry(1)["materials"] if item["role"] in {"work", "portrait"})
    assert (post.told(1)[:2], names) == (("accepted", 2), ["Author portrait.jpg", "DSC1.jpg", "DSC2.jpg", "DSC3.jpg"])


def test_one_photo_in_place_of_an_unnamed_one_takes_nothing_out(post):
    post.bring(HENRIK, own(HENRIK), *HENRIK.parcel())
    post.bring(HENRIK, own(HENRIK), replace(other_works(HENRIK, 1)[0], name="DSC1.jpg"), text="Sorry, I sent the wrong photo.")
    assert len(post.works(1)) == 4


@pytest.mark.parametrize("text", ["Please replace Work 2.jpg with DSC9.jpg.", "老师好，Work 2 发错了，请换成附件里的 DSC9.jpg。"])
def test_a_photo_named_as_replaced_leaves_its_slot(post, text):
    post.bring(HENRIK, own(HENRIK), *HENRIK.parcel())
    post.bring(HENRIK, own(HENRIK), replace(other_works(HENRIK, 1)[0], name="DSC9.jpg"), subject="Re: [IF2026-0001]", text=text)
    works = sorted(item["filename"] for item in post.entry(1)["materials"] if item["role"] == "work")
    assert (post.told(1)[:2], works) == (("accepted", 2), ["DSC9.jpg", "Work 1.jpg", "Work 3.jpg"])
