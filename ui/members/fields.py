"""All fields of a member, in the order a caller tells them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, cast, override

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text, parse_birth_date
from nemt_desk.members.rows import MemberEntry, Need, PaperEntry, PaperState
from nemt_desk.places.rows import Place
from ui.members.apart import ShownApart, apart_table
from ui.theme.theme import BLOCK, GAP
from ui.widgets.addressfields import HomeFields
from ui.widgets.addressline import Suggest, nothing_known
from ui.widgets.fields import ChoiceBox, DayEdit, LineField, PhoneEdit, TickBox
from ui.widgets.layout import QuietLabel, column, heading, panel
from ui.widgets.locate import Geocode
from ui.widgets.people_words import (
    ASSISTANCES,
    MODES,
    NEEDS,
    PAPER_STATES,
    PAPERS,
    PAYERS,
    PROGRAMS,
    born_text,
)
from ui.widgets.recordform import NamedForm, RecordFields
from ui.widgets.sideways import Sideways
from ui.widgets.typeahead import Suggestion

_OWN = {"home", "home_id", "has_moved", "papers", "apart"}
_FOLDER = (
    "F7 opens the papers and their files, eligibility checks, absences and notices of the member."
)
_NAMES = tuple(item.name for item in fields_of(MemberEntry) if item.name not in _OWN)
_NO_PROGRAM: tuple[tuple[object, str], ...] = ((None, "not known yet"),)
_PREGNANT: tuple[tuple[object, str], ...] = ((None, "not known"), (False, "no"), (True, "yes"))
_NO_MODE: tuple[tuple[object, str], ...] = ((None, "not assessed"),)


class BirthEdit(DayEdit):
    """A birth date: two-digit years lie in the past."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(today, past=True)

    @override
    def _read(self) -> dt.date | None:
        return parse_birth_date(self.text(), self._today())

    @override
    def _write(self, value: object | None) -> str:
        return born_text(value) if isinstance(value, dt.date) else ""


class NeedsEdit(QWidget):
    """What a member travels with: ticks in two columns."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        self.ticks = {need: TickBox(words.capitalize()) for need, words in NEEDS.items()}
        half = (len(self.ticks) + 1) // 2
        for at, tick in enumerate(self.ticks.values()):
            grid.addWidget(tick, at % half, at // half)
            tick.edited.connect(self.edited)
        self.setFocusProxy(next(iter(self.ticks.values())))

    def value(self) -> object:
        """Return the needs ticked."""
        return frozenset(need for need, tick in self.ticks.items() if tick.isChecked())

    def set_value(self, value: object) -> None:
        """Tick needs."""
        chosen = cast("frozenset[Need]", value)
        for need, tick in self.ticks.items():
            tick.set_value(need in chosen)


class MemberFields(RecordFields):
    """The fields; `show_values` prepares what fills them, `entry` reads them."""

    def __init__(
        self,
        today: Callable[[], date],
        *,
        find: Geocode,
        suggest: Suggest = nothing_known,
        find_homes: Callable[[str], list[Suggestion]],
        find_members: Callable[[str], list[Suggestion]],
        on_map: Callable[[Id], object],
        say: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._today = today
        left, right = NamedForm(), NamedForm()
        self._put_person(left)
        self.home = HomeFields(
            self,
            left,
            find=find,
            suggest=suggest,
            find_places=find_homes,
            on_map=on_map,
            say=say,
        )
        self._put_others(left)
        self._put_cover(right)
        self._put_ride(right)
        self._put_notes(right)
        self.papers = QuietLabel("")
        self.papers.setAccessibleName("Papers on file, in short")
        below = column(
            self._apart_table(find_members),
            panel(column(heading("Papers and checks"), self.papers)),
            space=BLOCK,
        )
        self.take(left, right, below=panel(below))
        self.home.after_fill()

    def _apart_table(self, find_members: Callable[[str], list[Suggestion]]) -> QWidget:
        title = "May not ride with"
        table = apart_table(find_members)
        self.parts["apart"] = table
        return panel(column(heading(title), Sideways(table, title), space=GAP))

    def _put_person(self, form: NamedForm) -> None:
        form.section("Who")
        form.text("Last &name", "last_name")
        form.text("F&irst name", "first_name")
        form.parts(
            "Middle name",
            [
                ("middle_name", "", LineField(chars=12)),
                ("suffix", "Suffix", LineField(chars=4)),
                ("preferred_name", "Called", LineField(chars=10)),
            ],
        )
        form.field("&Born", "birth_date", BirthEdit(self._today))
        form.parts("&Phone", [("phone", "", PhoneEdit()), ("phone2", "Second phone", PhoneEdit())])
        form.tick("Uses a TTY (call through 711)", "uses_tty")
        form.day(
            "Te&xts agreed on",
            "text_consent_on",
            self._today,
            help="The day the member agreed to text messages; empty: no texts.",
        )
        form.text(
            "Member I&D",
            "mhcp_id",
            chars=12,
            help="As on the card; in Minnesota eight digits, the first a 0.",
        )
        form.text("Langua&ge", "language", chars=16, help="Only if an interpreter is needed.")

    def _put_others(self, form: NamedForm) -> None:
        form.section("Other people")
        form.parts(
            "Contac&t",
            [("contact_name", "", LineField(chars=16)), ("contact_phone", "Phone", PhoneEdit())],
        )
        form.text(
            "Signs for the member", "signs_name", help="Guardian or helper, if not the member."
        )

    def _put_cover(self, form: NamedForm) -> None:
        today = self._today
        form.section("Coverage")
        form.choice("P&rogram", "program", [*_NO_PROGRAM, *PROGRAMS.items()])
        form.choice("Paid b&y", "payer", PAYERS)
        form.text("Health plan", "plan")
        form.parts(
            "&Eligible from",
            [("eligible_from", "", DayEdit(today)), ("eligible_until", "until", DayEdit(today))],
        )
        form.parts(
            "Chec&ked on",
            [("checked_on", "", DayEdit(today)), ("renewal_on", "renew by", DayEdit(today))],
        )
        form.parts(
            "County",
            [
                ("county", "", LineField(chars=12)),
                ("living_arrangement", "Living arrangement", LineField(chars=5)),
            ],
        )

    def _put_ride(self, form: NamedForm) -> None:
        form.section("How the member rides")
        form.parts(
            "&Mode",
            [
                ("assessed_mode", "", ChoiceBox([*_NO_MODE, *MODES.items()])),
                ("mode_until", "until", DayEdit(self._today)),
            ],
        )
        form.choice("A&ssistance", "assistance", ASSISTANCES)
        form.field("Travels with", "needs", NeedsEdit())
        form.tick("Has a car in the household", "has_vehicle")
        form.tick("Somebody drives the member for nothing", "free_ride")
        form.tick("Behaved badly riding alone: an adult comes along", "behavior_flag")
        form.choice("Pregnant", "pregnant", _PREGNANT)
        form.text("Wai&ver", "waiver", chars=16, help="Such as CADI, EW or DD, if there is one.")
        form.text(
            "Rides without others because",
            "rides_alone_reason",
            help="Why the member can't share the car.",
        )

    def _put_notes(self, form: NamedForm) -> None:
        form.section("Notes")
        form.note("Dri&ver sees", "driver_note", help="Printed on the run sheet.")
        form.note("&Office only", "office_note", help="Stays here; never printed for a driver.")

    def show_values(
        self, entry: MemberEntry, home: Place | None, apart: Sequence[ShownApart] = ()
    ) -> dict[str, object]:
        """Return the values for an entry; `apart` are those the member may not ride with."""
        values: dict[str, object] = {name: getattr(entry, name) for name in _NAMES}
        values["apart"] = list(apart)
        papers = [_paper_words(paper) for paper in entry.papers or ()]
        self.papers.setText("\n".join([*papers, _FOLDER]))
        return values | self.home.show_home(home, entry.home)

    @override
    def asked(self) -> QWidget | None:
        return self.home.address.pin.asked()

    @override
    def fill(self, values: Mapping[str, object], *, only_untouched: bool = False) -> None:
        super().fill(values, only_untouched=only_untouched)
        self.home.after_fill()

    def entry(self) -> MemberEntry:
        """Return what was typed.

        Raises:
            InputError: with everything that can't be read.
        """
        values = cast("dict[str, Any]", self.values())
        chosen = {name: values[name] for name in _NAMES}
        # Papers are kept one by one in the folder; the record leaves them as they are.
        apart = tuple(shown.entry for shown in values["apart"])
        return MemberEntry(**chosen, papers=None, apart=apart, **self.home.entry(values))


def _paper_words(paper: PaperEntry) -> str:
    """Return a paper in a line: kind, number, days, and that it is not back yet."""
    begin = day_year_text(paper.from_day) if paper.from_day else ""
    end = f"until {day_year_text(paper.until_day)}" if paper.until_day else ""
    days = " ".join(part for part in (begin, end) if part)
    state = "" if paper.state is PaperState.ON_FILE else PAPER_STATES[paper.state].lower()
    parts = (PAPERS[paper.kind], paper.number, days, state)
    return " · ".join(part for part in parts if part)
