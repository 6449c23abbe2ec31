"""What a check is asked: the facts, the day that counts, the mode; and how it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from nemt_desk.ground.words import day_year_text
from nemt_desk.policy.decision import Finding, Note, Outcome, Requirement
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.facts import Facts, MemberFacts, TripFacts

type Said = Finding | Note | Requirement
type Answer = Iterator[Said]

UNKNOWN = "FACT"
FIELD_WORDS = {
    "member.birth_date": "the member's birth date",
    "member.program": "the member's program",
    "member.payer": "who pays for the member (fee for service, or a health plan)",
    "member.county": "the member's county of residence",
    "member.living_arrangement": "the member's living arrangement code",
    "member.has_vehicle": "whether the member has a vehicle",
    "member.pregnant": "whether the member is pregnant",
    "trip.purpose": "what the trip is for",
    "trip.appointment_at": "the day of the ride",
    "trip.care": "whether this is primary or specialty care",
    "trip.routine": "whether this is a routine or preventive visit",
    "trip.direct_miles": "the miles of the ride",
    "trip.home_miles": "the miles from the member's home",
    "trip.destination": "where the ride goes",
    "trip.destination.state": "the state the ride goes to",
    "trip.destination.country": "the country the ride goes to",
    "trip.member_aboard": "whether the member rides along",
    "trip.companions": "why the companion rides along",
    "trip.driver.recognized": "whether the agency recognizes the volunteer",
    "trip.driver.open_to_all": "whether the volunteer drives any member",
    "checked_on": "the day the living arrangement was checked",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One request as a check sees it; `home_state` is the pack's."""

    facts: Facts
    day: date
    mode: int | None
    home_state: str
    holidays: Mapping[date, str]

    @property
    def member(self) -> MemberFacts:
        """Who is to ride."""
        return self.facts.member

    @property
    def trip(self) -> TripFacts:
        """What is asked for."""
        return self.facts.trip

    @property
    def is_covered_service(self) -> bool:
        """Tell whether the trip is for care (not a hearing, not something else)."""
        return self.trip.purpose in {None, "covered_service"}

    @property
    def is_out_of_state(self) -> bool:
        """Tell whether the ride is known to leave the pack's state."""
        place = self.trip.destination
        return place is not None and place.state not in {"", None, self.home_state}

    def has_paper(self, kind: str) -> bool:
        """Tell whether an authorization of this kind is in force on the ride's day."""
        return any(
            paper.kind == kind and paper.covers(self.day) for paper in self.trip.authorizations
        )


def finding(entry: Entry, **facts: object) -> Finding:
    """Say what `entry` says, with the facts it used filled in."""
    plain = {key: _plain(value) for key, value in facts.items()}
    spoken = {key: _spoken(value) for key, value in facts.items()}
    return Finding(
        rule=entry.id,
        also=entry.also,
        outcome=entry.outcome,
        sentence=entry.sentence.format_map(spoken),
        source=entry.source,
        cure=entry.cure.format_map(spoken),
        facts=plain,
    )


def note(entry: Entry, code: str, **facts: object) -> Note:
    """Say something to ask or to know."""
    spoken = {key: _spoken(value) for key, value in facts.items()}
    return Note(code, entry.id, entry.sentence.format_map(spoken), entry.source)


def unknown(entry: Entry, field: str) -> Finding:
    """Say that `entry` needs a fact that was asked and is not known."""
    what = FIELD_WORDS.get(field, field)
    return Finding(
        rule=UNKNOWN,
        also=(),
        outcome=Outcome.NEEDS_REVIEW,
        sentence=f"It is not known: {what}. Rule {entry.id} needs it.",
        source=entry.source,
        cure=f"Ask for {what} and enter it, or decide yourself and say why.",
        facts={"field": field, "rule": entry.id},
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _spoken(value: object) -> object:
    if isinstance(value, date):
        return day_year_text(value)
    return f"{value:g}" if isinstance(value, float) else value
