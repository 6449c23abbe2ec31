"""What the board shows, as frozen rows. Minutes are after midnight, agency time; metres."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import NEEDS_LIFT, Assistance, Need
from nemt_desk.planning.rows import Hours, LatLon, RideTask, Spot, Violation
from nemt_desk.planning.stops import Stop
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.rows import OPEN_STATES, Leg, ReturnKind, RideState

BROKE_DOWN = "Car broke down: "
"""How the reason of a ride begins whose car broke down on the way; where it stands follows."""
_SAID_BY_STATE = frozenset(RideState) - {RideState.BOOKED}


@dataclass(frozen=True, slots=True)
class BoardRide:
    """One ride on the board, on a run or not.

    `pickup_min` and `dropoff_min` are the plan's where one set them, else what was booked. What
    was marked as it happened is in `ready_min` (a will-call phoned), `arrived_min`, `aboard_min`
    and `off_min`.
    """

    id: Id
    version: int
    trip_id: Id
    member_id: Id
    member_name: str
    day: date
    seq: int
    leg: Leg
    pickup_min: int | None
    dropoff_min: int | None
    appointment_min: int | None
    from_id: Id
    to_id: Id
    from_name: str
    to_name: str
    from_point: LatLon | None
    to_point: LatLon | None
    seats: int
    wheelchair_places: int
    mode: int
    assistance: Assistance
    needs: frozenset[Need]
    return_kind: ReturnKind
    state: RideState
    direct_m: float | None
    drive_min: int | None
    run_id: Id | None = None
    override_reason: str = ""
    violations: tuple[Violation, ...] = ()
    is_pinned: bool = False
    booked_pickup_min: int | None = None
    booked_dropoff_min: int | None = None
    ready_min: int | None = None
    arrived_min: int | None = None
    aboard_min: int | None = None
    off_min: int | None = None
    language: str = ""
    state_reason: str = ""

    @property
    def stands_at(self) -> str:
        """Where the member waits in a car that broke down, as it was typed; else nothing."""
        is_so = self.is_open and self.state_reason.startswith(BROKE_DOWN)
        return self.state_reason.removeprefix(BROKE_DOWN) if is_so else ""

    @property
    def is_assigned(self) -> bool:
        """Tell whether the ride is on a run."""
        return self.run_id is not None

    @property
    def is_loose(self) -> bool:
        """Tell whether the ride has no time yet (a will-call return)."""
        return self.pickup_min is None and self.dropoff_min is None

    @property
    def is_open(self) -> bool:
        """Tell whether the ride is still to be driven."""
        return self.state in OPEN_STATES

    @property
    def status(self) -> str:
        """The word of the ride's look: its own state, else assigned or unassigned."""
        if self.state in _SAID_BY_STATE:
            return self.state.value
        return "assigned" if self.is_assigned else "unassigned"

    @property
    def task(self) -> RideTask:
        """The ride as planning sees it."""
        return RideTask(
            ride_id=self.id,
            trip_id=self.trip_id,
            member_id=self.member_id,
            origin=Spot(self.from_id, self.from_point),
            destination=Spot(self.to_id, self.to_point),
            pickup_min=self.pickup_min,
            dropoff_min=self.dropoff_min,
            latest_min=self.appointment_min,
            seats=self.seats,
            wheelchair_places=self.wheelchair_places,
            needs_lift=bool(self.needs & NEEDS_LIFT),
            needs_door_through=self.assistance is Assistance.DOOR_THROUGH,
            direct_m=self.direct_m,
            drive_min=self.drive_min,
            mode=self.mode,
            waits=self.leg is Leg.RETURN and self.return_kind is ReturnKind.WAIT,
            language=self.language,
        )

    @property
    def booked_task(self) -> RideTask:
        """The ride as it was booked: so it comes to another driver, without its planned times."""
        booked = self.booked_pickup_min, self.booked_dropoff_min
        return replace(self.task, pickup_min=booked[0], dropoff_min=booked[1])


@dataclass(frozen=True, slots=True)
class BoardRun:
    """One driver's run: its rides by time and its stops."""

    id: Id
    version: int
    code: str
    driver_id: Id
    driver_name: str
    state: RunState
    published_at: datetime | None
    note: str
    rides: tuple[BoardRide, ...]
    stops: tuple[Stop, ...]
    seats: int
    peak_seats: int

    @property
    def is_changed(self) -> bool:
        """Tell whether the run was edited after it had been published."""
        return self.state is RunState.DRAFT and self.published_at is not None

    @property
    def loaded_m(self) -> float:
        """Direct metres of all rides together; rides that were never routed count nothing."""
        return sum(ride.direct_m or 0.0 for ride in self.rides)

    @property
    def first_min(self) -> int | None:
        """When the first stop is planned."""
        return next((stop.at_min for stop in self.stops), None)

    @property
    def last_min(self) -> int | None:
        """When the last stop with a time is planned."""
        return max((s.at_min for s in self.stops if s.at_min is not None), default=None)


@dataclass(frozen=True, slots=True)
class BoardBreak:
    """A break of so many minutes somewhere between two times of a driver's day."""

    minutes: int
    from_min: int
    until_min: int


@dataclass(frozen=True, slots=True)
class BoardDriver:
    """One active driver on this day; `away` says in words why he does not drive today."""

    id: Id
    name: str
    phone: str
    car: str
    plate: str
    seats: int
    wheelchair_places: int
    has_lift: bool
    hours: tuple[Hours, ...]
    away: str
    run_id: Id | None
    breaks: tuple[BoardBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A day: runs by driver's name, rides without a run by time, every active driver."""

    day: date
    runs: tuple[BoardRun, ...]
    unassigned: tuple[BoardRide, ...]
    drivers: tuple[BoardDriver, ...]

    def ride(self, ride_id: Id) -> BoardRide | None:
        """Return one ride of the day, wherever it stands."""
        everywhere = (*self.unassigned, *(ride for run in self.runs for ride in run.rides))
        return next((ride for ride in everywhere if ride.id == ride_id), None)

    def run(self, run_id: Id) -> BoardRun | None:
        """Return one run of the day."""
        return next((run for run in self.runs if run.id == run_id), None)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What a day still needs: numbers of rides, and of runs by state."""

    unassigned: int
    late: int
    will_call: int
    draft_runs: int
    published_runs: int
    changed_runs: int
