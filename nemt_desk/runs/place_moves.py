"""A place that moves or closes: everything it touches is listed, then changed in one act."""

from collections.abc import Callable

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.members.model import MemberRecord
from nemt_desk.places.rows import PlaceEntry
from nemt_desk.places.rules import checked
from nemt_desk.places.service import close_place, keep_place, open_again, put_entry_of
from nemt_desk.runs.model import RunRecord
from nemt_desk.runs.move_plan import plan
from nemt_desk.runs.move_rows import MoveKind, MovePlan, PlaceMove, Ripple
from nemt_desk.runs.records import mark_edited
from nemt_desk.runs.ripples import ripple, touched_ids
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.moving import RideMove, cancel_ride, move_ride, move_trips
from nemt_desk.trips.routing import Roads, how_on
from nemt_desk.trips.standing.keeping import move_legs

_OTHERS = (
    "Rides of this place were booked, changed or cancelled since the list was made. Nothing was"
    " changed. Make the list again and look at it."
)


class PlaceMoveService:
    """Lists what a place touches, and changes it together. `settings` as they are now."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def planned(
        self, move: PlaceMove, roads: Roads | None, progress: Progress | None = None
    ) -> MovePlan:
        """Return everything the place touches and what would become of it; changes nothing.

        Raises:
            InputError: the new address can't be taken.
            RefusedError: the place is not there, or has moved or closed already.
        """
        settings = self._settings()
        with self._store.read() as session:
            found = ripple(session, move.place_id, move.from_day)
            _refuse_gone(found, move)
            hows = {one.ride.day: how_on(session, one.ride.day, settings) for one in found.rides}
        day_roads = DayRoads(roads, hows.__getitem__)
        return plan(found, move, roads=day_roads, settings=settings, progress=progress)

    def apply(self, actor: Actor, planned: MovePlan) -> Changes:
        """Do what was planned, all of it in one act.

        Raises:
            StaleError: the place or one of its rides was changed since the plan was made.
            InputError: the new address can't be taken, or a reason is missing.
        """
        require(actor, Right.WRITE)
        move = planned.move
        with self._store.write(actor, _text(planned)) as work:
            if touched_ids(work.session, move.place_id, move.from_day) != {
                one.id for one in planned.ripple.rides
            }:
                raise StaleError(_OTHERS)
            _keep_place(work, planned)
            self._move_orders(work, planned)
            for change in planned.done:
                ride = change.touched.ride
                if change.is_cancelled:
                    cancel_ride(work, ride, move.reason)
                    continue
                ends = change.from_place.id, change.to_place.id
                move_ride(work, RideMove(ride, *ends, change.mileage, change.times))
            for run_id in sorted(_run_ids(planned)):
                mark_edited(work.fetch(RunRecord, run_id))
        return work.changes

    def _move_orders(self, work: Work, planned: MovePlan) -> None:
        """Let standing orders go to the new address; one of a later day they find themselves."""
        move = planned.move
        today = self._settings().time.day(work.now)
        if move.kind is MoveKind.MOVED and move.from_day <= today:
            move_legs(work, move.place_id, planned.after.id)

    def reopen(self, actor: Actor, place_id: Id) -> Changes:
        """Take a closing back: the place is open again; cancelled rides stay as they are.

        Raises:
            RefusedError: it is not closed.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Opened a place again") as work:
            open_again(work, place_id)
        return work.changes


def _refuse_gone(found: Ripple, move: PlaceMove) -> None:
    closed_on = found.place.closed_on
    if closed_on is None or move.kind is MoveKind.CORRECTED:
        return
    if found.place.moved_to_id is not None:
        raise RefusedError(
            f"This place has moved already, from {day_text(closed_on)} on. Choose its new address,"
            " or undo that first."
        )


def _keep_place(work: Work, planned: MovePlan) -> None:
    move, place = planned.move, planned.ripple.place
    if move.kind is MoveKind.CLOSED:
        close_place(work, place.id, move.from_day, version=place.version)
        return
    cleaned = checked(move.entry or PlaceEntry())
    if move.kind is MoveKind.CORRECTED:
        put_entry_of(work, place.id, cleaned, version=place.version)
        return
    key = keep_place(work, cleaned, planned.after.id)
    close_place(work, place.id, move.from_day, version=place.version, moved_to_id=key)
    move_trips(work, {one.touched.ride.trip_id for one in planned.done}, place.id, key)
    if move.residents:
        _rehome(work, planned, key)


def _rehome(work: Work, planned: MovePlan, key: Id) -> None:
    for one in planned.ripple.residents:
        row: MemberRecord | DriverRecord = (
            work.fetch(MemberRecord, one.id)
            if one.kind == "member"
            else work.fetch(DriverRecord, one.id)
        )
        put(row, {"home_id": key})


def _run_ids(planned: MovePlan) -> set[Id]:
    return {one.touched.run_id for one in planned.done if one.touched.run_id is not None}


def _text(planned: MovePlan) -> str:
    move, count = planned.move, len(planned.done)
    rides = "1 ride" if count == 1 else f"{count} rides"
    day = day_text(move.from_day)
    if move.kind is MoveKind.CORRECTED:
        return f"Corrected a place and {rides}"
    if move.kind is MoveKind.MOVED:
        return f"Moved a place from {day} on, with {rides}"
    return f"Closed a place from {day} on" + (f", cancelled {rides}" if count else "")
