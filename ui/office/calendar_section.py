"""Calendar: a year's holidays, own days, closed schools and shut facilities, put in by keys."""

from collections.abc import Sequence
from typing import Any, cast, override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.calendars import queries
from nemt_desk.calendars.rows import ShutDays, ShutEntry, ShutKind
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.places.queries import find_places
from nemt_desk.security.rows import Right
from ui.office.calendar_lines import COLUMNS, KINDS, CalendarLine, calendar_lines
from ui.office.section import UNSAVED, Section, button
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.form import FieldForm
from ui.widgets.layout import Heading, QuietLabel, column, panel, scrolling
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable
from ui.widgets.typeahead import Suggestion, TypeAhead

_YEARS_BACK, _YEARS_AHEAD = 1, 3
_NEW = "Put shut days into the calendar"
_TOWN = "Rides from and to this town are asked about (S1-20)."


class CalendarSection(Section):
    """Calendar."""

    name = "calendar"
    title = "Calen&dar"
    kinds = frozenset({"calendar_day", "agency"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: ShutDays | None = None
        self._is_reading = False
        self._is_entry = True
        this = desk.today().year
        years = range(this - _YEARS_BACK, this + _YEARS_AHEAD + 1)
        self.year = ChoiceBox([(year, str(year)) for year in years])
        self.year.setAccessibleName("Year")
        self.year.set_value(this)
        self.table = RowsTable(
            COLUMNS,
            key=lambda line: line.key,
            name="Calendar",
            noun=("entry", "entries"),
            empty="No holidays are known of this year. Insert puts own days in.",
            remember=("office.calendar", desk.prefs),
        )
        self.head = Heading(_NEW)
        self.head.setWordWrap(True)
        self.about = QuietLabel()
        self.form = FieldForm()
        self._fill_form()
        self.new, self.keep = button("New  Insert"), button("Save  Ctrl+Enter")
        self.out = button("Take it out  Delete")
        words = QLabel("Yea&r")
        words.setBuddy(self.year)
        for at, widget in enumerate((words, self.year)):
            self.table.bar.insertWidget(at, widget)
        acts = flow(self.new, self.keep, self.out)
        right = column(self.head, self.about, self.form, acts, space=BLOCK)
        split = SideBySide(self.table, scrolling(panel(right)), share=0.58)
        self.setLayout(column(self.bar, split))
        self.year.edited.connect(self.read)
        self.table.selected.connect(self._on_selected)
        self.new.clicked.connect(self.begin)
        self.keep.clicked.connect(self.save)
        self.out.clicked.connect(self.take_away)
        self._show_new()

    def _fill_form(self) -> None:
        form = self.form
        form.choice("What is &shut", "kind", KINDS).edited.connect(self._dress)
        form.text("&Name", "name", help="Like “Winter break” or “Day after Thanksgiving”.")
        form.day("&From", "from_day", self.desk.today)
        form.day("Unti&l", "until_day", self.desk.today, help="This day too. Empty: one day.")
        form.text("To&wn", "town", help=_TOWN)
        place = TypeAhead(self._places, name="Facility")
        form.field("Fac&ility", "place_id", place, help="Rides booked to it are asked about.")
        form.note("N&ote", "note", lines=2)

    @override
    def read(self) -> None:
        may = self.may(Right.WRITE)
        year = int(str(self.year.value()))
        settings = self.office.settings
        with self.office.store.read() as session:
            own = queries.listed(session)
        self._is_reading = True
        self.table.set_rows(calendar_lines(year, queries.year_days(settings, year), own))
        self._is_reading = False
        kept = {one.id: one for one in own}
        if self._is_entry and not self.form.is_changed():
            known = kept.get(self.shown.id) if self.shown is not None else None
            self._show(known) if known is not None else self._show_new()
        for widget in (self.form, self.new, self.keep):
            widget.setEnabled(may)
        self._dress()

    @override
    def begin(self) -> None:
        if self._may_leave():
            self._show_new()
            self.form.widget("name").setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def save(self) -> None:
        calendar, actor, shown = self.office.calendar, self.desk.actor, self.shown
        try:
            entry = self._typed()
            if shown is None:
                saved = calendar.add(actor, entry)
                changes, key = saved.changes, saved.id
            else:
                changes = calendar.change(actor, shown.id, entry, version=shown.version)
                key = shown.id
        except InputError as error:
            self.form.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self._saved(key, changes)

    @override
    def take_away(self) -> None:
        shown = self.shown
        if shown is None:
            self.desk.say("Only what this office put into the calendar can be taken out.")
            return
        try:
            changes = self.office.calendar.remove(self.desk.actor, shown.id, version=shown.version)
        except DeskError as error:
            self.desk.refuse(error)
            return
        self._show_new()
        self.desk.did(changes)

    @override
    def has_unsaved(self) -> bool:
        return self.form.is_changed()

    @override
    def drop(self) -> None:
        self._show(self.shown) if self.shown is not None else self._show_new()

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.view

    def _saved(self, key: Id, changes: Changes) -> None:
        self.form.mark_unchanged()
        with self.office.store.read() as session:
            self.shown = queries.shut_days(session, key)
            doubt = queries.doubt_of_town(session, self.shown.town)
        self.desk.did(changes)
        self.read()
        self.form.set_help("town", doubt or _TOWN)
        self._is_reading = True
        self.table.select(key)
        self._is_reading = False

    def _typed(self) -> ShutEntry:
        values = cast("dict[str, Any]", self.form.values())
        return ShutEntry(**values)

    def _on_selected(self, line: CalendarLine | None) -> None:
        if line is None or self._is_reading:
            return
        is_same = line.own is not None and self.shown is not None and line.own.id == self.shown.id
        if is_same or not self._may_leave():
            return
        if line.own is not None:
            self._show(line.own)
        else:
            self._show_holiday(line)

    def _may_leave(self) -> bool:
        if self.form.is_changed():
            self.desk.say(UNSAVED)
            return False
        return True

    def _show(self, own: ShutDays) -> None:
        self.shown, self._is_entry = own, True
        self.form.set_help("town", _TOWN)
        self.head.setText(own.text)
        self._say(own.period_text)
        place = Suggestion(own.place_id, own.place_name) if own.place_id is not None else None
        until = own.until_day if own.until_day != own.from_day else None
        self._put(ShutEntry.of(own), {"place_id": place, "until_day": until})

    def _show_holiday(self, line: CalendarLine) -> None:
        """Say where a holiday comes from; it is the pack's and not changed here."""
        self._show_new()
        self.head.setText(f"{line.name}, {line.when}")
        self._say(f"{line.told} Insert puts a day of your own into the calendar.")
        self._is_entry = False
        self._dress()

    def _show_new(self) -> None:
        self.shown, self._is_entry = None, True
        self.form.set_help("town", _TOWN)
        self.head.setText(_NEW)
        self._say("")
        kind = self.form.widget("kind")
        chosen = kind.value() if isinstance(kind, ChoiceBox) else None
        self._put(ShutEntry(), {"kind": chosen or ShutKind.OFFICE})

    def _put(self, entry: ShutEntry, other: dict[str, object]) -> None:
        names = ("kind", "name", "from_day", "until_day", "town", "place_id", "note")
        self.form.fill({name: getattr(entry, name) for name in names} | other)
        self._dress()

    def _say(self, about: str) -> None:
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def _dress(self) -> None:
        for widget in (self.form, self.keep, self.out):
            widget.setVisible(self._is_entry)
        kind = self.form.widget("kind")
        chosen = kind.value() if isinstance(kind, ChoiceBox) else None
        self.form.set_shown("town", shown=chosen is ShutKind.SCHOOL)
        self.form.set_shown("place_id", shown=chosen is ShutKind.FACILITY)
        self.out.setEnabled(self.shown is not None and self.desk.actor.may(Right.WRITE))

    def _places(self, text: str) -> Sequence[Suggestion]:
        with self.office.store.read() as session:
            return [Suggestion(p.id, p.label, p.where) for p in find_places(session, text)]
