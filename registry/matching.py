"""Find the dossier a mail adds to, and say who may not add (design.md, 'An entry is a dossier')."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from intake.routing import fold, references_named
from intake.sharing import same_person
from intake.submission import Dossier, FormState, InboundMessage, RegistrationForm, Submission
from registry import dossiers
from registry.desk import Desk


def place(
    desk: Desk, message: InboundMessage, submission: Submission, taken: frozenset[str] = frozenset()
) -> tuple[Submission, Dossier | None]:
    """Return the submission, marked if its sender cannot be trusted, and the dossier it adds to (None opens an entry).

    In this order: the reference in the subject, the thread, the sender's address. A mail whose form names the author of an
    entry, but comes from an address that may not add to it, is a stranger's. `taken`: the entries another author's share of
    this mail has added to already; one mail adds to an entry once.
    """
    if message.sender is None:
        return replace(submission, unverified="no-sender"), None
    if message.authentication is not None and message.authentication.forged:
        return replace(submission, unverified="forged"), None
    if submission.received_at >= desk.config.calls[submission.call].window.ends:
        return submission, None
    sender = message.sender.email
    for reference in references_named(message, {submission.call: desk.config.calls[submission.call]}):
        named = dossiers.dossier(desk.db, reference)
        if named is None or named.call != submission.call:
            continue
        if not dossiers.may_add(desk.db, reference, sender):
            return replace(submission, unverified="stranger", claims=reference), None
        if reference not in taken and _same_author(named, submission.form):
            return submission, named
    threads = dossiers.by_thread(desk.db, submission.call, (*message.in_reply_to, *message.references))
    own = dossiers.by_address(desk.db, submission.call, sender)
    for reference in dict.fromkeys((*threads, *own)):
        if reference in taken:
            continue
        held = dossiers.dossier(desk.db, reference)
        fits = _same_author if reference in threads else _same_person
        if held and dossiers.may_add(desk.db, reference, sender) and fits(held, submission.form):
            return submission, held
    claimed = _claimed_by_form(desk, submission, sender)
    return (replace(submission, unverified="stranger", claims=claimed) if claimed else submission), None


def _claimed_by_form(desk: Desk, submission: Submission, sender: str) -> str:
    """Return the entry whose author the form names though the sender may not add to it; '' where there is none."""
    form = submission.form
    if form is None or form.state is not FormState.FILLED:
        return ""
    for reference in dossiers.by_author(desk.db, submission.call, form):
        named = dossiers.dossier(desk.db, reference)
        if named and not dossiers.may_add(desk.db, reference, sender) and _same_person(named, form):
            return reference
    return ""


def _comparable(dossier: Dossier, form: RegistrationForm | None) -> RegistrationForm | None:
    """Return the dossier's form where two filled ones can be compared, else None."""
    both = form is not None and form.state is FormState.FILLED and dossier.form and dossier.form.state is FormState.FILLED
    return dossier.form if both else None


def _same_person(dossier: Dossier, form: RegistrationForm | None) -> bool:
    """Tell whether a form may belong to a dossier found by an address alone: an office's address has several authors."""
    there = _comparable(dossier, form)
    return there is None or form is None or same_person(there, form)


def _same_author(dossier: Dossier, form: RegistrationForm | None) -> bool:
    """Tell whether a form may belong to a dossier that the mail points at: nothing to compare, or the same email or name."""
    there = _comparable(dossier, form)
    if there is None or form is None:
        return True
    told = [
        (fold(form.text(field)), fold(there.text(field)))
        for field in ("email", "name_en", "name_zh")
        if form.text(field) and there.text(field)
    ]
    return any(new == old for new, old in told) if told else True


def is_twin(db: Database, message: InboundMessage, dossier: Dossier, whole: Submission) -> bool:
    """Tell whether a mail is one that the entry holds already, delivered again: the same Message-ID and nothing new in it."""
    marks = ", ".join("?" * len(dossier.messages))
    known = db.conn.execute(f"SELECT message_id FROM messages WHERE sha256 IN ({marks})", [*dossier.messages]).fetchall()
    if not message.message_id or (message.message_id,) not in known:
        return False
    held = {(item.sha256, item.name) for item in dossier.materials}
    same_files = held == {(item.sha256, item.name) for item in whole.materials}
    texts = {name: text.text for name, text in whole.texts.items()}
    return same_files and whole.form == dossier.form and texts == {name: text.text for name, text in dossier.texts.items()}
