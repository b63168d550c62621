"""The kinds, in a table: the types of file that are one by content, the endings that a broken one still claims, its usual words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from intake.config.models import Slot, SlotKind
from intake.model.filetypes import ARCHIVES, DESIGNS, DOCUMENTS, PICTURES, SOUNDS, VIDEOS, FileType
from intake.words.fold import mentions

BROKEN = frozenset({FileType.UNKNOWN, FileType.EMPTY})  # bytes that say nothing: what the file claims to be counts
PAGES = frozenset({FileType.HTML, FileType.TEXT})  # what a download that failed leaves under a photo's name
UNUSUAL = DESIGNS - {FileType.TIFF} | {FileType.RAW, FileType.JXL, FileType.JP2, FileType.JXR}  # pictures that few programs show
SHEETS = frozenset({FileType.XLSX, FileType.XLSB, FileType.EXCEL_XML, FileType.OLE, FileType.FLAT_ODF, FileType.ODT})
SHEET_ENDINGS = frozenset({"xlsx", "xls", "et", "ods", "csv", "xlsm", "xlsb", "fods"})
OTHER_NAMES = {"MPO": "JPEG", "JPG": "JPEG", "TIF": "TIFF", "TXT": "TEXT", "HTM": "HTML", "HEIF": "HEIC", "TGZ": "GZIP", "OGA": "OGG",
               "OPUS": "OGG", "AIF": "AIFF", "AIFC": "AIFF"}  # fmt: skip
FAMILIES = frozenset(  # contents that several formats have: the name tells which
    {FileType.OLE, FileType.UNKNOWN, FileType.EMPTY, FileType.DESIGN, FileType.VIDEO, FileType.AUDIO} | ARCHIVES
)
TOLD_BY_CONTENT = frozenset({kind.value.upper() for kind in FileType}) | {"DOC", "DOT", "WPS", "XLS", "ET", "PPT", "DPS"}
RELATED = (SOUNDS, VIDEOS, DESIGNS - {FileType.TIFF})  # of which one stands in for another: a FLAC where MP3 is asked for
RECORDED = {
    "M4A": frozenset({FileType.MP4, FileType.MOV, FileType.THREEGP}),
    "WMA": frozenset({FileType.WMV}),
}  # sound in a film's container


class SlotFile(Protocol):
    """What is looked at: a file of a mail, or a material of an entry."""

    @property
    def name(self) -> str:
        """Return its shown name."""
        ...

    @property
    def folder(self) -> str:
        """Return its folder in an archive, '' for none."""
        ...

    @property
    def type(self) -> FileType:
        """Return what it is by content."""
        ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How files of one kind are known."""

    types: frozenset[FileType] = frozenset()
    endings: frozenset[str] = frozenset()  # what a file of no known type is called
    media: str = ""  # the Content-Type that it is declared with, as image/
    unusual: frozenset[FileType] = frozenset()  # of the kind, but not what is meant where no format is asked for
    words: frozenset[str] = frozenset()  # name the kind alone: a name that says more outweighs them

    def fits(self, item: SlotFile, declared: str = "") -> bool:
        """Tell whether a file is of the kind: by content, and where that says nothing by what it claims to be."""
        claims = ending(item.name) in self.endings or bool(self.media and declared.startswith(self.media))
        return item.type in self.types or (claims and (item.type in BROKEN or (bool(self.media) and poses(item))))


KINDS = {
    SlotKind.FORM: Kind(),  # found by reading (intake.forms)
    SlotKind.TEXT: Kind(),
    SlotKind.LINK: Kind(),
    SlotKind.PHOTO: Kind(
        types=PICTURES,
        endings=frozenset({"jpg", "jpeg", "jpe", "heic", "png", "tif", "tiff"}),
        media="image/",
        unusual=UNUSUAL,
        words=frozenset({"photo", "photos", "photograph", "picture", "pictures", "image", "照片", "图片", "相片"}),
    ),
    SlotKind.DOCUMENT: Kind(
        types=DOCUMENTS,
        endings=frozenset({"doc", "docx", "wps", "pdf", "rtf", "odt", "ppt", "pptx", "dps", "ofd", "pages", "key"}),
        words=frozenset({"document", "file", "word", "文档", "文件"}),
    ),
    SlotKind.VIDEO: Kind(
        types=VIDEOS,
        endings=frozenset({"mp4", "m4v", "mov", "avi", "mkv", "wmv", "flv", "webm", "3gp", "mpg", "mpeg"}),
        media="video/",
        words=frozenset({"video", "film", "clip", "视频", "短片"}),
    ),
    SlotKind.SHEET: Kind(types=SHEETS, endings=SHEET_ENDINGS, words=frozenset({"table", "sheet", "表", "表格"})),
    SlotKind.FILE: Kind(types=frozenset(FileType) - BROKEN),
}


def poses(item: SlotFile) -> bool:
    """Tell whether a page or a text bears the ending of a photo or a film, so that it is one that failed and nobody's words."""
    return item.type in PAGES and any(ending(item.name) in kind.endings for kind in KINDS.values() if kind.media)


def ending(name: str) -> str:
    """Return a file name's ending in lower case, '' for none."""
    stem, dot, last = name.rpartition(".")
    return last.casefold() if dot and stem else ""


def fits(slot: Slot, item: SlotFile, declared: str = "") -> int:
    """Tell how well a file fits a slot: 0 not at all, 1 its kind but no format asked for, 2 its kind, 3 a format asked for by name."""
    kinds = [kind for kind in slot.kind if KINDS[kind].fits(item, declared)]
    if slot.kind == (SlotKind.FILE,) and item.type is FileType.EMPTY and (_called_so(slot, item) or _asked_ending(slot, item)):
        return 3 if _asked_ending(slot, item) else 1  # nothing is in it: what it claims to be
    if item.type is FileType.UNKNOWN and slot.is_a(SlotKind.FILE) and _by_name_alone(item, slot.formats):
        return 3
    if not kinds and _poses_as(slot, item):
        return 1
    if not kinds:  # a program's own format that nobody knows by its bytes is a file all the same, where it is called so
        strange = item.type is FileType.UNKNOWN and not _asked_ending(slot, item)
        return int(slot.kind == (SlotKind.FILE,) and strange and _called_so(slot, item))
    if slot.formats and has_format(item, slot.formats):
        return 3
    if slot.formats:  # any file at all is of kind file: of another format, only one that is called so, or its folder
        return int(kinds != [SlotKind.FILE] or _called_so(slot, item))
    if kinds == [SlotKind.FILE]:
        return 1
    return 1 if all(item.type in KINDS[kind].unusual for kind in kinds) else 2


def _poses_as(slot: Slot, item: SlotFile) -> bool:
    """Tell a film, a recording or a picture that bears the ending of another such kind, which the slot asks for: a film called .jpg."""
    bears = any(KINDS[kind].media and ending(item.name) in KINDS[kind].endings for kind in slot.kind)
    return bears and item.type in PICTURES | VIDEOS | SOUNDS


def _called_so(slot: Slot, item: SlotFile) -> bool:
    """Tell whether a file or its folder bears a name of the slot."""
    return any(mentions(f"{item.folder}/{item.name}", word) for word in slot.names)


def _asked_ending(slot: Slot, item: SlotFile) -> bool:
    """Tell whether a file is called as one of the formats asked for: then its bytes should be of it."""
    return ending(item.name).upper() in {*slot.formats, *(name for name, other in OTHER_NAMES.items() if other in slot.formats)}


def has_format(item: SlotFile, formats: Iterable[str]) -> bool:
    """Tell whether a file is of one of these formats: by content; by its ending where one content has several, or none is known."""
    wanted = {OTHER_NAMES.get(name, name) for name in formats}
    claimed = OTHER_NAMES.get(ending(item.name).upper(), ending(item.name).upper())
    by_name = item.type in FAMILIES or item.type in RECORDED.get(claimed, ()) or _by_name_alone(item, wanted)
    return item.type.value.upper() in wanted or (by_name and claimed in wanted)


def _by_name_alone(item: SlotFile, formats: Iterable[str]) -> bool:
    """Tell whether a file is called as a format asked for that nobody here knows by its bytes: a plan for a machine, a score."""
    claimed = ending(item.name).upper()
    return claimed in formats and claimed not in TOLD_BY_CONTENT | OTHER_NAMES.keys()


def is_related(item: SlotFile, formats: Iterable[str]) -> bool:
    """Tell whether a file is of another format than those asked for, but of what they are formats of: a sound, a film, a design."""
    wanted = {OTHER_NAMES.get(name, name) for name in formats}
    return any(item.type in kin and wanted & {kind.value.upper() for kind in kin} for kin in RELATED)


def archives_alone(formats: Iterable[str]) -> bool:
    """Tell whether formats are those of archives and of nothing else."""
    wanted = {OTHER_NAMES.get(name, name) for name in formats}
    return bool(wanted) and wanted <= {kind.value.upper() for kind in ARCHIVES}
