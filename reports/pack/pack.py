"""The judging pack and the voting set: accepted entries under neutral codes, nothing of their authors, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Call, SlotKind
from registry.desk.desk import Desk
from registry.desk.pulse import OnStep
from registry.store.whole_file import FolderProblem
from reports.pack.clean_pictures import roomy
from reports.pack.contactsheet import write_contact_sheet
from reports.pack.entries import JudgedEntry, judged_entries, judged_slots, judged_texts
from reports.pack.files import PackedFile
from reports.pack.folder import refuse_unless_free, sha256_of, staged, write_durably, write_sums
from reports.pack.keyfile import write_key
from reports.pack.leaks import search
from reports.pack.namedsheets import write_named_sheets
from reports.pack.pack_words import PackWords, pack_words
from reports.pack.packed import PackedEntry
from reports.pack.packed import PackReport as PackReport
from reports.pack.readme import readme
from reports.pack.scoresheet import write_score_sheet
from reports.pack.voting import write_index
from reports.pack.votingpage import write_voting_page
from reports.pack.works import Lacking, MissingItem, PackWork, Picture, add_works

README, SHEET = "README.txt", "score-sheet.xlsx"
PackWorks = Mapping[str, Sequence[PackWork]]  # by code


def key_of(out: Path) -> Path:
    """Return where the key of a pack lies: beside it, never in it."""
    return out.with_name(f"{out.name}-key.xlsx")


@dataclass(frozen=True, kw_only=True)
class PackScope:
    """What a pack is for: judges, or a public vote; all accepted entries, or those that the preliminary review chose."""

    voting: bool = False
    shortlist: bool = False


FOR_JUDGES, FOR_VOTERS = PackScope(), PackScope(voting=True)


def write_pack(desk: Desk, call_id: str, out: Path, scope: PackScope = FOR_JUDGES, step: OnStep = lambda _: None) -> PackReport:
    """Write a call's pack to the folder `out` and its key beside it; both appear whole or not at all.

    Raises FolderProblem, OSError and sqlite3.Error.
    """
    out = Path(out.absolute())
    key = key_of(out)
    refuse_unless_free(out, key)
    entries = judged_entries(desk, call_id, shortlist=scope.shortlist)
    if scope.shortlist and not entries:
        raise FolderProblem("No accepted entry is on the shortlist; mark some in the workbook's column and import it.")
    with staged(out, key) as (pack, key_part), roomy(desk.config.limits.photo_pixels):
        shown = _grouped(entries, add_works(desk, entries, pack, voting=scope.voting, step=step))
        about = pack_words(desk.config, call_id)
        return _finish(about, entries, shown, (pack, key_part, key), voting=scope.voting)


def _grouped(entries: Sequence[JudgedEntry], made: Iterable[PackWork]) -> PackWorks:
    shown: dict[str, list[PackWork]] = {entry.code: [] for entry in entries}
    for item in made:
        shown[item.name.partition("-")[0]].append(item)
    return shown


def _finish(
    about: PackWords, entries: Sequence[JudgedEntry], shown: PackWorks, places: tuple[Path, Path, Path], *, voting: bool
) -> PackReport:
    """Write everything but the pictures; the key before the README that names its hash, the list of hashes last."""
    pack, key_part, key = places
    without_room = _sheets(about, entries, shown, pack, voting=voting)
    write_key(key_part, pack, about, entries, shown)
    every = [item for entry in entries for item in shown[entry.code]]
    pictures = [item for item in every if isinstance(item, Picture)]
    missing = [*(item for item in every if isinstance(item, MissingItem)), *_unsaid(about.call, entries)]
    done = PackReport(
        key=key,
        entries=len(entries),
        photos=len(pictures),
        files=sum(isinstance(item, PackedFile) for item in every),
        missing=sorted(missing, key=lambda gap: (gap.name, gap.why, gap.detail)),
        masked=[masking for entry in entries for masking in entry.masked],
        rewritten=[item.name for item in pictures if item.rewritten],
        without_room=without_room,
        leaks=search(pack, {entry.code: entry.names for entry in entries}),
    )
    judges = [] if voting else [judge.name for judge in about.call.judges if judge.name.strip()]
    write_named_sheets(pack, pack / SHEET, judges)  # after the search: they are the sheet that was searched
    write_durably(pack / README, readme(done, about, sha256_of(key_part), voting=voting))
    write_sums(pack)
    return done


def _sheets(about: PackWords, entries: Sequence[JudgedEntry], shown: PackWorks, pack: Path, *, voting: bool) -> int:
    """Write what lists the pictures; return how many the score sheet had no room for."""
    packed = [
        PackedEntry(
            entry=entry,
            pictures=[item for item in shown[entry.code] if isinstance(item, Picture)],
            files=[item for item in shown[entry.code] if isinstance(item, PackedFile)],
        )
        for entry in entries
    ]
    if voting:
        write_index(pack, about, packed)
        write_voting_page(pack, about, packed)
        return 0
    if about.shows_pictures:
        cells = [item for entry in entries for item in shown[entry.code] if not isinstance(item, PackedFile)]
        write_contact_sheet(pack / "contact-sheet.pdf", about.titles, cells)
    return write_score_sheet(pack / SHEET, about, packed)


def _unsaid(call: Call, entries: Sequence[JudgedEntry]) -> list[MissingItem]:
    """Return what entries should say and do not, and entries without any work."""
    found = [MissingItem(entry.code, Lacking.NO_TITLE) for entry in entries if call.identity.title and not entry.title]
    texts = judged_texts(call)
    wanted = [name for name in judged_slots(call) if not call.slots[name].is_a(SlotKind.TEXT)]
    found += [MissingItem(entry.code, Lacking.NO_WORKS) for entry in entries if wanted and not entry.works]
    lacking = [
        (entry, name) for entry in entries for name in texts if not entry.texts.get(name) and not entry.entry.files_in(name)
    ]
    return found + [MissingItem(entry.code, Lacking.NO_TEXT, name) for entry, name in lacking]
