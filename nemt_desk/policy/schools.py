"""The check of closed schools: the member's town and the program's town (S1-20)."""

from collections.abc import Iterator

from nemt_desk.ground.words import fold
from nemt_desk.policy.check import Check, needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, unknown


def schools(question: Question, entry: Entry) -> Answer:
    """Take nobody to an after-school program when schools of either town are closed."""
    trip = question.trip
    if trip.service not in entry.figures["services"] or not trip.school_closed:
        return
    closed = {fold(town).strip() for town in trip.school_closed}
    towns = dict(_towns(question))
    shut = [town for town in towns.values() if town and fold(town).strip() in closed]
    if shut:
        yield finding(entry, towns=" and ".join(dict.fromkeys(shut)))
        return
    for field, town in towns.items():
        if not town:
            yield unknown(entry, field)


def _towns(question: Question) -> Iterator[tuple[str, str | None]]:
    trip, town = question.trip, question.member.town
    if not town and trip.origin is not None and trip.origin.kind == "home":
        town = trip.origin.town
    yield "member.town", town
    yield "trip.destination.town", trip.destination.town if trip.destination is not None else None


CHECKS: dict[str, Check] = {"schools": needs(schools, "services")}
