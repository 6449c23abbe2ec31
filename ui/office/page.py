"""The Office page: its sections as tabs, each reading when it is shown."""

from typing import ClassVar, override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.office.accounts import AccountsSection
from ui.office.agency import AgencySection
from ui.office.backups import BackupsSection
from ui.office.calendar_section import CalendarSection
from ui.office.figures_section import FiguresSection
from ui.office.lists_section import ListsSection
from ui.office.map_section import MapSection
from ui.office.planning_section import PlanningSection
from ui.office.section import Section
from ui.office.trail import TrailSection
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK, SPACE
from ui.widgets.layout import column

_CAN_SAVE = frozenset({"agency", "figures", "planning", "calendar", "accounts"})
_SAVES_BY_CORNER = frozenset({"agency", "planning"})
_HAS_ENTRIES = frozenset({"figures", "calendar"})


class OfficePage(Page):
    """What the office is and how it is kept."""

    page_id: ClassVar[str] = "office"
    title: ClassVar[str] = "Office"
    icon: ClassVar[str] = "mdi6.cog-outline"
    order: ClassVar[int] = 120

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.agency = AgencySection(desk)
        self.figures = FiguresSection(desk)
        self.planning = PlanningSection(desk)
        self.calendar = CalendarSection(desk)
        self.map = MapSection(desk)
        self.lists = ListsSection(desk)
        self.backups = BackupsSection(desk)
        self.trail = TrailSection(desk)
        self.accounts = AccountsSection(desk)
        self.sections: tuple[Section, ...] = (
            self.agency,
            self.figures,
            self.planning,
            self.calendar,
            self.map,
            self.lists,
            self.backups,
            self.trail,
            self.accounts,
        )
        self._read_once: set[str] = set()
        self._is_asked_for = False
        self._acts = self._made_actions()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Sections of Office")
        self.tabs.setDocumentMode(True)
        for section in self.sections:
            self.tabs.addTab(section, section.title)
        self.save_button = ActionButton(self._acts["office.save"])
        self.tabs.setCornerWidget(self.save_button, Qt.Corner.TopRightCorner)
        self.tabs.currentChanged.connect(self._on_section_shown)
        page = column(self.tabs)
        page.setContentsMargins(BLOCK, SPACE, BLOCK, SPACE)
        self.setLayout(page)

    @property
    def section(self) -> Section:
        """The section shown."""
        return self.sections[self.tabs.currentIndex()]

    @override
    def refresh(self, changes: Changes | None) -> None:
        for section in self.sections:
            if changes is None or section.is_stale_after(changes) or section is self.trail:
                self._read_once.discard(section.name)
        self._read_shown()

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @override
    def help_text(self) -> str:
        return (
            "The agency, the rules' figures, what makes a plan good, the calendar of shut days, the"
            " map, lists in and out, backups, the audit trail and the accounts. Ctrl+Tab goes to"
            " the next section, Ctrl+Enter saves what was typed, Insert begins an entry of the"
            " calendar."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        names = [section.name for section in self.sections]
        if kind in names:
            self.tabs.setCurrentIndex(names.index(kind))
            self._is_asked_for = True

    @override
    def has_unsaved(self) -> bool:
        return any(section.has_unsaved() for section in self.sections)

    @override
    def first_focus(self) -> QWidget | None:
        """Begin where the section asked for begins, else with the sections."""
        is_asked_for, self._is_asked_for = self._is_asked_for, False
        return (self.section.first_focus() if is_asked_for else None) or self.tabs.tabBar()

    def _made_actions(self) -> dict[str, Action]:
        acts = (
            Action("office.save", "Save", self._save, "Ctrl+Return", enabled=self._can_save),
            Action("office.drop", "Give up what was typed here", self._drop, "Ctrl+Backspace"),
            Action(
                "office.begin",
                "New entry of the calendar",
                self._begin,
                "Insert",
                enabled=lambda: self.section is self.calendar,
            ),
            Action(
                "office.take_away",
                "Take this entry out, or reset this figure",
                self._take_away,
                "Delete",
                enabled=lambda: self.section.name in _HAS_ENTRIES,
            ),
            Action("office.next", "Next section", self._next, "F6"),
            Action("office.weights", "What makes a plan good", self._go_to_weights),
            Action("office.bring_in", "Bring in or hand out a list", self._go_to_lists),
            Action("office.backup", "Back up now", self._back_up),
            Action("office.verify", "Check the audit trail", self._verify),
            Action("office.build", "Build the map from files", self._go_to_map),
        )
        return {act.id: act for act in acts}

    def _on_section_shown(self) -> None:
        self._read_shown()
        self.save_button.setVisible(self.section.name in _SAVES_BY_CORNER)
        self.save_button.refresh()

    def _read_shown(self) -> None:
        section = self.section
        # Backups are made by the clock, without any change that would tell.
        if section.name not in self._read_once or section is self.backups:
            self._read_once.add(section.name)
            section.read()

    def _can_save(self) -> bool:
        return self.section.name in _CAN_SAVE

    def _save(self) -> None:
        self.section.save()

    def _begin(self) -> None:
        self.section.begin()

    def _take_away(self) -> None:
        self.section.take_away()

    def _drop(self) -> None:
        self.section.drop()

    def _next(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
        self.tabs.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _back_up(self) -> None:
        self.show_record("backups", None)
        self.backups.make()

    def _verify(self) -> None:
        self.show_record("trail", None)
        self.trail.check()

    def _go_to_weights(self) -> None:
        self.show_record("planning", None)
        field = self.planning.first_focus()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_lists(self) -> None:
        self.show_record("lists", None)
        self.lists.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_map(self) -> None:
        self.show_record("map", None)
        self.map.choose.setFocus(Qt.FocusReason.OtherFocusReason)
