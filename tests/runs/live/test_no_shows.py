"""No-shows with the agency's steps, the decision and the return; cancels and how late they are."""

from datetime import timedelta

import pytest

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.runs.live.queries import cancel_plan, no_show
from nemt_desk.runs.live.rows import NoShow, NoShowStep
from nemt_desk.runs.rows import RunState, TellResult, TellWho
from nemt_desk.runs.telling.rows import Target
from nemt_desk.trips.rows import CancelCode, CancelNotice, RideState
from tests.factories import ACTOR
from tests.runs.live.day import LiveDay
from tests.runs.world import SETTINGS


def _no_show(day: LiveDay) -> NoShow:
    with day.world.store.read() as session:
        return no_show(session, day.there)


def test_steps_are_kept_one_by_one_with_who_and_when(day: LiveDay) -> None:
    day.go("9:40")
    day.live.mark(ACTOR, [day.there], RideState.ARRIVED)
    day.live.note_step(
        ACTOR, day.there, NoShowStep.CALLED_MEMBER, note="no answer", at=day.at("9:38")
    )
    day.live.note_step(ACTOR, day.there, NoShowStep.WAITED)
    day.live.note_step(ACTOR, day.there, NoShowStep.WAITED)
    kept = _no_show(day)
    assert [(s.step.value, s.by, day.clock(s.at), s.note) for s in kept.steps] == [
        ("called_member", "Test Coordinator", "09:38", "no answer"),
        ("waited", "Test Coordinator", "09:40", ""),
    ]
    assert day.ride(day.there).state is RideState.ARRIVED


def test_steps_left_out_need_a_reason(day: LiveDay) -> None:
    day.go("9:45")
    with pytest.raises(InputError, match="Not done yet: called the facility, looked") as caught:
        day.live.no_show(ACTOR, day.there, steps=[NoShowStep.WAITED, NoShowStep.CALLED_MEMBER])
    assert caught.value.field == "reason"
    assert (day.ride(day.there).state, _no_show(day).steps) == (RideState.BOOKED, ())
    changes = day.live.no_show(ACTOR, day.there, steps=list(NoShowStep))
    kept = day.ride(day.there)
    assert kept.state is RideState.NO_SHOW
    assert kept.state_reason.startswith("Waited, called the member")
    assert day.ride(day.back).is_open
    assert ("no_show", day.there) in day.kinds()
    day.world.store.undo(ACTOR, changes)
    assert (day.ride(day.there).state, _no_show(day).steps) == (RideState.BOOKED, ())


def test_the_return_goes_with_it_when_asked_for(day: LiveDay) -> None:
    day.go("9:45")
    changes = day.live.no_show(ACTOR, day.there, reason="house dark", counts=True, cancel_rest=True)
    assert changes.text == "No-show, and 1 ride after it cancelled"
    back = day.ride(day.back)
    assert (back.state, back.notice) == (RideState.CANCELLED, CancelNotice.SAME_DAY)
    assert _no_show(day).counts is True
    assert ("no_show", day.there) not in day.kinds()
    day.world.store.undo(ACTOR, changes)
    assert day.ride(day.back).is_open


def test_excused_needs_a_reason_and_going_back_forgets_the_decision(day: LiveDay) -> None:
    day.go("9:45")
    with pytest.raises(RefusedError, match="no no-show"):
        day.live.decide_no_show(ACTOR, day.there, counts=True)
    day.live.no_show(ACTOR, day.there, reason="house dark")
    with pytest.raises(InputError):
        day.live.decide_no_show(ACTOR, day.there, counts=False)
    day.live.decide_no_show(ACTOR, day.there, counts=False, reason="in hospital")
    kept = _no_show(day)
    assert (kept.counts, kept.why, kept.decided_by) == (False, "in hospital", "Test Coordinator")
    day.live.put_back(ACTOR, [day.there], reason="she was at the side door")
    assert (day.ride(day.there).state, _no_show(day).counts) == (RideState.BOOKED, None)


@pytest.mark.parametrize(
    ("days", "clock", "notice"),
    [
        (2, "8:00", CancelNotice.EARLY),
        (1, "9:00", CancelNotice.EARLY),
        (1, "11:00", CancelNotice.LATE),
        (0, "7:30", CancelNotice.SAME_DAY),
    ],
)
def test_the_clock_says_how_late_a_cancel_is(
    day: LiveDay, days: int, clock: str, notice: CancelNotice
) -> None:
    day.world.built.clock.set(day.at(clock) - timedelta(days=days))
    with day.world.store.read() as session:
        plan = cancel_plan(session, day.there, settings=SETTINGS, now=day.world.built.clock.now())
    assert plan.notice is notice
    assert [ride.id for ride in plan.later] == [day.back]
    assert plan.drivers == ("Berg, Lars H.",)
    day.live.cancel(ACTOR, day.there, "has a cold", code=CancelCode.SICK)
    for key in (day.there, day.back):
        kept = day.ride(key)
        assert (kept.state, kept.notice, kept.reason_code) == (
            RideState.CANCELLED,
            notice,
            CancelCode.SICK,
        )


def test_at_the_door_and_what_a_person_says_instead(day: LiveDay) -> None:
    day.go("9:30")
    day.live.mark(ACTOR, [day.there], RideState.ARRIVED)
    changes = day.live.cancel(ACTOR, day.there, "too ill", with_later=False)
    assert changes.text == "Cancelled 1 ride, at the door"
    assert day.ride(day.back).is_open
    day.live.put_back(ACTOR, [day.there], reason="goes after all")
    assert day.ride(day.there).notice is None
    day.live.cancel(ACTOR, day.there, "clinic called early", notice=CancelNotice.EARLY)
    assert day.ride(day.there).notice is CancelNotice.EARLY


def test_who_phoned_himself_is_told_and_the_driver_is_not(day: LiveDay) -> None:
    ann, berg = Target(TellWho.MEMBER, day.there), Target(TellWho.DRIVER, day.run_id(day.berg))
    day.telling.tell(ACTOR, [ann, berg], TellResult.TOLD)
    day.go("8:00")
    day.live.cancel(ACTOR, day.there, "has a cold")
    (run,) = [run for run in day.board().runs if run.driver_id == day.berg]
    assert (run.state, run.is_changed) == (RunState.DRAFT, True)
    told = day.told()
    line = told.line(ann)
    assert line is not None
    assert line.last is not None
    assert (line.is_open, line.last.note) == (False, "phoned himself")
    line = told.line(berg)
    assert line is not None
    assert line.is_open
    assert sorted(line.changes) == [
        "Schroeder, Ann M.: off the run (was 12:00 p.m.)",
        "Schroeder, Ann M.: off the run (was 9:27 a.m.)",
    ]
