"""From records to the rules' facts: the same call for screen, command line and test."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from nemt_desk.drivers import queries as drivers
from nemt_desk.drivers.rows import CredentialEntry, CredentialKind, RelationEntry, RelationKind
from nemt_desk.geo.roads.driving import USUAL, Driving, Kind
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import RefusedError
from nemt_desk.members import queries as members
from nemt_desk.members.rows import PaperEntry, PaperKind, Program
from nemt_desk.places import queries as places
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.facts import Urgent
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.asking import Asking, ask, facts_for
from nemt_desk.trips.routing import RoadRoute, mileage, routed
from tests.factories import ACTOR, NOW, driver_entry, member_entry
from tests.trips.conftest import Desk

RIDE_DAY = date(2026, 12, 1)
GOOD = {"program": Program.MA, "county": "Itasca", "assessed_mode": 2}


def asking(desk: Desk, member: dict[str, Any] | None = None, **changes: Any) -> Asking:
    entry = member_entry(first_name="Eva", **{**GOOD, **(member or {})})
    key = desk.built.members.add(ACTOR, entry).id
    with desk.built.store.read() as session:
        found = members.member(session, key)
        home = members.home_of(session, found)
        clinic = places.place(session, desk.clinic_id)
    values: dict[str, Any] = {
        "member": found,
        "settings": desk.settings,
        "asked_at": NOW,
        "origin": home,
        "destination": clinic,
        "appointment_at": desk.at("10:30", RIDE_DAY),
        "direct_m": 30_000.0,
    }
    return Asking(**(values | changes))


def rules(decision: Decision) -> set[str]:
    return {one.rule for one in decision.findings}


def test_the_records_are_enough_for_an_ordinary_ride(desk: Desk) -> None:
    decision = ask(asking(desk))
    assert decision.outcome is Outcome.ALLOWED, decision.findings
    assert (decision.contact.name, decision.contact.phone) == (
        "Perch County Rides",
        "218-555-0100",
    )


def test_what_is_shown_and_what_is_judged_is_the_same_distance(desk: Desk) -> None:
    assert ask(asking(desk, direct_m=48_340.0)).outcome is Outcome.ALLOWED  # 30.04: shown 30.0
    assert rules(ask(asking(desk, direct_m=48_400.0))) == {"S4-061"}  # shown 30.1


def test_a_paper_on_file_cures_on_its_days(desk: Desk) -> None:
    paper = PaperEntry(kind=PaperKind.DISTANCE, until_day=RIDE_DAY)
    far = asking(desk, {"papers": (paper,)}, direct_m=80_000.0)
    assert ask(far).outcome is Outcome.ALLOWED
    later = replace(far, appointment_at=desk.at("10:30", RIDE_DAY + timedelta(days=1)))
    assert rules(ask(later)) == {"S4-061"}


def test_the_day_is_the_agencys_day(desk: Desk) -> None:
    # 11:30 p.m. on the last eligible day is the next day in UTC.
    late = asking(desk, {"eligible_until": RIDE_DAY}, appointment_at=desk.at("23:30", RIDE_DAY))
    assert ask(late).outcome is Outcome.ALLOWED


def test_notice_and_an_urgent_need(desk: Desk) -> None:
    soon = asking(desk, appointment_at=desk.at("10:30", date(2026, 11, 25)))
    assert rules(ask(soon)) == {"MN-085"}
    urgent = AskedFacts(urgent=Urgent("illness", verified_by_provider=True), urgent_by="Dr. Lund")
    assert ask(replace(soon, facts=urgent)).findings == ()
    loose = replace(desk.settings, local={"notice_business_days": 1})
    assert ask(replace(soon, settings=loose)).findings == ()


def test_an_empty_county_is_asked_for(desk: Desk) -> None:
    decision = ask(asking(desk, {"county": ""}))
    assert [one.facts["field"] for one in decision.findings] == ["member.county"]


def test_the_driver_is_judged_on_the_rides_day(desk: Desk) -> None:
    base = asking(desk)
    entries = (CredentialEntry(kind=CredentialKind.LICENCE, until_day=RIDE_DAY - timedelta(1)),)
    relation = RelationEntry(member_id=base.member.id, kind=RelationKind.NEIGHBOR)
    ids = [
        desk.built.drivers.add(ACTOR, entry).id
        for entry in (
            driver_entry(),
            driver_entry(last_name="Lapsed", credentials=entries),
            driver_entry(last_name="New", recognized_on=RIDE_DAY + timedelta(1)),
            driver_entry(last_name="Next", recognized_on=None, relations=(relation,)),
        )
    ]
    with desk.built.store.read() as session:
        known = drivers.drivers_by_ids(session, ids)
    good, lapsed, new, neighbor = (ask(replace(base, driver=known[key])) for key in ids)
    assert good.outcome is Outcome.ALLOWED
    assert rules(lapsed) == {"FED-002"}
    assert rules(new) == {"S4-120"}
    assert (neighbor.outcome, neighbor.mode) == (Outcome.ALLOWED, 1)


def test_a_mode_whose_assessment_has_ended_is_noted(desk: Desk) -> None:
    decision = ask(asking(desk, {"assessed_mode": 3, "mode_until": RIDE_DAY - timedelta(1)}))
    assert decision.mode == 2
    assert "mode_not_assessed" in {note.code for note in decision.notes}


def test_from_elsewhere_the_miles_from_home_are_asked(desk: Desk) -> None:
    base = asking(desk)
    with desk.built.store.read() as session:
        elsewhere = places.place(session, desk.pharmacy_id)
    moved = replace(base, origin=elsewhere)
    assert facts_for(moved).trip.origin is not None
    assert [one.facts["field"] for one in ask(moved).findings] == ["trip.home_miles"]
    assert ask(replace(moved, home_m=20_000.0)).outcome is Outcome.ALLOWED


@dataclass(frozen=True)
class _Route:
    distance_m: float = 16_093.44
    duration_s: float = 1_230.0
    engine: str = "Valhalla"
    version: str = "3.8"
    map_date: str = "2026-10-01, 2020-01-01"
    map_hash: str = "abc"
    off_road_m: float = 480.0


class _Roads:
    def __init__(self) -> None:
        self.is_closed = False

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = USUAL
    ) -> RoadRoute:
        del kind, driving
        if self.is_closed or a == b:
            raise RefusedError("There is no way between these points.")
        return _Route()


@pytest.mark.parametrize("is_closed", [False, True])
def test_miles_come_from_the_map_or_are_not_known(desk: Desk, is_closed: bool) -> None:
    roads = _Roads()
    roads.is_closed = is_closed
    base = asking(desk)
    found = mileage(roads, base.origin, base.destination)
    if is_closed:
        assert found is None
        said = routed(roads, base.origin, base.destination)
        assert said.why_not == "There is no way between these points."
        return
    assert found is not None
    assert (found.minutes, found.map_date) == (20, "2026-10-01, 2020-01-01")
    assert (found.kind, found.off_road_m) == ("shortest", 480.0)
    assert mileage(None, base.origin, base.destination) is None
    assert base.origin is not None
    assert mileage(roads, replace(base.origin, lat=None), base.destination) is None


def test_home_is_the_agencys_own_state_whatever_its_pack(desk: Desk) -> None:
    asked = asking(desk)
    assert asked.destination is not None
    away = replace(asked, destination=replace(asked.destination, state="OH"))
    assert "S4-153" in rules(ask(away))
    at_home = replace(away, settings=replace(desk.settings, state="oh"))
    assert "S4-153" not in rules(ask(at_home))
