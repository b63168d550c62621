"""Files that are kept whole, of whatever format a slot asks for: recordings, designs, archives, plans for machines nobody knows here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reports.demo import oddities, pictures

SOUNDS = {  # format -> container and codec
    "MP3": ("mp3", "libmp3lame"), "WAV": ("wav", "pcm_s16le"), "FLAC": ("flac", "flac"), "M4A": ("ipod", "aac"),
    "OGG": ("ogg", "libopus"), "AIFF": ("aiff", "pcm_s16be"),
}  # fmt: skip
RATE, SOUND_SECONDS = 48_000, 1
Maker = Callable[[bytes, int], bytes]  # a page as PDF, a number that tells files apart


def package(formats: tuple[str, ...], text: bytes, seed: int) -> tuple[str, bytes]:
    """Return (ending, bytes) of a file in the first of some formats that can be made here; `text`: a page as PDF.

    A format that nobody knows by its bytes is made of any; where all are known and none can be made, a ZIP.
    """
    if not formats:
        return "pdf", text
    name = next((name for name in formats if name in MAKERS or name in SOUNDS), "")
    if name in SOUNDS:
        return name.lower(), sound(name, seed)
    if name:
        return name.lower(), MAKERS[name](text, seed)
    return formats[0].lower(), b"%s %d\0" % (formats[0].encode(), seed) + bytes(range(256)) * 40


def sound(name: str, seed: int) -> bytes:
    """Return a tone of a second in a format."""
    import av
    import numpy as np

    container, codec = SOUNDS[name]
    wave = np.sin(np.arange(RATE * SOUND_SECONDS) * (220 + seed % 440) * 2 * np.pi / RATE)
    with tempfile.TemporaryDirectory(prefix="intake-demo-") as folder:
        path = Path(folder) / "sound"
        with av.open(str(path), "w", format=container) as out:
            stream: Any = out.add_stream(codec, rate=RATE)
            stream.layout = "mono"
            frame = av.AudioFrame.from_ndarray((wave * 9000).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = RATE
            for part in stream.encode(frame):
                out.mux(part)
            out.mux(stream.encode())
        return path.read_bytes()


MAKERS: Mapping[str, Maker] = {
    "PDF": lambda text, _: text,
    "AI": lambda text, _: text.replace(b"\n", b"\n%<xmp:CreatorTool>Adobe Illustrator 28.0\n", 1),
    "PSD": lambda _, seed: b"8BPS\0\1" + bytes(6) + b"\0\3" + bytes(8) + b"\0\x08\0\3" + bytes([seed % 256]) * 2000,
    "ZIP": lambda text, _: oddities.zipped([("package.pdf", text)]),
    "JPEG": lambda _, seed: pictures.photo(seed, 1.0, 200_000),
    "PNG": lambda _, seed: pictures.png(seed, 100_000),
    "SVG": lambda _, seed: b"<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='9'/>" % (seed % 100 + 1),
    "TXT": lambda _, seed: b"Line %d of a plan.\n" % seed * 40,
}
