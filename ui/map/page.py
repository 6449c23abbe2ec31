"""The Map page: the day on the county's roads, and the list that says the same in words."""

from datetime import date
from typing import ClassVar, override

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from ui.actions.action import Action
from ui.map.day import MapDay, pin_mark, read_day
from ui.map.marks import Layer, Mark, Target
from ui.map.pane import MapPane
from ui.map.pin import PinBar, PinMove
from ui.map.routes import RouteBook
from ui.map.side import SidePanel
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.widgets.layout import column, panel

_ROUGH = frozenset({"no_pin", "rough_pin"})
_KEYS = {"ride": "ride", "run": "run", "driver": "driver"}


class MapPage(Page):
    """Homes, places, runs, rides without a driver; one selection for map and list."""

    page_id: ClassVar[str] = "map"
    title: ClassVar[str] = "Map"
    icon: ClassVar[str] = "mdi6.map-outline"
    order: ClassVar[int] = 40

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day = MapDay(desk.today())
        self._mark: Mark | None = None
        self._move: PinMove | None = None
        self._wanted = self._singled = ""
        self._routes = RouteBook()
        self._acts = {action.id: action for action in self._made_actions()}
        beside = [self._acts[key] for key in ("map.board", "map.open", "map.pin", "map.whole")]
        self.pane = MapPane(desk)
        self.bar = PinBar(self._acts["map.save_pin"], self._acts["map.cancel_pin"])
        self.side = SidePanel(desk.prefs, beside)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(panel(column(self.bar, self.pane)))
        split.addWidget(self.side)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 3)
        split.setSizes([750, 440])
        self.setLayout(column(split))
        self._wire()
        self.pane.hide_layers(self.side.layers.shown())

    def _wire(self) -> None:
        self.side.chosen.connect(self._on_row_chosen)
        self.side.opened.connect(lambda _mark: self._open_record())
        self.side.layers.changed.connect(self._on_layers_changed)
        self.pane.chosen.connect(self._on_mark_clicked)
        self.pane.opened.connect(self._on_mark_opened)
        self.pane.pin_put.connect(self._on_pin_put)
        self.pane.pin_taken.connect(self._save_pin)
        self.pane.became_ready.connect(self.side.refresh_buttons)

    def _made_actions(self) -> list[Action]:
        return [
            Action("map.board", "Open on the board", self._open_on_board, "B",
                   enabled=lambda: self._mark is not None and self._mark.board is not None),
            Action("map.open", "Open the record", self._open_record, "O",
                   enabled=lambda: self._mark is not None and self._mark.record is not None),
            Action("map.pin", "Set its pin", self._begin_pin, "P",
                   enabled=lambda: self._mark is not None and self._mark.pin_id is not None
                   and self.pane.is_ready),
            Action("map.whole", "Show everything", self._show_everything, "W",
                   enabled=lambda: self.pane.is_ready),
            Action("map.closer", "Zoom in", lambda: self.pane.zoom(1), "+",
                   enabled=lambda: self.pane.is_ready),
            Action("map.wider", "Zoom out", lambda: self.pane.zoom(-1), "-",
                   enabled=lambda: self.pane.is_ready),
            Action("map.save_pin", "Save the pin", self._save_pin, "Ctrl+Return",
                   enabled=lambda: self._move is not None),
            Action("map.cancel_pin", "Leave it (Esc)", self._end_pin,
                   enabled=lambda: self._move is not None),
        ]  # fmt: skip

    def _show_everything(self) -> None:
        self.pane.whole()

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What the day shows, with a pin or without."""
        return self._day.marks

    @override
    def refresh(self, changes: Changes | None) -> None:
        self._read()

    @override
    def head_day(self) -> date | None:
        return self._day.day

    @override
    def show_day(self, day: date) -> None:
        self._day = MapDay(day, self._day.marks)
        self._read()

    @override
    def head_text(self) -> str:
        missing = self._day.without_pin
        words = [f"{self._day.unassigned} without driver"] if self._day.unassigned else []
        words += [f"{missing} without a pin"] if missing else []
        return " \N{MIDDLE DOT} ".join(words)

    @override
    def help_text(self) -> str:
        return (
            "The day on the map: runs in lines of their own, rides without a driver as dashed"
            " arrows, homes and places. Choose in the list or on the map; B opens the board, O the"
            " record, P sets a pin. In the map the arrow keys move it, + and - zoom."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if id is None:
            return
        if kind == "place":
            self._move_pin_of(id)
        elif kind in _KEYS:
            self._choose_later(f"{_KEYS[kind]}:{id}")
        elif kind == "member":
            self._choose_later(self._home_key(id))

    @override
    def back(self) -> bool:
        if self._move is None:
            return False
        self._end_pin()
        return True

    @override
    def has_unsaved(self) -> bool:
        return self._move is not None and self._move.has_moved

    @override
    def first_focus(self) -> QWidget | None:
        if self._move is not None and self.pane.view is not None:
            return self.pane.view
        return self.side.table.view

    def _read(self) -> None:
        office, day, routes = self.desk.office, self._day.day, self._routes
        all_homes = Layer.OTHER_HOMES in self.side.layers.shown()

        def work(progress: Progress) -> MapDay:
            return read_day(office, day, routes=routes, all_homes=all_homes, progress=progress)

        self.desk.jobs.read(work, self._on_read, latest="map.day")

    def _on_read(self, day: MapDay) -> None:
        self._day = day
        if self.isVisible():
            self.pane.look_again()
        self.side.show_marks(day.marks)
        self.side.say_missing(day.without_pin)
        self.pane.show_marks(day.marks)
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self._choose_later(wanted)
        self.head_changed.emit()

    def _on_layers_changed(self) -> None:
        shown = self.side.layers.shown()
        self.pane.hide_layers(shown)
        read = any(mark.layer is Layer.OTHER_HOMES for mark in self._day.marks)
        if (Layer.OTHER_HOMES in shown) != read:
            self._read()

    def _choose_later(self, key: str) -> None:
        """Choose a mark, or as soon as the day has been read."""
        if self.side.choose(key):
            self._single_out(key)
        elif self._day.mark(key) is None:
            self._wanted = key if not self._day.marks else ""

    def _home_key(self, member_id: Id) -> str:
        target = Target("members", "member", member_id)
        found = (m.key for m in self._day.marks if m.record == target and m.pin_id is not None)
        return next(found, "")

    def _on_row_chosen(self, mark: Mark | None) -> None:
        self._mark = mark
        # Before the map is there a row is chosen by the focus alone: that singles nobody out.
        if self.pane.is_ready:
            self._single_out(mark.key if mark else "")
        self.side.refresh_buttons()

    def _single_out(self, key: str) -> None:
        if key != self._singled:
            self._singled = key
            self.pane.choose(key, go=True)

    def _on_mark_clicked(self, key: str) -> None:
        if not key:
            return
        mark = self._day.mark(key)
        if mark is not None and not self.side.choose(key):
            self.side.layers.boxes[mark.layer].setChecked(True)
            self.side.choose(key)
        if mark is not None:
            self._single_out(key)

    def _on_mark_opened(self, key: str) -> None:
        self._on_mark_clicked(key)
        self._open_record()

    def _open_on_board(self) -> None:
        if self._mark is not None and self._mark.board is not None:
            target = self._mark.board
            self.desk.go(target.page_id, target.kind, target.id)

    def _open_record(self) -> None:
        if self._mark is not None and self._mark.record is not None:
            target = self._mark.record
            self.desk.go(target.page_id, target.kind, target.id)

    def _begin_pin(self) -> None:
        if self._mark is not None and self._mark.pin_id is not None:
            self._move_pin_of(self._mark.pin_id)

    def _move_pin_of(self, place_id: Id) -> None:
        if self.desk.office.map is None:
            self.desk.say("There is no map yet to set a pin on. Build one in Office.")
            return
        try:
            place, label = pin_mark(self.desk.office, place_id)
        except DeskError as error:
            self.desk.refuse(error)
            return
        start = place.point
        rough = start is None or place.pin_source.value in ("street", "town", "zip")
        self._move = PinMove(
            place_id, place.version, label, start, start or self.pane.centre(), rough
        )
        self._show_move()
        self.pane.move_pin(self._move)

    def _on_pin_put(self, lat: float, lon: float) -> None:
        if self._move is not None:
            move = self._move
            self._move = PinMove(
                move.place_id, move.version, move.label, move.start, (lat, lon), move.is_rough
            )
            self._show_move()

    def _save_pin(self) -> None:
        move = self._move
        if move is None:
            return
        lat, lon = move.at
        try:
            changes = self.desk.office.places.move_pin(
                self.desk.actor, move.place_id, lat, lon, version=move.version
            )
        except DeskError as error:
            self.desk.refuse(error)
            return
        self._end_pin()
        self.desk.did(changes)

    def _end_pin(self) -> None:
        self._move = None
        self._show_move()
        self.pane.move_pin(None)
        self.side.table.view.setFocus()

    def _show_move(self) -> None:
        self.bar.show_move(self._move)
        self.side.refresh_buttons()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pane.look_again()
        self.side.refresh_buttons()
