"""The agency's own figures laid over the pack's by keys, on a real office."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nemt_desk.figures.queries import PHONE_KEY
from nemt_desk.figures.rows import FigureGroup
from nemt_desk.office import Office
from tests.ui.hands import CTRL, press, type_in
from tests.ui.office.conftest import Opener
from ui.office.figures_section import FiguresSection

NOTICE = "notice_business_days"


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def choose(section: FiguresSection, key: str) -> None:
    found = next(one for one in section.table.model.rows() if one.key == key and one.is_in_force)
    section.table.select((found.key, found.since, found.until))
    assert section.shown is not None
    assert section.shown.key == key


def put(section: FiguresSection, name: str, text: str) -> None:
    field = section.form.widget(name)
    field.setFocus()
    field.clear()  # type: ignore[attr-defined]
    type_in(field, text)


def test_a_figure_is_laid_with_its_reason_and_reset(opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("figures", None)
    section = page.figures
    choose(section, NOTICE)
    assert "Nothing is laid over it" in section.about.text()
    assert not section.reset.isEnabled()
    put(section, "typed", "99")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "not possible here" in section.form.problem_of("typed")
    assert "Say why" in section.form.problem_of("why")
    assert office.settings.local == {}
    put(section, "typed", "2")
    put(section, "why", "County board, 12 May")
    press(window, Qt.Key.Key_Return, CTRL)
    assert office.settings.local == {NOTICE: 2}
    words = section.about.text()
    assert "Ours, which counts: 2, by A. Coordinator on Tue 24 Nov 2026" in words
    assert "County board, 12 May" in words
    assert not page.has_unsaved()
    section.table.focus_rows()
    press(window, Qt.Key.Key_Delete)
    assert (office.settings.local, office.settings.local_notes) == ({}, {})
    press(window, Qt.Key.Key_Z, CTRL)
    assert office.settings.local == {NOTICE: 2}
    assert "Ours, which counts: 2" in section.about.text()


def test_enter_on_a_figure_goes_to_its_field(opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("figures", None)
    section = page.figures
    choose(section, NOTICE)
    assert "Enter goes to “Here it is”" in section.about.text()
    section.table.focus_rows()
    press(focused(), Qt.Key.Key_Return)
    assert focused() is section.form.widget("typed")
    type_in(focused(), "2")
    put(section, "why", "County board, 12 May")
    press(window, Qt.Key.Key_Return, CTRL)
    assert office.settings.local == {NOTICE: 2}


def test_typed_figures_are_not_lost_by_looking_around(opened: Opener) -> None:
    window, page = opened()
    page.show_record("figures", None)
    section = page.figures
    choose(section, NOTICE)
    put(section, "typed", "4")
    other = section.table.model.rows()[-1]
    section.table.select((other.key, other.since, other.until))
    assert section.shown is not None
    assert section.shown.key == NOTICE
    press(window, Qt.Key.Key_F6)
    page.show_record("figures", None)
    assert section.form.values()["typed"] == "4"


def test_the_agencys_own_telephone_counts(opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("figures", None)
    section = page.figures
    choose(section, PHONE_KEY + "mnet")
    put(section, "typed", "218 555 0199")
    put(section, "reached", "County line")
    put(section, "why", "DHS call")
    press(window, Qt.Key.Key_Return, CTRL)
    assert office.settings.local["phones"]["mnet"] == {
        "name": "County line",
        "phone": "2185550199",
    }
    assert section.form.values()["typed"] == "218-555-0199"


def test_the_packs_own_figures_are_only_read(opened: Opener) -> None:
    _window, page = opened()
    page.show_record("figures", None)
    section = page.figures
    for group in (FigureGroup.PHONE, FigureGroup.LOCAL):
        section.group.set_value(group)
        section.read()
        rows = section.table.model.rows()
        assert rows
        assert {one.group for one in rows} == {group}
    section.group.set_value(FigureGroup.PHONE)
    section.read()
    old = [one for one in section.table.model.rows() if not one.is_in_force]
    assert old  # numbers of other years stand there with their dates
    section.table.select((old[0].key, old[0].since, old[0].until))
    assert not section.form.isVisible()
    assert "until" in section.about.text()
