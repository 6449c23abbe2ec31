"""What the rules are told: facts as in decisions.md, in its words. No screen, clock or database.

None means asked and not known; a left-out fact has the default written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper in force from `from_day` until `until_day`, both inclusive; None is open."""

    kind: str
    from_day: date | None = None
    until_day: date | None = None
    is_good: bool = True

    def covers(self, day: date) -> bool:
        """Tell whether the paper is signed or documented, and in force on `day`."""
        begun = self.from_day is None or self.from_day <= day
        return self.is_good and begun and (self.until_day is None or day <= self.until_day)


@dataclass(frozen=True, slots=True)
class Urgent:
    """Why a ride can't wait, and whether the provider said so."""

    reason: str
    verified_by_provider: bool = False


@dataclass(frozen=True, slots=True)
class CompanionFacts:
    """Somebody who rides along."""

    kind: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """One end of the ride; an empty `state` is the pack's own."""

    kind: str | None = None
    town: str | None = None
    state: str | None = ""
    country: str | None = "US"
    enrolled: bool | None = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverFacts:
    """Who is to drive; `lapsed` names blocking credentials not good on the ride's day."""

    kind: str
    relationship: str | None = None
    recognized: bool | None = False
    open_to_all: bool | None = False
    in_network: bool | None = True
    lapsed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """Who is to ride."""

    birth_date: date | None = None
    program: str | None = None
    payer: str | None = "ffs"
    plan: str | None = None
    county: str | None = None
    town: str | None = None
    state: str | None = None
    zip: str | None = None
    living_arrangement: str | None = "80"
    program_from: date | None = None
    program_until: date | None = None
    assessed_mode: int | None = None
    has_vehicle: bool | None = False
    exceptions: tuple[Dated, ...] = ()
    consents: tuple[Dated, ...] = ()
    documents: frozenset[str] = frozenset()
    free_ride_available: bool | None = False
    behavior_flag: bool | None = False
    no_share_reason: str | None = None
    pregnant: bool | None = False
    waiver: str | None = None

    def age(self, day: date) -> int | None:
        """Return the age in whole years on `day`."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class TripFacts:
    """What is asked for. Moments are agency wall-clock time without a zone; miles are decimal."""

    purpose: str | None = "covered_service"
    service: str | None = None
    care: str | None = None
    routine: bool | None = True
    urgent: Urgent | None = None
    appointment_at: datetime | None = None
    pickup_at: datetime | None = None
    direct_miles: float | None = None
    home_miles: float | None = None
    vehicle: str | None = None
    origin: PlaceFacts | None = None
    destination: PlaceFacts | None = None
    mode: int | None = None
    assistance: str | None = "curb"
    return_kind: str | None = "scheduled"
    member_aboard: bool | None = True
    companions: tuple[CompanionFacts, ...] = ()
    authorizations: tuple[Dated, ...] = ()
    driver: DriverFacts | None = None
    other_funding: str | None = None
    words: str = ""
    discharge: bool | None = False
    admitted_on: date | None = None
    overnight: bool | None = False
    ancillary: tuple[str, ...] = ()
    recurring: bool | None = False
    school_closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything one decision is made from; `local` is the agency's figures over the pack's."""

    member: MemberFacts
    trip: TripFacts
    asked_at: datetime | None = None
    checked_on: date | None = None
    local: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ride_at(self) -> datetime | None:
        """The moment that counts: the appointment, else the pick-up."""
        return self.trip.appointment_at or self.trip.pickup_at
