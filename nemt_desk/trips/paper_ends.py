"""Papers that end before a ride that is planned: said now, not on the morning of the ride.

A paper counts as lost to a ride where the answer would be another one if the paper went on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, day_year_text
from nemt_desk.members.paper_queries import papers_until
from nemt_desk.members.paper_words import PAPER_WORDS
from nemt_desk.members.rows import Member, Paper, PaperState
from nemt_desk.policy.decision import Decision, Finding, Note, Outcome
from nemt_desk.policy.lapsed import named_until
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.deciding import askings_of, trips_to_come
from nemt_desk.trips.repeats import shifted

LONG_AGO = timedelta(days=90)
"""A paper that ended before that is no longer missed."""
CODE = "paper_ends"
_TOLD_DAYS = 3


@dataclass(frozen=True, slots=True)
class LosingRide:
    """A trip to come that a paper does not reach; `sentence` says what the rules then say."""

    trip_id: Id
    day: date
    outcome: Outcome
    sentence: str


@dataclass(frozen=True, slots=True)
class PaperEnding:
    """A paper with the trips that need it after its last day."""

    member_id: Id
    member_name: str
    paper: Paper
    rides: tuple[LosingRide, ...]


@dataclass(frozen=True, slots=True)
class LostPaper:
    """A paper, and the days of a plan on which it has ended."""

    paper: Paper
    days: tuple[date, ...]
    of_days: int

    @property
    def sentence(self) -> str:
        """Return it in words, the days with it."""
        what = PAPER_WORDS[self.paper.kind]
        end = day_year_text(self.paper.until_day) if self.paper.until_day else ""
        head = f"The paper on file ({what}) ends {end}"
        if self.of_days == 1:
            return f"{head}, before this ride. Ask for a new one now."
        told = ", ".join(map(day_text, self.days[:_TOLD_DAYS]))
        more = " …" if len(self.days) > _TOLD_DAYS else ""
        return (
            f"{head}: {len(self.days)} of {self.of_days} days come after it ({told}{more})."
            " Ask for a new one now."
        )


def papers_ending(
    session: Session,
    settings: Settings,
    today: date,
    until: date,
    member_ids: Iterable[Id] = (),
) -> tuple[PaperEnding, ...]:
    """Return the papers that trips from `today` until `until` need but that have ended by then."""
    ending = papers_until(session, today - LONG_AGO, until)
    asked = {*member_ids}
    keys = {row.member_id for row in ending if not asked or row.member_id in asked}
    if not keys:
        return ()
    # Also trips that came in by a file, or from before the rules were asked.
    trips = trips_to_come(session, today, until=until, member_ids=keys, only_decided=False)
    found: dict[Id, list[LosingRide]] = defaultdict(list)
    papers: dict[Id, tuple[Member, Paper]] = {}
    for asking in askings_of(session, trips, settings).values():
        trip_id = asking.trip_id
        for paper, without in _lost(asking):
            if trip_id is None:
                continue
            papers[paper.id] = asking.member, paper
            sentence = without.findings[0].sentence if without.findings else without.payer
            found[paper.id].append(LosingRide(trip_id, asking.day, without.outcome, sentence))
    endings = [
        PaperEnding(member.id, member.name, paper, tuple(sorted(found[key], key=lambda r: r.day)))
        for key, (member, paper) in papers.items()
    ]
    return tuple(sorted(endings, key=lambda one: (one.rides[0].day, one.member_name)))


def lost_days(asking: Asking, days: Sequence[date]) -> tuple[LostPaper, ...]:
    """Return the papers on file that have ended on some of `days`, though the ride needs them.

    `asking` is the question of one day; it is asked again for each day at the same time of day.
    """
    lost: dict[Id, list[date]] = defaultdict(list)
    papers: dict[Id, Paper] = {}
    last = max(days, default=asking.day)
    if not _may_end(asking, last):
        return ()
    for day in days:
        for paper, _without in _lost(on_day(asking, day)):
            papers[paper.id] = paper
            lost[paper.id].append(day)
    return tuple(LostPaper(papers[key], tuple(lost[key]), len(days)) for key in papers)


def ending_notes(
    asking: Asking, days: Sequence[date], told: Iterable[Finding] = ()
) -> tuple[Note, ...]:
    """Return the same as notes of a decision; a paper that a finding of `told` names is left out.

    A finding names the paper where it stands against the ride; a note is for the other papers.
    """
    named = {named_until(finding) for finding in told}
    return tuple(
        Note(CODE, "", lost.sentence, "")
        for lost in lost_days(asking, days)
        if lost.paper.until_day not in named
    )


def on_day(asking: Asking, day: date) -> Asking:
    """Return the same question for another day, at the same time of day."""
    time, first = asking.settings.time, asking.day
    return replace(
        asking,
        appointment_at=shifted(asking.appointment_at, first, day, time),
        pickup_at=shifted(asking.pickup_at, first, day, time),
    )


def _may_end(asking: Asking, last: date) -> bool:
    return any(_ended(paper, last) for paper in asking.member.papers)


def _ended(paper: Paper, day: date) -> bool:
    """Tell whether the paper would still count on `day` if it had no end, or not long ago had."""
    until = paper.until_day
    return (
        paper.state is PaperState.ON_FILE
        and until is not None
        and day - LONG_AGO <= until
        and until < day
    )


def _lost(asking: Asking) -> list[tuple[Paper, Decision]]:
    """Return the papers that ended before the ride and would make its answer another one."""
    day = asking.day
    ended = [
        paper
        for paper in asking.member.papers
        if _ended(paper, day) and paper.counts_for(asking.trip_id)
    ]
    if not ended:
        return []
    now = ask(asking)
    newest = _newest(ended)
    return [
        (paper, now)
        for paper in newest.values()
        if _answer(ask(replace(asking, member=_going_on(asking.member, paper)))) != _answer(now)
    ]


def _newest(papers: Iterable[Paper]) -> Mapping[object, Paper]:
    """Return of each kind the paper that ended last: the one to renew."""
    found: dict[object, Paper] = {}
    for paper in papers:
        known = found.get(paper.kind)
        if known is None or (paper.until_day or date.max) > (known.until_day or date.max):
            found[paper.kind] = paper
    return found


def _going_on(member: Member, paper: Paper) -> Member:
    papers = tuple(
        replace(one, until_day=None) if one.id == paper.id else one for one in member.papers
    )
    return replace(member, papers=papers)


def _answer(decision: Decision) -> object:
    return decision.outcome, decision.mode, [one.rule for one in decision.findings]
