"""A weather day: which rides it is about, what is decided, who is told, and taking it back."""

from datetime import date, timedelta

import pytest

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import keep_settings
from nemt_desk.places.rows import PlaceKind
from nemt_desk.runs import queries as run_queries
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.service import RunService
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import CancelCode, LegRequest, ReturnKind, RideState
from nemt_desk.weather import queries
from nemt_desk.weather.call_lists import call_list
from nemt_desk.weather.rows import (
    Decided,
    Told,
    Urgency,
    WeatherChoice,
    WeatherEntry,
    WeatherSheet,
)
from nemt_desk.weather.rules import hours_text
from nemt_desk.weather.service import WeatherService
from reports.call_list import call_list_pdf
from tests.factories import ACTOR, READER, TODAY, driver_entry, place_entry
from tests.trips.conftest import WAY, Desk, desk

__all__ = ["desk"]

GO = Decided(WeatherChoice.GO)
CANCEL = Decided(WeatherChoice.CANCEL)


class Storm:
    """A booked day and a weather day over it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.service = WeatherService(desk.built.store, lambda: desk.settings)
        kidney = place_entry(name="Osprey Dialysis", kind=PlaceKind.DIALYSIS, city="Hibbing")
        self.dialysis_id = desk.built.places.add(ACTOR, kidney).id
        self.clinic = desk.book().ride_ids
        self.dialysis = self.book_to(self.dialysis_id, "13:00", day=TODAY)
        self.key: Id | None = None

    def book_to(self, place_id: Id, clock: str, *, day: date) -> tuple[Id, ...]:
        leg = LegRequest(
            from_id=self.desk.home_id,
            to_id=place_id,
            appointment_at=self.desk.at(clock, day),
            mileage=WAY,
        )
        booked = self.desk.book(legs=(leg,), return_kind=ReturnKind.WILL_CALL, return_at=None)
        return booked.ride_ids

    def open(self, **changes: object) -> Id:
        entry = WeatherEntry(**({"day": TODAY, "name": "Snow"} | changes))  # type: ignore[arg-type]
        self.key = self.service.open(ACTOR, entry).id
        return self.key

    def sheet(self) -> WeatherSheet:
        assert self.key is not None
        with self.desk.built.store.read() as session:
            return queries.sheet(session, self.key, self.desk.settings.time)

    def listed(self) -> list[Id]:
        return [one.line.ride.id for one in self.sheet().rides]

    def decide(self, decided: dict[Id, Decided]) -> None:
        assert self.key is not None
        self.changes = self.service.decide(ACTOR, self.key, decided)

    def state(self, ride_id: Id) -> RideState:
        with self.desk.built.store.read() as session:
            return trips.ride(session, ride_id).state

    def choice(self, ride_id: Id) -> WeatherChoice:
        found = {one.line.ride.id: one.choice for one in self.sheet().rides}
        return found[ride_id]


@pytest.fixture
def storm(desk: Desk) -> Storm:
    return Storm(desk)


def test_dialysis_stands_on_top(storm: Storm) -> None:
    storm.open()
    assert storm.listed() == [*storm.dialysis, *storm.clinic]
    assert [one.urgency for one in storm.sheet().rides][:2] == [Urgency.VITAL] * 2


def test_chemotherapy_is_known_by_its_words(storm: Storm) -> None:
    chemo = storm.desk.built.places.add(ACTOR, place_entry(name="Infusion and Chemotherapy")).id
    ride_ids = storm.book_to(chemo, "08:00", day=TODAY)
    storm.open()
    assert storm.listed()[:1] == list(ride_ids[:1])


def test_only_rides_of_the_hours_are_listed(storm: Storm) -> None:
    storm.open(from_min=12 * 60, until_min=14 * 60)
    # The clinic's ride there is over by noon; its return at 2:30 comes after.
    assert storm.listed() == list(storm.dialysis)


def test_a_will_call_return_is_always_listed(storm: Storm) -> None:
    storm.open(from_min=20 * 60)
    assert storm.listed() == [storm.dialysis[1]]


def test_towns_and_a_shut_place_narrow_the_list(storm: Storm) -> None:
    storm.open(towns=("hibbing",))
    assert storm.listed() == list(storm.dialysis)
    storm.open(place_id=storm.desk.clinic_id)
    assert storm.listed() == list(storm.clinic)


def test_cancelling_there_cancels_the_way_back(storm: Storm) -> None:
    storm.open()
    storm.decide({storm.clinic[0]: CANCEL})
    assert {storm.state(key) for key in storm.clinic} == {RideState.CANCELLED}
    assert {storm.choice(key) for key in storm.clinic} == {WeatherChoice.CANCEL}
    assert storm.choice(storm.dialysis[0]) is WeatherChoice.OPEN
    with storm.desk.built.store.read() as session:
        ride = trips.ride(session, storm.clinic[0])
    assert (ride.reason_code, ride.state_reason) == (CancelCode.WEATHER, "Snow")


def test_cancelling_the_way_back_leaves_the_way_there(storm: Storm) -> None:
    storm.open()
    storm.decide({storm.clinic[1]: CANCEL})
    assert [storm.state(key) for key in storm.clinic] == [RideState.BOOKED, RideState.CANCELLED]


def test_go_brings_back_what_this_day_cancelled_and_nothing_else(storm: Storm) -> None:
    storm.open()
    storm.desk.trips.cancel(ACTOR, storm.dialysis[1], "in hospital")
    storm.decide({storm.clinic[0]: CANCEL})
    storm.decide({storm.clinic[0]: GO, storm.clinic[1]: GO})
    assert {storm.state(key) for key in storm.clinic} == {RideState.BOOKED}
    assert storm.state(storm.dialysis[1]) is RideState.CANCELLED


def test_a_moved_trip_leaves_its_run_and_keeps_its_clock(storm: Storm) -> None:
    desk = storm.desk
    there = storm.dialysis[0]
    storm.open()
    later = TODAY + timedelta(days=1)
    storm.decide({there: Decided(WeatherChoice.MOVE, "", later)})
    with desk.built.store.read() as session:
        rides = [trips.ride(session, key) for key in storm.dialysis]
        trip = trips.trip(session, rides[0].trip_id)
    assert {ride.day for ride in rides} == {later}
    assert desk.clock(rides[0].appointment_at) == "13:00"
    assert trip.appointment_at == rides[0].appointment_at
    assert storm.choice(storm.dialysis[1]) is WeatherChoice.MOVE
    assert storm.sheet().to_tell == 1


def test_a_cancelled_ride_is_brought_back_when_its_trip_moves(storm: Storm) -> None:
    storm.open()
    storm.decide({storm.clinic[1]: CANCEL})
    later = TODAY + timedelta(days=1)
    storm.decide({storm.clinic[1]: Decided(WeatherChoice.MOVE, "", later)})
    with storm.desk.built.store.read() as session:
        rides = [trips.ride(session, key) for key in storm.clinic]
    assert {(ride.day, ride.state) for ride in rides} == {(later, RideState.BOOKED)}


def test_a_ride_cancelled_for_another_reason_does_not_move(storm: Storm) -> None:
    storm.open()
    storm.decide({storm.clinic[1]: GO})
    storm.desk.trips.cancel(ACTOR, storm.clinic[1], "her son drives her home")
    with pytest.raises(RefusedError, match="is cancelled"):
        storm.decide({storm.clinic[1]: Decided(WeatherChoice.MOVE, "", TODAY + timedelta(days=1))})
    assert storm.state(storm.clinic[0]) is RideState.BOOKED


def test_a_way_back_that_cannot_wait_is_said_when_it_is_cancelled(storm: Storm) -> None:
    storm.open()
    storm.decide({storm.dialysis[1]: CANCEL, storm.clinic[0]: CANCEL})
    assert storm.changes.text == "Snow: 3 cancelled, 1 of them can't wait"


def test_a_town_nobody_rides_in_is_refused_with_those_that_are(storm: Storm) -> None:
    with pytest.raises(InputError, match="Nowhere") as refused:
        storm.open(towns=("Nowhere", "Hibbing"))
    assert "Bovey, Grand Rapids, Hibbing" in refused.value.problems[0].sentence


@pytest.mark.parametrize("days", [None, 0, -1])
def test_a_move_needs_a_later_day(storm: Storm, days: int | None) -> None:
    storm.open()
    to_day = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(RefusedError, match="Nothing was changed"):
        storm.decide({storm.clinic[0]: Decided(WeatherChoice.MOVE, "", to_day)})
    assert storm.choice(storm.clinic[0]) is WeatherChoice.OPEN


def test_who_is_aboard_is_not_cancelled(storm: Storm) -> None:
    storm.open()
    storm.desk.trips.mark(ACTOR, storm.clinic[0], RideState.ABOARD)
    with pytest.raises(RefusedError, match="Nothing was"):
        storm.decide({storm.dialysis[0]: CANCEL, storm.clinic[0]: CANCEL})
    assert storm.state(storm.dialysis[0]) is RideState.BOOKED


def test_one_undo_takes_back_the_whole_act(storm: Storm) -> None:
    storm.open()
    storm.decide({storm.clinic[0]: CANCEL, storm.dialysis[0]: GO})
    storm.desk.built.store.undo(ACTOR, storm.changes)
    assert {storm.state(key) for key in storm.clinic} == {RideState.BOOKED}
    assert storm.sheet().count(WeatherChoice.OPEN) == len(storm.listed())


def test_told_is_forgotten_when_the_decision_changes(storm: Storm) -> None:
    key = storm.open()
    storm.decide({storm.clinic[0]: CANCEL})
    storm.service.mark_told(ACTOR, key, storm.desk.member_id, Told.TOLD, "her son")
    assert storm.sheet().to_tell == 0
    storm.decide({storm.clinic[0]: GO})
    storm.decide({storm.clinic[0]: CANCEL})
    assert storm.sheet().to_tell == 1


def test_the_run_is_a_draft_again_and_its_driver_is_called(storm: Storm) -> None:
    desk = storm.desk
    keep_settings(desk.built.store, ACTOR, desk.settings)
    runs = RunService(desk.built.store, desk.built.trail)
    driver_id = desk.built.drivers.add(ACTOR, driver_entry()).id
    runs.assign(ACTOR, storm.clinic, driver_id=driver_id, day=TODAY, override_reason="asked")
    with desk.built.store.read() as session:
        (run,) = run_queries.runs_on(session, TODAY)
    runs.publish(ACTOR, [run.id])
    key = storm.open()
    storm.decide({storm.clinic[0]: CANCEL})
    with desk.built.store.read() as session:
        run = run_queries.run(session, run.id)
        told = call_list(session, key, desk.settings, desk.built.clock.now())
    assert run.state is RunState.DRAFT
    assert [call.who for call in told.calls if call.is_driver] == ["Berg, Lars H."]
    assert told.run_ids == (run.id,)


def test_the_call_list_names_everybody_once(storm: Storm) -> None:
    key = storm.open(towns=("Hibbing", "Grand Rapids"))
    storm.decide({storm.clinic[0]: CANCEL})
    desk = storm.desk
    with desk.built.store.read() as session:
        told = call_list(session, key, desk.settings, desk.built.clock.now())
    (call,) = told.calls
    assert call.who == "Schroeder, Ann M."
    assert call.remark == "TREATMENT THAT CAN'T WAIT"
    assert [ride.what for ride in call.rides] == ["to be decided"] * 2 + ["CANCELLED"] * 2
    assert call_list_pdf(told).startswith(b"%PDF")


def test_a_reader_decides_nothing(storm: Storm) -> None:
    with pytest.raises(RefusedError):
        storm.service.open(READER, WeatherEntry(day=TODAY, name="Snow"))


def test_hours_and_name_are_checked(storm: Storm) -> None:
    with pytest.raises(InputError) as refused:
        storm.open(name=" ", from_min=600, until_min=600)
    assert {problem.field for problem in refused.value.problems} == {"name", "from_min"}


def test_hours_in_words() -> None:
    entry = WeatherEntry(day=TODAY, name="Snow", from_min=720)
    assert hours_text(entry) == "from 12:00 p.m."
    assert hours_text(WeatherEntry(day=TODAY, name="Snow")) == "all day"
