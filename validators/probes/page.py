"""Tell a scanned or photographed page of paper from a photo: lines of small dark signs on one bright, even ground.

Brightness alone does not tell: snow, fog and white walls are bright too. What only a page has is text. The picture is cut
into tiles; in a tile of text the ink is thin, stands in rows with empty rows between them, and each row is broken into many
short runs, while across the rows nothing is aligned (as windows of a house are).
"""

from __future__ import annotations

import io
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
Mask = NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)

LONG_SIDE = 1400  # pixels looked at; text of a photographed A4 page is then 12 to 20 pixels high
TILE = 70
INK, EVEN = 0.80, 0.07  # darker than this share of the ground is ink; within so much of it, ground
DARKEST = 70.0  # ground of 255 that is still paper in a dim room
BUSY_RUNS, BUSY_ROWS = 4, 4  # a row is busy when ink begins so often in it; a tile of text has so many busy rows
RULE = 0.8  # a row with more ink is a line of a table, no text
UNEVEN, EMPTY = 1.1, 0.35  # text: how much rows differ (deviation by mean; branches 0.7, windows 1.0), share of empty rows
LONGEST_RUN, LEAST_INK, MOST_INK = 9.0, 0.05, 0.30  # pixels of ink on end, in the mean; share of ink
LEAST_DARK = 0.02  # of a thumbnail of text
LEAST_TILES, LEAST_SHARE, LEAST_PAPER = 15, 0.5, 0.4  # tiles of text; their share of busy ones; share of the picture that is even
ONE_COLOUR = 0.12  # how far the ground of text may differ in blue against red: one sheet, not the bubbles of a chat


def colourless(image: Image.Image) -> bool:
    """Tell whether a picture has nearly no colour anywhere."""
    saturation = image.convert("HSV").getchannel("S").resize((32, 32), Image.Resampling.BOX)
    return sorted(saturation.tobytes())[int(1024 * 0.9)] < 24


def pagelike(thumbnail: Image.Image, data: bytes) -> bool:
    """Tell whether a picture shows a page of text; the file is decoded larger only where its thumbnail may be one."""
    if not _may_be(thumbnail):
        return False
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))
        larger = image.convert("RGB")
    larger.thumbnail((LONG_SIDE, LONG_SIDE))
    return is_page(larger)


def _may_be(thumbnail: Image.Image) -> bool:
    """Tell whether most of a thumbnail is even, light and of one colour, with something dark on it."""
    light = thumbnail.convert("L")
    if min(light.size) < 64:
        return False
    grey = np.asarray(light, dtype=np.float32)
    ground = _ground(light, 16, 1)
    even = (np.abs(grey / ground - 1) < 2 * EVEN) & (ground > DARKEST)
    if float(even.mean()) < LEAST_PAPER or float((grey < ground * (1 - 2 * EVEN)).mean()) < LEAST_DARK:
        return False
    red, blue = (np.asarray(thumbnail.getchannel(channel), dtype=np.float32)[even] for channel in (0, 2))
    low, high = np.percentile(blue / np.maximum(red, 1), (25, 75))
    return float(high - low) < ONE_COLOUR


def is_page(image: Image.Image) -> bool:
    """Judge a picture of about LONG_SIDE pixels."""
    colours = np.asarray(image, dtype=np.float32)
    light = image.convert("L")
    grey = np.asarray(light, dtype=np.float32)
    if min(grey.shape) < 4 * TILE:
        return False
    ground = _ground(light, TILE // 10, 5)
    share = grey / ground
    ink = _tiles(share < INK)
    paper = (_tiles(ground).mean(axis=(2, 3)) > DARKEST) & (_tiles(np.abs(share - 1) < EVEN).mean(axis=(2, 3)) > 0.55)
    readings = [(paper & busy, paper & busy & text) for busy, text in (_text(ink), _text(ink.swapaxes(2, 3)))]
    busy, text = max(readings, key=lambda reading: int(reading[1].sum()))  # upright or lying on its side
    found = int(text.sum())
    enough = found >= LEAST_TILES and found >= LEAST_SHARE * int(busy.sum()) and float(paper.mean()) >= LEAST_PAPER
    return enough and _one_colour(colours, text)


def _text(ink: Mask) -> tuple[Mask, Mask]:
    """Return which tiles have rows of many short runs, and which of these have them as text does."""
    ink = ink & (ink.mean(axis=3, keepdims=True) <= RULE)
    runs = (ink[..., 1:] & ~ink[..., :-1]).sum(axis=3)
    rows = ink.mean(axis=3)
    mean = rows.mean(axis=2)
    uneven = rows.std(axis=2) / np.maximum(mean, 1e-6) > UNEVEN
    short = ink.sum(axis=(2, 3)) < LONGEST_RUN * np.maximum(runs.sum(axis=2), 1)
    busy = (runs >= BUSY_RUNS).sum(axis=2) >= BUSY_ROWS
    return busy, busy & uneven & short & ((rows < 0.02).mean(axis=2) > EMPTY) & (mean > LEAST_INK) & (mean < MOST_INK)


def _one_colour(colours: Field, text: Mask) -> bool:
    """Tell whether the ground of all text has one colour, whatever the light."""
    red, blue = (np.percentile(_tiles(colours[..., channel]), 88, axis=(2, 3))[text] for channel in (0, 2))
    ratio = blue / np.maximum(red, 1)
    return float(np.percentile(ratio, 90) - np.percentile(ratio, 10)) < ONE_COLOUR


def _ground(image: Image.Image, block: int, reduced: int) -> Field:
    """Return the light of the paper behind each pixel: a high percentile of its block of a reduced picture, smoothed."""
    small = np.asarray(image.reduce(reduced), dtype=np.float32)
    height, width = (side // block * block for side in small.shape)
    blocks = small[:height, :width].reshape(height // block, block, width // block, block)
    levels = np.percentile(blocks, 90, axis=(1, 3)).astype(np.float32)
    smooth = Image.fromarray(np.maximum(levels, 1)).resize(image.size, Image.Resampling.BILINEAR)
    return np.asarray(smooth, dtype=np.float32)


def _tiles(field: NDArray[Kind]) -> NDArray[Kind]:
    """Cut a picture into tiles: (rows, columns, TILE, TILE)."""
    height, width = (side // TILE * TILE for side in field.shape[:2])
    return field[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE).swapaxes(1, 2)
