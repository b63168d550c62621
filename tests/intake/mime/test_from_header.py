"""Every From of RFC 5322 is read, and the broken ones that can be read in one way only; two addresses give nobody (CVE-2023-27043)."""

from __future__ import annotations

import time

import pytest

from intake.mime.from_header import sender
from intake.model.submission import Address

READ = (
    ("Name <a@b.com> (International Office)", "Name", "a@b.com"),
    ("a@b.com (Name @ Tongji University)", "Name @ Tongji University", "a@b.com"),
    ("(comment) a@b.com", "comment", "a@b.com"),
    ("(c (nested) d) Name <a@b.com>", "Name", "a@b.com"),
    ('"Name <Org>" <a@b.com>', "Name <Org>", "a@b.com"),
    ('"john doe"@example.org', "", '"john doe"@example.org'),
    ('<"john.doe"@example.org>', "", "john.doe@example.org"),
    ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete", "pete@silly.test"),
    ("=?utf-8?B?5p2O5piOIDxsaUBiLmNvbT4=?=", "李明", "li@b.com"),
    ("=?utf-8?B?5p2O5piO?= <li@b.com>", "李明", "li@b.com"),
    ("=?utf-8?B?5p2O5piO?=<li@b.com>", "李明", "li@b.com"),
    ('"=?utf-8?B?5p2O5piO?=" <li@b.com>', "李明", "li@b.com"),
    ("=?utf-8?Q?Name_(Org)?= <a@b.com>", "Name (Org)", "a@b.com"),
    ("=?utf-8?Q?a@x.org?= <a@b.com>", "a@x.org", "a@b.com"),
    ("Name <a@b.com>;", "Name", "a@b.com"),
    ("Name <a@b.com>,", "Name", "a@b.com"),
    ("a@b.com;", "", "a@b.com"),
    ("Name <a@b.com", "Name", "a@b.com"),
    ("<a@b.com", "", "a@b.com"),
    ("Dr. Smith, John <a@b.com>", "Dr. Smith, John", "a@b.com"),
    ("anna@home <a@b.com>", "anna@home", "a@b.com"),
    ("a@b.com <a@b.com>", "a@b.com", "a@b.com"),
    ("Name＜a＠b.com＞", "Name", "a@b.com"),
    ("Name <a＠b.com>", "Name", "a@b.com"),
    ("Name＜a@b.com＞", "Name", "a@b.com"),
    ('"a@b.com"', "", "a@b.com"),
    ("'a@b.com'", "", "a@b.com"),
    ('"Name" a@b.com', "Name", "a@b.com"),
    ("<mailto:a@b.com>", "", "a@b.com"),
    ("Name <<a@b.com>>", "Name", "a@b.com"),
    ("<@x.org,@y.org:a@b.com>", "", "a@b.com"),
    ("a @ b . com", "", "a@b.com"),
    ("Name <Org> <a@b.com>", "Name <Org>", "a@b.com"),
    ('"Smith \\"Jo\\" X" <a@b.com>', 'Smith "Jo" X', "a@b.com"),
    ("O'Neil <o'neil@b.com>", "O'Neil", "o'neil@b.com"),
    ("Jürgen <a@bücher.example>", "Jürgen", "a@xn--bcher-kva.example"),
    ("Name <a@[192.0.2.1]>", "Name", "a@[192.0.2.1]"),
    ("a@b.com.", "", "a@b.com"),
    ("<a@b.com> Name", "", "a@b.com"),
    ('"Unclosed <a@b.com>', "Unclosed", "a@b.com"),
    ("Name (unclosed <a@b.com>", "Name (unclosed", "a@b.com"),
    ("\u200bName <\ufeffa@b.com>", "Name", "a@b.com"),
)
REFUSED = (
    "a@example.org)b@example.org",
    "<a@example.org)b@example.org>",
    "a@b.com, c@d.com",
    "A <a@b.com>, C <c@d.com>",
    "a@b.com, C <c@d.com>",
    "Team: Anna <a@b.com>;",
    "undisclosed-recipients:;",
    "",
    "Name",
    "Name <>",
    "a@b@c.com",
    "<a@b@c.com>",
    "a@b.com c@d.com",
    "a@b.com c@d.com <e@f.com>",
    "Name <a b@c.com>",
    "a..b@c.com",
    "Anna <a@b.com> c@d.com",
    "a@b.com(",
    "=?utf-8?B?QSA8YUBiLmNvbT4sIEIgPGNAZC5jb20+?=",
    "Team: a@b.com, c@d.com;",
    "a@b.com; c@d.com",
    '"a@b.com" "c@d.com"',
    "a@b.com\x00",
    "john doe@example.org",
)


@pytest.mark.parametrize(("value", "name", "email"), READ)
def test_a_from_that_names_one_author(value, name, email):
    assert sender([value]) == Address(name=name, email=email)


@pytest.mark.parametrize("value", REFUSED)
def test_a_from_that_names_nobody_or_two(value):
    assert sender([value]) is None


def test_two_from_headers_name_nobody():
    assert sender(["a@b.com", "c@d.com"]) is None


@pytest.mark.parametrize(
    "value", ["(" * 60000, '"' * 60000, "<" * 60000, "a@b " * 20000, "\\" * 50000, "=?utf-8?q?a?= " * 9000 + "<a@b.com>"]
)
def test_a_hostile_from_takes_no_time(value):
    started = time.process_time()
    sender([value])
    assert time.process_time() - started < 1
