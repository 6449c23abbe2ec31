"""A plan as it is offered: each change beside what stands now, the day before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.plan import Run, Solution
from nemt_desk.planning.proposal.rows import (
    Hold,
    PlanRide,
    PlanStop,
    PlanView,
    Proposal,
    ProposalKind,
    Question,
    RunPlan,
    Totals,
    Unserved,
)
from nemt_desk.planning.proposal.solved import Paid, Solved
from nemt_desk.planning.proposal.why import unserved_why
from nemt_desk.planning.proposal.words import cents_text, gap_of, pause_text
from nemt_desk.planning.words import clock_text

_STAYS = frozenset({Hold.TOLD, Hold.ABOARD})


def plan_view(question: Question, solution: Solution) -> PlanView:
    """Return what a plan offers; reasons of each ride are in `why`, remedies in `cures`."""
    viewer = _Viewer(Solved(question, solution))
    proposals = tuple(viewer.proposals())
    changed = {one.ride_id for one in proposals}
    unserved = tuple(viewer.unserved())
    open_still = {one.ride_id for one in unserved}
    return PlanView(
        day=question.ask.day,
        stamp=question.stamp,
        proposals=proposals,
        kept=tuple(
            ride.ride_id for ride in question.rides if ride.ride_id not in changed | open_still
        ),
        unserved=unserved,
        runs=tuple(viewer.runs()),
        before=viewer.before(),
        after=viewer.after(),
        gap=gap_of(solution, is_best=viewer.solved.is_plainly_best),
        left_out=question.left_out,
    )


@dataclass(slots=True)
class _Viewer:
    solved: Solved
    question: Question = field(init=False)

    def __post_init__(self) -> None:
        self.question = self.solved.question

    def proposals(self) -> list[Proposal]:
        """Return the changes by time of pick-up."""
        made = [
            one
            for index in range(len(self.question.rides))
            if (one := self._proposal(index)) is not None
        ]
        changed = {one.ride_id for one in made}
        made += [one for index in self._disordered(changed) if (one := self._retimed(index))]
        made = [self._bound(one, {other.ride_id: other for other in made}) for one in made]
        return sorted(made, key=lambda one: one.pickup_min or one.was_pickup_min or 0)

    def _proposal(self, index: int) -> Proposal | None:
        ride = self.question.rides[index]
        driver = self.solved.driver_of.get(index)
        if driver is None:
            return self._undriven(index, ride)
        if driver != ride.driver:
            return self._driven(index, driver)
        return self._retimed(index) if self._is_moved(index) else None

    def _undriven(self, index: int, ride: PlanRide) -> Proposal | None:
        if index in self.solved.solution.carriers and ride.carrier_cents is not None:
            cents = ride.carrier_cents
            what = f"Ask a carrier, about {cents_text(cents)}"
            return self._made(index, ProposalKind.CARRIER, what=what, paid=Paid(cents=cents))
        if ride.driver is None or ride.hold is not Hold.NONE:
            return None
        sentence = ride.why_not.get(ride.driver, "It does not fit that day any more.")
        what = f"Off {self.question.drivers[ride.driver].name}'s run: {sentence}"
        return self._made(index, ProposalKind.TAKE_OFF, what=what)

    def _driven(self, index: int, driver: int) -> Proposal:
        ride, solved = self.question.rides[index], self.solved
        name, at = self.question.drivers[driver].name, clock_text(solved.times[2 * index])
        unit = solved.unit_of(index)
        added = solved.paid(driver, solved.stops_of(driver))
        added = added.less(solved.paid(driver, solved.without(driver, unit)))
        if len(unit) > 1 and index != min(unit):
            added = Paid()  # it stands with the way there
        what, kind = f"{name} at {at}", ProposalKind.ADD
        if ride.driver is not None:
            was = self.question.drivers[ride.driver].name
            what, kind = f"{what} instead of {was}", ProposalKind.MOVE
            if ride.pickup_min != solved.times[2 * index]:
                what += f" at {clock_text(ride.pickup_min)}"
        return self._made(index, kind, what=what, paid=added)

    def _retimed(self, index: int) -> Proposal | None:
        ride, solved = self.question.rides[index], self.solved
        if solved.driver_of.get(index) is None or self._is_as_now(index):
            return None
        name = self.question.drivers[solved.driver_of[index]].name
        at, was = clock_text(solved.times.get(2 * index, ride.pickup_min)), ride.pickup_min
        what = f"{name} at {at} instead of {clock_text(was)}"
        if at == clock_text(was):
            there = clock_text(solved.times[2 * index + 1])
            what = f"{name}, there at {there} instead of {clock_text(ride.dropoff_min)}"
        return self._made(index, ProposalKind.RETIME, what=what)

    def _made(
        self, index: int, kind: ProposalKind, *, what: str, paid: Paid | None = None
    ) -> Proposal:
        ride, times = self.question.rides[index], self.solved.times
        drivers = self.question.drivers
        driver = self.solved.driver_of.get(index)
        paid = paid or Paid()
        is_driven = driver is not None
        pickup = times.get(2 * index, ride.pickup_min) if is_driven else None
        return Proposal(
            ride_id=ride.ride_id,
            trip_id=ride.trip_id,
            member_name=ride.name,
            kind=kind,
            what=what,
            from_driver=None if ride.driver is None else drivers[ride.driver].driver_id,
            from_name="" if ride.driver is None else drivers[ride.driver].name,
            to_driver=None if driver is None else drivers[driver].driver_id,
            to_name="" if driver is None else drivers[driver].name,
            was_pickup_min=ride.pickup_min,
            was_dropoff_min=ride.dropoff_min,
            pickup_min=pickup,
            dropoff_min=times.get(2 * index + 1) if is_driven else None,
            cost_cents=round(paid.cents),
            added_loaded_m=paid.loaded_m,
            added_unloaded_m=paid.unloaded_m,
            tells=tuple(self._tells(ride, driver, pickup)),
            note=self._note(ride, driver),
            beside=self._beside(driver),
        )

    def _beside(self, driver: int | None) -> frozenset[Id]:
        if driver is None:
            return frozenset()
        rides = self.question.rides
        shifts = self.solved.stops_of(driver)
        return frozenset(rides[stop >> 1].ride_id for stops in shifts for stop in stops)

    def _tells(self, ride: PlanRide, driver: int | None, pickup: int | None) -> list[str]:
        drivers = self.question.drivers
        concerned = dict.fromkeys(one for one in (ride.driver, driver) if one is not None)
        told = [drivers[one].name for one in concerned if drivers[one].is_told]
        found = [f"{name} holds a run sheet" for name in told]
        was = ride.pickup_min
        slack = self.question.slack_min
        if pickup is not None and abs(pickup - was) > slack:
            found.append(f"the member: {clock_text(pickup)} instead of {clock_text(was)}")
        elif ride.is_told and driver != ride.driver:
            found.append("the member: another driver")
        return found

    def _note(self, ride: PlanRide, driver: int | None) -> str:
        warnings = ride.warnings.get(driver, ()) if driver is not None else ()
        return " ".join([ride.note, *(one.sentence for one in warnings)]).strip()

    def _is_moved(self, index: int) -> bool:
        """Tell whether a ride that keeps its driver gets other times, worth a word."""
        ride, times = self.question.rides[index], self.solved.times
        if ride.hold in _STAYS:
            return False
        on, off = times.get(2 * index, ride.pickup_min), times.get(2 * index + 1, ride.dropoff_min)
        late = max(abs(on - ride.pickup_min), abs(off - ride.dropoff_min))
        return late > self.question.slack_min

    def _is_as_now(self, index: int) -> bool:
        ride, times = self.question.rides[index], self.solved.times
        on, off = times.get(2 * index, ride.pickup_min), times.get(2 * index + 1, ride.dropoff_min)
        return ride.hold in _STAYS or (on, off) == (ride.pickup_min, ride.dropoff_min)

    def _disordered(self, changed: set[Id]) -> list[int]:
        """Return rides that need the plan's times too, or the stops would come in another order."""
        found = []
        for shifts in self.solved.shifts.values():
            for stops in shifts:
                shown = [self._shown(stop, changed) for stop in stops]
                if shown != sorted(shown):
                    found += [stop >> 1 for stop in stops if stop & 1]
        return [at for at in found if self.question.rides[at].ride_id not in changed]

    def _shown(self, stop: int, changed: set[Id]) -> int:
        ride = self.question.rides[stop >> 1]
        kept = ride.dropoff_min if stop & 1 else ride.pickup_min
        return self.solved.times.get(stop, kept) if ride.ride_id in changed else kept

    def _bound(self, one: Proposal, every: Mapping[Id, Proposal]) -> Proposal:
        others = [
            ride.ride_id
            for ride in self.question.rides
            if ride.trip_id == one.trip_id and ride.ride_id != one.ride_id
        ]
        return replace(one, with_rides=tuple(key for key in others if key in every))

    def unserved(self) -> list[Unserved]:
        """Return the rides that nobody drives, and why, by time."""
        found = []
        for index in self.solved.solution.unserved:
            ride = self.question.rides[index]
            if ride.driver is not None and ride.hold is not Hold.NONE:
                continue  # it stays with whoever has it
            why = unserved_why(self.solved, index)
            found.append(Unserved(ride.ride_id, ride.name, ride.pickup_min, why))
        return sorted(found, key=lambda one: one.pickup_min)

    def runs(self) -> list[RunPlan]:
        """Return each driver's day in the plan, by name."""
        made = [self._run(run) for run in self.solved.runs if run.visits]
        return sorted(made, key=lambda one: (one.name, one.leave_min))

    def _run(self, run: Run) -> RunPlan:
        driver = self.question.drivers[run.driver]
        aboard = len(self.question.problem.drivers[run.driver].shifts[run.shift].aboard)
        stops = []
        for visit in run.visits:
            aboard += -1 if visit.stop & 1 else 1
            ride = self.question.rides[visit.stop >> 1]
            name = ride.to_name if visit.stop & 1 else ride.from_name
            begin = round(visit.begin_min)
            stops.append(PlanStop(ride.ride_id, not visit.stop & 1, name, begin, aboard))
        return RunPlan(
            driver_id=driver.driver_id,
            name=driver.name,
            leave_min=round(run.leave_min),
            home_min=round(run.home_min),
            stops=tuple(stops),
            loaded_m=run.loaded_m,
            unloaded_m=run.unloaded_m,
            duty_min=round(run.on_duty_min),
            cents=round(self.solved.paid_runs(run.driver, (run,)).cents),
            pauses=tuple(pause_text(pause) for pause in run.pauses),
        )

    def before(self) -> Totals:
        """Return the day as it stands now, measured as the plan is."""
        now = [driver.now for driver in self.question.drivers]
        sums = [
            self.solved.paid_runs(index, self.solved.runs_now(index)) for index in range(len(now))
        ]
        drivers = sum(any(stops) for stops in now)
        served = sum(ride.driver is not None for ride in self.question.rides)
        return self._totals(sums, served, carriers=0, drivers=drivers)

    def after(self) -> Totals:
        """Return the day as the plan has it."""
        by_driver: dict[int, list[Run]] = {}
        for run in self.solved.runs:
            by_driver.setdefault(run.driver, []).append(run)
        sums = [self.solved.paid_runs(driver, tuple(runs)) for driver, runs in by_driver.items()]
        drivers = sum(any(run.visits for run in runs) for runs in by_driver.values())
        carriers = self.solved.solution.carriers
        cents = sum(self.question.rides[at].carrier_cents or 0 for at in carriers)
        sums.append(Paid(cents=cents))
        unserved = len(self.unserved_rides())
        served = len(self.question.rides) - unserved
        return self._totals(sums, served, carriers=len(carriers), drivers=drivers)

    def unserved_rides(self) -> list[int]:
        """Return the rides nobody has after the plan."""
        rides = self.question.rides
        return [
            at
            for at in self.solved.solution.unserved
            if rides[at].driver is None or rides[at].hold is Hold.NONE
        ]

    def _totals(self, sums: list[Paid], served: int, *, carriers: int, drivers: int) -> Totals:
        rides = len(self.question.rides)
        return Totals(
            rides=rides,
            served=served,
            unserved=rides - served,
            carriers=carriers,
            drivers=drivers,
            loaded_m=sum(one.loaded_m for one in sums),
            unloaded_m=sum(one.unloaded_m for one in sums),
            duty_min=round(sum(one.duty_min for one in sums)),
            cents=round(sum(one.cents for one in sums)),
        )
