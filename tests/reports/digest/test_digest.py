"""The digest: every number from the registry, every state it may meet, whole in a mail and in a file."""

import email
import email.policy
import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO

import pytest

from intake.config.languages import phrases
from intake.config.yaml_reader import load_yaml
from registry.letters import outbox
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.day import gather_day
from registry.read.entries import read_entry
from registry.store.codes import LetterState
from registry.store.mails import stamp
from reports.demo import kinds, mails, oddities
from reports.demo.mime import File
from reports.digest import album, charts
from reports.digest.compose import compose_digest
from reports.digest.deliver import Sending, as_mail, digest_of, send_daily, send_digest, write_digest_page
from reports.digest.drawing import draw_here, drawing_apart
from reports.digest.links import DigestReader, links_for
from reports.digest.words import commands
from reports.letters.outbox_pass import send_due
from reports.letters.page_style import GROUNDS, INKS, RULES
from reports.letters.sentences import for_sender
from tests.builders.desks import ROOT, a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene
from tests.builders.folders import every_demo_case
from tests.builders.page_samples import form, scanned

DAY = date(2026, 7, 7)
HEALTH = {"healthy": True, "mailboxes": [], "notices": {}}


def take(desk, tmp_path, *mails_and_times):
    for number, (raw, arrives) in enumerate(mails_and_times):
        path = tmp_path / f"{number}-{arrives:%d%H%M}.eml"
        path.write_bytes(raw)
        import_paths(desk, [path], None, arrives.isoformat())
    process_pending(desk)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A desk with every demo case, and its digest of the day they came."""
    with a_desk(every_demo_case(tmp_path_factory.mktemp("digest"))) as desk:
        now = datetime.now(UTC)
        yield desk, compose_digest(desk, gather_day(desk.db, DAY, desk.config.timezone, now), HEALTH)


def test_the_numbers_are_the_registrys(demo):
    desk, letter = demo
    counted = dict(desk.db.conn.execute("SELECT state, count(*) FROM entries GROUP BY state").fetchall())
    opened = sum("2026-07-06T16" <= row[0] < "2026-07-07T16" for row in desk.db.conn.execute("SELECT received_at FROM entries"))
    questions = desk.db.table("messages").count_where("outcome = 'set_aside'")
    assert (
        letter.subject
        == f"投稿日报 2026-07-07: 待人工 {counted['held'] + questions}, 待补 {counted['incomplete']}, 新收 {opened}"
    )


def test_every_held_and_incomplete_entry_stands_in_it_with_its_command(demo):
    desk, letter = demo
    listed = [row[0] for row in desk.db.conn.execute("SELECT reference FROM entries WHERE state IN ('held', 'incomplete')")]
    held = documents.entries(desk.db, state="held")
    lacking = {item["reference"]: any(found["severity"] == "error" for found in item["findings"]) for item in held}
    assert lacking
    fitting = {reference: "release" if lacks else "accept" for reference, lacks in lacking.items()}
    for page in (letter.html, letter.text):
        assert [name for name, action in fitting.items() if f"review {name} {action} --by 姓名" not in page] == []
        assert [name for name, lacks in lacking.items() if lacks and f"review {name} accept --by" in page] == []
    assert [reference for reference in listed if reference not in letter.html or reference not in letter.text] == []


def test_whatever_is_advised_of_a_held_entry_is_offered_beside_it(demo):
    desk, _ = demo
    held = read_entry(desk.db, documents.entries(desk.db, state="held")[0]["reference"])
    missing = {}
    for key, said in phrases("digest", "en")["todo"].items():
        doubt = key.partition(" ")[2]
        entry = replace(held, unverified=doubt, claims="IF2026-0099" if doubt else "")
        advised = set(re.findall(r"\b(?:release|reject|join|ask)\b", said.lower()))
        links = {
            link.action for link in links_for(desk, entry, DigestReader(address="li@example.net", made_at=datetime.now(UTC)))
        }
        typed = {line.split()[4] for line in commands(entry, "Li")}
        if left := advised - (links & typed):
            missing[key] = left
    assert missing == {}


def test_the_page_asks_nothing_of_the_network_and_each_picture_is_there(demo, tmp_path):
    _, letter = demo
    write_digest_page(letter, tmp_path / "digest.html")
    page = (tmp_path / "digest.html").read_text(encoding="utf-8")
    assert set(re.findall(r'src="(\w+):', page)) == {"data"}
    assert re.findall(r"(?:src|href)=\"https?:", page) == []
    assert set(re.findall(r'src="cid:([^"]+)"', letter.html)) == set(letter.pictures)
    assert (tmp_path / "digest.html").stat().st_mode & 0o777 == 0o600


def test_as_mail_it_is_whole_and_names_its_pictures(demo):
    _, letter = demo
    message = email.message_from_bytes(
        as_mail(letter, "Photo call <photo@example.org>", "staff@example.org", Sending(at=datetime.now(UTC))),
        policy=email.policy.default,
    )
    cids = {part["Content-ID"].strip("<>") for part in message.walk() if part["Content-ID"]}
    assert (cids, message["Subject"], message["Auto-Submitted"]) == (set(letter.pictures), letter.subject, "auto-generated")
    assert message.get_body(("plain",)).get_content().splitlines()[0] == letter.subject


def test_what_people_wrote_is_shown_as_words_and_never_as_markup(tmp_path):
    scene = tiny_scene()
    person = replace(scene.person, name_en='Eve <img src=x onerror="alert(1)">', title="{{ 7*7 }}")
    scene = replace(scene, person=person)
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, (mails.plain(scene.draft(scene.form(), text="<script>alert(1)</script> hello")), INSIDE))
        letter = compose_digest(desk, gather_day(desk.db, INSIDE.date(), desk.config.timezone, datetime.now(UTC)), HEALTH)
    assert ("<script>" in letter.html, "<img src=x" in letter.html, "49" in letter.subject) == (False, False, False)
    assert "{{ 7*7 }}" in letter.html


def test_failed_letters_shunted_mails_questions_links_and_alarms_are_listed(tmp_path):
    now, held = datetime.now(UTC), tiny_scene(7)
    health = {**HEALTH, "healthy": False, "alarms": [{"code": "disk", "text": "磁盘空间不足"}]}
    with a_desk(tmp_path, limits={"message_parts": 60}) as desk:
        many = mails.plain(tiny_scene(9).draft(*tiny_scene(9).works(3) * 25))
        linked = kinds.cloud_link(replace(tiny_scene(5), arrives=now - timedelta(days=28)))
        take(desk, tmp_path, (parcel_mail(), INSIDE), (kinds.question(tiny_scene(4)), INSIDE), (linked, INSIDE), (many, INSIDE))
        list_mail = oddities.list_mail(tiny_scene(6).draft(File(name="news.pdf", data=b"%PDF-1.4\n", type="application/pdf")))
        take(desk, tmp_path, (mails.plain(held.draft(held.form(nationality="China"))), INSIDE), (list_mail, INSIDE))
        answers = [(LetterState.FAILED, 550, "5.1.1 no such user"), (LetterState.SENT, 250, "taken")]
        for notice, answer in zip(list(outbox.each_due(desk.db, now + timedelta(days=1))), answers, strict=False):
            outbox.claim(desk.db, notice.id)
            outbox.close_letter(desk.db, notice, outbox.DeliveryReply(*answer), now)
        full = {
            "sha256": "b",
            "notice": notice.id,
            "recipient": notice.recipient.email,
            "proved": 1,
            "permanent": 1,
            "delayed": 0,
        }
        desk.db.table("bounces").insert({**full, "status": "5.2.2", "diagnostic": "over quota", "at": stamp(datetime.now(UTC))})
        gathered = gather_day(desk.db, datetime.now(UTC).date(), "UTC", datetime.now(UTC))
        letter = compose_digest(desk, gathered, health)
    counts = (gathered.letters, gathered.bounced, gathered.shunted, gathered.questions, gathered.links, gathered.ignored)
    assert tuple(map(len, counts)) == (1, 1, 1, 1, 3, 1)
    number = tiny_scene().person.form()["mobile"]
    told = ("5.1.1 no such user", "没有这个地址", number, "对方信箱已满", "unshunt", "may I send pictures", "resend IF2026-0001", held.person.email,
            "符合的，放行", "release if so", "经邮件列表转来", "附件 1 个", "第一行只写“代收”")  # fmt: skip
    assert [(words, name) for words in told for name in ("html", "text") if words not in unescape(getattr(letter, name))] == []
    assert ("会过期的链接" in letter.html, "磁盘空间不足" in letter.html) == (True, True)
    assert 0 <= min((item.link.expires_at - now).total_seconds() for item in gathered.links) < 72 * 3600


def test_every_reason_to_hold_says_what_staff_do_about_it():
    settings = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))["defaults"]["rules"]
    holding = {name for name, terms in settings.items() if "hold" in str(terms)}
    todo = {language: phrases("digest", language)["todo"] for language in ("zh", "en")}
    unsaid = [(name, language) for name in holding for language in todo if for_sender(name) and name not in todo[language]]
    assert (unsaid, holding > {"form-unreadable", "field-held"}, todo["zh"].keys() ^ todo["en"].keys()) == ([], True, set())


def test_an_empty_desk_has_a_digest_too(tmp_path):
    with a_desk(tmp_path, staff_language="en") as desk:
        letter = digest_of(desk, DAY)
    assert letter.subject == "Digest 2026-07-07: to decide 0, waiting 0, new 0"
    assert "Nothing needs a person." in letter.html


def test_many_entries_stay_under_five_megabytes_and_all_are_named(demo, monkeypatch):
    desk, _ = demo
    monkeypatch.setattr(album, "PICTURE_BYTES", 60_000)
    monkeypatch.setattr("registry.read.day.DETAILED", 3)
    letter = compose_digest(desk, gather_day(desk.db, DAY, desk.config.timezone, datetime.now(UTC)), HEALTH)
    listed = [row[0] for row in desk.db.conn.execute("SELECT reference FROM entries WHERE state IN ('held', 'incomplete')")]
    assert [reference for reference in listed if reference not in letter.html] == []
    assert "省略了" in letter.html
    assert sum(map(len, letter.pictures.values())) <= 60_000


def test_staff_get_it_once_a_day_and_again_when_it_did_not_leave(smtp_server, tmp_path):
    with a_desk(tmp_path, None, None, staff=["a@example.org", "b@example.org"]) as desk:
        send_daily(desk)
        assert desk.db.table("digests").count == 0
    with a_desk(tmp_path, None, smtp_server, staff=["a@example.org", "b@example.org"]) as desk:
        send_daily(desk)
        send_daily(desk)
        again = send_digest(desk, digest_of(desk), datetime.now(UTC).date())
    assert [list(item.rcpt_tos) for item in smtp_server.received] == [["a@example.org"], ["b@example.org"]] * 2
    assert {outcome.state for outcome in again.values()} == {"sent"}


def test_charts_are_pictures_whatever_the_numbers():
    empty = charts.entries_by_day({}, date(2026, 7, 1), date(2026, 7, 1), date(2026, 9, 1))
    full = charts.entries_by_day(
        {date(2026, 6, 30): {"held": 1}, date(2026, 7, 2): {"accepted": 9000}},
        date(2026, 7, 1),
        date(2026, 9, 3),
        date(2026, 9, 1),
    )
    world = charts.nationalities({"SE": 3, "": 2, "CI": 1}, {"SE": "Sweden", "CI": "Côte d'Ivoire"})
    assert [picture[:8] for picture in (empty, full, world, charts.nationalities({}, {}))] == [b"\x89PNG\r\n\x1a\n"] * 4


def test_a_picture_drawn_in_another_process_is_the_same_and_one_that_fails_costs_only_itself():
    good = (charts.nationalities, {"SE": 3}, {"SE": "Sweden"})
    with drawing_apart() as draw:
        drawn = [draw(*good), draw(charts.nationalities, {"SE": "none"}, {}), draw(os._exit, 1), draw(*good)]
    assert drawn == [draw_here(*good), b"", b"", draw_here(*good)]


def test_a_digest_sends_no_letter_to_authors(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server, staff=["a@example.org"]) as desk:
        take(desk, tmp_path, (parcel_mail(), INSIDE))
        send_daily(desk)
        assert [list(item.rcpt_tos) for item in smtp_server.received] == [["a@example.org"]]
        send_due(desk)
    assert len(smtp_server.received) == 2


def test_the_page_of_a_form_that_no_program_could_read_is_shown_large_enough_to_read(tmp_path):
    page = BytesIO()
    scanned(form(3), 3).convert("RGB").save(page, "PDF", resolution=150)
    scene = tiny_scene(77)
    with a_desk(tmp_path) as desk:
        paper = File(name="Application Form scan.pdf", data=page.getvalue(), type="application/pdf")
        take(desk, tmp_path, (mails.plain(scene.draft(paper, scene.biography(), *scene.works(1))), INSIDE))
        letter = compose_digest(desk, gather_day(desk.db, INSIDE.date(), desk.config.timezone, datetime.now(UTC)), HEALTH)
    width = re.search(r'<img src="cid:[0-9a-f]+\.jpg" width="(\d+)" [^>]*alt="Application Form scan\.pdf', letter.html)
    assert width and int(width[1]) == 480


def contrast(colour, ground):
    """Return how far two colours stand apart (WCAG 2.2, 1.4.3)."""

    def light(written):
        parts = [int(written[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(colour), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_page_is_for_every_eye_one_heading_its_language_figures_beside_pictures_and_words_that_stand_out(demo):
    _, letter = demo
    assert (letter.html.count("<h1"), '<html lang="zh">' in letter.html) == (1, True)
    assert [alt for alt in re.findall(r'<img [^>]*alt="([^"]*)"', letter.html) if not re.search(r"\d", alt)] == []
    body = letter.html.partition("</style>")[2]
    written = set(re.findall(r'[";]color:(#[0-9a-f]{6});[^>]*>(?!■)', body))
    assert len(written) >= 4 and written <= set(INKS) and set(re.findall(r"background:(#\w+)", body)) == set(GROUNDS)
    assert set(re.findall(r"solid (#\w+)", body)) <= set(RULES)
    assert [ink for ink in INKS if min(contrast(ink, ground) for ground in GROUNDS) < 4.5] == []
    assert [ink for ink in INKS.values() if min(contrast(ink, ground) for ground in GROUNDS.values()) < 4.5] == []
