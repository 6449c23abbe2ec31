"""Who must be telephoned when a place moves or closes: each member and driver once.

In the order of their first ride; under each the rides it is about. Times are agency time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, day_year_text, time_text
from nemt_desk.runs.move_plan import UNDER_WAY
from nemt_desk.runs.move_rows import Caller, MoveKind, MovePlan, RideChange
from nemt_desk.runs.words import place_address, place_name

CHANGED, CANCELLED, UNDECIDED = "changed", "CANCELLED", "to be decided"


@dataclass(frozen=True, slots=True)
class CallRide:
    """One ride of somebody who is called; `was_at` is the pick-up before, if it changes."""

    day: date
    at: time | None
    was_at: time | None
    words: str
    what: str
    run_code: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One person to be called, and what about."""

    who: str
    is_driver: bool
    phone: str
    phone2: str
    remark: str
    rides: tuple[CallRide, ...]


@dataclass(frozen=True, slots=True)
class CallList:
    """The list on paper. The ids are not printed: the trail notes by them whose data it holds."""

    agency_name: str
    agency_phone: str
    title: str
    what: str
    before: str
    after: str
    printed_at: datetime
    calls: tuple[Call, ...]
    run_ids: tuple[Id, ...] = ()
    member_ids: tuple[Id, ...] = ()
    area: str = ""

    @property
    def members(self) -> int:
        """How many members are called."""
        return sum(1 for call in self.calls if not call.is_driver)


def call_list(plan: MovePlan, settings: Settings, now: datetime) -> CallList:
    """Return whom to call about a plan: its members, and drivers who hold a sheet of it."""
    told = [change for change in plan.changes if _is_told(plan, change)]
    on_paper = [change for change in plan.done if change.touched.is_told]
    members = _calls(((one.touched.member, one) for one in told), plan, settings, driver=False)
    drivers = ((one.touched.driver, one) for one in on_paper if one.touched.driver is not None)
    place = plan.ripple.place
    after = place_address(plan.after) if plan.move.kind is not MoveKind.CLOSED else ""
    return CallList(
        agency_name=settings.name,
        agency_phone=settings.phone,
        title=place_name(place),
        what=_what(plan),
        before=place_address(place),
        after="" if after == place_address(place) else after,
        printed_at=settings.time.local(now),
        calls=(*members, *_calls(drivers, plan, settings, driver=True)),
        run_ids=_once(one.touched.run_id for one in on_paper),
        member_ids=_once(one.touched.member.id for one in (*told, *on_paper)),
    )


def _is_told(plan: MovePlan, change: RideChange) -> bool:
    """Tell whether the member must hear of it: a pin put right changes nothing at the door."""
    if plan.move.kind is MoveKind.CORRECTED:
        return change.is_done and change.pickup_at != change.touched.ride.pickup_at
    return change.why_not != UNDER_WAY


def _what(plan: MovePlan) -> str:
    day = day_year_text(plan.move.from_day)
    if plan.move.kind is MoveKind.MOVED:
        return f"moves on {day}"
    if plan.move.kind is MoveKind.CLOSED:
        return f"is closed from {day} on"
    return "has been put right on the map"


def _calls(
    pairs: Iterable[tuple[Caller, RideChange]], plan: MovePlan, settings: Settings, *, driver: bool
) -> Iterator[Call]:
    whose: dict[Id, list[RideChange]] = {}
    who: dict[Id, Caller] = {}
    for caller, change in pairs:
        who[caller.id] = caller
        whose.setdefault(caller.id, []).append(change)
    for key, changes in whose.items():
        caller = who[key]
        yield Call(
            who=caller.name,
            is_driver=driver,
            phone=caller.phone,
            phone2=caller.phone2,
            remark=caller.remark,
            rides=tuple(_ride(one, plan, settings, driver=driver) for one in changes),
        )


def _ride(change: RideChange, plan: MovePlan, settings: Settings, *, driver: bool) -> CallRide:
    ride = change.touched.ride
    at, was_at = (_clock(moment, settings) for moment in (change.pickup_at, ride.pickup_at))
    member = f"{change.touched.member.name}: " if driver else ""
    ends = f"{place_name(change.from_place)} to {place_name(change.to_place)}"
    return CallRide(
        day=ride.day,
        at=at,
        was_at=was_at if was_at != at else None,
        words=member + ends,
        what=_outcome(change, plan),
        run_code=change.touched.run_code,
    )


def _outcome(change: RideChange, plan: MovePlan) -> str:
    if not change.is_done:
        return UNDECIDED
    if change.is_cancelled:
        return CANCELLED
    return CHANGED if plan.move.kind is MoveKind.CORRECTED else "new address"


def _clock(moment: datetime | None, settings: Settings) -> time | None:
    return None if moment is None else settings.time.local(moment).time().replace(second=0)


def _once(ids: Iterable[Id | None]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(key for key in ids if key is not None))


def ride_when(ride: CallRide) -> str:
    """Return when a ride is: `Tue 24 Nov, 9:27 a.m.`, with the time before if it changes."""
    said = f"{day_text(ride.day)}, {time_text(ride.at) if ride.at is not None else 'will call'}"
    return said + (f" (was {time_text(ride.was_at)})" if ride.was_at is not None else "")
