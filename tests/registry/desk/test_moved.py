"""A data folder that was moved, or is named in another way, holds all its files still."""

import json
from pathlib import Path

from tests.builders.commands import command
from tests.builders.folders import one_entry


def test_files_are_found_where_the_data_folder_was_moved_to(tmp_path):
    one_entry(tmp_path)
    overlay = tmp_path / "overlay.yaml"
    (tmp_path / "var").rename(tmp_path / "elsewhere")
    overlay.write_text(overlay.read_text(encoding="utf-8").replace(f"{tmp_path}/var", f"{tmp_path}/elsewhere"), encoding="utf-8")
    entry = json.loads(command(tmp_path, "show", "IF2026-0001", "--json")[1])
    paths = [Path(item["path"]) for item in entry["materials"]]
    assert {path.relative_to(tmp_path / "elsewhere" / "media").suffix for path in paths} == {".docx", ".jpg"}
    assert [path.stat().st_size for path in paths] == [item["size"] for item in entry["materials"]]
