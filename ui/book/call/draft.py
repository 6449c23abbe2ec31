"""What is typed on the Book page, as one frozen value. No Qt, no office; times are wall clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise

from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import NEEDS_LIFT, Assistance, Member, Need
from nemt_desk.places.rows import Place
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.rows import Care, Companion, CompanionKind, Purpose, ReturnKind
from ui.book.services import BY_CODE

type Pair = tuple[Place, Place]
type PairKey = tuple[Id, Id]

WHAT_FOR, WHERE_TO = "what it is for", "where to"
NOT_ASKED = AskedFacts(routine=None, care_known=False)
"""The facts of a call before the caller was asked anything."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls for the member; empty: the member himself or herself."""

    relation: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A further stop after the appointment, such as a pharmacy."""

    place: Place | None = None
    stay_min: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One call so far. None is: not said, or left to be computed.

    `facts` holds what the rules are told beside the trip's own fields; its `words`, `mode`,
    `driver_id` and `home_m` are filled when the rules are asked.
    """

    member: Member | None = None
    home: Place | None = None
    caller: Caller = Caller()
    service: str = ""
    care: Care | None = None
    place: Place | None = None
    day: date | None = None
    appointment: time | None = None
    stay_min: int | None = None
    facts: AskedFacts = NOT_ASKED
    origin: Place | None = None
    pickup: time | None = None
    dropoff: time | None = None
    drive_min: int | None = None
    stops: tuple[Stop, ...] = ()
    return_kind: ReturnKind = ReturnKind.SCHEDULED
    return_time: time | None = None
    return_to: Place | None = None
    return_mode: int | None = None
    companions: tuple[Companion, ...] = ()
    has_animal: bool = False
    in_wheelchair: bool = False
    mode: int | None = None
    assistance: Assistance = Assistance.CURB
    repeat: str = ""
    driver_note: str = ""
    office_note: str = ""
    override_reason: str = ""

    @property
    def purpose(self) -> Purpose:
        """What the trip is for."""
        known = BY_CODE.get(self.service)
        return known.purpose if known else Purpose.COVERED_SERVICE

    @property
    def start(self) -> Place | None:
        """Where the member is picked up: home unless another place was said."""
        return self.origin or self.home

    @property
    def end(self) -> Place | None:
        """Where the return goes."""
        return self.return_to or self.start

    @property
    def stay(self) -> int:
        """How long the appointment takes, in minutes: typed, or usual for the service."""
        if self.stay_min is not None:
            return self.stay_min
        known = BY_CODE.get(self.service)
        return known.stay_min if known else 60

    @property
    def has_appointment(self) -> bool:
        """Tell whether somebody is expected at a time (not when fetching from a pharmacy)."""
        known = BY_CODE.get(self.service)
        return self.appointment is not None or known is None or known.has_appointment

    @property
    def is_discharge(self) -> bool:
        """Tell whether the member comes out of a hospital that day."""
        urgent = self.facts.urgent
        return self.service == "hospital_discharge" or (
            urgent is not None and urgent.reason == "discharge"
        )

    @property
    def real_stops(self) -> tuple[Stop, ...]:
        """The further stops that have a place."""
        return tuple(stop for stop in self.stops if stop.place is not None)

    @property
    def everybody(self) -> tuple[Companion, ...]:
        """Companions, and the service animal as one (it takes no seat)."""
        animal = (Companion(CompanionKind.SERVICE_ANIMAL),) if self.has_animal else ()
        return self.companions + animal

    def way(self) -> list[Place | None]:
        """Return the places of the outbound and onward legs in order; None where one is open."""
        return [self.start, self.place, *(stop.place for stop in self.real_stops)]

    def pairs(self) -> Iterator[Pair]:
        """Go through the ways to be routed: each leg, the return, and home to the appointment."""
        places = self.way()
        back = [places[-1], self.end] if self.return_kind is not ReturnKind.NONE else []
        wanted = [*pairwise(places), tuple(back), (self.home, self.place)]
        seen: set[PairKey] = set()
        for pair in wanted:
            if len(pair) != 2 or pair[0] is None or pair[1] is None:
                continue
            key = (pair[0].id, pair[1].id)
            if pair[0].id != pair[1].id and key not in seen:
                seen.add(key)
                yield pair[0], pair[1]

    def missing(self) -> list[str]:
        """Return in words what the caller must still be asked, in calling order."""
        asks = (
            (self.member, "who rides"),
            (self.service, WHAT_FOR),
            (self.place, WHERE_TO),
            (self.day, "which day"),
            (self.start, "where to pick up"),
            (self.appointment or self.pickup or self.dropoff, "a time"),
        )
        return [words for given, words in asks if not given]


def rides_in_chair(member: Member) -> bool:
    """Tell whether the member usually stays in a chair during the ride."""
    return bool(member.needs & NEEDS_LIFT)


def with_member(draft: Draft, member: Member, home: Place | None) -> Draft:
    """Return the draft for this member, with what the record says about how he or she rides."""
    return replace(
        draft,
        member=member,
        home=home,
        assistance=member.assistance,
        in_wheelchair=rides_in_chair(member),
        has_animal=Need.SERVICE_ANIMAL in member.needs,
    )


def next_trip(draft: Draft) -> Draft:
    """Return an empty draft in the same call: who rides and who calls stay."""
    empty = Draft(caller=draft.caller)
    return with_member(empty, draft.member, draft.home) if draft.member is not None else empty
