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


def test_without_questions_what_is_missing_or_wrong_is_named_by_its_option(tmp_path):
    for words, said in (
        ([], "--address is missing"),
        (["--address", "nobody"], "'nobody' is not an email address"),
        (["--address", "a@example.org"], "--imap is missing"),
        (["--address", "a@163.com", "--provider", "164"], "--provider: there is no '164'"),
        (["--address", "a@163.com", "--call", "x"], "--call: there is no 'x'"),
        (["--address", "a@163.com", "--login", "geheim"], "--login says where the password is"),
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
