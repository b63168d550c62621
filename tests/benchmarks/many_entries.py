"""A registry of many entries, put there by plain SQL: for measuring what reads it."""

from __future__ import annotations

import hashlib
import json

from intake.model.submission import FormState, FormValue, FoundText, RegistrationForm
from registry.store.codec import facts_to_json, form_to_json, links_to_json, texts_to_json
from validators.facts import PhotoFacts
from validators.probes.text_counts import measure

COUNTRIES = ("Sweden", "巴西", "Kenya", "Japan", "Poland", "印度", "Ghana", "Spain", "Vietnam", "nowhere")
STATES = ("accepted", "accepted", "incomplete", "held", "rejected")
STORY = "Every Saturday I cycle to the tea market behind the drum tower and talk with the people who bring the leaves down. " * 6


def _sha(*words: object) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()


def fill(db, call: str, count: int, prefix: str = "IF2026") -> None:
    """Add `count` entries, each with one mail, four pictures, a form, six findings and one letter."""
    db.conn.execute("BEGIN")
    for first in range(1, count + 1, 500):
        _some(db, call, range(first, min(first + 500, count + 1)), prefix)
    db.conn.execute("COMMIT")


def _some(db, call, numbers, prefix):
    tables: dict[str, list[list[object]]] = {}
    for number in numbers:
        for table, row in _rows(call, number, f"{prefix}-{number:04d}"):
            tables.setdefault(table, []).append(row)
    for table, rows in tables.items():
        names = ", ".join(f'"{name}"' for name in rows[0][0])
        marks = ", ".join("?" * len(rows[0][0]))
        db.conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", [list(row[0].values()) for row in rows])


def _rows(call, number, reference):
    state, mail = STATES[number % 5], _sha("mail", number)
    at = f"2026-07-{1 + number % 28:02d}T{number % 24:02d}:10:00+00:00"
    email = f"author{number}@example.org"
    mail_row = {
        "sha256": mail,
        "size": 9_000_000,
        "mailbox": "photo",
        "received_at": at,
        "fetched_at": at,
        "outcome": "entered",
        "attempts": 1,
    }
    yield "messages", [{**mail_row, "sender": email, "subject": "Entry"}]
    entry = {"reference": reference, "call": call, "state": state, "revision": 1, "received_at": at, "updated_at": at}
    addresses = {"opened_by": email, "form_email": email, "contact_email": f"office{number % 300}@example.org"}
    yield "entries", [{**entry, **addresses, "submitter_name": f"Author {number}", "submitter_email": email, "language": "zh,en"}]
    texts = {"description": FoundText(text=STORY, place="form"), "biography": FoundText(text=STORY[:300], place="body")}
    counted = {name: measure(name, found) for name, found in texts.items()}
    revision = {"reference": reference, "revision": 1, "message": mail, "state": state, "form": form_to_json(_form(number))}
    yield (
        "revisions",
        [{**revision, "texts": texts_to_json(texts, counted), "links": links_to_json(()), "phrase_seen": 1, "created_at": at}],
    )
    yield "entry_messages", [{"reference": reference, "sha256": mail, "revision": 1}]
    for place in range(1, 5):
        sha, role = _sha("photo", number, place), "work" if place < 4 else "portrait"
        material = {
            "reference": reference,
            "ordinal": place,
            "role": role,
            "name": f"Work {place}.jpg",
            "folder": "",
            "title": "",
        }
        yield (
            "materials",
            [
                {
                    **material,
                    "type": "jpeg",
                    "size": 4_200_000,
                    "sha256": sha,
                    "path": "",
                    "doubtful": 0,
                    "problem": "",
                    "added": 1,
                }
            ],
        )
        yield "photos", [{"sha256": sha, "facts": facts_to_json(_facts(sha)), "hash": sha[:16]}]
        values = {"camera": "Aster A12", "taken": "2026:05:01 10:00:00", "software": "", "has_exif": True, "ai_label": ""}
        yield "findings", [_finding(reference, place, "photo-provenance", "info", f"Work {place}.jpg", values)]
    yield "findings", [_finding(reference, 5, "subject-phrase", "warning", "", {"phrase": "…"})]
    if state != "accepted":
        yield (
            "findings",
            [
                _finding(
                    reference,
                    6,
                    "slot-count",
                    "error",
                    "work",
                    {"subject": "work", "count": 2, "minimum": 3, "maximum": 5, "inside": []},
                )
            ],
        )
    letter = {
        "id": number,
        "group": reference,
        "kind": "acknowledgement",
        "language": "zh,en",
        "recipient": email,
        "state": "sent",
    }
    yield (
        "notices",
        [{**letter, "due_at": at, "created_at": at, "sent_at": at, "attempts": 1, "message_id": f"<{number}@example.org>"}],
    )
    yield "notice_entries", [{"notice": number, "reference": reference, "revision": 1, "kind": "acknowledgement"}]


def _finding(reference, ordinal, rule, severity, subject, values):
    row = {"reference": reference, "revision": 1, "ordinal": ordinal, "rule": rule, "severity": severity, "subject": subject}
    row["slot"] = subject if rule == "slot-count" else ""
    return {**row, "values": json.dumps(values)}


def _form(number):
    written = {
        "name_en": f"Author {number}", "nationality": COUNTRIES[number % 10], "email": f"author{number}@example.org", "pieces": "3",
        "mobile": "+86 130 0000 0000", "photo_name": "The Bridge before Rain", "sex": "Female", "employer": f"University {number % 300}",
        "contact_name": f"Contact {number % 300}", "contact_email": f"office{number % 300}@example.org",
    }  # fmt: skip
    values = {name: FormValue(text=text, place="table 1") for name, text in written.items()}
    return RegistrationForm(state=FormState.FILLED, values=values, source="form.docx")


def _facts(sha):
    measured = {
        "file_bytes": 4_200_000,
        "image_bytes": 4_190_000,
        "format": "JPEG",
        "width": 6000,
        "height": 4000,
        "decodable": True,
    }
    return PhotoFacts(sha256=sha, **measured, make="Aster", model="A12", taken="2026:05:01 10:00:00", has_exif=True)
