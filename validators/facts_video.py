"""What was measured in a film; rules compare these facts with their options."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model.problems import UNSEEN


@dataclass(frozen=True, kw_only=True)
class VideoFacts:
    """What the video probe measured in one file (bytes; pixels as shown, after the turn its header asks for; seconds)."""

    sha256: str
    file_bytes: int
    format: str = ""  # by content: MP4, M4V, MOV, 3GP, AVI, MKV, WEBM, WMV, FLV, MPEG; what else it is; '' unknown
    renamed: bool = False  # its name claims another container, which plays otherwise (MP4, M4V and MOV are one family)
    codec: str = ""  # as FFmpeg calls it: h264, hevc, mpeg4, prores, vp9, …
    width: int = 0
    height: int = 0
    turned: int = 0  # degrees that players turn it by, clockwise
    seconds: float = 0.0  # of the longest track; 0 unknown
    pictures: int = 0  # packets of the film itself, none decoded
    has_sound: bool = False
    bit_rate: int = 0  # bits a second, of the whole file
    problem: str = ""  # '' | empty | not-a-video | no-index | truncated | damaged | no-picture | locked | time | memory | crashed
    suspect: str = (
        ""  # evidence for staff: '' | span (the pictures end earlier or later than said) | padding | codec (not looked into)
    )
    thumbnail: str = ""  # path of a small JPEG, '' if none could be made
    make: str = ""
    model: str = ""
    taken: str = ""  # as written
    software: str = ""
    personal: bool = False  # its header says where, by whom or with which device it was taken
    live_photo: bool = False  # the moving part of a phone's picture, not a film that anybody made
    likely_cause: str = ""  # why it may be small: '' | chat-app, with '/' and the app where it is known

    @property
    def short_side(self) -> int:
        """Return the smaller side in pixels; 0 unknown."""
        return min(self.width, self.height)

    @property
    def unseen(self) -> bool:
        """Tell whether looking at it took too much: a person looks, and nothing is said of the file."""
        return self.problem in UNSEEN
