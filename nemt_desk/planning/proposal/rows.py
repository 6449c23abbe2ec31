"""What a plan is asked with and what it offers, as frozen rows that another process can be sent.

Minutes after midnight, agency time; metres; money in cents. Indices are those of the problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.problem import Problem, Stops
from nemt_desk.planning.rows import DriverDay, LatLon, Violation


@dataclass(frozen=True, slots=True)
class Ask:
    """Which day is to be planned, and what may change.

    Attributes:
        now_min: The minute it is: only the rest of the day is planned. None: the whole day.
        moves_published: Rides on runs that drivers were told of may change as well.
        fills_published: Rides may be put into such runs; what was told stays.
        keeps_assigned: Only rides that are on no run are planned.
        refused: Rides and drivers that somebody said no to already.
    """

    day: date
    now_min: int | None = None
    moves_published: bool = False
    fills_published: bool = False
    keeps_assigned: bool = False
    refused: frozenset[tuple[Id, Id]] = frozenset()


class Hold(StrEnum):
    """Why a ride stays with its driver."""

    NONE = ""
    PINNED = "pinned"
    REASON = "put there with a reason"
    KEPT = "on a run already"
    TOLD = "told to the driver"
    ABOARD = "under way"


@dataclass(frozen=True, slots=True)
class MilePrice:
    """What a driver is paid in cents for a metre with somebody aboard, and without."""

    loaded_cents_m: float = 0.0
    unloaded_cents_m: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanRide:
    """A ride of the problem: whose, where, and how it stands now.

    Attributes:
        driver: Index of the driver who has it now, None: nobody.
        pickup_min, dropoff_min: As the board shows them now; the booked ones beside.
        why_not: Why drivers can't take it, by index. `warnings`: what a person should know.
        hides: Codes of what keeps a driver away, by index, for finding out what would serve.
        note: What was given way so that the ride can be planned at all.
        prices: What drivers are paid for this ride where it is not what they are usually paid.
    """

    ride_id: Id
    trip_id: Id
    member_id: Id
    name: str
    from_name: str
    to_name: str
    driver: int | None
    pickup_min: int
    dropoff_min: int
    booked_pickup_min: int | None
    booked_dropoff_min: int | None
    appointment_min: int | None
    version: int
    mode: int = 2
    direct_m: float | None = None
    hold: Hold = Hold.NONE
    is_return: bool = False
    is_planned: bool = False
    is_told: bool = False
    carrier_cents: int | None = None
    carrier_base_cents: float = 0.0
    why_not: Mapping[int, str] = field(default_factory=dict)
    codes: Mapping[int, frozenset[str]] = field(default_factory=dict)
    warnings: Mapping[int, tuple[Violation, ...]] = field(default_factory=dict)
    note: str = ""
    prices: Mapping[int, MilePrice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanDriver:
    """A driver of the problem; `now` are his stops as they stand, shift by shift.

    `is_asked` tells that his hours are not on file: he drives only what he has already. `day` is
    what was known of him when the plan was asked for, without his rides.
    """

    driver_id: Id
    name: str
    run_id: Id | None = None
    run_version: int = 0
    is_told: bool = False
    is_carrier: bool = False
    is_asked: bool = False
    price: MilePrice = MilePrice()
    now: tuple[Stops, ...] = ()
    day: DriverDay | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An open ride that is not planned, and why."""

    ride_id: Id
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Idle:
    """A driver the plan does not count on, and why."""

    driver_id: Id
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """A day as a problem, and what its numbers mean.

    `stamp` changes when the day does. `places` are the names of the problem's places,
    `points` where they are. `is_estimate` tells that ways were guessed from straight lines.
    """

    ask: Ask
    problem: Problem
    rides: tuple[PlanRide, ...]
    drivers: tuple[PlanDriver, ...]
    places: tuple[str, ...]
    points: tuple[LatLon | None, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    idle: tuple[Idle, ...] = ()
    stamp: str = ""
    is_estimate: bool = False
    slack_min: int = 5


class ProposalKind(StrEnum):
    """What a proposal does to a ride."""

    ADD = "add"
    MOVE = "move"
    RETIME = "retime"
    TAKE_OFF = "take_off"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change that a plan offers.

    Attributes:
        with_rides: Rides whose proposals belong with this one (the way back, a wait).
        cost_cents: What is paid for the miles that this ride adds to its driver's day.
        what: The change in one line. `tells`: who must be told. `note`: worth a look.
        beside: All rides of the driver in the whole plan, this one among them.
    """

    ride_id: Id
    trip_id: Id
    member_name: str
    kind: ProposalKind
    what: str
    from_driver: Id | None = None
    from_name: str = ""
    to_driver: Id | None = None
    to_name: str = ""
    was_pickup_min: int | None = None
    was_dropoff_min: int | None = None
    pickup_min: int | None = None
    dropoff_min: int | None = None
    cost_cents: int = 0
    added_loaded_m: float = 0.0
    added_unloaded_m: float = 0.0
    with_rides: tuple[Id, ...] = ()
    tells: tuple[str, ...] = ()
    note: str = ""
    beside: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Unserved:
    """A ride that nobody drives in this plan, and why."""

    ride_id: Id
    member_name: str
    pickup_min: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanStop:
    """A stop of a run; `aboard` is how many ride on from there."""

    ride_id: Id
    is_pickup: bool
    place_name: str
    begin_min: int
    aboard: int


@dataclass(frozen=True, slots=True)
class RunPlan:
    """One driver's day in the plan; `pauses` in words."""

    driver_id: Id
    name: str
    leave_min: int
    home_min: int
    stops: tuple[PlanStop, ...]
    loaded_m: float
    unloaded_m: float
    duty_min: int
    cents: int
    pauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """A day in figures; `cents` is what is paid for its miles."""

    rides: int
    served: int
    unserved: int
    carriers: int
    drivers: int
    loaded_m: float
    unloaded_m: float
    duty_min: int
    cents: int


@dataclass(frozen=True, slots=True)
class Gap:
    """How good the plan is: words, and how far from the best at most, where a bound is known."""

    words: str
    cents: int | None = None
    percent: float | None = None
    is_proved: bool = False


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as it is offered: what changes, what stays, what nobody drives."""

    day: date
    stamp: str
    proposals: tuple[Proposal, ...]
    kept: tuple[Id, ...]
    unserved: tuple[Unserved, ...]
    runs: tuple[RunPlan, ...]
    before: Totals
    after: Totals
    gap: Gap
    left_out: tuple[LeftOut, ...] = ()

    @property
    def carriers(self) -> tuple[Proposal, ...]:
        """The rides that a carrier is to be asked for."""
        return tuple(one for one in self.proposals if one.kind is ProposalKind.CARRIER)


@dataclass(frozen=True, slots=True)
class NextBest:
    """Another driver for a ride, and what he would cost more, by the agency's weights."""

    driver_id: Id
    name: str
    cost_more_cents: int
    words: str


@dataclass(frozen=True, slots=True)
class Cannot:
    """A driver who can't take a ride, and why."""

    driver_id: Id
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why this driver: sentences, who comes next, who can't."""

    ride_id: Id
    sentences: tuple[str, ...]
    next_best: tuple[NextBest, ...] = ()
    cannot: tuple[Cannot, ...] = ()


class CureKind(StrEnum):
    """What would serve a ride that nobody drives."""

    TIME = "time"
    VOLUNTEER = "volunteer"
    HOURS = "hours"
    WHEELCHAIR = "wheelchair"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class Cure:
    """One thing that would serve a ride, tried out: in words, and as figures for a button.

    `minutes` shifts the pick-up (below 0: earlier); from and until are the hours it takes.
    """

    ride_id: Id
    kind: CureKind
    sentence: str
    minutes: int = 0
    from_min: int | None = None
    until_min: int | None = None
    driver_id: Id | None = None
