"""End a standing order, settle one of its days ahead, note that the member is away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, override

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text
from nemt_desk.members.absences import AbsenceEntry
from nemt_desk.trips.standing.orders import ChangePlan, DayChoiceEntry, OrderLine
from nemt_desk.trips.standing.rows import DayChoice
from ui.standing.act import Act, Looked

_CHOICES: dict[DayChoice | None, str] = {
    DayChoice.SKIP: "no ride on this day",
    DayChoice.MOVE: "the ride takes place on another day",
    DayChoice.KEEP: "the ride takes place all the same",
    None: "as the order says: take an earlier choice back",
}


class EndAct(Act):
    """End it."""

    name = "end"

    @override
    def fill_form(self) -> None:
        self.form.day("&Last day", "last_day", self.desk.today, help="Still driven on this day.")
        self.form.text("Wh&y", "reason", chars=44, help="Stays with rides that are cancelled.")

    @override
    def title(self) -> str:
        return f"End the standing order of {self.line.member_name if self.line else ''}"

    @override
    def show_order(self, line: OrderLine, day: date | None) -> None:
        self.form.fill({"last_day": day or self.desk.today(), "reason": ""})

    @override
    def wanted(self) -> object:
        values = self.values()
        if values["last_day"] is None:
            raise InputError([Problem("last_day", "On which day is it driven for the last time?")])
        return values["last_day"], values["reason"]

    @override
    def look(self, wanted: Any) -> Callable[[], Looked]:
        standing, order_id = self.desk.office.standing, self.order_id
        last_day, reason = wanted

        def work() -> Looked:
            plan = standing.planned_end(order_id, last_day, reason)
            return Looked(plan, f"Its last day is {day_text(last_day)}.", plan.fates)

        return work

    @override
    def do(self, looked: Looked) -> Changes:
        if not isinstance(looked.plan, ChangePlan):
            raise TypeError("an order is ended from its plan")
        return self.desk.office.standing.end(self.desk.actor, looked.plan).changes


class DayAct(Act):
    """Settle one day ahead."""

    name = "day"

    @override
    def fill_form(self) -> None:
        self.choice = self.form.choice("&What shall be", "choice", _CHOICES)
        self.form.day("&Other day", "to_day", self.desk.today)
        self.form.text("Wh&y", "reason", chars=44, help="Stays with the day.")
        self.choice.edited.connect(self._dress)

    @override
    def title(self) -> str:
        day = f"{day_text(self.day)}: " if self.day is not None else ""
        return f"{day}{self.line.member_name if self.line else ''}"

    @override
    def show_order(self, line: OrderLine, day: date | None) -> None:
        self.form.fill({"choice": DayChoice.SKIP, "to_day": None, "reason": ""})
        self._dress()

    @override
    def wanted(self) -> object:
        values = self.values()
        if self.day is None:
            raise InputError([Problem("choice", "Choose a day of the order first.")])
        choice, to_day = values["choice"], values["to_day"]
        if choice is DayChoice.MOVE and to_day is None:
            raise InputError([Problem("to_day", "To which day?")])
        override = values["reason"] if choice is DayChoice.KEEP else ""
        moved = to_day if choice is DayChoice.MOVE else None
        return DayChoiceEntry(self.order_id, self.day, choice, moved, values["reason"], override)

    @override
    def look(self, wanted: Any) -> Callable[[], Looked]:
        said = f"{day_text(wanted.day)}: {_CHOICES[wanted.choice]}."
        if wanted.to_day is not None:
            said = f"The ride of {day_text(wanted.day)} takes place on {day_text(wanted.to_day)}."
        if wanted.choice in {DayChoice.SKIP, DayChoice.MOVE}:
            said = f"{said} A trip that is made already is cancelled or moved."
        return lambda: Looked(wanted, said)

    @override
    def do(self, looked: Looked) -> Changes:
        if not isinstance(looked.plan, DayChoiceEntry):
            raise TypeError("a day is settled from what was typed")
        try:
            return self.desk.office.standing.settle(self.desk.actor, [looked.plan]).changes
        except InputError as error:
            told = [Problem(p.field.rpartition(".")[2], p.sentence) for p in error.problems]
            raise InputError(told) from error

    def _dress(self) -> None:
        self.form.set_shown("to_day", shown=self.choice.value() is DayChoice.MOVE)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as typed."""

    entry: AbsenceEntry


class AbsenceAct(Act):
    """Note that the member is away."""

    name = "absence"

    @override
    def fill_form(self) -> None:
        self.form.day("Away &from", "from_day", self.desk.today)
        self.form.day("&Until", "until_day", self.desk.today, help="Empty: nobody knows yet.")
        self.form.text("Wh&y", "reason", chars=44, help="Like “in hospital”; office only.")

    @override
    def title(self) -> str:
        return f"{self.line.member_name if self.line else ''} is away"

    @override
    def show_order(self, line: OrderLine, day: date | None) -> None:
        self.form.fill({"from_day": day or self.desk.today(), "until_day": None, "reason": ""})

    @override
    def wanted(self) -> object:
        values = self.values()
        if values["from_day"] is None:
            raise InputError([Problem("from_day", "From which day on?")])
        first, last = values["from_day"], values["until_day"]
        if last is not None and last < first:
            raise InputError([Problem("until_day", "The last day lies before the first day.")])
        return Away(AbsenceEntry(first, last, values["reason"]))

    @override
    def look(self, wanted: Any) -> Callable[[], Looked]:
        standing, entry = self.desk.office.standing, wanted.entry
        member_id = self.member_id
        first = day_text(entry.from_day)
        until = f" until {day_text(entry.until_day)}" if entry.until_day else ", end not known"
        said = f"Away from {first}{until}: none of the member's standing orders rides then."

        def work() -> Looked:
            fates = standing.planned_absence(member_id, entry.from_day, entry.until_day)
            return Looked(wanted, said, fates)

        return work

    @override
    def do(self, looked: Looked) -> Changes:
        if not isinstance(looked.plan, Away):
            raise TypeError("an absence is noted from what was typed")
        office, actor = self.desk.office, self.desk.actor
        member_id = self.member_id
        saved = office.members.add_absence(actor, member_id, looked.plan.entry)
        return saved.changes | office.standing.follow_absences(actor, member_id)
