"""Turns a day into a problem: rides with their windows, drivers with their hours, what it costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride
from nemt_desk.planning.proposal.rows import (
    Ask,
    Hold,
    Idle,
    MilePrice,
    PlanDriver,
    PlanRide,
    Question,
)
from nemt_desk.planning.rows import DriverDay
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.plans.classify import Sorted, sort_rides
from nemt_desk.runs.plans.giving_way import given_way
from nemt_desk.runs.plans.matrix import Places, Ways, ways
from nemt_desk.runs.plans.reading import DayFacts
from nemt_desk.runs.plans.shifts import OnHand, breaks_of, last_seen, shifts_of
from nemt_desk.runs.plans.suits import Suits, is_kin, suits
from nemt_desk.runs.plans.weights import Rates, plan_weights, rates_on
from nemt_desk.runs.plans.windows import Promise, begin_of
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.trips.rows import Leg

_HELD_CENTS = 1e9
_TOLD_TIMES = 5
"""So much dearer is it to move what was told already: three people are telephoned."""
_MANY = 99
_HOLDS_DRIVER = frozenset(Hold) - {Hold.NONE}


def question(facts: DayFacts, ask: Ask, settings: Settings, travel: RoadTravel) -> Question:
    """Return the day as a question to the planner.

    Raises:
        RefusedError: there is no ride to be planned.
    """
    found = sort_rides(facts, ask)
    if not found.planned:
        why = f" ({len(found.left_out)} can't be planned)" if found.left_out else ""
        raise RefusedError(f"There is no ride to plan on {day_text(ask.day)}{why}.")
    builder = _Builder(facts, ask, settings, found)
    builder.number_places()
    rides = [ride for ride, _ in found.planned]
    return builder.build(ways(builder.places, rides, travel, settings.plan_spare_percent))


@dataclass(slots=True)
class _Builder:
    facts: DayFacts
    ask: Ask
    settings: Settings
    found: Sorted
    places: Places = field(default_factory=Places)
    ends: dict[Id, tuple[int, int]] = field(default_factory=dict)
    homes: list[tuple[int, int]] = field(default_factory=list)
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = rates_on(self.settings, self.ask.day)

    def number_places(self) -> None:
        """Give every place a number: where rides begin and end, where drivers live."""
        over = self.found.over if self.ask.now_min is not None else []
        for ride in (*(ride for ride, _ in self.found.planned), *over):
            start = self.places.number(ride.from_point, ride.from_name)
            self.ends[ride.id] = start, self.places.number(ride.to_point, ride.to_name)
        for day in self.facts.days:
            home = f"{day.name}, home"
            start = self.places.number(day.start, home)
            end = start if day.end == day.start else self.places.number(day.end, home)
            self.homes.append((start, end))

    def build(self, found: Ways) -> Question:
        """Return the question, once the ways are known."""
        rides = self.found.planned
        days = self.facts.days
        index_of = {day.driver_id: index for index, day in enumerate(days)}
        driver_of = {
            run.id: index_of[run.driver_id]
            for run in self.facts.runs.values()
            if run.driver_id in index_of
        }
        maker = _RideMaker(self, found, driver_of)
        made = [maker.make(ride, hold) for ride, hold in rides]
        drivers = [self._driver(index, found) for index in range(len(days))]
        problem = Problem(
            minutes=found.minutes,
            metres=found.metres,
            rides=tuple(_linked([ride for ride, _ in made], rides, maker.driver_of)),
            drivers=tuple(driver for driver, _ in drivers),
            apart=_apart(rides, days),
            weights=plan_weights(self.settings),
            start=tuple(told.now for _, told in drivers),
        )
        told_rides = tuple(told for _, told in made)
        told_drivers = tuple(told for _, told in drivers)
        return Question(
            ask=self.ask,
            problem=given_way(problem, told_rides, told_drivers),
            rides=told_rides,
            drivers=told_drivers,
            places=tuple(self.places.names),
            points=tuple(self.places.points),
            left_out=tuple(self.found.left_out),
            idle=tuple(self._idle(days)),
            stamp=self.facts.stamp,
            is_estimate=found.is_estimate,
            slack_min=self.settings.slack_min,
        )

    def _driver(self, index: int, found: Ways) -> tuple[Driver, PlanDriver]:
        day = self.facts.days[index]
        on = self._on_hand(index)
        shifts, now = shifts_of(on)
        price = self.rates.of(day)
        settings = self.settings
        has_rides = any(hold is not Hold.NONE for _, _, hold in on.rides)
        empty = price.unloaded_cents_m or price.loaded_cents_m * settings.plan_empty_percent / 100
        run = self.facts.run_of(day.driver_id)
        driver = Driver(
            key=str(index),
            capacity=_capacity(day),
            shifts=shifts,
            breaks=() if day.is_carrier else breaks_of(on),
            most_m=self._most_m(on, found),
            loaded_cents_m=price.loaded_cents_m,
            unloaded_cents_m=0.0 if day.is_carrier else empty,
            minute_cents=0.0 if day.is_carrier else settings.plan_hour_dollars * 100 / 60,
            use_cents=0.0 if has_rides else settings.plan_ask_dollars * 100.0,
            so_far_min=0.0 if day.is_carrier else float(self.facts.so_far.get(day.driver_id, 0)),
            goes_home=settings.plan_goes_home and not day.is_carrier and day.start is not None,
        )
        told = PlanDriver(
            driver_id=day.driver_id,
            name=day.name,
            run_id=run.id if run else None,
            run_version=run.version if run else 0,
            is_told=run is not None and run.is_told,
            is_carrier=day.is_carrier,
            is_asked=_is_asked(day),
            price=price,
            now=now,
            day=replace(day, tasks=()),
        )
        return driver, told

    def _on_hand(self, index: int) -> OnHand:
        day = self.facts.days[index]
        run = self.facts.run_of(day.driver_id)
        run_id = run.id if run else None
        start, end = self.homes[index]
        own = [
            (number, ride, hold)
            for number, (ride, hold) in enumerate(self.found.planned)
            if run_id is not None and ride.run_id == run_id
        ]
        return OnHand(
            day=day,
            rides=own,
            over=[r for r in self.found.over if run_id is not None and r.run_id == run_id],
            start=start,
            end=end,
            stay_of=self.ends,
            now_min=self.ask.now_min,
            fills=self.ask.fills_published,
        )

    def _most_m(self, on: OnHand, found: Ways) -> float:
        """Return how far he may still go: what was driven today is taken off."""
        if on.day.day_m is None:
            return inf
        if on.now_min is None or last_seen(on) is None:
            return float(on.day.day_m)
        at, driven = on.start, 0.0
        for ride in sorted(on.over, key=lambda one: one.pickup_min or 0):
            if ride.id in self.ends:
                start, end = self.ends[ride.id]
                driven += found.metres[at][start] + found.metres[start][end]
                at = end
        return max(0.0, on.day.day_m - driven)

    def _idle(self, days: Sequence[DriverDay]) -> Iterable[Idle]:
        for day in days:
            if day.away is not None:
                words = f"Away ({day.away})." if day.away else "Away."
                yield Idle(day.driver_id, day.name, words)
            elif _is_asked(day):
                yield Idle(day.driver_id, day.name, "No driving hours are on file; ask first.")


@dataclass(slots=True)
class _RideMaker:
    """Makes the rides of the problem, and what they stand for."""

    builder: _Builder
    ways: Ways
    driver_of: dict[Id, int]
    promise: Promise = field(init=False)
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.promise = Promise(self.builder.settings, self.builder.ask.now_min)
        self.rates = self.builder.rates

    def make(self, ride: BoardRide, hold: Hold) -> tuple[Ride, PlanRide]:
        """Return the ride as the problem has it, and as the plan tells it."""
        builder = self.builder
        start, end = builder.ends[ride.id]
        spell = self.promise.spell(ride, hold, self.ways.minutes[start][end])
        driver = self.driver_of.get(ride.run_id) if ride.run_id is not None else None
        seen = suits(ride, builder.facts.days, builder.ask, driver)
        is_held = hold in _HOLDS_DRIVER and driver is not None
        most = inf if hold is Hold.ABOARD else spell.most_aboard_min
        cents = self._carrier_cents(ride)
        planned = Ride(
            key=str(ride.id),
            origin=start,
            destination=end,
            pickup=spell.pickup,
            dropoff=spell.dropoff,
            load_min=spell.load_min,
            unload_min=spell.load_min,
            load=(ride.seats, ride.wheelchair_places),
            most_aboard_min=most,
            drivers=_allowed(seen, driver if is_held else None),
            unserved_cents=_HELD_CENTS if is_held else self._unserved_cents(),
            carrier_cents=cents if builder.settings.plan_carriers and not is_held else None,
            extra_cents=self._extra(seen, ride, driver),
        )
        return planned, self._told(ride, hold, driver, seen, (spell.note, cents))

    def _told(
        self,
        ride: BoardRide,
        hold: Hold,
        driver: int | None,
        seen: Suits,
        more: tuple[str, float | None],
    ) -> PlanRide:
        note, cents = more
        task = ride.task
        run = self.builder.facts.runs.get(ride.run_id) if ride.run_id is not None else None
        return PlanRide(
            ride_id=ride.id,
            trip_id=ride.trip_id,
            member_id=ride.member_id,
            name=ride.member_name,
            from_name=ride.from_name,
            to_name=ride.to_name,
            driver=driver,
            pickup_min=task.begin_min or 0,
            dropoff_min=task.end_min or 0,
            booked_pickup_min=begin_of(ride),
            booked_dropoff_min=ride.booked_dropoff_min,
            appointment_min=ride.appointment_min,
            version=ride.version,
            mode=ride.mode,
            direct_m=ride.direct_m,
            hold=hold,
            is_return=ride.leg is Leg.RETURN,
            is_planned=ride.pickup_min != ride.booked_pickup_min
            or ride.dropoff_min != ride.booked_dropoff_min,
            is_told=run is not None and run.is_told,
            carrier_cents=None if cents is None else round(cents),
            carrier_base_cents=(self.rates.carrier(ride) or (0.0, 0.0))[0],
            why_not=seen.why_not,
            codes=seen.codes,
            warnings=seen.warnings,
            note=note,
            prices=self._prices(ride),
        )

    def _prices(self, ride: BoardRide) -> dict[int, MilePrice]:
        """Return what the member's own people are paid, by driver's index."""
        return {
            at: self.rates.for_members(day, [ride.member_id])
            for at, day in enumerate(self.builder.facts.days)
            if is_kin(day, ride)
        }

    def _unserved_cents(self) -> float:
        return self.builder.settings.plan_unserved_dollars * 100.0

    def _carrier_cents(self, ride: BoardRide) -> float | None:
        price = self.rates.carrier(ride)
        if price is None:
            return None
        start, end = self.builder.ends[ride.id]
        far = ride.direct_m if ride.direct_m is not None else self.ways.metres[start][end]
        return price[0] + price[1] * far

    def _extra(
        self, seen: Suits, ride: BoardRide, now: int | None
    ) -> tuple[tuple[int, float], ...]:
        """Return what carriers on file take for a ride, and how much less who has it costs.

        The member's own people drive at their own rate; with it the miles come to that.
        """
        price, days = self.rates.carrier(ride), self.builder.facts.days
        stay = -100.0 * self.builder.settings.plan_stay_dollars
        run = self.builder.facts.runs.get(ride.run_id) if ride.run_id is not None else None
        stay *= _TOLD_TIMES if run is not None and run.is_told else 1
        found = {} if now is None else {now: stay}
        if price is not None:
            for at in sorted(seen.allowed):
                if days[at].is_carrier:
                    found[at] = found.get(at, 0.0) + price[0]
        start, end = self.builder.ends[ride.id]
        for at, own in self._prices(ride).items():
            usual = self.rates.of(days[at])
            less = (own.loaded_cents_m - usual.loaded_cents_m) * self.ways.metres[start][end]
            found[at] = found.get(at, 0.0) + less
        return tuple(found.items())


def _allowed(seen: Suits, held: int | None) -> frozenset[int]:
    """Return who may take a ride: only who has it, if it is held."""
    return frozenset(seen.allowed) if held is None else frozenset({held})


def _capacity(day: DriverDay) -> tuple[int, int]:
    if day.car is not None:
        return day.car.seats, day.car.wheelchair_places
    return (_MANY, _MANY) if day.is_carrier else (0, 0)


def _is_asked(day: DriverDay) -> bool:
    return day.away is None and not day.has_hours and not day.is_carrier


def _apart(
    rides: Sequence[tuple[BoardRide, Hold]], days: Sequence[DriverDay]
) -> frozenset[tuple[int, int]]:
    pairs = days[0].apart if days else frozenset()
    if not pairs:
        return frozenset()
    members = [ride.member_id for ride, _ in rides]
    return frozenset(
        (one, other)
        for one in range(len(members))
        for other in range(one + 1, len(members))
        if frozenset({members[one], members[other]}) in pairs
    )


def _linked(
    made: Sequence[Ride], rides: Sequence[tuple[BoardRide, Hold]], driver_of: dict[Id, int]
) -> list[Ride]:
    """Tie the ways of one trip together, and a return to the driver who waits for it."""
    trips: dict[Id, list[int]] = {}
    for index, (ride, _) in enumerate(rides):
        trips.setdefault(ride.trip_id, []).append(index)
    found = list(made)
    for number, legs in enumerate(trips.values()):
        if len(legs) < 2:
            continue
        legs.sort(key=lambda at: rides[at][0].seq)
        for at in legs:
            found[at] = replace(found[at], trip=number)
        for there, back in pairwise(legs):
            if rides[back][0].task.waits and _can_wait(rides, there, back, driver_of):
                found[back] = replace(found[back], waits_for=there)
    return found


def _can_wait(
    rides: Sequence[tuple[BoardRide, Hold]], there: int, back: int, driver_of: dict[Id, int]
) -> bool:
    """Tell whether one driver can do both: not when two have them and must keep them."""
    drivers = {
        driver_of.get(ride.run_id) if ride.run_id is not None else None
        for ride, hold in (rides[there], rides[back])
        if hold in _HOLDS_DRIVER
    }
    return len(drivers) < 2
