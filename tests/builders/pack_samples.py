"""What the tests of the pack share: a photo full of secrets, a registry with accepted entries, a reader of segments."""

from __future__ import annotations

import struct

from PIL import Image, ImageCms

from intake.model.submission import FileType, FormState, FormValue, FoundText, RegistrationForm
from registry.store.codec import form_to_json, texts_to_json
from tests.benchmarks.many_entries import fill
from tests.builders import photo_samples as ps
from validators.probes.text_counts import measure

CALL = "photo-2026"
AUTHOR = "Marta Lindqvist"
DESCRIPTION = "Steam, quiet voices and slow hands that sort the leaves."
P3_LIKE = (b"rXYZ", b"gXYZ")  # exchanged in a profile they make colours nobody takes for sRGB


def srgb_profile() -> bytes:
    """Return a common profile, as a phone writes it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]) + profile[36:]  # else it bears the time of this run


def own_profile(told: str = "Martas skrivbord") -> bytes:
    """Return a profile of somebody's own screen: it bears a name, and its red and green are exchanged."""
    profile = bytearray(srgb_profile())
    count = struct.unpack_from(">I", profile, 128)[0]
    places = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = (places[name] for name in P3_LIKE)
    profile[red : red + 4], profile[green : green + 4] = P3_LIKE[1], P3_LIKE[0]
    at, size = struct.unpack_from(">II", profile, places[b"desc"] + 4)
    text = told.encode("utf-16-be")
    length = struct.unpack_from(">I", profile, at + 20)[0]
    profile[at + 28 : at + 28 + length] = text[:length].ljust(length, b"\0")
    assert size >= 28 + length
    return bytes(profile)


def secret_photo(seed: int = 1, *, orientation: int = 6, profile: bytes = b"", author: str = AUTHOR, size=(640, 480)) -> bytes:
    """Return a JPEG with every kind of metadata a photo can bear, all of it about its author."""
    image = ps.drawn(seed, *size)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B], exif[0x8298], exif[0x0131] = (
        orientation,
        "Aster",
        author,
        f"(c) {author}",
        "A12 camera",
    )
    exif.get_ifd(0x8769).update({0x9003: "2026:07:05 08:30:00", 0xA430: author, 0x927C: b"MakerNote of " + author.encode()})
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + author.encode("utf-16-be")
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    data = ps.saved(image, exif=exif.tobytes(), icc_profile=profile or srgb_profile(), quality=85, comment=f"by {author}")
    data = ps.with_xmp(data, f'dc:creator="{author}"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"')
    data = ps.with_credentials(data, author)
    thumbnail = ps.saved(image.resize((64, 48)), quality=60)
    data = ps.with_segments(
        data,
        (0xED, b"Photoshop 3.0\x008BIM\x04\x04" + author.encode()),  # IPTC
        (0xE0, b"JFXX\0\x10" + thumbnail),
        (0xE2, b"MPF\0" + author.encode()),
        (0xEF, author.encode()),
        (0xFE, author.encode("utf-16-le")),
    )
    return data + thumbnail + ps.CLIP + author.encode() + bytes(64)


def segments(data: bytes) -> list[tuple[int, bytes]]:
    """Return the segments before a JPEG's first scan, read here and by nothing of ours; and (0xD9, what follows its end)."""
    found, position = [], 2
    while data[position + 1] != 0xDA:
        assert data[position] == 0xFF
        length = struct.unpack_from(">H", data, position + 2)[0]
        found.append((data[position + 1], data[position + 4 : position + 2 + length]))
        position += 2 + length
    return [*found, (0xD9, data[data.rindex(b"\xff\xd9") + 2 :])]


def a_registry(desk, count: int = 10, photos=secret_photo) -> None:
    """Fill a desk with entries, of which numbers 1, 5, 6, 10, … are accepted; every work and portrait lies in the store."""
    fill(desk.db, CALL, count)
    for number, (reference,) in enumerate(desk.db.conn.execute("SELECT reference FROM entries ORDER BY reference").fetchall(), 1):
        say(desk, reference, name_en=f"{AUTHOR}" if number == 1 else f"Tendai Makoni{'abcdefghijklmnop'[number % 16]}")
        for place, (sha,) in enumerate(
            desk.db.conn.execute("SELECT sha256 FROM materials WHERE reference = ? ORDER BY ordinal", [reference]).fetchall()
        ):
            path = desk.media.path(sha, FileType.JPEG)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(photos(seed=number * 10 + place))


def say(desk, reference: str, *, description: str = DESCRIPTION, biography: str = f"{AUTHOR} teaches.", **fields: str) -> None:
    """Write an entry's form and texts anew."""
    told = {
        "name_zh": "林玛塔", "nationality": "Sweden", "email": "marta.lindqvist@example.org", "mobile": "+86 138 1234 5678",
        "photo_name": "The Bridge before Rain", **fields,
    }  # fmt: skip
    form = RegistrationForm(state=FormState.FILLED, values={key: FormValue(text=text, place="") for key, text in told.items()})
    texts = {"description": FoundText(text=description, place=""), "biography": FoundText(text=biography, place="")}
    counted = {name: measure(name, found) for name, found in texts.items()}
    desk.db.table("revisions").update((reference, 1), {"form": form_to_json(form), "texts": texts_to_json(texts, counted)})
