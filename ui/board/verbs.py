"""What the board's keys do: each takes what is chosen and hands it to the deeds or another at."""

from collections.abc import Callable
from datetime import timedelta

from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.queries import trip
from nemt_desk.trips.rows import RideState
from ui.board.deeds import Put
from ui.board.dispatch import Dispatch
from ui.board.words import clock, ride_text


class Verbs:
    """The board's verbs, over what is chosen."""

    def __init__(self, at: Dispatch) -> None:
        self.at = at

    # --- planning --------------------------------------------------------------------------------

    def ask_driver(self) -> None:
        """Let the person type letters of a driver's name."""
        self.at.parts.close_card()
        self.at.parts.who.focus_name()

    def show_who(self) -> None:
        """Go to the ranked drivers."""
        at = self.at
        at.parts.close_card()
        if not at.choice.rides:
            self.next_free()
        at.parts.who.focus_list()

    def next_free(self) -> None:
        """Choose the next ride without a driver."""
        at = self.at
        rows = at.parts.free.model.rows()
        if not rows:
            return
        place = at.parts.free.model.place_of(at.choice.current) + 1
        at.choose(at.choice.only(rows[place % len(rows)].ride.id))
        at.parts.free.focus_rows()

    def put_on(self, driver: Id, *, only: bool = False) -> None:
        """Put the chosen rides on a driver's run, with their other legs that fit."""
        at, known = self.at, self.at.known
        rides = tuple(ride.id for ride in at.chosen() if ride.is_open)
        if known is None or not rides:
            at.parts.hint("Choose a ride first; rides that are over stay where they are.")
            return
        if all(at.driver_of(known.rides[ride]) == driver for ride in rides):
            at.parts.hint(f"{ride_text(known.rides[rides[0]])}: is on this run already.")
            return
        offer = at.planner.offer_for(known, rides, driver)
        with_legs = at.parts.who.take_legs() and not only
        legs = offer.fitting_legs if offer is not None and with_legs else ()
        left = [leg for leg in known.other_legs(rides) if leg.id not in legs] if with_legs else []
        at.go_on_from(rides)
        name = known.drivers[driver].name
        at.aim(None)
        at.deeds.put(known, Put((*rides, *legs), driver, name), at.planner.travel(known.day))
        if at.parts.ask_bar.is_open:
            return
        at.focus_board()
        if left:
            times = ", ".join(clock(leg.task.begin_min) for leg in left)
            at.parts.hint(f"The other ride ({times}) does not fit {name}: it stays unassigned.")

    def take_off(self) -> None:
        """Take the chosen rides off their runs."""
        self.at.deeds.take_off(self.at.chosen())

    def hold(self) -> None:
        """Hold the chosen rides on their runs, or let them go."""
        self.at.deeds.hold(self.at.chosen())

    def mark(self, state: RideState) -> None:
        """Say where the chosen rides stand."""
        if any(guest.mark(state) for guest in self.at.guests):
            return
        self.at.deeds.mark(self.at.chosen(), state, self._later())

    def _later(self) -> list[BoardRide]:
        """Return the open rides after the chosen ones, of the same trips."""
        chosen = self.at.chosen()
        last = {ride.trip_id: ride for ride in sorted(chosen, key=lambda ride: ride.seq)}
        rides = self.at.known.rides.values() if self.at.known else ()
        return [
            ride
            for ride in rides
            if ride.trip_id in last and ride.seq > last[ride.trip_id].seq and ride.is_open
        ]

    # --- runs ------------------------------------------------------------------------------------

    def drafts(self) -> list[BoardRun]:
        """Return the runs that are not published as they stand."""
        known = self.at.known
        return [r for r in known.board.runs if r.state is RunState.DRAFT] if known else []

    def publish(self) -> None:
        """Publish the current run."""
        run = self.at.run()
        if run is not None:
            self.at.deeds.publish([run])

    def publish_all(self) -> None:
        """Publish every draft of the day."""
        self.at.deeds.publish(self.drafts())

    def unpublish(self) -> None:
        """Take the current run back."""
        run = self.at.run()
        if run is not None:
            self.at.deeds.unpublish(run)

    def ask_note(self) -> None:
        """Ask for the note on the current run."""
        run = self.at.run()
        if run is not None:
            self.at.deeds.ask_note(run)

    # --- looking ---------------------------------------------------------------------------------

    def close_card(self) -> None:
        """Show the drivers again in place of the card."""
        self.at.parts.close_card()
        self.at.focus_board()

    def show_menu(self) -> None:
        """Show what can be done with the chosen rides."""
        self.at.parts.show_menu()

    def turn(self) -> None:
        """Turn the timeline into the table, or back."""
        self.at.parts.turn()

    def zoom(self, by: float) -> None:
        """Show less or more of the day; 0 fits it into the width."""
        self.at.parts.timeline.zoom(by)

    def next_part(self) -> None:
        """Go to the next part of the at."""
        self.at.parts.next_part()

    def find(self) -> None:
        """Go to the filter of the list."""
        self.at.parts.find_typed()

    def move_day(self, days: int) -> None:
        """Go some days on or back."""
        at = self.at
        at.show_day(at.day + timedelta(days=days))

    def go_today(self) -> None:
        """Go to today."""
        self.at.show_day(self.at.desk.today())

    def go_print(self) -> None:
        """Go to the papers of the current run, or of the day's first."""
        at = self.at
        runs = at.known.board.runs if at.known else ()
        run = at.run() or next(iter(runs), None)
        if run is not None:
            at.desk.go("logs", "run", run.id)

    def go_map(self) -> None:
        """Show the current ride on the map."""
        self.at.desk.go("map", "ride", self.at.choice.current)

    def go_to(self, page: str, kind: str) -> Callable[[], None]:
        """Return what goes to another page."""
        return lambda: self.at.desk.go(page, kind)

    def go_trip(self) -> None:
        """Go to Book with the current ride's trip, to be changed there; say so if it can't be."""
        chosen = self.at.chosen()
        if not chosen:
            return
        with self.at.desk.office.store.read() as session:
            can_change = trip(session, chosen[-1].trip_id).can_change
        if can_change:
            self.at.desk.go("book", "trip", chosen[-1].trip_id)
        else:
            self.at.desk.say("A part of this trip is over or under way; it can't be changed.")

    def go_member(self) -> None:
        """Go to the record of the current ride's member."""
        chosen = self.at.chosen()
        if chosen:
            self.at.desk.go("members", "member", chosen[-1].member_id)
