"""Pages as scanners and phones show them, and pictures that are none, drawn from a seed; every builder returns an RGB image."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

LATIN = ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")
HAN = ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
LABELS = (
    "中文姓名 Name (Chinese)", "英文姓名 Name (English)", "性别 Sex", "国籍 Nationality", "手机号码 Mobile Number",
    "电子邮箱 Email Address", "作品名称 Photo Name", "幅数 pieces", "作品说明 Photo Description", "单位联系人", "工作单位", "地址",
)  # fmt: skip
WORDS = "the river in spring and a quiet morning with old friends who walk along the bank to the market".split()  # noqa: SIM905


def font(size: int, *, han: bool = True):
    """Return a font for text; the one Pillow brings where this machine has none."""
    for path in (*(HAN if han else ()), *LATIN):
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


def form(seed: int, *, filled: bool = True, width: int = 1240) -> Image.Image:
    """Return a registration form on white A4, printed: a title, a ruled table of labels and answers, a long text."""
    random = np.random.default_rng(seed)
    height = int(width * 1.414)
    page = Image.new("L", (width, height), 255)
    draw, unit = ImageDraw.Draw(page), width / 1240
    body, left, right = int(26 * unit), int(110 * unit), width - int(110 * unit)
    draw.text((width * 0.3, 90 * unit), "作品登记表 Application Form", font=font(int(44 * unit)), fill=10)
    top = int(190 * unit)
    for number, label in enumerate(LABELS):
        tall = int((430 if number == 8 else 84) * unit)
        draw.rectangle((left, top, right, top + tall), outline=30, width=max(1, round(2 * unit)))
        middle = left + int(400 * unit)
        draw.line((middle, top, middle, top + tall), fill=30, width=max(1, round(2 * unit)))
        draw.text((left + 14 * unit, top + 24 * unit), label, font=font(body), fill=25)
        if filled:
            lines = 8 if number == 8 else 1
            for line in range(lines):
                text = " ".join(random.choice(WORDS, 6 if lines > 1 else 3))
                draw.text((middle + 14 * unit, top + (24 + 46 * line) * unit), text, font=font(body, han=False), fill=25)
        top += tall
    return page.convert("RGB")


def letter(seed: int, width: int = 1240) -> Image.Image:
    """Return a page of plain text without a table."""
    random = np.random.default_rng(seed)
    page = Image.new("L", (width, int(width * 1.414)), 255)
    draw, unit = ImageDraw.Draw(page), width / 1240
    for line in range(34):
        text = " ".join(random.choice(WORDS, random.integers(6, 12)))
        draw.text((120 * unit, (130 + 46 * line) * unit), text, font=font(int(27 * unit), han=False), fill=30)
    return page.convert("RGB")


def scanned(page: Image.Image, seed: int, paper: int = 245, blur: float = 0.7, angle: float = 0.0) -> Image.Image:
    """Return a page as a scanner gives it: greyish paper, slight noise, a little askew."""
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)).filter(ImageFilter.GaussianBlur(blur))
    pixels = np.asarray(turned, dtype=np.float32) * (paper / 255) + np.random.default_rng(seed).normal(
        0, 3, (*turned.size[::-1], 1)
    )
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def on_desk(
    page: Image.Image,
    seed: int,
    size: tuple[int, int] = (3000, 4000),
    *,
    light: float = 0.5,
    warm: float = 0.12,
    lean: float = 0.06,
) -> Image.Image:
    """Return a page photographed by phone: wood around it, perspective, uneven warm light, noise, a soft lens."""
    random = np.random.default_rng(seed)
    width, height = size
    desk = wood(seed, width, height)
    corners = [(0.09, 0.07), (0.92, 0.06), (0.95, 0.95), (0.05, 0.93)]
    moved = [((x + random.uniform(-lean, lean) / 2) * width, (y + random.uniform(-lean, lean) / 2) * height) for x, y in corners]
    flat = page.resize((page.width * 2, page.height * 2), Image.Resampling.BICUBIC)
    factors = _perspective(moved, [(0, 0), (flat.width, 0), (flat.width, flat.height), (0, flat.height)])
    shown = flat.transform(size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC)
    mask = Image.new("L", flat.size, 255).transform(size, Image.Transform.PERSPECTIVE, factors)
    desk.paste(shown, (0, 0), mask)
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    shade = 0.92 - light * (across * random.uniform(0.2, 1) + down * random.uniform(0.2, 1)) / 2
    tint = np.array([1.0, 1 - warm / 2, 1 - warm])
    pixels = np.asarray(desk.filter(ImageFilter.GaussianBlur(1.4)), dtype=np.float32) * shade[..., None] * tint
    pixels += random.normal(0, 4, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _perspective(seen, flat):
    rows = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.linalg.solve(np.array(rows, dtype=float), np.array(flat, dtype=float).reshape(8))


# -- pictures that are no page


def cloud(seed: int, width: int, height: int, power: float = 1.8) -> np.ndarray:
    """Return smooth random light, 0 to 1: the more power, the smoother."""
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(random.standard_normal((256, 256)))
    down, across = np.fft.fftfreq(256)[:, None], np.fft.rfftfreq(256)[None, :]
    field = np.fft.irfft2(spectrum / np.maximum(np.hypot(down, across), 1 / 256) ** power)
    field = (field - field.min()) / (field.max() - field.min())
    image = Image.fromarray((field * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(image, dtype=np.float32) / 255


def image_of(grey: np.ndarray, tint=(1.0, 1.0, 1.0), grain: float = 3, seed: int = 1) -> Image.Image:
    pixels = grey[..., None] * np.array(tint) + np.random.default_rng(seed).normal(0, grain, (*grey.shape, 1))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def wood(seed: int, width: int, height: int) -> Image.Image:
    """Return a wooden table: long grain, brown."""
    random = np.random.default_rng(seed)
    lines = random.normal(0, 1, (height // 4, 24)).cumsum(axis=1)
    grain = Image.fromarray(((lines - lines.min()) / np.ptp(lines) * 255).astype(np.uint8)).resize(
        (width, height), Image.Resampling.BILINEAR
    )
    return image_of(70 + np.asarray(grain, dtype=np.float32) * 0.35, (1.25, 0.9, 0.6), 4, seed)


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
