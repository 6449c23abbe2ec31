"""Setting a pin from beginning to end: begin, put, save or leave."""

from collections.abc import Callable
from dataclasses import replace

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from ui.map.day import pin_mark
from ui.map.pane import MapPane
from ui.map.pin import PinBar, PinMove
from ui.map.where import Whereabouts
from ui.shell.desk import Desk


class PinWork:
    """Holds the pin that is being moved; `ended` is called when it is done with."""

    _bar: PinBar

    def __init__(self, desk: Desk, pane: MapPane, *, ended: Callable[[], object]) -> None:
        self._desk = desk
        self._pane = pane
        self._ended = ended
        self._near = ""
        self._where = Whereabouts(desk, pane)
        self._where.told.connect(self._on_told)
        self.move: PinMove | None = None

    def sit(self, bar: PinBar) -> None:
        """Take the bar that says what is going on; before anything else."""
        self._bar = bar

    @property
    def has_moved(self) -> bool:
        """Whether leaving now would lose something."""
        return self.move is not None and self.move.has_moved

    def begin(self, place_id: Id) -> None:
        """Take a place's pin up."""
        if self._desk.office.map is None:
            self._desk.say("There is no map yet to set a pin on. Build one in Office.")
            return
        try:
            place, label = pin_mark(self._desk.office, place_id)
        except DeskError as error:
            self._desk.refuse(error)
            return
        start = place.point
        rough = start is None or place.pin_source.value in ("street", "town", "zip")
        at = start or self._pane.centre()
        self.move = PinMove(place_id, place.version, label, start, at, rough)
        self._show()
        self._pane.move_pin(self.move)

    def put(self, at: LatLon) -> None:
        """Note where the pin is now."""
        if self.move is not None:
            self.move = replace(self.move, at=at)
            self._show()

    def save(self) -> None:
        """Keep the pin where it is."""
        move = self.move
        if move is None:
            return
        lat, lon = move.at
        try:
            changes = self._desk.office.places.move_pin(
                self._desk.actor, move.place_id, lat, lon, version=move.version
            )
        except DeskError as error:
            self._desk.refuse(error)
            return
        self.end()
        self._desk.did(changes)

    def end(self) -> None:
        """Let go of the pin; it stays as it is kept."""
        self.move = None
        self._show()
        self._pane.move_pin(None)
        self._ended()

    def _show(self) -> None:
        self._near = "" if self.move is None else self._near
        self._bar.show_move(self.move, self._near)
        self._where.ask(self.move.at if self.move is not None else None)

    def _on_told(self, words: str) -> None:
        self._near = words
        self._pane.say_near(words)
        self._bar.show_move(self.move, words)
