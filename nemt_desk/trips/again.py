"""Decides a member's rides to come again when a paper or the record has changed, and keeps it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import put
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.members.model import PaperRecord
from nemt_desk.members.rows import Member
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.asking import ask
from nemt_desk.trips.deciding import askings_of, trips_to_come
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.queries import decisions_of
from nemt_desk.trips.rows import OPEN_STATES, RideState

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.EMERGENCY: "emergency",
    Outcome.REFER: "refer elsewhere",
    Outcome.NOT_COVERED: "not covered",
    Outcome.NEEDS_PAPER: "needs paper",
    Outcome.NEEDS_REVIEW: "needs review",
    Outcome.ALLOWED: "allowed",
}
_TOUCHING = frozenset({"member", "member_paper"})


@dataclass(frozen=True, slots=True)
class Redecided:
    """A trip to come whose answer is another one now; `day` is that of its first ride."""

    trip_id: Id
    version: int
    member_id: Id
    day: date
    before: Decision
    after: Decision
    has_override: bool = False

    @property
    def is_worse(self) -> bool:
        """Tell whether the ride is further from being allowed than before."""
        return self.after.outcome.rank > self.before.outcome.rank

    @property
    def is_better(self) -> bool:
        """Tell whether the ride is nearer to being allowed than before."""
        return self.after.outcome.rank < self.before.outcome.rank

    @property
    def words(self) -> str:
        """`Tue 1 Dec: needs paper (S4-061), now allowed`."""
        return f"{day_text(self.day)}: {_told(self.before)}, now {_told(self.after)}"

    @property
    def why(self) -> str:
        """The sentence of what decides now; empty where nothing stands against the ride."""
        return self.after.findings[0].sentence if self.after.findings else ""


@dataclass(frozen=True, slots=True)
class DecidedAgain:
    """What deciding again changed, and the trips with their answers before and after."""

    changes: Changes
    lines: tuple[Redecided, ...]

    @property
    def text(self) -> str:
        """Return it in one sentence for the notice line; empty if nothing changed."""
        if not self.lines:
            return ""
        better = sum(line.is_better for line in self.lines)
        worse = sum(line.is_worse for line in self.lines)
        other = len(self.lines) - better - worse
        parts = [(better, "better"), (worse, "worse"), (other, "otherwise")]
        said = ", ".join(f"{count} {word}" for count, word in parts if count)
        rides = "1 trip to come is" if len(self.lines) == 1 else f"{len(self.lines)} trips are"
        return f"{rides} decided anew: {said}"


def _told(decision: Decision) -> str:
    rules = ", ".join(dict.fromkeys(one.rule for one in decision.findings))
    mode = f"mode {decision.mode}" if decision.mode is not None else ""
    about = ", ".join(part for part in (rules, mode) if part)
    words = OUTCOME_WORDS[decision.outcome]
    return f"{words} ({about})" if about else words


def redecided(
    session: Session,
    settings: Settings,
    today: date,
    member_ids: Iterable[Id],
    member: Member | None = None,
) -> tuple[Redecided, ...]:
    """Return the members' trips to come whose answer has changed, by day.

    `member` is the record as it would be, to see beforehand what a paper would change.
    """
    trips = {one.id: one for one in trips_to_come(session, today, member_ids=member_ids)}
    kept = decisions_of(session, trips)
    found = []
    for key, asking in askings_of(session, list(trips.values()), settings).items():
        question = asking if member is None else replace(asking, member=member)
        before, after = kept[key], ask(question)
        if _differs(before, after):
            one = trips[key]
            day = one.rides[0].day
            has_override = bool(one.override_reason)
            found.append(
                Redecided(key, one.version, one.member_id, day, before, after, has_override)
            )
    return tuple(sorted(found, key=lambda line: (line.day, line.trip_id)))


def _differs(before: Decision, after: Decision) -> bool:
    """Tell whether the answer itself is another one; new words for the same are none."""
    return _answer(before) != _answer(after)


def _answer(decision: Decision) -> object:
    return decision.outcome, decision.mode, [one.rule for one in decision.findings]


class DecideAgain:
    """Keeps new answers. `settings` gives the agency's figures as they are now."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def preview(self, member_id: Id, member: Member | None = None) -> tuple[Redecided, ...]:
        """Return what deciding again would change; `member` is the record as it would be."""
        with self._store.read() as session:
            return redecided(session, self._settings(), self._today(), [member_id], member)

    def apply(self, actor: Actor, member_id: Id) -> DecidedAgain:
        """Keep the new answers of a member's trips to come."""
        return self._apply(actor, [member_id])

    def after(self, actor: Actor, changes: Changes) -> DecidedAgain:
        """Keep the new answers of every member whose record or papers `changes` touched."""
        return self._apply(actor, self._touched(changes))

    def _apply(self, actor: Actor, member_ids: Iterable[Id]) -> DecidedAgain:
        require(actor, Right.WRITE)
        keys = list(member_ids)
        if not keys:
            return DecidedAgain(Changes.none(), ())
        with self._store.write(actor, "Decided again") as work:
            lines = redecided(work.session, self._settings(), self._today(), keys)
            for line in lines:
                _keep(work, line)
            told = DecidedAgain(Changes.none(), lines)
            work.text = told.text or work.text
        return DecidedAgain(work.changes, lines)

    def _today(self) -> date:
        return self._settings().time.day(self._store.clock.now())

    def _touched(self, changes: Changes) -> list[Id]:
        """Return the members of what was changed; a paper's own may be found in its row only."""
        found: set[Id] = set()
        papers: list[Id] = []
        for step in changes.steps:
            if step.kind not in _TOUCHING:
                continue
            row = {**(step.before or {}), **(step.after or {})}
            owner = step.id if step.kind == "member" else row.get("member_id")
            if owner is not None:
                found.add(owner)  # type: ignore[arg-type] # a row's key column
            else:
                papers.append(step.id)
        if papers:
            with self._store.read() as session:
                statement = select(PaperRecord.member_id).where(PaperRecord.id.in_(papers))
                found.update(session.scalars(statement))
        return sorted(found)


def _keep(work: Work, line: Redecided) -> None:
    trip = work.fetch(TripRecord, line.trip_id, line.version)
    put(trip, {"decision": line.after.to_json(), "outcome": line.after.outcome.value})
    if line.after.mode in {None, line.before.mode}:
        return
    open_states = sorted(OPEN_STATES - {RideState.ABOARD})
    statement = select(RideRecord).where(
        RideRecord.trip_id == line.trip_id, RideRecord.state.in_(open_states)
    )
    for ride in work.session.scalars(statement):
        # A mode that a person chose for one leg stays.
        if ride.mode == line.before.mode:
            put(ride, {"mode": line.after.mode})
