"""The answer to a judge: which scores were taken, which cells were refused and why, what is still without a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from registry.desk.desk import Desk
from registry.letters.outbox import Notice
from registry.store.codec import unpacked
from reports.letters import formats
from reports.letters.compose import RULE, Letter, framed
from reports.letters.staff_words import StaffWords

MOST_CELLS = 60  # told of one file


def judge_letter(desk: Desk, notice: Notice) -> Letter:
    """Return the answer to a judge's mail, in the languages of the call."""
    told = unpacked(notice.told)
    call = desk.config.calls[told["call"]]
    office = desk.config.office_of(told["call"])
    texts = {
        language: _text(language, told, call.said(call.title, language), call.said(office, language))
        for language in call.languages
    }
    words = StaffWords("pack", call.languages)
    refused = any(item["flaws"] for item in told["scores"])
    subject = f"Re: {' / '.join(words.each('scored', 'refused_subject' if refused else 'subject'))}"
    guide = " ".join(formats.guide(call.languages[0], other) for other in call.languages[1:])
    return Letter(
        kind=notice.kind,
        subject=subject,
        text=f"\n\n{RULE}\n\n".join(texts.values()) + "\n",
        html=framed(call.languages, subject, guide, [_html(text) for text in texts.values()]),
        recipient=notice.recipient,
        references=(),
        revisions=(),
        languages=call.languages,
        reply_to=call.reply_to,
        office=call.said(office, call.languages[0]),
        apart=notice.group,
    )


def _text(language: str, told: Mapping[str, Any], title: str, office: str) -> str:
    words = StaffWords("pack", (language,))
    parts = [words.first("scored", "thanks", title=title)]
    for item in told["scores"]:
        parts.append("\n".join(_refused(words, item) if item["flaws"] else _taken(words, item)))
    parts.append(words.first("scored", "closing"))
    return "\n\n".join([*parts, office])


def _taken(words: StaffWords, item: Mapping[str, Any]) -> list[str]:
    said = {
        "file": formats.clean(item["file"]),
        "judge": item["judge"],
        "taken": item["taken"],
        "codes": ", ".join(item["codes"]),
    }
    lines = [words.first("scored", "taken", **said)]
    if item.get("bears"):  # an answer that waits may be older than what it tells
        lines.append(words.first("scored", "bears", name=formats.clean(item["bears"]), judge=item["judge"]))
    if item["conflicts"]:
        lines.append(words.first("scored", "conflicts", n=item["conflicts"]))
    if item["replaced"]:
        lines.append(words.first("scored", "replaced"))
    for told in ("gone", "dropped", "missing"):
        if item.get(told):
            lines.append(words.first("scored", told, n=len(item[told]), codes=", ".join(item[told])))
    return lines


def _refused(words: StaffWords, item: Mapping[str, Any]) -> list[str]:
    lines = [words.first("scored", "refused", file=formats.clean(item["file"]))]
    for flaw in item["flaws"][:MOST_CELLS]:
        why = words.first("flaws", flaw["why"], **flaw["values"])
        lines.append(f"- {flaw['place']}: {why}" if flaw["place"] else f"- {why}")
    if len(item["flaws"]) > MOST_CELLS:
        lines.append(words.first("scored", "more", n=len(item["flaws"]) - MOST_CELLS))
    return lines


def _html(text: str) -> Markup:
    paragraphs = [Markup("<br>").join(escape(line) for line in part.split("\n")) for part in text.split("\n\n")]
    opened = Markup('<p style="margin:0 0 12px;overflow-wrap:anywhere;">')
    return Markup("\n").join(opened + part + Markup("</p>") for part in paragraphs)
