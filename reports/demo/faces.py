"""Draw who the demo's authors are: simple faces, another one for each seed."""

from __future__ import annotations

from PIL import Image

from reports.demo.scenery import Colour, Easel, easel_for, gradient, lit

SKINS: tuple[Colour, ...] = ((243, 210, 182), (224, 178, 140), (190, 138, 100), (140, 94, 66), (98, 66, 48))
HAIRS: tuple[Colour, ...] = ((32, 26, 24), (66, 42, 28), (120, 78, 40), (196, 156, 92), (150, 146, 142))


def face(seed: int, width: int, height: int) -> Image.Image:
    """Return a portrait of this shape, at most LONG pixels long."""
    easel = easel_for(seed, width, height)
    wide, high = easel.size
    gradient(easel, easel.tint((0, 1), 0.3, (0.5, 0.9)), easel.tint((0, 1), 0.35, (0.4, 0.8)), 0, high)
    shade = int(easel.chance.integers(len(SKINS)))
    easel.image.paste(lit(easel, 0.95))
    skin, hair = SKINS[shade], HAIRS[int(easel.chance.integers(2 if shade > 2 else len(HAIRS)))]
    middle, top, half = wide * easel.between(0.42, 0.58), high * easel.between(0.16, 0.24), wide * easel.between(0.2, 0.26)
    chin = top + half * 2.7
    draw = easel.draw
    long_hair = easel.chance.random() < 0.5
    draw.ellipse((middle - half * 1.25, top - half * 0.45, middle + half * 1.25, chin + half * long_hair), fill=hair)
    draw.ellipse(
        (middle - wide * 0.46, chin + half * 0.1, middle + wide * 0.46, high * 1.4), fill=easel.tint((0, 1), 0.6, (0.3, 0.8))
    )
    draw.rectangle((middle - half * 0.38, chin - half * 0.7, middle + half * 0.38, chin + half * 0.4), fill=darker(skin, 0.88))
    draw.ellipse((middle - half, top, middle + half, chin), fill=skin)
    draw.pieslice((middle - half * 1.05, top - half * 0.3, middle + half * 1.05, top + half * 1.5), 185, 355, fill=hair)
    _features(easel, (middle, top + half * 1.25, half), skin)
    return lit(easel, 0.35)


def _features(easel: Easel, at: tuple[float, float, float], skin: Colour) -> None:
    """Draw eyes, glasses for some, nose and mouth around a point between the eyes; `at`: x, y, half the face's width."""
    x, y, half = at
    draw, glasses = easel.draw, easel.chance.random() < 0.35
    for side in (-1, 1):
        eye = x + side * half * 0.42
        draw.ellipse((eye - half * 0.16, y - half * 0.09, eye + half * 0.16, y + half * 0.09), fill=(244, 242, 238))
        draw.ellipse((eye - half * 0.08, y - half * 0.08, eye + half * 0.08, y + half * 0.08), fill=(52, 38, 30))
        draw.line((eye - half * 0.2, y - half * 0.26, eye + half * 0.2, y - half * 0.3), fill=darker(skin, 0.5), width=4)
        if glasses:
            draw.ellipse((eye - half * 0.32, y - half * 0.28, eye + half * 0.32, y + half * 0.28), outline=(40, 40, 46), width=3)
    draw.line(
        (x, y + half * 0.1, x - half * 0.09, y + half * 0.55, x + half * 0.08, y + half * 0.58), fill=darker(skin, 0.75), width=3
    )
    smile = half * easel.between(0.3, 0.42)
    draw.arc((x - smile, y + half * 0.55, x + smile, y + half * 1.05), 15, 165, fill=(150, 64, 62), width=5)


def darker(colour: Colour, part: float) -> Colour:
    """Return a colour with so much of its light."""
    red, green, blue = (int(value * part) for value in colour)
    return red, green, blue
