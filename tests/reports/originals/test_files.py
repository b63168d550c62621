"""The originals under human names: folders by entry, numbers, safe everywhere, a list beside; all or nothing."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from registry.read import documents
from reports.demo import mails
from reports.originals.names import safe, unlike
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.registry.amend.test_join import take


def test_each_entry_has_its_folder_with_numbered_originals_and_a_list_tells_all(tmp_path):
    scene = tiny_scene(3)
    odd = [
        replace(item, name=name)
        for item, name in zip(scene.works(3), ("IMG_1.JPG", "Ferry: at dawn?.jpg", "=cmd.jpg"), strict=True)
    ]
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, mails.plain(scene.draft(scene.form(), scene.biography(), *odd, scene.portrait())))
        take(desk, tmp_path, parcel_mail(5))
        shas = {item["sha256"] for entry in documents.entries(desk.db) for item in entry["materials"]}

    def command(*words):
        configs = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
        return CliRunner(env={"PHOTO_PASSWORD": "x"}).invoke(app, [*configs, "files", *words])

    out = tmp_path / "originals"
    done = command("photo-2026", "--out", str(out), "--json")
    assert (done.exit_code, json.loads(done.stdout)["files"], json.loads(done.stdout)["missing"]) == (0, len(shas), [])
    paths = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    first = [path for path in paths if path.startswith("IF2026-0001")]
    assert first == [
        "IF2026-0001 Henrik Vossberg/01 Application Form.docx", "IF2026-0001 Henrik Vossberg/02 IMG_1.jpg",
        "IF2026-0001 Henrik Vossberg/03 Ferry_ at dawn_.jpg", "IF2026-0001 Henrik Vossberg/04 =cmd.jpg",
        "IF2026-0001 Henrik Vossberg/05 Author portrait.jpg", "IF2026-0001 Henrik Vossberg/06 Biography.docx",
    ]  # fmt: skip
    assert {hashlib.sha256((out / path).read_bytes()).hexdigest() for path in paths if path != "files.csv"} == shas
    rows = list(csv.DictReader(io.StringIO((out / "files.csv").read_text(encoding="utf-8-sig"))))
    assert sorted(row["path"] for row in rows) == [path for path in paths if path != "files.csv"]
    told = next(row for row in rows if row["path"].endswith("04 =cmd.jpg"))
    assert (told["name_as_sent"], told["slot"], told["name"], told["state"]) == (
        "'=cmd.jpg",
        "work",
        "Henrik Vossberg",
        "accepted",
    )
    assert oct(out.stat().st_mode)[-3:] + oct((out / "files.csv").stat().st_mode)[-3:] == "700600"
    again = command("photo-2026", "--out", str(out))
    assert (again.exit_code, f"--out: {out} is not empty; name a new folder. Nothing was done." in again.stderr) == (2, True)
    assert not [path for path in Path(tmp_path).iterdir() if path.name.endswith(".part")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("CON", "_CON"),
        ("com1.jpg", "_com1.jpg"),
        ("name. . ", "name"),
        ("\u202egpj.exe\u200b", "gpj.exe"),
        ("…", "…"),
        ("", "_"),
        ("长" * 300, "长" * 70),
    ],
)
def test_names_are_what_every_system_takes(text, name):
    assert safe(text, 70) == name


def test_names_that_differ_in_case_alone_get_a_number():
    taken: set[str] = set()
    assert [unlike(name, taken) for name in ("A.jpg", "a.JPG", "A.jpg")] == ["A.jpg", "a (2).JPG", "A (3).jpg"]
