"""Look at a film once and return VideoFacts: structure, all packets, first and last pictures, never a whole decode.

Runs in a worker with limits; nothing escapes but facts, and nothing that a film refers to is opened.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageStat

from intake.mime.sniff import sniff
from intake.model.causes import Cause
from intake.model.faults import of_the_machine
from intake.model.filetypes import SOUNDS, VIDEOS, FileType
from intake.model.problems import Problem, Unmeasured
from validators.facts_video import VideoFacts
from validators.probes import film
from validators.probes.cause import CHATS
from validators.probes.promised_bytes import Promise, promised

FAMILY = {FileType.MP4: "mp4", FileType.M4V: "mp4", FileType.MOV: "mp4", FileType.MKV: "mkv", FileType.WEBM: "mkv"}
ENDINGS = {
    "mp4": FileType.MP4, "m4v": FileType.M4V, "mov": FileType.MOV, "qt": FileType.MOV, "avi": FileType.AVI, "mkv": FileType.MKV,
    "webm": FileType.WEBM, "wmv": FileType.WMV, "asf": FileType.WMV, "flv": FileType.FLV, "3gp": FileType.THREEGP,
    "3g2": FileType.THREEGP, "mpg": FileType.MPEG, "mpeg": FileType.MPEG, "ts": FileType.MPEG, "mts": FileType.MPEG,
    "m2ts": FileType.MPEG, "vob": FileType.MPEG,
}  # fmt: skip
SPAN, SHARE = 2.0, 0.1  # seconds, and share of the whole, by which pictures may end earlier or later than the header says
PADDING = 65_536  # bytes behind the end that nobody minds
MOST_OF_CHATS, CHAT_SIDES = 2_000_000, {360, 368, 480, 540, 544}  # bits a second, and short sides, of films sent through a chat
SMALL = 720  # pixels of the short side from which on no chat app made it smaller
CHAT_VIDEOS = (("wechat", r"微信视频|^wx_camera"), ("qq", r"^(qq|tim)(视频|video)"), ("whatsapp", r"^vid-\d{8}-wa\d+"),
               ("telegram", r"^video_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d"))  # fmt: skip
LIVE = 4.0  # seconds that the moving part of a picture takes at most
THUMBNAIL, QUALITY = 480, 80  # pixels of its longer side, JPEG quality
PLACES = (0.1, 0.3, 0.5, 0.8)  # of the film, where a picture is looked for that shows something
PLAIN = 6.0  # of 255: how little a picture's lightness differs that is black, white or a single colour
TAGS = {
    "make": ("com.apple.quicktime.make", "make", "com.android.manufacturer"),
    "model": ("com.apple.quicktime.model", "model", "com.android.model"),
    "taken": ("com.apple.quicktime.creationdate", "creation_time", "date"),
    "software": ("com.apple.quicktime.software", "software", "encoder"),
}
PERSONAL = (
    "location",
    "location-eng",
    "com.apple.quicktime.location.iso6709",
    "artist",
    "author",
    "copyright",
    "com.apple.quicktime.author",
)
LONGEST_TAG = 120


def probe(path: Path, thumbnail: Path | None, name: str = "", sha256: str = "") -> VideoFacts:
    """Return the facts of one file; a film that cannot be opened has its `problem`, never an exception."""
    size = path.stat().st_size
    kind = sniff(path, name)
    facts = VideoFacts(
        sha256=sha256, file_bytes=size, format="" if kind in {FileType.EMPTY, FileType.UNKNOWN} else kind.value.upper()
    )
    if not size:
        return replace(facts, problem=Unmeasured.EMPTY)
    if kind not in VIDEOS:
        return replace(facts, problem=Unmeasured.NO_PICTURE if kind in SOUNDS else Unmeasured.NOT_A_VIDEO)
    facts = replace(facts, renamed=_renamed(name, kind))
    if not film.has_room():
        return replace(facts, problem=Problem.MEMORY)
    promise = promised(path, kind)
    if not promise.indexed and FAMILY.get(kind) == "mp4":
        return replace(facts, problem=Problem.TRUNCATED if promise.cut else Unmeasured.NO_INDEX)
    try:
        facts = _measured(path, kind, facts, promise)
        facts = _seen(path, kind, facts, thumbnail) if not facts.problem else facts
        return replace(facts, likely_cause=_likely_cause(facts, name))
    except Exception as error:  # noqa: BLE001 - a strange film breaks its library in any way: a finding on that file alone
        return replace(facts, problem=_problem(error, promise))


def _problem(error: Exception, promise: Promise) -> str:
    """Say what an exception makes of a film; raises it again where the machine is to blame."""
    if isinstance(error, MemoryError | av.error.BlockingIOError | av.error.MemoryError):
        return Problem.MEMORY  # told so by decoders that get none
    if of_the_machine(error):
        raise error
    return Problem.TRUNCATED if promise.cut else Unmeasured.NO_INDEX if not promise.indexed else Problem.DAMAGED


def _renamed(name: str, kind: FileType) -> bool:
    """Tell whether a film's name claims a container of another family."""
    claimed = ENDINGS.get(name.rpartition(".")[2].lower())
    return claimed is not None and FAMILY.get(claimed, claimed) != FAMILY.get(kind, kind)


def _measured(path: Path, kind: FileType, facts: VideoFacts, promise: Promise) -> VideoFacts:
    """Return the facts of structure and packets."""
    with film.opened(path, kind) as container:
        stream = film.film_of(container)
        facts = replace(facts, has_sound=bool(container.streams.audio), **_told(container))
        if stream is None:
            return replace(facts, problem=Unmeasured.NO_PICTURE)
        context = stream.codec_context
        if context is None:
            return replace(facts, problem=Problem.TRUNCATED if promise.cut else Problem.DAMAGED)
        facts = replace(facts, codec=film.codec_of(stream), width=context.width, height=context.height)
        if context.codec_tag in {"encv", "drmi"}:
            return replace(facts, problem=Unmeasured.LOCKED)
        said = (container.duration or 0) / av.time_base
        first = max(container.start_time or 0, 0) / av.time_base
        packets = film.packets_of(container, stream)
    seconds = said or max(packets.ends - first, 0.0)
    facts = replace(facts, seconds=round(seconds, 2), pictures=packets.count)
    facts = replace(facts, bit_rate=round(facts.file_bytes * 8 / seconds) if seconds else 0)
    facts = replace(facts, live_photo=facts.live_photo and seconds < LIVE)
    return _judged(facts, promise, packets, packets.ends - first)


def _judged(facts: VideoFacts, promise: Promise, packets: film.Packets, span: float) -> VideoFacts:
    """Return the facts with what structure and packets say of damage."""
    if promise.cut or packets.last_hurt:
        return replace(facts, problem=Problem.TRUNCATED)
    if packets.count < 2:  # one picture is no film
        return replace(facts, problem=Problem.DAMAGED if facts.seconds > SPAN else Unmeasured.NO_PICTURE)
    if packets.hurt:
        return replace(facts, problem=Problem.DAMAGED)
    off = abs(facts.seconds - span)
    suspect = "span" if off > SPAN and off > SHARE * facts.seconds else "padding" if promise.padding > PADDING else ""
    return replace(facts, suspect=suspect)


def _seen(path: Path, kind: FileType, facts: VideoFacts, thumbnail: Path | None) -> VideoFacts:
    """Return the facts with what the first and last pictures show."""
    with film.opened(path, kind) as container:
        stream = film.film_of(container)
        if stream is None or not film.decodes(stream):
            return replace(facts, suspect="codec")
        frame = film.first_frame(container, stream)
        if frame is None:
            return replace(facts, problem=Problem.DAMAGED)
        turned = -int(frame.rotation) % 360
        width, height = (frame.height, frame.width) if turned % 180 else (frame.width, frame.height)
        facts = replace(facts, width=width, height=height, turned=turned)
        if not film.ends_well(container, stream, facts.seconds):
            facts = replace(facts, problem=Problem.DAMAGED)
        if thumbnail is not None:
            facts = replace(facts, thumbnail=_drawn(container, stream, frame, facts.seconds, thumbnail))
    return facts


def _drawn(container: Any, stream: Any, first: Any, seconds: float, target: Path) -> str:
    """Write a small picture of the film, the first that shows something: many begin black; return its path."""
    best, most = _small(first), -1.0
    for place in PLACES:
        try:
            frame = film.frame_at(container, stream, seconds * place)
        except av.FFmpegError:
            break  # what follows is broken, and told so elsewhere
        image = _small(frame) if frame is not None else best
        shows = ImageStat.Stat(image.convert("L")).stddev[0]
        best, most = (image, shows) if shows > most else (best, most)
        if most > PLAIN:
            break
    target.parent.mkdir(parents=True, exist_ok=True)
    best.save(target, "JPEG", quality=QUALITY)
    return str(target)


def _small(frame: Any) -> Image.Image:
    """Return a film's picture small, as it is shown."""
    share = min(THUMBNAIL / max(frame.width, frame.height), 1.0)
    image: Image.Image = frame.to_image(
        width=max(round(frame.width * share), 1), height=max(round(frame.height * share), 1), threads=1
    )
    return (image.rotate(frame.rotation, expand=True) if frame.rotation else image).convert("RGB")


def _told(container: Any) -> dict[str, Any]:
    """Return what the header says of device, time, place and program."""
    tags = {key.lower(): value for key, value in container.metadata.items()}
    for stream in container.streams.video:
        tags = {**{key.lower(): value for key, value in stream.metadata.items()}, **tags}
    found = {field: next((tags[name][:LONGEST_TAG] for name in names if tags.get(name)), "") for field, names in TAGS.items()}
    personal = any(tags.get(name) for name in PERSONAL) or bool(found["make"] or found["model"])
    return {**found, "personal": personal, "live_photo": "com.apple.quicktime.content.identifier" in tags}


def _likely_cause(facts: VideoFacts, name: str) -> str:
    """Return why a film is probably smaller than it was made: chat-app, with '/' and the app where its name tells it; or ''."""
    for app, pattern in (*CHAT_VIDEOS, *CHATS):
        if re.search(pattern, name, re.IGNORECASE):
            return Cause.CHAT.by(app)
    small = 0 < facts.short_side < SMALL and not facts.make
    return Cause.CHAT if small and (facts.short_side in CHAT_SIDES or 0 < facts.bit_rate < MOST_OF_CHATS) else ""
