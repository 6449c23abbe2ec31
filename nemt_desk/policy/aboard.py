"""Checks of who rides along, whether the member does, and how the member gets home."""

from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, note, requirement, unknown


def responsible_person(question: Question, entry: Entry) -> Answer:
    """Let one responsible person ride along, with a reason (S4-066)."""
    companions = question.trip.companions
    if not companions:
        return
    kinds = entry.figures["kinds"]
    found = [person for person in companions if person.kind in kinds]
    if len(found) > 1:
        yield finding(entry, count=len(found))
    if any(person.reason is None for person in found):
        yield unknown(entry, "trip.companions")
    if found:
        yield requirement(entry, "responsible_person", _NAME_AND_REASON)


_NAME_AND_REASON = "Write the responsible person's name and reason on the trip's record."


def member_aboard(question: Question, entry: Entry) -> Answer:
    """Drive others without the member only to family therapy in the plan of care (S4-067)."""
    trip = question.trip
    if trip.member_aboard or trip.service in entry.figures["services"]:
        return
    if trip.member_aboard is None:
        yield unknown(entry, "trip.member_aboard")
    elif trip.service is None:
        yield unknown(entry, "trip.service")
    else:
        yield finding(entry, member_aboard=trip.member_aboard, service=trip.service)


def plan_of_care(question: Question, entry: Entry) -> Answer:
    """Ask for the plan of care when others ride to therapy without the member (S4-067)."""
    trip, figures = question.trip, entry.figures
    if trip.member_aboard or trip.service not in figures["services"]:
        return
    if question.has_document(figures["document"]):
        yield requirement(entry, "plan_of_care", "Name the plan of care on the trip's record.")
    elif trip.member_aboard is None:
        yield unknown(entry, "trip.member_aboard")
    else:
        yield finding(entry, service=trip.service, document=figures["document"])


def attendant(question: Question, entry: Entry) -> Answer:
    """Ask for the attendant's name on the trip log (S4-068, S4-141)."""
    if any(person.kind in entry.figures["kinds"] for person in question.trip.companions):
        yield requirement(entry, "attendant_name")


def service_animal(question: Question, entry: Entry) -> Answer:
    """Say that the service animal is welcome (S1-22)."""
    if any(person.kind == "service_animal" for person in question.trip.companions):
        yield note(entry, "service_animal_welcome")


def return_mode(question: Question, entry: Entry) -> Answer:
    """Remind to ask how the member gets home after a treatment that weakens (S4-091)."""
    trip = question.trip
    if trip.service in entry.figures["services"] and trip.return_kind != "none":
        yield note(entry, "ask_return_mode")


CHECKS = {
    "responsible_person": needs(responsible_person, "kinds"),
    "member_aboard": needs(member_aboard, "services"),
    "plan_of_care": needs(plan_of_care, "services", "document"),
    "attendant": needs(attendant, "kinds"),
    "service_animal": needs(service_animal),
    "return_mode": needs(return_mode, "services"),
}
