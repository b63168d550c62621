"""Small real films, encoded here: any container and codec, turned, cut, padded, hurt in the middle."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np

from tests.builders.kept import kept

FORMATS = {  # ending -> what PyAV calls the container, and the usual codec in it
    "mp4": ("mp4", "libx264"),
    "mov": ("mov", "libx264"),
    "m4v": ("ipod", "libx264"),
    "3gp": ("3gp", "libx264"),
    "avi": ("avi", "mpeg4"),
    "mkv": ("matroska", "libx264"),
    "webm": ("webm", "libvpx"),
    "wmv": ("asf", "wmv2"),
    "flv": ("flv", "flv"),
    "mpg": ("mpeg", "mpeg2video"),
    "ts": ("mpegts", "mpeg2video"),
}


@dataclass(frozen=True)
class Film:
    """What a film is to be: its ending and codec ('': the usual one), pixels, seconds, and how far it is to be turned."""

    ending: str = "mp4"
    codec: str = ""
    width: int = 176
    height: int = 144
    seconds: float = 2.0
    rate: int = 12
    turned: int = 0
    sound: bool = False
    dark: float = 0.0  # seconds of black at its beginning
    options: tuple[tuple[str, str], ...] = ()  # of the container: ("movflags", "faststart")


@cache
@kept
def film(wanted: Film = Film()) -> bytes:
    """Return the film's bytes."""
    container, usual = FORMATS[wanted.ending]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{wanted.ending}"
        with av.open(str(path), "w", format=container, options=dict(wanted.options)) as out:
            video = out.add_stream(
                wanted.codec or usual, rate=wanted.rate, options={"threads": "1", **_calm(wanted.codec or usual)}
            )
            video.width, video.height, video.gop_size = wanted.width, wanted.height, wanted.rate
            video.pix_fmt = "yuv422p10le" if wanted.codec == "prores_ks" else "yuv420p"
            sound = out.add_stream("aac" if wanted.ending != "webm" else "libopus", rate=48_000) if wanted.sound else None
            for number in range(round(wanted.seconds * wanted.rate)):
                out.mux(video.encode(_picture(wanted, number)))
            out.mux(video.encode())
            if sound is not None:
                _sound(out, sound, wanted.seconds)
        data = path.read_bytes()
    return _turned(data, wanted.turned) if wanted.turned else data


def _calm(codec: str) -> Mapping[str, str]:
    """Return what makes an encoder quick and quiet."""
    return {
        "libx264": {"preset": "ultrafast"},
        "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:pools=none"},
        "libvpx": {"deadline": "realtime", "cpu-used": "8"},
        "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    }.get(codec, {})


def _picture(wanted: Film, number: int) -> av.VideoFrame:
    """Return a picture with grain and a bar that moves, so that no codec makes it nothing; black at a beginning that is dark."""
    if number < wanted.dark * wanted.rate:
        return av.VideoFrame.from_ndarray(np.zeros((wanted.height, wanted.width, 3), dtype=np.uint8), format="rgb24")
    grain = np.random.default_rng(number).integers(0, 60, (wanted.height, wanted.width, 3), dtype=np.uint8)
    grain[:, (number * 8) % wanted.width :][:, :20] += 120
    return av.VideoFrame.from_ndarray(grain, format="rgb24")


def _sound(out: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    count = 1024
    for number in range(int(seconds * 48_000 / count)):
        frame = av.AudioFrame.from_ndarray(np.zeros((2, count), dtype=np.float32), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 48_000, number * count
        out.mux(stream.encode(frame))
    out.mux(stream.encode())


def _turned(data: bytes, degrees: int) -> bytes:
    """Return an MP4 or MOV whose header says that it is to be shown turned clockwise (ISO 14496-12, 8.3.2: matrix)."""
    place = data.index(b"tkhd") + 4 + 40
    matrix = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees]
    a, b, c, d = (value << 16 for value in matrix)
    return data[:place] + struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30) + data[place + 36 :]


def cut(data: bytes, share: float) -> bytes:
    """Return the first part of a file, as a transfer that broke off leaves it."""
    return data[: int(len(data) * share)]


def hurt(data: bytes, share: float = 0.2) -> bytes:
    """Return a film with zeros in the middle of its pictures."""
    start, length = data.index(b"mdat"), data.rindex(b"moov")
    pictures = length - start if length > start else len(data) - start
    first = start + int(pictures * 0.4)
    return data[:first] + bytes(int(pictures * share)) + data[first + int(pictures * share) :]


def large(path: Path, size: int) -> Path:
    """Write a film of so many bytes: real frames, each followed by what no decoder looks at; `moov` stands at the end."""
    data = film(Film(width=1280, height=720, seconds=2, rate=24))
    place = data.index(b"mdat") - 4
    end = place + struct.unpack_from(">I", data, place)[0]
    hole = size - len(data)
    with path.open("wb") as file:  # ftyp … mdat (64-bit length: frames and a hole) … moov
        file.write(data[:place] + struct.pack(">I4s", end - place + hole, b"mdat") + data[place + 8 : end])
        file.seek(hole, 1)
        file.write(data[end:])
    return path


def repeated(path: Path, wanted: Film, size: int) -> None:
    """Write a film of about so many bytes: the pictures of a short one in fine quality, again and again, each a packet of its own."""
    with av.open(str(path), "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=wanted.rate, options={"preset": "ultrafast", "crf": "4", "threads": "1"})
        video.width, video.height, video.gop_size, video.pix_fmt = wanted.width, wanted.height, wanted.rate, "yuv420p"
        packets = [
            packet for number in range(round(wanted.seconds * wanted.rate)) for packet in video.encode(_picture(wanted, number))
        ]
        packets += video.encode()
        base = packets[0].time_base
        coded = [(bytes(packet), packet.pts, packet.dts, packet.is_keyframe, packet.duration) for packet in packets]
        for turn in range(max(size // sum(len(data) for data, *_ in coded), 1)):
            later = round(turn * wanted.seconds / base)
            for data, pts, dts, key, duration in coded:
                packet = av.Packet(data)
                packet.stream, packet.time_base = video, base
                packet.pts, packet.dts, packet.is_keyframe, packet.duration = pts + later, dts + later, key, duration
                out.mux(packet)
