"""A submission of documents and a film through the whole program, beside one of photos: seconds, processor time, peaks; goal 7."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml

from reports.demo import mails
from reports.demo.mime import File, MailDraft
from tests.builders import document_files
from tests.builders.small_documents import document
from tests.builders.video_samples import Film, repeated

from .kinds import kept
from .mailbox import write_mail
from .measured import Failed, Run, run
from .plan import Plan
from .programs import configured, fresh
from .table import Section, at_most, megabytes

FIRST = 4000
PHOTOS = (12, 12, 12)  # megapixels of the works
FILM, PAGES = 150_000_000, 500
WORKER = 150  # MB
CALL = {
    "title": {"zh": "讲座征集", "en": "Lectures"},
    "reference": "LC2026",
    "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
    "slots": {
        "form": {
            "kind": "form",
            "title": {"zh": "登记表", "en": "form"},
            "fields": {"name": {"kind": "name", "labels": ["姓名", "Name"], "required": True}},
        },
        "paper": {"kind": "document", "count": "2", "title": {"zh": "讲稿", "en": "paper"}, "formats": ["DOCX", "PDF"]},
        "clip": {"kind": "video", "title": {"zh": "录像", "en": "film"}, "formats": ["MP4"]},
    },
}


def measure(plan: Plan) -> Section:
    """Import one mail of each sort into a fresh registry."""
    photos = write_mail(plan.folder / "photos", FIRST, PHOTOS, plan.scale).path
    papers = plan.folder / "papers.eml"
    papers.write_bytes(_papers(plan))
    rows, runs = [], []
    for name, path, call in (
        ("3 photos of 12 MP, portrait, form", photos, None),
        ("film, two documents of 500 pages, form", papers, CALL),
    ):
        found = _imported(plan, path, call)
        runs.append(found)
        plan.say(f"papers: {name}: {found.wall:.2f} s, {megabytes(found.main_peak)} + {megabytes(found.other_peak)}")
        rows.append(
            (
                name,
                megabytes(path.stat().st_size),
                f"{found.wall:.2f} s",
                f"{found.cpu:.2f} s",
                megabytes(found.main_peak),
                megabytes(found.other_peak),
            )
        )
    return Section(
        title="A submission of documents and a film, beside one of photos",
        columns=("mail", "size", "import, start-up included", "CPU", "main process", "largest worker"),
        rows=rows,
        goals=[at_most(7, "largest worker over documents and a film", runs[-1].other_peak / 1e6, WORKER, " MB")],
        notes=["`import --no-send` of one mail, in a fresh process with a registry of its own."],
    )


def _papers(plan: Plan) -> bytes:
    """Return the mail of documents and a film."""
    pages = max(round(PAGES * plan.scale), 2)
    film = kept(
        "lecture.mp4",
        plan.scale,
        lambda path: repeated(path, Film(width=1920, height=1080, seconds=1, rate=24), round(FILM * plan.scale)),
    )
    files = (
        File(name="登记表.docx", data=document("登记表", table={"姓名": "Aroha Tamahori"})),
        File(name="paper.docx", data=document_files.long_word(pages)),
        File(name="paper.pdf", data=document_files.pdf([document_files.SENTENCE * 30] * pages)),
        File(name="lecture.mp4", data=film.read_bytes()),
    )
    arrives = datetime(2026, 7, 10, 2, tzinfo=UTC)
    text = "Dear organisers,\n\nmy lecture is attached.\n\nAroha"
    return mails.plain(
        MailDraft(
            name="Aroha Tamahori",
            email="aroha@example.com",
            to="photo@example.org",
            subject="Lecture",
            text=text,
            files=files,
            arrives=arrives,
        )
    )


def _imported(plan: Plan, path: Path, call: dict[str, object] | None) -> Run:
    folder = fresh(plan.folder / "imported")
    words = configured(folder, 1, 1)
    if call:
        own = folder / "call.yaml"
        own.write_text(
            yaml.safe_dump({"calls": {"lectures": call}, "mailboxes": {"photo": {"calls": ["lectures"]}}}, sort_keys=False),
            encoding="utf-8",
        )
        words += ["--config", str(own)]
    found = run(folder, *words, "import", str(path), "--no-send", allowed=(0, 1))
    told = run(folder, *words, "entries", "--json").out
    if '"accepted"' not in told and plan.scale == 1:
        raise Failed(f"{path.name} was not accepted: {told[:800]}")
    return found
