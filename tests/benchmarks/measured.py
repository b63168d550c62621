"""One measured run of a program, and what medians and paired ratios say about many."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import ROOT

PATIENCE = 3600.0
SPREAD = 0.30  # of the median: a figure that wanders more is called unstable


class Failed(Exception):  # noqa: N818 - told to a person as it stands
    """Say that a program under measurement did not do its work."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run cost, in seconds and bytes; `results` is the digest of what it made."""

    wall: float
    cpu: float
    main_cpu: float
    main_peak: int
    other_peak: int
    resident: tuple[int, ...] = ()
    out: str = ""
    results: str = ""


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """The median of paired ratios with its smallest and largest."""

    median: float
    least: float
    most: float

    @property
    def stable(self) -> bool:
        """Tell whether the runs agree."""
        return self.most - self.least <= SPREAD * self.median

    def __str__(self) -> str:
        """Return the ratio as the table shows it."""
        return f"{self.median:.2f} ({self.least:.2f}-{self.most:.2f})" + ("" if self.stable else " unstable")


def run(folder: Path, *words: str, allowed: Sequence[int] = (0,), environ: Mapping[str, str] | None = None) -> Run:
    """Run a program under the watcher, in `folder`; raises Failed with what it said when it ends otherwise than allowed."""
    report = folder / "report.json"
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "PHOTO_PASSWORD": "secret",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **(environ or {}),
    }  # fmt: skip
    with (folder / "out.txt").open("w") as out, (folder / "err.txt").open("w") as err:
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name("watch.py")), str(report), sys.executable, *words],
            cwd=ROOT, env=environment, stdout=out, stderr=err, timeout=PATIENCE, check=True,
        )  # fmt: skip
    told = json.loads(report.read_text())
    if told["code"] not in allowed:
        raise Failed(f"{' '.join(words)}: ended with {told['code']}: {(folder / 'err.txt').read_text()[-2000:]}")
    return Run(
        wall=told["wall"], cpu=told["cpu"], main_cpu=told["main_cpu"], main_peak=told["main_peak"], other_peak=told["other_peak"],
        resident=tuple(told["resident"]), out=(folder / "out.txt").read_text(),
    )  # fmt: skip


def same_results(runs: Mapping[str, Sequence[Run]]) -> str:
    """Return the one digest of results that all runs share; raises Failed where they differ: fast and wrong must fail."""
    digests = {name: {each.results for each in of_one} for name, of_one in runs.items()}
    if len({digest for each in digests.values() for digest in each}) != 1:
        raise Failed(
            "the programs did not come to the same results: " + "; ".join(f"{k}: {sorted(v)}" for k, v in digests.items())
        )
    return next(iter(next(iter(digests.values()))))


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def ratio(above: Sequence[float], below: Sequence[float]) -> Ratio:
    """Return the ratio of runs that were made in pairs."""
    each = [one / other for one, other in zip(above, below, strict=True)]
    return Ratio(median=statistics.median(each), least=min(each), most=max(each))
