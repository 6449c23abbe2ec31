"""Which further questions matter in this call: asked when a rule needs them, never all. No Qt."""

from collections.abc import Iterator

from nemt_desk.policy.decision import Decision
from nemt_desk.trips.rows import CompanionReason
from ui.book.call.draft import NOT_ASKED, Draft

CARE, ROUTINE, URGENT, ADMITTED, ABOARD = "care", "routine", "urgent", "admitted_on", "aboard"
DRIVES, FUNDING, OVERNIGHT, VEHICLE = "drives", "funding", "overnight", "vehicle"
ENROLLED, COUNTRY = "enrolled", "country"
ALL = frozenset(
    {CARE, ROUTINE, URGENT, ADMITTED, ABOARD, DRIVES, FUNDING, OVERNIGHT, VEHICLE, ENROLLED,
     COUNTRY}
)  # fmt: skip

# What the engine calls a fact, and the question that answers it.
OF_FACT = {
    "trip.care": CARE,
    "trip.routine": ROUTINE,
    "trip.urgent": URGENT,
    "trip.admitted_on": ADMITTED,
    "trip.member_aboard": ABOARD,
    "trip.driver": DRIVES,
    "trip.other_funding": FUNDING,
    "trip.overnight": OVERNIGHT,
    "trip.ancillary": OVERNIGHT,
    "trip.vehicle": VEHICLE,
    "trip.destination.enrolled": ENROLLED,
    "trip.destination.country": COUNTRY,
}
_PAID_ELSEWHERE = frozenset({"dd_waiver", "adult_day_care", "in_home", "after_school_treatment"})
_INPATIENT = frozenset({"hospital_discharge", "nursing_facility_admission"})
_FAR_M = 96_560.0
_OWN_CAR = 1


def missing_facts(decision: Decision | None) -> tuple[str, ...]:
    """Return the engine's names of facts that a rule needs and nobody has told yet."""
    if decision is None:
        return ()
    fields = (str(one.facts.get("field", "")) for one in decision.findings if one.rule == "FACT")
    return tuple(field for field in fields if field)


def wanted(draft: Draft, decision: Decision | None, metres: float | None) -> frozenset[str]:
    """Return the questions that matter now; `metres` is the direct way."""
    has_begun = draft.service and draft.place is not None
    asked = (OF_FACT.get(field) for field in missing_facts(decision) if has_begun)
    return frozenset(
        {*filter(None, asked), *_answered(draft), *_of_member(draft), *_of_trip(draft, metres),
         *_of_decision(decision)}
    )  # fmt: skip


def _answered(draft: Draft) -> Iterator[str]:
    """Keep in sight what was answered otherwise than usual."""
    facts, plain = draft.facts, NOT_ASKED
    pairs = (
        (ROUTINE, facts.routine, plain.routine),
        (URGENT, facts.urgent, plain.urgent),
        (ADMITTED, facts.admitted_on, plain.admitted_on),
        (ABOARD, facts.member_aboard, plain.member_aboard),
        (DRIVES, facts.driver_kind, plain.driver_kind),
        (FUNDING, facts.other_funding, plain.other_funding),
        (OVERNIGHT, (facts.overnight, facts.ancillary), (plain.overnight, plain.ancillary)),
        (VEHICLE, facts.vehicle, plain.vehicle),
        (ENROLLED, facts.enrolled, plain.enrolled),
        (COUNTRY, facts.country, plain.country),
    )
    yield from (name for name, now, usual in pairs if now != usual)


def _of_member(draft: Draft) -> Iterator[str]:
    member = draft.member
    if member is None:
        return
    if member.has_vehicle or member.assessed_mode == _OWN_CAR or draft.mode == _OWN_CAR:
        yield DRIVES
    if member.waiver:
        yield FUNDING


def _of_trip(draft: Draft, metres: float | None) -> Iterator[str]:
    if draft.is_discharge or draft.service in _INPATIENT:
        yield ADMITTED
    if draft.service in _PAID_ELSEWHERE:
        yield FUNDING
    is_therapy = any(one.reason is CompanionReason.THERAPY for one in draft.companions)
    if draft.service == "family_therapy" or is_therapy:
        yield ABOARD
    if metres is not None and metres >= _FAR_M:
        yield OVERNIGHT


def _of_decision(decision: Decision | None) -> Iterator[str]:
    if decision is None:
        return
    if decision.mode == _OWN_CAR:
        yield DRIVES
    for one in decision.findings:
        if "limit" in one.facts and "care" in one.facts:
            yield CARE
        if {"given", "needed"} <= one.facts.keys():
            yield URGENT
        if one.paper == "out_of_state":
            yield from (OVERNIGHT, VEHICLE)
