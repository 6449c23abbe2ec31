"""Choosing the columns of a county's address points, on its first rows."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from nemt_desk.geo.points.county_points import ColumnMapping, preview
from ui.office.columns import ColumnsDialog

TEXT = """NO,ROADNAME_ALL,TOWNSHIP,LATY,LONX
128,N Church St,Bovey,47.3,-93.4
,Oak St,Bovey,47.3,-93.4
"""
RIGHT = ColumnMapping(number="NO", street="ROADNAME_ALL", town="TOWNSHIP", lat="LATY", lon="LONX")


def _dialog(qtbot: QtBot, folder: Path, mapping: ColumnMapping | None = None) -> ColumnsDialog:
    path = folder / "county.csv"
    path.write_text(TEXT)
    dialog = ColumnsDialog(preview(path), mapping, None)
    qtbot.addWidget(dialog)
    return dialog


def _choose(dialog: ColumnsDialog, mapping: ColumnMapping) -> None:
    for name, header in mapping.as_dict().items():
        box = dialog.box(name)
        box.set_value(header)
        box.edited.emit()


def test_it_says_what_is_missing_until_the_rows_can_be_read(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, tmp_path)
    assert dialog.missing.text() == "Choose the column with the house number."
    assert not dialog.take.isEnabled()

    _choose(dialog, RIGHT)
    assert dialog.missing.text() == ""
    assert dialog.rows.text().splitlines() == [
        "✓  128 N Church St, Bovey · 47.30000, -93.40000",
        "✗  row 2: no house number",
    ]
    assert dialog.take.isEnabled()
    assert dialog.mapping() == RIGHT


def test_what_was_remembered_is_filled_in_and_taken(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "county.csv"
    path.write_text(TEXT)
    taken: list[ColumnMapping] = []
    dialog = ColumnsDialog.ask(None, preview(path), RIGHT, taken.append)
    qtbot.addWidget(dialog)
    dialog.take.click()
    assert taken == [RIGHT]


def test_wrong_columns_can_be_seen_and_are_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    wrong = ColumnMapping(number="TOWNSHIP", street="NO", lat="LONX", lon="LATY")
    dialog = _dialog(qtbot, tmp_path, wrong)
    assert "wrong way round" in dialog.rows.text()
    assert not dialog.take.isEnabled()
