"""Read a PDF form: fillable fields, ruled tables, or plain lines; always in a child of its own (field-notes 9)."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import intake
from intake.forms.fields.table import FormCell, FormRow
from intake.model.problems import FileProblem, Problem

MAX_PAGES = 20
SECONDS = 16  # of wall clock; half of it of processor time; well below `limits.reading_seconds`
MEMORY = 95_000_000  # what the child may hold beside the file itself: streams that unfold to more are a bomb
MAX_OUTPUT = 4_000_000
OUT_OF_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})  # how a child ends whose processor time is used up
SCAN = 20  # fewer characters than this, on all pages, and the pages are pictures


def read(path: Path) -> list[FormRow]:
    """Return the rows of a PDF's tables and lines; raises FileProblem scan | encrypted | damaged | time | memory."""
    return [
        FormRow(cells=tuple(FormCell(**cell) for cell in row["cells"]), table=row["table"])
        for row in _in_child(path, "rows")["rows"]
    ]


def read_text(path: Path) -> str:
    """Return the text of the first pages; raises FileProblem as `read` does."""
    return str(_in_child(path, "text")["text"])


def has_drawings(path: Path) -> bool:
    """Tell whether the pages bear answers that nobody but a person can read: ink, stamps, pictures, handwriting."""
    return bool(_in_child(path, "drawn")["drawn"])


def _in_child(path: Path, wanted: str) -> dict[str, Any]:
    """Run the reader with limits and return what it says; a dead or slow child is a normal answer."""
    root = Path(intake.__file__).resolve().parents[1]
    environment = {"PYTHONPATH": str(root), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "intake.forms.read.pdf", wanted, str(path.resolve())],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileProblem(Problem.TIME) from error
    if done.returncode in OUT_OF_TIME:
        raise FileProblem(Problem.TIME)
    if done.returncode < 0:  # a library that gets no memory aborts
        raise FileProblem(Problem.MEMORY)
    if done.returncode or not 0 < len(done.stdout) <= MAX_OUTPUT:
        raise FileProblem(Problem.DAMAGED)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "problem" in answer:
        raise FileProblem(answer["problem"])
    return answer


def _child(wanted: str, path: Path) -> dict[str, Any]:
    """Do the reading; runs in the child only."""
    from intake.forms.read import pdf_pages

    memory = MEMORY + 3 * path.stat().st_size
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS // 2, SECONDS // 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if wanted == "text":
            return {"text": pdf_pages.text(path, MAX_PAGES)}
        if wanted == "drawn":
            return {"drawn": pdf_pages.drawn(path, MAX_PAGES)}
        return {"rows": [asdict(row) for row in pdf_pages.rows(path, MAX_PAGES, SCAN)]}
    except FileProblem as problem:
        return {"problem": str(problem)}
    except Exception as error:  # pdfplumber wraps what it gets: where no memory is behind it, the child ends by it as before
        if not _of_memory(error):
            raise
        return {"problem": str(Problem.MEMORY)}


def _of_memory(error: BaseException | None) -> bool:
    """Tell whether an error, or what it came from, is that there was no memory; CPython says SystemError of it where it can say no more."""
    while error is not None and not isinstance(error, MemoryError | SystemError):
        error = error.__cause__ or error.__context__
    return error is not None


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_child(sys.argv[1], Path(sys.argv[2])), ensure_ascii=True))
