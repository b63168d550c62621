"""The digest says who still owes what, by slot and time, and draws it."""

from io import BytesIO

from PIL import Image

from reports.digest import timetable_picture
from reports.digest.deliver import digest_of
from tests.builders.season import ARTICLE, LIAISON, PDF, SOURCE, mail, paper, season


def owed(letter) -> list[str]:
    """Return the lines of the digest's section about what is owed."""
    section = letter.text.partition("各项材料到期情况")[2].partition("==")[0]
    return [line.strip() for line in section.splitlines()[1:] if line.strip()]


def test_who_owes_what_by_slot_and_time(tmp_path):
    with season(tmp_path) as here:
        for number, files in enumerate(({}, {ARTICLE: paper()}, {ARTICLE: paper("星河。" * 99), SOURCE: PDF}), 1):
            here.arrives("2023-03-14T10:00:00", mail(LIAISON.replace("晨光", f"星河{number}"), f"u{number}@example.org", **files))
        before = owed(digest_of(here.desk, None))
        here.looks("2023-03-23")
        letter = digest_of(here.desk, None)
    noon = "2023年3月22日12:00（北京时间）"
    assert before == [
        f"{noon} 新闻稿件 · press article",
        "尚待寄来 1 · 1 to come: SE2023-0001 星河1大学",
        f"{noon} 设计源文件 · design source",
        "尚待寄来 2 · 2 to come: SE2023-0001 星河1大学, SE2023-0002 星河2大学",
    ]
    assert owed(letter) == [
        f"{noon} 新闻稿件 · press article",
        "逾期未到 1 · 1 overdue: SE2023-0001 星河1大学",
        f"{noon} 设计源文件 · design source",
        "逾期未到 2 · 2 overdue: SE2023-0001 星河1大学, SE2023-0002 星河2大学",
    ]
    assert "cid:timetable-season.png" in letter.html
    assert Image.open(BytesIO(letter.pictures["timetable-season.png"])).format == "PNG"


def test_a_long_timetable_is_cut_and_a_wide_one_drawn():
    rows = [(f"SE2023-{number:04}", ["missing"] * 13) for number in range(timetable_picture.MOST + 9)]
    cut, whole = (
        Image.open(BytesIO(timetable_picture.drawn(["slot\n03-22 12:00"] * 13, some)))
        for some in (rows, rows[: timetable_picture.MOST])
    )
    assert (cut.size, cut.tobytes()) == (whole.size, whole.tobytes())
