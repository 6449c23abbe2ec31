"""What speaks against a driver on the day of the ride, not on the day of asking."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from nemt_desk.drivers.rows import (
    Car,
    Credential,
    CredentialKind,
    DayOff,
    Driver,
    DriverKind,
    Hours,
)
from nemt_desk.drivers.rules import credentials_missing, lapsing, standing

DAY = date(2026, 11, 24)


def credential(
    kind: CredentialKind, until: date | None = None, *, is_blocking: bool = True
) -> Credential:
    return Credential(uuid.uuid4(), kind, "", until, is_blocking)


REQUIRED = tuple(
    credential(kind)
    for kind in (
        CredentialKind.LICENCE,
        CredentialKind.INSURANCE,
        CredentialKind.EXCLUSION_CHECK,
        CredentialKind.DRIVING_RECORD,
    )
)
LARS = Driver(
    id=uuid.uuid4(),
    version=1,
    kind=DriverKind.VOLUNTEER,
    last_name="Berg",
    first_name="Lars",
    middle_name="Håkon",
    phone="",
    phone2="",
    email="",
    umpi="",
    home_id=None,
    recognized_on=date(2024, 1, 15),
    recognized_until=None,
    open_to_all=True,
    max_miles=None,
    door_through=False,
    driver_note="",
    office_note="",
    cars=(Car(uuid.uuid4(), "", "ABC 123", 4, 0, has_lift=False),),
    credentials=REQUIRED,
    hours=(Hours(1, 420, 1020),),
)


def codes(driver: Driver, day: date = DAY) -> list[tuple[str, bool]]:
    return [(finding.code, finding.is_blocking) for finding in standing(driver, day)]


def test_nothing_speaks_against_a_driver_in_order() -> None:
    assert codes(LARS) == []


@pytest.mark.parametrize(("day", "expected"), [(DAY, []), (date(2026, 12, 1), [("lapsed", True)])])
def test_a_credential_counts_on_the_rides_date(day: date, expected: list[tuple[str, bool]]) -> None:
    ends = credential(CredentialKind.INSURANCE, DAY)
    assert codes(replace(LARS, credentials=(*REQUIRED[2:], REQUIRED[0], ends)), day) == expected


def test_a_renewed_credential_replaces_the_old_one() -> None:
    old = credential(CredentialKind.INSURANCE, date(2025, 1, 1))
    new = credential(CredentialKind.INSURANCE, date(2027, 1, 1))
    renewed = replace(LARS, credentials=(*REQUIRED[2:], REQUIRED[0], new, old))
    assert renewed.lapsed_on(DAY) == ()
    assert lapsing(renewed, date(2026, 12, 20), 30) == (new,)
    assert lapsing(renewed, DAY, 30) == ()
    assert renewed.lapsed_on(date(2027, 1, 2)) == (new,)


def test_what_ends_soonest_comes_first_and_its_last_day_counts() -> None:
    later = credential(CredentialKind.LICENCE, date(2026, 12, 24))
    today = credential(CredentialKind.TRAINING, DAY)
    over = credential(CredentialKind.INSPECTION, date(2026, 11, 23))
    driver = replace(LARS, credentials=(later, today, over, REQUIRED[1]))
    assert lapsing(driver, DAY, 30) == (today, later)
    assert lapsing(driver, DAY, 29) == (today,)


def test_what_was_never_entered_is_missing_and_some_of_it_blocks() -> None:
    bare = replace(LARS, credentials=())
    assert len(credentials_missing(bare, DAY)) == 4
    assert codes(bare) == [("missing", True)] * 3 + [("missing", False)]
    assert credentials_missing(replace(bare, kind=DriverKind.CARRIER), DAY) == ()
    assert codes(replace(bare, kind=DriverKind.PRIVATE, cars=())) == []


def test_a_credential_that_only_warns() -> None:
    soft = credential(CredentialKind.TRAINING, date(2026, 1, 1), is_blocking=False)
    assert codes(replace(LARS, credentials=(*REQUIRED, soft))) == [("lapsed", False)]


def test_days_away_hours_recognition_and_plate() -> None:
    away = DayOff(uuid.uuid4(), DAY, DAY, "")
    assert codes(replace(LARS, days_off=(away,))) == [("away", True)]
    assert codes(LARS, date(2026, 11, 25)) == [("no_hours", False)]
    assert codes(replace(LARS, recognized_on=None)) == [("not_recognized", False)]
    assert codes(replace(LARS, recognized_until=date(2026, 11, 23))) == [("not_recognized", False)]
    assert codes(replace(LARS, kind=DriverKind.STAFF, recognized_on=None)) == []
    assert codes(replace(LARS, cars=())) == [("no_plate", False)]


def test_sentences_name_no_person() -> None:
    worst = replace(LARS, credentials=(), hours=(), cars=(), recognized_on=None)
    for finding in standing(worst, DAY):
        assert finding.sentence.endswith(".")
        assert "Berg" not in finding.sentence
