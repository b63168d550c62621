"""Plain builders of what rules examine."""

from datetime import datetime
from pathlib import Path

from intake.model.submission import (
    Address,
    CloudLink,
    FileType,
    FormState,
    FormValue,
    FoundText,
    Material,
    RegistrationForm,
    Role,
    Submission,
)
from validators.facts import Arrival, Case, Photo, PhotoFacts, Resemblance, TextFacts
from validators.probes.text import measure

OPENS = datetime.fromisoformat("2026-07-01T00:00:00+08:00")
CLOSES = datetime.fromisoformat("2026-09-01T00:00:00+08:00")
WHOLE = {"name_en": "Marta Lindqvist", "nationality": "Swedish", "email": "marta@example.com", "photo_name": "Tea", "pieces": "3"}


def filled(**values: str) -> RegistrationForm:
    """Return a filled form: a whole one, or with values changed ('' leaves a field out)."""
    merged = {name: FormValue(text=text, place="table 1") for name, text in {**WHOLE, **values}.items() if text}
    return RegistrationForm(state=FormState.FILLED, values=merged, source="form.docx")


def blank() -> RegistrationForm:
    return RegistrationForm(state=FormState.BLANK, source="form.docx")


def scanned() -> RegistrationForm:
    return RegistrationForm(state=FormState.UNREADABLE, source="form.jpg", problem="scan")


def photo(name: str = "work1.jpg", role: Role = Role.WORK, **facts) -> Photo:
    """Return a good 5 MB JPEG, or with facts changed; another name is another picture."""
    sha256 = facts.pop("sha256", name)
    told = {
        "file_bytes": 5_000_000,
        "image_bytes": 5_000_000,
        "format": "JPEG",
        "width": 4000,
        "height": 3000,
        "decodable": True,
        **facts,
    }
    material = Material(
        role=role, name=name, type=FileType.JPEG, size=told["file_bytes"], sha256=sha256, path=Path(name), message="m"
    )
    return Photo(material=material, facts=PhotoFacts(sha256=sha256, **told))


def case(
    form=None,
    works=3,
    portraits=1,
    received_at=OPENS,
    texts=None,
    elsewhere=(),
    with_pictures=(),
    pages=(),
    maybe_missing=(),
    others=(),
    **submission,
) -> Case:
    """Return a case: by default a whole form, three works, one portrait."""
    submission.setdefault("author", Address(email="marta@example.com"))
    return Case(
        submission=Submission(
            call="call", message="m", received_at=received_at, reply_to=Address(email="marta@example.com"), form=form, texts={},
            **{"materials": (), **submission},
        ),
        arrival=arrival(received_at),
        works=tuple(photo(f"work{number}.jpg") for number in range(works)) if isinstance(works, int) else works,
        portraits=tuple(photo(f"me{number}.jpg", Role.PORTRAIT) for number in range(portraits)) if isinstance(portraits, int) else portraits,
        texts=texts or {},
        elsewhere=elsewhere,
        with_pictures=with_pictures,
        pages=pages,
        maybe_missing=maybe_missing,
        others=others,
    )  # fmt: skip


def arrival(received_at: datetime) -> Arrival:
    return Arrival(received_at=received_at, opens=OPENS, closes=CLOSES)


def words(count: int, name: str = "description") -> TextFacts:
    return measure(name, FoundText(text=" ".join(["photo"] * count), place="body"))


def text(content: str, name: str = "description") -> TextFacts:
    return measure(name, FoundText(text=content, place="body"))


def archive(problem: str) -> Material:
    return Material(
        role=Role.OTHER, name="a.zip", type=FileType.ZIP, size=9, sha256="z", path=Path("a"), message="m", problem=problem
    )


def link(expires_at: datetime | None = None) -> CloudLink:
    return CloudLink(
        provider="QQ", url="https://mail.qq.com/cgi-bin/ftnExs_download?k=1", name="works.zip", expires_at=expires_at
    )


def resemblance(exact: bool = True, distance: int = 0) -> Resemblance:
    return Resemblance(name="work1.jpg", reference="IF2026-0001", other_name="mine.jpg", distance=distance, exact=exact)
