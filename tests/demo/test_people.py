"""The demo people: the same every time, valid numbers, drivers who can be where they are due."""

import unicodedata
from collections import Counter, defaultdict
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from nemt_desk.cases.rows import CaseState
from nemt_desk.demo.assign import blocks_of
from nemt_desk.demo.county import write_county
from nemt_desk.demo.demand import estimated_minutes
from nemt_desk.demo.homes import FixedHomes, homes_of_county, homes_of_map
from nemt_desk.demo.people import make_people
from nemt_desk.demo.seeds import People, RideSeed, TripSeed
from nemt_desk.drivers.rows import RelationKind
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.settings import npi_is_valid
from nemt_desk.members.rows import NEEDS_LIFT
from nemt_desk.trips.rows import Leg, ReturnKind, RideState

pytestmark = pytest.mark.slow  # builds maps

TUESDAY = date(2026, 11, 24)
DAYS = [TUESDAY + timedelta(days=n) for n in range(7)]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> FixedHomes:
    return homes_of_county(write_county(tmp_path_factory.mktemp("demo") / "county.osm.pbf"))


@pytest.fixture(scope="module")
def people(homes: FixedHomes) -> People:
    return make_people(homes, TUESDAY)


def rides_of(people: People) -> list[tuple[TripSeed, RideSeed]]:
    return [(trip, ride) for trip in people.trips for ride in trip.rides]


def test_the_same_day_gives_the_same_people(homes: FixedHomes, people: People) -> None:
    assert make_people(homes, TUESDAY) == people
    assert make_people(homes, TUESDAY, seed=2) != people


def test_tomorrow_the_same_members_live_there(homes: FixedHomes, people: People) -> None:
    other = make_people(homes, TUESDAY + timedelta(days=1))
    assert [m.mhcp_id for m in other.members] == [m.mhcp_id for m in people.members]
    assert [m.last_name for m in other.members] == [m.last_name for m in people.members]
    assert [v.phone for v in other.volunteers] == [v.phone for v in people.volunteers]


def test_numbers_are_valid_and_nobodys(people: People) -> None:
    assert npi_is_valid(people.agency.npi)
    ids = [member.mhcp_id for member in people.members]
    assert len(set(ids)) == len(ids) == 120
    assert all(len(i) == 8 and i.isdigit() and i.startswith("0") for i in ids)
    plates = [volunteer.car.plate for volunteer in people.volunteers]
    assert len(set(plates)) == len(plates) == 25


def test_no_telephone_number_twice_and_none_real(people: People) -> None:
    phones = [member.phone for member in people.members]
    phones += [volunteer.phone for volunteer in people.volunteers]
    phones += [place.phone.replace("-", "") for place in people.places]
    phones += [member.contact_phone for member in people.members if member.contact_phone]
    assert len(phones) == len(set(phones))
    assert all(phone[3:8] == "55501" and len(phone) == 10 for phone in phones)


def test_names_have_the_letters_of_the_county_and_are_composed(people: People) -> None:
    text = "".join(member.first_name + member.last_name for member in people.members)
    assert set("ŋíễøäßúč") <= set(text.lower())
    assert text == unicodedata.normalize("NFC", text)


def test_some_homes_have_a_description_instead_of_an_address(people: People) -> None:
    told = [m for m in people.members if not m.home.street_line]
    assert len(told) == 5
    assert all(member.home.description for member in told)


def test_rides_hang_together(people: People) -> None:
    members = {member.key for member in people.members}
    places = {place.key for place in people.places} | {"home"}
    keys = [ride.key for _, ride in rides_of(people)]
    assert len(keys) == len(set(keys))
    for trip in people.trips:
        assert trip.member_key in members
        assert trip.rides[0].from_key == "home"
        assert trip.rides[-1].to_key == "home"
        assert trip.rides[-1].leg is Leg.RETURN
        for before, after in pairwise(trip.rides):
            assert before.to_key == after.from_key
            assert before.plan_min[1] <= after.plan_min[0]
        assert {ride.from_key for ride in trip.rides} <= places


def test_a_weekday_has_as_many_rides_as_such_an_office(people: People) -> None:
    days = Counter(trip.day for trip, _ in rides_of(people) if trip.day.weekday() < 5)
    assert len(days) == 15
    assert all(20 <= count <= 40 for count in days.values())
    assert 25 <= sum(days.values()) / len(days) <= 35


@pytest.mark.parametrize("today", DAYS)
def test_drivers_can_be_where_they_are_due(homes: FixedHomes, today: date) -> None:
    people = make_people(homes, today)
    points = {place.key: place.home for place in people.places}
    members = {member.key: member for member in people.members}
    jobs = defaultdict(list)
    for trip in people.trips:
        home = members[trip.member_key].home
        for block in blocks_of(trip):
            first, last = block.rides[0], block.rides[-1]
            if first.driver_key:
                ends = points.get(first.from_key, home), points.get(last.to_key, home)
                jobs[first.driver_key, trip.day].append((block.start, block.end, *ends))
    assert len(jobs) > 60
    for day in jobs.values():
        day.sort(key=lambda job: job[:2])
        for before, after in pairwise(day):
            assert before[1] + estimated_minutes(before[3], after[2]) <= after[0]


def test_who_waits_brings_back_and_lifts_carry_chairs(people: People) -> None:
    members = {member.key: member for member in people.members}
    drivers = {volunteer.key: volunteer for volunteer in people.volunteers}
    for trip in people.trips:
        if trip.return_kind is ReturnKind.WAIT:
            assert len({ride.driver_key for ride in trip.rides}) == 1
        for ride in trip.rides:
            driver = drivers[ride.driver_key] if ride.driver_key else None
            if driver is None:
                continue
            assert not driver.days_off or driver.span_on(trip.day)
            assert driver.car.has_lift or not members[trip.member_key].needs & NEEDS_LIFT
            ended = [c for c in driver.credentials if c.is_blocking and c.until_day < trip.day]
            assert not ended
            refused = [key for key, kind, _ in driver.relations if kind is RelationKind.REFUSED]
            assert trip.member_key not in refused


def test_a_vested_interest_turns_the_mode(people: People) -> None:
    related = {
        (volunteer.key, key)
        for volunteer in people.volunteers
        for key, kind, _ in volunteer.relations
        if kind is not RelationKind.REFUSED
    }
    assert len(related) == 2
    for trip, ride in rides_of(people):
        assert (ride.mode == 1) == ((ride.driver_key, trip.member_key) in related)
    assert any(ride.mode == 1 for _, ride in rides_of(people))


@pytest.mark.parametrize("today", DAYS)
def test_the_desk_has_something_to_do(homes: FixedHomes, today: date) -> None:
    people = make_people(homes, today, now=time(10, 30))
    todays = [ride for trip, ride in rides_of(people) if trip.day == today]
    assert sum(ride.state is RideState.LATE for ride in todays) == 1
    called = [r for r in todays if r.state is RideState.WILL_CALL and r.called_at]
    assert len(called) == 1
    assert called[0].driver_key is None
    assert any(ride.state is RideState.BOOKED and ride.driver_key is None for ride in todays)
    past = [ride for trip, ride in rides_of(people) if trip.day < today]
    over = {RideState.DONE, RideState.NO_SHOW, RideState.CANCELLED}
    assert {ride.state for ride in past} == over
    assert sum(ride.state is RideState.DONE for ride in past) > 0.85 * len(past)


def test_papers_run_out_soon(people: People) -> None:
    ends = [c.until_day for v in people.volunteers for c in v.credentials]
    soon = [end for end in ends if TUESDAY <= end <= TUESDAY + timedelta(days=21)]
    assert len(soon) >= 3
    assert sum(volunteer.car.has_lift for volunteer in people.volunteers) == 3


def test_five_cases_one_overdue(people: People) -> None:
    still = [case for case in people.cases if case.state is CaseState.OPEN]
    assert len(people.cases) == 5
    assert sum(case.due_on < TUESDAY for case in still) == 1
    days = {ride.key: trip.day for trip, ride in rides_of(people)}
    for case in people.cases:
        assert case.received_on <= TUESDAY
        assert all(case.received_on <= step[0] <= TUESDAY for step in case.steps)
        assert case.ride_key is None or days[case.ride_key] <= case.received_on


@pytest.mark.parametrize("name", ["columbus_oh_2015", "perquimans_nc_tiger2020"])
def test_a_real_map_takes_the_same_people(shared_data: Path, homes: FixedHomes, name: str) -> None:
    there = homes_of_map(shared_data / "osm" / f"{name}.osm.pbf")
    moved, own = make_people(there, TUESDAY), make_people(homes, TUESDAY)
    assert [m.mhcp_id for m in moved.members] == [m.mhcp_id for m in own.members]
    assert all(m.home.street_line or m.home.description for m in moved.members)
    points = {(place.home.lat, place.home.lon) for place in moved.places}
    assert len(points) == len(moved.places)


def test_a_map_without_roads_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"this is no map")
    with pytest.raises(EnvironmentProblem):
        homes_of_map(broken)
