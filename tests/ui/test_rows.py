"""The one table model and the list around it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.hands import press, type_in
from ui.widgets.prefs import Prefs
from ui.widgets.rows import STATUS_ROLE, Column, RowsModel
from ui.widgets.table import RowsTable


@dataclass(frozen=True)
class Ride:
    id: int
    name: str
    miles: float | None
    state: str = "assigned"


COLUMNS = [
    Column[Ride]("Name", lambda ride: ride.name, tooltip=lambda ride: f"No {ride.id}"),
    Column[Ride](
        "Miles", lambda ride: str(ride.miles), sort=lambda ride: ride.miles, right=True, width=80
    ),
    Column[Ride]("State", lambda ride: "", status=lambda ride: ride.state),
]
RIDES = [Ride(1, "Nguyễn", 9.0), Ride(2, "Oja", 28.4, "late"), Ride(3, "<b>Tom</b>", None)]


def _model() -> RowsModel[Ride]:
    return RowsModel(COLUMNS, key=lambda ride: ride.id)


def _names(model: RowsModel[Ride]) -> list[str]:
    return [ride.name for ride in model.rows()]


def _table(remember: tuple[str, Prefs] | None = None) -> RowsTable[Ride]:
    return RowsTable(
        COLUMNS,
        key=lambda ride: ride.id,
        name="Rides",
        noun=("ride", "rides"),
        empty="No rides yet. F2 books one.",
        remember=remember,
    )


def test_model_passes_the_model_tester(qtmodeltester: ModelTester) -> None:
    model = _model()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own lack
    model.set_rows(RIDES)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_filter("o")
    model.set_rows(RIDES[:1])
    model.set_rows([])


def test_status_cells_say_their_word_and_carry_their_key() -> None:
    model = _model()
    model.set_rows(RIDES)
    cell = model.index(1, 2)
    assert cell.data() == "Late"
    assert cell.data(STATUS_ROLE) == "late"


def test_sorts_by_value_with_nothing_last_and_keeps_the_current_row(qtbot: QtBot) -> None:
    table = _table()
    qtbot.addWidget(table)
    table.set_rows(RIDES)
    table.select(2)
    table.model.sort(1)
    assert _names(table.model) == ["Nguyễn", "Oja", "<b>Tom</b>"]
    table.model.sort(1, Qt.SortOrder.DescendingOrder)
    current = table.current()
    assert current is not None
    assert current.id == 2


def test_filter_wants_every_word_in_any_order_without_accents(qtbot: QtBot) -> None:
    table = _table()
    qtbot.addWidget(table)
    table.show()
    table.set_rows(RIDES)
    type_in(table.filter, "assigned nguy")
    assert _names(table.model) == ["Nguyễn"]
    assert table.count.text() == "1 of 3 rides"
    press(table.filter, Qt.Key.Key_Escape)
    assert table.model.rowCount() == 3
    assert table.count.text() == "3 rides"


def test_same_keys_change_in_place_and_selection_survives_a_reset(qtbot: QtBot) -> None:
    table = _table()
    qtbot.addWidget(table)
    table.set_rows(RIDES)
    table.select(2)
    with qtbot.waitSignal(table.model.dataChanged):
        table.set_rows([RIDES[0], Ride(2, "Oja", 30.0), RIDES[2]])
    table.set_rows([RIDES[2], Ride(2, "Oja", 31.0)])
    assert table.current() == Ride(2, "Oja", 31.0)
    with qtbot.waitSignal(table.selected) as heard:
        table.set_rows([RIDES[0]])
    assert heard.args == [None]


def test_an_empty_list_says_what_to_do(qtbot: QtBot) -> None:
    table = _table()
    qtbot.addWidget(table)
    table.show()
    assert "F2 books one" in table.empty_text()
    table.set_rows(RIDES)
    table.filter.setText("zzz")
    assert "Esc" in table.empty_text()


def test_enter_opens_and_down_leaves_the_filter(qtbot: QtBot) -> None:
    table = _table()
    qtbot.addWidget(table)
    table.show()
    table.set_rows(RIDES)
    press(table.filter, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as heard:
        press(table.view, Qt.Key.Key_Return)
    assert heard.args == [RIDES[0]]


def test_widths_are_remembered_at_any_text_size(qtbot: QtBot) -> None:
    prefs = Prefs()
    first = _table(("rides", prefs))
    qtbot.addWidget(first)
    first.view.horizontalHeader().resizeSection(0, 333)
    again = _table(("rides", prefs))
    qtbot.addWidget(again)
    assert again.view.columnWidth(0) == 333


def test_rows_are_28_px_at_body_size(qtbot: QtBot) -> None:
    table = _table()
    qtbot.addWidget(table)
    assert table.view.verticalHeader().defaultSectionSize() == 28
