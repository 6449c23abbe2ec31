"""Fills run sheets: a driver's day in stops, with everything he may know and nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from nemt_desk.closures.queries import in_force
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import time_text
from nemt_desk.members.rows import Member, Need
from nemt_desk.places.queries import photos_of
from nemt_desk.places.rows import Place, PlaceKind, PlacePhoto
from nemt_desk.planning.stops import Stop, stops
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.paper_facts import PaperFacts, clock_time, in_order, paper_facts
from nemt_desk.runs.place_cards import sheet_card, sheet_places
from nemt_desk.runs.planned import as_planned
from nemt_desk.runs.roads import Roads, source_of
from nemt_desk.runs.rows import Run, RunState
from nemt_desk.runs.sheet_rows import (
    HomeRide,
    MapSource,
    RunSheet,
    SheetCar,
    SheetCompanion,
    SheetRider,
    SheetStop,
    StopAct,
)
from nemt_desk.runs.ways import Way, Ways
from nemt_desk.runs.words import ASSISTANCE, COMPANIONS, needs_words, place_address, place_name
from nemt_desk.trips.routing import how_on
from nemt_desk.trips.rows import Companion, CompanionKind, ReturnKind, Ride

THIS_RUN = "this run"


def run_sheets(
    session: Session,
    day: date | None,
    *,
    roads: Roads | None,
    settings: Settings,
    now: datetime,
    driver_ids: Collection[Id] | None = None,
    run_ids: Collection[Id] | None = None,
    progress: Progress | None = None,
) -> tuple[RunSheet, ...]:
    """Return the sheets of a day's runs (or of the runs or drivers named), by driver's name.

    Missing pins, homes or maps are told on the sheet. Nothing planned: no sheets.
    """
    facts = paper_facts(session, day, at=settings.time, run_ids=run_ids, driver_ids=driver_ids)
    days = {run.day for run in facts.runs}
    hows = {day: how_on(session, day, settings) for day in days}
    shut = {day: tuple(one.text for one in in_force(session, day)) for day in days}
    photos = photos_of(session, facts.stop_places())
    progress = progress or Quiet()
    sheets = []
    for number, run in enumerate(facts.runs):
        progress.step(f"Writing run sheet {run.code}", 100 * number // len(facts.runs))
        how = hows[run.day]
        source = source_of(roads, how.kind)
        writer = SheetWriter(facts, Ways(roads, how), source, settings, now, photos)
        sheets.append(replace(writer.sheet(run), shut_roads=shut[run.day]))
    return tuple(sheets)


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes sheets from what was read; asks nothing but the map."""

    facts: PaperFacts
    ways: Ways
    source: MapSource | None
    settings: Settings
    now: datetime
    photos: Mapping[Id, PlacePhoto] = field(default_factory=dict)

    def sheet(self, run: Run) -> RunSheet:
        """Return one run's sheet."""
        driver = self.facts.drivers[run.driver_id]
        begin, finish = self.facts.ends(run, driver)
        rides = {ride.id: ride for ride in self.facts.rides[run.id]}
        ordered = stops([ride.task for ride in rides.values()])
        written, last = [], begin
        for stop in ordered:
            place = self.facts.places[stop.spot.place_id]
            written.append(self._stop(stop, place, rides, self.ways.between(last, place)))
            last = place
        seen = [self.facts.places[stop.spot.place_id] for stop in ordered]
        back = self.ways.between(last, finish) if ordered else Way()
        return RunSheet(
            agency_name=self.settings.name,
            agency_phone=self.settings.phone,
            run_code=run.code,
            day=run.day,
            driver_name=driver.name,
            driver_phone=driver.phone,
            car=self._car(run),
            start_place=_home_text(begin),
            end_place=_home_text(finish),
            is_published=run.state is RunState.PUBLISHED,
            printed_at=self.settings.time.local(self.now),
            source=self.source,
            stops=tuple(written),
            start_at=_start_at(ordered, written),
            end_at=_end_at(ordered, back, self.settings.load_min),
            way_back=back.steps,
            way_back_m=back.distance_m,
            way_back_min=back.minutes,
            run_id=run.id,
            member_ids=in_order(ride.member_id for ride in rides.values()),
            places=sheet_places(seen, self.photos, run.day),
        )

    def _car(self, run: Run) -> SheetCar | None:
        car = self.facts.car(run)
        if car is None:
            return None
        return SheetCar(car.text, car.plate, car.seats, car.has_lift)

    def _stop(self, stop: Stop, place: Place, rides: dict[Id, BoardRide], way: Way) -> SheetStop:
        day = next(iter(rides.values())).day
        off = [self._rider(rides[ride_id], StopAct.DROP_OFF) for ride_id in stop.dropoffs]
        on = [self._rider(rides[ride_id], StopAct.PICK_UP) for ride_id in stop.pickups]
        return SheetStop(
            seq=stop.seq,
            at=clock_time(stop.at_min),
            place_name=place_name(place),
            address=place_address(place),
            riders=(*off, *on),
            place_phone="" if place.kind is PlaceKind.HOME else place.phone,
            card=sheet_card(place, day, has_photo=place.id in self.photos),
            way=way.steps,
            way_m=way.distance_m,
            way_min=way.minutes,
        )

    def _rider(self, ride: BoardRide, act: StopAct) -> SheetRider:
        facts, member = self.facts, self.facts.members[ride.member_id]
        trip = facts.trips[ride.trip_id]
        is_pickup = act is StopAct.PICK_UP
        other = facts.places[ride.to_id if is_pickup else ride.from_id]
        notes = (member.driver_note, trip.driver_note) if is_pickup else ()
        home = facts.ride_home(ride)
        return SheetRider(
            act=act,
            name=_name(member),
            phone=member.phone or member.phone2,
            other_end=_end_text(other),
            assistance=ASSISTANCE[ride.assistance],
            needs=needs_words(member.needs),
            companions=tuple(
                SheetCompanion(companion.name, COMPANIONS[companion.kind])
                for companion in trip.companions
                if companion.kind is not CompanionKind.SERVICE_ANIMAL
            ),
            service_animal=_animal(member, trip.companions),
            driver_note=" ".join(note for note in notes if note),
            appointment_at=clock_time(ride.appointment_min) if is_pickup else None,
            appointment_where=(
                _end_text(other) if is_pickup and ride.appointment_min is not None else ""
            ),
            return_text=self._return_text(home),
            home_ride=self._home_ride(ride, home),
            loaded_m=self._loaded_m(ride) if is_pickup else None,
            loaded_note=self._loaded_note(ride) if is_pickup else "",
            booked_at=_booked_at(ride) if is_pickup else None,
        )

    def _loaded_m(self, ride: BoardRide) -> float | None:
        if ride.direct_m is not None:
            return ride.direct_m
        places = self.facts.places
        return self.ways.between(places[ride.from_id], places[ride.to_id]).distance_m

    def _loaded_note(self, ride: BoardRide) -> str:
        """Say so when the miles were measured on another map than the directions."""
        kept = self.facts.mileage(ride)
        here = self.source.map_hash if self.source is not None else ""
        if kept is None or kept.map_hash == here:
            return ""
        return f"measured on the map of {kept.map_date}" if kept.map_date else "on another map"

    def _return_text(self, home: Ride | None) -> str:
        if home is None:
            return ""
        at = self._at(home)
        if home.return_kind is ReturnKind.WAIT:
            return "driver waits" + (f" until {time_text(at)}" if at else "")
        if home.return_kind is ReturnKind.WILL_CALL:
            return "will call" + (f", called for {time_text(at)}" if at else "")
        return f"scheduled {time_text(at)}" if at else "time not settled"

    def _home_ride(self, ride: BoardRide, home: Ride | None) -> HomeRide | None:
        """Tell who drives the member home later; nobody yet is a HomeRide without a name."""
        if home is None:
            return None
        run, at = self.facts.run_of.get(home.id), self._at(home)
        if run is None:
            return HomeRide(at=at)
        if run.id == ride.run_id:
            return HomeRide(THIS_RUN, at=at)
        driver = self.facts.drivers[run.driver_id]
        return HomeRide(driver.name, driver.phone, at)

    def _at(self, ride: Ride) -> time | None:
        run = self.facts.run_of.get(ride.id)
        planned = as_planned([ride], () if run is None else [run])[0].pickup_at
        if planned is None:
            return None
        return self.settings.time.local(planned).time().replace(second=0, microsecond=0)


def _booked_at(ride: BoardRide) -> time | None:
    """Return what the member was promised, where a plan set another time."""
    return None if ride.booked_pickup_min == ride.pickup_min else clock_time(ride.booked_pickup_min)


def _name(member: Member) -> str:
    called = member.preferred_name
    return f"{member.name} ({called})" if called and called != member.first_name else member.name


def _end_text(place: Place) -> str:
    """Return a place as the other end of a ride: homes by their address."""
    name = place_name(place)
    return f"{name}, {place_address(place)}" if place.kind is PlaceKind.HOME else name


def _home_text(home: Place | None) -> str:
    if home is None:
        return "the driver's home (not on file)"
    return f"{place_name(home)}, {place_address(home)}"


def _animal(member: Member, companions: tuple[Companion, ...]) -> str:
    named = [c.name for c in companions if c.kind is CompanionKind.SERVICE_ANIMAL]
    if named or Need.SERVICE_ANIMAL in member.needs:
        return ", ".join(name for name in named if name) or "yes"
    return ""


def _start_at(ordered: tuple[Stop, ...], written: list[SheetStop]) -> time | None:
    """Return when to leave for the first stop; unknown without its time or way."""
    if not ordered or ordered[0].at_min is None or written[0].way_min is None:
        return None
    return clock_time(ordered[0].at_min - written[0].way_min)


def _end_at(ordered: tuple[Stop, ...], back: Way, load_min: int) -> time | None:
    """Return when the driver is back; unknown while a will-call has no time."""
    last = ordered[-1].at_min if ordered else None
    if last is None or back.minutes is None:
        return None
    return clock_time(last + load_min + back.minutes)
