"""The planner's question: places, rides, drivers and what things cost. Frozen, numbers only.

Times are minutes after midnight, distances metres, money cents. Places, rides and drivers are
named by their index. A stop is one number: 2 * ride for its pick-up, 2 * ride + 1 for its drop-off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

type Matrix = Sequence[Sequence[float]]
type Stops = tuple[int, ...]
"""The stops of one shift in their order."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which something must begin."""

    open_min: float = 0.0
    close_min: float = inf


@dataclass(frozen=True, slots=True)
class Ride:
    """One way of one member (and whoever comes along).

    Attributes:
        key: What the asker calls it; never read here.
        pickup: Where loading must begin within; a car that comes early waits. As `dropoff`.
        load_min: How long getting in takes, `unload_min` getting out.
        load: What it takes of the car, in the order of `Driver.capacity`.
        most_aboard_min: Longest time from the end of loading to the start of unloading.
        drivers: Who may take it; None: everybody.
        unserved_cents: Price of leaving it undone.
        carrier_cents: Price of a carrier who takes it (then it counts as served); None: no carrier.
        trip: Rides with the same number are ways of one trip; the same driver is preferred.
        waits_for: The ride there whose driver waits for this one: both are one unit. He stays from
            the drop-off of the ride there to this pick-up: no stop between, nobody else aboard.
        extra_cents: What it costs more (or less) with these drivers: (driver, cents).
    """

    key: str
    origin: int
    destination: int
    pickup: Window
    dropoff: Window
    load_min: float = 0.0
    unload_min: float = 0.0
    load: tuple[int, ...] = (1,)
    most_aboard_min: float = inf
    drivers: frozenset[int] | None = None
    unserved_cents: float = 1e6
    carrier_cents: float | None = None
    trip: int | None = None
    waits_for: int | None = None
    extra_cents: tuple[tuple[int, float], ...] = ()

    @property
    def undriven_cents(self) -> float:
        """What it costs if none of the drivers takes it: the carrier, or the unserved price."""
        if self.carrier_cents is None:
            return self.unserved_cents
        return min(self.carrier_cents, self.unserved_cents)


@dataclass(frozen=True, slots=True)
class Aboard:
    """A ride whose member sits in the car already; loading ended at `loaded_min`."""

    ride: int
    loaded_min: float


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of hours: leaves `start` at `open_min` at the earliest, is at `end` in time.

    Attributes:
        is_out: The car is under way (the rest of a day): free at `start` from `open_min` on, it
            must go to `end` even if nothing is left to do, and is on duty from `open_min`.
        aboard: Whom it must still drop off; nobody else can.
        first: The stop that must come first (under way to it, or waiting for it).
        fixed: Stops of a published run: they stay, in this order, whatever is put between.
        is_closed: Nothing may be put between, before or behind the fixed stops.
    """

    open_min: float
    close_min: float
    start: int
    end: int
    is_out: bool = False
    aboard: tuple[Aboard, ...] = ()
    first: int | None = None
    fixed: Stops = ()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of `minutes` that begins within the two times, standing still, nobody aboard.

    Being at home before the first or after the last stop, and waiting for a member who is at the
    doctor's, count as well. It is asked of each shift that is used and lasts beyond both times.
    """

    minutes: float
    from_min: float
    until_min: float


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver with his car and his hours today.

    Attributes:
        capacity: What the car holds (seats, wheelchair places, ...).
        shifts: His hours, in order, not overlapping; he is at home between them.
        most_m: Most metres today, `most_min` most minutes on duty, over all shifts.
        loaded_cents_m: Price of a metre with somebody aboard, `unloaded_cents_m` of the others.
        minute_cents: Price of a minute on duty (from leaving `start` to reaching `end`; waiting
            and pauses count, a stay at home between two stops does not).
        use_cents: Price of asking him at all today.
        so_far_min: Minutes on duty this month before today, for fairness.
        goes_home: Whether he may drive home (his `end`) and back when a wait is long.
    """

    key: str
    capacity: tuple[int, ...]
    shifts: tuple[Shift, ...]
    breaks: tuple[Break, ...] = ()
    most_m: float = inf
    most_min: float = inf
    loaded_cents_m: float = 0.0
    unloaded_cents_m: float = 0.0
    minute_cents: float = 0.0
    use_cents: float = 0.0
    so_far_min: float = 0.0
    goes_home: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What is priced over all drivers.

    Attributes:
        split_cents: Each trip whose ways are driven by two drivers. A driver with one way of a
            trip pays half of it, whoever takes the other.
        fair_cents_h2: Times ((so far + today) ** 2 - so far ** 2) in hours, for each driver.
    """

    split_cents: float = 0.0
    fair_cents_h2: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """A day to plan.

    Attributes:
        minutes: Driving minutes from place to place (row: from), `metres` likewise.
        apart: Pairs of rides whose members may not be aboard together.
        start: A plan to begin from, the stops of each driver's shifts; empty: from nothing. What
            breaks a limit in it is passed over.
    """

    minutes: Matrix
    metres: Matrix
    rides: tuple[Ride, ...]
    drivers: tuple[Driver, ...]
    apart: frozenset[tuple[int, int]] = frozenset()
    weights: Weights = Weights()
    start: tuple[tuple[Stops, ...], ...] = ()


def is_pickup(stop: int) -> bool:
    """Tell whether a stop is a pick-up."""
    return not stop & 1


def ride_of(stop: int) -> int:
    """Return the ride of a stop."""
    return stop >> 1


def pickup_of(ride: int) -> int:
    """Return the pick-up of a ride."""
    return 2 * ride


def dropoff_of(ride: int) -> int:
    """Return the drop-off of a ride."""
    return 2 * ride + 1
