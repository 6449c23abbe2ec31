"""Which rides and runs need a hand. Pure: facts in, lines out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from nemt_desk.ground.words import day_text, minutes_text, time_text
from nemt_desk.runs.rows import Run, RunState
from nemt_desk.trips.rows import Leg, ReturnKind, Ride, RideState
from ui.today.facts import Facts
from ui.today.lines import Group, Line

FEW = 5
_DAY = timedelta(days=1)
_WEEK = 7
_NOT_BEGUN = frozenset({RideState.BOOKED, RideState.CONFIRMED})
_LEGS = {Leg.OUTBOUND: "there", Leg.ONWARD: "onward", Leg.RETURN: "return"}


def ride_lines(facts: Facts) -> Iterator[Line]:
    """Yield what is wrong with rides and runs."""
    yield from _will_calls(facts)
    yield from _no_shows(facts)
    yield from _without_driver(facts)
    yield from _runs(facts)
    yield from _left_open(facts)


def is_loose(ride: Ride) -> bool:
    """Tell whether a ride waits for the member's call and has no time yet."""
    return ride.return_kind is ReturnKind.WILL_CALL and ride.pickup_at is None


def plural(count: int, noun: str) -> str:
    """Return `1 ride`, `4 rides`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _clock(facts: Facts, moment: datetime | None) -> str:
    return time_text(facts.time.local(moment)) if moment is not None else "when called"


def _when(facts: Facts, ride: Ride) -> str:
    at = _clock(facts, ride.pickup_at or ride.dropoff_at)
    if ride.day == facts.today:
        return at
    day = "tomorrow" if ride.day == facts.today + _DAY else day_text(ride.day)
    return f"{day}, {at}"


def _line(facts: Facts, ride: Ride, group: Group, status: str, why: str) -> Line:
    who = f"{facts.name_of(ride)}, {_LEGS[ride.leg]}"
    return Line(group, status, _when(facts, ride), who, why, "board", "ride", ride.id)


def _driven_by(facts: Facts, ride: Ride) -> str:
    name = facts.driver_name(ride)
    return f"{name} drives" if name else "no driver yet"


def _ago(facts: Facts, moment: datetime) -> str:
    return minutes_text(max(0, round((facts.now - moment).total_seconds() / 60)))


def _will_calls(facts: Facts) -> Iterator[Line]:
    for ride in facts.on(facts.today):
        if is_loose(ride) and ride.state in _NOT_BEGUN:
            why = f"will phone when ready; {_driven_by(facts, ride)}"
            yield _line(facts, ride, Group.WILL_CALL, "will_call", why)


def _no_shows(facts: Facts) -> Iterator[Line]:
    missed = {
        ride.trip_id: ride
        for ride in facts.rides
        if ride.state is RideState.NO_SHOW and ride.day >= facts.today - _DAY
    }
    for ride in facts.rides:
        first = missed.get(ride.trip_id)
        if first is not None and ride.is_open and ride.seq > first.seq:
            why = f"was not there at {_clock(facts, first.pickup_at)}: keep this ride or cancel it"
            yield _line(facts, ride, Group.NO_SHOW, "no_show", why)


def _without_driver(facts: Facts) -> Iterator[Line]:
    free: dict[date, list[Ride]] = defaultdict(list)
    for ride in facts.rides:
        is_free = ride.day >= facts.today and ride.is_open and ride.id not in facts.run_of
        if is_free and not _is_told_above(facts, ride):
            free[ride.day].append(ride)
    for day, rides in sorted(free.items()):
        if (day - facts.today).days > _WEEK:
            return
        if day <= facts.today + _DAY:
            for ride in rides:
                why = "nobody drives it yet"
                yield _line(facts, ride, Group.NO_DRIVER, "unassigned", why)
        else:
            yield _many(rides, Group.NO_DRIVER, "unassigned", "nobody drives them yet")


def _is_told_above(facts: Facts, ride: Ride) -> bool:
    """Tell whether a line under Late or Will-calls says already that nobody drives the ride."""
    if ride.day != facts.today:
        return False
    return is_loose(ride) or any(need.ride.id == ride.id for need in facts.needs)


def _many(rides: Sequence[Ride], group: Group, status: str, why: str) -> Line:
    count, first = len(rides), rides[0]
    who = plural(count, "ride")
    return Line(group, status, day_text(first.day), who, why, "board", "ride", first.id, count)


def _runs(facts: Facts) -> Iterator[Line]:
    for day, word in ((facts.today, "today"), (facts.today + _DAY, "tomorrow")):
        drafts = [
            run
            for run in facts.runs
            if run.day == day and run.state is RunState.DRAFT and _still_driven(facts, run)
        ]
        for run in drafts:
            if run.published_at is not None:
                why = "changed since it was published; print it again and tell the driver"
                yield _run_line(facts, run, "changed", word, why)
        fresh = [run for run in drafts if run.published_at is None]
        if len(fresh) > FEW:
            who, why = plural(len(fresh), "run"), "not published yet"
            yield Line(Group.RUNS, "draft", word, who, why, "board", "run", fresh[0].id, len(fresh))
        else:
            for run in fresh:
                yield _run_line(facts, run, "draft", word, "not published yet")


def _still_driven(facts: Facts, run: Run) -> bool:
    """Tell whether something of a run is still to be driven."""
    rides = [facts.ride_of.get(given.ride_id) for given in run.assignments]
    return any(ride is not None and ride.is_open for ride in rides)


def _run_line(facts: Facts, run: Run, status: str, when: str, why: str) -> Line:
    driver = facts.driver_of.get(run.driver_id)
    who = f"{driver.name if driver else 'Run'}, {plural(len(run.assignments), 'ride')}"
    return Line(Group.RUNS, status, when, who, why, "board", "run", run.id)


def _left_open(facts: Facts) -> Iterator[Line]:
    left: dict[date, list[Ride]] = defaultdict(list)
    for ride in facts.rides:
        if ride.day < facts.today and ride.is_open:
            left[ride.day].append(ride)
    for _day, rides in sorted(left.items(), reverse=True):
        yield _many(rides, Group.BEFORE, "not_marked", "neither done nor no-show nor cancelled")
