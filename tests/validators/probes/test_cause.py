"""Why a picture is probably small: told by its name, its pixels, its maker; and never of what a camera made."""

from __future__ import annotations

import pytest
from PIL import Image

from validators.facts import PhotoFacts
from validators.probes.cause import likely_cause

BARE = Image.new("L", (8, 8))


def cause(name: str = "IMG_2041.jpg", size: tuple[int, int] = (2000, 1500), dpi: object = None, **facts) -> str:
    """Return the cause found for a picture of so many pixels, by default 300 KB of JPEG without EXIF."""
    image = BARE.copy()
    image.info["dpi"] = dpi
    told = {"file_bytes": 300_000, "image_bytes": 300_000, "format": "JPEG", **facts}
    return likely_cause(PhotoFacts(sha256="x", width=size[0], height=size[1], **told), name, image)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mmexport1752300000000.jpg", "chat-app/wechat"),
        ("微信图片_20260705083000.jpg", "chat-app/wechat"),
        ("Work 2 WeChat Image_20260705.jpg", "chat-app/wechat"),
        ("WechatIMG12.jpeg", "chat-app/wechat"),
        ("wx_camera_1752300000000.jpg", "chat-app/wechat"),
        ("QQ图片20260705083000.jpg", "chat-app/qq"),
        ("IMG-20260705-WA0003.jpg", "chat-app/whatsapp"),
        ("WhatsApp Image 2026-07-05 at 08.30.00.jpeg", "chat-app/whatsapp"),
        ("photo_2026-07-05_08-30-00.jpg", "chat-app/telegram"),
        ("FB_IMG_1752300000000.jpg", "chat-app"),
        ("received_1752300000000000.jpeg", "chat-app"),
        ("img_v3_02ab_1234.jpg", "chat-app"),
        ("钉钉图片.jpg", "chat-app"),
        ("Screenshot_20260705-083000.jpg", "screenshot"),
        ("Screen Shot 2026-07-05.png", "screenshot"),
        ("屏幕截图 2026-07-05.png", "screenshot"),
        ("截屏2026-07-05.png", "screenshot"),
        ("Снимок экрана 2026-07-05.png", "screenshot"),
        ("Capture d’écran 2026-07-05.png", "screenshot"),
        ("image3.jpeg", "document"),
        ("IMG_2041.jpg", ""),
        ("DSC00412.JPG", ""),
        ("The line of lanterns.jpg", ""),
        ("Telegraph hill.jpg", ""),
        ("A photo of 2026-07-05.jpg", ""),
    ],
)
def test_by_name(name, expected):
    assert cause(name) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({"size": (1440, 1920)}, "chat-app/wechat", id="wechat"),
        pytest.param({"size": (2160, 1440)}, "chat-app/wechat", id="wechat, lying"),
        pytest.param({"size": (1080, 1080)}, "", id="a square for the web"),
        pytest.param({"size": (1280, 960), "image_bytes": 180_000}, "chat-app/telegram", id="telegram"),
        pytest.param({"size": (1600, 1200)}, "chat-app/whatsapp", id="whatsapp"),
        pytest.param({"size": (1440, 1920), "image_bytes": 1_200_000}, "", id="too heavy for a chat app"),
        pytest.param({"size": (1440, 1920), "make": "Aster", "model": "A12"}, "", id="a chat app takes the maker's name away"),
        pytest.param({"size": (1024, 768), "make": "Apple", "model": "A"}, "mail-app/iphone", id="iphone, large"),
        pytest.param({"size": (640, 480), "make": "Apple"}, "mail-app/iphone", id="iphone, medium"),
        pytest.param({"size": (480, 640)}, "mail-app", id="medium without a maker"),
        pytest.param({"size": (1280, 853), "make": "Aster"}, "mail-app", id="another mail app"),
        pytest.param({"size": (1170, 2532)}, "screenshot", id="a phone's screen"),
        pytest.param({"size": (2532, 1170), "format": "PNG"}, "screenshot", id="the same, lying, as png"),
        pytest.param({"size": (1170, 2532), "make": "Apple"}, "", id="cameras do not name screens, yet cropped photos may"),
        pytest.param({"size": (1920, 1080), "format": "PNG"}, "screenshot", id="a monitor"),
        pytest.param({"size": (1920, 1080), "image_bytes": 2_000_000}, "", id="a jpeg of 16:9 is a photo's shape"),
        pytest.param({"size": (800, 600), "dpi": (220, 220)}, "document", id="shrunk by a word processor"),
        pytest.param({"size": (800, 600), "dpi": (72, 72)}, "", id="usual dots per inch"),
        pytest.param({"size": (800, 600), "dpi": ("x",)}, "", id="dots per inch that are no number"),
        pytest.param({"size": (2000, 1400), "software": "Adobe Photoshop 25.1"}, "exported", id="an editor"),
        pytest.param({"size": (2000, 1400), "software": "美图秀秀"}, "exported", id="a phone's editor"),
        pytest.param({"size": (6000, 4000), "software": "Snapseed", "image_bytes": 5_000_000}, "", id="an editor at full size"),
        pytest.param({"size": (4000, 3000), "make": "Aster", "image_bytes": 2_000_000}, "", id="a camera's own"),
        pytest.param({"size": (1440, 1920), "format": "HEIC"}, "", id="chat apps send no heic"),
    ],
)
def test_by_pixels_and_bytes(told, expected):
    assert cause(**told) == expected
