"""Writes of the weather room: open a day, decide its rides, note who has been told."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, fold
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.records import mark_edited, take_off
from nemt_desk.runs.telling.elsewhere import note_told
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.bookings import mark_by_hand
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.queries import ride_lines_by_ids
from nemt_desk.trips.repeats import shifted
from nemt_desk.trips.rows import OPEN_STATES, CancelCode, RideState
from nemt_desk.weather.model import WeatherChoiceRecord, WeatherDayRecord
from nemt_desk.weather.queries import as_weather, choices, sheet, towns_on
from nemt_desk.weather.rows import (
    Decided,
    Told,
    Urgency,
    WeatherChoice,
    WeatherDay,
    WeatherEntry,
)
from nemt_desk.weather.rules import check_decided, checked, urgency_of

_CODES = frozenset({CancelCode.WEATHER, CancelCode.FACILITY})


class WeatherService:
    """Keeps weather days. `settings` gives the agency's figures as they are now."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def open(self, actor: Actor, entry: WeatherEntry) -> Saved:
        """Begin a weather day; its rides are listed, none is changed.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        self._check_towns(cleaned)
        text = f"Opened a weather day: {cleaned.name}, {day_text(cleaned.day)}"
        with self._store.write(actor, text) as work:
            row = WeatherDayRecord(id=new_id(), **_values(cleaned))
            work.session.add(row)
        return Saved(row.id, work.changes)

    def change(
        self, actor: Actor, weather_id: Id, entry: WeatherEntry, *, version: int | None = None
    ) -> Changes:
        """Change area, hours or name; what was decided stays.

        Raises:
            InputError: with everything that can't be taken.
            RefusedError: the day is another one, and rides were decided already.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        self._check_towns(cleaned)
        with self._store.write(actor, f"Changed a weather day: {cleaned.name}") as work:
            row = work.fetch(WeatherDayRecord, weather_id, version)
            if row.day != cleaned.day and choices(work.session, weather_id):
                raise RefusedError(
                    "Rides of this day were decided already. Begin another weather day for"
                    " another date."
                )
            put(row, _values(cleaned))
        return work.changes

    def _check_towns(self, entry: WeatherEntry) -> None:
        """Refuse a town that no ride begins or ends in that day: a misspelt one finds nobody."""
        with self._store.read() as session:
            known = [town for town, _rides in towns_on(session, entry.day)]
        folded = {fold(town) for town in known}
        others = [town for town in entry.towns if fold(town) not in folded]
        if others:
            there = f"Rides are in: {', '.join(sorted(known))}." if known else "No ride is booked."
            sentence = f"No ride of that day is in {' or '.join(others)}. {there}"
            raise InputError([Problem("towns", sentence)])

    def drop(self, actor: Actor, weather_id: Id) -> Changes:
        """Take a weather day off the list; rides stay as they were decided."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Took a weather day off the list") as work:
            work.fetch(WeatherDayRecord, weather_id).archived_at = work.now
        return work.changes

    def decide(self, actor: Actor, weather_id: Id, decided: Mapping[Id, Decided]) -> Changes:
        """Decide rides, all in one act.

        CANCEL takes the later legs of the trip with it, for nobody could ride them; MOVE takes
        the whole trip to the other day and off its runs; GO brings back what this day cancelled.

        Raises:
            RefusedError: a ride is over or under way, or can't move to that day.
            InputError: a reason is too long.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Decided rides of a weather day") as work:
            row = work.fetch(WeatherDayRecord, weather_id)
            act = _Act(work, as_weather(row), self._settings())
            for ride_id, one in decided.items():
                act.decide(ride_id, one)
            work.text = f"{row.name}: {act.said()}"
        return work.changes

    def mark_told(
        self, actor: Actor, weather_id: Id, member_id: Id, told: Told, note: str = ""
    ) -> Changes:
        """Note that a member was telephoned about the day, and how it went.

        Raises:
            RefusedError: no ride of this member was decided.
        """
        require(actor, Right.WRITE)
        check = Checker()
        said = check.line("note", note)
        check.raise_if_any()
        time = self._settings().time
        with self._store.write(actor, "Noted a call about a weather day") as work:
            kept = choices(work.session, weather_id)
            listed = sheet(work.session, weather_id, time).rides
            own = [
                kept[one.line.ride.id]
                for one in listed
                if one.line.ride.member_id == member_id and one.line.ride.id in kept
            ]
            if not own:
                raise RefusedError("Decide this member's ride first. Nothing was changed.")
            for choice in own:
                put(choice, {"told": told, "told_at": work.now, "told_note": said})
            if told is Told.TOLD:
                note_told(work, [one.ride_id for one in own], self._settings(), "weather day")
        return work.changes


def _values(entry: WeatherEntry) -> dict[str, object]:
    return {**asdict(entry), "towns": list(entry.towns)}


_WORDS = {
    WeatherChoice.GO: "go",
    WeatherChoice.CANCEL: "cancelled",
    WeatherChoice.MOVE: "moved",
    WeatherChoice.OPEN: "undecided again",
}


class _Act:
    """One transaction of decisions; `done` holds what became of each ride, later legs included."""

    def __init__(self, work: Work, weather: WeatherDay, settings: Settings) -> None:
        self.work = work
        self.weather = weather
        self.time = settings.time
        self.kept = dict(choices(work.session, weather.id))
        self.done: dict[Id, WeatherChoice] = {}

    def decide(self, ride_id: Id, decided: Decided) -> None:
        """Do what was decided about one ride."""
        check_decided(self.weather, decided)
        ride = self.work.fetch(RideRecord, ride_id)
        reason = decided.reason.strip() or self.weather.name
        if decided.choice is WeatherChoice.CANCEL:
            for one in self._with_later_legs(ride):
                self._cancel(one, reason)
                self._keep(one, decided.choice, reason)
            return
        if decided.choice is WeatherChoice.MOVE and decided.to_day is not None:
            for one in self._move(ride, decided.to_day):
                self._keep(one, decided.choice, f"{reason}: to {day_text(decided.to_day)}")
            return
        self._bring_back(ride, reason)
        self._keep(ride, decided.choice, decided.reason.strip())

    def said(self) -> str:
        """Return what was done in words; a cancelled ride that can't wait is told apart."""
        counts = Counter(self.done.values())
        said = ", ".join(f"{counts[one]} {word}" for one, word in _WORDS.items() if counts[one])
        gone = [key for key, one in self.done.items() if one is WeatherChoice.CANCEL]
        lines = ride_lines_by_ids(self.work.session, gone)
        vital = sum(urgency_of(line) is Urgency.VITAL for line in lines)
        if not vital:
            return said
        return f"{said}, {vital} of them can't wait" if len(gone) > 1 else f"{said}; it can't wait"

    def _with_later_legs(self, ride: RideRecord) -> list[RideRecord]:
        statement = (
            select(RideRecord)
            .where(RideRecord.trip_id == ride.trip_id, RideRecord.seq >= ride.seq)
            .order_by(RideRecord.seq)
        )
        found = list(self.work.session.scalars(statement))
        return [one for one in found if one.id == ride.id or one.state in OPEN_STATES]

    def _cancel(self, ride: RideRecord, reason: str) -> None:
        if ride.state is RideState.CANCELLED:
            return
        code = CancelCode.FACILITY if self.weather.place_id is not None else CancelCode.WEATHER
        set_state(ride, RideState.CANCELLED, reason, code)
        self._touch(ride)

    def _bring_back(self, ride: RideRecord, reason: str) -> None:
        kept = self.kept.get(ride.id)
        was_ours = kept is not None and kept.choice is WeatherChoice.CANCEL
        if was_ours and ride.state is RideState.CANCELLED and ride.reason_code in _CODES:
            set_state(ride, RideState.BOOKED, reason)
            self._touch(ride)

    def _move(self, ride: RideRecord, to_day: date) -> list[RideRecord]:
        statement = select(RideRecord).where(RideRecord.trip_id == ride.trip_id)
        rides = sorted(self.work.session.scalars(statement), key=lambda one: one.seq)
        for one in rides:
            self._bring_back(one, self.weather.name)
        if ride.state is RideState.CANCELLED:
            raise RefusedError(
                "This ride is cancelled, not because of this day; it can't move. Nothing was"
                " changed."
            )
        under_way = (
            RideState.ABOARD,
            RideState.ARRIVED,
            RideState.EN_ROUTE,
            RideState.DONE,
            RideState.NO_SHOW,
        )
        if any(one.state in under_way for one in rides):
            raise RefusedError("This trip has begun; it can't move. Nothing was changed.")
        moving = [one for one in rides if one.state in OPEN_STATES]
        if not moving:
            raise RefusedError("No ride of this trip is open any more. Nothing was changed.")
        take_off(self.work, [one.id for one in moving])
        for one in moving:
            put(one, self._on_day(one, to_day))
        trip = self.work.fetch(TripRecord, ride.trip_id)
        put(trip, {"appointment_at": self._shifted(trip.appointment_at, to_day)})
        mark_by_hand(self.work, ride.trip_id)
        return moving

    def _on_day(self, ride: RideRecord, to_day: date) -> dict[str, object]:
        moments = ("pickup_at", "dropoff_at", "appointment_at")
        moved: dict[str, object] = {
            name: self._shifted(getattr(ride, name), to_day) for name in moments
        }
        return {**moved, "day": to_day + (ride.day - self.weather.day)}

    def _shifted(self, moment: datetime | None, to_day: date) -> datetime | None:
        return shifted(moment, self.weather.day, to_day, self.time)

    def _touch(self, ride: RideRecord) -> None:
        """Mark what stands on paper already: the run is a draft again, the trip a person's."""
        mark_by_hand(self.work, ride.trip_id)
        for run_id in self._runs_of([ride.id]):
            mark_edited(self.work.fetch(RunRecord, run_id))

    def _runs_of(self, ride_ids: Sequence[Id]) -> list[Id]:
        wanted = select(AssignmentRecord.run_id).where(AssignmentRecord.ride_id.in_(ride_ids))
        return list(self.work.session.scalars(wanted))

    def _keep(self, ride: RideRecord, choice: WeatherChoice, reason: str) -> None:
        check = Checker()
        said = check.line("reason", reason)
        check.raise_if_any()
        self.done[ride.id] = choice
        row = self.kept.get(ride.id)
        if row is None:
            row = WeatherChoiceRecord(id=new_id(), weather_id=self.weather.id, ride_id=ride.id)
            self.work.session.add(row)
            self.kept[ride.id] = row
        # What the member was told before was about another decision.
        told = row.told if row.choice is choice and row.told else Told.NOT_YET
        put(row, {"choice": choice, "reason": said, "told": told})
