"""Why a picture is probably smaller than its camera made it: the app it went through, by its name and its shape (field-notes 5)."""

from __future__ import annotations

import re

from PIL import Image

from intake.model.causes import Cause
from intake.words.screens import SCREEN_NAME
from validators.facts import PhotoFacts

# names that apps give to what they save; the first that fits is told
CHATS = (
    ("wechat", r"mmexport\d{10,}|微信图片|微信照片|wechatimg|wechat[ _-]?image|weixin|wx_camera_\d+|microMsg\.\d+"),
    ("qq", r"(qq|tim)(图片|照片)|qq_?pic|qq_?image"),
    ("whatsapp", r"img-\d{8}-wa\d+|whatsapp"),
    ("telegram", r"^photo_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d|^photo_\d{16,}|telegram"),
    ("", r"^fb_img_\d+|^received_\d{10,}|^line_(album_|\d{10,})|^signal-\d{4}-|viber|dingtalk|钉钉|飞书|^img_v[23]_|^0-02-0\w-"),
)
DOCUMENT_NAME = re.compile(r"^image\d{1,3}\.(jpe?g|png|gif|bmp|tiff?)$", re.IGNORECASE)  # as Word calls the pictures it holds
DOCUMENT_DPI = {220, 330}  # what Word shrinks pasted pictures to; no camera writes these
# short and long side of phones' and tablets' screens; long ones are no photo's shape, the others count for PNG alone
SHORT_SIDES = {
    720: (1440, 1480, 1520, 1544, 1560, 1600, 1612, 1640), 828: (1792,), 1080: (
        2160, 2220, 2240, 2244, 2248, 2280, 2310, 2312, 2316, 2324, 2336, 2340, 2376, 2388, 2392, 2400, 2404, 2408, 2412, 2424,
        2448, 2460, 2520, 2640),
    1125: (2436,), 1170: (2532,), 1172: (2748,), 1176: (2400,), 1179: (2556,), 1200: (2640, 2664, 2670), 1206: (2622,),
    1216: (2640, 2688), 1220: (2656, 2712), 1224: (2700,), 1228: (2700,), 1240: (2772,), 1242: (2688,), 1256: (2760,),
    1260: (2720, 2736, 2800), 1264: (2776, 2780), 1272: (2772,), 1276: (2848,), 1280: (2772, 2800), 1284: (2778,), 1290: (2796,),
    1312: (2848,), 1320: (2868,), 1344: (2772, 2992), 1440: (2880, 2960, 2992, 3040, 3088, 3120, 3168, 3200, 3216),
}  # fmt: skip
LONG_SCREENS = {(short, long) for short, longs in SHORT_SIDES.items() for long in longs}
SCREENS = LONG_SCREENS | {
    (640, 1136), (750, 1334), (720, 1280), (1080, 1920), (1242, 2208), (1440, 2560), (1488, 2266), (1536, 2048), (1620, 2160),
    (1640, 2360), (1668, 2224), (1668, 2388), (2048, 2732), (768, 1366), (900, 1440), (900, 1600), (1050, 1680), (1200, 1920),
    (1600, 2560), (1664, 2560), (1800, 2880), (1864, 2880), (1964, 3024), (2160, 3840),
}  # fmt: skip
MAILED = {(240, 320), (480, 640), (768, 1024), (960, 1280)}  # Small, Medium and Large of a phone's mail app; Outlook's
CHAT_SHORT = {1080, 1280, 1440, 1548}  # WeChat
CHAT_LONG = {1280: "telegram", 1600: "whatsapp"}
CHAT_MOST, MAIL_MOST, EDITED_MOST = 1_000_000, 1_500_000, 2_800_000  # bytes such a copy has at most
EDITORS = re.compile(
    r"photoshop|lightroom|snapseed|gimp|picasa|capture one|acdsee|美图|醒图|轻颜|vsco|picsart|canva|paint\.net", re.IGNORECASE
)


def likely_cause(facts: PhotoFacts, name: str, image: Image.Image) -> str:
    """Return the likeliest reason: screenshot, chat-app, mail-app, document or exported, with '/' and the app if known; or ''."""
    if SCREEN_NAME.search(name):
        return Cause.SCREENSHOT
    for app, pattern in CHATS:
        if re.search(pattern, name, re.IGNORECASE):
            return Cause.CHAT.by(app)
    camera = bool(facts.make or facts.model)
    sides = (min(facts.width, facts.height), max(facts.width, facts.height))
    if not camera and sides in (SCREENS if facts.format == "PNG" else LONG_SCREENS):
        return Cause.SCREENSHOT
    if facts.format not in {"JPEG", "MPO", "PNG"}:
        return ""
    if not camera and (DOCUMENT_NAME.match(name) or _dots_per_inch(image) in DOCUMENT_DPI):
        return Cause.DOCUMENT
    return _by_shape(facts, sides, camera=camera)


def _by_shape(facts: PhotoFacts, sides: tuple[int, int], *, camera: bool) -> str:
    """Tell by pixels and bytes: chat apps take the camera's name away, mail apps leave it."""
    short, long = sides
    if sides in MAILED and facts.image_bytes < MAIL_MOST and (camera or short < 960):
        return Cause.MAIL.by("iphone" if facts.make.casefold() == "apple" else "")
    if not camera and facts.image_bytes < CHAT_MOST and facts.format != "PNG":
        if short in CHAT_SHORT and long > short:
            return Cause.CHAT.by("wechat")
        if long in CHAT_LONG:
            return Cause.CHAT.by(CHAT_LONG[long])
    if camera and facts.image_bytes < MAIL_MOST and long in {320, 640, 1024, 1280}:
        return Cause.MAIL.by("iphone" if facts.make.casefold() == "apple" else "")
    edited = EDITORS.search(facts.software) and facts.image_bytes < EDITED_MOST
    return Cause.EXPORTED if edited else ""


def _dots_per_inch(image: Image.Image) -> int:
    found = image.info.get("dpi")
    try:
        return round(float(found[0])) if isinstance(found, tuple) else 0
    except (TypeError, ValueError, OverflowError, IndexError, ZeroDivisionError):  # EXIF's fractions are anything
        return 0
