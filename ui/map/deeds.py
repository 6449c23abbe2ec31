"""What somebody can do on the Map page; the keys and buttons that lead here are in page_actions."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QApplication

from ui.map.day import MapDay
from ui.map.marks import Mark, Target
from ui.map.pane import MapPane
from ui.map.paper_work import PaperWork
from ui.map.pin_work import PinWork
from ui.map.road_form import RoadForm
from ui.map.road_work import Done, RoadWork
from ui.map.side import SidePanel
from ui.shell.desk import Desk


class Deeds:
    """Acts on the chosen mark, on the map, on paper. `day` and `mark` are kept up by the page."""

    side: SidePanel
    form: RoadForm

    def __init__(
        self, desk: Desk, pane: MapPane, *, moved: Callable[[], object], done: Done, day: date
    ) -> None:
        self._desk = desk
        self.pane = pane
        self.day = MapDay(day)
        self.mark: Mark | None = None
        self.pin = PinWork(desk, pane, ended=moved)
        self.road = RoadWork(desk, pane, moved=moved, done=done)
        self.paper = PaperWork(desk, pane)

    def sit(self, side: SidePanel, form: RoadForm) -> None:
        """Take the widgets; before anything else."""
        self.side, self.form = side, form
        self.road.sit(form)

    @property
    def is_marking(self) -> bool:
        """Whether a pin or a closed road is being marked on the map."""
        return self.pin.move is not None or self.road.is_on

    @property
    def is_in_form(self) -> bool:
        """Whether somebody types into the closed road's form."""
        focus = QApplication.focusWidget()
        return self.road.is_on and focus is not None and self.form.isAncestorOf(focus)

    # --- records ---------------------------------------------------------------------------------

    def open_on_board(self) -> None:
        self._go(self.mark.board if self.mark is not None else None)

    def open_record(self) -> None:
        if self.mark is not None and self.mark.closure_id is not None:
            self.change_closure()
        else:
            self._go(self.mark.record if self.mark is not None else None)

    def _go(self, target: Target | None) -> None:
        if target is not None:
            self._desk.go(target.page_id, target.kind, target.id)

    # --- pins and closed roads -------------------------------------------------------------------

    def begin_pin(self) -> None:
        if self.mark is not None and self.mark.pin_id is not None:
            self.pin.begin(self.mark.pin_id)

    def begin_road(self) -> None:
        if self.pin.move is not None:
            self.pin.end()
        self.road.begin()

    def change_closure(self) -> None:
        if self.mark is not None and self.mark.closure_id is not None:
            self.road.change(self.mark.closure_id)

    def reopen_road(self) -> None:
        if self.mark is not None and self.mark.closure_id is not None:
            self.road.reopen(self.mark.closure_id)

    def save_marking(self) -> None:
        if self.pin.move is not None:
            self.pin.save()
        elif self.is_in_form:
            self.road.save()
        else:
            self.form.focus_first()

    def leave_marking(self) -> None:
        if self.pin.move is not None:
            self.pin.end()
        elif self.road.is_on:
            self.road.leave()

    def put_pen(self, lat: float, lon: float) -> None:
        """Note where pin or cross-hair is."""
        if self.road.is_on:
            self.road.put((lat, lon))
        else:
            self.pin.put((lat, lon))

    def hear_pen(self, word: str) -> None:
        """Do what was said on the map while something is marked there."""
        if self.road.is_on:
            self.road.hear(word)
        elif word == "done":
            self.pin.save()

    # --- paper -----------------------------------------------------------------------------------

    def print_sight(self) -> None:
        self.paper.print_sight(self.day, self.side.layers.shown())

    def print_run(self) -> None:
        if self.mark is not None:
            self.paper.print_run(self.day, self.mark)

    def save_picture(self) -> None:
        self.paper.save_picture(self.day, self.side.layers.shown())
