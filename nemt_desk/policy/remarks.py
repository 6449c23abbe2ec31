"""What is said without stopping anything: notes to the caller, requirements for the paper."""

from nemt_desk.policy.check import Check, needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, note, requirement


def no_share(question: Question, entry: Entry) -> Answer:
    """Keep others out of the car when a health reason for it is on file (S1-13)."""
    if question.member.no_share_reason:
        yield note(entry, "no_share")
        yield requirement(entry, "no_share")


def season(question: Question, entry: Entry) -> Answer:
    """Remind of something in certain months, like winter weather (S1-19)."""
    if question.day.month in entry.figures["months"]:
        yield note(entry, entry.figures["code"])


def flagged(question: Question, entry: Entry) -> Answer:
    """Remind of a behavior flag at an age that may ride alone again (S1-25, CT-016)."""
    age = question.age
    figures = entry.figures
    is_of_age = age is not None and figures["from_age"] <= age < figures["under"]
    if question.member.behavior_flag and is_of_age:
        yield note(entry, "behavior_flag", age=age)


def discharge_vehicle(question: Question, entry: Entry) -> Answer:
    """Tell how a vehicle for a hospital discharge is approved (CT-021)."""
    trip = question.trip
    is_discharge = trip.discharge or trip.service == "hospital_discharge"
    if is_discharge and trip.vehicle in entry.figures["vehicles"]:
        yield note(entry, "discharge_vehicle")


CHECKS: dict[str, Check] = {
    "no_share": needs(no_share),
    "season": needs(season, "months", "code"),
    "flagged": needs(flagged, "from_age", "under"),
    "discharge_vehicle": needs(discharge_vehicle, "vehicles"),
}
