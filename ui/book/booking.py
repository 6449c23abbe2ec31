"""The call as the office sees it: holds the draft, asks rooms and rules, saves. No Qt.

The page tells it what was typed and shows what it answers; nothing here knows a widget.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, time_text
from nemt_desk.members import queries as members
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision
from nemt_desk.security.rows import Actor, Right
from nemt_desk.trips import queries as trips
from nemt_desk.trips.routing import How
from nemt_desk.trips.rows import Booked, Mileage, NewUnmet, TripRequest, Violation
from ui.book.asking import decide, emergency
from ui.book.card import Card, card_of
from ui.book.draft import Draft, Pair, with_member
from ui.book.request import draft_again, place_ids, problems_of, repeat_days, trip_request
from ui.book.timing import Plan, plan
from ui.book.ways import Way, WayKey, Ways, find_way, routed_way

if TYPE_CHECKING:
    from nemt_desk.office import Office
    from nemt_desk.trips.day_roads import DayRoads

_WEEK = timedelta(weeks=1)
_LAST = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules and the member's other rides say; `missing` is still to be asked."""

    decision: Decision | None
    warnings: tuple[Violation, ...]
    missing: tuple[str, ...]
    may_override: bool


class Booking:
    """One call after the other; `draft` is what was typed, `words` every text field's text."""

    def __init__(self, office: "Office", actor: Actor) -> None:
        self.office = office
        self.actor = actor
        self._draft = Draft()
        self._roads: DayRoads | None = None
        self.words: dict[str, str] = {}
        self.unread: dict[str, Problem] = {}
        self.ways = Ways()
        self.forget_ways()

    @property
    def draft(self) -> Draft:
        """What was typed; another day may be driven by other ways."""
        return self._draft

    @draft.setter
    def draft(self, draft: Draft) -> None:
        is_other_day = draft.day != self._draft.day
        self._draft = draft
        if is_other_day:
            self._mind_the_day()

    # --- what is typed --------------------------------------------------------------------

    def put(self, **typed: Any) -> None:  # noqa: ANN401 - the draft's own fields
        """Take what was typed."""
        self.draft = replace(self.draft, **typed)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed yet."""
        return self.draft == Draft() and not any(self.words.values()) and not self.unread

    def clear(self) -> None:
        """Get ready for the next call."""
        self.draft, self.words, self.unread = Draft(), {}, {}

    def today(self) -> date:
        """Return the agency's day."""
        return self.office.time.day(self.office.clock.now())

    # --- who ------------------------------------------------------------------------------

    def take_member(self, member_id: Id) -> None:
        """Book for this member; what the record says about riding is filled in."""
        with self.office.store.read() as session:
            member = members.member(session, member_id)
            home = members.home_of(session, member)
        self.draft = with_member(self.draft, member, home)

    def reload_member(self) -> bool:
        """Read the member's record again; False if it is not there any more."""
        member = self.draft.member
        if member is None:
            return False
        try:
            with self.office.store.read() as session:
                again = members.member(session, member.id)
                home = members.home_of(session, again)
        except RefusedError:
            self.drop_member()
            return False
        self.put(member=again, home=home)
        return True

    def drop_member(self) -> None:
        """Book for nobody yet."""
        self.put(member=None, home=None)

    def card(self) -> Card | None:
        """Return the member's card."""
        member = self.draft.member
        if member is None:
            return None
        with self.office.store.read() as session:
            last = trips.last_trips(session, member.id, limit=_LAST)
            ids = [trip.place_id for trip in last if trip.place_id is not None]
            found = places.places_by_ids(session, ids)
        labels: dict[object, str] = {key: place.label for key, place in found.items()}
        day = self.draft.day or self.today()
        return card_of(member, self.draft.home, last, labels, day=day, time=self.office.time)

    def same_again(self) -> bool:
        """Fill in the member's last trip, on the day typed or a week on; False without one."""
        member, day = self.draft.member, self.draft.day
        if member is None:
            return False
        with self.office.store.read() as session:
            last = trips.last_trips(session, member.id, limit=1)
            day = day or self._next_day(last[0].rides[0].day if last and last[0].rides else None)
            request = trips.same_as_last(session, member.id, day, self.office.time)
            if request is None:
                return False
            found = places.places_by_ids(session, place_ids(request))
        self.put(day=day)
        self._learn_from(request.legs, found)
        again = draft_again(self.draft, request, found, day=day, time=self.office.time)
        self.draft = self._left_to_compute(again)
        return True

    def _next_day(self, last: date | None) -> date:
        today = self.today()
        if last is None:
            return today + timedelta(days=1)
        weeks = max(0, (today - last).days) // 7 + 1
        return last + weeks * _WEEK

    def _learn_from(self, legs: Sequence[Any], found: Mapping[Id, Place]) -> None:
        for leg in legs:
            start, end = found.get(leg.from_id), found.get(leg.to_id)
            if leg.mileage is None or start is None or end is None:
                continue
            if self._still_holds(leg.mileage):
                way = routed_way(leg.mileage, (start, end))
                self.ways.learn({((start.id, end.id), self.ways.how): way})
            else:
                self.ways.learn(self.look([(start, end)]))

    def _still_holds(self, mileage: Mileage) -> bool:
        """Tell whether the last trip's miles are what the map would say for this day."""
        roads = self.office.map
        is_same_map = roads is not None and roads.info.map_hash == mileage.map_hash
        return is_same_map and self.ways.how == How(mileage.kind)

    def _left_to_compute(self, draft: Draft) -> Draft:
        """Leave out times that come out of the others by themselves: they then follow."""
        for bare in (
            replace(draft, pickup=None, dropoff=None, return_time=None),
            replace(draft, pickup=None, dropoff=None),
            replace(draft, dropoff=None),
        ):
            if self._same_times(plan(bare, self.ways, self.office.settings), draft):
                return bare
        return draft

    def _same_times(self, one: Plan, draft: Draft) -> bool:
        return one == replace_computed(plan(draft, self.ways, self.office.settings), one)

    # --- times and ways -------------------------------------------------------------------

    def plan(self) -> Plan:
        """Return all times of the call."""
        return plan(self.draft, self.ways, self.office.settings)

    def wanted_ways(self) -> list[Pair]:
        """Return the ways that nobody has looked for yet."""
        return self.ways.unknown(self.draft.pairs())

    def look(self, pairs: Sequence[Pair]) -> dict[WayKey, Way]:
        """Find ways; may run beside the window, touches nothing."""
        roads, how = self.office.map, self.ways.how
        return {((a.id, b.id), how): find_way(roads, (a, b), how) for a, b in pairs}

    def forget_ways(self) -> None:
        """Drop all ways: the map, a pin, a shut road or a setting has changed."""
        self.ways.forget()
        self._roads = None
        self._mind_the_day()

    def _mind_the_day(self) -> None:
        self.ways.how = self.office.how(self.draft.day or self.today())

    # --- what the rules say ---------------------------------------------------------------

    def all_words(self) -> str:
        """Return everything typed as text, for the emergency words."""
        return "\n".join(text for text in self.words.values() if text)

    def emergency(self) -> Decision | None:
        """Return the decision if the words speak of an emergency."""
        return emergency(self.all_words(), self.office.settings)

    def script(self) -> tuple[str, ...]:
        """Return what to say to a caller in an emergency."""
        return packs.load(self.office.settings.pack).emergency_script

    def verdict(self) -> Verdict:
        """Return what is to be said about the call so far."""
        missing = tuple(self.draft.missing())
        warnings: tuple[Violation, ...] = ()
        if self.draft.member is None:
            return Verdict(self.emergency(), (), missing, may_override=False)
        decision = decide(
            self.draft,
            self.plan(),
            self.ways,
            settings=self.office.settings,
            asked_at=self.office.clock.now(),
            words=self.all_words(),
        )
        if not missing:
            warnings = (*self._past(), *self._warnings(decision))
        return Verdict(decision, warnings, missing, self.actor.may(Right.OVERRIDE))

    def _past(self) -> Iterator[Violation]:
        pickup = self.plan().out.pickup_at
        if pickup is not None and pickup < self.office.clock.now():
            when = self.office.time.local(pickup)
            said = f"{day_text(when.date())} {time_text(when)}"
            yield Violation("past", f"The pick-up lies in the past: {said}. Check day and time.")

    def _warnings(self, decision: Decision) -> tuple[Violation, ...]:
        try:
            request = self._request(decision)
        except InputError:
            return ()
        try:
            return self.office.trips.check(request)
        except DeskError:
            return ()

    def problems(self) -> list[Problem]:
        """Return what keeps the call from being saved so far."""
        return problems_of(self.draft, self.plan(), self.today())

    def repeat_days(self) -> tuple[date, ...]:
        """Return the days the repeat makes.

        Raises:
            InputError: the repeat can't be understood.
        """
        return repeat_days(self.draft, self.today())

    def _request(self, decision: Decision | None) -> TripRequest:
        request = trip_request(
            self.draft, self.plan(), self.ways, today=self.today(), decision=decision
        )
        days = self.repeat_days()
        if len(days) < 2:
            return request
        if self._roads is None or self._roads.roads is not self.office.map:
            self._roads = self.office.day_roads()
        return self._roads.repeated(request, days, self._places(request).__getitem__)

    def _places(self, request: TripRequest) -> Mapping[Id, Place]:
        with self.office.store.read() as session:
            return places.places_by_ids(session, place_ids(request))

    # --- saving ---------------------------------------------------------------------------

    def save(self) -> Booked:
        """Save the call.

        Raises:
            InputError: fields are missing or wrong; everything typed stays.
            RefusedError: an emergency, or no right.
        """
        self.ways.learn(self.look(self.wanted_ways()))
        decision = self.verdict().decision
        self._refuse_unread(decision)
        request = self._request(decision)
        if decision is not None and decision.needs_override and not request.override_reason:
            sentence = f"{decision.findings[0].sentence} To book it all the same, say why here."
            raise InputError([Problem("override_reason", sentence)])
        return self.office.trips.book(self.actor, request)

    def _refuse_unread(self, decision: Decision | None) -> None:
        """Tell all that is wrong at once: what can't be read, then what is missing."""
        if not self.unread:
            return
        del decision
        said = set(self.unread)
        others = [problem for problem in self.problems() if problem.field not in said]
        raise InputError([*self.unread.values(), *others])

    def turn_down(self, reason: str, note: str) -> Changes:
        """Keep the request as turned down: the unmet need.

        Raises:
            InputError: the reason is missing.
        """
        draft = self.draft
        decision = self.verdict().decision
        unmet = NewUnmet(
            member_id=draft.member.id if draft.member else None,
            day=draft.day or self.today(),
            place_id=draft.place.id if draft.place else None,
            reason=reason,
            note=note,
            decision=decision.to_json() if decision else None,
        )
        return self.office.trips.turn_down(self.actor, unmet)


def replace_computed(full: Plan, like: Plan) -> Plan:
    """Return `full` with what `like` calls computed, to compare the moments alone."""
    out = replace(full.out, computed=like.out.computed, problems=like.out.problems)
    return replace(full, out=out, computed=like.computed, problems=like.problems)
