"""Icons of one family (Material Design Icons by qtawesome), loaded at first use, kept rendered.

qtawesome costs about 0.15 s to import: the first window shows words, icons follow after it.
"""

from functools import lru_cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from ui.theme.theme import theme

_FAMILY = "mdi6."


def icon(name: str, colour: str = "") -> QIcon:
    """Return an icon such as `mdi6.phone` in the text colour, or in `colour`."""
    if not name.startswith(_FAMILY):
        raise ValueError(f"icons come from one family, {_FAMILY}*: {name}")
    normal = colour or QApplication.palette().color(QPalette.ColorRole.WindowText).name()
    chosen = colour or QApplication.palette().color(QPalette.ColorRole.HighlightedText).name()
    return _made(name, normal, chosen)


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """Return an icon as a picture of `size` px, for delegates; cached."""
    return _drawn(name, colour, size, QApplication.primaryScreen().devicePixelRatio())


@lru_cache(maxsize=512)
def _made(name: str, colour: str, chosen: str) -> QIcon:
    import qtawesome  # noqa: PLC0415 - after the first window is up (see module docstring)

    made: QIcon = qtawesome.icon(name, color=colour, color_selected=chosen)
    return made


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    return _made(name, colour, colour).pixmap(QSize(size, size), ratio)


theme().changed.connect(_made.cache_clear)
theme().changed.connect(_drawn.cache_clear)
