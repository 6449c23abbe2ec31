"""The demo volunteers: 25 drivers with cars, hours, days off and papers that run out."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from nemt_desk.demo import names
from nemt_desk.demo.homes import Home
from nemt_desk.demo.numbers import plates
from nemt_desk.demo.seeds import (
    CarSeed,
    CredentialSeed,
    DayOffSeed,
    HoursSeed,
    MemberSeed,
    VolunteerSeed,
)
from nemt_desk.drivers.rows import CredentialKind, RelationKind
from nemt_desk.members.rows import NEEDS_LIFT

COUNT = 25
LIFTS = (2, 9, 17)
RELATED = (6, 12)
SATURDAY, SUNDAY = 5, 6
# Papers that end soon: volunteer number -> kind and days from today.
ENDING_SOON = {
    4: (CredentialKind.INSURANCE, 6),
    8: (CredentialKind.LICENCE, 13),
    14: (CredentialKind.TRAINING, 3),
    19: (CredentialKind.DRIVING_RECORD, 18),
    22: (CredentialKind.INSURANCE, -2),
}
WARNS_ONLY = {CredentialKind.TRAINING, CredentialKind.DRIVING_RECORD}
YEARS = {
    CredentialKind.LICENCE: 4,
    CredentialKind.INSURANCE: 1,
    CredentialKind.BACKGROUND: 3,
    CredentialKind.EXCLUSION_CHECK: 1,
    CredentialKind.DRIVING_RECORD: 1,
    CredentialKind.TRAINING: 2,
}
SHIFTS = ((270, 840), (300, 780), (420, 1020), (450, 930), (480, 1200), (540, 1200))
NOTES = (
    "",
    "",
    "",
    "Prefers dialysis runs.",
    "Does not drive after dark.",
    "Has child seats.",
    "No dogs, allergic.",
)


def make_volunteers(
    homes: Sequence[Home],
    members: Sequence[MemberSeed],
    today: date,
    rng: random.Random,
    phones: Iterator[str],
) -> tuple[VolunteerSeed, ...]:
    """Make the volunteers; two are related to a member, one is not to drive a certain member."""
    cars = plates(rng, COUNT)
    named = _names(members, rng)
    relations = _relations(members)
    return tuple(
        VolunteerSeed(
            key=f"driver-{number:02d}",
            first_name=first,
            last_name=last,
            middle_name=rng.choice("ADEJKLMRS") if rng.random() < 0.6 else "",
            phone=next(phones),
            umpi=f"A{rng.randrange(100_000_000, 999_999_999)}" if number in LIFTS else "",
            home=homes[-number],
            recognized_on=today - timedelta(days=rng.randrange(60, 4200)),
            open_to_all=number not in relations or number == RELATED[1],
            door_through=number in LIFTS or number % 3 != 0,
            max_miles=60 if number % 7 == 3 else None,
            driver_note="",
            office_note=rng.choice(NOTES),
            car=_car(number, cars[number - 1], rng),
            credentials=_credentials(number, today, rng),
            hours=_hours(number, rng),
            days_off=_days_off(number, today),
            relations=relations.get(number, ()),
        )
        for number, (first, last) in enumerate(named, 1)
    )


def _names(members: Sequence[MemberSeed], rng: random.Random) -> list[tuple[str, str]]:
    taken = {(member.first_name, member.last_name) for member in members}
    found = dict.fromkeys(names.OTHER_VOLUNTEERS)
    lasts = names.LAST_NORTHERN + names.LAST_GERMAN + names.LAST_FINNISH
    while len(found) < COUNT:
        name = rng.choice(names.FIRST_FEMALE + names.FIRST_MALE), rng.choice(lasts)
        if name not in taken:
            found[name] = None
    named = list(found)
    rng.shuffle(named)
    return named


def related_keys(members: Sequence[MemberSeed]) -> tuple[str, ...]:
    """The two members whom a relative or neighbor drives."""
    fit = [m for m in members if m.mode != 1 and not m.needs & NEEDS_LIFT]
    return tuple(member.key for member in fit[: len(RELATED)])


def _relations(
    members: Sequence[MemberSeed],
) -> dict[int, tuple[tuple[str, RelationKind, str], ...]]:
    riders = [m for m in members if m.key in related_keys(members)]
    riders += [m for m in members if m.mode != 1 and m not in riders]
    return {
        RELATED[0]: ((riders[0].key, RelationKind.FAMILY, "Sister-in-law."),),
        RELATED[1]: ((riders[1].key, RelationKind.NEIGHBOR, "Next farm."),),
        20: ((riders[20].key, RelationKind.REFUSED, "Asked not to be paired again."),),
    }


def _car(number: int, plate: str, rng: random.Random) -> CarSeed:
    year = rng.randrange(2009, 2025)
    if number in LIFTS:
        make, model, colour, seats = names.LIFT_CARS[LIFTS.index(number)]
        return CarSeed(f"{year} {make} {model}, {colour}", plate, seats, 1, has_lift=True)
    make, model, colour, seats = names.CARS[number % len(names.CARS)]
    return CarSeed(f"{year} {make} {model}, {colour}", plate, seats, 0, has_lift=False)


def _credentials(number: int, today: date, rng: random.Random) -> tuple[CredentialSeed, ...]:
    soon = ENDING_SOON.get(number)
    found = []
    for kind, years in YEARS.items():
        until = today + timedelta(days=rng.randrange(35, 365 * years))
        if soon and soon[0] is kind:
            until = today + timedelta(days=soon[1])
        paper = f"{kind.value[:2].upper()}-{rng.randrange(10_000, 99_999)}"
        found.append(CredentialSeed(kind, paper, until, kind not in WARNS_ONLY))
    return tuple(found)


def _hours(number: int, rng: random.Random) -> tuple[HoursSeed, ...]:
    days = sorted(rng.sample(range(5), rng.choice((3, 3, 4, 5))))
    if number in LIFTS:
        days = [0, 1, 2, 3, 4]
    if number % 4 == 1 or number in LIFTS:
        days.append(SATURDAY)
    if number % 6 == 1:
        days.append(SUNDAY)
    # Dialysis starts before dawn and ends in the evening: some drive early, some late.
    start, end = SHIFTS[number % len(SHIFTS)]
    return tuple(HoursSeed(day, start, end) for day in days)


def _days_off(number: int, today: date) -> tuple[DayOffSeed, ...]:
    if number % 6 == 2:
        start = today + timedelta(days=number - 8)
        return (DayOffSeed(start, start + timedelta(days=number % 5), "Family visit"),)
    if number % 9 == 5:
        start = today + timedelta(days=number // 3)
        return (DayOffSeed(start, start, "Own doctor's appointment"),)
    return ()
