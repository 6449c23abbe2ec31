"""Keeps list, map and board on one choice."""

from collections.abc import Callable
from uuid import UUID

from nemt_desk.ground.ids import Id
from ui.map.day import MapDay
from ui.map.marks import Mark, Target
from ui.map.pane import MapPane
from ui.map.side import SidePanel
from ui.shell.desk import Desk
from ui.shell.selection import ChosenKind, SelectionEar


class Chooser:
    """Chooses marks by key; `wanted` is chosen as soon as the day that shows it has been read."""

    def __init__(
        self, desk: Desk, side: SidePanel, pane: MapPane, day: Callable[[], MapDay]
    ) -> None:
        self._side = side
        self._pane = pane
        self._day = day
        self._ear = SelectionEar(desk.selection)
        self._is_adopting = False
        self._singled = ""
        self.wanted = ""

    def choose(self, key: str) -> None:
        """Choose a mark, or as soon as the day has been read."""
        day = self._day()
        mark = day.showing(key)
        if mark is None:
            self.wanted = "" if day.marks else key
        elif self._show_row(mark):
            self._single_out(mark.key)

    def choose_home(self, member_id: Id) -> None:
        """Choose where a member lives."""
        target = Target("members", "member", member_id)
        found = (m.key for m in self._day().marks if m.record == target and m.pin_id is not None)
        self.choose(next(found, ""))

    def go_on(self) -> None:
        """Choose what waited for the day, which has been read now."""
        if self.wanted:
            wanted, self.wanted = self.wanted, ""
            self.choose(wanted)
        self.adopt()

    def adopt(self) -> None:
        """Choose what was chosen on the board meanwhile, if this day shows it."""
        day = self._day()
        chosen = self._ear.news(day.day)
        mark = day.showing(f"{chosen.kind}:{chosen.id}") if chosen is not None else None
        if mark is not None:
            self._ear.hear()
            # A ride on a run is shown by its run here; on the board it stays the ride.
            self._is_adopting = True
            self.choose(mark.key)
            self._is_adopting = False

    def hear_row(self, mark: Mark | None) -> None:
        """Another row is current."""
        # Before the map is there a row is chosen by the focus alone: that singles nobody out.
        if self._pane.is_ready:
            self._single_out(mark.key if mark else "")
            self._tell(mark)

    def hear_click(self, key: str) -> None:
        """A mark was clicked on the map; an empty key is the bare ground."""
        mark = self._day().mark(key) if key else None
        if mark is not None:
            self._show_row(mark)
            self._single_out(key)

    def _show_row(self, mark: Mark) -> bool:
        """Make a mark's row current; its layer is shown for that."""
        if not self._side.choose(mark.key):
            self._side.layers.boxes[mark.layer].setChecked(True)
        return self._side.choose(mark.key)

    def _single_out(self, key: str) -> None:
        if key != self._singled:
            self._singled = key
            self._pane.choose(key, go=True)

    def _tell(self, mark: Mark | None) -> None:
        """Have the board choose the same."""
        kind, _, text = mark.key.partition(":") if mark is not None else ("", "", "")
        if kind in set(ChosenKind) and not self._is_adopting:
            self._ear.tell(ChosenKind(kind), UUID(text), self._day().day)
