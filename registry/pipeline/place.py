"""Find the dossier a mail adds to, or say why it may not: the table of rights, then whom the mail speaks of and what is wanting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from intake.assemble.people import form_says
from intake.assemble.routing import references_named, references_told
from intake.model.addresses import one_spelling
from intake.model.submission import Dossier, InboundMessage, RegistrationForm, SenderDoubt, Submission
from registry.desk.desk import Desk
from registry.pipeline import named_people
from registry.pipeline.entry_search import Placed, Search, filled
from registry.pipeline.rights import LedBy, SenderRight, SenderStanding, sender_standing
from registry.pipeline.units import of_unit, of_unit_at_any_time, opened_in_time
from registry.read.dossier import dossier
from registry.store import dossiers


def place(desk: Desk, message: InboundMessage, submission: Submission, taken: frozenset[str] = frozenset()) -> Placed:
    """Return the submission, marked if its sender cannot be trusted, and the dossier it adds to (None opens an entry).

    In this order: the references in the subject, else the thread; the entries that the address opened; the entries that others
    opened in the sender's name; the author whom the form names. `taken`: the entries another author's share of this mail has
    added to already; one mail adds to an entry once.
    """
    if message.sender is None:
        return replace(submission, unverified=SenderDoubt.NO_SENDER), None
    if message.forged:
        return replace(submission, unverified=SenderDoubt.FORGED), None
    search = Search(desk.db, desk.config.calls[submission.call], message, submission, taken)
    if search.closed and not search.any_open:
        return _too_late(search) or (submission, None)
    return _pointed_at(search) or _known(search) or _too_late(search) or (submission, None)


def _known(search: Search) -> Placed | None:
    """Find the entry of a mail that names none and answers nothing, by what an entry stands for."""
    if search.call.per_mail:
        return _again(search)
    if search.call.unit_fields:
        return of_unit(search)
    return _opened(search) or _in_their_name(search) or _claimed(search)


def _too_late(search: Search) -> Placed | None:
    """Hold a mail that comes after the end for an entry that is there: no rejection under a new number.

    The entry is one of its sender's that it names or answers about, or the entry of the unit that it names or its sender speaks for;
    where entries stand for authors, what comes without a form is for the entries that its sender opened in time.
    """
    if not search.closed:
        return None
    _, pointed = _pointer(search)
    known = [name for name in pointed if sender_standing(search.db, name, search.sender) is not SenderStanding.STRANGER]
    if not known and search.call.unit_fields:
        known = of_unit_at_any_time(search)
    elif not known and not search.call.per_mail and search.form is None:
        known = opened_in_time(search, dossiers.by_opener(search.db, search.submission.call, search.sender))
    return search.doubted(SenderDoubt.LATE, known) if known else None


def _pointer(search: Search) -> tuple[LedBy, list[str]]:
    """Return the entries a mail points at, and how: by references in the subject, by its thread, by references in its words.

    Words and quotations weigh as the thread does. Where each mail is an entry of its own, they may tell of an earlier one.
    """
    message, call, db = search.message, search.submission.call, search.db
    calls = {call: search.call}
    named = _given(search, references_named(message, calls))
    thread = (*message.in_reply_to, *message.references)
    found = dossiers.stands_in(db, named) or dossiers.by_thread(db, call, thread)
    if named or found or search.call.per_mail:
        return (LedBy.REFERENCE if named else LedBy.THREAD), found
    return LedBy.THREAD, dossiers.stands_in(db, _given(search, references_told(message, calls)))


def _given(search: Search, references: Iterable[str]) -> list[str]:
    """Return the references that entries of the call bear, or bore until they were forgotten."""
    db, call = search.db, search.submission.call
    return [name for name in references if dossiers.call_of(db, name) == call or dossiers.erased(db, name)]


def _pointed_at(search: Search) -> Placed | None:
    """Follow what a mail points at; None when it leads nowhere, or the form speaks of somebody else."""
    found, pointed = _pointer(search)
    pointed = [name for name in pointed if search.is_open(name)]
    known = [name for name in pointed if sender_standing(search.db, name, search.sender) is not SenderStanding.STRANGER]
    if pointed and not known:
        return _strangers(search, found, pointed)
    fitting = [item for item in search.dossiers(known, found, SenderRight.ADD) if search.may_be_of(item)]
    if not fitting:
        return None
    one = fitting[0] if len(fitting) == 1 and not _bears_another(search, fitting[0]) else None
    chosen = one or (_chosen(search, fitting) if len(fitting) > 1 else None)
    return search.given(chosen, fitting)


def _bears_another(search: Search, dossier: Dossier) -> bool:
    """Tell whether a mail about an author's entry, of somebody else who speaks for the author, bears another person's name."""
    there = filled(dossier)
    if search.call.unit_fields or search.form is not None or there is None or _own(search, there):
        return False
    message = _without_our_subjects(search, [dossier])
    if named_people.named(message, [dossier], search.call):
        return False
    return named_people.names_another(message, search.submission, search.call, [dossier])


def _strangers(search: Search, found: LedBy, pointed: Sequence[str]) -> Placed | None:
    """Hold what names somebody else's entry; a thread alone says nothing where the form is clearly another person's."""
    if found is LedBy.THREAD:
        there = [item for name in pointed if (item := dossier(search.db, name))]
        if (search.form or search.key) and not any(map(search.agrees, there)):
            return None
    return search.doubted(SenderDoubt.STRANGER, pointed)


def _again(search: Search) -> Placed | None:
    """Find the entry of a mail that was delivered before, where each mail is an entry of its own."""
    before = dossiers.by_thread(search.db, search.submission.call, [search.message.message_id])
    own = search.dossiers(before, LedBy.ADDRESS, SenderRight.ADD) if search.message.message_id else []
    return (search.submission, own[0]) if own else None


def _opened(search: Search) -> Placed | None:
    """Add to an entry that the address opened; None when none of them fits."""
    own = search.dossiers(dossiers.by_opener(search.db, search.submission.call, search.sender), LedBy.ADDRESS, SenderRight.ADD)
    fitting = [item for item in own if _may_be(search, item)]
    certain = [item for item in fitting if search.form and filled(item)]
    fitting = certain or fitting
    if not fitting:
        return None
    if len(fitting) > 1:
        return search.given(_chosen(search, fitting), fitting)
    return None if _of_somebody_else(search, fitting[0]) else (search.submission, fitting[0])


def _may_be(search: Search, dossier: Dossier) -> bool:
    """Tell whether a mail may belong to an entry its sender opened: authors may correct their own forms, offices have many authors."""
    there = filled(dossier)
    if there is None or search.form is None:
        return True
    own = _own(search, there, search.form)
    people = search.people
    return people.names_agree(there, search.form) if own else people.same_person(there, search.form)


def _own(search: Search, *forms: RegistrationForm) -> bool:
    """Tell whether forms are the sender's own: they give this address, and no other."""
    return {_address(search, form) for form in forms} - {""} == {one_spelling(search.sender)}


def _of_somebody_else(search: Search, dossier: Dossier) -> bool:
    """Tell whether a mail of an address that several people use speaks of another person than the only entry it opened."""
    there = filled(dossier)
    if search.form is not None and there is not None:
        return False
    if named_people.rewritten(search.message):
        return named_people.named(search.message, [dossier], search.call) is None
    between = there is not None and not _own(search, there)
    if not between or named_people.named(search.message, [dossier], search.call):
        return False
    return named_people.names_another(search.message, search.submission, search.call, [dossier])


def _chosen(search: Search, fitting: Sequence[Dossier]) -> Dossier | None:
    """Return which of several entries a mail means, by the names it bears, else by what is wanting; None in doubt."""
    named = named_people.named(search.message, fitting, search.call)
    if named or named_people.names_another(_without_our_subjects(search, fitting), search.submission, search.call, fitting):
        return named
    return search.wanting(fitting)


def _without_our_subjects(search: Search, about: Sequence[Dossier]) -> InboundMessage:
    """Return the mail, its subject free of what our own letters about these entries had put there."""
    ours = dossiers.subjects_sent(search.db, [item.reference for item in about])
    return replace(search.message, subject=named_people.without(search.message.subject, ours))


def _in_their_name(search: Search) -> Placed | None:
    """Hold both where another address has opened an entry in the sender's name."""
    call, form = search.submission.call, search.form
    others = search.dossiers(dossiers.by_form(search.db, call, search.sender), LedBy.ADDRESS, SenderRight.HOLD_BOTH)
    theirs = [item.reference for item in others if search.people.names_agree(filled(item), form)]
    return search.doubted(SenderDoubt.BOTH, theirs) if theirs else None


def _claimed(search: Search) -> Placed | None:
    """Hold what names the author of somebody else's entry: in the form, or as its unit contact in the names of the files."""
    db, call, form = search.db, search.submission.call, search.form
    if form is not None:
        email = _address(search, form)
        references = (*dossiers.by_opener(db, call, email), *dossiers.by_form(db, call, email)) if email else ()
        found = search.dossiers(dict.fromkeys(references), LedBy.FORM, SenderRight.HOLD)
        claimed = [item.reference for item in found if search.people.names_agree(filled(item), form)]
        return search.doubted(SenderDoubt.STRANGER, claimed[:1]) if claimed else None
    contact = [item for name in dossiers.by_contact(db, call, search.sender) if (item := dossier(db, name))]
    named = named_people.named(search.message, contact, search.call)
    return search.doubted(SenderDoubt.STRANGER, [named.reference]) if named else None


def _address(search: Search, form: RegistrationForm) -> str:
    """Return the author's address that a form gives, in its one spelling; '' if none."""
    return one_spelling(form_says(form, search.call.identity.email))


def is_twin(db: Database, message: InboundMessage, dossier: Dossier, whole: Submission) -> bool:
    """Tell whether a mail is one that the entry holds already, delivered again: the same Message-ID and nothing new in it."""
    marks = ", ".join("?" * len(dossier.messages))
    known = db.conn.execute(f"SELECT message_id FROM messages WHERE sha256 IN ({marks})", [*dossier.messages]).fetchall()
    if not message.message_id or (message.message_id,) not in known:
        return False
    held = {(item.sha256, item.name) for item in dossier.materials}
    same_files = held == {(item.sha256, item.name) for item in whole.materials}
    texts = {name: text.text for name, text in whole.texts.items()}
    return same_files and whole.forms == dossier.forms and texts == {name: text.text for name, text in dossier.texts.items()}
