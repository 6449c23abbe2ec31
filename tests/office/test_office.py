"""The office from its first start to a restored backup, as the faces use it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, InputError, RefusedError
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.restoring import restore
from nemt_desk.security import keys
from nemt_desk.security.trail import latest
from nemt_desk.trips.rows import Leg
from nemt_desk.trips.standing.orders import StandingEntry, StandingLeg, Told
from tests.factories import member_entry, place_entry

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup(
    "Perch County Rides", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD
)
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    office, _code = Office.create(folder, SETUP, cost=CHEAP)
    office.close()
    return folder


def test_what_was_set_up_is_there_at_the_next_start(data: Path) -> None:
    office = Office.open(data, "Ann", PASSWORD)
    assert office.settings.name == "Perch County Rides"
    assert office.actor.name == "A. Coordinator"
    assert office.verify_trail().is_whole
    office.close()


def test_the_recovery_code_opens_the_key(tmp_path: Path) -> None:
    office, code = Office.create(tmp_path / "o", SETUP, cost=CHEAP)
    office.close()
    ring = keys.load_keyring(tmp_path / "o" / "office.keys")
    assert len(keys.unlock_with_code(ring, code)) == keys.KEY_BYTES


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("agency_name", " "),
        ("zone", "Mars/Base"),
        ("login", ""),
        ("user_name", ""),
    ],
)
def test_a_refused_first_start_leaves_nothing(tmp_path: Path, field: str, value: str) -> None:
    folder = tmp_path / "o"
    with pytest.raises(DeskError):
        Office.create(folder, replace(SETUP, **{field: value}), cost=CHEAP)
    assert not Office.exists(folder)
    assert not list(folder.glob("office.*")) if folder.exists() else True


def test_an_office_is_never_set_up_over_another(data: Path) -> None:
    with pytest.raises(RefusedError, match="already"):
        Office.create(data, SETUP, cost=CHEAP)


def test_failed_tries_are_told_at_the_next_sign_in(data: Path) -> None:
    for _time in range(2):
        with pytest.raises(RefusedError):
            Office.open(data, "ann", "not the password")
    office = Office.open(data, "ann", PASSWORD)
    with office.store.read() as session:
        assert latest(session)[0].act == "Signed in after 2 failed tries"
    office.close()


def test_no_office_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no office"):
        Office.open(tmp_path / "nowhere", "ann", PASSWORD)


def test_settings_are_checked_and_kept(data: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    with pytest.raises(InputError):
        office.save_settings(replace(office.settings, npi="1234567890", load_min=999))
    office.save_settings(replace(office.settings, npi="1234567893", load_min=7))
    office.close()
    office = Office.open(data, "ann", PASSWORD)
    assert (office.settings.npi, office.settings.load_min) == ("1234567893", 7)
    office.close()


def test_restore_brings_back_what_was_and_says_so_in_the_trail(data: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    made = office.backups.make()
    office.save_settings(replace(office.settings, phone="2185550100"))
    office.close()
    rows, aside = restore(data, made.path, "ann", PASSWORD)
    assert rows > 0
    assert aside is not None
    assert aside.exists()
    office = Office.open(data, "ann", PASSWORD)
    assert office.settings.phone == ""
    assert office.verify_trail().is_whole
    with office.store.read() as session:
        assert any("Restored the backup" in entry.act for entry in latest(session))
    office.close()


def test_a_folder_of_backups_alone_brings_the_office_back(data: Path, tmp_path: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    stick = tmp_path / "stick"
    made = office.backups.make(stick)
    office.close()
    fresh = tmp_path / "new PC"
    restore(fresh, stick / made.path.name, "ann", PASSWORD)
    office = Office.open(fresh, "ann", PASSWORD)
    assert office.settings.name == "Perch County Rides"
    office.close()


def test_restore_with_a_wrong_password_changes_nothing(data: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    made = office.backups.make()
    office.save_settings(replace(office.settings, phone="2185550100"))
    office.close()
    with pytest.raises(RefusedError):
        restore(data, made.path, "ann", "not the password")
    office = Office.open(data, "ann", PASSWORD)
    assert office.settings.phone == "2185550100"
    office.close()


def test_a_backup_is_made_only_when_something_changed(data: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    assert office.backup_if_due() is not None
    assert office.backup_if_due() is None
    office.close()


def test_trips_of_standing_orders_are_made_ahead_once_a_day(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 14, 15, tzinfo=UTC))
    office, _code = Office.create(tmp_path / "o", SETUP, clock=clock, cost=CHEAP)
    member_id = office.members.add(office.actor, member_entry()).id
    home_id, clinic_id = (
        office.places.add(office.actor, place_entry(name=name)).id for name in ("Manor", "Clinic")
    )
    leg = StandingLeg(
        leg=Leg.OUTBOUND, from_id=home_id, to_id=clinic_id, appointment_min=600, pickup_min=540
    )
    entry = StandingEntry(
        member_id=member_id,
        weekdays=frozenset({0}),
        from_day=date(2026, 11, 16),
        legs=(leg,),
        told=Told(decided=False),
    )
    assert len(office.standing.add(office.actor, entry).trip_ids) == 5
    clock.advance(days=10)
    assert office.keep_ahead().text == "Made 1 trip of standing orders"
    assert not office.keep_ahead()
    office.close()


def test_the_recovery_code_gives_a_new_password(tmp_path: Path) -> None:
    office, code = Office.create(tmp_path / "o", SETUP, cost=CHEAP)
    office.close()
    with pytest.raises(RefusedError):
        Office.recover(tmp_path / "o", "ann", code[::-1], "a quite new sentence")
    with pytest.raises(RefusedError):
        Office.recover(tmp_path / "o", "nobody", code, "a quite new sentence")
    Office.recover(tmp_path / "o", "ann", code, "a quite new sentence").close()
    with pytest.raises(RefusedError):
        Office.open(tmp_path / "o", "ann", PASSWORD)
    office = Office.open(tmp_path / "o", "ann", "a quite new sentence")
    assert office.verify_trail().is_whole
    office.close()
