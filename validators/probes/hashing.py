"""A 64-bit difference hash and its eight views: as is, turned, and mirrored (performance.md, near-duplicates)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def hashes(image: Image.Image) -> tuple[str, ...]:
    """Return eight dHashes, 16 hex digits each: turned by 0, 90, 180, 270 degrees, then each mirrored."""
    square = np.asarray(image.convert("L").resize((72, 72), Image.Resampling.BOX), dtype=np.float32)
    views = [np.rot90(square, turns) for turns in range(4)]
    return tuple(_dhash(view) for view in (*views, *(np.fliplr(view) for view in views)))


def _dhash(square: NDArray[np.float32]) -> str:
    """Compare neighbours in an 8 x 9 reduction, each row left to right."""
    rows = square.reshape(8, 9, 72).mean(axis=1)
    cells = rows.reshape(8, 9, 8).mean(axis=2)
    bits = (cells[:, 1:] > cells[:, :-1]).flatten()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"
