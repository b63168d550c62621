"""The rules, in reading order: an explicit table, no discovery. What looks at slots is asked of each slot in turn."""

from validators.rule import Rule
from validators.rules.acceptance_awaited import AcceptanceAwaited
from validators.rules.archive_unreadable import ArchiveUnreadable
from validators.rules.cloud_link import CloudLinkInstead
from validators.rules.document_format import DocumentFormat
from validators.rules.document_pages import DocumentPages
from validators.rules.document_unreadable import DocumentUnreadable
from validators.rules.field_held import FieldHeld
from validators.rules.file_format import FileFormat
from validators.rules.files_unclaimed import FilesUnclaimed
from validators.rules.form_field_invalid import FormFieldInvalid
from validators.rules.form_field_missing import FormFieldMissing
from validators.rules.form_left_over import FormLeftOver
from validators.rules.form_pieces_mismatch import FormPiecesMismatch
from validators.rules.form_unreadable import FormUnreadable
from validators.rules.form_value_unsure import FormValueUnsure
from validators.rules.link_host import LinkHost
from validators.rules.link_qr import LinkQr
from validators.rules.naming import Naming
from validators.rules.photo_damaged import PhotoDamaged
from validators.rules.photo_duplicate import PhotoDuplicate
from validators.rules.photo_format import PhotoFormat
from validators.rules.photo_padded import PhotoPadded
from validators.rules.photo_page import PhotoPage
from validators.rules.photo_provenance import PhotoProvenance
from validators.rules.photo_seen_elsewhere import PhotoSeenElsewhere
from validators.rules.photo_size import PhotoSize
from validators.rules.photo_size_borderline import PhotoSizeBorderline
from validators.rules.photo_suspect import PhotoSuspect
from validators.rules.photo_too_large import PhotoTooLarge
from validators.rules.photo_width import PhotoWidth
from validators.rules.sender_automatic import SenderAutomatic
from validators.rules.sender_unverified import SenderUnverified
from validators.rules.sheet_cells import SheetCells
from validators.rules.sheet_notes import SheetNotes
from validators.rules.sheet_unreadable import SheetUnreadable
from validators.rules.slot_awaited import SlotAwaited
from validators.rules.slot_count import SlotCount
from validators.rules.slot_late import SlotLate
from validators.rules.subject_phrase import SubjectPhrase
from validators.rules.text_language import TextLanguage
from validators.rules.text_length import TextLength
from validators.rules.text_topics import TextTopics
from validators.rules.video_damaged import VideoDamaged
from validators.rules.video_duration import VideoDuration
from validators.rules.video_format import VideoFormat
from validators.rules.video_resolution import VideoResolution
from validators.rules.window_early import WindowEarly
from validators.rules.window_late import WindowLate

RULES: tuple[type[Rule], ...] = (
    ArchiveUnreadable,  # first: what else is missing may be in it
    DocumentUnreadable,
    SlotCount,
    SlotAwaited,
    SlotLate,
    FormUnreadable,
    FormFieldMissing,
    FormFieldInvalid,
    FormValueUnsure,
    FormLeftOver,
    FieldHeld,
    SheetUnreadable,
    SheetCells,
    SheetNotes,
    DocumentFormat,
    DocumentPages,
    FileFormat,
    PhotoFormat,
    PhotoSize,
    PhotoSizeBorderline,
    PhotoPadded,
    PhotoWidth,
    PhotoTooLarge,
    PhotoDamaged,
    PhotoSuspect,
    PhotoPage,
    PhotoDuplicate,
    PhotoSeenElsewhere,
    PhotoProvenance,
    TextLength,
    TextLanguage,
    TextTopics,
    VideoFormat,
    VideoResolution,
    VideoDuration,
    VideoDamaged,
    LinkHost,
    LinkQr,
    FormPiecesMismatch,
    WindowLate,
    WindowEarly,
    SubjectPhrase,
    Naming,
    CloudLinkInstead,
    FilesUnclaimed,
    SenderUnverified,
    SenderAutomatic,
    AcceptanceAwaited,
)
