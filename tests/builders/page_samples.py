"""Pages as scanners and phones show them, drawn from a seed; every builder returns an RGB image."""

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


# -- light and wood


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
