"""Checks of how the ride is done: mode, driver, companions."""

from datetime import date

from nemt_desk.policy.decision import Requirement
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.facts import DriverFacts, Facts
from nemt_desk.policy.question import Answer, Question, finding, note, unknown


def has_exception(facts: Facts, day: date) -> bool:
    """Tell whether a documented vehicle exception is in force on `day` (S4-106, S4-107)."""
    return any(paper.covers(day) for paper in facts.member.exceptions)


def vehicle_owner(question: Question, entry: Entry) -> Answer:
    """Ask a vehicle's owner to use it (S4-101), unless an exception is in force (S4-106, 107)."""
    member, trip, own_mode = question.member, question.trip, entry.figures["mode"]
    is_friend = trip.driver is not None and trip.driver.relationship is not None
    if is_friend or trip.mode == own_mode or member.has_vehicle is False:
        return
    if has_exception(question.facts, question.day):
        return
    if member.has_vehicle is None and question.mode != own_mode:
        yield unknown(entry, "member.has_vehicle")
    elif member.has_vehicle and trip.mode is not None:
        yield finding(entry, mode=trip.mode)


def handed_off(question: Question, entry: Entry) -> Answer:
    """Hand modes that the state administers to its providers (MN-020)."""
    mode = question.trip.mode or question.mode
    if mode in entry.figures["modes"]:
        yield finding(entry, mode=mode)


def _volunteer(question: Question, entry: Entry) -> DriverFacts | None:
    driver = question.trip.driver
    if driver is None or driver.relationship is not None:
        return None
    return driver if driver.kind in entry.figures["kinds"] else None


def recognized(question: Question, entry: Entry) -> Answer:
    """Ask whether the agency recognizes the volunteer (S4-120)."""
    driver = _volunteer(question, entry)
    if driver is None or driver.recognized:
        return
    is_unknown = driver.recognized is None
    yield unknown(entry, "trip.driver.recognized") if is_unknown else finding(entry)


def open_to_all(question: Question, entry: Entry) -> Answer:
    """Ask whether the volunteer carries all members of the community (S4-120)."""
    driver = _volunteer(question, entry)
    if driver is None or driver.open_to_all:
        return
    is_unknown = driver.open_to_all is None
    yield unknown(entry, "trip.driver.open_to_all") if is_unknown else finding(entry)


def credentials(question: Question, entry: Entry) -> Answer:
    """Name each blocking credential that is not good on the ride's day (FED-002)."""
    driver = question.trip.driver
    for kind in driver.lapsed if driver is not None else ():
        yield finding(entry, credential=kind.replace("_", " "), day=question.day)


def return_mode(question: Question, entry: Entry) -> Answer:
    """Remind to ask how the member gets home after a treatment that weakens (S4-091)."""
    trip = question.trip
    if trip.service in entry.figures["services"] and trip.return_kind != "none":
        yield note(entry, "ask_return_mode")


def responsible_person(question: Question, entry: Entry) -> Answer:
    """Let one responsible person ride along, with a reason (S4-066)."""
    kinds = entry.figures["kinds"]
    found = [person for person in question.trip.companions if person.kind in kinds]
    if len(found) > 1:
        yield finding(entry, count=len(found))
    if any(person.reason is None for person in found):
        yield unknown(entry, "trip.companions")
    if found:
        text = "Write the responsible person's name and reason on the trip's record."
        yield Requirement("responsible_person", entry.id, text)


def member_aboard(question: Question, entry: Entry) -> Answer:
    """Drive others without the member only to family therapy in the plan of care (S4-067)."""
    trip = question.trip
    if trip.member_aboard is None:
        yield unknown(entry, "trip.member_aboard")
    elif not trip.member_aboard and trip.service not in entry.figures["services"]:
        yield finding(entry)


def plan_of_care(question: Question, entry: Entry) -> Answer:
    """Ask for the plan of care when others ride to therapy without the member (S4-067)."""
    trip, figures = question.trip, entry.figures
    is_alone = trip.member_aboard is False and trip.service in figures["services"]
    if is_alone and figures["document"] not in question.member.documents:
        yield finding(entry)


def attendant(question: Question, entry: Entry) -> Answer:
    """Ask for the attendant's name on the trip log (S4-068, S4-141)."""
    if any(person.kind in entry.figures["kinds"] for person in question.trip.companions):
        yield Requirement("attendant_name", entry.id, entry.sentence)


def service_animal(question: Question, entry: Entry) -> Answer:
    """Say that the service animal is welcome (S1-22)."""
    if any(person.kind == "service_animal" for person in question.trip.companions):
        yield note(entry, "service_animal_welcome")
