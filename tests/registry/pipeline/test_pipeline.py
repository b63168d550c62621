"""The whole demo through real servers, and what a pass does where servers, mails or locks are in its way."""

import email
import email.policy
import hashlib

from intake.config.yaml_reader import load_yaml
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo.cases import CASES
from reports.demo.servers import EmbeddedImap
from reports.run.passes import one_pass
from tests import ROOT
from tests.builders.accounting import rule_of
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail
from tests.corpus.cases import CORPUS, scene_in_demo


def deliver_demo(server):
    """Put every demo case, with small pictures, into a mailbox; return sha256 -> case."""
    mails = [(case, scene_in_demo(case)) for case in CASES]
    raws = [(case, case.build(scene), scene.arrives) for case, scene in mails]
    server.deliver_all([(raw, arrives) for _, raw, arrives in raws])
    return {hashlib.sha256(raw).hexdigest(): case for case, raw, _ in raws}


def letters_of(desk):
    return desk.db.conn.execute("SELECT id, state, message_id, sent_at FROM notices ORDER BY id").fetchall()


def test_nothing_on_the_server_changes(empty_imap_server, smtp_server, tmp_path):
    empty_imap_server.deliver(parcel_mail(8), CORPUS[0].received_at)
    before = flags_of(empty_imap_server)
    with a_desk(tmp_path, empty_imap_server, smtp_server) as desk:
        one_pass(desk)
    assert flags_of(empty_imap_server) == before


def test_the_demo_through_real_servers(imap_server, smtp_server, tmp_path):
    cases = deliver_demo(imap_server)
    with a_desk(tmp_path, imap_server, smtp_server) as desk:
        first = one_pass(desk)
        messages = {item["sha256"]: item for item in documents.messages(desk.db)}
        entries = documents.entries(desk.db)
        before = (letters_of(desk), documents.messages(desk.db), entries, len(smtp_server.received))
        second = one_pass(desk)
        after = (letters_of(desk), documents.messages(desk.db), documents.entries(desk.db), len(smtp_server.received))
    assert (first.errors, first.shunted, second.errors, second.shunted) == ({}, 0, {}, 0)
    assert {sha: messages[sha]["outcome"] for sha in cases} == {sha: case.expected.outcome for sha, case in cases.items()}
    assert len(messages) == len(cases)
    assert before == after
    check_letters(smtp_server.received, entries)


def check_letters(received, entries):
    """Check each letter as its receiver would see it: one recipient, our headers, both languages, Chinese first."""
    by_id = {}
    for item in received:
        letter = email.message_from_bytes(item.content, policy=email.policy.default)
        by_id[letter["Message-ID"]] = letter
        assert [item.mail_from, len(item.rcpt_tos), letter["To"].addresses[0].addr_spec] == [
            "photo@example.org",
            1,
            item.rcpt_tos[0],
        ]
        assert letter["Auto-Submitted"] == "auto-replied"
        text = letter.get_body(("plain",)).get_content()
        assert "您" in text
        assert text.index("您") < text.index("Dear" if "Dear" in text else "you")
    assert len(by_id) == len(received)
    for entry in entries:
        for notice in entry["notices"]:
            assert notice["state"] == "sent"
            assert f"[{entry['reference']}]" in by_id[notice["message_id"]]["Subject"]


def flags_of(server):
    import imapclient

    client = imapclient.IMAPClient("127.0.0.1", port=server.port, ssl=False)
    client.login(server.username, server.password)
    client.select_folder("INBOX", readonly=True)
    flags = {
        uid: {flag for flag in item[b"FLAGS"] if flag != b"\\Recent"}
        for uid, item in client.fetch(client.search(), ["FLAGS"]).items()
    }
    client.logout()
    return flags


def test_one_unreachable_mailbox_does_not_stop_the_others(one_imap_server, smtp_server, tmp_path):
    one_imap_server.deliver(parcel_mail(9), CORPUS[0].received_at)
    other = {
        "host": "127.0.0.1",
        "port": 1,
        "security": "none",
        "username": "x@example.org",
        "password": "x",
        "calls": ["photo-2026"],
    }
    with a_desk(tmp_path, one_imap_server, smtp_server, mailboxes={"dead": other}) as desk:
        outcome = one_pass(desk)
        assert list(outcome.errors) == ["dead"]
        assert "not reachable" in outcome.errors["dead"]
        assert len(documents.messages(desk.db)) >= 1


def test_a_dead_smtp_server_defers_and_loses_nothing(one_imap_server, tmp_path):
    one_imap_server.deliver(parcel_mail(10), CORPUS[0].received_at)
    with a_desk(tmp_path, one_imap_server) as desk:
        outcome = one_pass(desk)
        assert outcome.sent is not None
        assert outcome.sent.unreachable is True
        assert {item["state"] for entry in documents.entries(desk.db) for item in entry["notices"]} <= {"deferred", "queued"}


def test_a_call_invented_here_works_by_configuration_alone(one_imap_server, smtp_server, tmp_path):
    call = invented_call()
    one_imap_server.deliver(parcel_mail(11), CORPUS[0].received_at)
    with a_desk(
        tmp_path, one_imap_server, smtp_server, calls={"harvest": call}, mailboxes={"photo": {"calls": ["harvest"]}}
    ) as desk:
        one_pass(desk)
        entry = documents.entries(desk.db)[0]
    assert entry["reference"] == "HV26-0001"
    assert {rule_of(item) for item in entry["findings"] if item["severity"] == "error"} == {
        "slot-count.work",
        "slot-count.portrait",
    }


def invented_call():
    """Return a call with another id, other counts and other labels, as its organisers would write it."""
    shipped = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))["calls"]["photo-2026"]
    slots = shipped["slots"]
    return {
        **shipped,
        "title": {"zh": "丰收摄影", "en": "Harvest photos"},
        "reference": "HV26",
        "phrase": "",
        "rules": {"subject-phrase": False},
        "slots": {**slots, "work": {**slots["work"], "count": "7-9"}, "portrait": {**slots["portrait"], "count": "3-4"}},
    }


def test_a_broken_mail_does_not_stop_the_queue(tmp_path, monkeypatch):
    """A mail over a limit is shunted with its reason; the next one is entered in the same pass."""
    from registry.pipeline.from_files import import_paths

    (tmp_path / "a.eml").write_bytes(b"From: a@example.org\r\n" + b"X: y\r\n" * 6000 + b"\r\nhello")
    (tmp_path / "b.eml").write_bytes(parcel_mail(12))
    with a_desk(tmp_path) as desk:
        import_paths(desk, [tmp_path / "a.eml", tmp_path / "b.eml"], None, CORPUS[0].received_at.isoformat())
        assert process_pending(desk) == 1
        assert sorted(item["outcome"] for item in documents.messages(desk.db)) == ["entered", "shunted"]


def test_a_recreated_mailbox_is_listed_again_and_its_mail_known_by_content(smtp_server, tmp_path):
    """Another UIDVALIDITY means list everything; the same bytes are the same mail and get no second letter."""
    raw = parcel_mail(13)
    seen = []
    for _ in range(2):
        with EmbeddedImap() as server:
            server.deliver(raw, CORPUS[0].received_at)
            with a_desk(tmp_path, server, smtp_server) as desk:
                one_pass(desk)
                places = desk.db.conn.execute("SELECT count(*) FROM sightings").fetchone()[0]
                seen.append(
                    (len(documents.messages(desk.db)), len(documents.entries(desk.db)), places, len(smtp_server.received))
                )
    assert seen == [(1, 1, 1, 1), (1, 1, 2, 1)]


def test_a_run_killed_between_spool_and_row_loses_and_doubles_nothing(one_imap_server, smtp_server, tmp_path):
    """A mail in the spool without its row (a crash between the two) is fetched again and is one message."""
    from intake.fetch.spool import Spool

    raw = parcel_mail(14)
    one_imap_server.deliver(raw, CORPUS[0].received_at)
    (tmp_path / "var").mkdir()
    with Spool(tmp_path / "var" / "spool").open_temp() as writer:
        writer.write(raw)
        writer.commit({})
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        one_pass(desk)
        wanted = hashlib.sha256(raw).hexdigest()
        assert [item["outcome"] for item in documents.messages(desk.db) if item["sha256"] == wanted] == ["entered"]


def test_a_mail_that_killed_the_program_too_often_is_shunted_unread(tmp_path):
    from registry.pipeline.from_files import import_paths
    from registry.store import mails as mail_log

    (tmp_path / "a.eml").write_bytes(parcel_mail(15))
    with a_desk(tmp_path) as desk:
        import_paths(desk, [tmp_path / "a.eml"], None, CORPUS[0].received_at.isoformat())
        for _ in range(desk.config.limits.attempts):
            mail_log.count_attempt(desk.db, mail_log.pending(desk.db)[0])
        assert process_pending(desk) == 1
        message = documents.messages(desk.db)[0]
    assert message["outcome"] == "shunted"
    assert "shunted unread" in message["reason"]
