"""What weighs in a plan: the agency's settings in their words, and the pack's rates for miles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import PLAN_LIMITS, Settings
from nemt_desk.ground.units import METRES_PER_MILE
from nemt_desk.planning.known import Price
from nemt_desk.planning.optimiser.problem import Weights
from nemt_desk.planning.proposal.rows import MilePrice
from nemt_desk.planning.rows import DriverDay
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.who.prices import Prices, prices
from nemt_desk.runs.who.ride import is_assisted

_CENTS = 100
_FAIR_CENTS = 0.5
_MILE = "rate_mode_3_mile"


@dataclass(frozen=True, slots=True)
class PlanField:
    """A weight or limit as Office and the commands show it."""

    name: str
    label: str
    help: str
    unit: str

    @property
    def least(self) -> int:
        """The smallest number that can be taken."""
        return PLAN_LIMITS[self.name][0]

    @property
    def most(self) -> int:
        """The greatest number that can be taken."""
        return PLAN_LIMITS[self.name][1]


PLAN_FIELDS = (
    PlanField(
        "plan_unserved_dollars",
        "A ride nobody drives",
        "A plan goes to this much expense before it leaves a ride undone.",
        "dollars",
    ),
    PlanField(
        "plan_hour_dollars", "An hour of a driver's time", "From leaving home to coming home.",
        "dollars",
    ),
    PlanField(
        "plan_empty_percent",
        "A mile with nobody aboard",
        "Where it is not paid it still weighs this much of a paid mile.",
        "percent",
    ),
    PlanField(
        "plan_ask_dollars", "Asking one more driver", "For each driver who drives that day.",
        "dollars",
    ),
    PlanField(
        "plan_stay_dollars",
        "Moving a ride to another driver",
        "So much must be saved before a ride leaves its driver; five times that once he was told.",
        "dollars",
    ),
    PlanField(
        "plan_split_dollars",
        "Another driver for the way back",
        "For each trip that two drivers share.",
        "dollars",
    ),
    PlanField(
        "plan_fair", "Fairness", "0: never mind who drove most this month. 10: it matters much.",
        "0 to 10",
    ),
    PlanField(
        "plan_early_min",
        "Earlier than booked",
        "How much earlier than booked a pick-up from home may be planned.",
        "minutes",
    ),
    PlanField(
        "plan_spare_percent",
        "Spare time on the road",
        "So much longer than the map says each drive is planned.",
        "percent",
    ),
    PlanField(
        "aboard_min", "Time on board", "A ride that takes no longer than this is never too long.",
        "minutes",
    ),
    PlanField(
        "aboard_percent",
        "Time on board against the direct way",
        "A longer ride may take this much of its direct time.",
        "percent",
    ),
    PlanField(
        "lift_load_min", "Lift or ramp", "More time at each end for whoever needs it.", "minutes"
    ),
    PlanField("plan_seconds", "Time for a plan", "How long to look for a better one.", "seconds"),
)  # fmt: skip


def plan_weights(settings: Settings) -> Weights:
    """Return what is priced over all drivers."""
    return Weights(
        split_cents=settings.plan_split_dollars * _CENTS,
        fair_cents_h2=settings.plan_fair * _FAIR_CENTS,
    )


@dataclass(frozen=True, slots=True)
class Rates:
    """What miles are paid on one day, by the figures that tell who can take a ride."""

    prices: Prices

    def of(self, driver: DriverDay) -> MilePrice:
        """Return what a driver is paid for his miles; nothing where no rate is known."""
        if driver.is_carrier:
            return MilePrice(loaded_cents_m=self._carrier_cents_m())
        own = self.prices.own_car() if driver.is_private else None
        return _miles_of(
            own or (self.prices.volunteer() if driver.is_volunteer else self.prices.staff())
        )

    def for_members(self, driver: DriverDay, members: Iterable[Id]) -> MilePrice:
        """Return what he is paid for driving these: personal mileage if all are his own people."""
        kin = {one.member_id for one in driver.relations if not one.is_refused}
        wanted = set(members)
        if driver.is_carrier or not wanted or not wanted <= kin:
            return self.of(driver)
        return _miles_of(self.prices.own_car())

    def carrier(self, ride: BoardRide) -> tuple[float, float] | None:
        """Return a carrier's cents for this ride and for each metre; None without a rate."""
        found = self.prices.carrier(ride.task, is_assisted=is_assisted([ride]))
        if found is None:
            return None
        return float(found.base_cents), _a_metre(found.loaded_cents)

    def _carrier_cents_m(self) -> float:
        """Return a carrier's mile; the base is counted ride by ride."""
        dollars = self.prices.pack.amount(_MILE, self.prices.day, self.prices.settings.local)
        return 0.0 if dollars is None else _a_metre(Decimal(str(dollars)) * _CENTS)


def _miles_of(price: Price | None) -> MilePrice:
    if price is None:
        return MilePrice()
    return MilePrice(_a_metre(price.loaded_cents), _a_metre(price.unloaded_cents))


def _a_metre(cents_a_mile: Decimal) -> float:
    return float(cents_a_mile / METRES_PER_MILE)


def rates_on(settings: Settings, day: date) -> Rates:
    """Return what miles are paid on `day`."""
    return Rates(prices(settings, day))
