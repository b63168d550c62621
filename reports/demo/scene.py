"""Set the scene of one demo mail: who writes, when it arrives, and the files at hand, in real or in small sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from intake.config.models import Call
from reports.demo import documents, pictures
from reports.demo.mime import File, MailDraft
from reports.demo.people import Person, person

ADDRESS = "photo@example.org"  # of the mailbox that is written to
ANY_CALLS = "desk@example.org"  # where another call is shown
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN_SEEDS = 100  # seeds per person: works from 1, portraits from 50


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How large the pictures are: bytes for a work, one a little below the floor, one far below, a portrait."""

    megapixels: float
    work: int
    borderline: int
    small: int
    small_megapixels: float
    portrait: int
    portrait_megapixels: float


FULL = Scale(
    megapixels=12,
    work=3_010_000,
    borderline=2_850_000,
    small=300_000,
    small_megapixels=1440 * 1920 / 1e6,
    portrait=400_000,
    portrait_megapixels=1.08,
)
LIGHT = replace(FULL, megapixels=5)  # for the later rounds of a long demo: fewer pixels, still over 3 MB
TINY = Scale(  # for tests, with a floor of 30 000 and a borderline of 25 000 bytes
    megapixels=0.3,
    work=32_000,
    borderline=27_000,
    small=15_000,
    small_megapixels=0.1,
    portrait=18_000,
    portrait_megapixels=0.1,
)


def scale_for(floor: int, borderline: int) -> Scale:
    """Return the pictures' sizes for a call whose works must have `floor` bytes: real ones, or smaller by configuration."""
    if floor > LIGHT.borderline:
        return LIGHT
    return Scale(
        megapixels=max(floor * 4 / 1e6, TINY.megapixels),
        work=floor + floor // 15,
        borderline=(floor + borderline) // 2,
        small=borderline * 3 // 5,
        small_megapixels=max(borderline * 2 / 1e6, TINY.small_megapixels),
        portrait=borderline * 3 // 5,
        portrait_megapixels=max(borderline * 2 / 1e6, TINY.portrait_megapixels),
    )


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One mail about to be written for a call; `arrives` is its arrival at the server (aware)."""

    call: Call
    person: Person
    number: int  # of the person: decides the seeds of all pictures
    arrives: datetime
    to: str
    scale: Scale = FULL
    first: int = 0  # number of the author who wrote the first mail of this demo

    def later(self, **span: int) -> Scene:
        """Return the same scene some time later (arguments of timedelta)."""
        return replace(self, arrives=self.arrives + timedelta(**span))

    def of_author(self, number: int) -> Scene:
        """Return the same scene with another author."""
        return replace(self, person=person(number), number=number)

    def seed(self, place: int) -> int:
        """Return the seed of this person's picture number `place`."""
        return self.number * OWN_SEEDS + place

    def work_bytes(self, place: int, times: float = 1.0) -> bytes:
        """Return the JPEG of one work, `times` larger than a work must be in bytes and pixels."""
        return pictures.photo(self.seed(place), self.scale.megapixels * times, int(self.scale.work * times))

    def works(self, count: int = 3, names: str = "Work {n}.jpg") -> tuple[File, ...]:
        """Return so many works; `{n}` in the names is their number."""
        return tuple(jpeg(names.format(n=place), self.work_bytes(place)) for place in range(1, count + 1))

    def small_work(self, name: str) -> File:
        """Return a photo that a chat app has shrunk."""
        return jpeg(name, pictures.chat_photo(self.seed(20), self.scale.small, self.scale.small_megapixels))

    def portrait(self, name: str = "Author portrait.jpg", place: int = 50) -> File:
        """Return a photo of the author."""
        return jpeg(name, pictures.portrait(self.seed(place), self.scale.portrait, self.scale.portrait_megapixels))

    def form(self, name: str = "Application Form.docx", **changes: str) -> File:
        """Return the filled registration form as docx."""
        title = self.call.form.title if self.call.form else None
        return File(name=name, data=documents.registration_form(self.person.form(**changes), title), type=DOCX)

    def biography(self, name: str = "Biography.docx") -> File:
        """Return the author's biography as docx, under its heading."""
        return File(name=name, data=documents.text_document("Biography", self.person.biography), type=DOCX)

    def parcel(self, count: int = 3, names: str = "Work {n}.jpg") -> tuple[File, ...]:
        """Return everything a complete entry needs: form, biography, works, portrait."""
        return (self.form(pieces=str(count)), self.biography(), *self.works(count, names), self.portrait())

    def draft(self, *files: File, subject: str = "", text: str = "") -> MailDraft:
        """Return what the person writes, in their own words or the usual ones; the call's phrase stands in the subject."""
        phrase = f"“{self.call.phrase}”摄影作品 " if self.call.phrase else ""
        return MailDraft(
            name=self.person.name_en,
            email=self.person.email,
            to=self.to,
            subject=subject or f"{phrase}{self.person.title}",
            text=text or f"Dear organisers,\n\nPlease find my entry attached.\n\nBest regards,\n{self.person.name_en}",
            files=files,
            arrives=self.arrives,
        )


def jpeg(name: str, data: bytes) -> File:
    """Return a file declared as JPEG, whatever its bytes are."""
    return File(name=name, data=data, type="image/jpeg")
