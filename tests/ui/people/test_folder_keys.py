"""A member's folder by keys: where the cursor is, what Esc keeps, what is said and taken back."""

from datetime import date

from PySide6.QtCore import Qt

from nemt_desk.ground.errors import RefusedError
from nemt_desk.members import queries as members
from nemt_desk.members.rows import PaperKind, PaperState
from tests.factories import member_entry
from tests.standing_orders import standing_days, standing_order
from tests.ui.hands import CTRL
from tests.ui.people.folder_room import Room
from tests.ui.real import settle
from ui.members.folder import PAPERS


def test_esc_keeps_what_was_typed_and_f6_goes_on_with_it(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.fill("number", "A-17")
    room.press(Qt.Key.Key_Escape)
    assert room.page.folder is None
    assert room.page.pane is not None
    assert "kept, not saved. F6 goes on" in room.said()
    assert room.page.has_unsaved()
    assert "1 not saved" in room.page.head_text()
    room.press(Qt.Key.Key_Escape)
    assert room.page.pane is None
    room.press(Qt.Key.Key_F6)
    assert room.typed()["number"] == "A-17"
    assert room.focus() is room.form.widget("kind")
    room.save()
    assert room.papers() == [(PaperKind.DISTANCE, PaperState.ON_FILE)]
    assert not room.page.has_unsaved()


def test_esc_closes_an_untouched_form_then_leaves_the_folder_then_the_record(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.press(Qt.Key.Key_Escape)
    assert room.folder.form.deed is None
    room.press(Qt.Key.Key_Escape)
    assert room.page.folder is None
    assert room.page.pane is not None
    room.press(Qt.Key.Key_Escape)
    assert room.page.pane is None
    assert room.papers() == []


def test_what_was_typed_is_dropped_only_by_its_own_act(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.fill("number", "A-17")
    room.folder.form.cancel_button.click()
    assert room.folder.form.deed is None
    assert "dropped" in room.said()
    assert not room.page.has_unsaved()


def test_other_pages_and_a_new_record_do_not_lose_what_was_typed(room: Room) -> None:
    other = room.office.members.add(room.office.actor, member_entry(last_name="Other")).id
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.fill("number", "A-17")
    desk = room.window.desk
    assert desk is not None
    desk.go("members", "papers", other)
    settle(room.qtbot, room.window)
    assert room.folder.member_id == other
    room.press(Qt.Key.Key_Insert)
    assert room.page.folder is None
    assert room.page.pane is not None
    assert room.page.pane.key is None
    desk.go("members", "papers", room.member)
    settle(room.qtbot, room.window)
    assert room.typed()["number"] == "A-17"


def test_a_form_begun_by_a_key_has_the_cursor_in_its_first_field(room: Room) -> None:
    office = room.office
    office.papers.ask_for(office.actor, room.member, PaperKind.ESCORT)
    room.press(Qt.Key.Key_F7)
    for key, first in (
        (Qt.Key.Key_N, "kind"),
        (Qt.Key.Key_E, "kind"),
        (Qt.Key.Key_Return, "kind"),
        (Qt.Key.Key_R, "received_on"),
        (Qt.Key.Key_X, "note"),
        (Qt.Key.Key_L, "kind"),
        (Qt.Key.Key_F9, "checked_on"),
        (Qt.Key.Key_F4, "from_day"),
    ):
        room.press(key)
        field = room.form.widget(first)
        assert room.focus() is field or field.isAncestorOf(room.focus()), (key, room.focus())
        assert room.focus().focusPolicy() != Qt.FocusPolicy.NoFocus
        room.press(Qt.Key.Key_Escape)
        room.page.open_folder(room.member)
    room.press(Qt.Key.Key_R)
    room.press(Qt.Key.Key_X)  # a letter is typed, it is no key of the page any more
    assert room.folder.form.deed is not None
    assert room.folder.form.deed.title.startswith("Came back")


def test_a_form_opened_from_another_page_has_the_cursor_too(room: Room) -> None:
    room.press(Qt.Key.Key_Escape)
    assert room.window.desk is not None
    room.window.desk.go("board")
    settle(room.qtbot, room.window)
    room.window.desk.go("members", "eligibility", room.member)
    settle(room.qtbot, room.window)
    assert room.focus() is room.form.widget("checked_on")


def test_a_folder_opened_from_the_list_or_another_page_saves(room: Room) -> None:
    office = room.office
    office.papers.ask_for(office.actor, room.member, PaperKind.ESCORT)
    room.press(Qt.Key.Key_Escape)
    assert room.page.pane is None
    assert room.window.desk is not None
    room.window.desk.go("board")
    room.window.desk.go("members", "papers", room.member)
    settle(room.qtbot, room.window)
    room.press(Qt.Key.Key_R)
    room.fill("signed_by", "Dr. Lund")
    room.save()
    assert room.papers() == [(PaperKind.ESCORT, PaperState.ON_FILE)]
    room.press(Qt.Key.Key_Escape)
    assert room.page.folder is None
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.fill("number", "B-2")
    room.save()
    assert len(room.papers()) == 2


def test_a_folder_without_papers_does_not_begin_on_the_way_out(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    assert room.focus() is room.folder.tabs.tabBar()
    room.press(Qt.Key.Key_Space)
    assert room.page.folder is not None


def test_saving_and_taking_back_say_what_was_done_itself(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    kind = room.form.widget("kind")
    kind.set_value(PaperKind.PLAN_OF_CARE)  # type: ignore[attr-defined]
    room.fill("number", "A-1 \N{GRINNING FACE}")
    room.save()
    assert room.said() == "Added a paper: plan of care."
    room.press(Qt.Key.Key_Z, CTRL)
    assert room.said() == "Took back: Added a paper: plan of care."
    room.press(Qt.Key.Key_N)
    room.save()
    told = "Added a paper: authorization over 30 or 60 miles"
    assert room.said() == f"{told}; 3 trips are decided anew: 3 better."


def test_a_problem_at_a_field_takes_an_older_refusal_away(room: Room) -> None:
    desk, frame = room.window.desk, room.window.frame
    assert desk is not None
    assert frame is not None
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    desk.refuse(RefusedError("Decide this member's ride first."))
    room.fill("number", "9" * 300)
    room.save()
    assert "longer than" in room.form.problem_of("number")
    assert frame.notice.text() == ""


def test_an_unknown_living_arrangement_is_told_and_still_taken(room: Room) -> None:
    room.press(Qt.Key.Key_F9)
    room.fill("source", "MN-ITS")
    room.fill("living_arrangement", "9999")
    told = room.looked()
    assert "“9999” is no living arrangement the state pack knows: 41, 42, 44, 45, 80" in told
    assert "Living arrangement: 80, now 9999" in told
    room.save()
    with room.office.store.read() as session:
        assert members.member(session, room.member).living_arrangement == "9999"


def test_the_papers_list_fits_the_window(room: Room) -> None:
    office = room.office
    office.papers.ask_for(office.actor, room.member, PaperKind.ESCORT)
    room.press(Qt.Key.Key_F7)
    settle(room.qtbot, room.window)
    view = room.folder.tables[PAPERS].view
    assert view.horizontalScrollBar().maximum() == 0
    room.press(Qt.Key.Key_R)
    assert view.horizontalScrollBar().maximum() == 0


def test_standing_orders_follow_days_away_as_one_act(room: Room) -> None:
    office = room.office
    order = standing_order(office, room.member)
    count = len(standing_days(office, order))
    assert count > 2
    room.press(Qt.Key.Key_F4)
    room.fill("from_day", "11/30/2026")
    room.fill("until_day", "12/4/2026")
    told = room.looked()
    assert "Mon 30 Nov: Cancelled: the member is away." in told
    room.save()
    left = standing_days(office, order)
    assert date(2026, 11, 30) not in left
    assert len(left) == count - 1
    room.press(Qt.Key.Key_Z, CTRL)
    assert len(standing_days(office, order)) == count
    assert room.folder.folder.away == ()
    room.press(Qt.Key.Key_F4)
    room.fill("from_day", "11/30/2026")
    room.fill("until_day", "12/4/2026")
    room.save()
    room.press(Qt.Key.Key_E)
    room.fill("from_day", "12/2/2026")
    room.save()
    assert len(standing_days(office, order)) == count
    room.press(Qt.Key.Key_E)
    room.fill("from_day", "11/30/2026")
    room.save()
    assert len(standing_days(office, order)) == count - 1
    room.press(Qt.Key.Key_Delete)
    assert len(standing_days(office, order)) == count
