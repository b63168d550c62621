"""Passwords from files and commands; how the configuration says so, over what config.yaml comes with."""

import json
import os
from pathlib import Path

import pytest
import yaml

from intake.config.loading import ConfigError, examine
from intake.config.models import Server
from intake.credentials.secrets import NoSecret, secret_of
from registry.desk.desk import settings
from tests import ROOT

WHERE = {"host": "127.0.0.1", "port": 1, "security": "none"}


@pytest.mark.parametrize(
    ("command", "secret"),
    [
        ("printf 'open sesame\\nurl: x\\n'", "open sesame"),
        (["printf", " spaced \n"], "spaced"),
        ("cat secret.txt", "从文件"),
    ],
)
def test_a_command_s_first_line_is_the_password(tmp_path, monkeypatch, command, secret):
    monkeypatch.chdir(tmp_path)
    Path("secret.txt").write_text("从文件\n", encoding="utf-8")
    assert secret_of(Server(**WHERE, password_command=command)) == secret


@pytest.mark.parametrize(
    ("written", "secret"),
    [("open sesame\n", "open sesame"), ("\ufeffsecret\r\n", "secret"), ("\n 授权码 \n# made in May\n", "授权码")],
)
def test_a_file_s_first_line_is_the_password_whatever_editor_wrote_it(tmp_path, written, secret):
    (tmp_path / "secret").write_text(written, encoding="utf-8", newline="")
    assert secret_of(Server(**WHERE, password_file=tmp_path / "secret")) == secret


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"password_command": "sh -c 'echo hidden; echo locked: no key >&2; exit 3'"}, "sh ended with 3: locked: no key"),
        ({"password_command": "true"}, "true printed nothing"),
        ({"password_command": "no-such-program-here x"}, "no-such-program-here cannot be started"),
        ({"password_file": "/nowhere/at/all"}, "/nowhere/at/all cannot be read"),
        ({"password_file": "/dev/null"}, "the password file /dev/null is empty"),
    ],
)
def test_a_password_that_cannot_be_had_is_told_without_it(more, said):
    with pytest.raises(NoSecret) as caught:
        secret_of(Server(**WHERE, **more))
    assert said in str(caught.value) and "hidden" not in str(caught.value)


def mistakes(tmp_path, box, environ=None, **more):
    """Return mistakes and warnings about servers of config.yaml with an overlay on it, as key path -> problem."""
    path = tmp_path / "over.yaml"
    path.write_text(yaml.safe_dump({"data_dir": str(tmp_path / "var"), "mailboxes": {"photo": box}, **more}), encoding="utf-8")
    config, found = examine([ROOT / "config.yaml", path], environ or {})
    told = {item.key_path: (item.problem, item.warning, item.login) for item in found if item.login}
    return config, told


def test_any_other_way_stands_in_place_of_the_password_that_config_yaml_comes_with(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x", encoding="utf-8")
    secret.chmod(0o600)
    google = {"provider": "google", "client_id": "c", "refresh_token": "${TOKEN}"}
    delivery = {"password_command": "true"}
    for box in (
        {"password_file": "secret"},
        {"password_command": "echo x"},
        {"oauth": {"provider": "microsoft", "client_id": "c"}},
    ):
        config, told = mistakes(tmp_path, box, delivery=delivery)
        assert (told, config.mailboxes["photo"].password) == ({}, None)
    config, told = mistakes(tmp_path, {"oauth": google}, {"TOKEN": "t"}, delivery={"oauth": google})
    kept = {server.oauth.kept_in for server in (config.mailboxes["photo"], config.delivery)}
    assert (told, kept) == ({}, {tmp_path / "var" / "tokens" / f"google-{config.delivery.username}.json"})
    assert "t" not in json.dumps(config.model_dump(mode="json")["delivery"]["oauth"]["refresh_token"])


def test_what_is_wrong_with_a_login_is_told_by_its_key(tmp_path):
    (tmp_path / "open").write_text("x", encoding="utf-8")
    (tmp_path / "open").chmod(0o644)
    (tmp_path / "no.pem").write_text("x", encoding="utf-8")
    ok = {"delivery": {"password_command": "true"}}
    for box, environ, wanted in (
        ({"password_file": "open"}, {}, {"mailboxes.photo.password_file": (f"other users of this machine may read {tmp_path}/open", True)}),
        ({"password_file": "gone"}, {}, {"mailboxes.photo.password_file": (f"there is no file {tmp_path}/gone", False)}),
        ({"password_command": "a", "password_file": "open"}, {}, {
            "mailboxes.photo.password_file": ("there is password_command as well", False),
        }),
        ({"password_command": "a", "ca_file": "no.pem"}, {}, {"mailboxes.photo.ca_file": (f"{tmp_path}/no.pem holds no certificate", False)}),
        ({"password_command": "a", "ca_file": "gone.pem"}, {}, {
            "mailboxes.photo.ca_file": (f"{tmp_path}/gone.pem cannot be read: No such file or directory", False),
        }),
        ({"oauth": {"provider": "google", "client_id": "c", "refresh_token": "${TOKEN}"}}, {}, {
            "mailboxes.photo.oauth.refresh_token": ("the environment variable TOKEN is not set", False),
        }),
        ({"oauth": {"provider": "google", "client_id": "c"}}, {}, {
            "mailboxes.photo.oauth": ("refresh_token is missing; write ${NAME} and set it in the environment", False),
        }),
        ({"oauth": {"provider": "other", "client_id": "c", "refresh_token": "t", "token_url": "http://example.org/"}}, {}, {
            "mailboxes.photo.oauth": ("token_url must begin with https://", False),
        }),
        ({"password_file": "gone", "enabled": False}, {}, {}),
    ):  # fmt: skip
        _, told = mistakes(tmp_path, box, environ, **ok)
        assert {key: value[:2] for key, value in told.items()} == wanted
        assert {value[2] for value in told.values()} <= {"mailboxes"}


def test_a_secret_of_the_container_or_of_systemd_is_nobody_else_s_whatever_its_rights(tmp_path, monkeypatch):
    (tmp_path / "photo").write_text("x", encoding="utf-8")
    (tmp_path / "photo").chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    box = {"password_file": "${CREDENTIALS_DIRECTORY}/photo"}
    config, told = mistakes(tmp_path, box, dict(os.environ), delivery={"password_command": "true"})
    assert (told, secret_of(config.mailboxes["photo"])) == ({}, "x")


def test_a_login_that_cannot_even_be_understood_is_told_to_whoever_needs_no_login_too(tmp_path):
    (tmp_path / "over.yaml").write_text("mailboxes: {photo: {oauth: {provider: gogle, client_id: c}}}", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        settings([ROOT / "config.yaml", tmp_path / "over.yaml"], {"PHOTO_PASSWORD": "x"})
    assert [item.key_path for item in caught.value.mistakes] == ["mailboxes.photo.oauth.provider"]
