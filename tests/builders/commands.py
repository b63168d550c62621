"""Run a command of the program in this process: as a script would see it, in a third of the time."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from typer.testing import CliRunner

from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON


def command(
    folder: Path, *words: str, config: Path | None = None, said: str = "", environ: Mapping[str, str] = ENVIRON
) -> tuple[int, str, str]:
    """Run it in `folder` under the shipped configuration and that folder's overlay; return (exit code, stdout, stderr).

    What a process of its own would end with a traceback fails the test.
    """
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(config or folder / "overlay.yaml")]
    return bare(folder, *configs, *words, said=said, environ=environ)


def bare(folder: Path, *words: str, said: str = "", environ: Mapping[str, str] = ENVIRON) -> tuple[int, str, str]:
    """Run it in `folder` with nothing but these words; as command() otherwise."""
    with contextlib.chdir(folder):
        done = CliRunner(env=dict(environ)).invoke(app, list(words), input=said)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr
