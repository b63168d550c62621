"""The rule link-qr, and the real pictures that it compares with links."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from intake.config.models import Slot
from tests.builders.piece_facts import link
from validators.facts import FilledSlot
from validators.facts_qr import CodeFacts, SeenCodes
from validators.probes.qr_codes import probe
from validators.rules.link_qr import LinkQr

PAGE, OTHER = "https://h5.example.com/show?id=7", "https://h5.example.com/show?id=8"
H5 = Slot(id="h5", kind="link", count="0-", title={"zh": "原创H5", "en": "H5 page"})
SHOWN, OTHERS = "h5.example.com …show?id=7", "h5.example.com …show?id=8"
BESIDE, ANY = LinkQr(slot="code"), LinkQr()


def seen(*codes, slot="code", problem=""):
    return SeenCodes("qr.png", slot, CodeFacts(sha256="s", file_bytes=1, codes=codes, problem=problem))


def said(reason, subject="qr.png", code="", shown=SHOWN):
    return [{"subject": subject, "reason": reason, "code": code, "link": shown}]


@pytest.mark.parametrize(
    ("rule", "links", "codes", "expected"),
    [
        pytest.param(BESIDE, [PAGE], [seen(PAGE)], [], id="the same"),
        pytest.param(BESIDE, [PAGE], [seen(PAGE + "&utm_source=a#top")], [], id="the same with what programs add"),
        pytest.param(BESIDE, [], [], [], id="neither"),
        pytest.param(BESIDE, [PAGE], [], said("none", "h5"), id="no picture"),
        pytest.param(BESIDE, [PAGE], [seen(PAGE, slot="poster")], said("none", "h5"), id="a code on the poster alone"),
        pytest.param(BESIDE, [PAGE], [seen()], said("unreadable"), id="no code in it"),
        pytest.param(BESIDE, [PAGE], [seen("WIFI:T:WPA;S=net;;")], said("no-link", code="WIFI:T:WPA;S=net;;"), id="no address"),
        pytest.param(BESIDE, [PAGE], [seen(OTHER)], said("elsewhere", code=OTHERS), id="another page"),
        pytest.param(BESIDE, [], [seen(PAGE)], said("alone", code=SHOWN, shown=""), id="no link"),
        pytest.param(BESIDE, [PAGE], [seen(problem="time")], [], id="too slow to look at: a person looks"),
        pytest.param(BESIDE, [PAGE, OTHER], [seen(PAGE)], said("none", "h5", shown=OTHERS), id="a second link without a code"),
        pytest.param(ANY, [PAGE], [seen("https://a.example.com/"), seen(PAGE, slot="poster")], [], id="any picture will do"),
        pytest.param(ANY, [PAGE], [seen(), seen(OTHER, slot="")], said("elsewhere", code=OTHERS), id="none of them agrees"),
        pytest.param(ANY, [], [seen(OTHER)], [], id="a code of something else"),
    ],
)
def test_link_qr(rule, links, codes, expected):
    filled = FilledSlot(slot=H5, links=tuple(map(link, links)), codes=tuple(codes))
    assert list(rule.check(filled)) == expected


def code(text: str, side: int) -> Image.Image:
    return Image.fromarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=8)).resize((side, side))


def test_codes_are_read_in_pictures_as_people_send_them(tmp_path: Path):
    poster = Image.effect_noise((3000, 2000), 70).convert("RGB")
    poster.paste(code(PAGE, 420), (2400, 1500))
    poster.save(tmp_path / "poster.jpg", quality=80)
    code(PAGE, 110).save(tmp_path / "small.jpg", quality=60)
    clear = code(PAGE, 300).convert("RGBA")
    clear.putalpha(clear.convert("L").point(lambda grey: 255 - grey))  # black on nothing, as design programs export it
    clear.save(tmp_path / "clear.png")
    code(PAGE, 300).rotate(200, expand=True, fillcolor=255).save(tmp_path / "turned.webp")
    Image.effect_noise((900, 600), 70).save(tmp_path / "none.jpg")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 900)
    found = {path.name: (facts.codes, facts.problem) for path in sorted(tmp_path.iterdir()) if (facts := probe(path))}
    assert found == {
        "broken.jpg": ((), "undecodable"),
        "clear.png": ((PAGE,), ""),
        "none.jpg": ((), ""),
        "poster.jpg": ((PAGE,), ""),
        "small.jpg": ((PAGE,), ""),
        "turned.webp": ((PAGE,), ""),
    }
