"""Plain builders of documents, films and links that rules examine."""

from pathlib import Path

from intake.config.models import Slot
from intake.links.asked import read_link
from intake.model.links import Link
from intake.model.submission import FileType, Material
from validators.facts import FilledSlot, SlotPiece
from validators.facts_document import DocumentFacts
from validators.facts_video import VideoFacts


def _material(name: str, kind: FileType) -> Material:
    return Material(role="slot", name=name, type=kind, size=9000, sha256=name, path=Path(name), message="m")


def document(name: str = "article.docx", **facts) -> SlotPiece[DocumentFacts]:
    """Return a good Word file of 900 characters, or with facts changed."""
    told = {"file_bytes": 9000, "format": "DOCX", "han": 900, "text": "文" * 900, "editable": True, **facts}
    return SlotPiece(material=_material(name, FileType.DOCX), facts=DocumentFacts(sha256=name, **told))


def video(name: str = "clip.mp4", **facts) -> SlotPiece[VideoFacts]:
    """Return a good film of 4 minutes in 1080p, or with facts changed."""
    told = {"file_bytes": 9_000_000, "format": "MP4", "codec": "h264", "width": 1920, "height": 1080, "seconds": 240.0, **facts}
    return SlotPiece(material=_material(name, FileType.MP4), facts=VideoFacts(sha256=name, **told))


def document_slot(*pieces: SlotPiece[DocumentFacts], **holds) -> FilledSlot:
    """Return a slot for documents with these in it."""
    slot = Slot(id="slot", kind="document", count="1-", title={"zh": "稿件", "en": "article"})
    return FilledSlot(slot=slot, pieces=pieces, **holds)


def link(address: str) -> Link:
    """Return a link read."""
    found = read_link(address)
    assert found is not None
    return found
