"""Works that a program may take for paper: bright, of one colour, full of small dark things or signs; drawn from a seed."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.builders.page_samples import WORDS, cloud, font, image_of


def snow(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a snow landscape: pale sky, bright ground with soft shadows, a dark wood on the horizon, bare trees."""
    random = np.random.default_rng(seed)
    grey = 205 + 45 * cloud(seed, width, height, 2.2)
    horizon = height // 2
    grey[horizon - 60 : horizon] = 90 + 60 * cloud(seed + 1, width, 60, 1.2)
    image = image_of(grey, (0.98, 1.0, 1.03), 3, seed)
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        _tree(draw, random, random.uniform(0, width), random.uniform(horizon, height), random.uniform(height * 0.2, height * 0.5))
    return image.filter(ImageFilter.GaussianBlur(0.8))


def _tree(draw, random, x: float, y: float, tall: float) -> None:
    def branch(x, y, angle, length, depth):
        end = (x + length * np.sin(angle), y - length * np.cos(angle))
        shade = int(random.integers(30, 80))
        draw.line((x, y, *end), fill=(shade, shade, shade), width=max(1, depth))
        if depth > 1:
            for _ in range(3):
                branch(*end, angle + random.normal(0, 0.5), length * random.uniform(0.55, 0.8), depth - 1)

    branch(x, y, 0, tall / 3, 6)


def branches(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return bare twigs against white fog, all over the picture."""
    random = np.random.default_rng(seed)
    image = image_of(225 + 20 * cloud(seed, width, height, 2.4), (1, 1, 1.01), 3, seed)
    draw = ImageDraw.Draw(image)
    for _ in range(26):
        _tree(
            draw,
            random,
            random.uniform(0, width),
            random.uniform(height * 0.4, height * 1.1),
            random.uniform(height * 0.4, height),
        )
    return image.filter(ImageFilter.GaussianBlur(0.7))


def birches(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a birch wood in snow: many upright dark and white trunks with marks across."""
    random = np.random.default_rng(seed)
    image = image_of(215 + 30 * cloud(seed, width, height, 2), grain=3, seed=seed)
    draw = ImageDraw.Draw(image)
    for x in np.sort(random.uniform(0, width, 45)):
        thick = random.uniform(4, 26)
        shade = int(random.integers(60, 200))
        draw.rectangle((x, 0, x + thick, height * random.uniform(0.7, 1)), fill=(shade, shade, shade))
        for y in random.uniform(0, height, 30):
            draw.rectangle((x, y, x + thick * random.uniform(0.3, 1), y + 3), fill=(50, 50, 50))
    return image.filter(ImageFilter.GaussianBlur(0.8))


def facade(seed: int, width: int = 2000, height: int = 1500, cell: tuple[int, int] = (46, 62)) -> Image.Image:
    """Return a bright high-rise: rows and columns of windows, all slightly different, under a pale sky."""
    random = np.random.default_rng(seed)
    image = image_of(205 + 25 * cloud(seed, width, height, 2.3), (1.0, 0.99, 0.96), 3, seed)
    draw = ImageDraw.Draw(image)
    wide, tall = cell
    for y in range(height // 8, height, tall):
        for x in range(20, width - wide, wide):
            shade = int(random.integers(40, 150))
            box = (x, y, x + wide * 0.62, y + tall * 0.55)
            draw.rectangle(box, fill=(shade, shade + 5, shade + 14))
            if random.random() < 0.4:
                draw.rectangle((box[0], box[1], box[0] + wide * 0.3, box[3]), fill=(190, 190, 185))
    return image.rotate(random.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=(225, 225, 222)).filter(
        ImageFilter.GaussianBlur(1)
    )


def face(seed: int, width: int = 1500, height: int = 2000) -> Image.Image:
    """Return a portrait before white: dark hair, skin, a suit, fine texture in each."""
    image = image_of(238 + 8 * cloud(seed, width, height, 2.2), grain=2, seed=seed)
    texture = cloud(seed + 1, width, height, 1.2)[..., None]
    for box, colour in (
        ((0.12, 0.62, 0.88, 1.3), (52, 56, 70)), ((0.30, 0.16, 0.70, 0.66), (48, 38, 32)), ((0.34, 0.24, 0.66, 0.66), (214, 176, 152)),
    ):  # fmt: skip
        mask = Image.new("L", image.size)
        ImageDraw.Draw(mask).ellipse((box[0] * width, box[1] * height, box[2] * width, box[3] * height), fill=255)
        layer = np.array(colour) * (0.75 + 0.5 * texture)
        image.paste(Image.fromarray(np.clip(layer, 0, 255).astype(np.uint8)), (0, 0), mask.filter(ImageFilter.GaussianBlur(4)))
    return image


def calligraphy(seed: int, width: int = 1500, height: int = 2000) -> Image.Image:
    """Return a brush-written scroll on a wall: few large characters and a red seal."""
    random = np.random.default_rng(seed)
    image = image_of(228 + 14 * cloud(seed, width, height, 2.3), (1, 0.98, 0.93), 3, seed)
    draw = ImageDraw.Draw(image)
    for place, sign in enumerate("春山江月清风"):
        x, y = width * (0.56 if place < 3 else 0.14), height * (0.05 + 0.31 * (place % 3))
        draw.text(
            (x, y),
            sign,
            font=font(int(width * 0.32)),
            fill=(28, 26, 28),
            stroke_width=int(random.integers(4, 12)),
            stroke_fill=(28, 26, 28),
        )
    draw.rectangle((width * 0.06, height * 0.86, width * 0.12, height * 0.9), fill=(186, 40, 34))
    return image.filter(ImageFilter.GaussianBlur(1))


def reeds(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return reeds in a white lake: hundreds of thin, nearly upright strokes with their reflections."""
    random = np.random.default_rng(seed)
    image = image_of(222 + 22 * cloud(seed, width, height, 2.3), grain=3, seed=seed)
    draw = ImageDraw.Draw(image)
    for _ in range(700):
        x, y, tall = random.uniform(0, width), random.uniform(height * 0.2, height), random.uniform(30, 200)
        bend = random.normal(0, 20)
        draw.line((x, y, x + bend, y - tall), fill=(60, 58, 50), width=int(random.integers(1, 4)))
        draw.line((x, y, x + bend, y + tall * 0.6), fill=(150, 150, 148), width=2)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def birds(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a swarm of birds in a white sky: many small dark specks in no order."""
    random = np.random.default_rng(seed)
    image = image_of(226 + 18 * cloud(seed, width, height, 2.4), grain=3, seed=seed)
    draw = ImageDraw.Draw(image)
    for _ in range(1500):
        x, y, size = random.uniform(0, width), random.uniform(0, height), random.uniform(4, 12)
        draw.line((x - size, y - size / 2, x, y, x + size, y - random.uniform(0, size)), fill=(45, 45, 48), width=3)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def bricks(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a whitewashed brick wall: rows of pale bricks with dark joints."""
    random = np.random.default_rng(seed)
    image = image_of(205 + 30 * cloud(seed, width, height, 1.4), (1, 0.99, 0.97), 5, seed)
    draw = ImageDraw.Draw(image)
    for row, y in enumerate(range(0, height, 46)):
        draw.line((0, y, width, y + random.uniform(-3, 3)), fill=(95, 92, 90), width=5)
        for x in range((row % 2) * 60, width, 120):
            draw.line((x, y, x + random.uniform(-3, 3), y + 46), fill=(100, 97, 95), width=5)
    return image.filter(ImageFilter.GaussianBlur(1))


def crowd(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a square full of small people in dark coats on pale stone."""
    random = np.random.default_rng(seed)
    image = image_of(212 + 25 * cloud(seed, width, height, 1.8), (1, 0.99, 0.96), 4, seed)
    draw = ImageDraw.Draw(image)
    for _ in range(420):
        x, y, tall = random.uniform(0, width), random.uniform(0, height), random.uniform(24, 40)
        shade = tuple(int(v) for v in random.integers(20, 110, 3))
        draw.ellipse((x, y, x + tall * 0.45, y + tall), fill=shade)
        draw.ellipse((x + tall * 0.1, y - tall * 0.25, x + tall * 0.35, y), fill=(200, 165, 145))
        draw.line((x + tall * 0.4, y + tall, x + tall * 1.3, y + tall * 1.2), fill=(150, 150, 150), width=4)
    return image.filter(ImageFilter.GaussianBlur(1))


def landscape(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return hills, sky and meadow, coloured."""
    sky = image_of(170 + 70 * cloud(seed, width, height, 2), (0.85, 0.95, 1.1), 3, seed)
    ground = image_of(60 + 120 * cloud(seed + 5, width, height, 1.1), (0.8, 1.05, 0.55), 6, seed)
    ridge = 0.45 + 0.15 * (cloud(seed + 9, width, 4, 1.8)[0] - 0.5)
    mask = (np.linspace(0, 1, height)[:, None] > ridge[None, :]).astype(np.uint8) * 255
    sky.paste(ground, (0, 0), Image.fromarray(mask))
    return sky


def night(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a city at night: black, with thousands of small lights in rows."""
    random = np.random.default_rng(seed)
    image = image_of(8 + 30 * cloud(seed, width, height, 2), (0.8, 0.9, 1.3), 4, seed)
    draw = ImageDraw.Draw(image)
    for _ in range(3000):
        x, y = random.integers(0, width // 12) * 12, random.integers(height // 36, height // 12) * 12
        draw.rectangle((x, y, x + 4, y + 5), fill=tuple(int(v) for v in random.integers(120, 255, 3)))
    return image.filter(ImageFilter.GaussianBlur(1))


def fog(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return fog: nearly nothing but pale grey."""
    return image_of(200 + 40 * cloud(seed, width, height, 2.6), (1, 1, 1.01), 3, seed)


def poster(seed: int, width: int = 1500, height: int = 2100) -> Image.Image:
    """Return a white poster: a large picture, a headline, a few lines."""
    image = Image.new("RGB", (width, height), (250, 249, 246))
    image.paste(landscape(seed, width, int(height * 0.62)), (0, 0))
    draw = ImageDraw.Draw(image)
    draw.text((90, height * 0.66), "国际摄影展", font=font(190), fill=(180, 30, 40))
    for line in range(3):
        draw.text(
            (90, height * 0.80 + 70 * line), " ".join(WORDS[line * 4 : line * 4 + 5]), font=font(46, han=False), fill=(60, 60, 60)
        )
    return image


def chat(seed: int, width: int = 1170, height: int = 2532) -> Image.Image:
    """Return a screenshot of a chat: grey ground, coloured faces, white and green bubbles with a line or two."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), (237, 237, 237))
    draw, y = ImageDraw.Draw(image), 260
    draw.text((width * 0.4, 140), "摄影群 (48)", font=font(54), fill=(20, 20, 20))
    while y < height - 400:
        mine, lines = random.random() < 0.5, int(random.integers(1, 4))
        colour = (149, 236, 105) if mine else (255, 255, 255)
        left = 300 if mine else 190
        draw.rectangle(
            (width - 150, y, width - 40, y + 110) if mine else (40, y, 150, y + 110),
            fill=tuple(int(v) for v in random.integers(30, 230, 3)),
        )
        draw.rounded_rectangle((left, y, left + 680, y + 60 + 60 * lines), 20, fill=colour)
        for line in range(lines):
            draw.text(
                (left + 30, y + 26 + 60 * line), " ".join(random.choice(WORDS, 5)), font=font(44, han=False), fill=(20, 20, 20)
            )
        y += 150 + 60 * lines
    draw.rectangle((0, height - 300, width, height), fill=(247, 247, 247))
    return image


def small_brush(seed: int, width: int = 1500, height: int = 2200) -> Image.Image:
    """Return a scroll written with a small brush: columns of many signs on pale paper, a red seal."""
    random = np.random.default_rng(seed)
    image = image_of(232 + 10 * cloud(seed, width, height, 2.3), (1, 0.97, 0.9), 3, seed)
    draw, unit = ImageDraw.Draw(image), width / 1500
    for x in np.arange(150, 1300, 110) * unit:
        for y in np.arange(120, height / unit - 200, 80) * unit:
            place = (x + random.integers(-3, 3), y + random.integers(-3, 3))
            draw.text(
                place, str(random.choice(list("天地玄黄宇宙洪荒日月盈昃辰宿列张"))), font=font(int(58 * unit)), fill=(30, 28, 30)
            )
    draw.rectangle((90 * unit, height - 240 * unit, 150 * unit, height - 180 * unit), fill=(186, 40, 34))
    return image.filter(ImageFilter.GaussianBlur(1))


def chairs(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return rows of chairs in snow, more than half of it empty."""
    random = np.random.default_rng(seed)
    image = image_of(225 + 15 * cloud(seed, width, height, 2.3), grain=3, seed=seed)
    draw = ImageDraw.Draw(image)
    for y in range(height // 2, height - 100, 60):
        for x in range(20, width - 20, 30):
            if random.random() < 0.9:
                for box in ((0, 0, 14, 6), (0, 0, 3, 22), (11, 6, 14, 22)):
                    draw.rectangle((x + box[0], y + box[1], x + box[2], y + box[3]), fill=(60, 60, 60))
    return image.filter(ImageFilter.GaussianBlur(0.9))


def spines(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return shelves of pale books, a title on every spine."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), (236, 232, 224))
    draw = ImageDraw.Draw(image)
    for y in range(0, height, 300):
        x = 0
        while x < width:
            thick, shade = int(random.integers(22, 60)), int(random.integers(200, 245))
            colour = (shade, shade - 4, shade - 14)
            draw.rectangle((x, y + 20, x + thick - 3, y + 280), fill=colour, outline=(150, 150, 150))
            title = Image.new("RGB", (220, thick - 6), colour)
            text = " ".join(random.choice(WORDS, 3))
            ImageDraw.Draw(title).text((6, 1), text, font=font(min(22, thick - 8), han=False), fill=(40, 40, 40))
            image.paste(title.rotate(90, expand=True), (x + 2, y + 40))
            x += thick
    return image.filter(ImageFilter.GaussianBlur(0.9))


def street(seed: int, width: int = 2000, height: int = 1500) -> Image.Image:
    """Return a street in black and white with many shop signs."""
    random = np.random.default_rng(seed)
    image = image_of(60 + 150 * cloud(seed, width, height, 1.3), grain=12, seed=seed)
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        x, y = random.uniform(0, width), random.uniform(0, height * 0.7)
        draw.rectangle((x, y, x + random.uniform(90, 300), y + random.uniform(60, 140)), fill=(225, 225, 225))
        draw.text((x + 10, y + 12), "".join(random.choice(list("老茶店米面书酒花旅馆"), 3)), font=font(60), fill=(20, 20, 20))
    return image


def product(seed: int, width: int = 2000, height: int = 2000) -> Image.Image:
    """Return a thing before pure white, with a printed label."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    colour = tuple(int(value) for value in random.integers(20, 220, 3))
    draw.rounded_rectangle((width * 0.3, height * 0.2, width * 0.7, height * 0.85), 60, fill=colour)
    draw.rectangle((width * 0.36, height * 0.35, width * 0.64, height * 0.6), fill=(245, 240, 230))
    for line in range(6):
        text = " ".join(random.choice(WORDS, 3))
        draw.text((width * 0.38, height * (0.37 + 0.035 * line)), text, font=font(34, han=False), fill=(40, 40, 40))
    return image.filter(ImageFilter.GaussianBlur(0.8))


def stele(seed: int, width: int = 1500, height: int = 2000) -> Image.Image:
    """Return a stone with rows of signs cut into it."""
    random = np.random.default_rng(seed)
    image = image_of(110 + 60 * cloud(seed, width, height, 1.4), grain=8, seed=seed)
    draw = ImageDraw.Draw(image)
    for x in range(150, width - 150, 90):
        for y in range(150, height - 150, 86):
            draw.text((x, y), str(random.choice(list("天地玄黄宇宙洪荒日月盈昃"))), font=font(64), fill=(40, 40, 42))
    return image.filter(ImageFilter.GaussianBlur(1.2))


def music(seed: int, width: int = 1500, height: int = 2100) -> Image.Image:
    """Return a sheet of music."""
    random = np.random.default_rng(seed)
    image = image_of(238 + 6 * cloud(seed, width, height, 2.3), grain=3, seed=seed)
    draw = ImageDraw.Draw(image)
    for y in range(150, height - 200, 170):
        for line in range(5):
            draw.line((100, y + line * 14, width - 100, y + line * 14), fill=(50, 50, 50), width=2)
        for x in range(140, width - 120, int(random.integers(36, 60))):
            note = y + int(random.integers(-1, 5)) * 14
            draw.ellipse((x, note - 7, x + 18, note + 7), fill=(20, 20, 20))
            draw.line((x + 17, note, x + 17, note - 50), fill=(20, 20, 20), width=3)
    return image.filter(ImageFilter.GaussianBlur(0.8))
