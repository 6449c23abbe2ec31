"""Five complaints and the like of the demo office, in different stages; one is overdue."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from nemt_desk.cases.rows import CaseKind, CaseMethod, CaseState, Priority
from nemt_desk.demo.seeds import CaseSeed, MemberSeed, RideSeed, TripSeed
from nemt_desk.trips.rows import RideState

OFFICE = "Office"


def make_cases(
    members: Sequence[MemberSeed], trips: Sequence[TripSeed], today: date, phones: Iterator[str]
) -> tuple[CaseSeed, ...]:
    """Make the five cases, most of them about rides that were driven."""
    driven = [
        (trip, ride)
        for trip in trips
        for ride in trip.rides
        if ride.state is RideState.DONE and trip.day < today
    ]
    names = {member.key: f"{member.first_name} {member.last_name}" for member in members}
    about = [_about(driven[len(driven) * n // 9], names) for n in (1, 3, 5)]
    return (
        _late_twice(about[0], today),
        _slipped(_about(driven[-1], names), today),
        _thanks(about[2], today),
        _smoke(about[1], today),
        _evening_rides(about[0], today, next(phones)),
    )


def _about(driven: tuple[TripSeed, RideSeed], names: dict[str, str]) -> CaseSeed:
    """An open complaint by telephone, received the day after a ride, without words yet."""
    trip, ride = driven
    received = trip.day + timedelta(days=1)
    return CaseSeed(
        key="",
        kind=CaseKind.COMPLAINT,
        method=CaseMethod.PHONE,
        priority=Priority.ROUTINE,
        state=CaseState.OPEN,
        received_on=received,
        due_on=received + timedelta(days=30),
        closed_on=None,
        from_name=names[trip.member_key],
        from_phone="",
        member_key=trip.member_key,
        driver_key=ride.driver_key,
        ride_key=ride.key,
        summary="",
        details="",
        steps=(),
        outcome="",
    )


def _late_twice(case: CaseSeed, today: date) -> CaseSeed:
    """Overdue; about earlier rides, so only the driver is named."""
    received = today - timedelta(days=33)
    return replace(
        case,
        key="case-1",
        received_on=received,
        due_on=received + timedelta(days=30),
        ride_key=None,
        summary="Driver more than half an hour late twice in one week",
        details="Missed part of a visit. Asks for another driver or an earlier pick-up.",
        steps=(
            (received + timedelta(days=1), OFFICE, "Called the member back; apologized."),
            (received + timedelta(days=6), OFFICE, "Driver says the road was closed; map checked."),
        ),
    )


def _slipped(case: CaseSeed, today: date) -> CaseSeed:
    """An incident that must be answered today."""
    yesterday = today - timedelta(days=1)
    return replace(
        case,
        key="case-2",
        kind=CaseKind.INCIDENT,
        priority=Priority.SAFETY,
        received_on=yesterday,
        due_on=today,
        summary="Member slipped on the step while getting out",
        details="Scraped knee, no other injury; clinic staff looked at it. Driver offered an arm.",
        steps=((yesterday, OFFICE, "Incident form asked from the driver."),),
    )


def _thanks(case: CaseSeed, today: date) -> CaseSeed:
    return replace(
        case,
        key="case-3",
        kind=CaseKind.COMMENDATION,
        state=CaseState.CLOSED,
        closed_on=today,
        summary="Driver stayed until the door was unlocked in the cold",
        details="Family says thank you.",
        steps=((case.received_on, OFFICE, "Read to the driver."),),
        outcome="Letter sent to the driver.",
    )


def _smoke(case: CaseSeed, today: date) -> CaseSeed:
    return replace(
        case,
        key="case-4",
        state=CaseState.CLOSED,
        closed_on=today - timedelta(days=1),
        summary="Car smelled of smoke",
        details="Member has asthma.",
        steps=(
            (case.received_on, OFFICE, "Driver asked; a grandson had used the car."),
            (today - timedelta(days=2), OFFICE, "Car cleaned and looked at."),
        ),
        outcome="Upheld. No smoking in the car agreed in writing; member told.",
    )


def _evening_rides(case: CaseSeed, today: date, phone: str) -> CaseSeed:
    """A question from a clinic; about nobody."""
    return replace(
        case,
        key="case-5",
        kind=CaseKind.INQUIRY,
        method=CaseMethod.LETTER,
        priority=Priority.URGENT,
        received_on=today - timedelta(days=2),
        due_on=today + timedelta(days=3),
        from_name="Cedar Path Behavioral Health",
        from_phone=phone,
        member_key=None,
        driver_key=None,
        ride_key=None,
        summary="Clinic asks whether evening rides can be had on Thursdays",
        details="Four members would come to a group from 6:00 to 7:30 p.m.",
    )
