"""When a ride may be picked up and dropped off: what was promised, and what gives way."""

from dataclasses import dataclass
from math import inf

from nemt_desk.ground.settings import Settings
from nemt_desk.planning.optimiser.problem import Window
from nemt_desk.planning.proposal.rows import Hold
from nemt_desk.planning.words import clock_text, ended
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.rows import Leg

_URGENT_MIN = 30
_LATE_MIN = 90


@dataclass(frozen=True, slots=True)
class Spell:
    """The windows of a ride; `note` tells what gave way."""

    pickup: Window
    dropoff: Window
    load_min: float
    most_aboard_min: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """Reckons windows. `now_min` is the minute it is, None if the whole day is planned."""

    settings: Settings
    now_min: int | None

    def spell(self, ride: BoardRide, hold: Hold, direct_min: float) -> Spell:
        """Return when the ride may be done; `direct_min` is the way without a stop."""
        load = self.load_min(ride)
        pickup = self._pickup(ride, hold)
        dropoff, note = self._dropoff(ride, pickup, load + direct_min)
        if self.now_min is not None:
            pickup, dropoff, late = self._from_now(pickup, dropoff, load + direct_min)
            note = late or note
        return Spell(pickup, dropoff, load, self.most_aboard(direct_min), note)

    def load_min(self, ride: BoardRide) -> float:
        """Return minutes to get in, and to get out."""
        task = ride.task
        lifts = task.needs_lift or task.wheelchair_places > 0
        return float(self.settings.load_min + (self.settings.lift_load_min if lifts else 0))

    def most_aboard(self, direct_min: float) -> float:
        """Return the longest time on board."""
        share = direct_min * self.settings.aboard_percent / 100
        return float(max(self.settings.aboard_min, share))

    def _pickup(self, ride: BoardRide, hold: Hold) -> Window:
        at = float(begin_of(ride))
        if hold is not Hold.NONE and ride.pickup_min not in (None, ride.booked_pickup_min):
            # What a plan set and somebody holds on to stays, but for a word's worth of minutes.
            slack = self.settings.slack_min
            at = float(ride.pickup_min or 0)
            return Window(at if hold is Hold.TOLD else at - slack, at + slack)
        early = self.settings.plan_early_min if ride.leg is Leg.OUTBOUND else 0
        if hold is Hold.TOLD:
            early = 0
        return Window(at - early, at + self.settings.pickup_window_min)

    def _dropoff(self, ride: BoardRide, pickup: Window, way_min: float) -> tuple[Window, str]:
        latest = ride.appointment_min
        if latest is None:
            return Window(0.0, inf), ""
        soonest = pickup.open_min + way_min
        if soonest <= latest:
            return Window(0.0, float(latest)), ""
        there = max(soonest, begin_of(ride) + way_min)
        note = (
            f"The way is too long for these times: there at {clock_text(round(there))} at best,"
            f" for {clock_text(latest)}"
        )
        return Window(0.0, there), ended(note)

    def _from_now(
        self, pickup: Window, dropoff: Window, way_min: float
    ) -> tuple[Window, Window, str]:
        now = float(self.now_min or 0)
        if pickup.close_min >= now + _URGENT_MIN:
            return Window(max(pickup.open_min, now), pickup.close_min), dropoff, ""
        late = Window(max(pickup.open_min, now), max(pickup.close_min, now + _LATE_MIN))
        there = max(dropoff.close_min, late.close_min + way_min)
        note = "Its pick-up time has come; it may be late." if pickup.close_min < now else ""
        is_missed = now + way_min > dropoff.close_min
        return late, Window(0.0, there) if is_missed else dropoff, note


def begin_of(ride: BoardRide) -> int:
    """Return the minute at which the pick-up was booked, reckoned from the drop-off if need be."""
    if ride.booked_pickup_min is not None:
        return ride.booked_pickup_min
    if ride.booked_dropoff_min is not None:
        return ride.booked_dropoff_min - (ride.drive_min or 0)
    return ride.task.begin_min or 0
