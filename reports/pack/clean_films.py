"""A judged film or recording without tags: its pictures and its sound as they were coded, in a container written anew."""

from __future__ import annotations

import os
from pathlib import Path

import av
import av.error

from intake.model.submission import FileType
from reports.pack.clean_pictures import NotCleanedError

CONTAINERS = {  # how PyAV calls the container, and the ending
    FileType.MP4: ("mp4", "mp4"),
    FileType.M4V: ("mp4", "m4v"),
    FileType.MOV: ("mov", "mov"),
    FileType.THREEGP: ("3gp", "3gp"),
    FileType.MKV: ("matroska", "mkv"),
    FileType.WEBM: ("webm", "webm"),
    FileType.AVI: ("avi", "avi"),
    FileType.WMV: ("asf", "wmv"),
    FileType.FLV: ("flv", "flv"),
    FileType.MPEG: ("mpegts", "ts"),
    FileType.MP3: ("mp3", "mp3"),
    FileType.WAV: ("wav", "wav"),
    FileType.M4A: ("ipod", "m4a"),
    FileType.FLAC: ("flac", "flac"),
    FileType.OGG: ("ogg", "ogg"),
    FileType.AAC: ("adts", "aac"),
    FileType.AIFF: ("aiff", "aiff"),
    FileType.AMR: ("amr", "amr"),
}
PLAYED = frozenset({"video", "audio"})  # what else there is may be a track of places where a phone was
TECHNICAL = frozenset(  # tags that say how a film is coded, and nothing of whose it is
    {"major_brand", "minor_version", "compatible_brands", "encoder", "handler_name", "vendor_id", "language", "duration"}
)


def cleaned_film(source: Path, kind: FileType, out: Path) -> None:
    """Write a film or recording without tags, chapters, covers or further tracks (0600); raises NotCleanedError and OSError."""
    container, _ = CONTAINERS[kind]
    try:
        with av.open(str(source)) as film, av.open(str(out), "w", format=container, options={"fflags": "+bitexact"}) as bare:
            pairs = {
                each.index: bare.add_stream_from_template(each)
                for each in film.streams
                if each.type in PLAYED and not each.disposition & av.stream.Disposition.attached_pic
            }
            if not pairs:
                raise NotCleanedError(kind.value)
            for stream in pairs.values():
                stream.metadata.clear()
            for packet in film.demux([film.streams[index] for index in pairs]):
                if packet.dts is not None:
                    packet.stream = pairs[packet.stream.index]
                    bare.mux(packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise NotCleanedError(str(error)) from error
    out.chmod(0o600)
    with out.open("rb") as written:
        os.fsync(written.fileno())


def tags(path: Path) -> dict[str, str]:
    """Return what a film tells beside how it is coded; raises av.error.FFmpegError for what is none."""
    with av.open(str(path)) as film:
        told = [film.metadata, *(stream.metadata for stream in film.streams)]
        others = {f"track {each.index}": each.type for each in film.streams if each.type not in PLAYED}
    return {key: value for each in told for key, value in each.items() if key.lower() not in TECHNICAL} | others
