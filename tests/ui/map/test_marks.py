"""What lies on the map: of a day in a real office, and as data for the page."""

import json
from datetime import timedelta

import pytest

from nemt_desk.geo.shapes import LatLon, Point
from nemt_desk.ground.progress import Quiet
from nemt_desk.office import Office
from nemt_desk.places.rows import PinSource
from nemt_desk.trips.routing import How
from tests.factories import TODAY, home_entry, member_entry, place_entry
from tests.runs.world import FlatRoads
from tests.ui.map.conftest import Town, pin, settle_town
from ui.map.day import MapDay, Wanted, read_day
from ui.map.mark_icons import ICONS
from ui.map.marks import Layer, Mark, all_json, bowed, thinned
from ui.map.ride_marks import clock
from ui.map.routes import RouteBook

A: LatLon = (47.2, -93.5)
B: LatLon = (47.3, -93.4)


def day_of(office: Office, *, all_homes: bool = False) -> MapDay:
    wanted = Wanted(all_homes=all_homes)
    return read_day(office, TODAY, routes=RouteBook(), wanted=wanted, progress=Quiet())


def of(day: MapDay, layer: Layer) -> list[Mark]:
    return [mark for mark in day.marks if mark.layer is layer]


def test_a_day_shows_runs_rides_homes_and_places(town: Town) -> None:
    day = day_of(town.office)
    (run,) = of(day, Layer.RUNS)
    assert run.title == "Berg, Lars H."
    assert run.detail.startswith("1 ride")
    assert len(run.line) > 2
    assert not run.is_guess
    assert [stop.number for stop in run.stops] == [1, 2]
    assert "on: Schroeder, Ann M." in run.stops[0].text
    (ride,) = of(day, Layer.UNASSIGNED)
    assert ride.title == "Schroeder, Ann M."
    assert ride.board is not None
    assert ride.board.id == town.people.rides[1]
    assert len(of(day, Layer.HOMES)) == 1
    assert [mark.title for mark in of(day, Layer.PLACES)] == ["Lakeside Clinic"]
    (driver,) = of(day, Layer.DRIVERS)
    assert "1 ride this day" in driver.detail
    assert day.unassigned == 1


def test_a_quiet_day_has_no_rides_and_no_homes(town: Town) -> None:
    quiet = TODAY + timedelta(days=1)
    day = read_day(town.office, quiet, routes=RouteBook(), wanted=Wanted(), progress=Quiet())
    assert {mark.layer for mark in day.marks} == {Layer.PLACES, Layer.DRIVERS}


def test_all_homes_are_read_when_wanted(town: Town) -> None:
    town.office.members.add(
        town.office.actor, member_entry(last_name="Oja", home=home_entry(**pin(2, 3)))
    )
    assert not of(day_of(town.office), Layer.OTHER_HOMES)
    (other,) = of(day_of(town.office, all_homes=True), Layer.OTHER_HOMES)
    assert other.title == "Oja, Ann M."


def test_who_lives_together_shares_a_mark(town: Town) -> None:
    town.office.members.add(
        town.office.actor,
        member_entry(last_name="Oja", first_name="Eino", home=None, home_id=town.home),
    )
    (home,) = of(day_of(town.office, all_homes=True), Layer.HOMES)
    assert home.title == "Oja, Eino M. + 1"
    assert "also Schroeder, Ann M." in home.detail


def test_what_has_no_pin_is_listed_and_counted(town: Town) -> None:
    nowhere = place_entry(
        name="Barn Clinic", lat=None, lon=None, pin_source=PinSource.NONE, address="1 Far Road"
    )
    town.office.places.add(town.office.actor, nowhere)
    day = day_of(town.office)
    (barn,) = [mark for mark in day.marks if mark.title == "Barn Clinic"]
    assert barn.pin_status == "no_pin"
    assert not barn.has_place
    assert day.without_pin == 1
    assert "Barn Clinic" not in json.dumps(all_json(day.marks))


def test_without_a_map_runs_are_straight_and_say_so(bare_office: Office) -> None:
    town = settle_town(bare_office)
    bare_office.runs.assign(
        bare_office.actor, [town.people.rides[0]], driver_id=town.people.driver, day=TODAY,
        override_reason="a test",
    )  # fmt: skip
    (run,) = of(day_of(bare_office), Layer.RUNS)
    assert run.is_guess
    assert len(run.line) == 2
    assert "straight line" in run.detail


def test_an_empty_office_has_an_empty_map(bare_office: Office) -> None:
    assert day_of(bare_office).marks == ()


def test_every_mark_has_an_icon(town: Town) -> None:
    assert all(mark.shape in ICONS for mark in day_of(town.office, all_homes=True).marks)


def test_names_go_out_as_typed() -> None:
    name = "${7*7} `x` <img src=x onerror=alert(1)>"
    mark = Mark("place:1", Layer.PLACES, "clinic", name, name, (A,))
    (told,) = all_json([mark])
    assert (told["title"], told["detail"]) == (name, name)
    assert json.loads(json.dumps(told))["title"] == name


def test_there_and_back_do_not_cover_each_other() -> None:
    there, back = bowed(A, B), bowed(B, A)
    assert (there[0], there[-1]) == (A, B)
    middle, other = there[len(there) // 2], back[len(back) // 2]
    assert Point(*middle).distance_m(Point(*other)) > 0.1 * Point(*A).distance_m(Point(*B))
    assert bowed(A, A) == (A, A)


def test_thinning_keeps_both_ends() -> None:
    line = [(47.0 + i * 1e-6, -93.0) for i in range(100)]
    thin = thinned(line)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    assert len(thin) < 10


def test_ways_are_asked_for_once_per_map() -> None:
    book, roads = RouteBook(), FlatRoads()
    first = book.line([A, B, B, A], roads, How())
    assert first == ((A, B, A), False)
    book.line([A, B, A], roads, How())
    assert roads.asked == 2
    book.line([A, B], FlatRoads("another"), How())
    book.line([A, B], roads, How())
    assert roads.asked == 3


def test_where_there_is_no_way_the_line_is_straight() -> None:
    off = (89.5, 0.0)
    assert RouteBook().line([A, off], FlatRoads(), How()) == ((A, off), True)
    assert RouteBook().line([], FlatRoads(), How()) == ((), False)


@pytest.mark.parametrize(
    ("minutes", "words"), [(545, "9:05 a.m."), (None, "when called"), (1445, "12:05 a.m.")]
)
def test_minutes_are_said_as_a_time(minutes: int | None, words: str) -> None:
    assert clock(minutes) == words
