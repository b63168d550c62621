"""Names of folders and files that a person can read, and that Windows, macOS and Linux take alike."""

from __future__ import annotations

import re
import unicodedata

from intake.config.models import Call
from intake.mime.filenames import DEVICES
from registry.read.entry import Entry, EntryFile

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
LONGEST_FOLDER, LONGEST_FILE = 70, 90  # characters: with a folder above them, within Windows' 260
CAMERA = re.compile(
    r"^(img|dsc|dscn|dscf|pict?|photo|image|mmexport|wx_camera|microsoft|screenshot|unnamed|p|_mg)?[\W_]*[\d_\- ().]*$", re.I
)
MOST_BYTES = 240  # of one name, as file systems count


def entry_folder(entry: Entry, call: Call) -> str:
    """Return the folder of an entry: its reference, and whose it is as far as that is known.

    Where an entry stands for several things, as block and unit, it lies in a folder of each but the unit itself.
    """
    units = call.identity.unit or ()
    above = [part for name in call.unit_fields if name not in units and (part := entry.written(name))] if units else []
    return "/".join([*(safe(part, LONGEST_FOLDER) for part in above), _own_folder(entry, call)])


def _own_folder(entry: Entry, call: Call) -> str:
    who = entry.named(call.identity.unit) if "author" not in call.one_per else ""
    who = who or entry.named(call.identity.name) or entry.author_name or entry.author_email.partition("@")[0]
    return safe(f"{entry.reference} {who}", LONGEST_FOLDER)


def ending_of(file: EntryFile) -> str:
    """Return the ending of a file's name, with its dot, in small letters."""
    return (_parted(file.name)[1] or f".{file.type}").lower()


def file_name(file: EntryFile, number: int) -> str:
    """Return a file's number and name: its title where its own name is a camera's; the ending stays what it is."""
    stem, ending = _parted(file.name)
    ending = ending or f".{file.type}"
    if file.title and CAMERA.match(stem):
        stem = file.title
    return safe(f"{number:02d} {stem}", LONGEST_FILE - len(ending)) + ending.lower()


def _parted(name: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+?)(\.[A-Za-z0-9]{1,5})", name, re.DOTALL)
    return (found[1], found[2]) if found else (name, "")


def safe(text: str, longest: int) -> str:
    """Return a name without what some system forbids: marks, unseen characters, blanks and dots at its ends, a device's name."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(char for char in FORBIDDEN.sub(" ", text) if unicodedata.category(char) not in UNSEEN)
    text = re.sub(r"\s+", " ", text).strip(" .")[:longest]
    while len(text.encode("utf-8")) > MOST_BYTES:
        text = text[:-1]
    text = text.strip(" .")
    return f"_{text}" if not text or DEVICES.match(text) else text


def unlike(name: str, taken: set[str]) -> str:
    """Return a name that none before it has, whatever its case; the next one like it gets a number."""
    stem, ending = _parted(name)
    found, count = name, 2
    while found.casefold() in taken:
        found, count = f"{stem} ({count}){ending}", count + 1
    taken.add(found.casefold())
    return found
