"""Tell a scanned or photographed page of paper from a photo: lines of small dark signs on one bright, even ground.

Brightness alone does not tell: snow, fog and white walls are bright too. What only a page has is text. The picture is cut
into tiles; in a tile of text the ink is thin, stands in rows with empty rows between them, and each row is broken into many
short runs, while across the rows nothing is aligned (as windows of a house are) and nothing comes back at even distances (as
chairs in a row do). Around the text the sheet is blank. A work taken for a page would be lost to its author, so in doubt a picture
is no page.
"""

from __future__ import annotations

import io
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from validators.probes.decoding import Mask

Field = NDArray[np.float32]
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
LEAST_BLANK, NO_INK = 0.12, 0.004  # share of the paper that is blank: margins, empty cells; ink that a blank tile may have
TALLEST = 30  # rows of ink on end: letters of print, no brush strokes
REPEATED, LAGS = 0.7, range(8, 36)  # how like itself a tile is so many pixels further; text 0.4 to 0.6, rows of things 0.85
FLAT, STEP = 10.0, 0.04  # bubbles of a chat: text on another, perfectly even shade than the screen's ground
ENOUGH = 8000  # pixels whose colour tells that of all
ONE_COLOUR = 0.12  # how far the ground of text may differ in blue against red: one sheet, not the bubbles of a chat


def page_in(thumbnail: Image.Image, data: bytes) -> Image.Image | None:
    """Return a picture that shows a page of text, as large as it is looked at; None for any other.

    The file is decoded larger only where its thumbnail may be a page.
    """
    if not _may_be(thumbnail):
        return None
    with Image.open(io.BytesIO(data)) as image:
        share = LONG_SIDE / max(image.size)
        image.draft("RGB", (int(image.width * share), int(image.height * share)))  # no larger than need be: memory
        image.load()
        larger = image if image.mode == "RGB" else image.convert("RGB")
    larger.thumbnail((LONG_SIDE, LONG_SIDE))
    return larger if is_page(larger) else None


def _may_be(thumbnail: Image.Image) -> bool:
    """Tell whether most of a thumbnail is even, light and of one colour, with something dark on it."""
    light = thumbnail.convert("L")
    if min(light.size) < 64:
        return False
    grey = np.asarray(light, dtype=np.float32)
    ground = _ground(light, 16, 1)
    even = (np.abs(grey / ground - 1) < 2 * EVEN) & (ground > DARKEST)
    if _share(even) < LEAST_PAPER or _share(grey < ground * (1 - 2 * EVEN)) < LEAST_DARK:
        return False
    red, blue = (_some(np.asarray(thumbnail.getchannel(channel))[even]).astype(np.float32) for channel in (0, 2))
    low, high = np.percentile(blue / np.maximum(red, 1), (25, 75))
    return float(high - low) < ONE_COLOUR


def _some(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return enough of many pixels to tell their colour."""
    return pixels[:: len(pixels) // ENOUGH + 1]


def _share(mask: Mask) -> float:
    """Return what of a mask is true, as its mean does, in a tenth of its time."""
    return int(np.count_nonzero(mask)) / mask.size


def is_page(image: Image.Image) -> bool:
    """Judge a picture of about LONG_SIDE pixels; what was looked at is let go as soon as may be, for a worker has little memory."""
    light = image.convert("L")
    if min(light.size) < 4 * TILE:
        return False
    ground = _ground(light, TILE // 10, 5)
    levels = _tiles(ground).mean(axis=(2, 3))
    share = np.array(light, dtype=np.float32)
    share /= ground
    del ground
    ink = _tiles(share < INK)
    share -= 1
    paper = (levels > DARKEST) & (_tiles(np.abs(share, out=share) < EVEN).mean(axis=(2, 3)) > 0.55)
    del share
    blank = paper & (_unruled(_unruled(ink, 3), 2).mean(axis=(2, 3)) < NO_INK)
    if float(paper.mean()) < LEAST_PAPER or int(blank.sum()) < LEAST_BLANK * int(paper.sum()):
        return False
    upright, lying = _written(ink, paper), _written(ink.swapaxes(2, 3), paper)
    text, share_of_busy, signs = upright if upright[0].sum() >= lying[0].sum() else lying
    if int(text.sum()) < LEAST_TILES or share_of_busy < LEAST_SHARE:
        return False
    return _printed(signs) and not _bubbles(levels[text], levels[blank]) and _one_colour(image, text)


def _written(ink: Mask, paper: Mask) -> tuple[Mask, float, Mask]:
    """Return which tiles of paper are text, their share of the busy ones, and their ink."""
    busy, text = _text(ink)
    text = text & paper
    return text, int(text.sum()) / max(int((busy & paper).sum()), 1), _unruled(ink, 3)[text]


def _unruled(ink: Mask, axis: int) -> Mask:
    """Return tiles of ink without the lines of a table that run along an axis."""
    plain: Mask = ink & (ink.mean(axis=axis, keepdims=True) <= RULE)
    return plain


def _text(ink: Mask) -> tuple[Mask, Mask]:
    """Return which tiles have rows of many short runs, and which of these have them as text does."""
    ink = _unruled(ink, 3)
    runs = (ink[..., 1:] & ~ink[..., :-1]).sum(axis=3)
    rows = ink.mean(axis=3)
    mean = rows.mean(axis=2)
    uneven = rows.std(axis=2) / np.maximum(mean, 1e-6) > UNEVEN
    short = ink.sum(axis=(2, 3)) < LONGEST_RUN * np.maximum(runs.sum(axis=2), 1)
    busy = (runs >= BUSY_RUNS).sum(axis=2) >= BUSY_ROWS
    return busy, busy & uneven & short & ((rows < 0.02).mean(axis=2) > EMPTY) & (mean > LEAST_INK) & (mean < MOST_INK)


def _printed(signs: Mask) -> bool:
    """Tell whether tiles of ink are of print: low signs that do not come back at even distances."""
    rows = signs.mean(axis=2) > 0.02
    bands = (rows[:, 1:] & ~rows[:, :-1]).sum(axis=1) + rows[:, 0]
    if float(np.percentile(rows.sum(axis=1) / np.maximum(bands, 1), 75)) > TALLEST:
        return False
    field = signs - signs.mean(axis=(1, 2), keepdims=True, dtype=np.float32)
    like = [_correlated(field[..., :-lag], field[..., lag:]) for lag in LAGS]
    return float(np.median(np.max(like, axis=0))) < REPEATED


def _correlated(one: Field, other: Field) -> Field:
    """Return how much each tile of one field is like that of the other, -1 to 1."""
    product, first, second = ((left * right).sum(axis=(1, 2)) for left, right in ((one, other), (one, one), (other, other)))
    alike: Field = product / np.sqrt(first * second + 1e-6)
    return alike


def _bubbles(written: Field, blank: Field) -> bool:
    """Tell whether text stands on another shade than the even ground around it, as it does in a chat."""
    return float(blank.std()) < FLAT and abs(float(np.median(written)) / float(np.median(blank)) - 1) > STEP


def _one_colour(image: Image.Image, text: Mask) -> bool:
    """Tell whether the ground of all text has one colour, whatever the light."""
    channels = (np.asarray(image.getchannel(channel), dtype=np.float32) for channel in (0, 2))
    red, blue = (np.percentile(_tiles(channel)[text], 88, axis=(1, 2)) for channel in channels)
    ratio = blue / np.maximum(red, 1)
    return float(np.percentile(ratio, 90) - np.percentile(ratio, 10)) < ONE_COLOUR


def _ground(image: Image.Image, block: int, reduced: int) -> Field:
    """Return the light of the paper behind each pixel: a high percentile of its block of a reduced picture, smoothed."""
    small = np.asarray(image.reduce(reduced))
    height, width = (side // block * block for side in small.shape)
    blocks = small[:height, :width].reshape(height // block, block, width // block, block).swapaxes(1, 2)
    levels = _high(blocks.reshape(height // block, width // block, block * block))
    smooth = Image.fromarray(np.maximum(levels, 1)).resize(image.size, Image.Resampling.BILINEAR)
    return np.asarray(smooth, dtype=np.float32)


def _high(blocks: NDArray[np.uint8]) -> Field:
    """Return the 90th percentile of the last axis, as np.percentile does, in a fraction of its time."""
    low, share = divmod(0.9 * (blocks.shape[-1] - 1), 1)
    # numpy selects one place among numbers of 16 bits with the processor's vectors, but neither two places nor numbers of 8
    part = np.partition(blocks.astype(np.uint16), int(low), axis=-1)
    below = part[..., int(low)].astype(np.float32)
    high: Field = below + (part[..., int(low) + 1 :].min(axis=-1) - below) * np.float32(share)
    return high


def _tiles(field: NDArray[Kind]) -> NDArray[Kind]:
    """Cut a picture into tiles: (rows, columns, TILE, TILE)."""
    height, width = (side // TILE * TILE for side in field.shape[:2])
    return field[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE).swapaxes(1, 2)
