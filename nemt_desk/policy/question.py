"""What a check is asked: the facts, the day that counts, the mode; and how it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nemt_desk.ground.words import day_year_text
from nemt_desk.policy.decision import Finding, Note, Outcome, Requirement
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.facts import Facts, MemberFacts, PlaceFacts, TripFacts
from nemt_desk.policy.missing import missing_cure, missing_sentence

type Said = Finding | Note | Requirement
type Answer = Iterator[Said]

UNKNOWN = "FACT"
HEARING = "appeal_hearing"
# The care is where the ride begins, when it does not begin where somebody lives or works.
_CARE_PLACES = frozenset(
    {"clinic", "hospital", "nursing_facility", "residential_facility", "pharmacy"}
)


@dataclass(frozen=True, slots=True)
class Question:
    """One request as a check sees it; `home_state` and `holidays` are the pack's.

    `mode` is the decision's; `asked_mode` is the one that was asked for, else `mode`.
    """

    facts: Facts
    member: MemberFacts
    trip: TripFacts
    local: Mapping[str, Any]
    day: date
    mode: int | None
    asked_mode: int | None
    home_state: str
    holidays: Mapping[date, str]

    @property
    def is_hearing(self) -> bool:
        """Tell whether the trip goes to an appeal hearing (S4-063)."""
        return self.trip.purpose == HEARING or self.trip.service == HEARING

    @property
    def is_covered_service(self) -> bool:
        """Tell whether the trip is for care (not a hearing, not something else)."""
        return self.trip.purpose in {None, "covered_service"} and self.trip.service != HEARING

    @property
    def is_out_of_state(self) -> bool:
        """Tell whether the care is known to lie outside the pack's state."""
        return self.away_state is not None

    @property
    def away_state(self) -> str | None:
        """The other state that the care lies in; None at home, or if that is not known."""
        origin = self.trip.origin
        ends: tuple[PlaceFacts | None, ...] = (self.trip.destination,)
        if origin is not None and origin.kind in _CARE_PLACES:
            ends = (self.trip.destination, origin)
        for place in ends:
            if place is not None and place.state and place.state.upper() != self.home_state:
                return place.state
        return None

    @property
    def age(self) -> int | None:
        """The member's age in whole years on the ride's day; None if either is not known."""
        return None if self.day == date.max else self.member.age(self.day)

    def has_paper(self, kind: str) -> bool:
        """Tell whether an authorization of this kind is in force on the ride's day."""
        return any(
            paper.kind == kind and paper.covers(self.day) for paper in self.trip.authorizations
        )

    def has_consent(self, kind: str) -> bool:
        """Tell whether a signed consent of this kind is in force on the ride's day."""
        return any(paper.kind == kind and paper.covers(self.day) for paper in self.member.consents)

    def has_document(self, kind: str) -> bool:
        """Tell whether the member's document of this kind is on file."""
        return kind in self.member.documents


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
        paper=entry.paper,
    )


def note(entry: Entry, code: str, **facts: object) -> Note:
    """Say something to ask or to know."""
    if not facts:
        return Note(code, entry.id, entry.sentence, entry.source)
    spoken = {key: _spoken(value) for key, value in facts.items()}
    return Note(code, entry.id, entry.sentence.format_map(spoken), entry.source)


def requirement(entry: Entry, code: str, text: str = "") -> Requirement:
    """Say what the run sheet or the trip log must carry: `text`, or the entry's sentence."""
    return Requirement(code, entry.id, text or entry.sentence)


def unknown(entry: Entry, field: str) -> Finding:
    """Say that `entry` needs a fact that was asked and is not known."""
    return Finding(
        rule=UNKNOWN,
        also=(),
        outcome=Outcome.NEEDS_REVIEW,
        sentence=missing_sentence(field, (entry.id,)),
        source=entry.source,
        cure=missing_cure(field),
        facts={"field": field, "rule": entry.id},
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _spoken(value: object) -> object:
    if isinstance(value, date):
        return day_year_text(value)
    if value is None:
        return "not known"
    if isinstance(value, str):
        return value.replace("_", " ")
    return f"{value:g}" if isinstance(value, float) else value
