"""Draw what the demo's photos show: simple landscapes and streets, another one for each seed."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

LONG, SOFT = 480, 0.6  # pixels of the longer side that are drawn, and of the photo's: it is larger and softer
Colour = tuple[int, int, int]
SKIES = (  # above, at the horizon
    ((86, 142, 205), (206, 226, 240)),
    ((58, 74, 128), (244, 176, 128)),
    ((36, 44, 84), (122, 96, 140)),
    ((120, 168, 190), (244, 232, 206)),
    ((150, 166, 182), (222, 222, 216)),
)


@dataclass(frozen=True)
class Easel:
    """A picture at work: its size, what draws on it, and the chance that this seed has."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    chance: np.random.Generator

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height."""
        return self.image.size

    def between(self, low: float, high: float) -> float:
        """Return a number by chance."""
        return float(self.chance.uniform(low, high))

    def tint(self, hue: tuple[float, float], strength: float, light: tuple[float, float]) -> Colour:
        """Return a colour by chance: hue and light between bounds (0 to 1)."""
        red, green, blue = colorsys.hsv_to_rgb(self.between(*hue) % 1, strength, self.between(*light))
        return int(red * 255), int(green * 255), int(blue * 255)


def landscape(seed: int, width: int, height: int) -> Image.Image:
    """Return a scene of this shape, at most LONG pixels long."""
    easel = easel_for(seed, width, height)
    horizon = _sky(easel)
    paint = GROUNDS[int(easel.chance.integers(len(GROUNDS)))]
    paint(easel, horizon)
    things = AFLOAT if paint is _water else ASHORE
    for place in easel.chance.permutation(len(things))[:2]:
        things[place](easel, horizon)
    return lit(easel, 0.75)


def easel_for(seed: int, width: int, height: int) -> Easel:
    """Return an empty picture of this shape, at most LONG pixels long."""
    scale = min(LONG / max(width, height), SOFT)
    image = Image.new("RGB", (max(int(width * scale), 8), max(int(height * scale), 8)))
    return Easel(image, ImageDraw.Draw(image), np.random.default_rng(seed))


def gradient(easel: Easel, above: Colour, below: Colour, top: float, end: float) -> None:
    """Fill from one height to another, from one colour to the other."""
    wide, _ = easel.size
    for y in range(int(top), int(end)):
        part = (y - top) / max(end - top, 1)
        mixed = tuple(int(a + (b - a) * part) for a, b in zip(above, below, strict=True))
        easel.draw.line((0, y, wide, y), fill=mixed)


def _sky(easel: Easel) -> float:
    """Draw sky, sun or moon; return where the horizon is."""
    wide, high = easel.size
    horizon = high * easel.between(0.42, 0.68)
    above, below = SKIES[int(easel.chance.integers(len(SKIES)))]
    gradient(easel, above, below, 0, high)
    x, y, radius = wide * easel.between(0.1, 0.9), horizon * easel.between(0.2, 0.9), high * easel.between(0.03, 0.08)
    easel.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 244, 214))
    hue = (easel.between(0.5, 0.62), easel.between(0.62, 0.72))
    for step in range(int(easel.chance.integers(1, 4))):  # hills, the nearer the darker
        _ridge(
            easel,
            horizon - high * 0.06 * (2 - step),
            high * 0.12,
            easel.tint(hue, 0.3 + 0.1 * step, (0.62 - 0.14 * step, 0.7 - 0.14 * step)),
        )
    return horizon


def _ridge(easel: Easel, base: float, rise: float, colour: Colour) -> None:
    wide, high = easel.size
    waves = [(easel.between(0.6, 5), easel.between(0, 6.3), easel.between(0.2, 1)) for _ in range(4)]
    whole = sum(weight for *_, weight in waves)
    line = [
        (x, base - rise * sum(weight * math.sin(speed * x / wide * 6.3 + shift) for speed, shift, weight in waves) / whole)
        for x in range(0, wide + 8, 8)
    ]
    easel.draw.polygon([(0, high), *line, (wide + 8, high)], fill=colour)


def _water(easel: Easel, horizon: float) -> None:
    wide, high = easel.size
    gradient(easel, easel.tint((0.5, 0.62), 0.35, (0.55, 0.8)), easel.tint((0.52, 0.62), 0.5, (0.3, 0.5)), horizon, high)
    for _ in range(70):
        x, y = easel.between(0, wide), easel.between(horizon, high)
        long = (y - horizon) / high * easel.between(20, 120) + 6
        easel.draw.line((x, y, x + long, y), fill=easel.tint((0.1, 0.6), 0.2, (0.6, 0.95)), width=1)


def _fields(easel: Easel, horizon: float) -> None:
    _, high = easel.size
    hue = easel.between(0.12, 0.34)
    for step in range(7):
        base = horizon + (high - horizon) * (step / 7) ** 1.3
        _ridge(easel, base, high * 0.03, easel.tint((hue - 0.04, hue + 0.05), 0.55, (0.4, 0.75)))


def _square(easel: Easel, horizon: float) -> None:
    wide, high = easel.size
    gradient(easel, easel.tint((0.06, 0.14), 0.2, (0.55, 0.8)), easel.tint((0.04, 0.14), 0.3, (0.35, 0.5)), horizon, high)
    middle = wide * easel.between(0.2, 0.8)
    for x in range(-6, 8):
        easel.draw.line((middle, horizon, middle + x * wide * 0.25, high), fill=(96, 84, 74), width=1)


def _houses(easel: Easel, horizon: float) -> None:
    wide, high = easel.size
    x = easel.between(-0.1, 0.4) * wide
    for _ in range(int(easel.chance.integers(3, 8))):
        width, tall = easel.between(0.07, 0.16) * wide, easel.between(0.12, 0.42) * high
        wall = easel.tint((0.02, 0.14), 0.35, (0.45, 0.9))
        easel.draw.rectangle((x, horizon - tall, x + width, horizon + high * 0.03), fill=wall)
        easel.draw.polygon(
            [(x - 8, horizon - tall), (x + width / 2, horizon - tall - high * 0.07), (x + width + 8, horizon - tall)],
            fill=(86, 62, 56),
        )
        for row in range(int(tall / (high * 0.08))):
            for place in (0.2, 0.6):
                left, top = x + width * place, horizon - tall + high * (0.03 + 0.08 * row)
                easel.draw.rectangle(
                    (left, top, left + width * 0.18, top + high * 0.035), fill=easel.tint((0.1, 0.16), 0.5, (0.4, 1))
                )
        x += width * easel.between(1.02, 1.6)


def _pagoda(easel: Easel, horizon: float) -> None:
    _, high = easel.size
    x, foot = easel.size[0] * easel.between(0.12, 0.88), horizon + high * 0.04
    storeys = int(easel.chance.integers(3, 7))
    for step in range(storeys):
        half, tall = high * 0.11 * (1 - step / (storeys + 2)), high * 0.075
        top = foot - tall * (step + 1)
        easel.draw.rectangle((x - half * 0.7, top, x + half * 0.7, top + tall), fill=(168, 84, 62))
        easel.draw.polygon(
            [(x - half * 1.3, top + 6), (x - half * 0.6, top - 9), (x + half * 0.6, top - 9), (x + half * 1.3, top + 6)],
            fill=(54, 58, 66),
        )


def _trees(easel: Easel, horizon: float) -> None:
    wide, high = easel.size
    for _ in range(int(easel.chance.integers(4, 12))):
        x, foot = easel.between(0, wide), easel.between(horizon, horizon + high * 0.16)
        size = easel.between(0.05, 0.13) * high
        easel.draw.rectangle((x - size * 0.1, foot - size * 1.3, x + size * 0.1, foot), fill=(84, 62, 46))
        leaves = easel.tint((0.2, 0.4), 0.6, (0.3, 0.62))
        for dx, dy in ((-0.5, 0), (0.5, 0), (0, -0.6), (0, 0.1)):
            easel.draw.ellipse(
                (x + size * (dx - 0.6), foot - size * (2 - dy), x + size * (dx + 0.6), foot - size * (0.8 - dy)), fill=leaves
            )


def _boats(easel: Easel, horizon: float) -> None:
    wide, high = easel.size
    for _ in range(int(easel.chance.integers(1, 4))):
        x, y, size = (
            easel.between(0.1, 0.9) * wide,
            easel.between(horizon + high * 0.06, high * 0.94),
            easel.between(0.06, 0.14) * wide,
        )
        easel.draw.polygon(
            [(x - size, y), (x + size, y), (x + size * 0.7, y + size * 0.3), (x - size * 0.7, y + size * 0.3)], fill=(92, 58, 44)
        )
        easel.draw.polygon([(x, y - size * 1.5), (x, y - 4), (x + size * 0.8, y - 4)], fill=easel.tint((0, 0.15), 0.5, (0.7, 1)))


def _lanterns(easel: Easel, horizon: float) -> None:
    wide, high = easel.size
    sag, count = easel.between(0.05, 0.2) * high, int(easel.chance.integers(5, 12))
    top = easel.between(0.05, 0.3) * high
    for place in range(count):
        x = wide * (place + 0.5) / count
        y = top + sag * math.sin(math.pi * (place + 0.5) / count)
        size = wide / count * 0.24
        easel.draw.line((x, y - size * 1.6, x, y), fill=(60, 40, 40), width=2)
        easel.draw.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), fill=easel.tint((0.98, 1.06), 0.8, (0.75, 1)))


def lit(easel: Easel, depth: float) -> Image.Image:
    """Return the picture with clouds of light and shade over it, as no two days have the same."""
    wide, high = easel.size
    light = Image.fromarray(easel.chance.integers(64, 255, (9, 9), dtype=np.uint8)).resize((wide, high), Image.Resampling.BICUBIC)
    shade = np.asarray(light, dtype=np.float32)[:, :, None] / 255
    pixels = np.asarray(easel.image, dtype=np.float32) * (1.12 - depth + depth * shade)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


PaintScene = Callable[[Easel, float], None]
GROUNDS: tuple[PaintScene, ...] = (_water, _fields, _square)
ASHORE: tuple[PaintScene, ...] = (_houses, _pagoda, _trees, _lanterns)
AFLOAT: tuple[PaintScene, ...] = (_houses, _pagoda, _boats, _lanterns)
