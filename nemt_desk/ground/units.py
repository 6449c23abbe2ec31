"""Distances are metres, money is cents, rates are exact decimals; this turns them for people."""

from decimal import ROUND_HALF_UP, Decimal

METRES_PER_MILE = Decimal("1609.344")


def miles(distance_m: float, places: int = 1) -> Decimal:
    """Return `distance_m` metres in miles, half rounded up, with `places` decimals."""
    exact = Decimal(str(distance_m)) / METRES_PER_MILE
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def metres(distance_miles: float | Decimal) -> int:
    """Return miles in whole metres."""
    exact = Decimal(str(distance_miles)) * METRES_PER_MILE
    return int(exact.to_integral_value(rounding=ROUND_HALF_UP))
