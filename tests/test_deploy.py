"""What the program is installed and run by: the wheel, the units, the image."""

import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from intake.config.yaml_reader import load_yaml
from tests import ROOT

DEPLOY = ROOT / "deploy"
CONFIGS = ["--config", "/opt/intake-desk/share/intake-desk/config.yaml", "--config", "/etc/intake-desk/desk.yaml"]


@pytest.mark.thorough
def test_an_installed_program_has_all_its_files_and_reads_config_yaml_of_the_folder_it_is_called_in(tmp_path):
    hatchling = pytest.importorskip("hatchling.build")
    del hatchling
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, capture_output=True
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
        packed.extractall(tmp_path / "site")
    data = next(name for name in inside if name.endswith("share/intake-desk/config.yaml"))
    tracked = subprocess.run(
        ["git", "ls-files", "intake", "validators", "registry", "reports"], cwd=ROOT, capture_output=True, text=True
    )
    assert set(tracked.stdout.split()) <= inside
    assert {name.partition("/")[0] for name in inside} - {data.partition("/")[0]} - {
        name.partition("/")[0] for name in inside if ".dist-info/" in name
    } == {"run_intake.py", "intake", "validators", "registry", "reports"}
    here = tmp_path / "here"
    here.mkdir()
    (here / "config.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    called = "import sys; sys.argv[0] = 'intake-desk'; import run_intake; run_intake.run()"
    environ = {"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"}

    def said(*words):
        return subprocess.run([sys.executable, "-P", "-c", called, *words], cwd=here, env=environ, capture_output=True, text=True)

    version = said("--version")
    assert (version.returncode, version.stdout) == (0, wheel.name.split("-py3")[0].replace("_", "-").replace("-0", " 0") + "\n")
    mistaken = said("check")
    assert (mistaken.returncode, "nonsense: is not a known key" in mistaken.stdout) == (2, True)
    shipped = said("--config", str(tmp_path / "site" / data), "check", "--explain", "photo-2026")
    assert (shipped.returncode, "nonsense" in shipped.stdout) == (0, False), shipped.stderr


def test_nothing_that_is_sent_or_printed_takes_a_checkout_for_granted():
    said = [path for ending in ("py", "yaml", "j2") for path in (ROOT / "reports").rglob(f"*.{ending}")]
    assert [str(path) for path in said if "python run_intake.py" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_the_units_are_sound_and_hardened(unit, tmp_path):
    text = unit.read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1].split()
    assert (command[0], command[1:5]) == ("/opt/intake-desk/bin/intake-desk", CONFIGS)
    assert command[5:] in (["serve"], ["poll"])
    assert [line for line in text.splitlines() if line.startswith("ExecReload=")] == (
        ["ExecReload=/bin/sh -c 'kill -HUP $MAINPID'"] if command[5:] == ["serve"] else []
    )  # a Debian without procps has no /bin/kill
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    for path in DEPLOY.glob("intake-desk*.*"):
        (tmp_path / path.name).write_text(
            re.sub(r"/opt/intake-desk/bin/\S+", "/bin/true", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
    names = [str(tmp_path / unit.name), *map(str, tmp_path.glob("*.timer"))]
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr.replace(str(tmp_path), "")) == (0, "")
    exposed = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
    )
    assert exposed.returncode == 0, exposed.stdout[-300:]


def test_desk_is_the_program_with_the_service_s_configuration_and_user():
    called, root, other = (DEPLOY / "desk").read_text(encoding="utf-8").splitlines()[-3:]
    assert called.split() == ["set", "--", "/opt/intake-desk/bin/intake-desk", *CONFIGS, '"$@"']
    assert (root, other) == ('[ "$(id -u)" = 0 ] && exec runuser -u intake -- "$@"', 'exec "$@"')
    assert subprocess.run(["sh", "-n", DEPLOY / "desk"]).returncode == 0


def test_the_image_runs_as_nobody_in_particular_and_is_watched():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in re.sub(r"\\\n\s*", "", text).splitlines() if line and not line.startswith("#")]
    steps = [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in steps} == known
    assert [rest for word, rest in steps if word == "USER"] == ["10001:10001"]
    assert all(re.search(r"python:3\.\d+-slim-\w+", rest) for word, rest in steps if word == "FROM")
    last = dict(steps)
    assert json.loads(last["ENTRYPOINT"]) == ["intake-desk", *CONFIGS]
    assert json.loads(last["HEALTHCHECK"].partition("CMD ")[2]) == ["intake-desk", *CONFIGS, "status"]
    assert json.loads(last["CMD"]) == ["serve"]
    after_user = [word for word, _ in steps[[word for word, _ in steps].index("USER") :]]
    assert "RUN" not in after_user and "COPY" not in after_user
    copied = [rest.split()[0] for word, rest in steps if word == "COPY" and "--from" not in rest]
    assert all((ROOT / name).exists() for name in copied)
    sent = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    shared = re.findall(r'^"([^"]+)" = "share/', project, re.MULTILINE)
    assert sent[0] == "*" and {"!intake", "!validators", "!registry", "!reports", "!run_intake.py", "!pyproject.toml"} <= set(
        sent
    )
    assert all(f"!{name}" in sent or f"!deploy/*.{name.rpartition('.')[2]}" in sent for name in shared)


def test_the_container_may_write_nothing_but_its_data():
    composed = load_yaml((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    desk = composed["services"]["desk"]
    assert (desk["read_only"], desk["user"], desk["cap_drop"], desk["security_opt"]) == (
        True, "10001:10001", ["ALL"], ["no-new-privileges:true"],
    )  # fmt: skip
    writable = [volume.partition(":")[0] for volume in desk["volumes"] if not volume.endswith(":ro")]
    assert writable == list(composed["volumes"])
    assert (desk["build"]["dockerfile"], (DEPLOY / desk["build"]["context"]).resolve()) == ("deploy/Dockerfile", ROOT)
    assert set(desk["secrets"]) == set(composed["secrets"])


@pytest.mark.skipif(
    not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True).returncode != 0,
    reason="no docker daemon here",
)
@pytest.mark.timeout(1200)
def test_the_image_builds_and_runs(tmp_path):
    built = subprocess.run(
        ["docker", "build", "-f", "deploy/Dockerfile", "-t", "intake-desk:test", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr[-2000:]
    run = ["docker", "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--entrypoint", "intake-desk", "intake-desk:test"]
    done = subprocess.run([*run, "demo", "--mails", "3"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
