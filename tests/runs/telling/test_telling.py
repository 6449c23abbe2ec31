"""Who must still hear what: facts now against facts told last, for drivers and members."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.rows import Target, TellLine, TellState
from nemt_desk.trips.rows import RideState
from nemt_desk.trips.times import Known
from nemt_desk.weather.rows import Decided, Told, WeatherChoice, WeatherEntry
from nemt_desk.weather.service import WeatherService
from tests.factories import ACTOR, READER, TODAY
from tests.runs.live.day import LiveDay, live_day
from tests.runs.world import SETTINGS

TOLD, MESSAGE, NO_ANSWER = TellResult.TOLD, TellResult.MESSAGE, TellResult.NO_ANSWER


@pytest.fixture
def day(tmp_path: Path) -> Iterator[LiveDay]:
    made = live_day(tmp_path)
    yield made
    made.world.built.engine.dispose()


def _driver(day: LiveDay) -> Target:
    return Target(TellWho.DRIVER, day.run_id(day.berg))


def _line(day: LiveDay, target: Target) -> TellLine:
    line = day.told().line(target)
    assert line is not None
    return line


def test_publishing_opens_a_line_for_the_driver_and_each_member(day: LiveDay) -> None:
    told = day.told()
    assert [(line.name, line.state) for line in told.lines] == [
        ("Berg, Lars H.", TellState.NEW),
        ("Hanson, Carl M.", TellState.NEW),
        ("Schroeder, Ann M.", TellState.NEW),
        ("Schroeder, Ann M.", TellState.NEW),
    ]
    driver, _carl, ann, back = told.lines
    assert driver.say[0].startswith("Tue 24 Nov, run 24")
    assert "Schroeder, Ann M." in "\n".join(driver.say)
    assert ann.say[0].startswith("Tue 24 Nov: Lars Berg comes at ")
    assert ann.say[1] == "Car: grey Toyota Sienna, plate ABC 123."
    assert ann.say[2].startswith("Please be ready at ")
    assert back.at_min == 12 * 60
    assert (driver.phone, ann.phone) == ("2185550111", "2185550142")


def test_told_closes_it_and_says_who_and_when(day: LiveDay) -> None:
    targets = [line.target for line in day.told().lines]
    changes = day.telling.tell(ACTOR, targets, TOLD, note="all fine")
    assert changes.text == "Noted: told 1 driver and 3 members"
    told = day.told()
    assert told.open == ()
    last = told.lines[0].last
    assert last is not None
    assert (last.by, day.clock(last.at), last.note) == ("Test Coordinator", "07:00", "all fine")
    day.world.store.undo(ACTOR, changes)
    assert len(day.told().open) == 4


def test_a_message_or_no_answer_leaves_it_open(day: LiveDay) -> None:
    driver, ann = _driver(day), Target(TellWho.MEMBER, day.there)
    day.telling.tell(ACTOR, [driver, ann], NO_ANSWER)
    day.telling.tell(ACTOR, [ann], NO_ANSWER)
    assert (_line(day, ann).tries, _line(day, driver).tries) == (2, 1)
    day.telling.tell(ACTOR, [ann], MESSAGE)
    line = _line(day, ann)
    assert (line.state, line.is_open, line.tries) == (TellState.MESSAGE, True, 0)


def test_a_later_change_opens_it_again_until_told_anew(day: LiveDay) -> None:
    driver, ann = _driver(day), Target(TellWho.MEMBER, day.there)
    day.telling.tell(ACTOR, [line.target for line in day.told().lines], TOLD)
    early = day.at("9:00")
    changes = day.world.trips.change_times(ACTOR, day.there, Known(pickup_at=early))
    line = _line(day, ann)
    assert line.state is TellState.CHANGED
    assert line.changes[0].startswith("pick-up 9:00 a.m. (was 9:")
    assert _line(day, driver).rides == {day.there}
    assert [one.target for one in day.told().open] == [driver, ann]
    day.telling.tell(ACTOR, [ann, driver], TOLD)
    assert day.told().open == ()
    day.world.store.undo(ACTOR, changes)
    assert [one.target for one in day.told().open] == [driver, ann]


def test_another_driver_is_told_to_the_member_and_to_both(day: LiveDay) -> None:
    day.telling.tell(ACTOR, [line.target for line in day.told().lines], TOLD)
    day.world.runs.move(ACTOR, [day.back], driver_id=day.lind, day=TODAY, override_reason="asked")
    back = _line(day, Target(TellWho.MEMBER, day.back))
    assert back.changes == ("driver Lind, Per H. (was Berg, Lars H.)",)
    assert _line(day, _driver(day)).changes == ("Schroeder, Ann M.: off the run (was 12:00 p.m.)",)
    lind = Target(TellWho.DRIVER, day.run_id(day.lind))
    assert day.told().line(lind) is None
    day.world.runs.publish(ACTOR, [lind.id])
    assert _line(day, lind).state is TellState.NEW


def test_who_is_aboard_or_home_need_not_be_told(day: LiveDay) -> None:
    day.go("9:40")
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    day.live.mark(ACTOR, [day.carl_there], RideState.DONE)
    opened = {line.target for line in day.told().open}
    assert opened == {_driver(day), Target(TellWho.MEMBER, day.back)}
    assert _line(day, _driver(day)).rides == {day.back}


def test_a_run_whose_driver_was_told_is_kept_though_empty(day: LiveDay) -> None:
    run = day.run_id(day.berg)
    day.telling.tell(ACTOR, [_driver(day)], TOLD)
    day.world.runs.unpublish(ACTOR, [run])
    day.world.runs.unassign(ACTOR, [day.there, day.back, day.carl_there])
    line = _line(day, _driver(day))
    assert (line.is_open, len(line.changes)) == (True, 3)
    assert line.say == ("Tue 24 Nov: no ride is left on your run.",)


def test_what_nobody_published_can_not_be_told(day: LiveDay) -> None:
    added = day.world.book(day.world.member(last_name="Maki")).ride_ids[0]
    with pytest.raises(RefusedError, match="publish the run first"):
        day.telling.tell(ACTOR, [Target(TellWho.MEMBER, added)], TOLD)
    with pytest.raises(RefusedError, match="Nobody was chosen"):
        day.telling.tell(ACTOR, [], TOLD)
    with pytest.raises(RefusedError):
        day.telling.tell(READER, [_driver(day)], TOLD)
    with pytest.raises(InputError):
        day.telling.tell(ACTOR, [_driver(day)], TOLD, at=day.at("7:00") + timedelta(hours=1))


def test_the_list_takes_as_many_statements_however_many_rides(day: LiveDay) -> None:
    def counted() -> int:
        seen: list[str] = []

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(day.world.built.engine, "before_cursor_execute", note)
        day.told()
        event.remove(day.world.built.engine, "before_cursor_execute", note)
        return len(seen)

    day.telling.tell(ACTOR, [line.target for line in day.told().lines], TOLD)
    few = counted()
    for number in range(4):
        member = day.world.member(last_name=f"Maki{number}")
        ride = day.world.book(member, f"1{number}:30").ride_ids[0]
        day.world.runs.assign(
            ACTOR, [ride], driver_id=day.berg, day=TODAY, override_reason="agreed"
        )
    assert counted() == few


def test_who_was_told_of_the_snow_is_not_called_again(day: LiveDay) -> None:
    ann = Target(TellWho.MEMBER, day.there)
    day.telling.tell(ACTOR, [line.target for line in day.told().lines], TOLD)
    weather = WeatherService(day.world.store, lambda: SETTINGS)
    snow = weather.open(ACTOR, WeatherEntry(day=TODAY, name="Snow")).id
    weather.decide(ACTOR, snow, {day.there: Decided(WeatherChoice.CANCEL)})
    assert _line(day, ann).changes == ("the ride is cancelled",)
    weather.mark_told(ACTOR, snow, day.ann, Told.TOLD)
    assert [line.name for line in day.told().open] == ["Berg, Lars H."]
