"""What one file costs or breaks is told of that file alone, and the rest of its mail is judged."""

import time
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from intake.isolate.walls import OutOfTime, Walled, Walls, give_up, given_up, limited
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails
from reports.demo.mime import File
from tests.builders.accounting import untold
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def toil(seconds: float) -> str:
    """Work so long, whatever is raised meanwhile."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        try:
            sum(range(10_000))
        except Exception:  # noqa: BLE001 - as a careless library does
            continue
    return "done"


def test_processor_time_ends_a_body_that_swallows_every_exception():
    with pytest.raises(OutOfTime), limited(0.2):
        toil(5)


def test_the_wall_clock_ends_nothing():
    with limited(0.2):
        time.sleep(0.5)


def test_an_outer_limit_stands_still_within_an_inner_one():
    with limited(0.6):
        with limited(5):
            assert toil(0.8) == "done"
        with pytest.raises(OutOfTime):
            toil(5)


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (lambda: toil(5), "time"),
        (lambda: bytearray(1 << 60), "memory"),
        (lambda: [].pop(), "damaged"),
        (lambda: compile("(", "x", "eval"), "damaged"),
    ],
)
def test_a_wall_tells_why(function, reason, tmp_path):
    walls = Walls(tmp_path, 0.2)
    with pytest.raises(Walled, match=reason):
        walls.run("a", function)
    assert walls.run("b", lambda: 7) == 7


def test_a_full_disk_is_no_fault_of_the_file(tmp_path):
    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        Walls(tmp_path, 1).run("a", full)


def test_a_file_that_ends_its_process_is_left_alone_by_the_next(tmp_path):
    (tmp_path / "in-work").write_text("abc", encoding="ascii")
    (tmp_path / "half-unpacked").touch()
    assert (give_up(tmp_path, "crashed", afresh=True), given_up(tmp_path)) == (True, {"abc": "crashed"})
    assert not (tmp_path / "half-unpacked").exists()
    with pytest.raises(Walled, match="crashed"):
        Walls(tmp_path, 1).run("abc", lambda: 7)
    assert give_up(tmp_path, "crashed", afresh=True) is False


def judged(tmp_path, *files: File, parcel: Sequence[File] | None = None, **limits):
    """Return the one entry of a complete mail with more files, or of another parcel with them."""
    scene = tiny_scene()
    path = tmp_path / "mail.eml"
    path.write_bytes(mails.plain(scene.draft(*(scene.parcel() if parcel is None else parcel), *files)))
    with a_desk(tmp_path, limits=limits) as desk:
        import_paths(desk, [path], None, INSIDE.isoformat())
        process_pending(desk)
        (message,) = documents.messages(desk.db)
        assert message["outcome"] == "entered", message["reason"]
        return documents.entry(desk.db, message["references"][0])


def told(entry, rule):
    """Return (subject, problem) of a rule's findings."""
    return [(item["subject"], item["values"]["problem"]) for item in entry["findings"] if item["rule"] == rule]


def large_sheet(tmp_path) -> bytes:
    """Return a workbook that is too large to read."""
    book = Workbook(write_only=True)
    for number in range(4):
        sheet = book.create_sheet(f"s{number}")
        for row in range(6_000):
            sheet.append([f"{row} {column}" for column in range(20)])
    book.save(tmp_path / "large.xlsx")
    return (tmp_path / "large.xlsx").read_bytes()


@pytest.mark.thorough  # test_killers.py has a smaller one
def test_a_spreadsheet_too_large_to_read_costs_only_itself(tmp_path):
    entry = judged(tmp_path, File(name="list.xlsx", data=large_sheet(tmp_path), type=XLSX))
    assert (entry["state"], told(entry, "document-unreadable")) == ("accepted", [("list.xlsx", "too-big")])


LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000


def test_documents_that_nobody_could_open_beside_the_form_are_each_told(tmp_path):
    entry = judged(tmp_path, *(File(name=name, data=LOCKED, type=XLSX) for name in ("one.xlsx", "two.xlsx")))
    assert [name for name, _ in told(entry, "document-unreadable")] == ["one.xlsx", "two.xlsx"]
    assert (entry["state"], told(entry, "form-unreadable"), untold(entry)) == ("accepted", [], [])


def test_of_two_that_nobody_could_open_one_is_the_form(tmp_path):
    scene = tiny_scene()
    parcel = [file for file in scene.parcel() if file.name != scene.form().name]
    assert len(parcel) == len(scene.parcel()) - 1
    files = (File(name=name, data=LOCKED + name.encode(), type=XLSX) for name in ("two.xlsx", "登记表.xlsx"))
    entry = judged(tmp_path, *files, parcel=parcel)
    assert (entry["state"], told(entry, "form-unreadable"), told(entry, "document-unreadable"), untold(entry)) == (
        "held",
        [("登记表.xlsx", "encrypted")],
        [("two.xlsx", "encrypted")],
        [],
    )
