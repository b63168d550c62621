"""Where the time goes: the whole way of every mail in one process under cProfile, workers' work included.

python -m tests.benchmarks.spending OVERLAY: as `poll` with that overlay; jobs of worker processes run in this one, so that one profile sees
them. Prints JSON: seconds of each step, and of the functions that cost most.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from tests import ROOT

STEPS = {  # a step -> what its functions' own time is called: parts of "file:function" or of a builtin's name
    "JPEG decode at 1/8 (simplejpeg)": ("decode_jpeg", ":_clean", ":complaint_of", "'decode' of 'ImagingDecoder'"),
    "JPEG: where the picture ends": ("probes/jpeg.py", "'search' of 're.Pattern'"),
    "receive (imaplib, imapclient)": ("imaplib.py", "imapclient/", "_socket.socket", "_ssl", "ssl.py", "socket.py"),
    "split: find the marks": ("streaming.py", "'readline' of '_io.BufferedReader'", "'find' of 'bytes'"),
    "split: Base64": ("b64decode", "pybase64"),
    "split: strip line ends": ("'translate' of 'bytes'",),
    "sha256": ("openssl_sha256", "'update' of '_hashlib.HASH'"),
    "look through before parsing (scan)": ("mime/parser.py", "'lower' of 'bytes'", "'count' of 'bytes'"),
    "read files": ("'read' of '_io", "'read' of '_io.FileIO'", "readinto"),
    "write files": ("'write' of '_io", "copyfileobj", "posix.sendfile"),
    "fsync": ("posix.fsync",),
    "small picture: thumbnail, hashes, look": ("look.py", "ImagingCore", "ImagingEncoder", "numpy", "PIL/"),
    "EXIF": ("exif.py", "exifread", "TiffImagePlugin"),
    "registry (SQLite)": ("sqlite3", "sqlite_utils"),
    "forms and documents": ("docx", "lxml", "forms/", "zipfile", "zlib", "documents.py", "pypdf", "openpyxl"),
    "letters": ("jinja2", "smtplib", "reports/", "select.select"),
    "configuration": ("yaml", "pydantic", "intake/config/loading.py", "intake/config/models.py"),
    "imports": (
        "importlib", "marshal", "builtins.compile", "builtins.exec", "_imp.", "posix.stat", "io.open_code", "__build_class__",
        ":<module>", "re/_parser", "re/_compiler", "dataclasses.py", "typing.py", "enum.py", "posix.listdir", "inspect.py",
    ),
    "parse the skeleton": ("email/", "mailparser"),
}  # fmt: skip


def main(overlay: Path) -> None:
    """Make one pass under the profiler."""
    import os

    from intake.isolate.workers import Workers
    from registry.desk.desk import Access, open_desk
    from registry.pipeline import run
    from validators.probes import pool

    def run_here(self: Any, seconds: float, function: Any, *args: Any, **named: Any) -> Any:
        return function(*args, **named)

    def measure_here(self: Any, jobs: Any) -> Any:
        return [pool._photo(job, 250_000_000, 2_000_000_000, 30) for job in jobs]

    class Here:
        """Threads that are none."""

        def __init__(self, *_: Any, **__: Any) -> None:
            pass

        def submit(self, function: Any, *args: Any) -> Future[Any]:
            done: Future[Any] = Future()
            done.set_result(function(*args))
            return done

        def shutdown(self) -> None:
            pass

    run.ThreadPoolExecutor = Here  # type: ignore[misc, assignment]
    Workers.run = run_here  # type: ignore[method-assign]
    pool.ProbePool.measure = measure_here  # type: ignore[method-assign]
    profiler = cProfile.Profile()
    profiler.enable()
    from reports.run.passes import one_pass

    with open_desk([ROOT / "config.yaml", overlay], os.environ, Access.PASS) as desk:
        one_pass(desk)
    profiler.disable()
    print(json.dumps(summary(pstats.Stats(profiler))))


def summary(stats: pstats.Stats) -> dict[str, object]:
    """Return seconds by step (own time of functions), what is in no step, and the 25 dearest functions."""
    steps: Counter[str] = Counter()
    functions = []
    for (path, line, name), (_, calls, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        label = f"{path}:{name}" if path != "~" else name
        steps[_step(label)] += own
        short = "/".join(Path(path).parts[-2:]) + f":{line} {name}" if path != "~" else name
        functions.append((round(own, 4), calls, short))
    return {"total": stats.total_tt, "steps": dict(steps.most_common()), "functions": sorted(functions, reverse=True)[:25]}  # type: ignore[attr-defined]


def _step(label: str) -> str:
    return next((step for step, words in STEPS.items() if any(word in label for word in words)), "the rest")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
