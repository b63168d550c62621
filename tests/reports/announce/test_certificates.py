"""Certificates: names in every script we have, text that copies out right, a code that only the desk can make, refused before anything leaves."""

import email
import email.policy
import io
import json
import re
import time

import pypdf
import pypdfium2
import pytest
from typer.testing import CliRunner

from registry.read.entries import read_entry
from registry.store.selection import put_award
from reports.announce.certificate_words import works
from reports.certificates.fonts import unknown_letters
from reports.letters.outbox_pass import send_due
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL, say
from tests.builders.registry_samples import NOW
from tests.builders.selection_samples import accepted

RESULT = {
    "result": {
        "subject": {"zh": "结果", "en": "Result"},
        "text": {"zh": "祝贺{{ name }}！", "en": "Well done."},
        "certificate": True,
    }
}
OVER = {"calls": {CALL: {"announcements": RESULT}}}
TITLES = "《晨渡》《钟楼下的茶市》\nThe Bridge before Rain; Kök Böri"


def run(tmp_path, *words):
    config = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    return CliRunner().invoke(app, [*config, *map(str, words)], env={"PHOTO_PASSWORD": "x"})


def bare(data: bytes) -> str:
    """Return the text of a PDF of one page, without blanks (pypdf puts some between figures and Han)."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    return re.sub(r"\s", "", reader.pages[0].extract_text())


def awarded(tmp_path, count, smtp=None, **over):
    with a_desk(tmp_path, smtp=smtp, **{**OVER, **over}) as desk:
        accepted(desk, count)
        say(desk, "IF2026-0001", name_zh="玛塔·林德奎斯特", name_en="Marta Łukasiewicz-Nguyễn", photo_name=TITLES)
        for reference in ("IF2026-0001", "IF2026-0002"):
            put_award(desk.db, reference, "excellent", "Li", NOW)


def test_a_certificate_says_everything_in_both_languages_and_leaves_with_its_letter(tmp_path, smtp_server):
    awarded(tmp_path, 3, smtp_server)
    done = run(tmp_path, "certificates", CALL, "--out", tmp_path / "c", "--json")
    told = json.loads(done.stdout)["certificates"]
    assert (done.exit_code, [item["reference"] for item in told]) == (0, ["IF2026-0001", "IF2026-0002"])
    data = (tmp_path / "c" / "IF2026-0001.pdf").read_bytes()
    text = bare(data)
    for said in ("荣誉证书", "CERTIFICATEOFHONOUR", "玛塔·林德奎斯特", "MartaŁukasiewicz-Nguyễn", "优秀摄影作品", "ExcellentPhotographicWork",
                 "《晨渡》《钟楼下的茶市》《TheBridgebeforeRain》《KökBöri》", "“TheBridgebeforeRain”and“KökBöri”", "编号No.IF2026-0001", told[0]["code"],
                 "“国际友人看中国”摄影征集活动组", "2026年7月15日", "15July2026"):  # fmt: skip
        assert said in text, said
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]
    embedded = [font.get_object()["/DescendantFonts"][0].get_object() for font in page["/Resources"]["/Font"].values()]
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object()) for font in embedded)
    assert all("+" in str(font["/BaseFont"]) for font in embedded), "subsets"
    assert len(data) < 100_000
    assert run(tmp_path, "announce", CALL, "result", "--award", "excellent").exit_code == 0
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        say(desk, "IF2026-0001", name_zh="别人", name_en="Somebody Else")
        assert send_due(desk).sent == 2
    letters = [email.message_from_bytes(item.content, policy=email.policy.default) for item in smtp_server.received]
    sent = {part.get_filename(): part.get_content() for letter in letters for part in letter.iter_attachments()}
    assert sent["IF2026-0001.pdf"] == data


def test_a_page_is_drawn_inside_its_frame_whatever_the_names(tmp_path):
    long = "Maria da Conceição " * 12
    awarded(tmp_path, 2)
    with a_desk(tmp_path, **OVER) as desk:
        say(
            desk,
            "IF2026-0001",
            name_zh="诸葛·#import *a* $x$ @r" * 3,
            name_en=long,
            photo_name="\n".join(f"{n} {'A very long title ' * 8}" for n in range(5)),
        )
        say(desk, "IF2026-0002", name_zh="", name_en="محمد بن سلمان 김민수 ธนา עברית हिन्दी", photo_name="")
    assert run(tmp_path, "certificates", CALL, "--out", tmp_path / "c").exit_code == 0
    for name in ("IF2026-0001.pdf", "IF2026-0002.pdf"):
        data = (tmp_path / "c" / name).read_bytes()
        assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 1
        drawn = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
        edge = [drawn.getpixel((x, y)) for x in range(0, drawn.width, 3) for y in (2, 8, 15, drawn.height - 16, drawn.height - 3)]
        assert set(edge) == {255}, "nothing runs over the frame"
        middle = drawn.crop((80, 80, drawn.width - 80, drawn.height - 80))
        assert min(middle.getdata()) < 120
    assert "诸葛·#import*a*$x$@r" in bare((tmp_path / "c" / "IF2026-0001.pdf").read_bytes())


def test_a_letter_that_no_font_has_is_refused_by_name_before_anything_is_queued(tmp_path):
    awarded(tmp_path, 2)
    with a_desk(tmp_path, **OVER) as desk:
        say(desk, "IF2026-0001", name_zh="𠮷田", name_en="Yoshida")
        say(desk, "IF2026-0002", name_zh="", name_en="")
        desk.db.conn.execute("UPDATE entries SET submitter_name = '' WHERE reference = 'IF2026-0002'")
    for words in (("announce", CALL, "result", "--state", "accepted"), ("certificates", CALL, "--out", tmp_path / "c")):
        refused = run(tmp_path, *words)
        assert (refused.exit_code, "𠮷 (U+20BB7)" in refused.stdout) == (1, True)
        assert "IF2026-0002 没有作者姓名" in refused.stdout
    assert not (tmp_path / "c").exists()
    with a_desk(tmp_path, **OVER) as desk:
        assert desk.db.table("notices").count_where("kind = 'announcement'") == 0


def test_one_without_an_award_gets_none_and_a_layout_that_breaks_is_told_first(tmp_path):
    awarded(tmp_path, 3)
    refused = run(tmp_path, "announce", CALL, "result", "--state", "accepted")
    assert (refused.exit_code, refused.stdout.count("没有奖项")) == (1, 1)
    (tmp_path / "mine.typ").write_text("#panic(json(bytes(sys.inputs.data)).reference)")
    with a_desk(tmp_path, calls={CALL: {"announcements": RESULT, "certificate": {"template": str(tmp_path / "mine.typ")}}}):
        broken = run(tmp_path, "announce", CALL, "result", "--award", "excellent")
    assert (broken.exit_code, "calls.photo-2026.certificate" in broken.stderr) == (2, True)
    (tmp_path / "mine.typ").write_text('#set page(width: 10cm, height: 5cm)\n#read("/etc/hostname")')
    assert run(tmp_path, "certificates", CALL, "--out", tmp_path / "c").exit_code == 2
    (tmp_path / "mine.typ").write_text("#json(bytes(sys.inputs.data)).names.join()")
    assert run(tmp_path, "certificates", CALL, "--out", tmp_path / "c").exit_code == 0
    assert "玛塔·林德奎斯特" in bare((tmp_path / "c" / "IF2026-0001.pdf").read_bytes())


def test_a_code_is_confirmed_while_its_award_stands(tmp_path):
    awarded(tmp_path, 2)
    told = json.loads(run(tmp_path, "certificates", CALL, "--out", tmp_path / "c", "--json").stdout)["certificates"]
    code = told[0]["code"]
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code)
    for written in (code, code.lower().replace("-", " "), code.replace("0", "O").replace("1", "l")):
        found = run(tmp_path, "certificates", CALL, "--verify", written, "--json")
        assert (found.exit_code, json.loads(found.stdout)["reference"]) == (0, "IF2026-0001")
    other = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert (run(tmp_path, "certificates", CALL, "--verify", other).exit_code, run(tmp_path, "certificates", CALL).exit_code) == (
        1,
        2,
    )
    with a_desk(tmp_path, **OVER) as desk:
        desk.db.conn.execute("UPDATE entries SET state = 'rejected' WHERE reference = 'IF2026-0001'")
    assert json.loads(run(tmp_path, "certificates", CALL, "--verify", code, "--json").stdout)["valid"] is False
    for words in (("certificates", CALL, "--out", tmp_path / "d"), ("announce", CALL, "result", "--award", "excellent"),
                  ("lists", CALL, "--out", tmp_path / "l.xlsx")):  # fmt: skip
        done = run(tmp_path, *words)
        assert (done.exit_code, "IF2026-0001 is left out" in done.stderr) == (0, True)
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["IF2026-0002.pdf"]
    with a_desk(tmp_path, **OVER) as desk:
        desk.db.conn.execute("UPDATE entries SET state = 'accepted' WHERE reference = 'IF2026-0001'")
        assert desk.db.table("notices").count_where("name = 'result'") == 1
        put_award(desk.db, "IF2026-0001", "", "Li", NOW)
    assert json.loads(run(tmp_path, "certificates", CALL, "--verify", code, "--json").stdout)["valid"] is False


def test_a_call_without_awards_certifies_who_took_part_in_words_of_its_own(tmp_path):
    own = {"title": {"zh": "参展证书", "en": "Certificate"}, "text": {"zh": "{{ name }}参展{{ titles }}。"}, "day": "2026-11-20"}
    over = {"calls": {CALL: {"awards": {"excellent": None, "popular": None}, "certificate": own, "language": "zh"}}}
    with a_desk(tmp_path, **over) as desk:
        accepted(desk, 1)
        say(desk, "IF2026-0001", name_zh="林玛塔", photo_name="桥")
    assert run(tmp_path, "certificates", CALL, "--out", tmp_path / "c").exit_code == 0
    text = bare((tmp_path / "c" / "IF2026-0001.pdf").read_bytes())
    assert ("参展证书" in text, "林玛塔参展《桥》。" in text, "2026年11月20日" in text, "CERTIFICATE" in text) == (
        True,
        True,
        True,
        False,
    )


@pytest.mark.thorough
def test_three_hundred_certificates_take_under_a_tenth_of_a_second_each(tmp_path):
    with a_desk(tmp_path, **OVER) as desk:
        accepted(desk, 300)
        for number in range(1, 301):
            put_award(desk.db, f"IF2026-{number:04d}", "excellent", "Li", NOW)
    begun = time.process_time()
    assert run(tmp_path, "announce", CALL, "result", "--award", "excellent").exit_code == 0
    assert time.process_time() - begun < 6, "3 000 in under 60 s"


@pytest.mark.parametrize(
    ("written", "titles"),
    [
        ("The Bridge, before Rain", ("The Bridge, before Rain",)),
        ("《晨渡》、《桥》", ("晨渡", "桥")),
        ("“A”, “B”", ("A", "B")),
        ("A; B；C\nD", ("A", "B", "C", "D")),
        ("", ()),
    ],
)
def test_titles_are_told_apart(tmp_path, written, titles):
    with a_desk(tmp_path) as desk:
        accepted(desk, 1)
        say(desk, "IF2026-0001", photo_name=written)
        assert works(desk.config.calls[CALL], read_entry(desk.db, "IF2026-0001")) == titles


def test_letters_of_many_scripts_are_known():
    known = "Łễşțőğñøßþ ÀÉ Дмитрий Αθήνα 张伟 張偉 龘 かな カナ 김민수 محمد עברית हिन्दी ธนา ·—“”’"
    assert unknown_letters([known, "e\u0301 \u200b\u3000"]) == []
    assert unknown_letters(["𠮷 😀"]) == ["𠮷", "😀"]
