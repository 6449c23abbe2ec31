"""The call as the office sees it: holds the draft, asks rooms and rules, saves. No Qt.

The page tells it what was typed and shows what it answers; nothing here knows a widget.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from nemt_desk.ground.errors import DeskError, InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision
from nemt_desk.security.rows import Actor, Right
from nemt_desk.trips import queries as trips
from nemt_desk.trips.asking import Asking
from nemt_desk.trips.rows import Booked, Trip, TripRequest, Violation
from ui.book.call.again import LastTrip, as_booked, on_another_day
from ui.book.call.aside import Aside
from ui.book.call.asking import emergency
from ui.book.call.card import Card, card_of
from ui.book.call.draft import Draft, Pair, next_trip, with_member
from ui.book.call.judge import Judge, Verdict
from ui.book.call.last_rides import rides_told
from ui.book.call.plan import Plan, plan
from ui.book.call.questions import wanted
from ui.book.call.request import (
    judged,
    place_ids,
    problems_of,
    repeat_days,
    repeat_of,
    trip_request,
)
from ui.book.call.so_far import BookedTrip, booked_trip, turned_down
from ui.book.call.ways import Way, WayKey, Ways, find_way

if TYPE_CHECKING:
    from nemt_desk.office import Office
    from nemt_desk.trips.day_roads import DayRoads

_REPEAT = 2


class Booking:
    """One call after the other; `draft` is what was typed, `words` every text field's text."""

    def __init__(self, office: "Office", actor: Actor) -> None:
        self.office = office
        self.actor = actor
        self._draft = Draft()
        self._roads: DayRoads | None = None
        self._last: tuple[list[Trip], dict[object, str]] = ([], {})
        self._previous: Draft | None = None
        self.changing: Trip | None = None
        self._collisions: tuple[Violation, ...] = ()
        self.booked: tuple[BookedTrip, ...] = ()
        self.words: dict[str, str] = {}
        self.unread: dict[str, Problem] = {}
        self.judge = Judge(office)
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
        """Tell whether nothing was typed that is not saved."""
        words = any(text for name, text in self.words.items() if name != "caller")
        # After a booking who rides and who calls are kept already.
        plain = next_trip(self.draft) if self.booked else Draft()
        return self.draft == plain and not words and not self.unread

    def clear(self) -> None:
        """Get ready for the next call."""
        self._previous, self.changing, self.booked = None, None, ()
        self.draft, self.words, self.unread = Draft(), {}, {}

    def aside(self) -> Aside:
        """Return the call as it stands, to be put back later."""
        return Aside(self.draft, dict(self.words), self._previous, self.changing, self.booked)

    def put_back(self, aside: Aside) -> None:
        """Go on with a call that was put aside."""
        self.draft, self.words = aside.draft, dict(aside.words)
        self._previous, self.booked = aside.previous, aside.booked
        self.changing = aside.changing if self.reload_member() else None

    def today(self) -> date:
        """Return the agency's day."""
        return self.office.time.day(self.office.clock.now())

    # --- who ------------------------------------------------------------------------------

    def take_member(self, member_id: Id) -> None:
        """Book for this member; what the record says about riding is filled in."""
        with self.office.store.read() as session:
            member = members.member(session, member_id)
            home = members.home_of(session, member)
        self._last = rides_told(self.office, member_id, self.today())
        before = self._draft.member
        if self.booked and (before is None or before.id != member_id):
            # Another member after a booking is another call.
            self._previous, self.booked = None, ()
            self._draft = replace(self._draft, caller=Draft().caller)
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
        self._last = rides_told(self.office, member.id, self.today())
        self.put(member=again, home=home)
        return True

    def reload_booked(self) -> None:
        """Leave out of the call what was taken back."""
        if not self.booked:
            return
        wanted = [key for one in self.booked for key in one.ride_ids]
        with self.office.store.read() as session:
            there = {ride.id for ride in trips.rides_by_ids(session, wanted)}
        self.booked = tuple(one for one in self.booked if there.issuperset(one.ride_ids))

    def drop_member(self) -> None:
        """Book for nobody yet."""
        self.changing = None
        self.put(member=None, home=None)

    def card(self) -> Card | None:
        """Return the member's card as of the ride's day."""
        member = self.draft.member
        if member is None:
            return None
        day = self.draft.day or self.today()
        last, labels = self._last
        return card_of(
            member,
            self.draft.home,
            last,
            labels,
            day=day,
            today=self.today(),
            time=self.office.time,
        )

    def same_again(self) -> bool:
        """Fill in the trip just booked, or the member's last one; False without one."""
        self.changing = None
        if self._previous is not None and self.draft.place is None:
            self.draft = on_another_day(self._previous, self.draft.day)
            return True
        last = LastTrip(self.office, self.ways)
        day = last.find(self.draft, self.today())
        if day is None:
            return False
        self.put(day=day)
        self.draft = last.filled(self.draft, day)
        return True

    def change(self, trip: Trip) -> None:
        """Fill in a booked trip; saving books it anew and cancels it as it was."""
        last = LastTrip(self.office, self.ways)
        day = last.take(trip)
        self.put(day=day)
        self.draft = as_booked(last.filled(self.draft, day), trip)
        self.changing = trip

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
        """Drop what was read: the map, a pin, a shut road, a calendar or a setting has changed."""
        self.ways.forget()
        self.judge.forget()
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

    def asking(self) -> Asking:
        """Return what the rules are asked now; somebody rides."""
        return self.judge.asking(
            self.draft, self.plan(), self.ways, words=self.all_words(), days=self._days()
        )

    def verdict(self) -> Verdict:
        """Return what is to be said about the call so far.

        Of a repeat the collisions with other rides are those found last by `find_collisions`: to
        lay out a year of days takes longer than a key may.
        """
        missing = tuple(self.draft.missing())
        if self.draft.member is None:
            return Verdict(self.emergency(), missing=missing)
        asking, days = self.asking(), self._days()
        decision = self.judge.decide(asking)
        warnings: tuple[Violation, ...] = ()
        repeat = None if missing else self.judge.repeat(asking, days)
        if not missing:
            needs = repeat.needs if repeat is not None else ()
            told = (*decision.findings, *(one.finding for one in needs))
            ends = self.judge.endings(asking, days or (asking.day,), told)
            if len(days) < _REPEAT:
                wish = self._wish(asking, decision)
                self._collisions = self._warnings(wish) if wish is not None else self._never()
            warnings = (*self.judge.past(self.plan()), *ends, *self._collisions)
        return Verdict(
            decision,
            warnings,
            missing,
            self.actor.may(Right.OVERRIDE),
            repeat=repeat,
            questions=wanted(self.draft, decision, asking.direct_m),
            override=self.draft.override_reason.strip(),
            is_looking=bool(self.wanted_ways()),
        )

    def repeated(self) -> TripRequest | None:
        """Return the repeat as it would be booked; None if it is none, or not ready yet."""
        if self.draft.member is None or len(self._days()) < _REPEAT:
            return None
        asking = self.asking()
        return self._wish(asking, self.judge.decide(asking))

    def find_collisions(self, request: TripRequest) -> tuple[Violation, ...]:
        """Return what a repeat's days collide with; may run beside the window."""
        return self._warnings(request)

    def learn_collisions(self, found: tuple[Violation, ...]) -> None:
        """Keep what was found, to be said with every answer."""
        self._collisions = found

    def _wish(self, asking: Asking, decision: Decision) -> TripRequest | None:
        try:
            return self._request(asking, decision)
        except InputError:
            return None

    def _never(self) -> tuple[Violation, ...]:
        """Return why the times typed can't be."""
        return tuple(Violation("times", one.sentence) for one in self.plan().problems)

    def _warnings(self, request: TripRequest | None) -> tuple[Violation, ...]:
        try:
            found = self.office.trips.check(request) if request is not None else ()
        except DeskError:
            return ()
        own = {ride.id for ride in self.changing.rides} if self.changing is not None else set()
        return tuple(one for one in found if one.ride_id is None or one.ride_id not in own)

    def problems(self) -> list[Problem]:
        """Return what keeps the call from being saved so far."""
        return problems_of(self.draft, self.plan(), self.today())

    def repeat_days(self) -> tuple[date, ...]:
        """Return the days the repeat makes.

        Raises:
            InputError: the repeat can't be understood.
        """
        return repeat_days(self.draft, self.today())

    def is_open_repeat(self) -> bool:
        """Tell whether the repeat goes on until further notice."""
        try:
            repeat = repeat_of(self.draft, self.today())
        except InputError:
            return False
        return repeat is not None and repeat.is_open

    def _days(self) -> tuple[date, ...]:
        try:
            return self.repeat_days()
        except InputError:
            return ()

    def _request(self, asking: Asking, decision: Decision) -> TripRequest:
        request = trip_request(self.draft, self.plan(), self.ways, today=self.today())
        request = judged(request, self.draft, asking, decision)
        days = self.repeat_days()
        if len(days) < _REPEAT:
            return request
        if self._roads is None or self._roads.roads is not self.office.map:
            self._roads = self.office.day_roads()
        return self._roads.repeated(request, days, self._places(request).__getitem__)

    def _places(self, request: TripRequest) -> Mapping[Id, Place]:
        with self.office.store.read() as session:
            return places.places_by_ids(session, place_ids(request))

    # --- saving ---------------------------------------------------------------------------

    def save(self) -> Booked:
        """Save the trip; the call stays open for the same member and caller.

        Raises:
            InputError: fields are missing or wrong; everything typed stays.
            RefusedError: an emergency, or no right.
        """
        self.ways.learn(self.look(self.wanted_ways()))
        self._refuse_unread()
        if problems := self.problems():
            raise InputError(problems)
        asking = self.asking()
        decision = self.judge.decide(asking)
        request = self._request(asking, decision)
        if decision.needs_override and not request.override_reason:
            sentence = f"{decision.findings[0].sentence} To book it all the same, say why here."
            raise InputError([Problem("override_reason", sentence)])
        instead_of = self.changing.id if self.changing is not None else None
        booked = self.office.trips.book(self.actor, request, instead_of=instead_of)
        self.changing = None
        self._go_on(booked)
        return booked

    def _go_on(self, booked: Booked) -> None:
        """Stay in the call: who rides and who calls are kept, the trip is listed."""
        pickup, time = self.plan().out.pickup_at, self.office.time
        self.booked = (*self.booked, booked_trip(self.draft, booked, pickup, time))
        self._previous = self.draft
        self.drop_trip()

    def drop_trip(self) -> None:
        """Forget the trip: it is kept. The call goes on with who rides and who calls."""
        self.draft, self.words, self.unread = next_trip(self.draft), {}, {}
        self.changing = None
        self.reload_member()

    def _refuse_unread(self) -> None:
        """Tell all that is wrong at once: what can't be read, then what is missing."""
        if not self.unread:
            return
        others = [problem for problem in self.problems() if problem.field not in self.unread]
        raise InputError([*self.unread.values(), *others])

    def turned_down(self, reason: str) -> None:
        """List the request as turned down, and go on in the call."""
        self.booked = (*self.booked, turned_down(self.draft, reason))
        self.drop_trip()
