"""Marks of AI tools and of Content Credentials, wherever they stand in a file; ordinary files bear none."""

from __future__ import annotations

import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.builders import photo_samples as samples
from validators.probes.photo import probe

AIGC_SPACE = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'
AIGC_ESCAPED = "{&quot;Label&quot;:&quot;2&quot;,&quot;ContentProducer&quot;:&quot;example-model&quot;}"
AIGC_JSON = b'{"AIGC":{"Label":"3","ContentProducer":"example-model","ProduceID":"0001"}}'
NOTE = "a quiet river, Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512"
XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"


def label_of(path, data: bytes, name: str = "picture.jpg") -> str:
    """Return the mark that the probe finds in a file."""
    file = path / name
    file.write_bytes(data)
    return probe(file, None, name).ai_label


def plain() -> bytes:
    return samples.camera()


def commented(comment: bytes) -> bytes:
    """Return a JPEG with this EXIF UserComment."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    return samples.saved(samples.drawn(5, 160, 120), exif=exif.tobytes())


def made_with(software: str) -> bytes:
    return samples.shaped(160, 120, software=software)


def continued(kind: str) -> bytes:
    """Return a JPEG whose source type stands in the second half of an extended XMP packet."""
    packet = samples.xmp_packet(f'Iptc4xmpExt:DigitalSourceType="{samples.NEWSCODES}{kind}"', 'xmlns:Iptc4xmpExt="x"')
    middle = packet.index(b"trained") + 3
    head = XMP_MORE + b"0" * 32 + len(packet).to_bytes(4, "big")
    pieces = [(0, packet[:middle]), (middle, packet[middle:])]
    return samples.with_segments(plain(), *((0xE1, head + at.to_bytes(4, "big") + piece) for at, piece in pieces))


def element(kind: str) -> bytes:
    """Return a JPEG whose source type is written as an element's resource."""
    body = samples.xmp_packet("", 'xmlns:Iptc4xmpExt="x"').replace(
        b"/></rdf:RDF>",
        f'><Iptc4xmpExt:DigitalSourceType rdf:resource="{samples.NEWSCODES}{kind}"/></rdf:Description></rdf:RDF>'.encode(),
    )
    return samples.with_segments(plain(), (0xE1, samples.XMP + body))


def noted(key: str, text: str) -> bytes:
    """Return a PNG with a text chunk."""
    info = PngInfo()
    info.add_itxt(key, text)
    return samples.saved(samples.drawn(6, 80, 60), "PNG", pnginfo=info)


def credentials_in_png() -> bytes:
    """Return a PNG with a C2PA manifest store in a caBX chunk."""
    jpeg = samples.with_credentials(plain(), "Aster/4", piece=60_000)
    start = jpeg.index(b"jumb") - 4
    store = jpeg[start : start + int.from_bytes(jpeg[start : start + 4], "big")]
    data = samples.saved(samples.drawn(7, 80, 60), "PNG")
    chunk = len(store).to_bytes(4, "big") + b"caBX" + store
    return data[:33] + chunk + zlib.crc32(b"caBX" + store).to_bytes(4, "big") + data[33:]


MARKS = [
    pytest.param(lambda: samples.with_source_type(plain(), "trainedAlgorithmicMedia"),
                 "IPTC DigitalSourceType trainedAlgorithmicMedia", id="iptc generated"),
    pytest.param(lambda: samples.with_source_type(plain(), "compositeWithTrainedAlgorithmicMedia"),
                 "IPTC DigitalSourceType compositeWithTrainedAlgorithmicMedia", id="iptc partly generated"),
    pytest.param(lambda: element("trainedAlgorithmicMedia"), "IPTC DigitalSourceType trainedAlgorithmicMedia", id="iptc element"),
    pytest.param(lambda: continued("trainedAlgorithmicMedia"),
                 "IPTC DigitalSourceType trainedAlgorithmicMedia", id="iptc across two segments"),
    pytest.param(lambda: samples.with_credentials(plain(), "example-model", "trainedAlgorithmicMedia"),
                 "IPTC DigitalSourceType trainedAlgorithmicMedia", id="generated, said in credentials"),
    pytest.param(lambda: samples.with_credentials(plain(), "example-model", "trainedAlgorithmicMedia", piece=37),
                 "IPTC DigitalSourceType trainedAlgorithmicMedia", id="the same across many segments"),
    pytest.param(lambda: samples.with_aigc(plain(), "1"), "GB 45438 AIGC generated", id="aigc 1"),
    pytest.param(lambda: samples.with_aigc(plain(), "2"), "GB 45438 AIGC possibly generated", id="aigc 2"),
    pytest.param(lambda: samples.with_aigc(plain(), "3"), "GB 45438 AIGC suspected generated", id="aigc 3"),
    pytest.param(lambda: samples.with_aigc(plain(), "7"), "GB 45438 AIGC", id="aigc of no known kind"),
    pytest.param(lambda: samples.with_xmp(plain(), f'TC260:AIGC="{AIGC_ESCAPED}"', AIGC_SPACE),
                 "GB 45438 AIGC possibly generated", id="aigc escaped"),
    pytest.param(lambda: commented(b"ASCII\0\0\0" + AIGC_JSON), "GB 45438 AIGC suspected generated", id="aigc in exif"),
    pytest.param(lambda: noted("XML:com.adobe.xmp", samples.xmp_packet(f'TC260:AIGC="{AIGC_ESCAPED}"', AIGC_SPACE).decode()),
                 "GB 45438 AIGC possibly generated", id="aigc in png"),
    pytest.param(lambda: noted("parameters", NOTE), "generation parameters", id="parameters in png"),
    pytest.param(lambda: noted("workflow", '{"nodes": []}'), "generation parameters", id="workflow in png"),
    pytest.param(lambda: commented(b"UNICODE\0" + NOTE.encode("utf-16-be")), "generation parameters", id="parameters in exif, utf-16 be"),
    pytest.param(lambda: commented(b"UNICODE\0" + NOTE.encode("utf-16-le")), "generation parameters", id="parameters in exif, utf-16 le"),
    pytest.param(lambda: commented(b"ASCII\0\0\0" + NOTE.encode()), "generation parameters", id="parameters in exif, ascii"),
    pytest.param(lambda: made_with("Midjourney v6"), "software Midjourney", id="software"),
    pytest.param(lambda: made_with("DALL·E 3"), "software DALL·E", id="software, with a dot"),
    pytest.param(lambda: made_with("豆包AI"), "software 豆包", id="software, in Chinese"),
    pytest.param(lambda: samples.with_credentials(plain(), "Aster A12/4.1"), "C2PA Aster A12/4.1", id="camera's credentials"),
    pytest.param(lambda: samples.with_credentials(plain(), "Example Editor with a long name, version/25.1"),
                 "C2PA Example Editor with a long name, version/25.1", id="editor's credentials"),
    pytest.param(credentials_in_png, "C2PA Aster/4", id="credentials in png"),
    pytest.param(lambda: samples.with_aigc(samples.with_credentials(plain(), "Aster/4")),
                 "GB 45438 AIGC generated", id="label beside credentials"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "expected"), MARKS)
def test_a_mark_is_found(make, expected, tmp_path):
    assert label_of(tmp_path, make()) == expected


INNOCENT = [
    pytest.param(plain, id="camera"),
    pytest.param(lambda: samples.with_source_type(plain(), "digitalCapture"), id="says it was taken by a camera"),
    pytest.param(lambda: samples.with_source_type(plain(), "algorithmicMedia"), id="a fractal"),
    pytest.param(lambda: made_with("Adobe Lightroom 14"), id="edited"),
    pytest.param(lambda: made_with("Kendall Editor 2"), id="a name inside another"),
    pytest.param(lambda: made_with("Editor de Imagen"), id="Spanish for picture"),
    pytest.param(lambda: commented(b"ASCII\0\0\0Steps: up the hill, sampled at dawn"), id="a comment of steps"),
    pytest.param(lambda: noted("Description", "parameters of the lens"), id="another note"),
    pytest.param(lambda: plain() + b"c2pa jumb trainedAlgorithmicMedia", id="words behind the end"),
    pytest.param(lambda: b"\xff\xd8\xff\xe1\0\0" + plain()[4:], id="a segment of no length"),
]


@pytest.mark.parametrize("make", INNOCENT)
def test_an_ordinary_file_bears_no_mark(make, tmp_path):
    assert label_of(tmp_path, make()) == ""
