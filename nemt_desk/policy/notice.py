"""The check of notice: how long before the ride it was asked for (J7, MN-085, CT-010, S0-11)."""

from datetime import date, datetime, timedelta

from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding

BUSINESS_DAYS, DAYS, BUSINESS_HOURS = "business_days", "days", "business_hours"
_UNIT_WORDS = {
    BUSINESS_DAYS: "business days",
    DAYS: "days",
    BUSINESS_HOURS: "hours on business days",
}
_LOCAL = {"notice_business_days": BUSINESS_DAYS, "notice_days": DAYS}
_SATURDAY = 5


def notice(question: Question, entry: Entry) -> Answer:
    """Ask whether the request came early enough, or may come late."""
    asked_at, ride_at = question.facts.asked_at, question.facts.ride_at
    if asked_at is None or ride_at is None or asked_at > ride_at or _is_lifted(question, entry):
        return
    unit, needed = _needed(question, entry)
    given = _given(question, unit, asked_at, ride_at)
    if given < needed:
        yield finding(entry, given=given, needed=needed, unit=_UNIT_WORDS[unit])


def _is_lifted(question: Question, entry: Entry) -> bool:
    trip = question.trip
    if trip.discharge or trip.service == "hospital_discharge":
        return True
    if trip.urgent is None:
        return False
    return trip.urgent.verified_by_provider or entry.figures.get("lifted_by") == "any"


def _needed(question: Question, entry: Entry) -> tuple[str, int]:
    figures, local = entry.figures, question.facts.local
    for key, unit in _LOCAL.items():
        if local.get(key) is not None:
            return unit, int(local[key])
    amount = figures["amount"]
    if "by" in figures:
        amount = amount.get(local.get(figures["by"]), figures["otherwise"])
    return figures["unit"], int(amount)


def _given(question: Question, unit: str, asked_at: datetime, ride_at: datetime) -> int:
    if unit == DAYS:
        return (ride_at.date() - asked_at.date()).days
    local = question.facts.local.get("holidays") or ()
    closed = {*question.holidays, *(date.fromisoformat(day) for day in local)}
    if unit == BUSINESS_DAYS:
        return business_days(asked_at.date(), ride_at.date(), closed)
    return int(business_hours(asked_at, ride_at, closed))


def is_business_day(day: date, closed: set[date]) -> bool:
    """Tell whether `day` is a weekday and no holiday."""
    return day.weekday() < _SATURDAY and day not in closed


def business_days(asked: date, ride: date, closed: set[date]) -> int:
    """Count business days after the day of asking up to and including the ride's day."""
    days = (asked + timedelta(days=n) for n in range(1, (ride - asked).days + 1))
    return sum(is_business_day(day, closed) for day in days)


def business_hours(asked_at: datetime, ride_at: datetime, closed: set[date]) -> float:
    """Count hours on business days, 24 a day, between two wall-clock moments."""
    total, begin = timedelta(), asked_at
    while begin < ride_at:
        end = min(datetime.combine(begin.date() + timedelta(days=1), datetime.min.time()), ride_at)
        if is_business_day(begin.date(), closed):
            total += end - begin
        begin = end
    return total / timedelta(hours=1)
