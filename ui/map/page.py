"""The Map page: the day on the county's roads, and the list that says the same in words."""

from datetime import date
from typing import ClassVar, override

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from nemt_desk.closures.rows import Closure
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from ui.actions.action import Action
from ui.map.chooser import Chooser
from ui.map.day import MapDay, Wanted, read_day
from ui.map.deeds import Deeds
from ui.map.layers import READ_WHEN_WANTED
from ui.map.marks import Layer, Mark
from ui.map.page_actions import BESIDE, map_actions
from ui.map.pane import MapPane
from ui.map.pin import PinBar
from ui.map.road_form import RoadForm
from ui.map.routes import RouteBook
from ui.map.side import SidePanel
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.shell.recheck import after_closure
from ui.widgets.layout import column, panel

_ROAD_ACTIONS = (
    "map.save_road", "map.add_point", "map.take_point", "map.anew_road", "map.leave_road",
)  # fmt: skip


class MapPage(Page):
    """Homes, places, runs, rides without a driver; one selection for map and list."""

    page_id: ClassVar[str] = "map"
    title: ClassVar[str] = "Map"
    icon: ClassVar[str] = "mdi6.map-outline"
    order: ClassVar[int] = 40

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._routes = RouteBook()
        self.pane = MapPane(desk)
        self.deeds = Deeds(
            desk,
            self.pane,
            moved=self._on_marking_moved,
            done=self._on_road_saved,
            day=desk.today(),
        )
        self._acts = map_actions(self.deeds)
        acts = self._acts
        self.bar = PinBar(acts["map.save_pin"], acts["map.cancel_pin"])
        self.side = SidePanel(desk.prefs, [acts[key] for key in BESIDE])
        self.chooser = Chooser(desk, self.side, self.pane, lambda: self._day)
        self.form = RoadForm([acts[key] for key in _ROAD_ACTIONS], desk.today)
        self.deeds.pin.sit(self.bar)
        self.deeds.sit(self.side, self.form)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.side)
        self.beside.addWidget(self.form)
        self.setLayout(column(self._split()))
        self._wire()
        self.pane.hide_layers(self.side.layers.shown())

    def _split(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(panel(column(self.bar, self.pane)))
        split.addWidget(self.beside)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 3)
        split.setSizes([750, 440])
        return split

    def _wire(self) -> None:
        self.side.chosen.connect(self._on_row_chosen)
        self.side.opened.connect(lambda _mark: self.deeds.open_record())
        self.side.layers.changed.connect(self._on_layers_changed)
        self.pane.chosen.connect(self.chooser.hear_click)
        self.pane.opened.connect(self._on_mark_opened)
        self.pane.pen_put.connect(self.deeds.put_pen)
        self.pane.pen_said.connect(self.deeds.hear_pen)
        self.pane.became_ready.connect(self.side.refresh_buttons)

    # --- what the shell asks -------------------------------------------------------------------

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What the day shows, with a pin or without."""
        return self._day.marks

    @property
    def mark(self) -> Mark | None:
        """What is chosen."""
        return self.deeds.mark

    @property
    def _day(self) -> MapDay:
        return self.deeds.day

    @override
    def refresh(self, changes: Changes | None) -> None:
        self._read()

    @override
    def head_day(self) -> date | None:
        return self._day.day

    @override
    def show_day(self, day: date) -> None:
        self.deeds.day = MapDay(day, self._day.marks)
        self._read()

    @override
    def head_text(self) -> str:
        closed, missing = self._day.closed, self._day.without_pin
        words = [f"{self._day.unassigned} without driver"] if self._day.unassigned else []
        words += [f"{closed} closed road{'s' if closed != 1 else ''}"] if closed else []
        words += [f"{missing} without a pin"] if missing else []
        return " \N{MIDDLE DOT} ".join(words)

    @override
    def help_text(self) -> str:
        return (
            "The day on the map: runs in lines of their own, rides without a driver as dashed"
            " arrows, homes, places, closed roads. Choose in the list or on the map; B opens the"
            " board, O the record, P sets a pin, C closes a road, L tells what the marks mean."
            " In the map the arrow keys move it, + and - zoom."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if kind == "close_road":
            self.deeds.begin_road()
        elif id is None:
            return
        elif kind == "place":
            self.deeds.leave_marking()
            self.deeds.pin.begin(id)
        elif kind == "member":
            self.chooser.choose_home(id)
        else:
            self.chooser.choose(f"{'closed' if kind == 'closure' else kind}:{id}")

    @override
    def back(self) -> bool:
        if self.deeds.is_in_form and self.pane.view is not None:
            self.pane.view.setFocus()
            return True
        was_marking = self.deeds.is_marking
        self.deeds.leave_marking()
        return was_marking

    @override
    def has_unsaved(self) -> bool:
        return self.deeds.pin.has_moved or self.deeds.road.has_unsaved

    @override
    def first_focus(self) -> QWidget | None:
        if self.deeds.is_marking and self.pane.view is not None:
            return self.pane.view
        return self.side.table.view

    # --- reading ---------------------------------------------------------------------------------

    def _read(self) -> None:
        office, day, routes = self.desk.office, self._day.day, self._routes
        layers = self.side.layers
        wanted = Wanted(Layer.OTHER_HOMES in layers.shown(), layers.unmet_days)

        def work(progress: Progress) -> MapDay:
            return read_day(office, day, routes=routes, wanted=wanted, progress=progress)

        self.desk.jobs.read(work, self._on_read, latest="map.day")

    def _on_read(self, day: MapDay) -> None:
        self.deeds.day = day
        if self.isVisible():
            self.pane.look_again()
        self.side.show_marks(day.marks)
        self.side.say_missing(day.without_pin)
        self.pane.show_marks(day.marks)
        self.deeds.mark = self.side.table.current()
        self.side.refresh_buttons()
        self.chooser.go_on()
        self.head_changed.emit()

    def _on_layers_changed(self) -> None:
        shown = self.side.layers.shown()
        self.pane.hide_layers(shown)
        if shown & READ_WHEN_WANTED:
            self._read()

    # --- what is chosen --------------------------------------------------------------------------

    def _on_row_chosen(self, mark: Mark | None) -> None:
        self.deeds.mark = mark
        self.chooser.hear_row(mark)
        self.side.refresh_buttons()

    def _on_mark_opened(self, key: str) -> None:
        self.chooser.hear_click(key)
        self.deeds.open_record()

    def _on_marking_moved(self) -> None:
        """A pin or a closed road is begun, or done with."""
        self.beside.setCurrentWidget(self.form if self.deeds.road.is_on else self.side)
        if not self.deeds.is_marking:
            self.side.refresh_buttons()
            self.side.table.view.setFocus()

    def _on_road_saved(
        self, before: Closure | None, after: Closure | None, changes: Changes
    ) -> None:
        self.chooser.wanted = f"closed:{after.id}" if after is not None else ""
        self.desk.did(changes)
        after_closure(self.desk, before, after, self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pane.look_again()
        self.side.refresh_buttons()
        self.chooser.adopt()
