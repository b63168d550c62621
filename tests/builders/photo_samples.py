"""Real picture files as phones, apps, tools and broken transfers leave them; every builder returns bytes."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

from reports.demo import pictures

XMP = b"http://ns.adobe.com/xap/1.0/\0"
CLIP = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\0\0\x10\x08mdat" + bytes(range(256)) * 16
NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TALL_SCREEN = (1170, 2532)


@lru_cache(maxsize=8)
def camera(seed: int = 1, target: int = 32_000, *, upright: bool = False) -> bytes:
    """Return a small photo with a camera's EXIF."""
    return pictures.photo(seed, 0.3, target, upright=upright)


def drawn(seed: int, width: int, height: int, grain: float = 6.0) -> Image.Image:
    """Return a picture of exactly so many pixels: broad random blobs and fine grain, without any edge."""
    chance = np.random.default_rng(seed)
    planes = []
    for cells, low, high in ((9, 40, 216), (4, 60, 196), (4, 60, 196)):
        grid = Image.fromarray(chance.integers(low, high, (cells, cells), dtype=np.uint8))
        part = 4 if width * height > 1_000_000 else 1
        smooth = grid.resize((width // part, height // part), Image.Resampling.BILINEAR)
        planes.append(smooth.resize((width, height), Image.Resampling.NEAREST))
    return pictures.grainy((planes[0], planes[1], planes[2]), seed, grain).convert("RGB")


def saved(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    """Return an image as a file."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def shaped(
    width: int,
    height: int,
    *,
    make: str = "",
    software: str = "",
    quality: int = 80,
    seed: int = 3,
    grain: float = 2.0,
    **options,
) -> bytes:
    """Return a JPEG of exactly so many pixels; EXIF only where make or software is given."""
    exif = Image.Exif()
    if make:
        exif[0x010F], exif[0x0110] = make, f"{make} 15"
    if software:
        exif[0x0131] = software.encode()  # cameras write their own tongue in UTF-8
    return saved(drawn(seed, width, height, grain), quality=quality, exif=exif.tobytes() if len(exif) else b"", **options)


# -- marks of origin


def with_segments(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Return a JPEG with segments (marker, body) put behind its first one."""
    place = 4 + int.from_bytes(data[4:6], "big")
    made = b"".join(bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments)
    return data[:place] + made + data[place:]


def xmp_packet(attributes: str, spaces: str) -> bytes:
    """Return an XMP packet with attributes of one rdf:Description."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def with_xmp(data: bytes, attributes: str, spaces: str) -> bytes:
    """Return a JPEG with an XMP packet in APP1."""
    return with_segments(data, (0xE1, XMP + xmp_packet(attributes, spaces)))


def with_source_type(data: bytes, kind: str) -> bytes:
    """Return a JPEG whose XMP names its digital source type (IPTC)."""
    space = 'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    return with_xmp(data, f'Iptc4xmpExt:DigitalSourceType="{NEWSCODES}{kind}"', space)


def with_aigc(data: bytes, label: str = "1") -> bytes:
    """Return a JPEG labelled as GB 45438-2025 asks (XMP, namespace of TC260)."""
    told = f'{{"Label":"{label}","ContentProducer":"example-model","ProduceID":"0001","ReservedCode1":""}}'
    return with_xmp(data, f"TC260:AIGC='{told}'", 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"')


def with_credentials(data: bytes, generator: str, source: str = "digitalCapture", piece: int = 300) -> bytes:
    """Return a JPEG with a C2PA manifest store in APP11, cut into segments of `piece` bytes (ISO 19566-5)."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + kind + body

    def text(word: str) -> bytes:
        return bytes([0x78, len(word)]) + word.encode()  # CBOR, text of up to 255 bytes

    def labelled(name: str, *inside: bytes) -> bytes:
        return box(b"jumb", box(b"jumd", bytes(16) + b"\x03" + name.encode() + b"\0") + b"".join(inside))

    claim = b"\xa2" + text("claim_generator") + text(generator) + text("signature") + text("self#jumbf=c2pa.signature")
    actions = b"\xa1" + text("digitalSourceType") + text(NEWSCODES + source)
    store = labelled(
        "c2pa",
        labelled("urn:uuid:1", labelled("c2pa.actions", box(b"cbor", actions)), labelled("c2pa.claim", box(b"cbor", claim))),
    )
    head, rest = store[:8], store[8:]
    parts = [rest[start : start + piece] for start in range(0, len(rest), piece)]
    bodies = [b"JP\0\x01" + struct.pack(">I", number) + head + part for number, part in enumerate(parts, 1)]
    return with_segments(data, *((0xEB, body) for body in bodies))


# -- what stands behind the image's end


def ultra_hdr(seed: int = 1) -> bytes:
    """Return a photo with a gain map: XMP that names its version, and a second small JPEG behind the first."""
    photo = with_xmp(camera(seed), 'hdrgm:Version="1.0"', 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"')
    return photo + saved(drawn(seed, 160, 120).convert("L"), quality=60)


def samsung_motion(seed: int = 1) -> bytes:
    """Return a photo with a clip and the directory Samsung puts at the end."""
    entry = b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" + CLIP
    directory = b"SEFH" + struct.pack("<III", 107, 1, 0x0A300000) + struct.pack("<II", len(entry), len(entry))
    return camera(seed) + entry + directory + struct.pack("<I", len(directory)) + b"SEFT"


def huawei_live(seed: int = 1) -> bytes:
    """Return a photo with a clip and Huawei's forty bytes at the end."""
    return camera(seed) + CLIP + b"v2_f29\0\0\0\0\0\0\0\0\0\0\0\0\0\0" + b"LIVE_%-15d" % len(CLIP)


def micro_video(seed: int = 1) -> bytes:
    """Return a motion photo whose XMP says where the clip begins."""
    spaces = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
    return with_xmp(camera(seed), f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(CLIP)}"', spaces) + CLIP


# -- orientation


def turned(orientation: int, *, profile: bool = False) -> bytes:
    """Return a photo, dark above and bright below as seen, stored as the EXIF orientation says; with an ICC profile or not."""
    seen = Image.new("RGB", (480, 640), (20, 30, 60))
    seen.paste((220, 200, 90), (0, 320, 480, 640))
    undo = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    stored = seen.transpose(undo) if undo is not None else seen
    exif = Image.Exif()
    exif[0x0112] = orientation
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if profile else None
    return saved(stored, exif=exif.tobytes(), icc_profile=icc, quality=90)


# -- damage and bombs


def zeroed(data: bytes, share: float = 0.1) -> bytes:
    """Return a file whose middle is zero bytes."""
    size, middle = int(len(data) * share), len(data) // 2
    return data[:middle] + bytes(size) + data[middle + size :]


def garbled(data: bytes, share: float = 0.1) -> bytes:
    """Return a file whose middle is random bytes, none of which makes a mark."""
    size, middle = int(len(data) * share), len(data) // 2
    noise = np.random.default_rng(1).integers(0, 255, size, dtype=np.uint8).tobytes()
    return data[:middle] + noise + data[middle + size :]


def closed(data: bytes, keep: float = 0.5) -> bytes:
    """Return a cut file that somebody closed with an end mark."""
    return data[: int(len(data) * keep)] + b"\xff\xd9"


def jpeg_bomb(side: int = 65_500) -> bytes:
    """Return a small JPEG that declares far too many pixels."""
    data = camera()
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", side, side) + data[place + 4 :]


def png_bomb(side: int = 30_000) -> bytes:
    """Return a PNG of some kilobytes that unpacks to side * side pixels."""
    packer = zlib.compressobj(9)
    row = b"\0" + bytes(side * 3)
    rows = b"".join(packer.compress(row) for _ in range(side // 100)) + packer.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def huge(width: int = 16_384, height: int = 12_288, **options) -> bytes:
    """Return a JPEG of 200 million pixels, in grey so that a test can afford to make it."""
    small = pictures.draw(9, width // 32, height // 32, 4).convert("L")
    return saved(small.resize((width, height), Image.Resampling.BILINEAR), quality=60, **options)
