"""Hangs the live day on the board: the bar, the signs, the keys and the panels."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, override

from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live import queries
from nemt_desk.runs.live.needs import needs
from nemt_desk.trips.rows import RideState
from nemt_desk.trips.rules import NEXT
from ui.actions.action import Action
from ui.board.day import Choice
from ui.board.guest import Guest
from ui.board.live.bar import LiveBar
from ui.board.live.deeds import LiveDeeds
from ui.board.live.helping import Helping
from ui.board.live.looks import first_after, head_part, overlay
from ui.board.live.panels import LivePanels
from ui.board.overlay import Overlay

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id
    from nemt_desk.runs.live.rows import Need
    from ui.board.day import BoardDay
    from ui.board.dispatch import Dispatch

type OnRide = Callable[[BoardRide], object]


class LiveGuest(Guest):
    """What needs a hand now, and what gives it."""

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self.deeds = LiveDeeds(at)
        self.helping = Helping(at)
        self.panels = LivePanels(at, self.deeds, self.helping)
        self.needs: tuple[Need, ...] = ()
        self._undecided: frozenset[Id] = frozenset()
        self._acts = {act.id: act for act in self._made()}

    def _made(self) -> list[Action]:
        ride, rides = self._on_ride, self._on_rides
        return [
            Action("board.live_next", "Next", self.go_next, "Q", enabled=lambda: bool(self.needs)),
            ride("board.help", "Ready: nearest volunteer", "Shift+R", self.help_for),
            ride("board.late_words", "Late: what to say", "Shift+L", self.panels.show_late),
            self._no_show_action(),
            ride("board.cancel_how", "Cancel: how late, what else", "Shift+X", self._cancel),
            Action("board.driver_out", "Driver is out", self.panels.show_out, "Shift+C"),
            Action("board.add_on", "Add-on ride today", self.add_on, "Shift+O"),
            rides("board.off", "Mark: Got out", "Shift+B", self.deeds.off, _can_get_off),
            rides("board.put_back", "Put back one step", "Backspace", self.deeds.put_back, _moved),
            rides("board.mark_at", "Mark at another time", "Shift+M", self.deeds.ask_mark, _open),
            Action("board.weather_rest", "Weather: rest of the day", self.go_weather, "Shift+W"),
        ]

    def _on_ride(self, name: str, text: str, key: str, act: OnRide) -> Action:
        def run() -> None:
            chosen = [ride for ride in self.at.chosen() if ride.is_open]
            if chosen:
                act(chosen[-1])

        return Action(name, text, run, key, enabled=lambda: any(map(_open, self.at.chosen())))

    def _no_show_action(self) -> Action:
        def able() -> list[BoardRide]:
            states = {RideState.NO_SHOW}
            return [
                ride
                for ride in self.at.chosen()
                if ride.state in states or RideState.NO_SHOW in NEXT[ride.state]
            ]

        def run() -> None:
            if able():
                self.panels.show_no_show(able()[-1])

        name = "board.no_show_steps"
        return Action(name, "No-show: steps", run, "Shift+N", enabled=lambda: bool(able()))

    def _on_rides(
        self,
        name: str,
        text: str,
        key: str,
        act: Callable[[Sequence[BoardRide]], object],
        able: Callable[[BoardRide], bool],
    ) -> Action:
        def chosen() -> list[BoardRide]:
            return [ride for ride in self.at.chosen() if able(ride)]

        return Action(
            name, text, lambda: act(chosen()) if chosen() else None, key, lambda: bool(chosen())
        )

    # --- what the board asks -------------------------------------------------------------------

    @override
    def sit(self) -> None:
        self.bar = LiveBar(self._acts)
        self.at.parts.strips.add(self.bar)
        self.helping.sit()
        names = ("board.help", "board.mark_at", "board.no_show_steps")
        self.panels.sit([self._acts[name] for name in names])

    @override
    def actions(self) -> list[Action]:
        return list(self._acts.values())

    @override
    def menu(self) -> Sequence[str]:
        return [name for name in self._acts if name not in {"board.live_next", "board.add_on"}]

    @override
    def kinds(self) -> frozenset[str]:
        return frozenset({"told"})

    @override
    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        with self.desk.office.store.read() as session:
            self._undecided = queries.undecided(session, known.day)
        self._work_out()
        self.panels.day_read()

    @override
    def mark(self, state: RideState) -> bool:
        """Cancel or no-show of one ride asks for the steps and says what else goes."""
        chosen = self.at.chosen()
        ask = {RideState.CANCELLED: self._cancel, RideState.NO_SHOW: self.panels.show_no_show}
        if len(chosen) != 1 or state not in ask or state not in NEXT[chosen[0].state]:
            return False
        if not chosen[0].is_open:
            return False
        ask[state](chosen[0])
        return True

    @override
    def tick(self, now: int | None) -> None:
        self._work_out()
        self.at.moved.emit()

    @override
    def chosen(self, choice: Choice) -> None:
        self._show_bar()

    @override
    def head_parts(self) -> Sequence[str]:
        part = head_part(self.needs)
        return [part] if part else []

    @override
    def has_unsaved(self) -> bool:
        return self.panels.has_text()

    # --- showing ---------------------------------------------------------------------------------

    def _work_out(self) -> None:
        known, now = self.at.known, self.at.now()
        if known is None or now is None:
            self.needs = ()
        else:
            self.needs = needs(known.board, now, self.panels.figures(), self._undecided)
        self.at.show_overlay("live", overlay(self.needs) if self.needs else Overlay())
        self._show_bar()

    def _show_bar(self) -> None:
        current = next((n for n in self.needs if n.ride.id == self.at.choice.current), None)
        first = self.needs[0] if self.needs else None
        self.bar.show_need(self.needs, current or first, is_chosen=current is not None)

    # --- acts ------------------------------------------------------------------------------------

    def go_next(self) -> None:
        """Choose the next ride that needs a hand."""
        shown = next((n for n in self.needs if n.ride.id == self.at.choice.current), None)
        need = first_after(self.needs, shown.ride.id if shown else None)
        if need is not None:
            self.at.choose(Choice().only(need.ride.id, self.at.driver_of(need.ride)))

    def help_for(self, ride: BoardRide) -> None:
        """Start a will-call's clock if need be, and show who is nearest."""
        if self.deeds.ready(ride):
            self.helping.seek([ride.id])

    def _cancel(self, ride: BoardRide) -> None:
        self.panels.show_cancel(ride)

    def add_on(self) -> None:
        """Go to Book; what is booked for today shows here at once."""
        self.desk.go("book")

    def go_weather(self) -> None:
        """Begin a weather day for the rest of today."""
        self.desk.go("weather", "rest")


def _open(ride: BoardRide) -> bool:
    return ride.is_open


def _can_get_off(ride: BoardRide) -> bool:
    return RideState.DONE in NEXT[ride.state]


def _moved(ride: BoardRide) -> bool:
    return ride.state is not RideState.BOOKED
