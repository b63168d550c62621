"""Documents and films measured in worker processes: what they cost or break is told of that file alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.isolate.workers import Workers
from intake.model.filetypes import FileType
from tests.builders import document_files as files
from tests.builders.video_samples import Film, film, large
from validators.facts_document import DocumentFacts
from validators.probes.pool import ProbeJob, ProbePool

MEMORY = 1_000_000_000


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, 2 * MEMORY, ("validators.probes.video", "validators.probes.document")) as running:
        yield running


def job(tmp_path: Path, name: str, data: bytes, kind: FileType = FileType.UNKNOWN) -> ProbeJob:
    path = tmp_path / name
    path.write_bytes(data)
    return ProbeJob(path=path, name=name, sha256=name, size=len(data), type=kind, workdir=tmp_path)


def test_documents_and_films_beside_what_is_none(workers: Workers, tmp_path: Path) -> None:
    pool = ProbePool(workers=workers, memory=MEMORY)
    films = pool.measure_videos(
        [job(tmp_path, "a.mp4", film(Film())), job(tmp_path, "b.mp4", b""), job(tmp_path, "c.mp4", b"x" * 900)]
    )
    documents = pool.measure_documents(
        [job(tmp_path, "a.docx", files.word(files.ARTICLE)), job(tmp_path, "b.pdf", b"%PDF-1.4 nothing")]
    )
    assert [(facts.sha256, facts.seconds, facts.problem) for facts in films] == [
        ("a.mp4", 2.0, ""),
        ("b.mp4", 0.0, "empty"),
        ("c.mp4", 0.0, "not-a-video"),
    ]
    assert [(facts.sha256, facts.characters, facts.problem) for facts in documents] == [
        ("a.docx", 85, ""),
        ("b.pdf", 0, "damaged"),
    ]
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def breaks(job: ProbeJob, memory: int, seconds: float) -> DocumentFacts:
    """Measure as a library does that strange bytes break."""
    raise NotImplementedError(job.name)


def test_what_a_file_breaks_is_told_of_that_file_alone(workers: Workers, tmp_path: Path) -> None:
    pool = ProbePool(workers=workers, memory=MEMORY)
    found = pool._once([job(tmp_path, "a.docx", b"strange")], breaks, DocumentFacts)
    assert [(facts.sha256, facts.file_bytes, facts.problem) for facts in found] == [("a.docx", 7, "damaged")]


def test_too_little_time_is_no_fault_of_the_file(workers: Workers, tmp_path: Path) -> None:
    pool = ProbePool(workers=workers, memory=MEMORY, seconds=0.05)
    document = files.long_word(400)
    assert [facts.problem for facts in pool.measure_documents([job(tmp_path, "long.docx", document)])] == ["time"]


@pytest.mark.long
def test_too_little_memory_is_no_fault_of_the_file(workers: Workers, tmp_path: Path) -> None:
    pool = ProbePool(workers=workers, memory=1)
    path = large(tmp_path / "large.mp4", 20_000_000)
    wanted = ProbeJob(path=path, name="large.mp4", sha256="s", size=20_000_000)
    assert [(facts.problem, facts.unseen) for facts in pool.measure_videos([wanted])] == [("memory", True)]
