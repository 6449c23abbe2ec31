"""What a driver's day costs, whole and part by part."""

from nemt_desk.planning.optimiser.model import Kind, Model
from nemt_desk.planning.optimiser.plan import Costs


def day_price(model: Model, kind: Kind, mask: int, money: float, on_duty: float) -> float:
    """Return what a day costs that has these rides, costs so much by metres and takes so long."""
    driver, weights = kind.driver, model.problem.weights
    cost = money + on_duty * driver.minute_cents
    if mask:
        cost += driver.use_cents
    if weights.fair_cents_h2:
        cost += fairness(model, kind, on_duty)
    if weights.split_cents:
        cost += splits(model, mask)
    if kind.has_extra:
        cost += extras(kind, mask)
    return cost


def day_costs(model: Model, kind: Kind, mask: int, money: float, on_duty: float) -> Costs:
    """Return the same part by part."""
    driver, weights = kind.driver, model.problem.weights
    return Costs(
        metres=money,
        minutes=on_duty * driver.minute_cents,
        use=driver.use_cents if mask else 0.0,
        split=splits(model, mask) if weights.split_cents else 0.0,
        fairness=fairness(model, kind, on_duty) if weights.fair_cents_h2 else 0.0,
        extra=extras(kind, mask),
    )


def extras(kind: Kind, mask: int) -> float:
    """Return what these rides cost more with this kind of driver."""
    return sum(cents for ride, cents in kind.extra.items() if mask >> ride & 1)


def fairness(model: Model, kind: Kind, on_duty: float) -> float:
    """Return the price of so many minutes on duty today after those of the month."""
    before = kind.driver.so_far_min
    gained = (before + on_duty) ** 2 - before**2
    return model.problem.weights.fair_cents_h2 * gained / 3600


def splits(model: Model, mask: int) -> float:
    """Return the price of the trips of which a driver has some ways but not all."""
    if not model.trips:
        return 0.0
    half = set()
    left = mask & model.trip_mask
    while left:
        low = left & -left
        left ^= low
        trip = model.trips[low.bit_length() - 1]
        if trip & mask != trip:
            half.add(trip)
    return len(half) * model.problem.weights.split_cents / 2


def added(one: Costs, other: Costs) -> Costs:
    """Return both costs together."""
    return Costs(
        one.unserved + other.unserved,
        one.carriers + other.carriers,
        one.metres + other.metres,
        one.minutes + other.minutes,
        one.use + other.use,
        one.split + other.split,
        one.fairness + other.fairness,
        one.extra + other.extra,
    )
