"""What a day of an order collides with: calendar, member, places, rules, other rides, driver."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nemt_desk.drivers import rules as driver_rules
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import day_text, day_year_text, fold, time_text
from nemt_desk.places.rows import PlaceKind
from nemt_desk.policy.decision import Decision, Finding
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.drafts import RideDraft, TripDraft
from nemt_desk.trips.rows import Ride, Trip
from nemt_desk.trips.rules import span
from nemt_desk.trips.standing.facts import Facts, OtherRide
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.rows import Hit, HitKind
from nemt_desk.trips.standing.template import Ways, draft_on

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

_AFTER_SCHOOL = "after_school_treatment"
_SCHOOL_RULE = "S1-20"
_PROGRAM_RULES = frozenset({"MO-005", "S4-050"})
_LEAST_APART = timedelta(hours=2)
_LEAVE = frozenset({"away", "lapsed"})


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of one day: its trip as a draft, the rules' answer, what it collides with."""

    draft: TripDraft | None
    decision: Decision | None
    hits: tuple[Hit, ...]

    @property
    def stops(self) -> tuple[Hit, ...]:
        """What keeps the trip from being made."""
        return tuple(hit for hit in self.hits if hit.stops)


class Collisions:
    """Looks at days of orders; each is looked at once."""

    def __init__(self, facts: Facts, ways: Ways) -> None:
        self.facts = facts
        self.ways = ways
        self._known: dict[tuple[Id, date, Id | None], Look] = {}

    def look(self, order: StandingOrder, day: date, own: Trip | None = None) -> Look:
        """Return what making the order's trip on `day` means; `own` is the trip that is there."""
        key = (order.id, day, own.id if own else None)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look(order, day, own)
        return found

    def _look(self, order: StandingOrder, day: date, own: Trip | None) -> Look:
        order = self.facts.as_of(order, day)
        hits = [*self._days(order, day), *self._places(order, day, own), *self._member(order, day)]
        draft, decision = None, None
        try:
            draft = draft_on(order, day, self.ways, self.facts.settings)
        except InputError as error:
            if own is None:
                hits.append(Hit(HitKind.NO_WAY, error.sentence, "times"))
        if draft is not None and order.told.decided:
            decision = ask(self._asking(order, day, draft, own))
            hits += self._rules(order, decision, own, hits)
        rides: Sequence[Ride | RideDraft] = own.rides if own is not None else ()
        if own is None and draft is not None:
            rides = draft.rides
        hits += self._others(order, day, rides, own)
        hits += self._driver(order, day)
        return Look(draft, decision, tuple(sorted(hits, key=_seriousness)))

    def _days(self, order: StandingOrder, day: date) -> Iterator[Hit]:
        if name := self.facts.holidays.get(day):
            yield Hit(HitKind.HOLIDAY, f"{day_text(day)} is {name}.", fold(name))
        for absence in self.facts.absences.get(order.member_id, ()):
            if absence.covers(day):
                until = absence.until_day
                back = f"until {day_year_text(until)}" if until else "nobody knows yet how long"
                why = f" ({absence.reason})" if absence.reason else ""
                sentence = f"The {self._label} is away{why}, {back}."
                yield Hit(HitKind.ABSENCE, sentence, absence.id.hex)
        towns = self._closed_schools(order, day)
        if towns:
            sentence = f"Schools are closed in {' and '.join(towns)} (S1-20)."
            yield Hit(HitKind.SCHOOL, sentence, day.isoformat(), rule=_SCHOOL_RULE)

    @property
    def _label(self) -> str:
        return self.facts.settings.member_label.lower()

    def _closed_schools(self, order: StandingOrder, day: date) -> list[str]:
        closed = {fold(town): town for town in self.facts.schools.get(day, ())}
        if not closed:
            return []
        ends = {end for leg in order.legs for end in (leg.from_id, leg.to_id)}
        places = [self.facts.places[end] for end in ends if end in self.facts.places]
        is_school = any(place.kind is PlaceKind.SCHOOL for place in places)
        if not is_school and order.service != _AFTER_SCHOOL:
            return []
        concerned = [
            place for place in places
            if order.service == _AFTER_SCHOOL or place.kind is PlaceKind.SCHOOL
        ]  # fmt: skip
        return sorted({closed[fold(one.city)] for one in concerned if fold(one.city) in closed})

    def _places(self, order: StandingOrder, day: date, own: Trip | None) -> Iterator[Hit]:
        ends = dict.fromkeys(
            end for leg in (own.rides if own else order.legs) for end in (leg.from_id, leg.to_id)
        )
        for end in ends:
            place = self.facts.places.get(end)
            if place is None:
                continue
            what = place.name or "The home"
            if place.is_closed_on(day) and place.closed_on is not None:
                gone = "has moved" if place.moved_to_id else "is closed"
                sentence = f"{what} {gone} from {day_text(place.closed_on)} on."
                yield Hit(HitKind.PLACE_CLOSED, sentence, end.hex)
            for shut in self.facts.shut.get(end, ()):
                if shut.covers(day):
                    sentence = f"{what} is shut: {shut.name}."
                    yield Hit(HitKind.FACILITY, sentence, shut.id.hex)

    def _member(self, order: StandingOrder, day: date) -> Iterator[Hit]:
        member = self.facts.members.get(order.member_id)
        if member is None or member.is_archived:
            sentence = f"The {self._label}'s record is archived. End the standing order."
            yield Hit(HitKind.ARCHIVED, sentence, "archived")
            return
        since, until = member.eligible_from, member.eligible_until
        if until is not None and until < day:
            sentence = (
                f"Eligibility ends on {day_year_text(until)}. Check it, and enter the renewal."
            )
            yield Hit(HitKind.NOT_ELIGIBLE, sentence, f"until {until}")
        elif since is not None and day < since:
            sentence = f"Eligibility begins on {day_year_text(since)} only."
            yield Hit(HitKind.NOT_ELIGIBLE, sentence, f"from {since}")

    # --- the rules ---

    def _asking(
        self, order: StandingOrder, day: date, draft: TripDraft, own: Trip | None
    ) -> Asking:
        facts, first = self.facts, draft.rides[0]
        told = AskedFacts.from_json(order.told.facts)
        if day != order.from_day:
            # What the caller said, and what was urgent, was about the first day.
            told = replace(told, words="", urgent=None, urgent_by="")
        member = facts.members[order.member_id]
        return Asking(
            member=member,
            settings=facts.settings,
            asked_at=order.booked_at,
            origin=facts.places.get(first.from_id),
            destination=facts.places.get(first.to_id),
            purpose=order.purpose,
            service=order.service,
            care=order.care,
            appointment_at=first.appointment_at,
            pickup_at=first.pickup_at,
            direct_m=self._metres(first),
            home_m=told.home_m,
            mode=told.mode,
            assistance=order.assistance,
            return_kind=order.return_kind,
            companions=order.companions,
            driver=facts.drivers.get(told.driver_id) if told.driver_id else None,
            facts=told,
            trip_id=own.id if own else None,
            school_closed=facts.schools.get(day, ()),
            recurring=True,
            local=facts.local,
        )

    def _metres(self, first: RideDraft) -> float | None:
        found = first.mileage or self.facts.miles.get((first.from_id, first.to_id))
        return found.direct_m if found is not None else None

    def _rules(
        self, order: StandingOrder, decision: Decision, own: Trip | None, hits: list[Hit]
    ) -> Iterator[Hit]:
        if own is not None and (own.override_reason or own.by_hand):
            return
        known = {hit.kind for hit in hits}
        for finding in decision.findings:
            names = {finding.rule, *finding.also}
            if HitKind.SCHOOL in known and _SCHOOL_RULE in names:
                continue
            if HitKind.NOT_ELIGIBLE in known and names & _PROGRAM_RULES:
                continue
            if order.override_reason and finding.rule in order.told.rules:
                continue
            yield _rule_hit(finding)

    # --- other rides, the driver ---

    def _others(
        self, order: StandingOrder, day: date, rides: Sequence[Ride | RideDraft], own: Trip | None
    ) -> Iterator[Hit]:
        seen: set[Id] = set()
        for ride in rides:
            for other in self.facts.rides.get((order.member_id, ride.day), ()):
                if other.trip_id in seen or (own is not None and other.trip_id == own.id):
                    continue
                if sentence := self._against(order, ride, other, has_trip=own is not None):
                    seen.add(other.trip_id)
                    yield Hit(HitKind.OTHER_RIDE, sentence, other.trip_id.hex)

    def _against(
        self, order: StandingOrder, ride: Ride | RideDraft, other: OtherRide, *, has_trip: bool
    ) -> str:
        at = other.at
        when = day_text(ride.day)
        if at is not None:
            when += f", {time_text(self.facts.settings.time.local(at))}"
        mine = span(ride.pickup_at, ride.dropoff_at)
        if mine is not None and other.span is not None and mine.overlaps(other.span):
            return f"The {self._label} has another ride at that time ({when})."
        if has_trip:
            return ""
        if other.standing_id == order.id:
            return f"The order has a trip on that day already ({when})."
        is_there = other.to_id == ride.to_id and ride.to_id == order.legs[0].to_id
        if is_there and (other.standing_id is None or self._is_one_visit(order, ride, other)):
            return f"The {self._label} has another ride to the same place that day ({when})."
        return ""

    def _is_one_visit(self, order: StandingOrder, ride: Ride | RideDraft, other: OtherRide) -> bool:
        """Tell whether a ride of another order can't be for a visit of its own.

        Somebody may well go to the same place twice a day, but not while the first visit lasts.
        """
        if ride.pickup_at is None or other.at is None:
            return True
        stay = max(timedelta(minutes=order.legs[0].stay_min), _LEAST_APART)
        return abs(ride.pickup_at - other.at) < stay

    def _driver(self, order: StandingOrder, day: date) -> Iterator[Hit]:
        driver = self.facts.drivers.get(order.driver_id) if order.driver_id else None
        if driver is None:
            return
        who = f"{driver.spoken_name}, who usually drives"
        if driver.is_archived:
            yield Hit(HitKind.DRIVER, f"{who}, does so no more.", "archived", stops=False)
            return
        for finding in driver_rules.standing(driver, day):
            if finding.code in _LEAVE:
                sentence = f"{who}: {finding.sentence[0].lower()}{finding.sentence[1:]}"
                yield Hit(HitKind.DRIVER, sentence, f"{driver.id.hex} {finding.code}", stops=False)


def _rule_hit(finding: Finding) -> Hit:
    sentence = f"{finding.sentence} {finding.cure}".strip()
    return Hit(HitKind.RULES, sentence, finding.rule, rule=finding.rule, paper=finding.paper)


def _seriousness(hit: Hit) -> tuple[int, str]:
    return list(HitKind).index(hit.kind), hit.key
