"""Checks of what is asked for: emergency, purpose, distance, where to."""

import re
from collections.abc import Iterable

from nemt_desk.ground.words import fold
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, note, unknown


def emergency_words(question: Question, entry: Entry) -> Answer:
    """Listen for emergency words: whole words, any case (S3-06)."""
    heard = words_heard(question.trip.words, entry.figures["words"])
    if heard:
        yield finding(entry, words=", ".join(heard))


def words_heard(said: str, words: Iterable[str]) -> list[str]:
    """Return those of `words` that are said, as whole words in any case."""
    text = fold(said)
    return [word for word in words if re.search(rf"\b{re.escape(fold(word))}\b", text)]


def purpose(question: Question, entry: Entry) -> Answer:
    """Ask whether the purpose is a covered one (S4-010, S4-063)."""
    found = question.trip.purpose
    if found is None:
        yield unknown(entry, "trip.purpose")
    elif found in entry.figures["refused"]:
        yield finding(entry, purpose=found)


def routine(question: Question, entry: Entry) -> Answer:
    """Ask whether the program leaves out routine and preventive care (S4-054)."""
    program, is_routine = question.member.program, question.trip.routine
    if not question.is_covered_service or is_routine is False:
        return
    # An unknown program is told by the program's own check.
    if program in entry.figures["programs"]:
        yield finding(entry, program=program) if is_routine else unknown(entry, "trip.routine")


def distance(question: Question, entry: Entry) -> Answer:
    """Ask whether the care is within its distance from home, or authorized (S4-061, S4-062)."""
    trip, limits = question.trip, entry.figures["limits"]
    if not question.is_covered_service or question.has_paper(entry.figures["authorization"]):
        return
    miles = _home_miles(question)
    if miles is None:
        starts_at_home = trip.origin is not None and trip.origin.kind == "home"
        yield unknown(entry, "trip.direct_miles" if starts_at_home else "trip.home_miles")
        return
    possible = limits.values() if trip.care is None else (limits[trip.care],)
    within = [miles <= limit for limit in possible]
    if not any(within):
        care = trip.care or "any"
        yield finding(entry, miles=miles, limit=max(possible), care=care)
    elif not all(within):
        yield unknown(entry, "trip.care")


def _home_miles(question: Question) -> float | None:
    trip = question.trip
    if trip.home_miles is not None:
        return trip.home_miles
    if trip.origin is not None and trip.origin.kind == "home":
        return trip.direct_miles
    return None


def within_distance(question: Question, entry: Entry) -> Answer:
    """Say how far the care is when that is within the limit."""
    limits, care, miles = entry.figures["limits"], question.trip.care, _home_miles(question)
    if not question.is_covered_service or miles is None or care is None:
        return
    if miles <= limits[care]:
        yield note(entry, "within_distance", miles=miles, limit=limits[care], care=care)


def country(question: Question, entry: Entry) -> Answer:
    """Ask whether the ride stays inside the country (S3-05)."""
    place = question.trip.destination
    if place is None:
        return
    if place.country is None:
        yield unknown(entry, "trip.destination.country")
    elif place.country.upper() not in entry.figures["inside"]:
        yield finding(entry, country=place.country)


def out_of_state(question: Question, entry: Entry) -> Answer:
    """Ask whether a ride out of the state is authorized (S4-153)."""
    if question.has_paper(entry.figures["authorization"]):
        return
    place = question.trip.destination
    if place is None:
        yield unknown(entry, "trip.destination")
    elif place.state is None:
        yield unknown(entry, "trip.destination.state")
    elif question.is_out_of_state:
        yield finding(entry, state=place.state)
