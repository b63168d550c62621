"""Plain builders of what rules examine."""

from datetime import datetime
from pathlib import Path

from intake.model.submission import (
    OTHER,
    Address,
    CloudLink,
    FileType,
    FormState,
    FormValue,
    FoundText,
    Material,
    RegistrationForm,
    Submission,
)
from registry.desk.desk import examine_settings
from tests import ROOT
from tests.builders.factories import shipped_call
from validators.facts import Arrival, Case, FilledSlot, Photo, PhotoFacts, Resemblance, TextFacts
from validators.probes.text_counts import measure
from validators.ruleset import Ruleset

OPENS = datetime.fromisoformat("2026-07-01T00:00:00+08:00")
CLOSES = datetime.fromisoformat("2026-09-01T00:00:00+08:00")
SLOTS = shipped_call().slots  # of the photo call
WHOLE = {"name_en": "Marta Lindqvist", "nationality": "Swedish", "email": "marta@example.com", "photo_name": "Tea", "pieces": "3"}


def filled(**values: str) -> RegistrationForm:
    """Return a filled form: a whole one, or with values changed ('' leaves a field out)."""
    merged = {name: FormValue(text=text, place="table 1") for name, text in {**WHOLE, **values}.items() if text}
    return RegistrationForm(state=FormState.FILLED, slot="form", values=merged, source="form.docx")


def blank() -> RegistrationForm:
    return RegistrationForm(state=FormState.BLANK, slot="form", source="form.docx")


def scanned() -> RegistrationForm:
    return RegistrationForm(state=FormState.UNREADABLE, slot="form", source="form.jpg", problem="scan")


def photo(name: str = "work1.jpg", role: str = "work", **facts) -> Photo:
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


def shipped_rules() -> Ruleset:
    """Return the rules of the photo call as the shipped configuration has them."""
    _, rulesets, _ = examine_settings([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "secret"})
    return next(iter(rulesets.values()))


def slot(name: str = "work", **holds) -> FilledSlot:
    """Return one of the photo call's slots with what it holds."""
    return FilledSlot(slot=SLOTS[name], **holds)


def form_slot(form: RegistrationForm | None = None) -> FilledSlot:
    """Return the photo call's form slot with a form in it."""
    return slot("form", form=form)


def photos(*pieces: Photo, name: str = "work", **holds) -> FilledSlot:
    """Return one of the photo call's slots with photos in it."""
    return slot(name, pieces=pieces, **holds)


def some(count: int, role: str = "work") -> tuple[Photo, ...]:
    """Return so many good photos."""
    return tuple(photo(f"{role}{number}.jpg", role) for number in range(count))


def case(
    form=None,
    works=3,
    portraits=1,
    received_at=OPENS,
    texts=None,
    maybe_missing=(),
    called_otherwise=(),
    others=(),
    slots=None,
    **submission,
) -> Case:
    """Return a case: by default three works, one portrait and nothing else."""
    submission.setdefault("author", Address(email="marta@example.com"))
    texts = texts or {}
    held = {
        "form": form_slot(form),
        "work": photos(*(some(works) if isinstance(works, int) else works)),
        "portrait": photos(*(some(portraits, "portrait") if isinstance(portraits, int) else portraits), name="portrait"),
        **{name: slot(name, text=texts.get(name)) for name in ("description", "biography")},
        **(slots or {}),
    }
    given = {"materials": (), "forms": {"form": form}, "texts": {}, **submission}
    return Case(
        submission=Submission(
            call="call", message="m", received_at=received_at, reply_to=Address(email="marta@example.com"), **given
        ),
        arrival=arrival(received_at),
        slots=held,
        maybe_missing=maybe_missing,
        called_otherwise=called_otherwise,
        others=others,
    )


def arrival(received_at: datetime) -> Arrival:
    return Arrival(received_at=received_at, opens=OPENS, closes=CLOSES)


def words(count: int, name: str = "description") -> TextFacts:
    return measure(name, FoundText(text=" ".join(["photo"] * count), place="body"))


def text(content: str, name: str = "description") -> TextFacts:
    return measure(name, FoundText(text=content, place="body"))


def archive(problem: str) -> Material:
    return Material(role=OTHER, name="a.zip", type=FileType.ZIP, size=9, sha256="z", path=Path("a"), message="m", problem=problem)


def link(expires_at: datetime | None = None) -> CloudLink:
    return CloudLink(
        provider="QQ", url="https://mail.qq.com/cgi-bin/ftnExs_download?k=1", name="works.zip", expires_at=expires_at
    )


def resemblance(exact: bool = True, distance: int = 0) -> Resemblance:
    return Resemblance(name="work1.jpg", reference="IF2026-0001", other_name="mine.jpg", distance=distance, exact=exact)
