"""What the office knows of a driver beside his day: whom he drove, his noes, what he costs."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from nemt_desk.ground.units import METRES_PER_MILE


@dataclass(frozen=True, slots=True)
class Times:
    """How often something was, and the last day."""

    number: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What somebody is paid: cents for a ride and for each mile, in words, and by which rules."""

    base_cents: Decimal = Decimal(0)
    loaded_cents: Decimal = Decimal(0)
    unloaded_cents: Decimal = Decimal(0)
    words: str = ""
    rule: str = ""

    def cents(self, *, loaded_m: float, unloaded_m: float = 0.0, rides: int = 1) -> int:
        """Return what so many metres and rides come to, in whole cents."""
        driven = self.loaded_cents * _miles(loaded_m) + self.unloaded_cents * _miles(unloaded_m)
        return int((self.base_cents * rides + driven).quantize(Decimal(1), ROUND_HALF_UP))


def _miles(distance_m: float) -> Decimal:
    return Decimal(str(distance_m)) / METRES_PER_MILE


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a driver for one question.

    `driven` counts the rides of this member he drove. `no_ride`, `no_order` and `no_member` count
    how often he said no to this ride, to its standing order, to other rides of this member.
    """

    driven: Times = Times()
    no_ride: Times = Times()
    no_order: Times = Times()
    no_member: Times = Times()
    month_rides: int = 0
    month_m: float = 0.0
    price: Price | None = None
