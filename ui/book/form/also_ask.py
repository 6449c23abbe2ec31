"""Further questions: each stands here only while it matters, or while all are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nemt_desk.policy.facts import Urgent
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.rows import Care
from ui.book.call import questions
from ui.book.call.draft import NOT_ASKED
from ui.book.form.fields import WideLine, fixed_chars
from ui.book.form.lines import labelled
from ui.book.words import ANCILLARY, DRIVERS, ENROLLED, FUNDING, ROUTINES, URGENT, VEHICLES
from ui.theme.theme import theme
from ui.widgets.fields import ChoiceBox, DayEdit, TickBox
from ui.widgets.flow import flow

_COUNTRY = "US"


class AlsoAsk(QWidget):
    """The facts that only some rides need.

    Signals:
        edited: the person has changed something.
        emptied: (bool) whether no question is shown.
    """

    edited = Signal()
    emptied = Signal(bool)

    def __init__(self, today: Callable[[], date], cares: Mapping[Care | None, str]) -> None:
        super().__init__()
        self._shows_all = False
        self._wanted: frozenset[str] = frozenset()
        self.care = ChoiceBox(cares)
        self.routine = ChoiceBox(ROUTINES)
        self.urgent = ChoiceBox(URGENT)
        self.verified = TickBox("provider says so (&Q)")
        self.urgent_by = WideLine("Who at the provider's says so", chars=10, hint="who says so")
        self.admitted = DayEdit(today, past=True)
        self.aboard = TickBox("member rides along")
        self.drives = ChoiceBox(DRIVERS)
        self.funding = ChoiceBox(FUNDING)
        self.overnight = TickBox("stays overnight")
        self.ancillary = {kind: TickBox(words) for kind, words in ANCILLARY.items()}
        self.vehicle = ChoiceBox(VEHICLES)
        self.enrolled = ChoiceBox(ENROLLED)
        self.country = WideLine("Country", chars=4)
        self._groups = self._made_groups()
        self._lay_out()
        self.show_facts(NOT_ASKED, None)
        self.show_questions(frozenset())

    def _made_groups(self) -> dict[str, tuple[QWidget, ...]]:
        return {
            questions.CARE: (self.care,),
            questions.ROUTINE: (self.routine,),
            questions.URGENT: (self.urgent, self.verified, self.urgent_by),
            questions.ADMITTED: (labelled("admitted on", self.admitted),),
            questions.ABOARD: (self.aboard,),
            questions.DRIVES: (self.drives,),
            questions.FUNDING: (self.funding,),
            questions.OVERNIGHT: (self.overnight, *self.ancillary.values()),
            questions.VEHICLE: (self.vehicle,),
            questions.ENROLLED: (self.enrolled,),
            questions.COUNTRY: (labelled("country", self.country),),
        }

    def _lay_out(self) -> None:
        names = (
            *((self.care, "Primary or specialty care"), (self.routine, "Routine visit or not")),
            *((self.urgent, "Can it wait?"), (self.drives, "Who drives")),
            *((self.funding, "Who else pays"), (self.vehicle, "Vehicle")),
            (self.enrolled, "Is the provider enrolled"),
        )
        for widget, name in names:
            widget.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(flow(*(one for group in self._groups.values() for one in group)))
        for field in self._fields():
            field.edited.connect(self._on_edited)
        self._size()
        theme().changed.connect(self._size)

    def _size(self) -> None:
        fixed_chars(self.admitted, 18)

    def _fields(self) -> tuple[ChoiceBox | TickBox | DayEdit | WideLine, ...]:
        choices = (self.care, self.routine, self.urgent, self.drives, self.funding, self.vehicle)
        ticks = (self.verified, self.aboard, self.overnight, *self.ancillary.values())
        return (*choices, self.enrolled, *ticks, self.urgent_by, self.admitted, self.country)

    def fields(self) -> dict[str, QWidget]:
        """Return the field of each question that is still to be answered, or its first."""
        is_told = bool(self.urgent.value())
        return {
            questions.CARE: self.care,
            questions.ROUTINE: self.routine,
            questions.URGENT: self.verified if is_told else self.urgent,
            questions.ADMITTED: self.admitted,
            questions.ABOARD: self.aboard,
            questions.DRIVES: self.drives,
            questions.FUNDING: self.funding,
            questions.OVERNIGHT: self.overnight,
            questions.VEHICLE: self.vehicle,
            questions.ENROLLED: self.enrolled,
            questions.COUNTRY: self.country,
        }

    def care_said(self) -> Care | None:
        """Return the kind of care, None while nobody has said."""
        care = self.care.value()
        return care if isinstance(care, Care) else None

    def facts(self) -> AskedFacts:
        """Return the answers; raises InputError for a day that is none."""
        reason = str(self.urgent.value() or "")
        kind, relation = self._driver()
        enrolled, routine = self.enrolled.value(), self.routine.value()
        return replace(
            NOT_ASKED,
            routine=routine if isinstance(routine, bool) else None,
            urgent=Urgent(reason, self.verified.isChecked()) if reason else None,
            urgent_by=self.urgent_by.text().strip() if reason else "",
            admitted_on=self.admitted.day(),
            member_aboard=self.aboard.isChecked(),
            ancillary=tuple(kind for kind, tick in self.ancillary.items() if tick.isChecked()),
            overnight=self.overnight.isChecked(),
            other_funding=_word(self.funding),
            vehicle=_word(self.vehicle),
            driver_kind=kind,
            driver_relation=relation,
            enrolled=enrolled if isinstance(enrolled, bool) else None,
            country=self.country.text().strip().upper() or _COUNTRY,
        )

    def _driver(self) -> tuple[str, str]:
        value = self.drives.value()
        return (str(value[0]), str(value[1])) if isinstance(value, tuple) else ("", "")

    def show_facts(self, facts: AskedFacts, care: Care | None) -> None:
        """Show answers."""
        urgent = facts.urgent
        self.care.set_value(care)
        self.routine.set_value(facts.routine)
        self.urgent.set_value(urgent.reason if urgent else "")
        self.verified.set_value(urgent is not None and urgent.verified_by_provider)
        self.urgent_by.set_value(facts.urgent_by)
        self.admitted.set_value(facts.admitted_on)
        self.aboard.set_value(facts.member_aboard is not False)
        self.drives.set_value((facts.driver_kind, facts.driver_relation))
        self.funding.set_value(facts.other_funding)
        self.overnight.set_value(bool(facts.overnight))
        for kind, tick in self.ancillary.items():
            tick.set_value(kind in facts.ancillary)
        self.vehicle.set_value(facts.vehicle)
        self.enrolled.set_value(facts.enrolled)
        self.country.set_value(facts.country)

    def show_questions(self, wanted: frozenset[str]) -> None:
        """Show these questions, and whatever has the focus; nothing vanishes under a finger."""
        self._wanted = wanted
        shown = questions.ALL if self._shows_all else wanted
        for name, widgets in self._groups.items():
            is_shown = name in shown or any(_has_focus(widget) for widget in widgets)
            for widget in widgets:
                widget.setVisible(is_shown)
        is_urgent = bool(self.urgent.value()) and not self.urgent.isHidden()
        self.verified.setVisible(is_urgent)
        self.urgent_by.setVisible(is_urgent and self.verified.isChecked())
        self.emptied.emit(self.is_empty())

    def turn_all(self) -> None:
        """Show every question, or again only those that matter."""
        self._shows_all = not self._shows_all
        self.show_questions(self._wanted)
        if self._shows_all:
            self.care.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_empty(self) -> bool:
        """Tell whether no question is shown."""
        return all(widget.isHidden() for group in self._groups.values() for widget in group)

    def words(self) -> str:
        """Return everything typed as text here."""
        return self.urgent_by.text().strip()

    def _on_edited(self) -> None:
        self.show_questions(self._wanted)
        self.edited.emit()


def _has_focus(widget: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and (now is widget or widget.isAncestorOf(now))


def _word(box: ChoiceBox) -> str | None:
    value = box.value()
    return str(value) if value else None
