"""Builds the rules' facts from records and a request: the same for screen, command and test."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from nemt_desk.drivers.rows import Driver, RelationKind
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import phone_text
from nemt_desk.members.rows import Assistance, Member, PaperKind
from nemt_desk.places.rows import Place, PlaceKind
from nemt_desk.policy import facts as told
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Contact, Decision
from nemt_desk.policy.engine import decide
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
    )
}
_EXCEPTIONS = {
    PaperKind.VEHICLE_MEDICAL: "medical",
    PaperKind.VEHICLE_UNAVAILABLE: "vehicle_unavailable",
}
_CONSENTS = {PaperKind.TRAVEL_ALONE: "travel_alone"}
_DOCUMENTS = (PaperKind.PLAN_OF_CARE, PaperKind.PROVIDER_NOTE)
_PLACE_KINDS = {PlaceKind.DIALYSIS: "clinic", PlaceKind.AGENCY: "other"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request as far as it is known; moments aware, miles as metres of the direct route.

    `home_m` is the distance from the member's home when the ride begins elsewhere.
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
    urgent: told.Urgent | None = None
    routine: bool = True
    words: str = ""
    discharge: bool = False
    admitted_on: date | None = None
    member_aboard: bool = True


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
    local = asking.settings.time.local
    day = asking.settings.time.day(asking.appointment_at or asking.pickup_at or asking.asked_at)
    return told.Facts(
        member=member_facts(asking.member, asking.origin, day),
        trip=_trip_facts(asking, day),
        asked_at=local(asking.asked_at).replace(tzinfo=None),
        checked_on=asking.member.checked_on,
        local=asking.settings.local,
    )


def member_facts(member: Member, home: Place | None, day: date) -> told.MemberFacts:
    """Return the member as the rules see the record; `home` is used only if it is the home."""
    lives_at = home if home is not None and home.id == member.home_id else None
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
        exceptions=_papers(member, _EXCEPTIONS),
        consents=_papers(member, _CONSENTS),
        documents=frozenset(
            paper.kind.value
            for paper in member.papers
            if paper.kind in _DOCUMENTS and paper.covers(day)
        ),
        no_share_reason=member.rides_alone_reason or None,
    )


def _assessed(member: Member, day: date) -> int | None:
    """Return the assessed mode while the assessment holds."""
    is_over = member.mode_until is not None and member.mode_until < day
    return None if is_over else member.assessed_mode


def _papers(member: Member, kinds: dict[PaperKind, str]) -> tuple[told.Dated, ...]:
    return tuple(
        told.Dated(kinds[paper.kind], paper.from_day, paper.until_day)
        for paper in member.papers
        if paper.kind in kinds
    )


def _trip_facts(asking: Asking, day: date) -> told.TripFacts:
    return told.TripFacts(
        purpose=asking.purpose.value,
        service=asking.service or None,
        care=asking.care.value,
        routine=asking.routine,
        urgent=asking.urgent,
        appointment_at=_wall_clock(asking.appointment_at, asking.settings),
        pickup_at=_wall_clock(asking.pickup_at, asking.settings),
        direct_miles=_miles(asking.direct_m),
        home_miles=_miles(asking.home_m),
        origin=_place(asking.origin, asking),
        destination=_place(asking.destination, asking),
        mode=asking.mode,
        assistance=asking.assistance.value,
        return_kind=asking.return_kind.value,
        member_aboard=asking.member_aboard,
        companions=tuple(_companions(asking.companions)),
        authorizations=_papers(asking.member, _AUTHORIZATIONS),
        driver=None if asking.driver is None else driver_facts(asking.driver, asking.member, day),
        words=asking.words,
        discharge=asking.discharge,
        admitted_on=asking.admitted_on,
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
