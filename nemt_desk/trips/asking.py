"""Builds the rules' facts from records and a request: the same for screen, command and test."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from nemt_desk.drivers.rows import Driver, RelationKind
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import phone_text
from nemt_desk.members.rows import Assistance, Member, Paper, PaperKind, PaperState
from nemt_desk.places.rows import Place, PlaceKind
from nemt_desk.policy import facts as told
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Contact, Decision
from nemt_desk.policy.engine import decide
from nemt_desk.policy.vocabulary import SERVICES
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.rows import Care, Companion, Purpose, ReturnKind

_AUTHORIZATIONS = {
    kind: kind.value
    for kind in (
        PaperKind.DISTANCE,
        PaperKind.OUT_OF_STATE,
        PaperKind.ESCORT,
        PaperKind.LODGING,
        PaperKind.MILEAGE,
        PaperKind.UPGRADE,
        PaperKind.MEDICAL_NEED,
        PaperKind.AMBULANCE,
    )
}
_EXCEPTIONS = {
    PaperKind.VEHICLE_MEDICAL: "medical",
    PaperKind.VEHICLE_UNAVAILABLE: "vehicle_unavailable",
}
_CONSENTS = {PaperKind.TRAVEL_ALONE: "travel_alone"}
_DOCUMENTS = frozenset(
    {
        PaperKind.PLAN_OF_CARE,
        PaperKind.PROVIDER_NOTE,
        PaperKind.SPECIALIZED_TRANSPORTATION,
        PaperKind.DISCHARGE_PAPERS,
    }
)
_PLACE_KINDS = {PlaceKind.DIALYSIS: "clinic", PlaceKind.AGENCY: "other"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request as far as it is known; moments aware, miles as metres of the direct route.

    `home_m` is the distance from the member's home when the ride begins elsewhere; `trip_id` the
    trip that is kept already (a paper attached to one trip counts for that one only); `local` the
    agency's figures with its own holidays, None for those of the settings; `school_closed` the
    towns whose schools are closed on the ride's day.
    """

    member: Member
    settings: Settings
    asked_at: datetime
    origin: Place | None = None
    destination: Place | None = None
    purpose: Purpose = Purpose.COVERED_SERVICE
    service: str = ""
    care: Care = Care.PRIMARY
    appointment_at: datetime | None = None
    pickup_at: datetime | None = None
    direct_m: float | None = None
    home_m: float | None = None
    mode: int | None = None
    assistance: Assistance = Assistance.CURB
    return_kind: ReturnKind = ReturnKind.NONE
    companions: tuple[Companion, ...] = ()
    driver: Driver | None = None
    facts: AskedFacts = field(default_factory=AskedFacts)
    trip_id: Id | None = None
    school_closed: tuple[str, ...] = ()
    recurring: bool = False
    local: Mapping[str, Any] | None = None

    @property
    def day(self) -> date:
        """The day that counts: the appointment's, else the pick-up's."""
        moment = self.appointment_at or self.pickup_at or self.asked_at
        return self.settings.time.day(moment)

    def kept_facts(self) -> AskedFacts:
        """Return what must be kept with the trip, so that the rules can be asked again."""
        driver_id = self.driver.id if self.driver is not None else self.facts.driver_id
        return replace(self.facts, mode=self.mode, home_m=self.home_m, driver_id=driver_id)


def ask(asking: Asking) -> Decision:
    """Return what the agency's pack says about the request."""
    pack = packs.load(asking.settings.pack)
    decision = decide(facts_for(asking), pack)
    if decision.contact == Contact(pack.agency, ""):
        # The pack means this very agency.
        own = Contact(asking.settings.name, phone_text(asking.settings.phone))
        decision = replace(decision, contact=own)
    return decision


def facts_for(asking: Asking) -> told.Facts:
    """Return the request in the rules' words."""
    local, settings = asking.settings.time.local, asking.settings
    member = asking.member
    return told.Facts(
        member=member_facts(member, asking.origin, asking.day, asking.trip_id),
        trip=_trip_facts(asking),
        asked_at=local(asking.asked_at).replace(tzinfo=None),
        checked_on=asking.facts.checked_on or member.checked_on,
        local=settings.local if asking.local is None else asking.local,
    )


def member_facts(
    member: Member, home: Place | None, day: date, trip_id: Id | None = None
) -> told.MemberFacts:
    """Return the member as the rules see the record; `home` is used only if it is the home.

    Of papers attached to one trip, those of `trip_id` count.
    """
    lives_at = home if home is not None and home.id == member.home_id else None
    papers = [paper for paper in member.papers if paper.counts_for(trip_id)]
    return told.MemberFacts(
        birth_date=member.birth_date,
        program=member.program.value if member.program else None,
        payer=member.payer.value,
        plan=member.plan or None,
        county=member.county or None,
        town=lives_at.city if lives_at else None,
        state=lives_at.state if lives_at else None,
        zip=lives_at.zip if lives_at else None,
        living_arrangement=member.living_arrangement or None,
        program_from=member.eligible_from,
        program_until=member.eligible_until,
        assessed_mode=_assessed(member, day),
        has_vehicle=member.has_vehicle,
        exceptions=_papers(papers, _EXCEPTIONS),
        consents=_papers(papers, _CONSENTS),
        documents=frozenset(
            paper.kind.value for paper in papers if paper.kind in _DOCUMENTS and paper.covers(day)
        ),
        free_ride_available=member.free_ride,
        behavior_flag=member.behavior_flag,
        no_share_reason=member.rides_alone_reason or None,
        pregnant=member.pregnant,
        waiver=member.waiver or None,
    )


def _assessed(member: Member, day: date) -> int | None:
    """Return the assessed mode while the assessment holds."""
    is_over = member.mode_until is not None and member.mode_until < day
    return None if is_over else member.assessed_mode


def _papers(papers: Iterable[Paper], kinds: Mapping[PaperKind, str]) -> tuple[told.Dated, ...]:
    """Return papers as the rules see them: one that is not on file (yet) is as good as none."""
    return tuple(
        told.Dated(kinds[paper.kind], paper.from_day, paper.until_day)
        for paper in papers
        if paper.kind in kinds and paper.state is PaperState.ON_FILE
    )


def _trip_facts(asking: Asking) -> told.TripFacts:
    facts = asking.facts
    own = [paper for paper in asking.member.papers if paper.counts_for(asking.trip_id)]
    return told.TripFacts(
        purpose=asking.purpose.value,
        service=asking.service if asking.service in SERVICES else None,
        care=asking.care.value if facts.care_known else None,
        routine=facts.routine,
        urgent=facts.urgent,
        appointment_at=_wall_clock(asking.appointment_at, asking.settings),
        pickup_at=_wall_clock(asking.pickup_at, asking.settings),
        direct_miles=_miles(asking.direct_m),
        home_miles=_miles(asking.home_m),
        vehicle=facts.vehicle,
        origin=_place(asking.origin, asking),
        destination=_destination(asking),
        mode=asking.mode,
        assistance=asking.assistance.value,
        return_kind=asking.return_kind.value,
        member_aboard=facts.member_aboard,
        companions=tuple(_companions(asking.companions)),
        authorizations=_papers(own, _AUTHORIZATIONS),
        driver=_driver(asking),
        other_funding=facts.other_funding,
        words=facts.words,
        discharge=facts.discharge,
        admitted_on=facts.admitted_on,
        overnight=facts.overnight,
        ancillary=facts.ancillary,
        recurring=asking.recurring,
        school_closed=asking.school_closed,
    )


def _wall_clock(moment: datetime | None, settings: Settings) -> datetime | None:
    return None if moment is None else settings.time.local(moment).replace(tzinfo=None)


def _miles(metres: float | None) -> float | None:
    # One decimal, as it is shown: what is seen and what is judged must not differ.
    return None if metres is None else float(miles(metres))


def _place(place: Place | None, asking: Asking) -> told.PlaceFacts | None:
    if place is None:
        return None
    kind = _PLACE_KINDS.get(place.kind, place.kind.value)
    if place.id == asking.member.home_id:
        kind = "home"
    state = place.state.strip().upper()
    # The agency's own state is where its people are at home, whatever pack it works by.
    is_own = state == asking.settings.state.strip().upper()
    return told.PlaceFacts(kind=kind, town=place.city or None, state="" if is_own else state)


def _destination(asking: Asking) -> told.PlaceFacts | None:
    place = _place(asking.destination, asking)
    if place is None:
        return None
    return replace(place, country=asking.facts.country, enrolled=asking.facts.enrolled)


def _driver(asking: Asking) -> told.DriverFacts | None:
    """Return the driver on record, else the one without a record who was told of."""
    facts = asking.facts
    if asking.driver is not None:
        return driver_facts(asking.driver, asking.member, asking.day)
    if not facts.driver_kind:
        return None
    return told.DriverFacts(kind=facts.driver_kind, relationship=facts.driver_relation or None)


def _companions(companions: Iterable[Companion]) -> Iterable[told.CompanionFacts]:
    for one in companions:
        yield told.CompanionFacts(one.kind.value, one.reason.value if one.reason else None)


def driver_facts(driver: Driver, member: Member, day: date) -> told.DriverFacts:
    """Return the driver as the rules see him on `day`, with this member."""
    relations = (one.kind for one in driver.relations if one.member_id == member.id)
    related = next((kind for kind in relations if kind is not RelationKind.REFUSED), None)
    return told.DriverFacts(
        kind=driver.kind.value,
        relationship=related.value if related else None,
        recognized=driver.is_recognized_on(day),
        open_to_all=driver.open_to_all,
        lapsed=tuple(one.kind.value for one in driver.lapsed_on(day) if one.is_blocking),
    )
