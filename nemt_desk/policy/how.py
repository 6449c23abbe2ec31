"""Checks of how the ride is done: mode, vehicle, driver."""

from dataclasses import replace
from datetime import date

from nemt_desk.ground.words import day_year_text
from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.facts import Dated, DriverFacts, Facts
from nemt_desk.policy.question import Answer, Question, finding, note, requirement, unknown

_CREDENTIAL_WORDS = {
    "licence": "driver's licence",
    "insurance": "car insurance",
    "background": "background check",
    "exclusion_check": "exclusion list check",
    "inspection": "vehicle inspection",
}


def exception_in_force(facts: Facts, day: date) -> Dated | None:
    """Return the documented vehicle exception that lasts longest on `day` (S4-106, S4-107)."""
    held = [paper for paper in facts.member.exceptions if paper.covers(day)]
    return max(held, key=lambda paper: (paper.until_day or date.max, paper.kind), default=None)


def has_exception(facts: Facts, day: date) -> bool:
    """Tell whether a documented vehicle exception is in force on `day` (S4-106, S4-107)."""
    return any(paper.covers(day) for paper in facts.member.exceptions)


def vehicle_owner(question: Question, entry: Entry) -> Answer:
    """Ask a vehicle's owner to use it (S4-101), unless an exception is in force (S4-106, 107)."""
    member, own_mode = question.member, entry.figures["mode"]
    if question.asked_mode == own_mode or member.has_vehicle is False:
        return
    paper = exception_in_force(question.facts, question.day)
    if paper is not None:
        if member.has_vehicle:
            yield requirement(entry, "vehicle_exception", _exception_words(paper, entry))
    elif member.has_vehicle is None:
        yield unknown(entry, "member.has_vehicle")
    else:
        yield finding(entry, mode=question.asked_mode)


def _exception_words(paper: Dated, entry: Entry) -> str:
    until = f" until {day_year_text(paper.until_day)}" if paper.until_day is not None else ""
    words: str = entry.figures["papers"][paper.kind]
    return f"{words}{until}."


def owner_drives(question: Question, entry: Entry) -> Answer:
    """Say that a vehicle's owner, who asked for nothing else, drives (S4-100, S4-101)."""
    is_own = question.mode == entry.figures["mode"] == question.asked_mode
    if not (question.member.has_vehicle and is_own and question.trip.mode is None):
        return
    said = note(entry, "personal_mileage")
    if has_exception(question.facts, question.day):
        said = replace(said, sentence=entry.figures.get("excused", said.sentence))
    yield said


def handed_off(question: Question, entry: Entry) -> Answer:
    """Hand modes that the state administers to its providers (MN-020)."""
    if question.asked_mode in entry.figures["modes"]:
        yield finding(entry, mode=question.asked_mode)


def above_assessed(question: Question, entry: Entry) -> Answer:
    """Remind that what is asked for lies above what the member was assessed for (S4-070)."""
    asked, assessed = question.trip.mode, question.member.assessed_mode
    if asked is None or assessed is None or asked <= assessed or asked != question.mode:
        return
    if question.has_paper(entry.figures["authorization"]):
        text = "The upgrade's authorization goes with the trip's record."
        yield requirement(entry, "upgrade_authorization", text)
    else:
        yield note(entry, "above_assessed", asked=asked, assessed=assessed)


def assistance(question: Question, entry: Entry) -> Answer:
    """Remind that the mode does not reach to the door (S4-021 to S4-024)."""
    asked = question.trip.assistance
    if asked in entry.figures["assistance"] and question.mode in entry.figures["modes"]:
        yield note(entry, "assistance", mode=question.mode)


def vehicle_kind(question: Question, entry: Entry) -> Answer:
    """Ask about a vehicle that the mode does not list (S4-022, S4-023)."""
    figures, vehicle = entry.figures, question.trip.vehicle
    modes = figures.get("modes")
    if vehicle in figures["vehicles"] and (modes is None or question.asked_mode in modes):
        yield finding(entry, vehicle=vehicle, mode=question.asked_mode)


def recognized(question: Question, entry: Entry) -> Answer:
    """Ask whether the agency recognizes the volunteer (S4-120)."""
    driver = _volunteer(question, entry)
    if driver is None or driver.recognized:
        return
    if driver.recognized is None:
        yield unknown(entry, "trip.driver.recognized")
    else:
        yield finding(entry, driver=driver.kind, recognized=driver.recognized)


def open_to_all(question: Question, entry: Entry) -> Answer:
    """Ask whether the volunteer carries all members of the community (S4-120)."""
    driver = _volunteer(question, entry)
    if driver is None or driver.open_to_all:
        return
    if driver.open_to_all is None:
        yield unknown(entry, "trip.driver.open_to_all")
    else:
        yield finding(entry, driver=driver.kind, open_to_all=driver.open_to_all)


def _volunteer(question: Question, entry: Entry) -> DriverFacts | None:
    driver = question.trip.driver
    if driver is None or driver.relationship is not None:
        return None
    return driver if driver.kind in entry.figures["kinds"] else None


def credentials(question: Question, entry: Entry) -> Answer:
    """Name each blocking credential that is not good on the ride's day (FED-002)."""
    driver = question.trip.driver
    if driver is not None and driver.lapsed:
        for kind in sorted(driver.lapsed):
            words = _CREDENTIAL_WORDS.get(kind, kind.replace("_", " "))
            yield finding(entry, credential=words, day=question.day)


CHECKS = {
    "vehicle_owner": needs(vehicle_owner, "mode", "papers"),
    "owner_drives": needs(owner_drives, "mode", may="excused"),
    "handed_off": needs(handed_off, "modes"),
    "above_assessed": needs(above_assessed, "authorization"),
    "assistance": needs(assistance, "assistance", "modes"),
    "vehicle_kind": needs(vehicle_kind, "vehicles", may="modes"),
    "recognized": needs(recognized, "kinds"),
    "open_to_all": needs(open_to_all, "kinds"),
    "credentials": needs(credentials),
}
