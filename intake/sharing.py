"""Deal the files of one mail to its authors: by the form's folder, else by the author's name in a file or folder name."""

from __future__ import annotations

from collections.abc import Sequence

from intake.routing import fold
from intake.submission import Attachment, RegistrationForm

Forms = tuple[tuple[RegistrationForm, Attachment | None], ...]


def person(form: RegistrationForm) -> str:
    """Name the author a form speaks of: email, else name; '' when it names nobody."""
    return fold(form.text("email")) or fold(form.text("name_en") or form.text("name_zh"))


def deal(
    files: Sequence[Attachment], forms: Sequence[tuple[RegistrationForm | None, Attachment | None]]
) -> list[tuple[Attachment, ...]]:
    """Deal the files to their authors: by the form's folder, else by the author's name in file or folder name.

    With one form all files are its own; with several, a file nobody's name claims is dealt to nobody.
    """
    if len(forms) == 1:
        return [tuple(files)]
    form_files = {item.sha256 for _, item in forms if item}
    shares: list[list[Attachment]] = [[item] if item else [] for _, item in forms]
    for item in files:
        if item.sha256 in form_files:
            continue
        owners = [index for index, (form, source) in enumerate(forms) if _owns(form, source, item, forms)]
        if len(owners) == 1:
            shares[owners[0]].append(item)
    return [tuple(share) for share in shares]


def _owns(
    form: RegistrationForm | None,
    source: Attachment | None,
    item: Attachment,
    forms: Sequence[tuple[RegistrationForm | None, Attachment | None]],
) -> bool:
    place = (item.container, item.folder)
    if source and (item.container or item.folder):
        others = [(other.container, other.folder) for _, other in forms if other and other is not source]
        inside = item.container == source.container and (item.folder + "/").startswith(source.folder + "/")
        if inside and (source.container, source.folder) not in others and (source.folder or place not in others):
            return True
    names = [fold(form.text("name_en")), fold(form.text("name_zh"))] if form else []
    return any(len(name) >= 2 and name in fold(f"{item.container}/{item.folder}/{item.name}") for name in names)
