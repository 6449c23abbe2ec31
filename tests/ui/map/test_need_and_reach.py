"""Unmet need by town, and how far volunteers go: figures and words, no window."""

from datetime import timedelta

from nemt_desk.ground.progress import Quiet
from nemt_desk.members.queries import member
from nemt_desk.trips.rows import NewUnmet
from tests.factories import TODAY, driver_entry, home_entry
from tests.ui.map.conftest import Town, pin
from ui.map.day import MapDay, Wanted, read_day
from ui.map.marks import Layer, Mark, as_json
from ui.map.routes import RouteBook
from ui.map.unmet import NO_TOWN


def turn_down(town: Town, reason: str, days_ago: int, *, known: bool = True) -> None:
    office = town.office
    asked = NewUnmet(
        member_id=town.people.member if known else None,
        day=TODAY - timedelta(days=days_ago),
        reason=reason,
    )
    office.trips.turn_down(office.actor, asked)


def day_of(town: Town, unmet_days: int) -> MapDay:
    wanted = Wanted(unmet_days=unmet_days)
    return read_day(town.office, TODAY, routes=RouteBook(), wanted=wanted, progress=Quiet())


def of(day: MapDay, layer: Layer) -> list[Mark]:
    return [mark for mark in day.marks if mark.layer is layer]


def test_turned_down_requests_are_counted_by_town_with_their_reasons(town: Town) -> None:
    for reason, days_ago in (("No driver", 3), ("No driver", 40), ("Too late", 5), ("Snow", 200)):
        turn_down(town, reason, days_ago)
    turn_down(town, "No driver", 2, known=False)
    with town.office.store.read() as session:
        home = member(session, town.people.member).home_id
    assert home is not None
    first, unknown = of(day_of(town, 90), Layer.UNMET)
    assert first.count == 3
    assert first.detail == "3 requests turned down in 90 days · No driver 2, Too late 1"
    assert first.has_place
    assert as_json(first)["count"] == 3
    assert (unknown.title, unknown.count, unknown.has_place) == (NO_TOWN, 1, False)
    assert of(day_of(town, 30), Layer.UNMET)[0].count == 2
    assert of(day_of(town, 365), Layer.UNMET)[0].count == 4
    assert of(day_of(town, 0), Layer.UNMET) == []


def test_a_volunteers_reach_is_a_circle_with_name_miles_and_what_begins_inside(
    town: Town,
) -> None:
    assert of(day_of(town, 0), Layer.REACH) == []  # nobody has said how far
    town.office.drivers.add(
        town.office.actor,
        driver_entry(last_name="Near", max_miles=1, home=home_entry(**pin(5, 5))),
    )
    town.office.drivers.add(
        town.office.actor,
        driver_entry(last_name="Wide", max_miles=30, home=home_entry(**pin(5, 4))),
    )
    near, wide = of(day_of(town, 0), Layer.REACH)
    assert near.title.startswith("Near")
    assert "0 of 1 rides" in near.detail
    assert "1 of 1 rides" in wide.detail
    assert wide.count == 30
    assert as_json(wide)["reach"] == 48280
    assert as_json(wide)["of"].startswith("driver:")
