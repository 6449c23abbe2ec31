from dataclasses import replace
from datetime import date, time

import pytest

from nemt_desk.drivers.rows import RelationEntry, RelationKind
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.logs.queries import trip_logs
from nemt_desk.logs.rows import LogAuthorization, LogCompanion, LogPlace, TripLog
from nemt_desk.members.rows import PaperEntry, PaperKind, Program
from nemt_desk.trips.rows import Companion, CompanionKind, CompanionReason, ReturnKind
from reports.mileage_words import source_text
from reports.trip_log import trip_logs_pdf
from tests.factories import ACTOR, TODAY, home_entry
from tests.runs.world import ROADS, SETTINGS, FlatRoads, World


def print_day(
    world: World, roads: FlatRoads | None = ROADS, settings: Settings = SETTINGS
) -> tuple[TripLog, ...]:
    with world.store.read() as session:
        now = world.built.clock.now()
        return trip_logs(session, TODAY, roads=roads, settings=settings, now=now)


def assign(world: World, *rides: Id, driver: Id | None = None) -> Id:
    driver = driver or world.driver(umpi="A123456789")
    world.runs.assign(ACTOR, rides, driver_id=driver, day=TODAY, override_reason="test")
    return driver


def test_a_log_holds_every_element_of_the_statute(world: World) -> None:
    member = world.member(
        mhcp_id="01234567",
        program=Program.MA,
        checked_on=date(2026, 11, 20),
        papers=(
            PaperEntry(PaperKind.DISTANCE, "AU-1", date(2026, 1, 1), date(2026, 12, 2)),
            PaperEntry(PaperKind.ESCORT, "AU-OLD", date(2025, 1, 1), date(2025, 12, 31)),
            PaperEntry(PaperKind.TRAVEL_ALONE, "C-9", None, None),
        ),
    )
    companions = (
        Companion(CompanionKind.ATTENDANT, "Tom Ruíz", CompanionReason.NECESSARY),
        Companion(CompanionKind.SERVICE_ANIMAL, "Rex"),
    )
    rides = world.book(
        member, companions=companions, back=ReturnKind.SCHEDULED, back_at="14:30"
    ).ride_ids
    assign(world, *rides)
    (log,) = print_day(world)
    assert (log.member_label, log.member_name, log.mhcp_id) == (
        "Recipient",
        "Schroeder, Ann M.",
        "01234567",
    )
    assert log.day == TODAY
    driver = log.driver
    assert (driver.last_name, driver.first_name, driver.middle_initial, driver.provider_number) == (
        "Berg",
        "Lars",
        "H",
        "A123456789",
    )
    assert (log.plate, log.car_words) == ("ABC 123", "grey Toyota Sienna")
    assert (log.provider_id_kind, log.provider_id) == ("NPI", "1234567893")
    assert log.source is not None
    assert (log.source.engine, log.source.version, log.source.map_date) == (
        "Flat",
        "1.0",
        "2026-10-01",
    )
    assert log.eligibility == "MA fee for service, living arrangement 80, checked Fri 20 Nov 2026"
    assert log.entry_date is None
    out, back = log.rides
    assert out.origin == LogPlace("Home", "27614 County Road 63, Bovey, MN 55709")
    assert out.destination == LogPlace(
        "Lakeside Clinic", "1601 Golf Course Road, Grand Rapids, MN 55744"
    )
    assert out.direct_m == back.direct_m
    assert out.direct_m is not None
    assert (out.mode, out.mode_words, out.assistance) == (2, "volunteer driver", "curb to curb")
    assert (out.purpose, out.care_type) == ("covered service: dialysis", "primary care")
    assert out.provider_name == "Lakeside Clinic"
    assert (out.pickup_at, out.dropoff_at, out.appointment_at) == (
        time(9, 27),
        time(9, 50),
        time(10, 0),
    )
    assert (back.seq, back.pickup_at, back.appointment_at) == (2, time(14, 30), None)
    assert out.companions == (
        LogCompanion("Tom Ruíz", "attendant", "needed to enable the service"),
    )
    assert out.authorizations == (LogAuthorization("distance over 30/60 miles", "AU-1"),)
    assert out.mileage_note == ""
    assert trip_logs_pdf([log]).startswith(b"%PDF")


def test_one_member_s_data_is_never_on_another_s_log(world: World) -> None:
    names = ("Oja", "Maki", "Wičháša", "Nguyễn")
    words = {}
    driver = world.driver()
    for number, name in enumerate(names):
        member = world.member(
            last_name=name,
            first_name=f"First{name}",
            mhcp_id=f"0123456{number}",
            phone=f"218555014{number}",
            driver_note=f"driver note {name}",
            office_note=f"office note {name}",
            home=home_entry(address=f"{number}{number}1 {name} Road", lat=47.3 + number / 100),
            papers=(PaperEntry(PaperKind.ESCORT, f"paper {name}", None, None),),
        )
        clinic = world.place(name=f"Clinic of {name}", address=f"{number} {name} Street")
        rides = world.book(
            member,
            "10:00",
            clinic=clinic,
            companions=(Companion(CompanionKind.PARENT, f"Parent{name}"),),
            back=ReturnKind.WILL_CALL,
        ).ride_ids
        assign(world, *rides, driver=driver)
        words[member] = name
    logs = print_day(world)
    assert {log.member_id for log in logs} == set(words)
    for log in logs:
        own = words[log.member_id] if log.member_id else ""
        said = repr(log)
        assert own in said
        for other in set(names) - {own}:
            assert other not in said
        assert len(log.rides) == 2
        assert "note" not in said.replace("mileage_note", "")
    assert len({log.log_code for log in logs}) == len(names)
    assert len({log.run_code for log in logs}) == 1


def test_each_run_of_a_member_has_a_log_of_its_own(world: World) -> None:
    out, back = world.book(world.member(), back=ReturnKind.SCHEDULED, back_at="14:30").ride_ids
    assign(world, out)
    assign(world, back, driver=world.driver(last_name="Aho", phone="2185550188"))
    logs = print_day(world)
    assert [(log.driver.last_name, len(log.rides)) for log in logs] == [("Aho", 1), ("Berg", 1)]
    assert logs[0].log_code != logs[1].log_code


def test_the_code_of_a_log_stays_when_others_come_and_go(world: World) -> None:
    driver = assign(world, world.book(world.member()).ride_ids[0])
    code = print_day(world)[0].log_code
    other = world.book(world.member(last_name="Aalto", phone="2185550144"), "8:00").ride_ids[0]
    assign(world, other, driver=driver)
    assert code in {log.log_code for log in print_day(world)}
    assert code.startswith(print_day(world)[0].run_code)


def test_a_vested_interest_is_mode_1(world: World) -> None:
    member = world.member()
    kin = RelationEntry(member_id=member, kind=RelationKind.NEIGHBOR)
    assign(world, world.book(member).ride_ids[0], driver=world.driver(relations=(kin,)))
    (ride,) = print_day(world)[0].rides
    assert (ride.mode, ride.mode_words) == (1, "personal mileage")


def test_miles_that_were_not_routed_at_booking_are_routed_now_and_it_is_said(world: World) -> None:
    assign(world, world.book(world.member(), is_routed=False).ride_ids[0])
    (ride,) = print_day(world)[0].rides
    assert ride.direct_m is not None
    assert ride.mileage_note == "not routed at booking; routed for this log"
    (ride,) = print_day(world, None)[0].rides
    assert ride.direct_m is None
    assert ride.mileage_note == "not routed: no county map"
    assert trip_logs_pdf(print_day(world, None)).startswith(b"%PDF")


def test_miles_of_an_older_map_keep_that_map_s_name(world: World) -> None:
    assign(world, world.book(world.member()).ride_ids[0])
    (log,) = print_day(world, FlatRoads("newer"))
    assert log.source is not None
    assert (log.source.map_name, log.source.map_hash) == ("", "aaaabbbbcccc")
    assert "map of 2026-10-01, no. aaaabbbb; direct route" in source_text(log.source)
    assert log.rides[0].mileage_note == ""


@pytest.mark.parametrize(
    ("npi", "umpi", "expected"),
    [("1234567893", "A1", ("NPI", "1234567893")), ("", "A1", ("UMPI", "A1")), ("", "", ("", ""))],
)
def test_npi_goes_before_umpi(world: World, npi: str, umpi: str, expected: tuple[str, str]) -> None:
    assign(world, world.book(world.member()).ride_ids[0])
    (log,) = print_day(world, ROADS, replace(SETTINGS, npi=npi, umpi=umpi))
    assert (log.provider_id_kind, log.provider_id) == expected


def test_one_run_or_one_member_can_be_asked_for(world: World) -> None:
    one, two = world.member(), world.member(last_name="Oja", phone="2185550145")
    driver = assign(world, world.book(one, "9:00").ride_ids[0])
    assign(world, world.book(two, "13:00").ride_ids[0], driver=driver)
    (run_id,) = world.runs_there()
    with world.store.read() as session:
        now = world.built.clock.now()
        found = trip_logs(
            session, run_id=run_id, member_id=two, roads=ROADS, settings=SETTINGS, now=now
        )
        assert [log.member_id for log in found] == [two]
        nothing = trip_logs(session, date(2026, 1, 1), roads=ROADS, settings=SETTINGS, now=now)
        assert nothing == ()


def test_a_cancelled_ride_is_on_no_log(world: World) -> None:
    out, back = world.book(world.member(), back=ReturnKind.WILL_CALL).ride_ids
    assign(world, out, back)
    world.trips.cancel(ACTOR, back, "walks home")
    assert len(print_day(world)[0].rides) == 1


def test_printing_twice_gives_the_same_paper(world: World) -> None:
    assign(world, *world.book(world.member(), back=ReturnKind.WILL_CALL).ride_ids)
    assert trip_logs_pdf(print_day(world)) == trip_logs_pdf(print_day(world))
