"""Checks of what is asked for: emergency, purpose, kind of visit, permission."""

from collections.abc import Mapping
from typing import Any

from nemt_desk.ground.words import fold
from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, note, unknown
from nemt_desk.policy.services import service_words


def emergency_words(question: Question, entry: Entry) -> Answer:
    """Listen for emergency words: whole words, any case (S3-06)."""
    said = question.trip.words
    if not said:
        return
    text = f" {fold(said)} "
    heard = [word for word in entry.ready if f" {word} " in text]
    if heard:
        yield finding(entry, words=", ".join(heard))


def _folded_words(figures: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(fold, figures["words"]))


def purpose(question: Question, entry: Entry) -> Answer:
    """Ask whether the purpose is a covered one (S4-010, S4-063)."""
    found = question.trip.purpose
    if found is None and not question.is_hearing:
        yield unknown(entry, "trip.purpose")
    elif found in entry.figures["refused"]:
        yield finding(entry, purpose=found)


def routine(question: Question, entry: Entry) -> Answer:
    """Ask whether the program leaves out routine and preventive care (S4-054)."""
    program, is_routine = question.member.program, question.trip.routine
    # An unknown program is told by the program's own check.
    if program not in entry.figures["programs"] or is_routine is False:
        return
    if question.is_covered_service:
        yield finding(entry, program=program) if is_routine else unknown(entry, "trip.routine")


def program_services(question: Question, entry: Entry) -> Answer:
    """Keep a program to its own services (MFPP: domain.md part L 15)."""
    program, service = question.member.program, question.trip.service
    if program not in entry.figures["programs"] or not question.is_covered_service:
        return
    if service is None:
        yield unknown(entry, "trip.service")
    elif service not in entry.figures["services"]:
        yield finding(entry, program=program, service=service_words(service))


def authorized(question: Question, entry: Entry) -> Answer:
    """Ask for the agency's own authorization of every ride (S4-152)."""
    kinds = entry.figures["kinds"]
    if question.is_covered_service and not any(question.has_paper(kind) for kind in kinds):
        yield finding(entry, purpose=question.trip.purpose)


def waiver_member(question: Question, entry: Entry) -> Answer:
    """Remind that a member on a waiver may have the ride paid there (S4-051, MN-111)."""
    if question.member.waiver:
        yield note(entry, "waiver_member", waiver=question.member.waiver)


CHECKS = {
    "emergency_words": needs(emergency_words, "words", prepare=_folded_words),
    "purpose": needs(purpose, "refused"),
    "routine": needs(routine, "programs"),
    "program_services": needs(program_services, "programs", "services"),
    "authorized": needs(authorized, "kinds"),
    "waiver_member": needs(waiver_member),
}
