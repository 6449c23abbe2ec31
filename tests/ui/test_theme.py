"""Looks: readable in every scheme, never by colour alone."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme.icons import icon
from ui.theme.palette import Scheme, contrast, palette_of
from ui.theme.status import STATUSES, alarm_colour, look, quiet_colour
from ui.theme.theme import POINTS, row_height, theme
from ui.widgets.status import StatusLabel

SCHEMES = [Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST]
AA_TEXT, AA_SHAPE = 4.5, 3.0


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("key", STATUSES)
def test_status_text_and_border_are_told_from_their_ground(key: str, scheme: Scheme) -> None:
    shown = look(key, scheme)
    base = palette_of(scheme).color(QPalette.ColorRole.Base).name()
    assert contrast(shown.text, shown.fill) >= AA_TEXT
    assert contrast(shown.border, base) >= AA_SHAPE


def test_statuses_differ_in_word_and_shape() -> None:
    assert len({status.word for status in STATUSES.values()}) == len(STATUSES)
    assert len({status.icon for status in STATUSES.values()}) == len(STATUSES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_palette_text_is_readable(scheme: Scheme, qapp: QApplication) -> None:
    palette, role = palette_of(scheme), QPalette.ColorRole
    theme().apply(qapp, scheme, 10)
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.PlaceholderText, role.Base),
        (role.Link, role.Window),
        (role.ToolTipText, role.ToolTipBase),
    ):
        assert contrast(palette.color(text).name(), palette.color(ground).name()) >= AA_TEXT
    window = palette.color(role.Window).name()
    assert contrast(alarm_colour(), window) >= AA_TEXT
    assert contrast(quiet_colour(), window) >= AA_TEXT


def test_every_status_icon_exists(qtbot: QtBot) -> None:
    for status in STATUSES.values():
        assert not icon(status.icon).isNull()
    with pytest.raises(ValueError, match="one family"):
        icon("fa6s.phone")


def test_rows_grow_with_the_text(qapp: QApplication) -> None:
    heights = []
    for points in POINTS.values():
        theme().apply(qapp, Scheme.LIGHT, points)
        heights.append(row_height())
    assert heights[0] == 28
    assert heights == sorted(heights)
    assert heights[-1] > 28


def test_a_status_label_is_heard_too(qtbot: QtBot) -> None:
    label = StatusLabel("no_show")
    qtbot.addWidget(label)
    assert label.accessibleName() == "No-show"
    narrow = label.sizeHint().width()
    label.set_status("unassigned")
    assert label.sizeHint().width() > narrow
