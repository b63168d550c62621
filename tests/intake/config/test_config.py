"""config.yaml, overlays and ${ENV}: every mistake at once, each with its key path."""

from pathlib import Path

import pytest
import yaml

from intake.config.loading import ConfigError, examine, load, overlay
from intake.config.yaml_reader import load_yaml
from tests import ROOT

ENVIRON = {"PHOTO_PASSWORD": "secret"}
SHIPPED = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))


def write(path: Path, content: object) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def mistakes_of(tmp_path: Path, content: object) -> dict[str, str]:
    _, mistakes = examine([ROOT / "config.yaml", write(tmp_path / "over.yaml", content)], ENVIRON)
    return {item.key_path: item.problem for item in mistakes if not item.warning}


def test_the_shipped_configuration_has_no_mistake():
    _, mistakes = examine([ROOT / "config.yaml"], ENVIRON)
    assert mistakes == []


def test_an_unset_environment_variable_names_its_key():
    with pytest.raises(ConfigError) as caught:
        load([ROOT / "config.yaml"], {})
    assert {(item.key_path, item.problem) for item in caught.value.mistakes} == {
        ("mailboxes.photo.password", "the environment variable PHOTO_PASSWORD is not set"),
        ("delivery.password", "the environment variable PHOTO_PASSWORD is not set"),
    }


@pytest.mark.parametrize(
    ("content", "mistakes"),
    [
        ({"limits": {"archive_files": -5}}, {"limits.archive_files": "Input should be greater than or equal to 1"}),
        (
            {"limits": {"forward_depth": 0, "file_seconds": 0}},
            {"limits.file_seconds": "Input should be greater than 0"},
        ),
        ({"schedule": {"poll": "0s"}}, {"schedule.poll": "must be longer than 0"}),
        ({"mailboxes": {"photo": {"read_timeout": "0"}}}, {"mailboxes.photo.read_timeout": "must be longer than 0"}),
        (
            {"delivery": {"seconds_between": -1}},
            {"delivery.seconds_between": "Input should be greater than or equal to 0"},
        ),
    ],
)
def test_a_bound_that_cannot_be_meant_is_a_mistake(tmp_path, content, mistakes):
    assert mistakes_of(tmp_path, content) == mistakes


def test_every_mistake_is_listed_with_its_key_path(tmp_path):
    content = {
        "settle": "soon",
        "delivry": {},
        "mailboxes": {
            "photo": {"security": "none", "host": "imap.example.org", "calls": ["photo-2062"]},
            "other": {"host": "imap.example.org"},
        },
        "calls": {"photo-2026": {"window": {"opens": "2026-07-01T00:00:00"}}},
    }
    found = mistakes_of(tmp_path, content)
    assert set(found) == {
        "settle",
        "delivry",
        "mailboxes.photo",
        "mailboxes.other.username",
        "mailboxes.photo.calls[0]",
        "calls.photo-2026.window",
    }
    assert "none is refused towards imap.example.org" in found["mailboxes.photo"]
    assert "give the zone" in found["calls.photo-2026.window"]


def test_a_near_miss_gets_a_hint(tmp_path):
    _, mistakes = examine([ROOT / "config.yaml", write(tmp_path / "o.yaml", {"delivry": {}})], ENVIRON)
    assert [item.hint for item in mistakes] == ["did you mean delivery?"]


def test_names_that_point_nowhere_are_found(tmp_path):
    assert mistakes_of(tmp_path, {"mailboxes": {"photo": {"calls": ["photo-2062"]}}, "staff": ["nobody"]}) == {
        "mailboxes.photo.calls[0]": "there is no call 'photo-2062'",
        "staff[0]": "'nobody' is not an email address",
    }


def test_a_written_out_password_is_accepted_and_warned_about(tmp_path):
    path = write(tmp_path / "o.yaml", {"mailboxes": {"photo": {"password": "hunter2"}}})
    config, mistakes = examine([ROOT / "config.yaml", path], ENVIRON)
    assert config is not None
    assert [(item.key_path, item.warning) for item in mistakes] == [("mailboxes.photo.password", True)]
    assert "hunter2" not in repr(config) + repr(mistakes)


def test_null_removes_a_mailbox(tmp_path):
    config = load([ROOT / "config.yaml", write(tmp_path / "o.yaml", {"mailboxes": {"photo": None}})], ENVIRON)
    assert config.mailboxes.keys() == SHIPPED["mailboxes"].keys() - {"photo"}
    assert config.polled == {}


def test_mappings_merge_deeply_and_lists_replace():
    assert overlay({"a": {"b": 1, "c": [1, 2]}, "d": 1}, {"a": {"c": [3]}, "e": 2}) == {"a": {"b": 1, "c": [3]}, "d": 1, "e": 2}


TIMES = range(1, 12)  # nine to the power of eleven values, were they written out
BOMB = "\n".join(["m0: &m0 [1]", *(f"m{n}: &m{n} [{', '.join([f'*m{n - 1}'] * 9)}]" for n in TIMES)]).encode()
MERGING_BOMB = "\n".join(["m0: &m0 {a: 1}", *(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in TIMES)]).encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a: [1", "is not valid YAML"),
        (b"undo: 5m\nlimits: {workers: 1, workers: 2}", "is not valid YAML: the key 'workers' stands here twice"),
        (b"a: &b [*b]", "is not valid YAML: an anchor (&) stands for something that it is in itself"),
        (b"a: " + b"[" * 5000 + b"]" * 5000, "is not valid YAML: it is nested too deeply"),
        (BOMB, "is not valid YAML: its anchors (&) unfold to more than any configuration holds"),
        (MERGING_BOMB, "is not valid YAML: its anchors (&) unfold to more than any configuration holds"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"- a\n", "must hold keys and values"),
    ],
)
def test_an_unreadable_file_is_one_clear_mistake(tmp_path, content, expected):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    _, mistakes = examine([path], ENVIRON)
    assert len(mistakes) == 1
    assert expected in mistakes[0].problem
    assert str(path) in mistakes[0].key_path


def test_a_data_folder_that_can_be_none_and_a_zone_that_is_none_are_told_before_mail_comes(tmp_path):
    (tmp_path / "file").touch()
    for written, said in (
        ({"data_dir": str(tmp_path / "file")}, "is a file; name a folder, which is made where it is missing"),
        ({"data_dir": str(tmp_path / "file" / "below")}, "lies below a file; name a folder"),
        ({"data_dir": "a\0b"}, "no folder can be named so (embedded null byte)"),
        ({"data_dir": "a" * 300}, "no folder can be named so (File name too long)"),
        ({"timezone": "Mars/Base"}, "'Mars/Base' is not a time zone; write for example Asia/Shanghai"),
        ({"timezone": "America"}, "'America' is not a time zone; write for example Asia/Shanghai"),
    ):
        _, mistakes = examine([ROOT / "config.yaml", write(tmp_path / "o.yaml", written)], ENVIRON)
        assert [(item.key_path, item.problem.endswith(said)) for item in mistakes] == [(*written, True)], mistakes
    config, mistakes = examine([ROOT / "config.yaml", write(tmp_path / "o.yaml", {"data_dir": str(tmp_path / "new")})], ENVIRON)
    assert (config.data_dir, mistakes) == (tmp_path / "new", [])


def test_a_missing_file_says_so(tmp_path):
    _, mistakes = examine([tmp_path / "none.yaml"], ENVIRON)
    assert [item.problem for item in mistakes] == ["cannot be read: No such file or directory"]
