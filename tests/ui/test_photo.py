"""A picture from a camera becomes small and upright, whatever it was."""

import random
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from nemt_desk.ground.errors import InputError
from tests.places.jpegs import exif
from ui.widgets.photo_file import MOST_BYTES, SIDE, jpeg_of, small_jpeg


def noise(wide: int, high: int) -> QImage:
    """Return a picture that hardly any codec makes small."""
    dice = random.Random(7)
    return QImage(dice.randbytes(wide * high * 4), wide, high, QImage.Format.Format_RGB32).copy()


def read(jpeg: bytes) -> QImage:
    return QImage.fromData(jpeg)


def test_even_noise_stays_under_the_limit() -> None:
    small = jpeg_of(noise(1600, 1200))
    assert len(small) <= MOST_BYTES
    assert max(read(small).width(), read(small).height()) <= SIDE


def test_a_small_picture_is_not_blown_up() -> None:
    assert read(jpeg_of(noise(200, 100))).size() == noise(200, 100).size()


def test_what_can_be_seen_through_becomes_white() -> None:
    clear = QImage(64, 64, QImage.Format.Format_ARGB32)
    clear.fill(QColor(0, 0, 0, 0))
    assert QColor(read(jpeg_of(clear)).pixel(32, 32)).lightness() > 250


def test_a_picture_on_its_side_is_turned_and_forgets_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "door.jpg"
    noise(300, 200).save(str(path), quality=80)
    whole = path.read_bytes()
    path.write_bytes(whole[:2] + exif(6) + whole[2:])
    small = small_jpeg(path)
    assert (read(small).width(), read(small).height()) == (200, 300)
    assert b"GPS" not in small
    assert b"Exif" not in small


@pytest.mark.parametrize("content", [b"", b"Dear office"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "door.jpg"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no picture"):
        small_jpeg(path)


def test_a_speck_is_refused() -> None:
    with pytest.raises(InputError, match="too small"):
        jpeg_of(noise(300, 10))
