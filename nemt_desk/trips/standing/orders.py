"""A standing order as people see it: its pattern, and the trip it makes in wall-clock minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Protocol

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import Assistance
from nemt_desk.trips.repeats import repeat_text
from nemt_desk.trips.rows import (
    Care,
    Companion,
    HolidayRule,
    Leg,
    Purpose,
    Repeat,
    ReturnKind,
    Violation,
)
from nemt_desk.trips.standing.rows import (
    DayChoice,
    Fate,
    OrderDay,
    Scope,
    TripFate,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLeg:
    """One leg; times are minutes after midnight of the pattern's day, on the wall clock.

    A time that is None is computed for each day from the way there. `mode` None is the order's.
    """

    leg: Leg
    from_id: Id
    to_id: Id
    pickup_min: int | None = None
    dropoff_min: int | None = None
    appointment_min: int | None = None
    stay_min: int = 60
    mode: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules were told, whether they are asked, and which of them are overridden.

    `at` is the moment it was asked for: notice is reckoned from it, also after changes.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    decided: bool = True
    rules: frozenset[str] = frozenset()
    at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        kept = {"facts": dict(self.facts), "decided": self.decided, "rules": sorted(self.rules)}
        return kept | ({"at": self.at.isoformat()} if self.at is not None else {})

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "Told":
        """Return what was kept; an order from before this was kept is not decided."""
        at = kept.get("at")
        return Told(
            kept.get("facts", {}),
            kept.get("decided", False),
            frozenset(kept.get("rules", ())),
            datetime.fromisoformat(at) if at else None,
        )


class Pattern(Protocol):
    """On which days something repeats."""

    @property
    def weekdays(self) -> frozenset[int]:
        """0 is Monday."""
        ...

    @property
    def every_weeks(self) -> int:
        """Every how many weeks, from the week of `from_day` on."""
        ...

    @property
    def from_day(self) -> date:
        """The first day it may be."""
        ...

    @property
    def until_day(self) -> date | None:
        """The last day it may be."""
        ...

    @property
    def count(self) -> int | None:
        """How many trips it makes."""
        ...

    @property
    def holiday_rule(self) -> HolidayRule:
        """What it does on a holiday."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingEntry:
    """A standing order as it is typed. Without `until_day` and `count` it goes on and on."""

    member_id: Id
    weekdays: frozenset[int]
    from_day: date
    legs: tuple[StandingLeg, ...]
    every_weeks: int = 1
    until_day: date | None = None
    count: int | None = None
    holiday_rule: HolidayRule = HolidayRule.SKIP
    driver_id: Id | None = None
    purpose: Purpose = Purpose.COVERED_SERVICE
    service: str = ""
    care: Care = Care.PRIMARY
    return_kind: ReturnKind = ReturnKind.NONE
    mode: int = 2
    assistance: Assistance = Assistance.CURB
    in_wheelchair: bool = False
    companions: tuple[Companion, ...] = ()
    asked_by: str = ""
    override_reason: str = ""
    driver_note: str = ""
    office_note: str = ""
    told: Told = Told()

    @staticmethod
    def of(order: "StandingOrder") -> "StandingEntry":
        """Return the entry of an order as kept."""
        return StandingEntry(
            **{item.name: getattr(order, item.name) for item in fields(StandingEntry)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrder:
    """A trip that repeats; `generated_until` is the last day that trips were made for."""

    id: Id
    version: int
    booked_at: datetime
    member_id: Id
    weekdays: frozenset[int]
    from_day: date
    legs: tuple[StandingLeg, ...]
    every_weeks: int
    until_day: date | None
    count: int | None
    holiday_rule: HolidayRule
    driver_id: Id | None
    purpose: Purpose
    service: str
    care: Care
    return_kind: ReturnKind
    mode: int
    assistance: Assistance
    in_wheelchair: bool
    companions: tuple[Companion, ...]
    asked_by: str
    override_reason: str
    driver_note: str
    office_note: str
    told: Told
    generated_until: date | None
    follows_id: Id | None
    is_archived: bool

    @property
    def is_old(self) -> bool:
        """Tell whether it is from before orders made trips: it only keeps those it has."""
        return not self.legs

    @property
    def repeat(self) -> Repeat:
        """How it repeats."""
        return repeat_of(self)

    @property
    def pattern_text(self) -> str:
        """`Mon Wed Fri until further notice`."""
        return repeat_text(self.repeat)

    def is_over(self, today: date) -> bool:
        """Tell whether its last day lies behind; one that ends by count never knows."""
        return self.is_archived or (self.until_day is not None and self.until_day < today)


def repeat_of(order: "StandingOrder | StandingEntry") -> Repeat:
    """Return the repeat of an order."""
    # An order of before has both: there the last day was reckoned from the count.
    return Repeat(
        weekdays=order.weekdays,
        every_weeks=order.every_weeks,
        until=None if order.count is not None else order.until_day,
        count=order.count,
        holiday_rule=order.holiday_rule,
        driver_id=order.driver_id,
    )


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order in a list; `next_day` is that of the next trip, `waiting` counts days to settle."""

    order: StandingOrder
    member_name: str
    member_phone: str
    from_label: str
    to_label: str
    driver_name: str
    next_day: date | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A line of the exception desk."""

    order: OrderLine
    day: OrderDay


@dataclass(frozen=True, slots=True)
class DayChoiceEntry:
    """How a day is to be settled; without `choice` an earlier settling is taken back."""

    order_id: Id
    day: date
    choice: DayChoice | None
    to_day: date | None = None
    reason: str = ""
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A change that is wanted: `entry` is the order as it shall be, from `from_day` on."""

    order_id: Id
    entry: StandingEntry
    scope: Scope = Scope.WHOLE
    from_day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What a change means for trips that are there; `entry` None ends the order."""

    order: StandingOrder
    entry: StandingEntry | None
    scope: Scope
    from_day: date
    reason: str
    fates: tuple[TripFate, ...]

    def of(self, fate: Fate) -> tuple[TripFate, ...]:
        """Return the trips with one fate."""
        return tuple(one for one in self.fates if one.fate is fate)

    @property
    def follow(self) -> tuple[TripFate, ...]:
        """The trips that are changed along."""
        return self.of(Fate.FOLLOWS)

    @property
    def cancelled(self) -> tuple[TripFate, ...]:
        """The trips that are cancelled."""
        return self.of(Fate.CANCELLED)

    @property
    def left(self) -> tuple[TripFate, ...]:
        """The trips that stay as they are, each with its reason."""
        return self.of(Fate.LEFT)


@dataclass(frozen=True, slots=True)
class Generated:
    """What a generation made, and what it has to say about other days."""

    trip_ids: tuple[Id, ...]
    told: tuple[Violation, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class StandingSaved:
    """A new standing order, the trips made of it, and what is to be said about other days."""

    id: Id
    trip_ids: tuple[Id, ...]
    told: tuple[Violation, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Settling:
    """What settling did: trips made and trips cancelled."""

    changes: Changes
    made: tuple[Id, ...]
    cancelled: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed order: the key of the one that holds from now on."""

    order_id: Id
    changes: Changes
    made: tuple[Id, ...] = ()
