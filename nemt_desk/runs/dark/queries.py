"""Reads the pack of the next days: run sheets, rides, telephones, standing orders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids, drivers_on
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.settings import MOST_DARK_DAYS, Settings
from nemt_desk.members.queries import members_by_ids
from nemt_desk.members.rows import Member
from nemt_desk.places.rows import Place, PlaceKind
from nemt_desk.runs.dark.rows import DarkDay, DarkOrder, DarkPack, DarkRide, Phone, PhoneKind
from nemt_desk.runs.paper_facts import in_order
from nemt_desk.runs.queries import runs_between
from nemt_desk.runs.roads import Roads
from nemt_desk.runs.rows import Assignment, Run
from nemt_desk.runs.sheets import run_sheets
from nemt_desk.runs.words import needs_words, place_name
from nemt_desk.trips.queries import ride_lines_between
from nemt_desk.trips.rows import ReturnKind, RideLine
from nemt_desk.trips.standing.queries import orders

if TYPE_CHECKING:
    from nemt_desk.runs.sheet_rows import RunSheet


def dark_pack(
    session: Session,
    first: date,
    days: int,
    *,
    roads: Roads | None,
    settings: Settings,
    now: datetime,
    progress: Progress | None = None,
) -> DarkPack:
    """Return the pack for `days` days (at most `MOST_DARK_DAYS`) from `first` on.

    Cancelled rides and rides that are over are left out; a day without rides stays, empty.
    """
    progress = progress or Quiet()
    wanted = [first + timedelta(days=n) for n in range(min(max(days, 1), MOST_DARK_DAYS))]
    progress.step("Reading the rides", 0)
    lines = [line for line in ride_lines_between(session, wanted[0], wanted[-1]) if _stands(line)]
    runs = runs_between(session, wanted[0], wanted[-1])
    drivers = drivers_by_ids(session, {run.driver_id for run in runs})
    driven = _Driven.of(runs, drivers, settings, {line.ride.id for line in lines})
    by_day = {
        day: tuple(driven.ride(line) for line in some)
        for day, some in groupby(lines, lambda line: line.ride.day)
    }
    sheets: list[RunSheet] = []
    for number, day in enumerate(wanted):
        progress.step("Writing the run sheets", 10 + 80 * number // len(wanted))
        going = [run.id for run in runs if run.day == day and driven.is_going(run)]
        if going:
            sheets += run_sheets(
                session, day, roads=roads, settings=settings, now=now, run_ids=going
            )
    progress.step("Reading the standing orders", 90)
    member_ids = in_order(line.ride.member_id for line in lines)
    known = members_by_ids(session, member_ids)
    repeating = orders(session, settings, now)
    return DarkPack(
        agency_name=settings.name,
        agency_phone=settings.phone,
        printed_at=settings.time.local(now),
        days=tuple(DarkDay(day, _by_time(by_day.get(day, ()))) for day in wanted),
        sheets=tuple(sheets),
        phones=(
            *_drivers_phones(session, wanted[0], drivers),
            *_members_phones(known.values()),
            *_places_phones(lines),
        ),
        orders=tuple(
            DarkOrder(
                member=line.member_name,
                phone=line.member_phone,
                pattern=line.order.pattern_text,
                start=line.from_label,
                end=line.to_label,
                driver=line.driver_name,
                next_day=line.next_day,
            )
            for line in repeating
        ),
        run_ids=tuple(run.id for run in runs),
        member_ids=in_order((*member_ids, *(line.order.member_id for line in repeating))),
    )


def _stands(line: RideLine) -> bool:
    return line.ride.is_open


def _by_time(rides: Iterable[DarkRide]) -> tuple[DarkRide, ...]:
    return tuple(sorted(rides, key=lambda ride: (ride.at is None, ride.at, ride.member)))


@dataclass(frozen=True, slots=True)
class _Driven:
    """Who drives which ride, and when by the plan."""

    on: Mapping[Id, tuple[Run, Assignment]]
    drivers: Mapping[Id, Driver]
    settings: Settings
    open_ids: Collection[Id]

    @classmethod
    def of(
        cls,
        runs: Sequence[Run],
        drivers: Mapping[Id, Driver],
        settings: Settings,
        open_ids: Collection[Id],
    ) -> "_Driven":
        on = {a.ride_id: (run, a) for run in runs for a in run.assignments}
        return cls(on, drivers, settings, open_ids)

    def is_going(self, run: Run) -> bool:
        """Tell whether something is still to be driven on a run."""
        return any(a.ride_id in self.open_ids for a in run.assignments)

    def ride(self, line: RideLine) -> DarkRide:
        ride = line.ride
        run, assignment = self.on.get(ride.id, (None, None))
        planned = assignment.pickup_at if assignment is not None else None
        driver = self.drivers.get(run.driver_id) if run is not None else None
        return DarkRide(
            day=ride.day,
            at=self._clock(planned or ride.pickup_at),
            appointment_at=self._clock(ride.appointment_at),
            member=line.member_name,
            phone=line.member_phone,
            start=line.from_label,
            end=line.to_label,
            needs=needs_words(line.needs),
            driver=driver.name if driver is not None else "",
            run_code=run.code if run is not None else "",
            note=_return_note(line),
        )

    def _clock(self, moment: datetime | None) -> time | None:
        return None if moment is None else self.settings.time.local(moment).time()


def _return_note(line: RideLine) -> str:
    if line.ride.return_kind is ReturnKind.WILL_CALL and line.ride.pickup_at is None:
        return "will call when ready"
    return ""


def _drivers_phones(session: Session, day: date, driving: Mapping[Id, Driver]) -> Iterable[Phone]:
    """Return every active driver: whoever drives now, and whoever could be asked."""
    active = {one.id: one for one in drivers_on(session, day) if not one.is_archived}
    for driver in sorted((active | dict(driving)).values(), key=lambda d: (d.name, d.id)):
        about = driver.car.text if driver.car else ""
        yield Phone(PhoneKind.DRIVER, driver.name, _numbers(driver.phone, driver.phone2), about)


def _members_phones(members: Iterable[Member]) -> Iterable[Phone]:
    for member in sorted(members, key=lambda m: (m.name, m.id)):
        about = ", ".join(needs_words(member.needs))
        yield Phone(PhoneKind.MEMBER, member.name, _numbers(member.phone, member.phone2), about)


def _places_phones(lines: Iterable[RideLine]) -> Iterable[Phone]:
    ends = {end.id: end for line in lines for end in (line.from_place, line.to_place)}
    called = [end for end in ends.values() if end.kind is not PlaceKind.HOME and end.phone]
    for place in sorted(called, key=place_name):
        yield Phone(PhoneKind.PLACE, place_name(place), _numbers(place.phone), _where(place))


def _where(place: Place) -> str:
    return "" if place.where == place_name(place) else place.where


def _numbers(*phones: str) -> tuple[str, ...]:
    return tuple(phone for phone in phones if phone)
