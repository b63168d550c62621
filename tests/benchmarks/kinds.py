"""Documents and films: what looking at the largest takes, each in a fresh process; goal 7."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.builders import document_files
from tests.builders.video_samples import Film, repeated

from .mailbox import cache_folder
from .measured import Run, run
from .plan import Plan
from .table import Goal, Section, at_most, megabytes

SECONDS, PEAK = 5, 150  # of one file of 500 MB, or of 100 MB or 500 pages; MB
PICTURE = 200_000  # bytes of a scanned page


def measure(plan: Plan) -> Section:
    """Look at each large file as a worker does."""
    rows, runs = [], []
    for name, write in _files(plan.scale).items():
        path = kept(name, plan.scale, write)
        found = run(plan.folder, "-m", "tests.benchmarks.looking", str(path), str(plan.folder))
        told, seconds = found.out.strip().rsplit("|", 1)
        runs.append((float(seconds), found))
        plan.say(f"kinds: {name}: {float(seconds):.2f} s, {megabytes(found.main_peak)}")
        rows.append(
            (
                name,
                megabytes(path.stat().st_size),
                told,
                f"{float(seconds):.2f} s",
                f"{found.cpu:.2f} s",
                megabytes(found.main_peak),
            )
        )
    return Section(
        title="Documents and films",
        columns=("file", "size", "found", "look", "CPU, start-up included", "peak"),
        rows=rows,
        goals=_goals(runs),
        notes=["Each in a fresh process; in the program a worker that runs already does it."],
    )


def _goals(runs: list[tuple[float, Run]]) -> list[Goal]:
    return [
        at_most(7, "look at the slowest large document or film", max(seconds for seconds, _ in runs), SECONDS, " s"),
        at_most(7, "peak of looking at the largest", max(each.main_peak for _, each in runs) / 1e6, PEAK, " MB"),
    ]


def _files(scale: float) -> dict[str, Callable[[Path], None]]:
    """Return how to write each file; `scale` shrinks it."""
    pages = max(round(500 * scale), 2)
    return {
        "film-1080p.mp4": lambda path: repeated(
            path, Film(width=1920, height=1080, seconds=1, rate=24), round(500_000_000 * scale)
        ),
        "long.docx": lambda path: _write(path, document_files.long_word(pages)),
        "long.pdf": lambda path: _write(path, document_files.pdf([document_files.SENTENCE * 30] * pages)),
        "scanned.pdf": lambda path: _write(path, _scanned(pages)),
    }


def _scanned(pages: int) -> bytes:
    picture = document_files.scan()
    return document_files.pdf([document_files.Scan(picture + bytes(PICTURE - len(picture)))] * pages)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def kept(name: str, scale: float, write: Callable[[Path], None]) -> Path:
    """Return a file, made once and then kept."""
    path = cache_folder() / f"{scale:g}-{name}"
    if not path.exists():
        part = path.with_name(f"part-{path.name}")
        write(part)
        part.replace(path)
    return path
