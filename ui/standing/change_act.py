"""Change a standing order: this day only, from a day on, or the whole of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any, cast, override

from PySide6.QtWidgets import QWidget

from nemt_desk.drivers.queries import find_drivers
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.words import day_text
from nemt_desk.places.queries import find_places, places_by_ids
from nemt_desk.trips.repeats import parse
from nemt_desk.trips.rows import Leg, ReturnKind
from nemt_desk.trips.standing.clocks import times_problems
from nemt_desk.trips.standing.orders import (
    ChangePlan,
    OrderLine,
    StandingChange,
    StandingEntry,
    StandingLeg,
)
from nemt_desk.trips.standing.rows import Scope
from ui.standing.act import Act, Looked
from ui.standing.words import HOLIDAYS, pattern_text
from ui.widgets.fields import TimeEdit
from ui.widgets.typeahead import Suggestion, TypeAhead

if TYPE_CHECKING:
    from ui.widgets.recordform import FieldLine

_DAY, _FROM, _WHOLE = "day", "from", "whole"
_MOST_LEGS = 3
_NOTHING = "Nothing differs from the order as it is: type what shall be different."
_HOUR, _DAY_MIN = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class OneDay:
    """A change of one day's trip alone."""

    day: date
    entry: StandingEntry


class ChangeAct(Act):
    """Change it."""

    name = "change"

    @override
    def fill_form(self) -> None:
        form = self.form
        self._touched: set[str] = set()
        self.scope = form.choice("&What changes", "scope", {_WHOLE: "the whole order"})
        form.day("From &day on", "day", self.desk.today)
        form.text("D&ays", "pattern", chars=44, help="Like “Mon Wed Fri until 12/24”.")
        form.choice("On &holidays", "holidays", HOLIDAYS)
        for number in range(_MOST_LEGS):
            which = f" {number + 1}" if number else ""
            here, there = TimeEdit(), TimeEdit()
            fields = [(f"pickup_{number}", "", here), (f"dropoff_{number}", "drop-off at", there)]
            form.parts(f"Pick-up{which} at", fields)
            visit = form.time(f"Appointment{which}", f"appointment_{number}")
            visit.edited.connect(lambda at=number: self._follow(at))
            here.edited.connect(lambda at=number: self._touch(f"pickup_{at}", at))
            there.edited.connect(lambda at=number: self._touch(f"dropoff_{at}", at))
        home = form.time("Ho&me at", "home", help="Empty: reckoned from the appointment.")
        home.edited.connect(lambda: self._touched.add("home"))
        form.field("&From", "from_id", TypeAhead(self._places, name="From"))
        form.field("&To", "to_id", TypeAhead(self._places, name="To"))
        form.field("&Usual driver", "driver_id", TypeAhead(self._drivers, name="Usual driver"))
        form.note("Driver &sees", "driver_note", lines=2)
        form.note("&Office only", "office_note", lines=2)
        form.text("Wh&y", "reason", chars=44, help="Stays with the change.")
        self.scope.edited.connect(self._dress)

    @override
    def title(self) -> str:
        return f"Change the standing order of {self.line.member_name if self.line else ''}"

    @override
    def show_order(self, line: OrderLine, day: date | None) -> None:
        order = line.order
        scopes = {_WHOLE: "the whole order, from the next ride on"}
        if day is not None:
            scopes = {
                _DAY: f"only {day_text(day)}",
                _FROM: f"from {day_text(day)} on",
                **scopes,
            }
        self.scope.set_choices(scopes)
        with self.desk.office.store.read() as session:
            ends = [order.legs[0].from_id, order.legs[0].to_id] if order.legs else []
            places = places_by_ids(session, ends)
        labels = [Suggestion(key, places[key].label) if key in places else None for key in ends]
        driver = Suggestion(order.driver_id, line.driver_name) if order.driver_id else None
        values: dict[str, object] = {
            "scope": _FROM if day is not None else _WHOLE,
            "day": day or max(order.from_day, self.desk.today()),
            "pattern": pattern_text(order),
            "holidays": order.holiday_rule,
            "from_id": labels[0] if labels else None,
            "to_id": labels[1] if labels else None,
            "driver_id": driver,
            "driver_note": order.driver_note,
            "office_note": order.office_note,
            "reason": "",
        }
        out, back = _legs(order.legs)
        values["home"] = _clock(back.pickup_min) if back is not None else None
        for number, leg in enumerate(out[:_MOST_LEGS]):
            values[_line(number)] = {
                f"pickup_{number}": _clock(leg.pickup_min),
                f"dropoff_{number}": _clock(leg.dropoff_min),
            }
            values[f"appointment_{number}"] = _clock(leg.appointment_min)
        self._touched.clear()
        self.form.fill(values)
        self._dress()

    @override
    def wanted(self) -> object:
        values = self.values()
        scope = values["scope"]
        entry = self._entry(values)
        day = self.day if scope == _DAY else values["day"]
        if scope == _DAY and day is not None:
            return OneDay(day, entry)
        if scope == _FROM and day is None:
            raise InputError([Problem("day", "From which day on?")])
        return StandingChange(
            self.order_id,
            entry,
            Scope.FROM if scope == _FROM else Scope.WHOLE,
            day if scope == _FROM else None,
            values["reason"],
        )

    @override
    def look(self, wanted: Any) -> Callable[[], Looked]:
        standing = self.desk.office.standing
        if wanted.entry == StandingEntry.of(self.order):
            return lambda: Looked(None, _NOTHING)
        if isinstance(wanted, OneDay):
            said = (
                f"Only the trip of {day_text(wanted.day)} is changed. It counts as changed by"
                " hand: the order leaves it alone from then on."
            )

            def one_day() -> Looked:
                fates = standing.planned_day(self.order_id, wanted.day, wanted.entry)
                first = "" if fates else "Its trip is not made yet; it is made now. "
                return Looked(wanted, first + said, fates)

            return one_day

        def work() -> Looked:
            plan = standing.planned_change(wanted)
            if plan.scope is Scope.FROM:
                said = f"The order goes on as typed from {day_text(plan.from_day)} on."
            else:
                said = "The whole order becomes as typed."
            return Looked(plan, said, plan.fates)

        return work

    @override
    def do(self, looked: Looked) -> Changes:
        standing, actor, plan = self.desk.office.standing, self.desk.actor, looked.plan
        if isinstance(plan, OneDay):
            return standing.change_day(actor, self.order_id, plan.day, plan.entry)
        if not isinstance(plan, ChangePlan):
            raise RefusedError(_NOTHING)
        return standing.change(actor, plan).changes

    def _entry(self, values: dict[str, Any]) -> StandingEntry:
        order = self.order
        try:
            repeat = parse(values["pattern"], self.desk.today())
        except InputError as error:
            raise InputError([Problem("pattern", error.sentence)]) from error
        legs = [_timed(leg, values, number) for number, leg in enumerate(order.legs)]
        if problems := [*times_problems(legs)]:
            raise self.located(InputError(problems))
        return replace(
            StandingEntry.of(order),
            weekdays=repeat.weekdays,
            every_weeks=repeat.every_weeks,
            until_day=repeat.until,
            count=repeat.count,
            holiday_rule=values["holidays"],
            legs=tuple(self._routed(legs, values)),
            driver_id=values["driver_id"],
            driver_note=values["driver_note"],
            office_note=values["office_note"],
        )

    def _routed(self, legs: list[StandingLeg], values: dict[str, Any]) -> list[StandingLeg]:
        if not self._is_simple(legs):
            return legs
        start, end = values["from_id"], values["to_id"]
        missing = [
            Problem(name, "Choose a place from the list.")
            for name, key in (("from_id", start), ("to_id", end))
            if key is None
        ]
        if missing:
            raise InputError(missing)
        was = legs[0].from_id
        return [
            replace(leg, from_id=end, to_id=start if leg.to_id == was else leg.to_id)
            if leg.leg is Leg.RETURN
            else replace(leg, from_id=start, to_id=end)
            for leg in legs
        ]

    @override
    def located(self, error: InputError) -> InputError:
        named = [replace(one, field=self._field_of(one.field)) for one in error.problems]
        return InputError(named)

    def _field_of(self, field: str) -> str:
        """Return the form's name of a field that a service names."""
        legs = self.order.legs
        number, _dot, what = field.partition(".") if field[:1].isdigit() else ("0", "", field)
        is_home = what == "return" or (
            int(number) < len(legs) and legs[int(number)].leg is Leg.RETURN
        )
        names = {"pickup": _line(int(number)), "dropoff": _line(int(number))}
        names |= {"appointment": f"appointment_{number}", "place": "to_id", "from_day": "day"}
        name = "home" if is_home else names.get(what, field)
        # What is hidden can't be told beside: the panel says it then.
        is_shown = name in self.form.names and self.form.widget(name).isVisibleTo(self.form)
        return name if is_shown else ""

    def _touch(self, name: str, number: int) -> None:
        self._touched.add(name)
        out, _back = _legs(self.order.legs)
        if number < len(out) and out[number].appointment_min is None and name[:1] == "p":
            self._follow(number)

    def _follow(self, number: int) -> None:
        """Move the other times of a leg along with its appointment, but none that was typed."""
        out, back = _legs(self.order.legs)
        if number >= len(out):
            return
        leg = out[number]
        line = cast("FieldLine", self.form.widget(_line(number)))
        field: QWidget = self.form.widget(f"appointment_{number}")
        before = leg.appointment_min
        if before is None:
            field, before = line.fields[f"pickup_{number}"], leg.pickup_min
        moved = _moved(cast("TimeEdit", field), before)
        if moved is None:
            return
        for name, minute in (("pickup", leg.pickup_min), ("dropoff", leg.dropoff_min)):
            self._show_moved(line.fields[f"{name}_{number}"], f"{name}_{number}", minute, moved)
        if number == len(out) - 1 and back is not None:
            self._show_moved(self.form.widget("home"), "home", back.pickup_min, moved)

    def _show_moved(self, field: QWidget, name: str, minute: int | None, moved: int) -> None:
        if minute is not None and name not in self._touched:
            cast("TimeEdit", field).set_value(_clock(minute + moved))

    def _is_simple(self, legs: Sequence[StandingLeg]) -> bool:
        return len(_legs(legs)[0]) == 1

    def _dress(self) -> None:
        scope, form = self.scope.value(), self.form
        legs = self.line.order.legs if self.line is not None else ()
        form.set_shown("day", shown=scope == _FROM)
        for name in ("pattern", "holidays", "driver_id", "reason"):
            form.set_shown(name, shown=scope != _DAY)
        out, back = _legs(legs)
        for number in range(_MOST_LEGS):
            form.set_shown(_line(number), shown=number < len(out))
            form.set_shown(f"appointment_{number}", shown=number < len(out))
        kind = self.line.order.return_kind if self.line is not None else None
        has_time = back is not None and kind is ReturnKind.SCHEDULED
        form.set_shown("home", shown=has_time)
        for name in ("from_id", "to_id"):
            form.set_shown(name, shown=self._is_simple(legs))

    def _places(self, text: str) -> Sequence[Suggestion]:
        with self.desk.office.store.read() as session:
            return [Suggestion(p.id, p.label, p.where) for p in find_places(session, text)]

    def _drivers(self, text: str) -> Sequence[Suggestion]:
        with self.desk.office.store.read() as session:
            return [Suggestion(one.id, one.name) for one in find_drivers(session, text)]


def _legs(legs: Sequence[StandingLeg]) -> tuple[list[StandingLeg], StandingLeg | None]:
    """Return the ways there, and the way home if there is one."""
    back = next((leg for leg in legs if leg.leg is Leg.RETURN), None)
    return [leg for leg in legs if leg.leg is not Leg.RETURN], back


def _line(number: int) -> str:
    return f"pickup_{number}+dropoff_{number}"


def _clock(minute: int | None) -> time | None:
    if minute is None:
        return None
    hour, rest = divmod(minute % _DAY_MIN, _HOUR)
    return time(hour, rest)


def _moved(field: TimeEdit, before: int | None) -> int | None:
    """Return by how many minutes the time typed is another one; None while it is none."""
    try:
        typed = field.time()
    except InputError:
        return None
    if typed is None or before is None:
        return None
    return typed.hour * _HOUR + typed.minute - before % _DAY_MIN


def _timed(leg: StandingLeg, values: dict[str, Any], number: int) -> StandingLeg:
    """Return the leg with the times typed; those that were not touched keep their day."""
    if leg.leg is Leg.RETURN:
        return replace(leg, pickup_min=_minute(values["home"], leg.pickup_min))
    if number >= _MOST_LEGS:
        return leg
    typed = values[_line(number)]
    return replace(
        leg,
        pickup_min=_minute(typed[f"pickup_{number}"], leg.pickup_min),
        dropoff_min=_minute(typed[f"dropoff_{number}"], leg.dropoff_min),
        appointment_min=_minute(values[f"appointment_{number}"], leg.appointment_min),
    )


def _minute(typed: time | None, before: int | None) -> int | None:
    if typed is None or typed == _clock(before):
        return before if typed is not None else None
    return typed.hour * _HOUR + typed.minute
