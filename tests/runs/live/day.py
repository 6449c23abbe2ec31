"""A small day that runs: who drives whom, and what stands of a ride right now."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.board import board
from nemt_desk.runs.board_rows import Board, BoardRide
from nemt_desk.runs.live.queries import needs_on
from nemt_desk.runs.live.rows import Need
from nemt_desk.runs.live.service import LiveService
from nemt_desk.runs.model import RunRecord
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import TellingList
from nemt_desk.runs.telling.service import TellingService
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import ReturnKind, Ride
from tests.factories import ACTOR, TODAY, home_entry
from tests.runs.world import SETTINGS, World, at, build_world


@dataclass
class LiveDay:
    """The office, its services, and the keys of what happens today.

    Ann goes at 9:28 for 10:00 and comes back at 12:00 (Berg, published); Carl goes at 8:28 for
    9:00 and will call (Berg takes him there, nobody takes him home yet).
    """

    world: World
    live: LiveService
    telling: TellingService
    berg: Id
    lind: Id
    ann: Id
    carl: Id
    there: Id
    back: Id
    carl_there: Id
    carl_back: Id

    def at(self, clock: str) -> datetime:
        return at(clock)

    def go(self, clock: str) -> None:
        """Let it be this time of the day."""
        self.world.built.clock.set(at(clock))

    def ride(self, key: Id) -> Ride:
        with self.world.store.read() as session:
            return read_ride(session, key)

    def board(self) -> Board:
        with self.world.store.read() as session:
            return board(session, TODAY, SETTINGS.time)

    def on_board(self, key: Id) -> BoardRide:
        found = self.board().ride(key)
        assert found is not None
        return found

    def driver_of(self, key: Id) -> Id | None:
        shown = self.board()
        return next((r.driver_id for r in shown.runs for one in r.rides if one.id == key), None)

    def needs(self, settings: Settings = SETTINGS) -> tuple[Need, ...]:
        with self.world.store.read() as session:
            now = self.world.built.clock.now()
            return needs_on(session, TODAY, now=now, settings=settings)

    def kinds(self) -> list[tuple[str, Id]]:
        return [(need.kind.value, need.ride.id) for need in self.needs()]

    def told(self) -> TellingList:
        with self.world.store.read() as session:
            return telling_list(session, TODAY, SETTINGS)

    def run_id(self, driver: Id) -> Id:
        with self.world.store.read() as session:
            (found,) = [
                run.id
                for run in session.query(RunRecord)
                if run.driver_id == driver and run.day == TODAY
            ]
            return found

    def clock(self, moment: datetime | None) -> str:
        return "" if moment is None else f"{SETTINGS.time.local(moment):%H:%M}"


def live_day(folder: Path) -> LiveDay:
    world = build_world(folder)
    berg = world.driver()
    lind = world.driver(
        last_name="Lind",
        first_name="Per",
        phone="2185550177",
        home=home_entry(address="4 Pine Road", lat=47.22, lon=-93.54),
    )
    ann = world.member()
    carl = world.member(last_name="Hanson", first_name="Carl", phone="2185550143")
    world.built.clock.set(at("7:00"))
    out, home = world.book(ann, back=ReturnKind.SCHEDULED, back_at="12:00").ride_ids
    there, back = world.book(carl, "9:00", back=ReturnKind.WILL_CALL).ride_ids
    world.runs.assign(
        ACTOR, [out, home, there], driver_id=berg, day=TODAY, override_reason="agreed"
    )
    settings = lambda: SETTINGS  # noqa: E731 - as short as it can be said
    live = LiveService(world.store, settings, world.trips)
    telling = TellingService(world.store, settings)
    made = LiveDay(world, live, telling, berg, lind, ann, carl, out, home, there, back)
    world.runs.publish(ACTOR, [made.run_id(berg)])
    return made
