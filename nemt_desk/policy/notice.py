"""The check of notice: how long before the ride it was asked for (J7, MN-085, CT-010, S0-11)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, unknown

BUSINESS_DAYS, DAYS, BUSINESS_HOURS = "business_days", "days", "business_hours"
# For one, and for more or none.
_UNIT_WORDS = {
    BUSINESS_DAYS: ("business day", "business days"),
    DAYS: ("day", "days"),
    BUSINESS_HOURS: ("hour on business days", "hours on business days"),
}
_LOCAL = {"notice_business_days": BUSINESS_DAYS, "notice_days": DAYS}
_SATURDAY = 5
_DAY = timedelta(days=1)


def notice(question: Question, entry: Entry) -> Answer:
    """Ask whether the request came early enough, or may come late."""
    asked_at, ride_at = question.facts.asked_at, question.facts.ride_at
    if asked_at is None or ride_at is None or asked_at > ride_at or _is_lifted(question, entry):
        return
    unit, needed = _needed(question, entry)
    given = _given(question, unit, needed, (asked_at, ride_at))
    if given >= needed:
        return
    if question.trip.discharge is None:
        yield unknown(entry, "trip.discharge")
    else:
        yield finding(entry, given=given, needed=needed, unit=_UNIT_WORDS[unit][needed != 1])


def _is_lifted(question: Question, entry: Entry) -> bool:
    trip = question.trip
    if trip.discharge or trip.service == "hospital_discharge":
        return True
    if trip.urgent is None:
        return False
    return trip.urgent.verified_by_provider or entry.figures.get("lifted_by") == "any"


def _needed(question: Question, entry: Entry) -> tuple[str, int]:
    figures, local = entry.figures, question.local
    amount = figures["amount"]
    if "by" in figures:
        amount = amount.get(local.get(figures["by"]), figures["otherwise"])
    unit = figures["unit"]
    for key, own_unit in _LOCAL.items():
        if local.get(key) is not None:
            unit, amount = own_unit, local[key]
            break
    # A bus pass takes its own days, however short the agency's own notice is (CT-010).
    least = figures.get("by_vehicle", {}).get(question.trip.vehicle, 0)
    return unit, max(int(amount), least)


def _given(question: Question, unit: str, enough: int, span: tuple[datetime, datetime]) -> int:
    asked_at, ride_at = span
    if unit == DAYS:
        return (ride_at.date() - asked_at.date()).days
    closed = _closed(question)
    if unit == BUSINESS_DAYS:
        return business_days(asked_at.date(), ride_at.date(), closed, enough)
    return int(business_hours(asked_at, ride_at, closed, enough))


def _closed(question: Question) -> Collection[date]:
    local = question.local.get("holidays")
    if not local:
        return question.holidays.keys()
    return _dates(tuple(local)) | question.holidays.keys()


@lru_cache(maxsize=64)
def _dates(days: tuple[date | str, ...]) -> frozenset[date]:
    return frozenset(day if isinstance(day, date) else date.fromisoformat(day) for day in days)


def is_business_day(day: date, closed: Collection[date]) -> bool:
    """Tell whether `day` is a weekday and no holiday."""
    return day.weekday() < _SATURDAY and day not in closed


def business_days(asked: date, ride: date, closed: Collection[date], enough: int) -> int:
    """Count business days after the day of asking up to and including the ride's; `enough` do."""
    found, day = 0, asked
    while found < enough and day < ride:
        day += _DAY
        found += is_business_day(day, closed)
    return found


def business_hours(
    asked_at: datetime, ride_at: datetime, closed: Collection[date], enough: int
) -> float:
    """Count hours on business days, 24 a day, between two moments; `enough` do."""
    total, begin, most = timedelta(), asked_at, timedelta(hours=enough)
    while begin < ride_at and total < most:
        end = min(datetime.combine(begin.date() + _DAY, datetime.min.time()), ride_at)
        if is_business_day(begin.date(), closed):
            total += end - begin
        begin = end
    return total / timedelta(hours=1)


CHECKS = {"notice": needs(notice, "unit", "amount", may="by otherwise lifted_by by_vehicle")}
