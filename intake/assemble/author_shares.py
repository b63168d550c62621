"""Deal the files of one mail to its authors: by the form's folder, else by the author's name in a file or folder name."""

from __future__ import annotations

from collections.abc import Sequence

from intake.assemble.people import People, folded_name
from intake.model.submission import Attachment, RegistrationForm

FormsOfFiles = tuple[tuple[RegistrationForm, Attachment | None], ...]
Pairs = Sequence[tuple[RegistrationForm | None, Attachment | None]]


def deal(files: Sequence[Attachment], forms: Pairs, people: People) -> list[tuple[Attachment, ...]]:
    """Deal the files to their authors; a file that nobody's folder or name claims, or two people's, is dealt to nobody.

    With one form all files are its own. A form with several authors (a list) goes to each of them.
    """
    if len(forms) == 1:
        return [tuple(files)]
    form_files = {item.sha256 for _, item in forms if item}
    shares: list[list[Attachment]] = [[item] if item else [] for _, item in forms]
    for item in files:
        if item.sha256 in form_files:
            continue
        owner = _by_folder(item, forms)
        owner = owner if owner is not None else _by_name(item, forms, people)
        if owner is not None:
            shares[owner].append(item)
    return [tuple(share) for share in shares]


def _by_folder(item: Attachment, forms: Pairs) -> int | None:
    """Return whose form lies in the file's own folder or archive, or in the nearest one around it; None in doubt."""
    if not (item.container or item.folder):
        return None
    places = [(source.container, source.folder) if source else None for _, source in forms]
    around = [place for place in places if place and place[0] == item.container and _within(item.folder, place[1])]
    nearest = max(around, key=lambda place: len(place[1]), default=None)
    if nearest is None or places.count(nearest) > 1:
        return None
    shared = any(place and place != nearest and place[0] == nearest[0] and _within(place[1], nearest[1]) for place in places)
    return None if shared and item.folder != nearest[1] else places.index(nearest)


def _within(folder: str, parent: str) -> bool:
    return not parent or f"{folder}/".startswith(f"{parent}/")


def _by_name(item: Attachment, forms: Pairs, people: People) -> int | None:
    """Return whose name the file, its folder or its archive bears; the longest name wins, two equal ones claim nothing.

    What all of them are called, as the school of several children, tells none from another.
    """
    place = folded_name(f"{item.container}/{item.folder}/{item.name}")
    called = [{folded_name(form.text(field)) for field in people.names} if form else set() for form, _ in forms]
    shared = set.intersection(*called)
    claims = []
    for index, names in enumerate(called):
        borne = [len(name) for name in names - shared if len(name) >= 2 and name in place]
        if borne:
            claims.append((max(borne), index))
    longest = max(claims, default=(0, 0))[0]
    owners = [index for length, index in claims if length == longest]
    return owners[0] if len(owners) == 1 else None
