"""Dragging on the board: from the list to a row, between rows, back to the list."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.ids import Id
from ui.board.dispatch import Dispatch
from ui.board.drag import DragHand
from ui.board.verbs import Verbs
from ui.board.words import rides_text

_CHECKING = "Checking whether it fits \N{HORIZONTAL ELLIPSIS}"


class Hands:
    """Wires the two sources of a drag to the page: what is aimed at, what a drop does."""

    def __init__(self, at: Dispatch, verbs: Verbs) -> None:
        self._at = at
        self._verbs = verbs
        timeline, free = at.parts.timeline, at.parts.free
        self._hands = [
            DragHand(timeline.viewport(), timeline.rides_at, timeline.choose_at),
            DragHand(free.view.viewport(), free.rides_at, free.choose_at),
        ]
        for hand in self._hands:
            hand.began.connect(self._on_began)
            hand.moved.connect(self.on_moved)
            hand.dropped.connect(self._on_dropped)
        at.answered.connect(self._on_answered)

    @property
    def is_dragging(self) -> bool:
        """Whether something is being dragged."""
        return any(hand.is_dragging for hand in self._hands)

    def cancel(self) -> bool:
        """Let go of it; tell whether there was anything."""
        was = self.is_dragging
        for hand in self._hands:
            hand.cancel()
        self._aim(None, is_dragging=False)
        return was

    def _on_answered(self) -> None:
        """Say the sentence anew: the answer about all drivers has come."""
        if self.is_dragging:
            self._say(self._at.parts.timeline.shown.hover)

    def _on_began(self, rides: tuple[Id, ...]) -> None:
        board = self._at
        if board.known is not None and set(rides) != set(board.choice.rides):
            ride = board.known.rides.get(rides[-1])
            driver = board.driver_of(ride) if ride else None
            board.choose(board.choice.only(rides[-1], driver))

    def on_moved(self, at: QPoint) -> None:
        """Shade the row at a point of the screen, and say whether it fits; reads nothing."""
        timeline = self._at.parts.timeline
        here = timeline.viewport().mapFromGlobal(at)
        driver = timeline.driver_at(here) if _is_over(timeline, at) else None
        if driver is not None:
            timeline.scroll_near(here)
        self._aim(driver, is_dragging=True)
        if driver is None and _is_over(self._at.parts.free, at) and self._is_on_a_run():
            self._at.parts.hint("Let go here to take it off its run.")
        else:
            self._say(driver)

    def _on_dropped(self, at: QPoint, only: bool) -> None:
        board = self._at
        self.on_moved(at)
        driver = board.parts.timeline.shown.hover
        is_back = _is_over(board.parts.free, at)
        self._aim(None, is_dragging=False)
        if driver is not None:
            self._verbs.put_on(driver, only=only)
        elif is_back and self._is_on_a_run():
            self._verbs.take_off()
        else:
            board.hint_choice()

    def _is_on_a_run(self) -> bool:
        return any(ride.is_assigned for ride in self._at.chosen())

    def _aim(self, driver: Id | None, *, is_dragging: bool) -> None:
        self._at.aim(driver, is_dragging=is_dragging)

    def _say(self, driver: Id | None) -> None:
        board = self._at
        if driver is None:
            what = rides_text(board.chosen())
            board.parts.hint(f"{what}: drag onto a driver's row. Esc lets go.")
            return
        offer = board.planner.by_driver.get(driver)
        board.parts.hint(offer.sentence if offer else _CHECKING)


def _is_over(widget: QWidget, at: QPoint) -> bool:
    return widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(at))
