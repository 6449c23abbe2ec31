"""The weights of a plan, typed and reset by keys on a real office."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from nemt_desk.ground.settings import PLAN_LIMITS, Settings
from nemt_desk.office import Office
from tests.ui.hands import CTRL, press, type_in
from tests.ui.office.conftest import Opener
from ui.office.planning_section import PlanningSection

CAME = Settings("x")


def put(section: PlanningSection, name: str, text: str) -> None:
    field = section.form.widget(name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.clear()
    type_in(field, text)


def test_a_weight_is_saved_told_beside_what_it_came_with_and_undone(
    opened: Opener, office: Office
) -> None:
    window, page = opened()
    page.show_record("planning", None)
    section = page.planning
    assert not section.reset.isEnabled()
    put(section, "plan_hour_dollars", "9")
    assert page.has_unsaved()
    press(window, Qt.Key.Key_Return, CTRL)
    assert office.settings.plan_hour_dollars == 9
    assert "It came with 6." in section.form.help_of("plan_hour_dollars")
    assert section.reset.isEnabled()
    page.tabs.tabBar().setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    assert office.settings.plan_hour_dollars == 6
    assert "It came with" not in section.form.help_of("plan_hour_dollars")


def test_reset_brings_back_what_the_program_came_with(opened: Opener, office: Office) -> None:
    _window, page = opened()
    page.show_record("planning", None)
    section = page.planning
    put(section, "plan_fair", "9")
    section.form.widget("plan_carriers").setChecked(True)  # type: ignore[attr-defined]
    section.save()
    assert (office.settings.plan_fair, office.settings.plan_carriers) == (9, True)
    section.reset.setFocus()
    press(section.reset, Qt.Key.Key_Space)
    assert (office.settings.plan_fair, office.settings.plan_carriers) == (2, False)
    assert not section.reset.isEnabled()


def test_what_can_not_be_is_told_beside_its_field(opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("planning", None)
    section = page.planning
    put(section, "plan_seconds", "900")
    put(section, "plan_ask_dollars", "")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "Type a number" in section.form.problem_of("plan_ask_dollars")
    put(section, "plan_ask_dollars", "3")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "1 to 600" in section.form.problem_of("plan_seconds")
    assert office.settings.plan_seconds == CAME.plan_seconds


def test_every_weight_has_a_field_with_its_limits(opened: Opener) -> None:
    _window, page = opened()
    page.show_record("planning", None)
    for name, (least, most) in PLAN_LIMITS.items():
        assert f"{least:,} to {most:,}" in page.planning.form.help_of(name).lower()


def test_the_weights_are_found_by_their_words(opened: Opener) -> None:
    window, page = opened()
    action = next(act for act in page.actions() if act.id == "office.weights")
    action.handler()
    assert page.section is page.planning
    assert QApplication.focusWidget() is page.planning.form.first_field()
    assert window.isActiveWindow()
