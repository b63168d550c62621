"""Read every document of a mail once: as a registration form, else as a text of the author's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from intake.assemble.author_shares import FormsOfFiles
from intake.assemble.form_files import (
    FormOfFile,
    all_forms,
    asked_as_file,
    by_slot,
    like_the_form,
    typed_forms,
    unopened,
)
from intake.assemble.forms_asked import form_labels, forms_of
from intake.assemble.link_slots import links_of_file
from intake.assemble.people import People
from intake.assemble.sheets import Sheets, is_workbook, read_sheets
from intake.config.allowance import Allowance
from intake.config.models import Call, Slot, SlotKind
from intake.forms.match.form_likeness import is_cv
from intake.forms.match.typed import TypedLines, typed_lines
from intake.forms.readers import open_text
from intake.isolate.walls import Walled, Walls
from intake.kinds.table import poses
from intake.links.finder import find_links
from intake.model.problems import UNOPENED, UNSEEN, FileProblem
from intake.model.submission import (
    DOCUMENTS,
    Attachment,
    CloudLink,
    FormState,
    FormValue,
    FoundText,
    InboundMessage,
)
from intake.words.authored import labelled, prose
from intake.words.fold import mentions

NOTE = 2000  # characters of a file that says where the files lie: a shortcut, a page with a code


@dataclass(frozen=True)
class ReadDocuments:
    """What was read out of a mail before it is dealt to its authors."""

    forms: FormsOfFiles = ()  # one for each author
    further: Mapping[str, FormOfFile] = field(default_factory=dict)  # of the call's other forms, by slot
    seen: frozenset[str] = frozenset()  # sha256 of every file that was read as a form, those that do not count too
    body_texts: Mapping[str, FoundText] = field(default_factory=dict)
    file_texts: Mapping[str, dict[str, FoundText]] = field(default_factory=dict)  # by sha256 of the document
    spare: Mapping[str, FoundText] = field(default_factory=dict)  # long prose by sha256 of its document: taken if nothing else is
    unheaded: frozenset[str] = frozenset()  # sha256 of every document whose text no heading and no name says the slot of
    copies: Mapping[str, str] = field(
        default_factory=dict
    )  # sha256 -> slot of every document read as a filled form, kept here or not
    asides: frozenset[str] = frozenset()  # sha256 of CVs and the like: labels and a name, and not the call's form
    problems: Mapping[str, str] = field(default_factory=dict)  # sha256 of a document -> why nobody could look into it
    typed: Mapping[str, FormValue] = field(default_factory=dict)  # form lines in the body, too few to be a form
    sheets: Sheets = field(default_factory=Sheets)
    links: tuple[CloudLink, ...] = ()  # in files that hold hardly more than a link

    def texts(self, files: Sequence[Attachment]) -> dict[str, FoundText]:
        """Return the texts that some files hold; the first of a kind counts."""
        merged: dict[str, FoundText] = {}
        for item in files:
            merged = {**self.file_texts.get(item.sha256, {}), **merged}
        return merged

    def spare_text(self, files: Sequence[Attachment]) -> FoundText | None:
        """Return the first long prose among the documents of some files."""
        return next((self.spare[item.sha256] for item in files if item.sha256 in self.spare), None)


def read_documents(
    message: InboundMessage, files: Sequence[Attachment], call: Call, workdir: Path, allowed: Allowance
) -> ReadDocuments:
    """Read the body and every file, each behind its wall; `workdir` is for files made on the way."""
    walls = Walls(workdir, allowed.seconds)
    sheets = read_sheets(walls, files, call, workdir, allowed)
    files = [item for item in files if item.sha256 not in sheets.known]
    people, in_files = People.of(call), {name: slot for name, slot in call.texts.items() if not slot.is_a(SlotKind.DOCUMENT)}
    forms, problems = all_forms(walls, files, call, workdir)
    lines = _lines_of_forms(message.text, call)
    forms, others = like_the_form([*forms, *typed_forms(lines, call)], people)
    asides = {item.sha256 for item in others}
    taken = {item.sha256 for _, item in forms if item} | problems.keys()
    apart = [item for item in files if item.sha256 not in taken and item.type in DOCUMENTS]
    papers = [item for item in apart if not (asked_as_file(item, call) or poses(item))]
    read = _Texts(asides)
    for item in papers:
        content, problem = _text_of(walls, item, workdir)
        problems |= {item.sha256: problem} if problem else {}
        read.take(item, content, in_files)
        read.take_links(item, content, call)
    body = labelled(message.text, call.texts, "body", form_labels(call))
    unasked = {name: slot for name, slot in in_files.items() if not slot.field and name not in body}
    read.take_beside(forms, unasked, call, partial(_text_of, walls, workdir=workdir))
    best, further = by_slot(forms, call, people)
    problems |= unopened(forms, (*best, *further.values()))
    return ReadDocuments(
        forms=best,
        further=further,
        seen=frozenset(item.sha256 for _, item in forms if item),
        body_texts=body,
        file_texts=read.found,
        spare=read.spare,
        unheaded=frozenset(read.unheaded | read.spare.keys()),
        asides=frozenset(read.asides - read.found.keys()),
        problems=problems,
        copies={item.sha256: form.slot for form, item in forms if item and form.state is FormState.FILLED},
        typed=_unanswered(_typed(lines, call, {*_sent(best, call), *further}), call, further),
        sheets=sheets,
        links=tuple(read.clouds),
    )


def _lines_of_forms(text: str, call: Call) -> dict[str, TypedLines]:
    """Return slot -> the lines typed for it, for each form of the call; those of the others are left out of each."""
    asked = forms_of(call)
    return {slot.id: typed_lines(text, slot, [other for other in asked if other is not slot]) for slot in asked}


def _sent(best: FormsOfFiles, call: Call) -> Iterator[str]:
    """Yield the slots of forms beside which no line says anything; the first form's file may leave empty what is typed beside it."""
    return (form.slot for form, item in best if form and (item is None or call.form is None or form.slot != call.form.id))


def _typed(lines: Mapping[str, TypedLines], call: Call, sent: Collection[str]) -> dict[str, FormValue]:
    """Return the lines typed for each form that did not come itself; a field of several forms is the first one's."""
    typed: dict[str, FormValue] = {}
    for slot in forms_of(call):
        typed = {**({} if slot.id in sent else lines[slot.id].answers()), **typed}
    return typed


def _unanswered(typed: Mapping[str, FormValue], call: Call, further: Mapping[str, FormOfFile]) -> dict[str, FormValue]:
    """Return the typed lines that answer no other form, and no text: a line answers one."""
    elsewhere = {value.place for form, item in further.values() if item is None for value in form.values.values()}
    answered = {text.field for text in call.texts.values()}
    return {name: value for name, value in typed.items() if value.place not in elsewhere and name not in answered}


@dataclass
class _Texts:
    """What the documents of a mail say; `asides` are those about a person, whose running text is nobody's description."""

    asides: set[str]
    found: dict[str, dict[str, FoundText]] = field(default_factory=dict)
    unheaded: set[str] = field(default_factory=set)
    spare: dict[str, FoundText] = field(default_factory=dict)
    clouds: list[CloudLink] = field(default_factory=list)

    def take(self, item: Attachment, content: str, texts: Mapping[str, Slot]) -> None:
        """Take one document's texts, or its long prose where it has none under a heading."""
        if item.sha256 in self.asides or is_cv(item.name, content.splitlines()):
            self.asides.add(item.sha256)
            found = labelled(content, texts, item.name)
        else:
            found = _headed_in(item, content, texts)
            if not found and not is_workbook(item) and (found := _prose_in(item, content, texts)):
                self.unheaded.add(item.sha256)
        if found:
            self.found[item.sha256] = found
        elif item.sha256 not in self.asides and not is_workbook(item) and (long := prose(content, (), item.name, long=True)):
            self.spare[item.sha256] = long
        else:
            self.clouds += find_links([content], []) if len(content) <= NOTE else ()

    def take_beside(
        self, forms: Sequence[FormOfFile], texts: Mapping[str, Slot], call: Call, text_of: Callable[[Attachment], tuple[str, str]]
    ) -> None:
        """Take the texts that stand in a form's own file under their heading, in a row that was added or below it.

        `texts`: those that no field of a form asks for and nothing else holds; a file of several authors' forms says not whose.
        """
        files = Counter(item.sha256 for _, item in forms if item)
        held = {name for found in self.found.values() for name in found} if len(files) == 1 else set()
        wanted = {name: slot for name, slot in texts.items() if name not in held}
        for form, item in forms:
            if item and wanted and files[item.sha256] == 1 and form.state is FormState.FILLED:
                content, _ = text_of(item)
                if found := labelled(content, wanted, item.name, form_labels(call)):
                    self.found[item.sha256] = found

    def take_links(self, item: Attachment, content: str, call: Call) -> None:
        """Take the links of a document that a slot asks for."""
        if links := links_of_file(item.name, content, call):
            self.found[item.sha256] = {**self.found.get(item.sha256, {}), **links}


def _text_of(walls: Walls, item: Attachment, workdir: Path) -> tuple[str, str]:
    """Return the text of a document, or '' and why nobody could look into it."""
    try:
        return walls.run(item.sha256, _opened, item, workdir)
    except Walled as walled:
        return "", str(walled)


def _opened(item: Attachment, workdir: Path) -> tuple[str, str]:
    try:
        return open_text(item, workdir), ""
    except FileProblem as problem:
        return "", str(problem) if str(problem) in UNOPENED | UNSEEN else ""


def _headed_in(item: Attachment, content: str, texts: Mapping[str, Slot]) -> dict[str, FoundText]:
    """Return the texts in a document: under headings, else the whole as what its name says."""
    if not content.strip():
        return {}
    found = labelled(content, texts, item.name)
    named = next((name for name, text in texts.items() if any(mentions(item.name, word) for word in text.heads)), "")
    if named and named not in found:
        found[named] = FoundText(text=content.strip(), place=item.name)
    return found


def _prose_in(item: Attachment, content: str, texts: Mapping[str, Slot]) -> dict[str, FoundText]:
    """Return a document's prose as the text that may come without a heading."""
    taker = next((name for name, text in texts.items() if text.prose), "")
    running = prose(content, (), item.name) if taker else None
    return {taker: running} if running else {}
