"""A day as it comes, in any order: no ride is lost or doubled, and undo goes back to the letter.

A real office stands beside a small model of its own (`random_day`). Undo and redo go one act at a
time, as in the window, and are compared table by table.
"""

from datetime import timedelta

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.solve import solve
from nemt_desk.planning.proposal.rows import Ask, Proposal, ProposalKind
from nemt_desk.planning.proposal.view import plan_view
from nemt_desk.runs.board import board
from nemt_desk.runs.board_rows import Board
from nemt_desk.runs.live.queries import helpers
from nemt_desk.runs.live.rows import NoShowStep, OutEntry, OutKind
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.rows import TellResult
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import ReturnKind, RideState
from tests.factories import ACTOR, TODAY, home_entry
from tests.runs.day_office import DayOffice
from tests.runs.random_day import OVER, UNDER_WAY, DayModel, DayRide
from tests.runs.world import SETTINGS, at

pytestmark = pytest.mark.slow

picks = st.integers(0, 40)
MARKS = st.sampled_from(["en_route", "arrived", "aboard", "done", "late", "confirmed"])

# To make a day smaller takes minutes: what went wrong is said as it came.
_PHASES = [hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate]
LIMITS = (
    hypothesis.settings(max_examples=60, stateful_step_count=60, phases=_PHASES)
    if hypothesis.settings().max_examples > 500
    else hypothesis.settings(max_examples=3, stateful_step_count=25, phases=_PHASES)
)


class RandomDay(DayOffice):
    """The office and its model, side by side."""

    @initialize()
    def begin(self) -> None:
        """Four drivers, seven who ride today, four who may still call."""
        self.drivers = [
            self.world.driver(
                last_name=name,
                phone=f"218555011{number}",
                home=home_entry(address=f"{number} Pine Road", lat=47.2 + number / 50, lon=-93.5),
            )
            for number, name in enumerate(("Berg", "Lind", "Moe", "Dahl"))
        ]
        self.members = [
            self.world.member(
                last_name=f"Maki{number}",
                home=home_entry(address=f"{number} Elm Road", lat=47.1 + number / 40, lon=-93.4),
            )
            for number in range(11)
        ]
        self.world.built.clock.set(at("7:00"))
        for _ in range(7):
            self.books(0)
        self.done.clear()
        self.tables = [self.snapshot()]

    def ride(self, pick: int) -> Id:
        keys = list(self.model.rides)
        return keys[pick % len(keys)]

    def driver(self, pick: int) -> Id:
        return self.drivers[pick % len(self.drivers)]

    # --- the desk ---

    @rule(pick=picks)
    @precondition(lambda self: self.members and self.now < 16 * 60)
    def books(self, pick: int) -> None:
        """An add-on ride, there and back; every third waits to be called."""
        number = len(self.members)
        kind = ReturnKind.WILL_CALL if number % 3 == 0 else ReturnKind.SCHEDULED
        hour, minute = 8 + (number * 2 + pick) % 8, 15 * (number % 4)
        clock = f"{hour}:{minute:02d}"
        back_at = "" if kind is ReturnKind.WILL_CALL else f"{hour}:59"
        keys: list[Id] = []

        def doing() -> Changes:
            booked = self.world.book(self.members[-1], clock, back=kind, back_at=back_at)
            keys.extend(booked.ride_ids)
            return booked.changes

        def then(model: DayModel) -> None:
            trip = keys[0]
            for seq, key in enumerate(keys):
                model.rides[key] = DayRide(trip, seq)

        if self.act(doing, then):
            self.members = self.members[:-1]

    @rule(pick=picks, more=st.booleans(), who=picks)
    def assigns(self, pick: int, who: int, *, more: bool) -> None:
        keys = list(dict.fromkeys([self.ride(pick), *([self.ride(pick + 1)] if more else [])]))
        driver = self.driver(who)

        def then(model: DayModel) -> None:
            for key in keys:
                assert model.rides[key].is_open
                assert model.rides[key].driver is None, "was on a run already"
                model.put(key, driver)

        self.act(
            lambda: self.world.runs.assign(
                ACTOR, keys, driver_id=driver, day=TODAY, override_reason="agreed"
            ),
            then,
        )

    @rule(pick=picks, who=picks)
    def moves(self, pick: int, who: int) -> None:
        key, driver = self.ride(pick), self.driver(who)
        self.act(
            lambda: self.world.runs.move(
                ACTOR, [key], driver_id=driver, day=TODAY, override_reason="asked for"
            ),
            lambda model: model.put(key, driver),
        )

    @rule(pick=picks)
    def takes_off(self, pick: int) -> None:
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            assert model.rides[key].state not in {"aboard", "done"}, "taken off while driven"
            model.rides[key].take_off()

        self.act(lambda: self.world.runs.unassign(ACTOR, [key]), then)

    @rule(pick=picks, hold=st.booleans())
    def holds(self, pick: int, *, hold: bool) -> None:
        key = self.ride(pick)
        doing = self.world.runs.pin if hold else self.world.runs.unpin

        def then(model: DayModel) -> None:
            assert model.rides[key].driver is not None
            model.rides[key].is_held = hold

        self.act(lambda: doing(ACTOR, [key]), then)

    @rule(who=picks, back=st.booleans())
    def publishes(self, who: int, *, back: bool) -> None:
        doing = self.world.runs.unpublish if back else self.world.runs.publish
        runs = self.runs_there()
        if runs:
            run_id = sorted(runs)[who % len(runs)]
            self.act(lambda: doing(ACTOR, [run_id]), lambda _: None)

    def runs_there(self) -> dict[Id, Id]:
        with self.store.read() as session:
            return {run.id: run.driver_id for run in session.scalars(select(RunRecord))}

    # --- the day ---

    @rule(minutes=st.integers(5, 90))
    @precondition(lambda self: self.now < 17 * 60)
    def time_goes_by(self, minutes: int) -> None:
        self.now += minutes
        self.world.built.clock.set(at("0:00") + timedelta(minutes=self.now))

    @rule(pick=picks, mark=MARKS)
    def marks(self, pick: int, mark: str) -> None:
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            assert model.rides[key].state not in OVER
            model.rides[key].state = mark

        self.act(lambda: self.live.mark(ACTOR, [key], RideState(mark)), then)

    @rule(pick=picks)
    def gets_out(self, pick: int) -> None:
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            model.rides[key].state = "done"

        self.act(lambda: self.live.off(ACTOR, [key]), then)

    @rule(pick=picks)
    def puts_back(self, pick: int) -> None:
        """One step back, whatever it was: only this ride changes, and it is open again or was."""
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            ride = model.rides[key]
            state = self.states()[key]
            back = {"done": {"aboard"}, "aboard": {"arrived", "en_route"}, "arrived": {"en_route"}}
            assert state in back.get(ride.state, {ride.waiting, "booked"})
            if ride.state == "will_call":
                ride.has_called = False
            ride.state = state

        self.act(lambda: self.live.put_back(ACTOR, [key], reason="a slip of the finger"), then)

    @rule(pick=picks)
    def is_ready(self, pick: int) -> None:
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            model.rides[key].state, model.rides[key].has_called = "will_call", True

        self.act(lambda: self.live.ready(ACTOR, key), then)

    @rule(pick=picks)
    def sends_the_nearest(self, pick: int) -> None:
        key = self.ride(pick)
        try:
            with self.store.read() as session:
                now = self.store.clock.now()
                found = helpers(session, key, now=now, settings=SETTINGS, travel=RoadTravel())
        except DeskError:
            return
        if found:
            helper = found[0]

            def then(model: DayModel) -> None:
                model.put(key, helper.driver_id)
                state = self.states()[key]
                if model.rides[key].state == "aboard":  # of a car that broke down: waits for this
                    assert state in {"aboard", "en_route"}
                    model.rides[key].state = state

            self.act(lambda: self.live.send(ACTOR, key, helper, reason="nearest"), then)

    @rule(pick=picks, rest=st.booleans())
    def is_not_there(self, pick: int, *, rest: bool) -> None:
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            assert model.rides[key].state != "aboard"
            if rest:
                for one in model.rest_of_trip(key):
                    model.rides[one].state = "cancelled"
            model.rides[key].state = "no_show"

        self.act(
            lambda: self.live.no_show(
                ACTOR, key, steps=[NoShowStep.WAITED], reason="nobody came", cancel_rest=rest
            ),
            then,
        )

    @rule(pick=picks)
    def cancels(self, pick: int) -> None:
        key = self.ride(pick)

        def then(model: DayModel) -> None:
            assert model.rides[key].state not in {"aboard", "done", "cancelled"}
            model.cancel(key)

        self.act(lambda: self.live.cancel(ACTOR, key, "is ill"), then)

    @rule(who=picks, breaks_down=st.booleans())
    def is_out(self, who: int, *, breaks_down: bool) -> None:
        driver = self.driver(who)
        kind = OutKind.BREAKDOWN if breaks_down else OutKind.CANNOT_COME
        entry = OutEntry(driver_id=driver, kind=kind, day=TODAY, reason="the car")
        back: list[Id] = []

        def doing() -> Changes:
            out = self.live.driver_out(ACTOR, entry)
            back.extend(ride.id for ride in out.rides)
            return out.changes

        def then(model: DayModel) -> None:
            assert model.is_out(driver, breaks_down=breaks_down) == set(back)

        self.act(doing, then)

    @rule(result=st.sampled_from([TellResult.TOLD, TellResult.MESSAGE]))
    def tells(self, result: TellResult) -> None:
        with self.store.read() as session:
            lines = telling_list(session, TODAY, SETTINGS).open
        if lines and self.act(
            lambda: self.telling.tell(ACTOR, [line.target for line in lines], result),
            lambda _: None,
        ):
            with self.store.read() as session:
                left = telling_list(session, TODAY, SETTINGS).open
            assert not left or result is TellResult.MESSAGE

    # --- plans ---

    @rule(seed=st.integers(0, 9), skip=st.integers(0, 3), told=st.booleans(), late=st.booleans())
    def plans_and_accepts(self, seed: int, skip: int, *, told: bool, late: bool) -> None:
        """Accept a plan, or all of it but one proposal; what is held or under way stays."""
        ask = Ask(TODAY, now_min=self.now if late else None, moves_published=told)
        try:
            question = self.plans.ask(ask)
        except DeskError:
            return
        plan = plan_view(question, solve(question.problem, seed=seed, rounds=1))
        offered = [one for one in plan.proposals if one.kind is not ProposalKind.CARRIER]
        if skip and offered:
            del offered[skip % len(offered)]
        if not offered:
            return
        done: list[Id] = []
        refused: list[str] = []

        def doing() -> Changes:
            accepted = self.plans.accept(ACTOR, question, offered)
            done.extend(accepted.done)
            refused.extend(one.sentence for one in accepted.refused)
            return accepted.changes

        def then(model: DayModel) -> None:
            if late and not skip:  # asked and accepted in the same moment, whole
                under_way = {model.rides[one.ride_id].state for one in offered} & UNDER_WAY
                assert not refused or under_way, refused
            for one in offered:
                if one.ride_id in done:
                    self.accepts(model, one)

        self.act(doing, then)

    def accepts(self, model: DayModel, one: Proposal) -> None:
        ride = model.rides[one.ride_id]
        assert ride.is_open
        assert ride.driver == one.from_driver or one.kind is ProposalKind.RETIME
        if one.kind is ProposalKind.RETIME:
            return
        assert not ride.is_held, "a held ride was moved"
        assert ride.state not in {"aboard", "arrived", "en_route"}, "was moved under way"
        if one.kind is ProposalKind.TAKE_OFF:
            ride.take_off()
        else:
            assert one.to_driver is not None
            model.put(one.ride_id, one.to_driver)

    # --- undo ---

    @rule(steps=st.integers(1, 6))
    @precondition(lambda self: self.done)
    def undoes(self, steps: int) -> None:
        for _ in range(min(steps, len(self.done))):
            self.one_back()

    @rule(steps=st.integers(1, 6))
    @precondition(lambda self: self.undone)
    def does_again(self, steps: int) -> None:
        for _ in range(min(steps, len(self.undone))):
            self.one_again()

    # --- what must hold ---

    def states(self) -> dict[Id, str]:
        with self.store.read() as session:
            rows = session.execute(select(RideRecord.id, RideRecord.state))
            return {key: state.value for key, state in rows}

    @invariant()
    def rides_are_where_the_model_has_them(self) -> None:
        with self.store.read() as session:
            on = select(
                AssignmentRecord.ride_id, RunRecord.driver_id, AssignmentRecord.is_pinned
            ).join(RunRecord, RunRecord.id == AssignmentRecord.run_id)
            said = [(key, driver, held) for key, driver, held in session.execute(on)]
        assert len({key for key, *_ in said}) == len(said), "a ride is on two runs"
        assert {key: (driver, held) for key, driver, held in said} == {
            key: (ride.driver, ride.is_held)
            for key, ride in self.model.rides.items()
            if ride.driver is not None
        }
        assert self.states() == {key: ride.state for key, ride in self.model.rides.items()}

    @invariant()
    def the_board_shows_every_open_ride_once(self) -> None:
        shown = self.board()
        listed = [ride.id for run in shown.runs for ride in run.rides]
        listed += [ride.id for ride in shown.unassigned]
        assert len(set(listed)) == len(listed), "a ride is shown twice"
        wanted = {
            key
            for key, ride in self.model.rides.items()
            if ride.is_open or (ride.driver is not None and ride.state != "cancelled")
        }
        assert wanted == set(listed)

    def board(self) -> Board:
        with self.store.read() as session:
            return board(session, TODAY, SETTINGS.time)


TestRandomDay = RandomDay.TestCase
TestRandomDay.settings = LIMITS
