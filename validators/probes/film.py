"""Open a film with FFmpeg: its streams, its first and last pictures, and every packet's shape, without decoding the whole."""

from __future__ import annotations

import mmap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.subtitles.stream  # else loaded with the first film that has subtitles, when memory may be short

from intake.model.filetypes import FileType

DEMUXERS = {  # the one reader that a container's own mark stands for: nothing else is tried, so that no playlist is followed
    FileType.MP4: "mov",
    FileType.M4V: "mov",
    FileType.MOV: "mov",
    FileType.THREEGP: "mov",
    FileType.MKV: "matroska",
    FileType.WEBM: "matroska",
    FileType.AVI: "avi",
    FileType.WMV: "asf",
    FileType.FLV: "flv",
}
MPEGS = {b"\0\0\1\xba": "mpeg", b"\0\0\1\xb3": "mpegvideo"}
OPTIONS = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,flv,mpeg,mpegvideo,mpegts",
    "protocol_whitelist": "file",
}
DECODED = frozenset(  # what people film and save in; a rarer codec is not handed to its decoder
    [
        "h264",
        "hevc",
        "mpeg4",
        "msmpeg4v1",
        "msmpeg4v2",
        "msmpeg4v3",
        "mpeg1video",
        "mpeg2video",
        "vp8",
        "vp9",
        "av1",
        "libdav1d",
        "prores",
        "dnxhd",
        "mjpeg",
        "dvvideo",
        "h263",
        "flv1",
        "wmv1",
        "wmv2",
        "wmv3",
        "vc1",
        "vp6",
        "vp6f",
        "svq3",
        "cinepak",
        "rawvideo",
    ]
)
LAST = 1.0  # seconds before the end that are decoded, from the picture before them that stands by itself
MOST_FRAMES, MOST_SECONDS = 240, 1.5  # of them, and of processor time
MOST_PACKETS = 1_000_000
ROOM = 350_000_000  # bytes of address space that a decoder may need; short of it, some call a whole film damaged (4K: 320 MB)
ZEROS = 8  # bytes that a writer may leave behind the last piece of a picture
NOTHING = 16  # bytes of zeros that no picture of any codec begins with
PIXELS = 8192 * 8192  # more are not decoded


@dataclass(frozen=True, kw_only=True)
class Packets:
    """What all packets of a film tell: how many, from when to when (seconds), how many are hurt, and whether the last is."""

    count: int = 0
    ends: float = 0.0
    hurt: int = 0
    last_hurt: bool = False


@contextmanager
def opened(path: Path, kind: FileType) -> Iterator[Any]:
    """Open a film by the reader of its kind alone; raises av.FFmpegError."""
    name = DEMUXERS.get(kind) or _mpeg(path)
    with av.open(str(path), format=name, options=OPTIONS, metadata_errors="replace") as container:
        for stream in container.streams.video:
            stream.thread_type = "NONE"
            if stream.codec_context is not None:
                stream.codec_context.thread_count = 1
        yield container


def has_room() -> bool:
    """Tell whether a decoder would get the memory that it may need; none of it is touched."""
    try:
        mmap.mmap(-1, ROOM).close()
    except (OSError, MemoryError):
        return False
    return True


def _mpeg(path: Path) -> str | None:
    with path.open("rb") as file:
        return MPEGS.get(file.read(4), "mpegts")


def film_of(container: Any) -> Any | None:
    """Return the stream with the moving pictures; None where there is only sound or a cover."""
    covers = av.stream.Disposition.attached_pic
    return next((stream for stream in container.streams.video if not stream.disposition & covers), None)


def codec_of(stream: Any) -> str:
    """Return what the pictures are coded in, whichever library would decode them: "av1", not "libdav1d"."""
    return str(stream.codec_context.codec.canonical_name)


def decodes(stream: Any) -> bool:
    """Tell whether the film's pictures may be handed to their decoder."""
    context = stream.codec_context
    return codec_of(stream) in DECODED and 0 < context.width * context.height <= PIXELS


def first_frame(container: Any, stream: Any) -> Any | None:
    """Return the first picture, None when there is none; raises av.FFmpegError."""
    return next(container.decode(stream), None)


def frame_at(container: Any, stream: Any, seconds: float) -> Any | None:
    """Return a picture that stands by itself near a moment; raises av.FFmpegError."""
    container.seek(round(seconds * av.time_base))
    return next(container.decode(stream), None)


def ends_well(container: Any, stream: Any, seconds: float) -> bool:
    """Decode the last second; False when it breaks. A long run of pictures is followed only so far."""
    until = time.process_time() + MOST_SECONDS
    try:
        container.seek(round(max(seconds - LAST, 0.0) * av.time_base))
        for number, frame in enumerate(container.decode(stream)):
            if frame.is_corrupt:
                return False
            if number >= MOST_FRAMES or time.process_time() > until:
                break
    except av.error.InvalidDataError:
        return False
    return True


def packets_of(container: Any, stream: Any) -> Packets:
    """Return what the film's packets tell; raises av.FFmpegError."""
    width, name = _length_bytes(stream.codec_context), codec_of(stream)
    count = hurt = 0
    ends, last_hurt = 0.0, False
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        count += 1
        last_hurt = packet.is_corrupt
        hurt += last_hurt or not _sound(memoryview(packet), width, name)
        if packet.pts is not None:
            ends = max(ends, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        if count >= MOST_PACKETS:
            break
    return Packets(count=count, ends=ends, hurt=hurt, last_hurt=last_hurt)


def _length_bytes(context: Any) -> int:
    """Return how many bytes tell the length of each piece (NAL unit) of a picture; 0 where pieces are told otherwise."""
    extra = bytes(context.extradata or b"")
    if context.name == "h264" and len(extra) > 6 and extra[0] == 1:
        return (extra[4] & 3) + 1
    if context.name == "hevc" and len(extra) > 22 and extra[:3] not in {b"\0\0\0", b"\0\0\1"}:
        return (extra[21] & 3) + 1
    return 0


def _sound(data: memoryview, width: int, name: str) -> bool:
    """Tell whether a packet looks like a picture: its pieces add up, or it does not begin with nothing at all."""
    if width:
        return _adds_up(data, width)
    return len(data) < NOTHING or name == "rawvideo" or any(data[:NOTHING])


def _adds_up(data: memoryview, width: int) -> bool:
    """Tell whether the lengths of the pieces add up to the packet (ISO 14496-15): zeros or foreign bytes in it do not."""
    place, size = 0, len(data)
    while place + width <= size:
        length = int.from_bytes(data[place : place + width], "big")
        if length == 0:
            return place > 0 and size - place <= ZEROS
        place += width + length
    return place == size
