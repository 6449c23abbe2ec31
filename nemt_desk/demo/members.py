"""The demo members: some 120 people as a northern county has them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nemt_desk.demo import names
from nemt_desk.demo.homes import Home, Homes
from nemt_desk.demo.numbers import mhcp_ids
from nemt_desk.demo.seeds import MemberSeed
from nemt_desk.members.rows import Assistance, Need, Payer, Program

COUNT = 120
COMMUNITY = "80"
NURSING_FACILITY = "42"
DESCRIPTIONS = (
    "Yellow house behind the water tower",
    "Trailer at the end of the gravel drive, two mailboxes, blue boat out front",
    "Second farm past the church, red barn with a white star",
    "Upstairs over the old creamery; use the back stairs",
    "Log cabin on the north shore, look for the loon sign",
)
DRIVER_NOTES = (
    "Honk once; comes out by the side door.",
    "Dog barks but is friendly. Stay in the car until it is called.",
    "Needs an arm on icy steps.",
    "Hard of hearing: speak up, face to face.",
    "Ramp on the left side of the house.",
    "Gets car sick; front seat please.",
    "Will not be rushed. Allow five minutes more.",
    "Call from the road, cell phone coverage is poor at the house.",
    "Apartment 4, ring twice.",
    "Portable oxygen; check that the tank is strapped in.",
)
OFFICE_NOTES = (
    "Daughter handles the mail; letters go to her.",
    "Two no-shows last spring, both in the hospital. Excused.",
    "Wants only morning appointments.",
    "Renewal papers are with the financial worker.",
    "Was upset about a late ride in August; call back personally.",
    "Interpreter must be ordered two days ahead.",
)
PLANS = ("Prairie Health Plan", "North Woods Care")


@dataclass
class _Pool:
    """What each new member takes one of."""

    rng: random.Random
    today: date
    phones: Iterator[str]
    homes: Iterator[Home]
    ids: Iterator[str]
    manor: Home


def make_members(
    homes: Homes, today: date, rng: random.Random, phones: Iterator[str]
) -> tuple[MemberSeed, ...]:
    """Make the members; the first have whole names of their own, the rest mixed ones."""
    manor = next(place.home for place in homes.places if place.role == "nursing home")
    pool = _Pool(rng, today, phones, iter(homes.homes), iter(mhcp_ids(rng, COUNT)), manor)
    named = [*names.OTHER_MEMBERS, *_mixed_names(rng, COUNT - len(names.OTHER_MEMBERS))]
    rng.shuffle(named)
    members = [_member(number, name, pool) for number, name in enumerate(named, 1)]
    for place, text in enumerate(DESCRIPTIONS):
        at = 7 + place * 20  # never one of the care center's
        home = replace(members[at].home, street_line="", description=text)
        members[at] = replace(members[at], home=home)
    return tuple(members)


def _mixed_names(rng: random.Random, count: int) -> list[tuple[str, str, str]]:
    lasts = names.LAST_NORTHERN + names.LAST_GERMAN + names.LAST_FINNISH
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        firsts = names.FIRST_FEMALE if rng.random() < 0.57 else names.FIRST_MALE
        found[rng.choice(firsts), rng.choice(lasts)] = None
    return [(first, last, "English") for first, last in found]


def _member(number: int, name: tuple[str, str, str], pool: _Pool) -> MemberSeed:
    rng, today = pool.rng, pool.today
    first, last, language = name
    age = _age(number, rng)
    is_child = age < 18
    in_manor = age > 70 and number % 13 == 0
    mode = 1 if is_child else rng.choices((1, 2, 4), (12, 66, 22))[0]
    needs = _needs(mode, age, rng)
    if language not in {"English", "Ojibwe"}:
        needs |= {Need.INTERPRETER}
    relative = rng.choice(names.FIRST_FEMALE)
    until = _month_end(today, rng.choices((0, 1, 2, 4, 6, 9, 11), (4, 6, 10, 20, 25, 20, 15))[0])
    has_contact = is_child or rng.random() < 0.4
    return MemberSeed(
        key=f"member-{number:03d}",
        first_name=first,
        last_name=last,
        middle_name=rng.choice("ABCDEFGHJKLMNPRSTW") if rng.random() < 0.5 else "",
        birth_date=today - timedelta(days=round(age * 365.25) + rng.randrange(5, 350)),
        phone=next(pool.phones),
        mhcp_id=next(pool.ids),
        language=language,
        program=_program(age, rng),
        payer=Payer.MCO if number % 9 == 0 else Payer.FFS,
        plan=rng.choice(PLANS) if number % 9 == 0 else "",
        eligible_from=_month_end(today, -rng.randrange(3, 40)) + timedelta(days=1),
        eligible_until=until,
        checked_on=today - timedelta(days=rng.randrange(1, 45)),
        living_arrangement=NURSING_FACILITY if in_manor else COMMUNITY,
        mode=mode,
        assistance=_assistance(mode, needs),
        needs=frozenset(needs),
        driver_note=rng.choice(DRIVER_NOTES) if rng.random() < 0.45 else "",
        office_note=rng.choice(OFFICE_NOTES) if rng.random() < 0.25 else "",
        home=pool.manor if in_manor else next(pool.homes),
        contact_name=f"{relative} {last}" if has_contact else "",
        contact_phone=next(pool.phones) if has_contact else "",
        signs_name=f"{relative} {last}" if is_child else "",
    )


def _age(number: int, rng: random.Random) -> float:
    if number % 17 == 0:
        return rng.uniform(4, 16)
    if number % 3 == 0:
        return rng.uniform(21, 58)
    return rng.uniform(59, 91)


def _needs(mode: int, age: float, rng: random.Random) -> set[Need]:
    needs: set[Need] = set()
    if mode == 4:
        needs.add(
            rng.choice((Need.WALKER, Need.WHEELCHAIR_FOLDS, Need.WHEELCHAIR_FOLDS, Need.WHEELCHAIR))
        )
    elif age > 65 and rng.random() < 0.4:
        needs.add(rng.choice((Need.WALKER, Need.CANE, Need.CANE)))
    for need, share in ((Need.OXYGEN, 0.07), (Need.SERVICE_ANIMAL, 0.035), (Need.LOW_VISION, 0.06),
                        (Need.HARD_OF_HEARING, 0.1)):  # fmt: skip
        if rng.random() < share:
            needs.add(need)
    if age < 8:
        needs.add(Need.CHILD_SEAT)
    return needs


def _assistance(mode: int, needs: set[Need]) -> Assistance:
    if mode == 4:
        return Assistance.DOOR_THROUGH
    return Assistance.DOOR if needs & {Need.WALKER, Need.CANE, Need.LOW_VISION} else Assistance.CURB


def _program(age: float, rng: random.Random) -> Program:
    if age < 21:
        return rng.choice((Program.MA, Program.MNCARE))
    return rng.choices((Program.MA, Program.EMA, Program.RMA, Program.IMD), (93, 3, 3, 1))[0]


def _month_end(day: date, months: int) -> date:
    """The last day of the month so many months from a day's own."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
