"""Checks of the way there: how far, whose car, which carrier, which vehicle, over night."""

from nemt_desk.policy.check import Check, needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, unknown
from nemt_desk.policy.where import home_miles

_BESIDE = frozenset({"responsible_person", "parent", "guardian", "caregiver", "adult", "sibling"})


def free_ride(question: Question, entry: Entry) -> Answer:
    """Ask whether somebody would drive the member for nothing (MO-001, S1-02)."""
    is_free = question.member.free_ride_available
    if is_free is None:
        yield unknown(entry, "member.free_ride_available")
    elif is_free:
        yield finding(entry, free_ride_available=True)


def far(question: Question, entry: Entry) -> Answer:
    """Ask for a paper when care is farther than the agency's figure; none set, none asked."""
    trip = question.trip
    limit = question.local.get(entry.figures["local"])
    if limit is None or not question.is_covered_service or _is_excused(question, entry):
        return
    miles = home_miles(question)
    if miles is None:
        starts_at_home = trip.origin is not None and trip.origin.kind == "home"
        yield unknown(entry, "trip.direct_miles" if starts_at_home else "trip.home_miles")
    elif miles > limit:
        yield finding(entry, miles=miles, limit=float(limit))


def _is_excused(question: Question, entry: Entry) -> bool:
    figures = entry.figures
    return any(question.has_document(one) for one in figures.get("documents", ())) or any(
        question.has_paper(kind) for kind in figures.get("authorizations", ())
    )


def mileage_approved(question: Question, entry: Entry) -> Answer:
    """Ask whether mileage was approved before travel (MO-006)."""
    figures = entry.figures
    if is_mileage(question, figures["mode"]) and not question.has_paper(figures["authorization"]):
        yield finding(entry, mode=question.mode)


def mileage_late(question: Question, entry: Entry) -> Answer:
    """Ask whether mileage was asked for before the ride (S1-12)."""
    asked_at, ride_at = question.facts.asked_at, question.facts.ride_at
    if asked_at is None or ride_at is None or asked_at <= ride_at:
        return
    if is_mileage(question, entry.figures["mode"]):
        yield finding(entry, asked=asked_at.date(), day=question.day)


def is_mileage(question: Question, own_mode: int) -> bool:
    """Tell whether the ride is paid by the mile to whoever drives the own or a friend's car."""
    driver, asked = question.trip.driver, question.trip.mode
    is_friend = driver is not None and driver.relationship is not None
    return question.mode == own_mode and (is_friend or asked in {None, own_mode})


def network(question: Question, entry: Entry) -> Answer:
    """Ask whether the carrier belongs to the network (S1-18)."""
    driver = question.trip.driver
    if driver is None or driver.kind not in entry.figures["kinds"]:
        return
    if driver.in_network is None:
        yield unknown(entry, "trip.driver.in_network")
    elif not driver.in_network:
        yield finding(entry, driver=driver.kind, in_network=False)


def vehicle(question: Question, entry: Entry) -> Answer:
    """Take a vehicle only in or out of the state, or only with its papers (S1-11)."""
    trip, figures = question.trip, entry.figures
    if trip.vehicle not in figures["vehicles"] or _has_vehicle_paper(question, entry):
        return
    place = trip.destination
    if place is None or place.state is None:
        yield unknown(entry, "trip.destination" if place is None else "trip.destination.state")
    elif question.is_out_of_state == (figures["where"] == "out_of_state"):
        yield finding(entry, vehicle=trip.vehicle)


def _has_vehicle_paper(question: Question, entry: Entry) -> bool:
    figures = entry.figures
    is_authorized = "authorization" in figures and question.has_paper(figures["authorization"])
    return is_authorized or ("document" in figures and question.has_document(figures["document"]))


def overnight(question: Question, entry: Entry) -> Answer:
    """Let a young member stay over night with one parent; the rest is judged (MO-007)."""
    trip, figures = question.trip, entry.figures
    if trip.overnight is False or question.has_paper(figures["authorization"]):
        return
    beside = [one.kind for one in trip.companions if one.kind in _BESIDE]
    is_one_parent = not beside or (len(beside) == 1 and beside[0] in figures["escorts"])
    age = question.age
    is_young = age is not None and age < figures["under"]
    if is_young and is_one_parent:
        return
    if trip.overnight is None:
        yield unknown(entry, "trip.overnight")
    elif age is None and is_one_parent:
        yield unknown(entry, "member.birth_date")
    else:
        yield finding(entry, age=age, beside=len(beside))


CHECKS: dict[str, Check] = {
    "free_ride": needs(free_ride),
    "far": needs(far, "local", may="documents authorizations"),
    "mileage_approved": needs(mileage_approved, "mode", "authorization"),
    "mileage_late": needs(mileage_late, "mode"),
    "network": needs(network, "kinds"),
    "vehicle": needs(vehicle, "vehicles", "where", may="authorization document"),
    "overnight": needs(overnight, "under", "escorts", "authorization"),
}
