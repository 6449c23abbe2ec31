"""A picture from a camera or telephone becomes a small upright JPEG, with nothing else in it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from nemt_desk.ground.errors import InputError, Problem

SIDE = 1000
"""Pixels of the longer side: three inches on paper, as sharp as the printer."""
MOST_BYTES = 150_000
_QUALITIES = (85, 75, 65, 55, 45, 35)
_SMALLER = 0.75
_LEAST_SIDE = 32
_NO_PICTURE = "This file is no picture that can be read. Choose a JPEG or PNG."


def small_jpeg(path: Path) -> bytes:
    """Return the picture in a file, at most SIDE pixels and MOST_BYTES, upright.

    What the camera wrote beside the picture (where, when, with what) is left behind.

    Raises:
        InputError: it is no picture, or too small to see anything.
    """
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        # Decoded small at once: a telephone's twenty million pixels are never held.
        reader.setScaledSize(_within(size, SIDE))
    image = reader.read()
    if image.isNull():
        raise InputError([Problem("photo", _NO_PICTURE)])
    return jpeg_of(image)


def jpeg_of(image: QImage) -> bytes:
    """Return an image as a small JPEG.

    Raises:
        InputError: it is too small to see anything.
    """
    if min(image.width(), image.height()) < _LEAST_SIDE:
        sentence = "This picture is too small to see anything on it. Choose another."
        raise InputError([Problem("photo", sentence)])
    side = SIDE
    while True:
        bare = _bare(image, side)
        for quality in _QUALITIES:
            jpeg = _written(bare, quality)
            if len(jpeg) <= MOST_BYTES:
                return jpeg
        side = int(side * _SMALLER)


def _within(size: QSize, side: int) -> QSize:
    if max(size.width(), size.height()) <= side:
        return size
    return size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)


def _bare(image: QImage, side: int) -> QImage:
    """Return the image on white, without the texts a file may carry along."""
    size = _within(image.size(), side)
    shown = image.scaled(
        size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    bare = QImage(size, QImage.Format.Format_RGB32)
    bare.fill(Qt.GlobalColor.white)
    painter = QPainter(bare)
    painter.drawImage(0, 0, shown)
    painter.end()
    return bare


def _written(image: QImage, quality: int) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)  # type: ignore[call-overload] # the stub wants bytes
    return bytes(held.data())
