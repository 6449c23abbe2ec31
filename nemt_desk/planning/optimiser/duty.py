"""A driver's whole day: each shift's times and cost, and what one more request would cost him.

Duties are made by a `Desk`, which remembers every one it ever made: the search meets the same
few thousand again and again.
"""

from nemt_desk.planning.optimiser.model import TOLERANCE, Kind, Model
from nemt_desk.planning.optimiser.pauses import Timing, timing, with_breaks
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.pricing import day_price
from nemt_desk.planning.optimiser.problem import Stops
from nemt_desk.planning.optimiser.stays import Part, parts
from nemt_desk.planning.optimiser.walk import Walk, frame, metres, walk


class Leg:
    """One shift with its stops in order: feasible, timed and priced."""

    __slots__ = (
        "drive",
        "early",
        "frame",
        "is_idle",
        "late",
        "loaded_m",
        "money",
        "on_duty",
        "parts",
        "stops",
        "tight",
        "unloaded_m",
        "walk",
        "whole_money",
    )

    def __init__(self, stops: Stops, found: Walk, times: Timing) -> None:
        self.stops = stops
        self.walk = found
        # Without the breaks: what insertion is judged by first.
        self.frame = times.frame
        self.early = times.early
        self.late = times.late
        self.on_duty = times.on_duty
        self.parts: tuple[Part, ...] = ()
        self.loaded_m = self.unloaded_m = 0.0
        self.money = 0.0
        # Driving, loading and unloading, and what it costs by metres, without stays at home.
        self.drive = sum(times.frame.drives)
        self.whole_money = 0.0
        self.is_idle = False
        self.tight = _tightness(found, times)

    @property
    def metres(self) -> float:
        """All metres of the shift."""
        return self.loaded_m + self.unloaded_m


def _tightness(found: Walk, times: Timing) -> list[float]:
    """Return for each gap how much longer the way of those aboard may take."""
    tight = [1e18] * len(found.nodes)
    drives = times.frame.drives
    for on, off, longest in found.pairs:
        spare = longest - sum(drives[on:off])
        for gap in range(on, off):
            if spare < tight[gap]:
                tight[gap] = spare
    return tight


def leg(model: Model, kind: Kind, shift: int, stops: Stops) -> Leg | None:
    """Return the shift with these stops, or None if they break a limit."""
    found = walk(model, kind, shift, stops)
    if found is None:
        return None
    hours = kind.shifts[shift]
    is_out = hours.is_out
    plain_frame = frame(model, found)
    plain = timing(plain_frame, is_out=is_out)
    if plain is None and not stops and not is_out:
        # Too short to get from start to end; unused it does no harm.
        plain = Timing(plain_frame, list(plain_frame.opens), list(plain_frame.closes), 0.0)
    if plain is None:
        return None
    made = Leg(stops, found, plain)
    if not stops and not is_out:
        made.on_duty = made.drive = 0.0
        made.is_idle = True
        return made
    full = plain
    if kind.driver.breaks and stops:
        with_all = with_breaks(model, kind, found, plain_frame, is_out=is_out)
        if with_all is None:
            return None
        full = with_all
    whole = Part(found, full, is_out)
    home = kind.ends[shift]
    if kind.driver.goes_home and kind.driver.minute_cents:
        made.parts = tuple(parts(model, kind, whole, home))
    else:
        made.parts = (whole,)
    made.on_duty = sum(part.timing.on_duty for part in made.parts)
    for part in made.parts:
        loaded, unloaded = metres(model, part.walk)
        made.loaded_m += loaded
        made.unloaded_m += unloaded
    driver = kind.driver
    made.money = made.loaded_m * driver.loaded_cents_m + made.unloaded_m * driver.unloaded_cents_m
    made.whole_money = made.money
    if len(made.parts) > 1:
        loaded, unloaded = metres(model, found)
        made.whole_money = loaded * driver.loaded_cents_m + unloaded * driver.unloaded_cents_m
    return made


class Duty:
    """A driver's day: feasible, priced; `inserts` remembers the best place of each request."""

    __slots__ = ("cost", "inserts", "kind", "legs", "mask", "metres", "money", "on_duty", "shifts")

    def __init__(self, kind: Kind, shifts: tuple[Stops, ...], legs: tuple[Leg, ...]) -> None:
        self.kind = kind
        self.shifts = shifts
        self.legs = legs
        self.cost = 0.0
        self.mask = 0
        for stops in shifts:
            for stop in stops:
                self.mask |= 1 << (stop >> 1)
        self.money = sum(leg.money for leg in legs)
        self.metres = sum(leg.metres for leg in legs)
        self.on_duty = sum(leg.on_duty for leg in legs)
        # request -> (cost more, shifts with it), or None if there is no way
        self.inserts: dict[int, tuple[float, tuple[Stops, ...]] | None] = {}

    def route(self, driver: int) -> Route:
        """Return it as an answer's row."""
        return Route(driver, self.shifts, self.cost)


def is_within_limits(duty: Duty) -> bool:
    """Tell whether the day keeps the driver's most metres and minutes."""
    driver = duty.kind.driver
    return duty.metres <= driver.most_m + TOLERANCE and duty.on_duty <= driver.most_min + TOLERANCE


class Desk:
    """Makes duties and remembers the last ones: those asked for again, and as many new ones."""

    def __init__(self, model: Model, most: int = 12_000) -> None:
        self.model = model
        self.most = most
        self.known: dict[tuple[int, tuple[Stops, ...]], Duty | None] = {}
        self.older = self.known.copy()
        self.legs: dict[tuple[int, int, Stops], Leg | None] = {}

    def duty(self, kind: Kind, shifts: tuple[Stops, ...]) -> Duty | None:
        """Return the day of such a driver with these stops, or None if it breaks a limit."""
        key = (kind.index, shifts)
        known = self.known
        if key in known:
            return known[key]
        if len(known) >= self.most:
            self.older, self.known = known, {}
            self.legs.clear()
        made = self.older.pop(key) if key in self.older else self._make(kind, shifts)
        self.known[key] = made
        return made

    def _make(self, kind: Kind, shifts: tuple[Stops, ...]) -> Duty | None:
        legs = []
        for number, stops in enumerate(shifts):
            one = self.leg(kind, number, stops)
            if one is None:
                return None
            legs.append(one)
        made = Duty(kind, shifts, tuple(legs))
        if not is_within_limits(made):
            return None
        made.cost = day_price(self.model, kind, made.mask, made.money, made.on_duty)
        return made

    def leg(self, kind: Kind, number: int, stops: Stops) -> Leg | None:
        """Return one shift with these stops, or None if they break a limit of the shift."""
        if len(kind.shifts) == 1:
            return leg(self.model, kind, number, stops)
        key = (kind.index, number, stops)
        if key not in self.legs:
            self.legs[key] = leg(self.model, kind, number, stops)
        return self.legs[key]
