"""How standing orders, their days and what they collide with are said. No Qt."""

from dataclasses import replace
from datetime import date

from nemt_desk.ground.words import day_text, day_year_text
from nemt_desk.trips.repeats import repeat_text
from nemt_desk.trips.rows import HolidayRule, Leg, ReturnKind
from nemt_desk.trips.standing.clocks import leg_text, minute_text
from nemt_desk.trips.standing.orders import OrderLine, StandingOrder
from nemt_desk.trips.standing.rows import DayChoice, DayState, Fate, HitKind, OrderDay

HOLIDAYS: dict[HolidayRule, str] = {
    HolidayRule.SKIP: "no ride on holidays",
    HolidayRule.MOVE: "moved to another day on holidays",
    HolidayRule.KEEP: "rides on holidays too",
}
CHOICES: dict[DayChoice, str] = {
    DayChoice.SKIP: "Skip",
    DayChoice.MOVE: "Move",
    DayChoice.KEEP: "Keep",
}
HITS: dict[HitKind, str] = {
    HitKind.ARCHIVED: "archived",
    HitKind.PLACE_CLOSED: "closed",
    HitKind.ABSENCE: "absent",
    HitKind.NOT_ELIGIBLE: "lapsed",
    HitKind.RULES: "rules",
    HitKind.NO_WAY: "no_way",
    HitKind.FACILITY: "shut",
    HitKind.SCHOOL: "no_school",
    HitKind.HOLIDAY: "holiday",
    HitKind.OTHER_RIDE: "clash",
    HitKind.DRIVER: "driver_away",
}
"""The look of each (a key of ui.theme.status)."""
FATES: dict[Fate, str] = {
    Fate.FOLLOWS: "changed",
    Fate.CANCELLED: "cancelled",
    Fate.LEFT: "not_changed",
}
_BACK: dict[ReturnKind, str] = {
    ReturnKind.WILL_CALL: "home when they call",
    ReturnKind.WAIT: "the driver waits",
    ReturnKind.NONE: "one way",
}


def count_text(number: int, noun: str) -> str:
    """Return `1 ride`, `2 rides`."""
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def full_stop(sentence: str) -> str:
    """Return the sentence with one full stop at its end: `p.m.` has one already."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def times_text(order: StandingOrder) -> str:
    """Return `for 10:30 a.m., home 2:30 p.m.`."""
    out = [leg_text(leg) for leg in order.legs if leg.leg is not Leg.RETURN]
    back = next((leg for leg in order.legs if leg.leg is Leg.RETURN), None)
    home = _BACK.get(order.return_kind, "")
    if order.return_kind is ReturnKind.SCHEDULED and back is not None:
        minute = back.pickup_min
        home = f"home {minute_text(minute)}" if minute is not None else "home after the visit"
    return ", ".join(part for part in (*out, home) if part)


def order_status(line: OrderLine, today: date) -> str:
    """Return the look of an order (a key of ui.theme.status)."""
    if line.waiting:
        return "waiting"
    if line.order.is_over(today):
        return "ended"
    return "note" if line.order.is_old else "running"


def day_status(day: OrderDay) -> str:
    """Return the look of one day of an order (a key of ui.theme.status)."""
    if day.is_waiting or day.state is DayState.WAITING:
        return "waiting"
    if day.state in {DayState.CANCELLED, DayState.SKIPPED}:
        return "cancelled" if day.state is DayState.CANCELLED else "skipped"
    if day.on_day is not None and day.on_day != day.day:
        return "moved"
    return "made" if day.state is DayState.MADE else "planned"


def pattern_text(order: StandingOrder) -> str:
    """Return `Mon Wed Fri until further notice`; what happens on holidays is said elsewhere."""
    return repeat_text(replace(order.repeat, holiday_rule=HolidayRule.SKIP))


def way_text(line: OrderLine) -> str:
    """Return `Home → Grand Itasca Dialysis`."""
    return f"{line.from_label} → {line.to_label}"


def about_order(line: OrderLine, today: date) -> str:
    """Return an order in a few lines."""
    order = line.order
    if order.is_old:
        return (
            "Made by an earlier version of the program: it keeps the rides it has and makes no"
            " more. Book the trip anew with a repeat to go on."
        )
    driver = f"usual driver {line.driver_name}" if line.driver_name else "any driver"
    parts = [
        full_stop(f"{way_text(line)}: {times_text(order)}"),
        f"{pattern_text(order)}, from {day_year_text(order.from_day)} on.",
        f"Mode {order.mode}, {driver}; {HOLIDAYS[order.holiday_rule]}.",
    ]
    if order.is_over(today):
        parts.append("It has ended.")
    elif order.generated_until is not None:
        parts.append(f"Its rides are made until {day_text(order.generated_until)}.")
    return "\n".join(parts)
