"""The pack for days without the program holds what the day needs, and opens with its password."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from nemt_desk.runs.dark.queries import dark_pack
from nemt_desk.runs.dark.rows import DarkPack, PhoneKind
from nemt_desk.security.keys import dark_password
from nemt_desk.trips.rows import Repeat, ReturnKind, RideState
from reports.dark_pack import dark_pack_pdf
from reports.locked import locked
from tests.factories import ACTOR, NOW, TODAY, driver_entry
from tests.reports.reading import pages
from tests.runs.world import ROADS, SETTINGS, World


def pack_of(world: World, days: int = 3) -> DarkPack:
    with world.store.read() as session:
        return dark_pack(session, TODAY, days, roads=ROADS, settings=SETTINGS, now=NOW)


@pytest.fixture
def busy(world: World) -> World:
    driven = world.member(last_name="Koski", first_name="Aino", phone="2185550101")
    waiting = world.member(last_name="Maki", first_name="Eino", phone="2185550102")
    berg = world.driver(last_name="Berg", first_name="Lena", phone="2185550103")
    world.driver(last_name="Idle", first_name="Ida", phone="2185550104")
    rides = world.book(driven, "10:00", back=ReturnKind.WILL_CALL).ride_ids
    world.runs.assign(ACTOR, rides, driver_id=berg, day=TODAY, override_reason="as agreed")
    world.book(waiting, "13:30", day=TODAY + timedelta(days=1))
    return world


def test_every_open_ride_of_the_days_is_there_with_its_driver_or_none(busy: World) -> None:
    pack = pack_of(busy)
    assert [len(day.rides) for day in pack.days] == [2, 1, 0]
    there, back = pack.days[0].rides
    assert there.driver.startswith("Berg, Lena")
    assert back.driver == there.driver
    assert back.at is None
    assert back.note == "will call when ready"
    (unmet,) = pack.days[1].open_rides
    assert unmet.member.startswith("Maki, Eino")
    assert pack.open_count == 1


def test_what_is_over_or_cancelled_is_left_out(busy: World) -> None:
    ride = busy.book(busy.member(last_name="Gone"), "15:00").ride_ids[0]
    busy.trips.cancel(ACTOR, ride, "called off")
    assert "Gone" not in " ".join(ride.member for day in pack_of(busy).days for ride in day.rides)


def test_telephones_of_riders_drivers_who_could_be_asked_and_places(busy: World) -> None:
    names = {(phone.kind, phone.name.split(",")[0]) for phone in pack_of(busy).phones}
    assert {(PhoneKind.DRIVER, "Berg"), (PhoneKind.DRIVER, "Idle")} <= names
    assert {(PhoneKind.MEMBER, "Koski"), (PhoneKind.MEMBER, "Maki")} <= names
    assert any(kind is PhoneKind.PLACE for kind, _name in names)


def test_standing_orders_stand_in_it(world: World) -> None:
    member = world.member(last_name="Aho")
    world.book(member, "9:00", repeat=Repeat(frozenset({1, 3})))
    (order,) = pack_of(world).orders
    assert order.member.startswith("Aho")
    assert order.pattern.startswith("Tue Thu")


def test_the_paper_begins_with_what_has_no_driver(busy: World) -> None:
    first, *rest = pages(dark_pack_pdf(pack_of(busy)))
    assert "Rides without a driver" in first
    assert "Maki, Eino" in first
    assert "Koski" not in first
    whole = " ".join(rest)
    assert "Telephones" in whole
    assert "218-555-0104" in whole
    assert "Run sheet" in rest[-1]


def test_an_empty_span_is_told_and_still_has_lines_to_write_on(world: World) -> None:
    first = pages(dark_pack_pdf(pack_of(world, days=1)))[0]
    assert "Every ride of these days has a driver." in first
    assert "New requests" in first


def test_without_its_password_nobody_reads_it(busy: World) -> None:
    pdf = dark_pack_pdf(pack_of(busy))
    password = dark_password(b"k" * 32)
    shut = locked(pdf, password)
    assert b"Maki" not in shut
    reader = PdfReader(io.BytesIO(shut))
    with pytest.raises(FileNotDecryptedError):
        reader.pages[0].extract_text()
    assert not reader.decrypt("guess")
    assert reader.decrypt(password)
    assert "Maki" in reader.pages[0].extract_text()


def test_the_password_is_the_offices_own_and_stays_the_same() -> None:
    mine = dark_password(b"k" * 32)
    assert mine == dark_password(b"k" * 32)
    assert mine != dark_password(b"x" * 32)
    assert len(mine.replace("-", "")) == 16


def test_whoever_no_longer_drives_is_not_telephoned(world: World) -> None:
    gone = world.built.drivers.add(ACTOR, driver_entry(last_name="Retired")).id
    world.built.drivers.archive(ACTOR, gone)
    assert not any(phone.name.startswith("Retired") for phone in pack_of(world).phones)


def test_a_run_that_is_over_has_no_sheet(world: World) -> None:
    (ride,) = world.book(world.member(), "10:00").ride_ids
    world.runs.assign(ACTOR, [ride], driver_id=world.driver(), day=TODAY, override_reason="so")
    assert len(pack_of(world).sheets) == 1
    world.trips.mark(ACTOR, ride, RideState.DONE)
    assert pack_of(world).sheets == ()
