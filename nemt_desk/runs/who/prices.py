"""What a mile costs, by who drives: from the pack's figures of the day and the office's own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from nemt_desk.ground.settings import Settings
from nemt_desk.planning.known import Price
from nemt_desk.planning.rows import DriverDay, RideTask
from nemt_desk.policy import packs
from nemt_desk.policy.pack import Pack

_CENTS = 100
_PAID_EMPTY = "paid from local money"
_OWN, _VOLUNTEER, _UNASSISTED, _ASSISTED, _LIFT = 1, 2, 3, 4, 5
_CARRIERS = {_UNASSISTED: "carrier", _ASSISTED: "assisted carrier", _LIFT: "lift-equipped carrier"}


@dataclass(frozen=True)
class Prices:
    """The rates in force on one day."""

    pack: Pack
    day: date
    settings: Settings

    def for_driver(self, driver: DriverDay, ride: RideTask, *, is_assisted: bool) -> Price | None:
        """Return what this driver costs for this ride; None where no rate is known."""
        if driver.is_carrier:
            return self.carrier(ride, is_assisted=is_assisted)
        kin = any(r.member_id == ride.member_id and not r.is_refused for r in driver.relations)
        if kin or driver.is_private:
            return self.own_car()
        return self.volunteer() if driver.is_volunteer else self.staff()

    def volunteer(self) -> Price | None:
        """Return the volunteer's mileage: the office's rate, else its share of the IRS rate."""
        found = self._volunteer_cents()
        if found is None:
            return None
        cents, rule = found
        policy = self.pack.amount("no_load_policy", self.day, self.settings.local)
        is_empty_paid = policy == _PAID_EMPTY
        empty = cents if is_empty_paid else Decimal(0)
        words = f"{_rate(cents)} a mile loaded"
        words += ", the same unloaded from local money" if is_empty_paid else ", unloaded unpaid"
        return Price(loaded_cents=cents, unloaded_cents=empty, words=words, rule=rule)

    def _volunteer_cents(self) -> tuple[Decimal, str] | None:
        own = self.settings.local.get("volunteer_rate")
        if own is not None:
            return Decimal(str(own)) * _CENTS, "the office's rate, MN-041"
        irs = self.pack.figure("irs_business", self.day)
        if irs is None:
            return None
        share = self.pack.figure("rate_mode_2_percent", self.day)
        if share is None:
            return Decimal(str(irs.value)), f"the IRS business rate, {irs.id}"
        return Decimal(str(irs.value)) * Decimal(str(share.value)) / 100, share.id

    def staff(self) -> Price:
        """Return what a ride of the agency's own staff adds: wages run anyway."""
        return Price(words="staff: paid by the hour, no mileage")

    def own_car(self) -> Price | None:
        """Return personal mileage, paid to family and whoever else has an interest."""
        found = self._dollars("rate_mode_1_mile")
        if found is None:
            return None
        cents, rule = found
        return Price(
            loaded_cents=cents, words=f"personal mileage, {_rate(cents)} a mile", rule=rule
        )

    def carrier(self, ride: RideTask, *, is_assisted: bool) -> Price | None:
        """Return what a carrier takes for a ride: a base and each mile with the member aboard."""
        mode = self.carrier_mode(ride, is_assisted=is_assisted)
        base, mile = (
            self._dollars(f"rate_mode_{mode}_base"),
            self._dollars(f"rate_mode_{mode}_mile"),
        )
        if base is None or mile is None:
            return None
        words = f"{_CARRIERS[mode]}, mode {mode}: {_rate(base[0])} and {_rate(mile[0])} a mile"
        return Price(base_cents=base[0], loaded_cents=mile[0], words=words, rule=base[1])

    def carrier_mode(self, ride: RideTask, *, is_assisted: bool) -> int:
        """Return the mode a carrier drives the member in."""
        if ride.needs_lift or ride.wheelchair_places:
            return _LIFT
        return _ASSISTED if is_assisted or ride.needs_door_through else _UNASSISTED

    def _dollars(self, key: str) -> tuple[Decimal, str] | None:
        amount = self.pack.amount(key, self.day, self.settings.local)
        figure = self.pack.figure(key, self.day)
        if amount is None:
            return None
        rule = "the office's own rate" if self.settings.local.get(key) is not None else ""
        return Decimal(str(amount)) * _CENTS, rule or (figure.id if figure is not None else "")


def prices(settings: Settings, day: date) -> Prices:
    """Return the rates of a day."""
    return Prices(packs.load(settings.pack), day, settings)


@lru_cache(maxsize=100)
def _rate(cents: Decimal) -> str:
    """Return `72.5¢`, `$1.43`."""
    if cents < _CENTS:
        return f"{cents.normalize():f}\N{CENT SIGN}"
    return f"${cents / _CENTS:.2f}"
