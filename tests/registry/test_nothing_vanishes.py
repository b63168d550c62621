"""Every file, form and row ends in a role, in `other` with a reason that staff can read, or in a finding (faults B1, B2, F11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from openpyxl import Workbook

from intake.model.idle import Idle
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.day import gather_day
from reports.demo import mails, oddities
from reports.demo.mime import File
from reports.demo.scene import DOCX, XLSX
from reports.digest.compose import compose_digest
from reports.letters.idle_words import why_idle
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene
from tests.registry.test_nothing_changes import strip

STRANGE = bytes(range(256)) * 40
HEAD = ("English name", "Nationality", "Email Address", "Mobile Number", "Photo Name", "pieces")


def entries_of(folder, raw: bytes) -> list[dict]:
    with a_desk(folder) as desk:
        (folder / "mail.eml").write_bytes(raw)
        import_paths(desk, [folder / "mail.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        return documents.entries(desk.db)


def unclaimed(entry: dict) -> list[list[str]]:
    return [item["values"]["files"] for item in entry["findings"] if item["rule"] == "files-unclaimed"]


def parcel_with(*extra: File, without: tuple[str, ...] = ()) -> bytes:
    scene = tiny_scene()
    return mails.plain(scene.draft(*(file for file in scene.parcel() if not file.name.startswith(without or ("-",))), *extra))


@pytest.mark.parametrize(
    "missing", [("Application",), ("Work 2", "Work 3"), ("Author",), ("Biography",)], ids=lambda names: names[0]
)
def test_a_file_of_unknown_type_that_may_be_what_is_missing_is_told_and_held(missing, tmp_path):
    (entry,) = entries_of(tmp_path, parcel_with(File(name="rest of it.egx", data=STRANGE), without=missing))
    assert (entry["state"], unclaimed(entry)) == ("held", [["rest of it.egx"]])


def test_a_file_of_no_bytes_is_told_by_name_whatever_it_was_meant_to_be(smtp_server, tmp_path):
    """Nobody can find anything in it: its sender sends it again. Its bytes are those of every empty file, its faults are not."""
    scenes = [tiny_scene(seed) for seed in (3, 5, 8)]
    empty = [File(name="form.docx", data=b"", type=DOCX), File(name="作品登记表.docx", data=b"", type=DOCX),
             File(name="Work 4.jpg", data=b"", type="image/jpeg")]  # fmt: skip
    with a_desk(tmp_path, None, smtp_server) as desk:
        for number, (scene, file) in enumerate(zip(scenes, empty, strict=True)):
            files = scene.parcel() if number == 2 else scene.parcel()[1:]
            (tmp_path / f"{number}.eml").write_bytes(mails.plain(scene.draft(*files, file)))
        import_paths(desk, sorted(tmp_path.glob("*.eml")), None, INSIDE.isoformat())
        process_pending(desk)
        send_due(desk)
        entries = documents.entries(desk.db)
        again = scenes[0].draft(scenes[0].form(name="form.docx"), subject="Re: [IF2026-0001]")
        (tmp_path / "again.eml").write_bytes(mails.plain(again))
        import_paths(desk, [tmp_path / "again.eml"], None, (INSIDE + timedelta(hours=1)).isoformat())
        process_pending(desk)
        mended = documents.entry(desk.db, "IF2026-0001")
    assert (mended["state"], [item for item in mended["findings"] if item["rule"] == "document-unreadable"]) == ("accepted", [])
    told = [[(item["rule"], item["subject"], item["values"].get("problem")) for item in entry["findings"] if item["severity"] != "info"]
            for entry in entries]  # fmt: skip
    assert [entry["state"] for entry in entries] == ["incomplete", "held", "incomplete"]
    assert ("document-unreadable", "form.docx", "empty") in told[0] and ("slot-count", "form", None) in told[0]
    assert told[1][0] == ("form-unreadable", "作品登记表.docx", "empty")
    assert told[2][0] == ("photo-damaged", "Work 4.jpg", "undecodable")
    files = [{item["filename"]: item["problem"] for item in entry["materials"]} for entry in entries]
    assert [found[file.name] for found, file in zip(files, empty, strict=True)] == [None, None, "undecodable"]
    letters = [
        message_from_bytes(item.content, policy=policy.default).get_body(("plain",)).get_content()
        for item in smtp_server.received
    ]
    assert ["是空文件（0 字节）" in letter for letter in letters] == [True, True, False]
    assert [
        next(line for line in letter.splitlines() if f"：{file.name}，" in line).rstrip("　 ")[-1]
        for letter, file in zip(letters, empty, strict=True)
    ] == ["B", "点", "点"]


def test_the_same_file_beside_a_whole_entry_is_kept_with_its_reason(tmp_path):
    (entry,) = entries_of(tmp_path, parcel_with(File(name="rest of it.egx", data=STRANGE)))
    other = [(item["filename"], item["reason"]) for item in entry["materials"] if item["role"] == "other"]
    assert (entry["state"], other) == ("accepted", [("rest of it.egx", "unknown-type")])


FILM = b"\0\0\0\x18ftypmp42" + bytes(900)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Lind\r\nEND:VCARD\r\n"
IDLE = {  # reason -> a file that plays no part in a whole entry
    "not-asked": File(name="clip.mp4", data=FILM, type="video/mp4"),
    "nothing-asked-for": File(name="note.txt", data=b"See you soon.", type="text/plain"),
    "empty": File(name="nothing.dat", data=b""),
    "spare-text": File(name="ATT00001.txt", data=b"The old town lies by the river. " * 12, type="text/plain"),
    "decoration": File(name="anna.vcf", data=CARD, type="text/vcard"),
}


def test_each_idle_file_has_a_reason(tmp_path):
    (entry,) = entries_of(tmp_path, parcel_with(*IDLE.values()))
    idle = {item["reason"]: item["filename"] for item in entry["materials"] if item["role"] == "other"}
    assert (entry["state"], idle) == ("accepted", {reason: file.name for reason, file in IDLE.items()})


def test_what_gateways_and_programs_add_is_never_taken_for_what_is_missing(tmp_path):
    page = File(name="ATT00001.htm", data=b"<html></html>", type="text/html")
    (entry,) = entries_of(tmp_path, parcel_with(page, IDLE["decoration"], without=("Application",)))
    assert unclaimed(entry) == []


@pytest.mark.parametrize(
    ("missing", "files"),
    [
        ("Author", {"作者照片.txt": b"later", "Author.png": strip(1, 1), "author.mp4": FILM}),
        ("Work", {"作品.xlsx": b"no workbook", "works.url": b"[InternetShortcut]\r\nURL=http://example.com/works\r\n"}),
        ("Biography", {"Biography.mp3": b"ID3\x03" + bytes(900), "biography.vcf": CARD, "ATT00001.txt": IDLE["spare-text"].data}),
    ],
)
def test_a_file_called_like_what_is_missing_is_told_and_held_whatever_it_is(missing, files, tmp_path):
    (entry,) = entries_of(
        tmp_path, parcel_with(*(File(name=name, data=data) for name, data in files.items()), without=(missing,))
    )
    assert (entry["state"], [sorted(names) for names in unclaimed(entry)]) == ("held", [sorted(files)])


def test_a_form_in_a_format_that_no_form_has_is_a_form_that_cannot_be_read(tmp_path):
    (entry,) = entries_of(tmp_path, parcel_with(File(name="作品登记表.mp4", data=FILM), without=("Application",)))
    told = [(item["rule"], item["subject"]) for item in entry["findings"] if item["severity"] == "hold"]
    assert (told, unclaimed(entry)) == ([("form-unreadable", "作品登记表.mp4")], [])


def sheet(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> File:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return File(name="list.xlsx", data=out.getvalue(), type=XLSX)


def test_a_list_of_people_with_one_contact_makes_an_entry_of_each(tmp_path):
    rows = [(f"Person {letter} Lund", "Sweden", "office@example.com", "13800138000", f"Tea {letter}", "3") for letter in "ABCDEF"]
    found = entries_of(tmp_path, mails.plain(tiny_scene().draft(sheet(*rows))))
    assert sorted(entry["form"]["photo_name"] for entry in found) == [f"Tea {letter}" for letter in "ABCDEF"]


def test_a_list_without_names_and_with_one_contact_makes_an_entry_of_each_row(tmp_path):
    head = ("Email Address", "Nationality", "Photo Name", "pieces")
    rows = [("office@example.com", "Sweden", f"Need {letter}", "3") for letter in "ABCDEF"]
    found = entries_of(tmp_path, mails.plain(tiny_scene().draft(sheet(*rows, head=head))))
    assert sorted(entry["form"]["photo_name"] for entry in found) == [f"Need {letter}" for letter in "ABCDEF"]


def test_a_second_row_of_one_person_is_an_entry_too(tmp_path):
    rows = [("Marta Lund", "Sweden", "marta@example.com", "13800138000", f"Tea {letter}", "3") for letter in "AB"]
    found = entries_of(tmp_path, mails.plain(tiny_scene().draft(sheet(*rows))))
    assert sorted(entry["form"]["photo_name"] for entry in found) == ["Tea A", "Tea B"]


def test_two_people_of_one_name_in_two_folders_are_two_entries(tmp_path):
    inside = []
    changes = (
        {"email": "wei.a@example.com", "nationality": "Canada"},
        {"email": "wei.b@example.org", "nationality": "Singapore"},
    )
    for folder, number, form in zip("ab", (3, 8), changes, strict=True):
        scene = tiny_scene(number)
        form |= {"name_en": "Wei Zhang", "name_zh": "张伟", "mobile": f"1380013800{number}"}
        inside += [(f"{folder}/{file.name}", file.data) for file in (scene.form(**form), *scene.parcel()[1:])]
    found = entries_of(tmp_path, mails.plain(tiny_scene().draft(oddities.archive_file("two.zip", oddities.zipped(inside)))))
    assert [(entry["state"], sum(item["role"] == "work" for item in entry["materials"])) for entry in found] == [
        ("accepted", 3)
    ] * 2


def test_every_reason_has_words_in_both_languages():
    assert [reason for reason in Idle if not (why_idle(reason, ["zh"]) and why_idle(reason, ["en"]))] == []


def test_staff_read_the_reason_in_the_digest(tmp_path):
    raw = parcel_with(File(name="rest of it.egx", data=STRANGE), without=("Application",))
    with a_desk(tmp_path) as desk:
        (tmp_path / "mail.eml").write_bytes(raw)
        import_paths(desk, [tmp_path / "mail.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        now = datetime.now(UTC)
        letter = compose_digest(
            desk, gather_day(desk.db, now.date(), desk.config.timezone, now), {"healthy": True, "mailboxes": [], "notices": {}}
        )
    said = "rest of it.egx (认不出的文件类型 · unknown type of file)"
    assert (said in letter.html, said in letter.text) == (True, True)
