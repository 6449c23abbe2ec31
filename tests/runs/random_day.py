"""The independent model of a day: which ride is with whom, how it stands, what is held. No office.

It knows rides by key and drivers by key, and nothing of tables, runs or times.
"""

from dataclasses import dataclass, field

from nemt_desk.ground.ids import Id

OVER = frozenset({"done", "no_show", "cancelled"})
UNDER_WAY = frozenset({"en_route", "arrived"})


@dataclass
class DayRide:
    """One ride: its driver, its state, whether it is held, and what goes before it."""

    trip: Id
    seq: int
    driver: Id | None = None
    state: str = "booked"
    is_held: bool = False
    has_called: bool = False

    @property
    def is_open(self) -> bool:
        return self.state not in OVER

    @property
    def waiting(self) -> str:
        """Where it stands when it is not under way."""
        return "will_call" if self.has_called else "booked"

    def take_off(self) -> None:
        self.driver, self.is_held = None, False


@dataclass
class DayModel:
    """All rides of the day."""

    rides: dict[Id, DayRide] = field(default_factory=dict)

    def put(self, key: Id, driver: Id) -> None:
        """Put a ride on a run; whoever puts it there again lets it go before."""
        self.rides[key].take_off()
        self.rides[key].driver = driver

    def rest_of_trip(self, key: Id) -> list[Id]:
        """Return the open rides of the trip after this one that have not begun."""
        first = self.rides[key]
        return [
            other
            for other, ride in self.rides.items()
            if ride.trip == first.trip
            and ride.seq > first.seq
            and ride.is_open
            and ride.state != "aboard"
        ]

    def cancel(self, key: Id) -> None:
        for one in (key, *self.rest_of_trip(key)):
            self.rides[one].state = "cancelled"

    def is_out(self, driver: Id, *, breaks_down: bool) -> set[Id]:
        """Take his open rides off; nobody gets out of a car that still drives."""
        gone = set()
        for key, ride in self.rides.items():
            if ride.driver != driver or not ride.is_open:
                continue
            if ride.state == "aboard" and not breaks_down:
                continue
            if ride.state in UNDER_WAY:
                ride.state = ride.waiting
            ride.take_off()
            gone.add(key)
        return gone
