"""Logos and pixels are told from photos, whatever the decoder says of a damaged picture."""

import io

from PIL import Image

from intake.unwrap.decoration import _size


def breaks_oddly(data: bytes) -> bool:
    """Tell whether Pillow's decoder leaves with none of the errors that it promises."""
    try:
        Image.open(io.BytesIO(data))
    except RuntimeError:
        return True
    except (OSError, SyntaxError, ValueError):
        return False
    return False


def test_a_picture_that_its_decoder_breaks_at_in_its_own_way_is_no_logo_and_costs_no_mail(tmp_path):
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "AVIF")
    whole = out.getvalue()
    cut = (whole[:place] + length + whole[place + 4 :] for place in range(300) for length in (b"\0\0\0\x01", b"\x7f\xff\xff\xff"))
    broken = next(data for data in cut if breaks_oddly(data))
    path = tmp_path / "broken.avif"
    path.write_bytes(broken)
    assert _size(path) is None
