"""Sends the nearest volunteer: asks planning off the main thread, then one key puts it on his run.

After a driver is out his rides are asked about one after the other, the most urgent first.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.clocks import due_min
from nemt_desk.runs.live.help import Asked, nearest
from nemt_desk.runs.live.rows import Helper
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.trips.live_figures import live_figures
from ui.board.day import Choice
from ui.board.deeds import Ask
from ui.board.live.help_panel import HelpPanel
from ui.board.live.looks import helper_why, ride_name
from ui.board.words import FITS_NOT, way_text

if TYPE_CHECKING:
    from nemt_desk.ground.progress import Progress
    from ui.board.dispatch import Dispatch

NAME = "help"


class Helping:
    """Keeps for whom help is sought, and who is next in line."""

    def __init__(self, at: "Dispatch") -> None:
        self.at = at
        self.panel = HelpPanel(at.desk.prefs)
        self.ride: Id | None = None
        self._queue: list[Id] = []
        self._many = 0
        self.panel.taken.connect(self.send)
        self.panel.looked_at.connect(self._on_looked_at)

    def sit(self) -> None:
        """Take the place in the board's side."""
        self.at.parts.side.add(NAME, self.panel, focus=self.panel.focus_list)

    def seek(self, rides: Sequence[Id]) -> None:
        """Seek help for these rides one after the other."""
        self._queue, self._many = list(rides), len(rides)
        self._next()

    def _next(self) -> None:
        known = self.at.known
        while self._queue and known is not None:
            ride = known.rides.get(self._queue[0])
            if ride is not None and ride.is_open:
                self._ask(self._queue.pop(0))
                return
            self._queue.pop(0)
        self.ride = None
        if self.at.parts.side.name == NAME:
            self.at.parts.side.close_panel()
            self.at.focus_board()

    def _ask(self, key: Id) -> None:
        known, at = self.at.known, self.at
        if known is None:
            return
        self.ride = key
        ride = known.rides[key]
        at.choose(Choice().only(key, at.driver_of(ride)))
        place = f"{self._many - len(self._queue)} of {self._many}: " if self._many > 1 else ""
        now, office = at.now(), at.desk.office
        minute = now if now is not None else ride.task.begin_min or 0
        due = due_min(ride, live_figures(office.settings, known.day))
        self.panel.show_question(f"Nearest for {place}{ride_name(ride)}", self._about(ride))
        at.parts.side.turn_to(NAME)
        days, rides, travel = known.days, known.rides, at.planner.travel(known.day)
        figures, asked = office.settings, Asked(ride, minute, due, at.driver_of(ride))

        def work(progress: "Progress") -> tuple[Id, tuple[Helper, ...]]:
            travel.prepare(ride.task, days)
            progress.step("", 50)
            return key, nearest(asked, days, rides, travel, figures)

        at.desk.jobs.read(work, self._on_found, latest="board.help")

    def _about(self, ride: BoardRide) -> str:
        """Return where the member is; aboard a car that broke down, where that stands."""
        about = way_text(ride)
        if ride.stands_at:
            about += ". Times are from the pick-up's address"
        return f"{about[0].upper()}{about[1:]}. Enter sends the chosen driver."

    def _on_found(self, answer: tuple[Id, tuple[Helper, ...]]) -> None:
        key, found = answer
        if key != self.ride:
            return
        self.panel.show_helpers(found)
        if self.at.parts.side.name == NAME:
            self.panel.focus_list()

    def _on_looked_at(self, helper: Helper | None) -> None:
        if helper is not None and self.at.parts.side.name == NAME:
            self.at.aim(helper.driver_id)
            self.at.parts.hint(f"{helper.name}: {helper.from_words}; {helper_why(helper)}")

    def send(self, helper: Helper, reason: str = "") -> None:
        """Put the ride on this driver's run; ask for a reason if he does not fit."""
        key, desk = self.ride, self.at.desk
        if key is None:
            return
        try:
            changes = desk.office.live.send(desk.actor, key, helper, reason=reason)
        except OverrideNeeded:
            self._ask_reason(helper)
        except DeskError as error:
            desk.refuse(error)
        else:
            self.at.aim(None)
            desk.did(changes)
            self._next()

    def _ask_reason(self, helper: Helper) -> None:
        lines = [f"{FITS_NOT} {v.sentence}" for v in helper.violations if v.is_blocking]
        self.at.parts.ask_bar.ask(
            Ask(
                title=f"{FITS_NOT} Does not fit: {helper.name}",
                lines=tuple(lines),
                label="Reason",
                button="Send all the same",
                answer=lambda reason: self.send(helper, reason),
            )
        )
