"""What can be done with the rides of a weather day: decide, note a call, print whom to call."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.weather.call_lists import call_list
from nemt_desk.weather.rows import Decided, Told, WeatherChoice, WeatherRide, WeatherSheet
from reports.call_list import call_list_pdf
from ui.shell.desk import Desk
from ui.widgets.fields import DayEdit, LineField
from ui.widgets.layout import QuietLabel, panel, row
from ui.widgets.paper import PaperPreview


class Listed(Protocol):
    """Who knows the day shown and the rides marked in it."""

    def sheet(self) -> WeatherSheet | None:
        """Return the day, None while there is none."""
        ...

    def chosen(self) -> Sequence[WeatherRide]:
        """Return the rides marked."""
        ...


class WeatherDeeds:
    """Acts on the rides marked, with the reason and the day typed under the list."""

    def __init__(self, desk: Desk, listed: Listed) -> None:
        self._desk = desk
        self._listed = listed
        self.reason = LineField(chars=24)
        self.reason.setPlaceholderText("as the day is called")
        self.reason.setAccessibleName("Why, for the rides chosen")
        self.to_day = DayEdit(desk.today)
        self.to_day.setAccessibleName("Move to this day")
        self.extras = self._made_extras()

    def _made_extras(self) -> QWidget:
        why, where = QuietLabel("Why"), QuietLabel("Move to")
        why.setBuddy(self.reason)
        where.setBuddy(self.to_day)
        return panel(row(why, self.reason, where, self.to_day, None))

    def focus_reason(self) -> None:
        """Go to the line that says why."""
        self.reason.setFocus()

    def decide(self, choice: WeatherChoice) -> None:
        """Decide the rides marked."""
        sheet, chosen = self._listed.sheet(), self._listed.chosen()
        if sheet is None or not chosen:
            return
        try:
            decided = Decided(choice, self.reason.text(), self._day_for(choice))
            changes = self._desk.office.weather.decide(
                self._desk.actor,
                sheet.weather.id,
                {one.line.ride.id: decided for one in chosen},
            )
        except InputError as error:
            self._desk.say(" ".join(problem.sentence for problem in error.problems))
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self._desk.did(changes)

    def _day_for(self, choice: WeatherChoice) -> date | None:
        if choice is not WeatherChoice.MOVE:
            return None
        day = self.to_day.value()
        if isinstance(day, date):
            return day
        self.to_day.setFocus()
        return None

    def tell(self, how: Told) -> None:
        """Note a call to the members of the rides marked."""
        sheet = self._listed.sheet()
        if sheet is None:
            return
        for member_id in dict.fromkeys(one.line.ride.member_id for one in self._listed.chosen()):
            try:
                changes = self._desk.office.weather.mark_told(
                    self._desk.actor, sheet.weather.id, member_id, how, self.reason.text()
                )
            except DeskError as error:
                self._desk.refuse(error)
                return
            self._desk.did(changes)

    def print_calls(self) -> None:
        """Show the call list; printing it is noted for each member on it."""
        sheet, office = self._listed.sheet(), self._desk.office
        if sheet is None:
            return
        with office.store.read() as session:
            told = call_list(session, sheet.weather.id, office.settings, office.clock.now())
        if not told.calls:
            self._desk.say("Nobody has to be called about this day.")
            return
        PaperPreview(
            "Call list",
            call_list_pdf(told),
            self.extras,
            printed=lambda: office.runs.printed(
                self._desk.actor,
                "Printed the call list of a weather day",
                run_ids=told.run_ids,
                member_ids=told.member_ids,
            ),
            file_name="call-list.pdf",
        ).show()
