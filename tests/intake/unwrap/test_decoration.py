"""Logos and pixels are told from photos, whatever the decoder says of a damaged picture."""

import io

import pytest
from PIL import Image

from intake.unwrap.decoration import _size
from tests.torture.mutations import damaged


def test_a_picture_that_its_decoder_breaks_at_in_its_own_way_is_no_logo_and_costs_no_mail(tmp_path):
    broken = damaged(706)  # lengths changed in an AVIF
    assert broken is not None
    with pytest.raises(RuntimeError):  # none of the errors that Pillow promises
        Image.open(io.BytesIO(broken.data))
    path = tmp_path / broken.name
    path.write_bytes(broken.data)
    assert _size(path) is None
