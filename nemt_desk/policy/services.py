"""Checks of the care the ride goes to: its service, its appointment, who gives and pays it."""

from dataclasses import replace

from nemt_desk.policy.check import Check, needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, unknown

_SHORT = {"dme": "DME", "cstar": "CSTAR", "cpr": "CPR", "ect": "ECT", "dd_waiver": "DD waiver"}


def service_words(service: str) -> str:
    """Return a service as it is said: `adult day care`, `CSTAR`."""
    return _SHORT.get(service, service.replace("_", " "))


def services(question: Question, entry: Entry) -> Answer:
    """Name services that no ride is given to, or that a person must judge (S0-05, S0-06)."""
    service = question.trip.service
    if service is None:
        if question.is_covered_service and entry.figures.get("ask"):
            yield unknown(entry, "trip.service")
    elif service in entry.figures["services"]:
        yield finding(entry, service=service_words(service))


def place_kinds(question: Question, entry: Entry) -> Answer:
    """Name kinds of places that no ride is given to, but to a scheduled service (S0-05, MO-003)."""
    trip, figures = question.trip, entry.figures
    if trip.destination is None or trip.destination.kind not in figures["kinds"]:
        return
    is_scheduled = trip.appointment_at is not None
    if not (is_scheduled and trip.service in figures.get("but", ())):
        yield finding(entry, kind=trip.destination.kind)


def appointment(question: Question, entry: Entry) -> Answer:
    """Ask for the appointment; the way home from a hospital has none (MO-002)."""
    trip = question.trip
    is_discharge = trip.discharge or trip.service == "hospital_discharge"
    if trip.appointment_at is None and question.is_covered_service and not is_discharge:
        asked = unknown(entry, "trip.appointment_at")
        also, sentence, cure = (entry.id, *entry.also), entry.sentence, entry.cure
        yield replace(asked, also=also, sentence=sentence, cure=cure)


def enrolled(question: Question, entry: Entry) -> Answer:
    """Ask whether the provider is enrolled with the program (S0-04)."""
    place = question.trip.destination
    if place is None or not question.is_covered_service:
        return
    if place.enrolled is None:
        yield unknown(entry, "trip.destination.enrolled")
    elif not place.enrolled:
        yield finding(entry, enrolled=False)


def other_payer(question: Question, entry: Entry) -> Answer:
    """Name another program that pays for the same ride already (MO-016)."""
    found = question.trip.other_funding
    if found is not None and found in entry.figures["payers"]:
        yield finding(entry, payer=found.replace("_", " ").replace("pca", "PCA"))


CHECKS: dict[str, Check] = {
    "services": needs(services, "services", may="ask"),
    "place_kinds": needs(place_kinds, "kinds", may="but"),
    "appointment": needs(appointment),
    "enrolled": needs(enrolled),
    "other_payer": needs(other_payer, "payers"),
}
