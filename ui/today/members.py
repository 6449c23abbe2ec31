"""Which members need a hand: papers that end or are not back, eligibility to look up. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.ground.words import day_text, day_year_text
from nemt_desk.members.rows import Member
from nemt_desk.trips.again import OUTCOME_WORDS
from nemt_desk.trips.paper_ends import PaperEnding
from ui.today.facts import Facts
from ui.today.lines import Group, Line
from ui.widgets.people_words import PAPERS

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

_SLOW_DAYS = 14


def member_lines(facts: Facts) -> Iterator[Line]:
    """Yield what runs out before a ride, what is not back, what must be looked up."""
    found = [*_record_ends(facts), *_endings(facts), *_unsettled(facts)]
    yield from (line for _day, line in sorted(found, key=lambda one: one[0]))
    yield from _asked(facts)
    yield from _checks(facts)
    yield from _renewals(facts)


def _endings(facts: Facts) -> Iterator[tuple[date, Line]]:
    for ending in facts.endings:
        first = ending.rides[0].day
        yield (
            first,
            Line(
                Group.MEMBERS,
                _end_status(ending.paper.until_day, facts.today),
                day_text(first),
                ending.member_name,
                _ending_words(ending, facts.today),
                "members",
                "papers",
                ending.member_id,
            ),
        )


def _ending_words(ending: PaperEnding, today: date) -> str:
    until, count = ending.paper.until_day, len(ending.rides)
    verb = "ended" if until is not None and until < today else "ends"
    end = day_year_text(until) if until is not None else ""
    rides = "this trip needs it" if count == 1 else f"{count} trips after it need it"
    return f"Paper “{PAPERS[ending.paper.kind]}” {verb} {end}; {rides}"


def _end_status(until: date | None, today: date) -> str:
    return "lapsed" if until is not None and until < today else "ends_soon"


def _record_ends(facts: Facts) -> Iterator[tuple[date, Line]]:
    """Yield eligibility and assessed modes that end before a planned ride."""
    days: dict[Id, list[date]] = {}
    for ride in facts.rides:
        if ride.is_open and ride.day >= facts.today:
            days.setdefault(ride.member_id, []).append(ride.day)
    for key, planned in days.items():
        member = facts.members.get(key)
        if member is not None:
            yield from _of_member(facts, member, planned)


def _of_member(facts: Facts, member: Member, days: list[date]) -> Iterator[tuple[date, Line]]:
    ends = (("Eligibility", member.eligible_until), ("Assessed mode", member.mode_until))
    for word, until in ends:
        after = min((day for day in days if until is not None and day > until), default=None)
        if until is None or after is None:
            continue
        verb = "ended" if until < facts.today else "ends"
        why = f"{word} {verb} {day_year_text(until)}, before this ride"
        status = _end_status(until, facts.today)
        kind = "eligibility" if word == "Eligibility" else "member"
        yield (
            after,
            Line(
                Group.MEMBERS,
                status,
                day_text(after),
                member.name,
                why,
                "members",
                kind,
                member.id,
            ),
        )


def _unsettled(facts: Facts) -> Iterator[tuple[date, Line]]:
    for one in facts.unsettled:
        trips = "1 trip is" if one.trips == 1 else f"{one.trips} trips are"
        why = f"{trips} not allowed as things stand: {OUTCOME_WORDS[one.outcome]}"
        yield (
            one.first_day,
            Line(
                Group.MEMBERS,
                "paper",
                day_text(one.first_day),
                one.member_name,
                why,
                "members",
                "papers",
                one.member_id,
            ),
        )


def _asked(facts: Facts) -> Iterator[Line]:
    for row in facts.asked:
        since = row.paper.asked_on
        waits = (facts.today - since).days if since is not None else 0
        when = day_text(since) if since is not None else "not dated"
        why = f"“{PAPERS[row.paper.kind]}” was asked for and is not back"
        if waits > 1:
            why += f" after {waits} days"
        status = "overdue" if waits > _SLOW_DAYS else "asked_for"
        yield Line(
            Group.ASKED, status, when, row.member_name, why, "members", "papers", row.member_id
        )


def _checks(facts: Facts) -> Iterator[Line]:
    for one in facts.to_check:
        if one.checked_on is None:
            why = "Eligibility was never looked up"
        else:
            why = f"Eligibility was last looked up {day_year_text(one.checked_on)}"
        yield Line(
            Group.CHECKS,
            "due",
            day_text(one.ride_day),
            one.member_name,
            f"{why}; a ride is planned",
            "members",
            "eligibility",
            one.member_id,
        )


def _renewals(facts: Facts) -> Iterator[Line]:
    for one in facts.renewals:
        status = "overdue" if one.renewal_on < facts.today else "due"
        yield Line(
            Group.CHECKS,
            status,
            day_text(one.renewal_on),
            one.member_name,
            "Coverage must be renewed by then: remind the member",
            "members",
            "member",
            one.member_id,
        )
