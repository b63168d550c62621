"""A file appears whole or not at all."""

import stat

import pytest

from registry.store.whole_file import write_whole


def test_a_file_appears_whole_and_for_us_alone(tmp_path):
    out = tmp_path / "registry.xlsx"
    with write_whole(out) as part:
        part.write_bytes(b"all of it")
        assert not out.exists()
    assert (out.read_bytes(), stat.S_IMODE(out.stat().st_mode), [path.name for path in tmp_path.iterdir()]) == (
        b"all of it", 0o600, ["registry.xlsx"],
    )  # fmt: skip


def test_what_goes_wrong_leaves_the_older_file_and_nothing_else(tmp_path):
    out = tmp_path / "registry.xlsx"
    out.write_bytes(b"older")
    with pytest.raises(ValueError, match="half"), write_whole(out) as part:
        part.write_bytes(b"half of it")
        raise ValueError("half")
    assert (out.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"older", ["registry.xlsx"])


def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path):
    with pytest.raises(FileNotFoundError), write_whole(tmp_path / "nowhere" / "registry.xlsx"):
        pytest.fail("the work began")
