"""The words to say on the telephone: to a driver about his run, to a member about a ride. Pure."""

from datetime import date

from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.words import day_text
from nemt_desk.members.rows import Member, Need
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from nemt_desk.trips.live_figures import LiveFigures
from nemt_desk.trips.rows import RideState

_OURS = frozenset({"", "English"})
"""Languages nobody needs to be told of before he calls."""


def to_driver(run: BoardRun, day: date) -> tuple[str, ...]:
    """Return what a driver is told of his run: when, how many, then ride by ride."""
    if not run.rides:
        return (f"{day_text(day)}: no ride is left on your run.",)
    count = "1 ride" if len(run.rides) == 1 else f"{len(run.rides)} rides"
    first = f", first at {clock_text(run.first_min)}" if run.first_min is not None else ""
    return (
        f"{day_text(day)}, run {run.code}: {count}{first}",
        *(ride_line(ride) for ride in run.rides),
    )


def ride_line(ride: BoardRide) -> str:
    """Return a ride as a driver hears it: `9:20 a.m. Schroeder, Ann M.: Home to the clinic`."""
    begin = ride.task.begin_min
    at = clock_text(begin) if begin is not None else "when called"
    return f"{at} {ride.member_name}: {_start(ride)} to {ride.to_name}"


def _start(ride: BoardRide) -> str:
    """Return where the member is fetched: from a car that broke down, where that stands."""
    return f"from the car that broke down, {ride.stands_at}," if ride.stands_at else ride.from_name


def to_member(ride: BoardRide, driver: Driver | None, figures: LiveFigures) -> tuple[str, ...]:
    """Return what a member is told of a ride: who comes, when, in which car, when to be ready."""
    way = f"{_start(ride)} to {ride.to_name}"
    if ride.state is RideState.CANCELLED:
        return (f"Your ride on {day_text(ride.day)}, {way}, is cancelled.",)
    begin = ride.task.begin_min
    when = f"at {clock_text(begin)}" if begin is not None else "once you have called us"
    day = day_text(ride.day)
    if driver is None:
        return (f"{day}, {way}, {when}: we are still looking for a driver and will call.",)
    car = driver.car
    parts = [car.text, f"plate {car.plate}" if car.plate else ""] if car is not None else []
    seen = ", ".join(part for part in parts if part)
    said = [f"{day}: {spoken(driver)} comes {when}, {way}."]
    if seen:
        said.append(f"Car: {seen}.")
    if begin is not None and figures.ready_before_min and ride.ready_min is None:
        said.append(f"Please be ready at {clock_text(begin - figures.ready_before_min)}")
    return tuple(said)


def spoken(driver: Driver) -> str:
    """Return the driver's name as it is said: `Lars Berg`."""
    return f"{driver.first_name} {driver.last_name}".strip()


def remark(member: Member) -> str:
    """Return what to know before calling a member."""
    said = (
        f"speaks {member.language}" if member.language not in _OURS else "",
        "interpreter" if Need.INTERPRETER in member.needs else "",
        "hard of hearing" if Need.HARD_OF_HEARING in member.needs else "",
        "uses TTY (711)" if member.uses_tty else "",
    )
    return ", ".join(part for part in said if part)
