"""Tokens: kept for this user alone, had anew in time and when refused; a person is asked for only where no program can help."""

import base64
import json
import stat

import pytest

from intake.config.oauth import OAuth
from intake.credentials import microsoft
from intake.credentials.faults import SignInAgain, TokensAway
from intake.credentials.tokens import access_token
from intake.fetch.faults import LoginRefused, MailboxError
from intake.fetch.imap import Mailbox
from reports.run.check import smtp_problem
from tests.builders.token_servers import TokenGiver, TokenImap, TokenSmtp
from tests.intake.fetch.test_imap import settings as mailbox_settings
from tests.reports.letters.test_smtp import settings as delivery_settings

WHO = "desk@example.org"


def gives(token, seconds=3600, **more):
    return 200, {"access_token": token, "expires_in": seconds, **more}


def by_token(folder, url, **more):
    told = {"provider": "other", "client_id": "desk", "client_secret": "quiet", "refresh_token": "first", "token_url": url}
    return {**told, "username": WHO, "kept_in": folder / "tokens" / "a.json", **more}


def test_a_token_is_kept_until_shortly_before_its_end_and_a_new_refresh_token_is_used_from_then_on(tmp_path):
    now = [1000.0]
    with TokenGiver(gives("one", refresh_token="second"), gives("two"), gives("three")) as giver:
        oauth = OAuth(**by_token(tmp_path, giver.url))
        got = []
        for now[0], refused in ((1000.0, ""), (4200.0, ""), (4400.0, ""), (4500.0, "two")):
            got.append(access_token(oauth, refused=refused, clock=lambda: now[0]))
    assert got == ["one", "one", "two", "three"]
    assert [asked["refresh_token"] for asked in giver.asked] == ["first", "second", "second"]
    assert giver.asked[0] == {
        "grant_type": "refresh_token", "refresh_token": "first", "client_id": "desk", "client_secret": "quiet",
    }  # fmt: skip
    file = tmp_path / "tokens" / "a.json"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]
    assert sorted(path.name for path in file.parent.iterdir()) == ["a.json", "a.lock"]
    with TokenGiver(gives("four")) as giver:  # somebody wrote another refresh token into the configuration: it counts
        assert access_token(OAuth(**by_token(tmp_path, giver.url, refresh_token="other")), clock=lambda: 4500.0) == "four"
        file.write_text("not JSON", encoding="utf-8")
        giver.answers.append(gives("five"))
        assert access_token(OAuth(**by_token(tmp_path, giver.url)), clock=lambda: 4500.0) == "five"
        assert [asked["refresh_token"] for asked in giver.asked] == ["other", "first"]


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((400, {"error": "invalid_grant"}), SignInAgain, "refused the refresh token (400 invalid_grant)"),
        ((401, {}), SignInAgain, "refused the refresh token (401"),
        ((503, {}), TokensAway, "answered 503"),
        ((429, {}), TokensAway, "answered 429"),
        ((200, {"no": "token"}), TokensAway, "gave no token"),
    ],
)
def test_a_refusal_is_told_from_a_bad_moment(tmp_path, answer, kind, said):
    with TokenGiver(answer) as giver, pytest.raises(kind) as caught:
        access_token(OAuth(**by_token(tmp_path, giver.url)))
    assert said in str(caught.value) and "first" not in str(caught.value) and "quiet" not in str(caught.value)


def test_both_servers_are_logged_in_to_with_one_account_s_token_and_a_stale_one_is_renewed_once(tmp_path):
    with TokenGiver(gives("stale"), gives("good")) as giver, TokenImap("good") as imap:
        oauth = by_token(tmp_path, giver.url)
        with Mailbox(mailbox_settings(imap.port, username=WHO, password=None, oauth=oauth), "photo") as mailbox:
            assert mailbox.folder_state("INBOX").uidvalidity == 7
        assert imap.tried == [(WHO, "stale"), (WHO, "good")]
        with TokenSmtp("good", asks_first=True) as smtp:
            assert smtp_problem(delivery_settings(smtp.port, username=WHO, oauth=oauth)) == ""
        assert smtp.tried == [(WHO, "good")]
        giver.answers.append(gives("better"))
        with TokenSmtp("better") as smtp:
            assert smtp_problem(delivery_settings(smtp.port, username=WHO, oauth=oauth)) == ""
        assert smtp.tried == [(WHO, "good"), (WHO, "better")]
    assert len(giver.asked) == 3


def test_a_token_that_never_opens_the_door_is_a_refused_login_and_no_words_tell_it(tmp_path):
    with (
        TokenGiver(gives("stale"), gives("worse"), (400, {"error": "invalid_grant"}), (503, {})) as giver,
        TokenImap("good") as imap,
    ):
        box = mailbox_settings(imap.port, username=WHO, password=None, oauth=by_token(tmp_path, giver.url))
        with pytest.raises(LoginRefused) as refused, Mailbox(box, "photo"):
            pass
        assert ("status 401" in str(refused.value), "worse" in str(refused.value), len(imap.tried)) == (True, False, 2)
        with pytest.raises(LoginRefused, match="Sign in again"), Mailbox(box, "photo"):
            pass
        (tmp_path / "tokens" / "a.json").unlink()
        with pytest.raises(MailboxError, match="answered 503") as away, Mailbox(box, "photo"):
            pass
        assert not isinstance(away.value, LoginRefused)


class FakeNet:
    """What msal asks instead of the net: each POST gets the next answer."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def get(self, url, **_):
        base = url.split("/v2.0")[0]
        return self._answer(
            200,
            {
                name: f"{base}/{name}"
                for name in ("authorization_endpoint", "token_endpoint", "issuer", "device_authorization_endpoint")
            },
        )

    def post(self, url, data=None, **_):
        self.asked.append(dict(data))
        return self._answer(*self.answers.pop(0))

    def close(self):
        pass

    def _answer(self, status, document):
        class Answer:
            status_code, text, headers = status, json.dumps(document), {}

            def raise_for_status(self):
                assert status < 400

        return Answer()


def test_microsoft_is_signed_in_to_once_with_a_code_and_renewed_by_itself(tmp_path):
    oauth = OAuth(provider="microsoft", client_id="desk", username=WHO, kept_in=tmp_path / "t" / "m.json")
    with pytest.raises(SignInAgain, match="nobody has signed in"):
        microsoft.renewed(oauth, {}, 0, FakeNet())
    code = {"device_code": "d", "user_code": "AB12", "verification_uri": "https://example.org/device", "expires_in": 900, "interval": 0, "message": "Type AB12 at https://example.org/device"}  # fmt: skip
    token = {
        "token_type": "Bearer",
        "access_token": "one",
        "refresh_token": "r1",
        "expires_in": 3600,
        "scope": " ".join(microsoft.SCOPES),
        "client_info": base64.urlsafe_b64encode(b'{"uid": "u", "utid": "t"}').decode(),
    }
    net, shown = FakeNet((200, code), (200, token)), []
    microsoft.sign_in(oauth, shown.append, 1000.0, net)
    assert shown == ["Type AB12 at https://example.org/device"]
    assert set(microsoft.SCOPES) < set(net.asked[0]["scope"].split())
    assert stat.S_IMODE(oauth.kept_in.stat().st_mode) == 0o600
    kept = json.loads(oauth.kept_in.read_text(encoding="utf-8"))
    assert (kept["access_token"], kept["ends"]) == ("one", 4600.0)
    net = FakeNet((200, {**token, "access_token": "two", "refresh_token": "r2"}))
    again = microsoft.renewed(oauth, kept, 5000.0, net)
    assert (again["access_token"], again["ends"], net.asked[0]["refresh_token"], "r2" in again["cache"]) == (
        "two",
        8600.0,
        "r1",
        True,
    )
    refused = {"error": "invalid_grant", "error_description": "AADSTS700082: The refresh token has expired."}
    with pytest.raises(SignInAgain, match="AADSTS700082"):
        microsoft.renewed(oauth, again, 9000.0, FakeNet((400, refused)))
