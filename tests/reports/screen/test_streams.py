"""Words find their way out, or the program ends in words."""

import json
import os
import subprocess
import sys

import pytest

from tests import ROOT
from tests.builders.desks import ENVIRON


@pytest.mark.thorough
def test_json_is_utf_8_on_any_terminal_and_no_stream_ends_in_a_traceback():
    def said(redirection, *words, **environ):
        command = f'exec "$0" "$@" {redirection}'
        words = [sys.executable, "run_intake.py", "--config", "config.yaml", *words]
        done = subprocess.run(
            ["sh", "-c", command, *words], cwd=ROOT, env={**os.environ, **ENVIRON, **environ}, capture_output=True
        )
        return done.returncode, done.stdout, done.stderr.decode()

    code, out, err = said("", "rules", "photo-2026", "--json", PYTHONIOENCODING="gbk")
    assert (code, err) == (0, "")
    assert {item["call"] for item in json.loads(out.decode())} == {"photo-2026"}
    code, out, err = said("", "rules", PYTHONIOENCODING="ascii")
    assert (code, b"?" in out, out.isascii(), err) == (0, True, True, "")
    full = "It could not be finished: No space left on device. Nothing is lost; mend that, then try again.\n"
    assert said(">/dev/full", "rules") == (1, b"", full)
    assert said(">&- 2>&- <&-", "rules") == (0, b"", "")
