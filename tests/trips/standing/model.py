"""What standing orders should do, written from the rules in words and not from the program.

Pattern days, who is away, what is shut, what people chose and changed.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.trips.standing.world import THANKSGIVING

WEEKS = timedelta(weeks=3)


@dataclass
class ModelTrip:
    """A trip in the model: the day it is on, whether a person changed it, whether it stands."""

    on: date
    by_hand: bool = False
    is_open: bool = True


@dataclass
class ModelDay:
    """What people settled about a day, and what it collided with then."""

    choice: str
    to_day: date | None
    marks: frozenset[str]


@dataclass
class ModelOrder:
    """An order in the model."""

    weekdays: set[int]
    every: int
    first: date
    rule: str
    place: str
    until: date | None = None
    trips: dict[date, ModelTrip] = field(default_factory=dict)
    settled: dict[date, ModelDay] = field(default_factory=dict)

    def is_day(self, day: date) -> bool:
        if day < self.first or (self.until is not None and day > self.until):
            return False
        weeks = (day - (self.first - timedelta(days=self.first.weekday()))).days // 7
        return day.weekday() in self.weekdays and weeks % self.every == 0


@dataclass
class Model:
    """The office as it should be."""

    orders: dict[str, ModelOrder]
    away: dict[str, tuple[date, date]] = field(default_factory=dict)
    shut: dict[str, tuple[str, date, date]] = field(default_factory=dict)
    closed: dict[str, tuple[date, date]] = field(default_factory=dict)

    def hits(self, order: ModelOrder, day: date) -> set[str]:
        """Return everything that speaks against a trip on a day."""
        found = {"holiday"} if day == THANKSGIVING else set()
        found |= {f"closed {k}" for k, (a, b) in self.closed.items() if a <= day <= b}
        found |= {f"away {k}" for k, (a, b) in self.away.items() if a <= day <= b}
        return found | {
            f"shut {k}"
            for k, (place, a, b) in self.shut.items()
            if place == order.place and a <= day <= b
        }

    def settle_fate(self, order: ModelOrder, day: date) -> date | str:
        """Return the day a settled day's trip is made on, or what becomes of it."""
        kept = order.settled[day]
        now = self.hits(order, day)
        if kept.choice == "keep":
            return "waiting" if now - kept.marks else day
        if kept.marks and not kept.marks & now:
            return "waiting"
        if kept.choice == "skip" or kept.to_day is None:
            return "skipped"
        return "waiting" if self.hits(order, kept.to_day) - kept.marks else kept.to_day

    def fate(self, order: ModelOrder, day: date, today: date) -> date | str:
        """Return the day a trip that is missing is made on, or `skipped`, or `waiting`."""
        if day in order.settled:
            return self.settle_fate(order, day)
        now = self.hits(order, day)
        kinds = {hit.split()[0] for hit in now}
        if "away" in kinds:
            return "skipped"
        if kinds & {"holiday", "closed"}:
            if order.rule == "skip":
                return "skipped"
            if order.rule == "move":
                return self.free_day(order, day, today) or "waiting"
        return "waiting" if "shut" in kinds else day

    def free_day(self, order: ModelOrder, day: date, today: date) -> date | None:
        """Return the nearest open weekday between the order's own days, the day before first."""
        taken = {trip.on for trip in order.trips.values() if trip.is_open or trip.by_hand}
        taken |= {kept.to_day for kept in order.settled.values() if kept.to_day}
        found: list[date] = []
        for step in (-1, 1):
            for far in range(1, 7):
                there = day + timedelta(days=step * far)
                if order.is_day(there) or there in taken:
                    break
                open_day = there.weekday() < 5 or there.weekday() in order.weekdays
                in_time = order.first <= there and there > today
                in_time = in_time and (order.until is None or there <= order.until)
                if open_day and in_time and not self.hits(order, there):
                    found.append(there)
        return min(found, key=lambda there: (abs((there - day).days), there), default=None)

    def generate(self, names: list[str], today: date) -> None:
        """Make what is missing in the next three weeks; touch nothing that is there."""
        for name in names:
            order = self.orders[name]
            last = max(today, order.first) + WEEKS
            day = max(today, order.first)
            while day <= last:
                trip = order.trips.get(day)
                if order.is_day(day) and (trip is None or not (trip.is_open or trip.by_hand)):
                    when = self.fate(order, day, today)
                    if isinstance(when, date) and when >= today:
                        order.trips[day] = ModelTrip(when)
                day += timedelta(days=1)
