"""Who may not decide by mail, though what they send bears a key: nothing happens, and an alarm says so where it is fitting."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from reports.demo.kinds import question as question_of
from reports.demo.servers import EmbeddedSmtp
from reports.digest.alarm_mails import status_of
from tests.builders.desks import a_desk
from tests.builders.factories import tiny_scene
from tests.builders.staff_mails import LI, WEN, a_mail, by_link, orders_in, reply, text_of
from tests.registry.staff.test_by_mail import OPEN, Office
from tests.registry.test_staff_day import short

EVE = "eve@example.net"
STAFF = [{"address": LI, "name": "Li"}, {"address": WEN, "name": "Wen"}]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Give a desk of two who may decide, each with their digest, and an entry."""
    folder = tmp_path_factory.mktemp("attacked")
    with EmbeddedSmtp() as smtp, a_desk(folder, smtp=smtp, staff=STAFF, undo="10m") as desk:
        office = Office(desk, smtp, folder)
        office.reference = office.submits(short())
        office.pages = office.digest()
        office.answers()
        yield office


def hold(office, address=LI):
    return orders_in(office.pages[address])[office.reference, "hold"][1]


def headed(raw, **changes):
    """Return a mail with other headers; None takes one away."""
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    for name, value in changes.items():
        del message[name.replace("_", "-")]
        if value is not None:
            message[name.replace("_", "-")] = value
    return message.as_bytes()


def quoting(office, typed, **more):
    """Return a mail that quotes Li's digest and stands in no thread."""
    return a_mail(
        EVE, "Re: digest", f"{typed}\n\n" + "\n".join(f"> {line}" for line in text_of(office.pages[LI]).splitlines()), **more
    )


STRANGERS = {
    "answers to staff are asked for": lambda office: a_mail(EVE, hold(office), headers=[("Reply-To", LI)]),
    "a reply, answers to staff are asked for": lambda office: reply(
        office.pages[LI], f"{office.reference} hold", sender=EVE, headers=[("Reply-To", LI)]
    ),
    "staff as Sender": lambda office: a_mail(EVE, hold(office), headers=[("Sender", LI)]),
    "staff as the one who sent it again": lambda office: a_mail(EVE, hold(office), headers=[("Resent-From", LI)]),
    "staff's address as a name": lambda office: headed(a_mail(LI, hold(office)), From=f'"{LI}" <{EVE}>'),
    "two senders": lambda office: headed(a_mail(LI, hold(office)), From=f"{LI}, {EVE}"),
    "two senders, the stranger first": lambda office: headed(a_mail(LI, hold(office)), From=f"{EVE}, {LI}"),
    "two From": lambda office: a_mail(LI, hold(office)).replace(b"Subject:", b"From: " + EVE.encode() + b"\r\nSubject:", 1),
    "two From, the stranger first": lambda office: b"From: " + EVE.encode() + b"\r\n" + a_mail(LI, hold(office)),
    "a list that writes itself as sender": lambda office: a_mail(
        '"Li via list" <list@example.net>', hold(office), headers=[("Reply-To", LI), ("List-Id", "<office.example.net>")]
    ),
    "a part of the address": lambda office: a_mail("li+desk@office.example", hold(office)),
    "a digest passed on, quoted": lambda office: quoting(office, f"{office.reference} hold"),
    "a link's escapes": lambda office: a_mail(EVE, hold(office).replace("[", "%5B").replace("]", "%5D").replace(" ", "%20")),
}


@pytest.mark.parametrize("attack", STRANGERS)
def test_a_key_in_another_hand_does_nothing_but_alarm(office, attack):
    office.desk.db.conn.execute("DELETE FROM staff_alarms")
    row = office.arrives(STRANGERS[attack](office))
    assert (row["outcome"], office.entry(office.reference)["decisions"], office.answers()) == ("set_aside", [], [])
    assert [item["code"] for item in status_of(office.desk)["alarms"] if item["code"].startswith("staff")] == ["staff-stranger"]


MACHINES = {
    "holiday, by its subject": lambda office: a_mail(LI, f"自动回复: {hold(office)}", "我在休假。"),
    "holiday, in English": lambda office: a_mail(LI, f"Out of Office: {hold(office)}", "I am away."),
    "holiday that quotes the whole digest": lambda office: reply(
        office.pages[LI], f"{office.reference} hold", headers=[("Auto-Submitted", "auto-replied")]
    ),
    "a bounce that quotes it": lambda office: a_mail(
        "MAILER-DAEMON@example.org", "Undelivered Mail Returned to Sender", text_of(office.pages[LI])
    ),
}


@pytest.mark.parametrize("attack", MACHINES)
def test_what_a_machine_sends_does_nothing_and_is_not_answered(office, attack):
    row = office.arrives(MACHINES[attack](office))
    assert (row["outcome"], office.entry(office.reference)["decisions"], office.answers()) == ("ignored", [], [])


def test_staff_themselves_are_told_what_is_wrong(office):
    """Another's key, two keys in one mail, and a holiday answer that no header tells."""
    other = hold(office, WEN)
    told = {
        "发给另一位同事": a_mail(LI, other),
        "不止一件事": a_mail(LI, f"{hold(office)} {other}"),
        "没有找到要办的事": a_mail(LI, "Re: digest", f"I am on leave.\n\n{text_of(office.pages[LI])}"),
    }
    for words, raw in told.items():
        row = office.arrives(raw)
        (answer,) = office.answers()
        assert (row["outcome"], words in text_of(answer)) == ("staff", True)
    assert office.entry(office.reference)["decisions"] == []


def test_a_key_is_spent_once_and_taking_back_does_not_bring_it_back(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF, undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        reference = office.submits(short())
        page = office.digest()[LI]
        capitals = orders_in(page)[reference, "hold"][1]
        office.arrives(a_mail(LI, capitals[:-26] + capitals[-26:].upper()))
        answer = office.answers()[0]
        office.arrives(by_link(answer, reference, "undo"))
        after = office.answers()[0]
        for spent in (
            by_link(page, reference, "hold"),
            by_link(page, reference, "ask", "x"),
            by_link(answer, reference, "undo", "again"),
        ):
            office.arrives(spent)
        assert [(item["action"], item["undone"] is not None) for item in office.entry(reference)["decisions"]] == [("hold", True)]
        assert all("已办 0 件" in item["Subject"] for item in office.answers())
        office.arrives(by_link(after, reference, "hold"), datetime.now(UTC))
        assert office.entry(reference)["state"] == "held"


def test_keys_given_before_a_right_was_taken_away_decide_nothing(tmp_path, smtp_server):
    staff = [{"address": LI, "name": "Li"}]
    with a_desk(tmp_path, smtp=smtp_server, staff=staff, undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        names = office.copied(office.submits(short(1)), 21)
        question = office.arrives(question_of(tiny_scene(4)), OPEN)
        page = office.digest()[LI]
        office.arrives(reply(page, "\n".join(f"{name} reject no photos of China" for name in names)))
        (answer,) = office.answers()
        ((batch, _),) = [key for key in orders_in(answer) if key[1] == "confirm"]
        office.arrives(by_link(page, names[0], "hold"))
        office.arrives(by_link(page, names[1], "hold"))
        office.answers()
    with a_desk(tmp_path, smtp=smtp_server, staff=[{**staff[0], "may": ["export"]}], undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        office.arrives(by_link(answer, batch, "confirm"))
        office.arrives(by_link(page, question["sha256"][:12].upper(), "answered"))
        office.arrives(by_link(page, names[2], "hold"))
        assert [text_of(item).count("权限不含") for item in office.answers()] == [1, 1, 1]
        assert {office.entry(name)["state"] for name in names[2:]} == {"incomplete"}
        assert not desk.db.table("answered").count
