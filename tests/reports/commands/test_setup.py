"""`init`: a few answers make a configuration that the program takes and logs in with."""

from pathlib import Path

import pytest

from intake.config.loading import examine, load
from intake.config.yaml_reader import load_yaml
from reports.run.overlay import MailboxAnswers, overlay_text, preset_of, presets
from tests import ROOT
from tests.builders.commands import bare

CONFIG = ROOT / "config.yaml"


def init(folder, *words, said="", **environ):
    """Run `init` in a folder; return exit code, stdout and stderr."""
    return bare(folder, "init", *words, said=said, environ=environ)


def test_answers_typed_one_after_the_other_end_with_a_login_at_both_servers(tmp_path, imap_server, smtp_server):
    told = ["photo@example.org", "no-such", "other", f"127.0.0.1:{imap_server.port}", f"127.0.0.1:{smtp_server.port}", "", "env:CODE",
            "li@example.org", ""]  # fmt: skip
    code, out, err = init(tmp_path, said="\n".join([*told, ""]), CODE="secret")
    assert (code, out.split("\n")[-2]) == (0, "The configuration is in order."), err
    assert "There is no 'no-such'" in err and "serve" in err.splitlines()[-1]
    config = load([CONFIG, tmp_path / "desk.yaml"], {"CODE": "secret"})
    assert (config.data_dir, [member.address for member in config.staff]) == (tmp_path / "var", ["li@example.org"])
    assert oct((tmp_path / "desk.yaml").stat().st_mode & 0o777) == "0o640"  # the service reads it, by its group
    assert init(tmp_path)[0] == 2  # it overwrites nothing
    code, _, err = init(tmp_path, "--out", "b.yaml", said="\n")
    assert (code, "Nobody answered; nothing was written." in err, (tmp_path / "b.yaml").exists()) == (2, True, False)


def test_a_wrong_answer_is_told_and_asked_for_again_and_loses_none_of_the_others(tmp_path, imap_server, smtp_server):
    (tmp_path / "file").touch()
    (tmp_path / "code").write_text("secret", encoding="utf-8")
    (tmp_path / "code").chmod(0o600)
    told = ["photo.example.org", "photo@example.org", "other", "127.0.0.1:imap", "127.0.0.1:99999", f"127.0.0.1:{imap_server.port}",
            f"127.0.0.1:{smtp_server.port}", "no-call", "", "geheim", "file:code", "li", "li@example.org", "file/var", ""]  # fmt: skip
    code, out, err = init(tmp_path, said="\n".join([*told, ""]))
    assert (code, out.split("\n")[-2]) == (0, "The configuration is in order."), err
    for words in ("'photo.example.org' is not an email address", "'imap' is no port", "'99999' is no port", "There is no 'no-call'",
                  "begins with file:, command: or env:", "'li' is not an email address", "file/var cannot be made or written: Not a directory"):  # fmt: skip
        assert err.count(words) == 1, words
    assert "environment variables" not in err
    assert {path.name for path in tmp_path.iterdir()} == {"file", "code", "desk.yaml"}


def test_check_warns_of_a_data_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    words = ["--no-input", "--no-connect", "--address", "a@163.com", "--login", "env:CODE"]
    code, _, err = init(tmp_path, *words, "--data-dir", "file/var", CODE="x")
    assert (code, "--data-dir: the folder file/var cannot be made or written: Not a directory" in err) == (2, True)
    assert init(tmp_path, *words, CODE="x")[0] == 0
    nowhere = "/proc/no-such/var"  # where nobody may write, not root either
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text(encoding="utf-8").replace(str(tmp_path / "var"), nowhere), encoding="utf-8")
    code, out, _ = bare(tmp_path, "--config", str(CONFIG), "--config", "desk.yaml", "check", environ={"CODE": "x"})
    assert (code, f"warning  data_dir: {nowhere} cannot be made or written by this user" in out) == (0, True)


def test_without_questions_what_is_missing_or_wrong_is_named_by_its_option(tmp_path):
    for words, said in (
        ([], "--address is missing"),
        (["--address", "nobody"], "'nobody' is not an email address"),
        (["--address", "a@example.org"], "--imap is missing"),
        (["--address", "a@163.com", "--provider", "164"], "--provider: there is no '164'"),
        (["--address", "a@163.com", "--call", "x"], "--call: there is no 'x'"),
        (["--address", "a@163.com", "--login", "geheim"], "--login: what says where the password is"),
        (["--address", "a@outlook.com"], "--login is missing"),
    ):
        code, _, err = init(tmp_path, "--no-input", *words)
        assert (code, said in err, "geheim" in err, list(tmp_path.iterdir())) == (2, True, False, []), (words, err)


@pytest.mark.parametrize("name", presets())
def test_each_provider_gives_a_configuration_without_a_mistake(name, tmp_path):
    preset = presets()[name]
    server = {"host": "imap.example.org", "port": 993, "security": "tls"}
    secret = {"oauth": {"provider": preset.oauth, "client_id": "c"}} if preset.oauth else {"password": "${CODE}"}
    imap, smtp = preset.imap or server, preset.smtp or server
    said = MailboxAnswers(address="desk@example.org", call="photo-2026", imap=imap, smtp=smtp, secret=secret, data_dir=tmp_path)
    text = overlay_text(load([CONFIG], {"PHOTO_PASSWORD": "x"}), said)
    (tmp_path / "desk.yaml").write_text(text, encoding="utf-8")
    config, mistakes = examine([CONFIG, tmp_path / "desk.yaml"], {"CODE": "x"})
    assert ([str(item) for item in mistakes], "&id" in text) == ([], False)
    box = config.mailboxes["photo"]
    assert (box.host, box.port, config.delivery.host, config.delivery.security) == (
        imap["host"], imap["port"], smtp["host"], smtp["security"],
    )  # fmt: skip
    assert load_yaml(text)["mailboxes"].keys() == {"photo"}
    assert [preset_of(f"a@{domain}") for domain in preset.domains] == [name] * len(preset.domains)
    assert text.startswith(f"# yaml-language-server: $schema={Path(ROOT)}/config.schema.json\n")
