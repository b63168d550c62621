"""Deal the files of one mail to its authors: by the form's folder, else by the author's name in a file or folder name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from intake.assemble.routing import fold
from intake.model.addresses import canonical
from intake.model.submission import Attachment, RegistrationForm
from intake.words.fold import fold_case

Forms = tuple[tuple[RegistrationForm, Attachment | None], ...]
Pairs = Sequence[tuple[RegistrationForm | None, Attachment | None]]


NAMES = ("name_en", "name_zh")
WHO = ("email", "nationality", "mobile")  # besides the names


def same_person(one: RegistrationForm, other: RegistrationForm) -> bool:
    """Tell whether two forms speak of one author: a name in common, and nothing that both say differs where it matters.

    An office writes its own address into the forms of all its people, so an address alone joins nobody; forms without comparable
    names, and rows of one list, are one only where nothing at all differs. In doubt they are two: joining them is for people.
    """
    if _texts(one) == _texts(other):
        return True
    if any(not alike(field, one.text(field), other.text(field)) for field in _both(one, other, (*NAMES, *WHO))):
        return False
    told = _both(one, other, NAMES)
    whole = not told or (bool(one.source_sha256) and one.source_sha256 == other.source_sha256)
    if whole and any(not alike(field, one.text(field), other.text(field)) for field in _both(one, other, one.values)):
        return False
    return bool(told or _both(one, other, WHO))


def same_author(one: RegistrationForm | None, other: RegistrationForm | None) -> bool:
    """Tell whether a form may belong to an entry that its mail points at: nothing to compare, or the same address or name."""
    if one is None or other is None:
        return True
    told = _both(one, other, (*NAMES, "email"))
    return not told or any(alike(field, one.text(field), other.text(field)) for field in told)


def names_agree(one: RegistrationForm | None, other: RegistrationForm | None) -> bool:
    """Tell whether two forms may speak of one person as far as names go: one in common, or none to compare."""
    if one is None or other is None:
        return True
    told = _both(one, other, NAMES)
    return not told or any(alike(field, one.text(field), other.text(field)) for field in told)


def _texts(form: RegistrationForm) -> dict[str, str]:
    return {name: text for name, value in form.values.items() if (text := _plain(value.text))}


def _both(one: RegistrationForm, other: RegistrationForm, fields: Iterable[str]) -> list[str]:
    """Return the fields that both forms fill in."""
    return [field for field in fields if _plain(one.text(field)) and _plain(other.text(field))]


def alike(field: str, mine: str, theirs: str) -> bool:
    """Tell whether two values of a field say the same: names in any order, one country in two languages, one number dialled."""
    if _plain(mine) == _plain(theirs) and field != "email":
        return True
    if field in NAMES:
        return sorted(re.findall(r"[^\W_]+", fold_case(mine))) == sorted(re.findall(r"[^\W_]+", fold_case(theirs)))
    read = _READ.get(field)
    return read is not None and read(mine) == read(theirs)


def _country(text: str) -> str:
    from intake.forms.fields.nationalities import country_code  # its tables are large, and two spellings are rare

    return country_code(text) or text


def _dialled(text: str) -> str:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits[-8:] if len(digits) >= 8 else digits or text


_READ: dict[str, Callable[[str], str]] = {"email": canonical, "nationality": _country, "mobile": _dialled}


def deal(files: Sequence[Attachment], forms: Pairs) -> list[tuple[Attachment, ...]]:
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
        owner = owner if owner is not None else _by_name(item, forms)
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


def _by_name(item: Attachment, forms: Pairs) -> int | None:
    """Return whose name the file, its folder or its archive bears; the longest name wins, two equal ones claim nothing."""
    place = _plain(f"{item.container}/{item.folder}/{item.name}")
    claims = []
    for index, (form, _) in enumerate(forms):
        names = [_plain(form.text("name_en")), _plain(form.text("name_zh"))] if form else []
        borne = [len(name) for name in names if len(name) >= 2 and name in place]
        if borne:
            claims.append((max(borne), index))
    longest = max(claims, default=(0, 0))[0]
    owners = [index for length, index in claims if length == longest]
    return owners[0] if len(owners) == 1 else None


def _plain(text: str) -> str:
    """Fold a name so that "Zhang_Wei-01.jpg" bears "Zhang Wei"."""
    return re.sub(r"[\W_]+", "", fold(text))
