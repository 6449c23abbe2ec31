"""Which rides the demo members ask for: three weeks of dialysis, therapy and visits.

No drivers yet; those come in assign.py.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from nemt_desk.demo.homes import CarePlace, Home, miles_between
from nemt_desk.demo.seeds import CompanionSeed, MemberSeed, RideSeed, StandingSeed, TripSeed
from nemt_desk.demo.volunteers import related_keys
from nemt_desk.members.rows import NEEDS_LIFT, Assistance, Need, Payer
from nemt_desk.trips.rows import Care, CompanionKind, CompanionReason, Leg, ReturnKind

type Minutes = Callable[[Home, Home], int]

DAYS_EACH_WAY = 10
EARLY_MIN, LOAD_MIN, STEP_MIN = 10, 5, 5
PHARMACY_MIN = 10
# Crow-fly miles to minutes: measured on the demo county, on the safe side.
MINUTES_A_MILE, START_MIN = 1.75, 3
HEARD_MIN = 12
WEEKDAYS = range(5)

# Standing orders: service, role, weekdays, start, stay, return, how many members.
PATTERNS = (
    ("Dialysis", "dialysis", (0, 2, 4), 345, 240, ReturnKind.SCHEDULED, 2),
    ("Dialysis", "dialysis", (0, 2, 4), 630, 240, ReturnKind.SCHEDULED, 2),
    ("Dialysis", "dialysis", (0, 2, 4), 885, 225, ReturnKind.WILL_CALL, 2),
    ("Dialysis", "dialysis", (1, 3, 5), 345, 240, ReturnKind.SCHEDULED, 2),
    ("Dialysis", "dialysis", (1, 3, 5), 630, 240, ReturnKind.SCHEDULED, 2),
    ("Dialysis", "dialysis", (1, 3, 5), 885, 225, ReturnKind.WILL_CALL, 1),
    ("Physical therapy", "therapy", (0, 3), 600, 45, ReturnKind.WAIT, 2),
    ("Physical therapy", "therapy", (1, 4), 780, 45, ReturnKind.SCHEDULED, 2),
    ("Occupational therapy", "therapy", (2,), 660, 60, ReturnKind.SCHEDULED, 1),
    ("Counseling", "behavioral", (1,), 900, 60, ReturnKind.SCHEDULED, 2),
    ("Counseling", "behavioral", (3,), 570, 60, ReturnKind.WILL_CALL, 2),
)
# Single visits: service, role, kind of care, weekdays it is open, weight.
VISITS = (
    ("Family doctor", "primary", Care.PRIMARY, range(5), 10),
    ("Heart clinic", "specialty", Care.SPECIALTY, range(5), 4),
    ("Orthopedics", "specialty", Care.SPECIALTY, range(5), 3),
    ("Lab and X-ray", "hospital", Care.SPECIALTY, range(5), 4),
    ("Infusion", "hospital", Care.SPECIALTY, range(5), 2),
    ("Dentist", "dental", Care.PRIMARY, range(5), 4),
    ("Eye exam", "eye", Care.SPECIALTY, range(1, 4), 3),
)
WEEKEND_VISIT = ("Wound care", "hospital", Care.SPECIALTY, range(7), 1)
RETURNS = ((ReturnKind.SCHEDULED, 45), (ReturnKind.WILL_CALL, 33), (ReturnKind.WAIT, 22))
MOST_MILES = 27.0
_FACILITY_CODES = frozenset({"41", "42", "44", "45"})


def estimated_minutes(a: Home, b: Home) -> int:
    """Driving minutes guessed from the distance, for when no map is at hand yet."""
    return math.ceil(START_MIN + MINUTES_A_MILE * miles_between(a, b))


def clock(minute: int) -> time:
    """A minute after midnight as a time of day."""
    return time(minute // 60 % 24, minute % 60)


def minute_of(at: time) -> int:
    """A time of day as a minute after midnight."""
    return at.hour * 60 + at.minute


@dataclass
class Ask:
    """One trip in the making; minutes after midnight."""

    member: MemberSeed
    day: date
    place: CarePlace
    service: str
    appointment: int
    stay: int
    kind: ReturnKind
    care: Care = Care.SPECIALTY
    standing: str | None = None
    pharmacy: CarePlace | None = None


@dataclass
class Demand:
    """Everything asked for; `late_key` and `waiting_key` name today's two special trips."""

    standing: list[StandingSeed] = field(default_factory=list)
    trips: list[TripSeed] = field(default_factory=list)
    late_key: str = ""
    waiting_key: str = ""


class Caller:
    """Asks for the rides of all members, by chance and by pattern."""

    def __init__(
        self,
        members: Sequence[MemberSeed],
        places: Sequence[CarePlace],
        *,
        today: date,
        minutes: Minutes,
        rng: random.Random,
    ) -> None:
        self.places = places
        self.today = today
        self.minutes = minutes
        self.rng = rng
        self.demand = Demand()
        self.regulars = related_keys(members)
        self.riders = [member for member in members if member.mode != 1]
        self.rng.shuffle(self.riders)
        self._busy: set[tuple[str, date]] = set()

    def call(self, now: int) -> Demand:
        """Ask for today's special trips, the standing orders, then single visits."""
        self._specials(now)
        days = [self.today + timedelta(days=n) for n in range(-DAYS_EACH_WAY, DAYS_EACH_WAY + 1)]
        self._patterns(days)
        for day in days:
            few = 4 if day == self.today else 0
            for _ in range(self.rng.randrange(7, 11) if day.weekday() in WEEKDAYS else few):
                self._visit(day)
        self.demand.trips.sort(key=lambda trip: (trip.day, trip.appointment, trip.key))
        return self.demand

    def _specials(self, now: int) -> None:
        """One ride that is late, and one member who has called and waits."""
        hospital = self._place("hospital", self.riders[0])
        near = [m for m in self.riders if not m.needs & NEEDS_LIFT and self._reaches(m, hospital)]
        near = [m for m in near if m.key not in self.regulars]
        late, waiting = near.pop(), near.pop()
        drive = self.minutes(late.home, hospital.home)
        pickup = max(285, now - 25)
        appointment = _up(pickup + LOAD_MIN + drive + EARLY_MIN)
        ask = Ask(
            late, self.today, hospital, "Lab and X-ray", appointment, 60, ReturnKind.SCHEDULED
        )
        self.demand.late_key = self._add(ask)
        ask = Ask(
            waiting, self.today, hospital, "Infusion", _down(now - 80), 60, ReturnKind.WILL_CALL
        )
        self.demand.waiting_key = self._add(ask)

    def _patterns(self, days: Sequence[date]) -> None:
        riders = [m for m in self.riders if (m.key, self.today) not in self._busy]
        # Who rides again and again is somebody the agency itself carries.
        riders.sort(key=lambda member: (not _is_ours(member), member.key not in self.regulars))
        number = 0
        for service, role, weekdays, start, stay, kind, count in PATTERNS:
            place = self._place(role, riders[0])
            for _ in range(count):
                number += 1
                member = next(m for m in riders if self._reaches(m, place))
                riders.remove(member)
                key = f"standing-{number:02d}"
                begun = self.today - timedelta(days=self.rng.randrange(40, 400))
                self.demand.standing.append(
                    StandingSeed(
                        key, member.key, place.key, service, weekdays, clock(start), stay, begun
                    )
                )
                for day in days:
                    if day.weekday() in weekdays:
                        self._add(Ask(member, day, place, service, start, stay, kind, standing=key))

    def _visit(self, day: date) -> None:
        open_visits = [v for v in VISITS if day.weekday() in v[3]] or [WEEKEND_VISIT]
        weights = [visit[4] for visit in open_visits]
        service, role, care, _, _ = self.rng.choices(open_visits, weights)[0]
        member = self.rng.choice(self.riders)
        place = self._place(role, member)
        if (member.key, day) in self._busy or not self._reaches(member, place):
            return
        kind = self.rng.choices([kind for kind, _ in RETURNS], [share for _, share in RETURNS])[0]
        start = self.rng.randrange(500, 930, 15) // 15 * 15
        stay = self.rng.choice((30, 45, 60, 75, 90))
        ask = Ask(member, day, place, service, start, stay, kind, care)
        if (
            kind is not ReturnKind.WILL_CALL
            and role in {"primary", "specialty"}
            and self.rng.random() < 0.3
        ):
            ask.pharmacy, ask.kind = self._place("pharmacy", member), ReturnKind.WAIT
        self._add(ask)

    def _place(self, role: str, member: MemberSeed) -> CarePlace:
        """The nearest place of that kind."""
        fitting = [place for place in self.places if place.role == role]
        return min(fitting, key=lambda place: miles_between(place.home, member.home))

    def _reaches(self, member: MemberSeed, place: CarePlace) -> bool:
        """Say whether the member lives neither at the place nor too far from it."""
        return 0.1 < miles_between(member.home, place.home) < MOST_MILES

    def _add(self, ask: Ask) -> str:
        key = f"trip-{len(self.demand.trips) + 1:04d}"
        self._busy.add((ask.member.key, ask.day))
        self.demand.trips.append(
            TripSeed(
                key=key,
                member_key=ask.member.key,
                day=ask.day,
                place_key=ask.place.key,
                service=ask.service,
                care=ask.care,
                appointment=clock(ask.appointment),
                stay_min=ask.stay,
                return_kind=ask.kind,
                standing_key=ask.standing,
                companions=self._companions(ask.member),
                driver_note="",
                rides=self._rides(key, ask),
            )
        )
        return key

    def _rides(self, key: str, ask: Ask) -> tuple[RideSeed, ...]:
        arrive = ask.appointment - EARLY_MIN
        leave = _down(arrive - self.minutes(ask.member.home, ask.place.home) - LOAD_MIN)
        ready = _up(ask.appointment + ask.stay)
        rides = [
            _ride(
                f"{key}-1", Leg.OUTBOUND, ("home", ask.place.key), (leave, arrive), ask.member.mode
            )
        ]
        start, start_key = ask.place.home, ask.place.key
        if ask.pharmacy is not None:
            there = ready + LOAD_MIN + self.minutes(start, ask.pharmacy.home)
            ends = start_key, ask.pharmacy.key
            rides.append(_ride(f"{key}-2", Leg.ONWARD, ends, (ready, there), ask.member.mode))
            ready, start, start_key = _up(there + PHARMACY_MIN), ask.pharmacy.home, ask.pharmacy.key
        if ask.kind is ReturnKind.WILL_CALL:
            ready += STEP_MIN
        back = ready + LOAD_MIN + self.minutes(start, ask.member.home)
        last = _ride(
            f"{key}-{len(rides) + 1}",
            Leg.RETURN,
            (start_key, "home"),
            (ready, back),
            ask.member.mode,
        )
        if ask.kind is ReturnKind.WILL_CALL:
            last = replace(last, pickup=None, dropoff=None)
        return (*rides, last)

    def _companions(self, member: MemberSeed) -> tuple[CompanionSeed, ...]:
        found = []
        if Need.SERVICE_ANIMAL in member.needs:
            found.append(CompanionSeed(CompanionKind.SERVICE_ANIMAL, "", None))
        helped = member.assistance is Assistance.DOOR_THROUGH
        if helped and member.contact_name and self.rng.random() < 0.3:
            kind, reason = CompanionKind.RESPONSIBLE_PERSON, CompanionReason.NECESSARY
            found.append(CompanionSeed(kind, member.contact_name, reason))
        return tuple(found)


def _ride(key: str, leg: Leg, ends: tuple[str, str], span: tuple[int, int], mode: int) -> RideSeed:
    return RideSeed(
        key=key,
        leg=leg,
        from_key=ends[0],
        to_key=ends[1],
        pickup=clock(span[0]),
        dropoff=clock(span[1]),
        plan_min=span,
        mode=mode,
    )


def _is_ours(member: MemberSeed) -> bool:
    """Say whether neither a health plan nor the state's own providers carry the member."""
    return member.payer is Payer.FFS and member.living_arrangement not in _FACILITY_CODES


def _up(minute: int) -> int:
    return -(-minute // STEP_MIN) * STEP_MIN


def _down(minute: int) -> int:
    return minute // STEP_MIN * STEP_MIN
