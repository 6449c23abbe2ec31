"""A place that moves or closes, by keys: the list, all of it in one act, undo, the call list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from nemt_desk.places.rows import PinSource
from nemt_desk.places.rules import Pin
from nemt_desk.runs.call_lists import call_list
from nemt_desk.runs.move_rows import MoveKind
from nemt_desk.security.trail import history
from nemt_desk.trips.rows import RideState
from tests.factories import NOW
from tests.ui.hands import CTRL
from tests.ui.places.conftest import Hands
from ui.places.move_lines import NOT_YET
from ui.places.move_panel import MovePanel
from ui.widgets.fields import TickBox
from ui.widgets.paper import PaperPreview

pytestmark = pytest.mark.slow  # a whole window and a map each time


def begin(hands: Hands) -> MovePanel:
    hands.press(Qt.Key.Key_F7)
    panel = hands.page.findChild(MovePanel)
    assert panel is not None
    return panel


def say(panel: MovePanel, name: str, text: str) -> None:
    field = panel.form.widget(name)
    assert isinstance(field, QLineEdit)
    field.setText(text)


def to_new_address(hands: Hands) -> MovePanel:
    panel = begin(hands)
    say(panel, "address", "12 Pokegama Avenue")
    panel.form.address.pin.set_value(Pin(47.28, -93.5, PinSource.POINT))
    panel.look()
    hands.settle()
    return panel


def test_every_ride_is_listed_before_anything_is_typed(hands: Hands) -> None:
    panel = begin(hands)
    lines = panel.table.model.rows()
    assert [line.change.why_not for line in lines] == [NOT_YET, NOT_YET]
    assert panel.summary.text() == "2 rides from Tue 24 Nov on."
    hands.save()
    assert "Say where the place is now." in panel.form.form.problem_of("address")
    assert hands.place().closed_on is None


def test_a_move_changes_all_and_one_undo_brings_it_back(hands: Hands) -> None:
    before = hands.rides()
    panel = to_new_address(hands)
    assert panel.summary.text().endswith("2 would be changed.")
    hands.save()
    assert hands.place().closed_on is not None
    assert {ride.to_id for ride in hands.rides()} == {hands.place().moved_to_id}
    assert panel.summary.text().endswith("2 changed.")
    assert hands.window.desk is not None
    hands.window.desk.undo()
    hands.settle()
    assert hands.place().closed_on is None
    assert [ride.to_id for ride in hands.rides()] == [ride.to_id for ride in before]
    assert not panel.is_applied


def test_a_list_that_is_not_fresh_is_made_again_first(hands: Hands) -> None:
    panel = to_new_address(hands)
    say(panel, "unit", "Suite 4")
    hands.save()
    assert "once more" in hands.said()
    assert hands.place().closed_on is None
    hands.save()
    assert hands.place().closed_on is not None


def test_closing_cancels_the_rides_chosen_by_key(hands: Hands) -> None:
    panel = begin(hands)
    panel.form.kind.set_value(MoveKind.CLOSED)
    panel.form.kind.edited.emit()
    panel.look()
    hands.settle()
    panel.table.view.setFocus()
    panel.table.view.selectRow(0)
    hands.press(Qt.Key.Key_Delete)
    assert [line.status for line in panel.table.model.rows()] == ["cancelled", "not_changed"]
    hands.save()
    assert "Say why" in panel.form.form.problem_of("reason")
    say(panel, "reason", "The clinic closed")
    panel.look()
    hands.settle()
    hands.save()
    states = sorted(ride.state for ride in hands.rides())
    assert states == [RideState.BOOKED, RideState.CANCELLED]


def test_esc_goes_back_to_the_record_and_keeps_what_was_typed(hands: Hands) -> None:
    panel = to_new_address(hands)
    hands.press(Qt.Key.Key_Escape)
    assert not hands.page.is_moving()
    assert hands.page.pane is not None
    again = begin(hands)
    assert again is panel
    field = panel.form.widget("address")
    assert isinstance(field, QLineEdit)
    assert field.text() == "12 Pokegama Avenue"


def test_the_call_list_is_shown_and_its_printing_noted(hands: Hands) -> None:
    panel = to_new_address(hands)
    hands.press(Qt.Key.Key_P, CTRL)
    preview = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PaperPreview))
    assert preview.document.pageCount() == 1
    assert panel.plan is not None
    # The printer itself is no part of this test.
    panel.note_printed(call_list(panel.plan, hands.office.settings, NOW))
    with hands.office.store.read() as session:
        acts = [entry.act for entry in history(session, hands.people.member)]
    assert "Printed the call list of a place" in acts
    preview.close()


def test_a_record_with_typed_text_is_saved_first(hands: Hands) -> None:
    hands.type_over("entrance", "Back door")
    hands.press(Qt.Key.Key_F7)
    assert "Save first" in hands.said()
    assert not hands.page.is_moving()


def test_new_times_are_shown_before_they_are_taken(hands: Hands) -> None:
    panel = begin(hands)
    say(panel, "address", "12 Pokegama Avenue")
    panel.form.address.pin.set_value(Pin(47.6, -93.5, PinSource.POINT))
    panel.look()
    hands.settle()
    first = panel.table.model.rows()[0]
    assert "min late for the appointment as planned" in first.worth
    tick = panel.form.widget("new_times")
    assert isinstance(tick, TickBox)
    tick.setChecked(True)
    panel.look()
    hands.settle()
    first = panel.table.model.rows()[0]
    assert first.worth.startswith("New pick-up ")
    assert first.at == "9:20 a.m."
