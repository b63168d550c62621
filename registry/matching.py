"""Find the dossier a mail adds to, and say who may not add (design.md, 'An entry is a dossier')."""

from __future__ import annotations

from dataclasses import replace

from intake.routing import fold, references_named
from intake.submission import Dossier, FormState, InboundMessage, RegistrationForm, Submission
from registry import dossiers
from registry.desk import Desk


def place(
    desk: Desk, message: InboundMessage, submission: Submission, taken: frozenset[str] = frozenset()
) -> tuple[Submission, Dossier | None]:
    """Return the submission, marked if its sender cannot be trusted, and the dossier it adds to (None opens an entry).

    In this order: the reference in the subject, the thread, the author named in the form, the sender's address. `taken`: the
    entries another author's share of this mail has added to already; one mail adds to an entry once.
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
        if held and dossiers.may_add(desk.db, reference, sender) and _same_author(held, submission.form):
            return submission, held
    return submission, None


def _same_author(dossier: Dossier, form: RegistrationForm | None) -> bool:
    """Tell whether a form may belong to a dossier: none or unreadable, none there yet, or the same email or name."""
    if form is None or form.state is not FormState.FILLED:
        return True
    if dossier.form is None or dossier.form.state is not FormState.FILLED:
        return True
    told = [
        (fold(form.text(field)), fold(dossier.form.text(field)))
        for field in ("email", "name_en", "name_zh")
        if form.text(field) and dossier.form.text(field)
    ]
    return any(new == old for new, old in told) if told else True
