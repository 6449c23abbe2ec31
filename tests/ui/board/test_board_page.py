"""The board by keys and by mouse, over a real office: what a dispatcher does all day."""

from datetime import time, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTableView, QWidget

from nemt_desk.runs.queries import runs_on
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import RideState
from tests.ui.board.conftest import BoardHands
from tests.ui.board.people import DAY
from tests.ui.hands import CTRL
from ui.board.day import Choice
from ui.board.find import find
from ui.board.timeline import Timeline
from ui.board.words import FITS, FITS_NOT

SHIFT = Qt.KeyboardModifier.ShiftModifier


def _state(board: BoardHands, last: str, leg: int = 0) -> RideState:
    with board.scene.office.store.read() as session:
        return read_ride(session, board.scene.rides[last][leg]).state


def _put_oja_on_berg(board: BoardHands, reason: str = "has a folding ramp") -> None:
    board.choose("Oja")
    board.press(Qt.Key.Key_A)
    board.type("ber")
    board.press(Qt.Key.Key_Return)
    assert board.parts.ask_bar.is_open
    board.type(reason)
    board.press(Qt.Key.Key_Return)


def test_a_letters_enter_puts_a_ride_and_its_return_on_a_run(board: BoardHands) -> None:
    board.choose("Schroeder")
    board.press(Qt.Key.Key_A)
    board.type("be")
    assert [offer.name for offer in board.parts.who.table.model.rows()] == ["Berg, Lars"]
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Schroeder", 0) == board.driver_of("Schroeder", 1) == "Berg, Lars"
    assert board.desk.notices.latest is not None
    assert "2 rides" in board.desk.notices.latest.text


def test_a_key_leads_to_book_to_change_the_trip_of_a_ride(board: BoardHands) -> None:
    went: list[tuple[str, str, object]] = []
    board.desk.went.connect(lambda *asked: went.append(asked))
    board.choose("Schroeder")
    board.press(Qt.Key.Key_F4)
    with board.scene.office.store.read() as session:
        trip = read_ride(session, board.scene.rides["Schroeder"][0]).trip_id
    assert went == [("book", "trip", trip)]


def test_a_trip_that_has_begun_is_not_taken_to_book(board: BoardHands) -> None:
    went: list[tuple[str, str, object]] = []
    board.desk.went.connect(lambda *asked: went.append(asked))
    office = board.scene.office
    office.trips.cancel(office.actor, board.scene.rides["Schroeder"][0], "her son drives her")
    board.choose("Schroeder", 1)
    board.press(Qt.Key.Key_F4)
    assert went == []
    assert board.desk.notices.latest is not None
    assert "can't be changed" in board.desk.notices.latest.text


def test_shift_enter_leaves_the_return_where_it_is(board: BoardHands) -> None:
    board.choose("Schroeder")
    board.press(Qt.Key.Key_A)
    board.type("be")
    board.press(Qt.Key.Key_Return, SHIFT)
    assert board.driver_of("Schroeder", 0) == "Berg, Lars"
    assert board.driver_of("Schroeder", 1) == ""


def test_after_an_assignment_the_next_ride_is_chosen(board: BoardHands) -> None:
    board.choose("Schroeder")
    board.press(Qt.Key.Key_A)
    board.type("be")
    board.press(Qt.Key.Key_Return)
    assert [ride.member_name for ride in board.page.at.chosen()] == ["Oja, Maija"]


def test_what_does_not_fit_asks_for_a_reason_and_keeps_it(board: BoardHands) -> None:
    board.choose("Oja")
    board.press(Qt.Key.Key_A)
    board.type("ber")
    board.press(Qt.Key.Key_Return)
    bar = board.parts.ask_bar
    assert bar.is_open
    assert "no lift" in bar.lines.text()
    board.press(Qt.Key.Key_Return)
    assert not bar.trouble.isHidden()
    assert board.driver_of("Oja") == ""
    board.type("has a folding ramp")
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Oja") == "Berg, Lars"
    board.choose("Oja")
    assert "has a folding ramp" in board.parts.line.text()


def test_esc_leaves_the_question_and_changes_nothing(board: BoardHands) -> None:
    board.choose("Oja")
    board.press(Qt.Key.Key_A)
    board.type("ber")
    board.press(Qt.Key.Key_Return)
    board.press(Qt.Key.Key_Escape)
    assert not board.parts.ask_bar.is_open
    assert board.driver_of("Oja") == ""


def test_who_can_take_it_is_ranked_with_reasons_and_enter_assigns(board: BoardHands) -> None:
    board.choose("Schroeder")
    board.press(Qt.Key.Key_F5)
    rows = board.parts.who.table.model.rows()
    assert rows[0].mark == FITS
    away = next(offer for offer in rows if offer.name == "Moe, Kari")
    assert away.mark == FITS_NOT
    assert "vacation" in away.why
    best = rows[0].name
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Schroeder") == best


def test_undo_and_redo(board: BoardHands) -> None:
    _put_oja_on_berg(board)
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Oja") == ""
    board.press(Qt.Key.Key_Y, CTRL)
    assert board.driver_of("Oja") == "Berg, Lars"


def test_u_takes_a_ride_off_its_run(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_U)
    assert board.driver_of("Koski") == ""
    assert "Koski, Eino" in [r.ride.member_name for r in board.parts.free.model.rows()]


def test_several_rides_move_in_one_step(board: BoardHands) -> None:
    rides = (*board.scene.rides["Schroeder"], board.scene.rides["Koski"][0])
    board.page.at.choose(Choice(rides, rides[0]))
    board.settle()
    board.press(Qt.Key.Key_A)
    board.type("be")
    board.press(Qt.Key.Key_Return)
    names = {board.driver_of("Schroeder", 0), board.driver_of("Koski")}
    assert names == {"Berg, Lars"}
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Koski") == "Lind, Per"


def test_publish_and_change_since(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_P)
    run = board.page.at.run()
    assert run is not None
    assert run.state is RunState.PUBLISHED
    assert "all published" in board.page.head_text()
    board.choose("Schroeder")
    board.press(Qt.Key.Key_A)
    board.type("lin")
    board.press(Qt.Key.Key_Return)
    assert "1 changed since published" in board.page.head_text()
    board.choose("Koski")
    board.press(Qt.Key.Key_U, SHIFT)
    assert "1 draft run" in board.page.head_text()


def test_a_note_on_the_run(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_O)
    board.type("Call before noon")
    board.press(Qt.Key.Key_Return)
    with board.scene.office.store.read() as session:
        assert [run.note for run in runs_on(session, DAY)] == ["Call before noon"]


def test_the_live_day_by_keys(board: BoardHands) -> None:
    board.choose("Koski")
    for key, state in (
        (Qt.Key.Key_C, RideState.CONFIRMED),
        (Qt.Key.Key_L, RideState.LATE),
        (Qt.Key.Key_E, RideState.EN_ROUTE),
        (Qt.Key.Key_B, RideState.ABOARD),
        (Qt.Key.Key_D, RideState.DONE),
    ):
        board.press(key)
        assert _state(board, "Koski") is state
    board.press(Qt.Key.Key_C)
    assert _state(board, "Koski") is RideState.DONE
    assert not board.page.acts["board.mark_confirmed"].enabled()


def test_a_will_call_member_who_is_ready_gets_a_time(board: BoardHands) -> None:
    assert "1 will-call" in board.page.head_text()
    board.choose("Koski", 1)
    board.press(Qt.Key.Key_R)
    assert _state(board, "Koski", 1) is RideState.WILL_CALL
    ride = board.page.at.chosen()[0]
    assert (ride.ready_min, ride.pickup_min) == (9 * 60, 10 * 60)  # within the hour
    board.choose("Schroeder")
    board.press(Qt.Key.Key_R)
    assert _state(board, "Schroeder") is RideState.BOOKED


def test_a_no_show_needs_its_reason(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_N)
    assert board.parts.side.name == "no_show"  # the agency's steps, as with Shift+N
    board.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    board.type("nobody answered the door")  # what was refused has the focus at its field
    board.press(Qt.Key.Key_Return)
    assert _state(board, "Koski") is RideState.NO_SHOW


def test_the_menu_offers_only_what_may_follow(board: BoardHands) -> None:
    board.choose("Schroeder")
    menu = board.parts.show_menu()
    enabled = {entry.text().partition("\t")[0] for entry in menu.actions() if entry.isEnabled()}
    menu.close()
    assert {"Assign", "Mark: Confirmed", "Mark: Cancelled"} <= enabled
    assert not {"Take off", "Mark: Will-call: member is ready", "Publish run"} & enabled


def test_one_selection_in_list_timeline_and_table(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_F8)
    assert board.parts.is_table()
    assert [r.ride.member_name for r in board.parts.twin.chosen()] == ["Koski, Eino"]
    board.parts.twin.select(board.scene.rides["Schroeder"][0])
    assert [r.ride.member_name for r in board.parts.free.chosen()] == ["Schroeder, Ann"]
    board.press(Qt.Key.Key_F8)
    assert board.parts.timeline.shown.choice.rides == (board.scene.rides["Schroeder"][0],)


def test_the_table_twin_does_it_all_by_keys(board: BoardHands) -> None:
    board.press(Qt.Key.Key_F8)
    board.parts.twin.select(board.scene.rides["Schroeder"][0])
    board.settle()
    board.press(Qt.Key.Key_A)
    board.type("lin")
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Schroeder") == "Lind, Per"
    board.choose("Schroeder")
    board.press(Qt.Key.Key_U)
    assert board.driver_of("Schroeder") == ""


def test_arrows_walk_the_timeline(board: BoardHands) -> None:
    board.choose("Koski")
    timeline = board.parts.timeline
    timeline.setFocus()
    board.press(Qt.Key.Key_Up)
    assert board.page.at.choice.driver == board.scene.drivers["Berg"]
    assert board.page.at.choice.rides == ()
    assert "Berg, Lars" in timeline.accessibleDescription()
    board.press(Qt.Key.Key_Down)
    assert board.page.at.choice.current == board.scene.rides["Koski"][0]
    assert "Koski, Eino" in timeline.accessibleDescription()


def test_the_card_shows_phones_and_addresses_and_is_noted(board: BoardHands) -> None:
    board.choose("Oja")
    board.parts.free.view.setFocus()
    before = _entries(board)
    board.press(Qt.Key.Key_Return)
    text = board.parts.card.text()
    assert "218-555-0" in text
    assert "County Road 63" in text
    assert "wheelchair" in text
    assert _entries(board) == before + 1
    board.page.at.choose(board.page.at.choice)
    assert _entries(board) == before + 1
    board.press(Qt.Key.Key_Escape)
    assert not board.parts.is_card()


def _entries(board: BoardHands) -> int:
    office = board.scene.office
    with office.store.read() as session:
        return office.trail.head(session)[0]


def _drag(board: BoardHands, source: QWidget, start: QPoint, end: QPoint) -> None:
    """Drag from a point of `source` to a point on the screen."""
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(source, button, none, start)
    QTest.mouseMove(source, start + QPoint(30, 12))
    board.settle()
    QTest.mouseMove(source, source.mapFromGlobal(end))
    board.settle()
    assert board.page.hands.is_dragging


def _row_of(board: BoardHands, name: str) -> QPoint:
    timeline = board.parts.timeline
    at = [lane.driver.name for lane in timeline.placed.lanes].index(name)
    middle = (timeline.placed.tops[at] + timeline.placed.tops[at + 1]) // 2
    return timeline.viewport().mapToGlobal(QPoint(timeline.placed.scale.head // 2, middle))


def _drop(source: QWidget, end: QPoint) -> None:
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseRelease(source, Qt.MouseButton.LeftButton, none, source.mapFromGlobal(end))


def test_dragging_says_whether_it_fits_before_the_drop(board: BoardHands) -> None:
    board.choose("Schroeder")
    view = board.parts.free.view
    place = board.parts.free.model.place_of(board.scene.rides["Schroeder"][0])
    start = view.visualRect(board.parts.free.model.index(place, 1)).center()
    _drag(board, view.viewport(), start, _row_of(board, "Moe, Kari"))
    assert FITS_NOT in board.parts.line.text()
    assert "vacation" in board.parts.line.text()
    end = _row_of(board, "Berg, Lars")
    QTest.mouseMove(view.viewport(), view.viewport().mapFromGlobal(end))
    assert FITS in board.parts.line.text()
    _drop(view.viewport(), end)
    board.settle()
    assert board.driver_of("Schroeder") == "Berg, Lars"


def test_dragging_between_rows_and_back_to_the_list(board: BoardHands) -> None:
    board.choose("Koski")
    timeline = board.parts.timeline
    lane, bar = timeline.placed.at[board.scene.rides["Koski"][0]]
    x, y, width, height = timeline.placed.bar_box(lane, bar.start, bar.end, bar.track)
    start = QPoint(x + width // 2, y + height // 2)
    end = _row_of(board, "Berg, Lars")
    _drag(board, timeline.viewport(), start, end)
    _drop(timeline.viewport(), end)
    board.settle()
    assert board.driver_of("Koski") == "Berg, Lars"
    lane, bar = timeline.placed.at[board.scene.rides["Koski"][0]]
    x, y, width, height = timeline.placed.bar_box(lane, bar.start, bar.end, bar.track)
    view = board.parts.free.view
    end = view.viewport().mapToGlobal(QPoint(40, 40))
    _drag(board, timeline.viewport(), QPoint(x + width // 2, y + height // 2), end)
    _drop(timeline.viewport(), end)
    board.settle()
    assert board.driver_of("Koski") == ""


def test_esc_lets_go_of_a_drag(board: BoardHands) -> None:
    board.choose("Schroeder")
    view = board.parts.free.view
    place = board.parts.free.model.place_of(board.scene.rides["Schroeder"][0])
    start = view.visualRect(board.parts.free.model.index(place, 1)).center()
    end = _row_of(board, "Berg, Lars")
    _drag(board, view.viewport(), start, end)
    board.press(Qt.Key.Key_Escape)
    assert not board.page.hands.is_dragging
    _drop(view.viewport(), end)
    assert board.driver_of("Schroeder") == ""


def test_another_day_and_back(board: BoardHands) -> None:
    board.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert board.page.head_day() == DAY + timedelta(days=1)
    assert board.page.head_text() == "0 unassigned"
    assert "F2" in board.parts.free.empty_text()
    board.press(Qt.Key.Key_T)
    assert board.page.head_day() == DAY


def test_a_ride_of_another_day_is_found_and_shown(board: BoardHands) -> None:
    later = DAY + timedelta(days=2)
    board.scene.trip("Oja", "Lakeside Clinic", time(11, 0), day=later)
    found = find(board.desk, "oja mai")
    assert [one.kind for one in found] == ["ride", "ride"]
    board.desk.go("board", found[-1].kind, found[-1].id)
    board.settle()
    assert board.page.head_day() == later
    assert [ride.member_name for ride in board.page.at.chosen()] == ["Oja, Maija"]


def test_every_control_has_a_name(board: BoardHands) -> None:
    kinds: tuple[type[QWidget], ...] = (QAbstractButton, QTableView, QLineEdit, Timeline)
    asked = [widget for kind in kinds for widget in board.page.findChildren(kind)]
    shown = [w for w in asked if w.isVisible() or not isinstance(w, QAbstractButton)]
    reached = [w for w in shown if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(reached) > 12
    for widget in reached:
        assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_esc_empties_the_filter_before_it_leaves_the_board(board: BoardHands) -> None:
    free = board.parts.free
    free.focus_filter()
    QTest.keyClicks(free.filter, "nobody like this")
    assert free.model.rowCount() == 0
    board.press(Qt.Key.Key_Escape)
    assert free.filter.text() == ""
    assert free.model.rowCount() > 0
    assert board.window.frame is not None
    assert board.window.frame.page is board.page
