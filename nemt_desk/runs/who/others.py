"""What else there is beside our own drivers: a carrier, the bus, mileage for the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nemt_desk.ground.units import miles
from nemt_desk.ground.words import money_text
from nemt_desk.planning.rows import DriverDay, RideTask
from nemt_desk.policy.entries import Entry
from nemt_desk.runs.who.prices import Prices


class OtherKind(StrEnum):
    """Another way to get somebody there."""

    CARRIER = "carrier"
    FAMILY = "family"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class OtherWay:
    """One of them, in words, with its price in cents (None: not known) and its rule."""

    kind: OtherKind
    title: str
    sentence: str
    cents: int | None
    rule: str

    @property
    def text(self) -> str:
        """The whole line."""
        rule = f" ({self.rule})" if self.rule else ""
        return f"{self.title}: {self.sentence}{rule}"


def other_ways(
    rides: Sequence[RideTask], days: Sequence[DriverDay], prices: Prices, *, is_assisted: bool
) -> tuple[OtherWay, ...]:
    """Return the other ways, the usual first."""
    if not rides:
        return ()
    return (
        _carrier(rides, days, prices, is_assisted=is_assisted),
        _family(rides, days, prices),
        _transit(rides, prices),
    )


def _loaded(rides: Sequence[RideTask]) -> float:
    return sum(ride.direct_m or 0.0 for ride in rides)


def _carrier(
    rides: Sequence[RideTask], days: Sequence[DriverDay], prices: Prices, *, is_assisted: bool
) -> OtherWay:
    there = [day.name for day in days if day.is_carrier]
    price = prices.carrier(rides[0], is_assisted=is_assisted)
    who = f"{', '.join(there)} in the list above" if there else "none on file under Drivers"
    if price is None:
        sentence = f"{who}; no carrier's rate is in the rules"
        return OtherWay(OtherKind.CARRIER, "Carrier", sentence, None, "")
    cents = price.cents(loaded_m=_loaded(rides), rides=len(rides))
    sentence = f"{money_text(cents)} for {_far(rides)}; {price.words}; {who}"
    return OtherWay(OtherKind.CARRIER, "Carrier", sentence, cents, price.rule)


def _family(rides: Sequence[RideTask], days: Sequence[DriverDay], prices: Prices) -> OtherWay:
    members = {ride.member_id for ride in rides}
    kin = [
        f"{day.name} ({relation.name})"
        for day in days
        for relation in day.relations
        if relation.member_id in members and not relation.is_refused
    ]
    who = ", ".join(kin) if kin else "nobody on file; ask who of the family drives"
    title, rule = "Mileage for family or friends", "mode 1, S4-108"
    price = prices.own_car()
    if price is None:
        sentence = f"no rate is in the rules; {who}"
        return OtherWay(OtherKind.FAMILY, title, sentence, None, rule)
    cents = price.cents(loaded_m=_loaded(rides))
    sentence = f"{money_text(cents)} for {_far(rides)}, {price.words}; {who}"
    return OtherWay(OtherKind.FAMILY, title, sentence, cents, f"{rule}, {price.rule}")


def _far(rides: Sequence[RideTask]) -> str:
    if any(ride.direct_m is None for ride in rides):
        return "miles not measured yet"
    return f"{miles(_loaded(rides))} miles"


def _transit(rides: Sequence[RideTask], prices: Prices) -> OtherWay:
    parts, rules = [], []
    for entry in prices.pack.rules.on(prices.day):
        if days := _bus_notice(entry[1]):
            parts.append(f"a bus pass takes {days} of notice")
            rules.append(entry[1].id)
    if any(ride.needs_lift or ride.wheelchair_places for ride in rides):
        parts.append("the member rides in a wheelchair: ask for the lift")
    if prices.settings.transit_note:
        parts.append(prices.settings.transit_note.strip().rstrip("."))
    else:
        parts.append("nothing is noted about buses here; Office, Agency has a line for it")
    return OtherWay(OtherKind.TRANSIT, "Bus or train", "; ".join(parts), None, ", ".join(rules))


def _bus_notice(entry: Entry) -> str:
    amounts = entry.figures.get("by_vehicle") if entry.check == "notice" else None
    days = amounts.get("bus") if amounts else None
    return f"{days} {str(entry.figures.get('unit', 'days')).replace('_', ' ')}" if days else ""
