"""Checks of what comes beside the ride: lodging, meals, receipts, what the paper must carry."""

from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, note, requirement


def ancillary(question: Question, entry: Entry) -> Answer:
    """Ask for the authorization of lodging and the like (MN-063)."""
    asked, figures = question.trip.ancillary, entry.figures
    if not any(kind in asked for kind in figures["kinds"]):
        return
    if question.has_paper(figures["authorization"]):
        yield requirement(entry, f"{figures['authorization']}_authorization", figures["carry"])
    else:
        yield finding(entry, ancillary=", ".join(sorted(asked)))


def escort_costs(question: Question, entry: Entry) -> Answer:
    """Ask for the authorization of meals and lodging of those who come along (MN-067)."""
    if not question.trip.ancillary:
        return
    escorts = entry.figures["escorts"]
    if any(person.kind in escorts for person in question.trip.companions):
        yield from ancillary(question, entry)


def receipts(question: Question, entry: Entry) -> Answer:
    """Ask for the receipts of what is paid beside the ride (MN-066)."""
    if any(kind in question.trip.ancillary for kind in entry.figures["kinds"]):
        yield requirement(entry, "receipts")


def trip_record(question: Question, entry: Entry) -> Answer:
    """Say what the record of a ride in this mode must carry (S4-110, S4-130)."""
    if question.mode in entry.figures["modes"]:
        yield requirement(entry, "trip_record")


def remark(question: Question, entry: Entry) -> Answer:
    """Say something on every ride while the entry is in force (S4-069)."""
    del question
    yield note(entry, entry.figures["code"])


CHECKS = {
    "ancillary": needs(ancillary, "kinds", "authorization", "carry"),
    "escort_costs": needs(escort_costs, "kinds", "authorization", "carry", "escorts"),
    "receipts": needs(receipts, "kinds"),
    "trip_record": needs(trip_record, "modes"),
    "remark": needs(remark, "code"),
}
