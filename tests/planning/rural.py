"""Makes days of a wide county for the planner: the same seed makes the same day.

A town with a hospital and a dialysis unit, small towns, farms, a city 90 miles off; volunteers
with their own homes, hours and cars. A few rides cannot be driven at all.
"""

from dataclasses import dataclass, replace
from math import hypot, inf
from random import Random
from typing import Any

from nemt_desk.planning.optimiser.problem import (
    Break,
    Driver,
    Problem,
    Ride,
    Shift,
    Weights,
    Window,
)

MILE_M = 1609.344
type Point = tuple[float, float]
"""Miles east and north of the county seat."""

SEAT: Point = (0.0, 0.0)
CITY: Point = (82.0, -20.0)
TOWNS: tuple[Point, ...] = ((18, 9), (-22, 4), (-9, -17), (27, -14), (5, 24), (-35, 21), (41, 16))
_TURNS = (6 * 60 + 30, 11 * 60, 15 * 60 + 30)
"""When dialysis begins."""
_HOURS = (
    ((360, 1020),),
    ((420, 960),),
    ((420, 1110),),
    ((480, 720),),
    ((720, 1080),),
    ((390, 660), (780, 1110)),
)
"""When volunteers drive."""


@dataclass(frozen=True)
class RuralDay:
    """A day and what its maker knows of it.

    Attributes:
        pins: Rides that only this driver may have.
        refused: (ride, driver): these two do not go together.
        impossible: Rides that nobody can drive, whatever else is planned.
    """

    problem: Problem
    pins: dict[int, int]
    refused: frozenset[tuple[int, int]]
    impossible: frozenset[int]


@dataclass
class _Book:
    """What is being booked; places are found again by their point."""

    dice: Random
    points: list[Point]
    rides: list[Ride]

    def place(self, point: Point) -> int:
        self.points.append(point)
        return len(self.points) - 1


def rural_day(seed: int, rides: int, *, drivers: int | None = None) -> RuralDay:
    """Return a day of about so many rides; without `drivers` about one for three rides."""
    dice = Random(f"{seed} {rides} {drivers}")
    book = _Book(dice, [], [])
    seat, city = book.place(SEAT), book.place(CITY)
    clinics = [seat, *(book.place(_near(dice, SEAT, 2)) for _ in range(3))]
    clinics += [book.place(town) for town in dice.sample(TOWNS, 2)]
    trip = 0
    while len(book.rides) < rides:
        kind = dice.random()
        if kind < 0.25:
            _dialysis(book, seat, trip)
        elif kind < 0.33:
            _appointment(book, city, trip)
        else:
            _appointment(book, dice.choice(clinics), trip)
        trip += 1
    people = drivers if drivers is not None else max(2, rides // 3)
    crew = tuple(_driver(book, number) for number in range(people))
    return _with_rules(book, crew)


def _near(dice: Random, point: Point, miles: float) -> Point:
    return (point[0] + dice.gauss(0, miles), point[1] + dice.gauss(0, miles))


def _home(dice: Random) -> Point:
    where = dice.random()
    if where < 0.35:
        return _near(dice, SEAT, 3)
    if where < 0.85:
        return _near(dice, dice.choice(TOWNS), 4)
    return (dice.uniform(-45, 55), dice.uniform(-30, 35))


# --- roads ---


def _miles(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1]) * 1.25


def _minutes(one: Point, other: Point) -> float:
    """Return driving minutes: slow streets at both ends, then 48 miles an hour."""
    miles = _miles(one, other)
    return 0.0 if miles == 0 else min(3.0, miles * 2) + miles * 60 / 48


# --- rides ---


def _dialysis(book: _Book, seat: int, trip: int) -> None:
    """Book somebody of a group that sits at the machines together, there and back."""
    dice = book.dice
    begin = dice.choice(_TURNS)
    home = book.place(_near(dice, dice.choice(TOWNS[:3]), 2))
    wheelchair = dice.random() < 0.3
    there = _there(book, home, seat, begin, wheelchair=wheelchair)
    book.rides += [there, _back(book, there, begin + 240, wheelchair=wheelchair)]
    _join(book, trip, 2)


def _appointment(book: _Book, clinic: int, trip: int) -> None:
    dice = book.dice
    begin = 15 * dice.randint(34, 62)
    wheelchair = dice.random() < 0.15
    there = _there(book, book.place(_home(dice)), clinic, begin, wheelchair=wheelchair)
    book.rides.append(there)
    way_back = dice.random()
    if way_back < 0.25:  # a will-call that has not called yet, or nobody goes back today
        return
    lasts = 15 * dice.randint(1, 3 if way_back < 0.45 else 12)
    back = _back(book, there, begin + lasts, wheelchair=wheelchair)
    if way_back < 0.45:
        back = replace(back, waits_for=len(book.rides) - 1)
    book.rides.append(back)
    _join(book, trip, 2)


def _join(book: _Book, trip: int, ways: int) -> None:
    book.rides[-ways:] = [replace(ride, trip=trip) for ride in book.rides[-ways:]]


def _there(book: _Book, home: int, clinic: int, begin: int, *, wheelchair: bool) -> Ride:
    drive = _minutes(book.points[home], book.points[clinic])
    load_min = 6.0 if wheelchair else 3.0
    pickup = float(round(begin - drive - load_min - book.dice.choice((10, 15, 25))))
    return Ride(
        key=f"r{len(book.rides)}",
        origin=home,
        destination=clinic,
        pickup=Window(pickup - 10, pickup + 15),
        dropoff=Window(begin - 60.0, float(begin)),
        **_common(book, drive, wheelchair=wheelchair),
    )


def _back(book: _Book, there: Ride, ready: int, *, wheelchair: bool) -> Ride:
    drive = _minutes(book.points[there.destination], book.points[there.origin])
    return Ride(
        key=f"{there.key}b",
        origin=there.destination,
        destination=there.origin,
        pickup=Window(float(ready), ready + 30.0),
        dropoff=Window(),
        **{**_common(book, drive, wheelchair=wheelchair), "load": there.load},
    )


def _common(book: _Book, drive: float, *, wheelchair: bool) -> dict[str, Any]:
    dice = book.dice
    companions = dice.choice((0, 0, 0, 0, 0, 1, 1, 2))
    miles = drive * 0.8
    carrier = 3000.0 + 250 * miles if dice.random() < 0.12 else None
    return {
        "load_min": 6.0 if wheelchair else 3.0,
        "unload_min": 4.0 if wheelchair else 2.0,
        "load": (companions, 1) if wheelchair else (1 + companions, 0),
        "most_aboard_min": max(60.0, 1.5 * drive + 15),
        "unserved_cents": 50_000.0,
        "carrier_cents": carrier,
    }


# --- drivers ---


def _driver(book: _Book, number: int) -> Driver:
    dice = book.dice
    home = book.place(_home(dice))
    hours = dice.choice(_HOURS)
    shifts = tuple(Shift(float(begin), float(end), home, home) for begin, end in hours)
    breaks = (Break(30.0, 660.0, 780.0),) if dice.random() < 0.5 else ()
    paid = dice.choice((0.655, 0.70)) * 100 / MILE_M
    return Driver(
        key=f"d{number}",
        capacity=dice.choice(((3, 0), (4, 0), (4, 0), (4, 1), (5, 2))),
        shifts=shifts,
        breaks=breaks,
        most_m=dice.choice((inf, inf, 120 * MILE_M, 250 * MILE_M)),
        most_min=dice.choice((inf, inf, 300.0, 480.0)),
        loaded_cents_m=paid,
        unloaded_cents_m=paid * dice.choice((0.5, 1.0)),
        minute_cents=dice.choice((0.0, 10.0)),
        use_cents=300.0,
        so_far_min=60.0 * dice.randint(0, 60),
        goes_home=dice.random() < 0.6,
    )


# --- what may not be ---


def _with_rules(book: _Book, crew: tuple[Driver, ...]) -> RuralDay:
    """Add pins, refusals, pairs apart and rides that cannot be; build the tables of roads."""
    dice, rides = book.dice, book.rides
    number = len(rides)
    pins: dict[int, int] = {}
    refused: set[tuple[int, int]] = set()
    for ride in dice.sample(range(number), number // 6):
        driver = dice.randrange(len(crew))
        if dice.random() < 0.4:
            pins[ride] = driver
        else:
            refused.add((ride, driver))
    everybody = frozenset(range(len(crew)))
    for ride in range(number):
        allowed = everybody - {who for one, who in refused if one == ride}
        if ride in pins:
            allowed = frozenset({pins[ride]})
        if allowed != everybody:
            rides[ride] = replace(rides[ride], drivers=allowed)
    impossible = set(dice.sample(range(number), number // 25))
    for ride in impossible:
        rides[ride] = _spoiled(dice, rides[ride])
    for back, row in enumerate(rides):  # of a wait-and-return both ways or none
        if row.waits_for is not None and impossible & {back, row.waits_for}:
            impossible |= {back, row.waits_for}
    apart = frozenset(
        (min(pair), max(pair))
        for pair in (dice.sample(range(number), 2) for _ in range(number // 8))
    )
    points = book.points
    problem = Problem(
        minutes=tuple(tuple(_minutes(a, b) for b in points) for a in points),
        metres=tuple(tuple(_miles(a, b) * MILE_M for b in points) for a in points),
        rides=tuple(rides),
        drivers=crew,
        apart=apart,
        weights=Weights(split_cents=500.0, fair_cents_h2=dice.choice((0.0, 4.0))),
    )
    return RuralDay(problem, pins, frozenset(refused), frozenset(impossible))


def _spoiled(dice: Random, ride: Ride) -> Ride:
    """Return a ride that nobody can drive: too many, nobody may, or no time for it."""
    way = dice.randrange(3)
    if way == 0:
        return replace(ride, load=(9, 0))
    if way == 1:
        return replace(ride, drivers=frozenset())
    return replace(ride, dropoff=Window(0.0, ride.pickup.open_min + ride.load_min - 1))
