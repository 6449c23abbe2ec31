"""Rides as a list: the unassigned ones, and the table twin of the timeline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import miles_text
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from ui.board.day import BoardDay, Choice
from ui.board.overlay import Overlay
from ui.board.words import LEGS, clock, needs_text, ride_tip, run_state, urgent_text, way_text
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable


@dataclass(frozen=True, slots=True)
class RideRow:
    """One ride with who drives it."""

    ride: BoardRide
    driver: str = ""
    run: str = ""
    signs: str = ""

    @property
    def order(self) -> tuple[bool, int, str]:
        """What lists are sorted by: time, those without one last."""
        begin = self.ride.task.begin_min
        return begin is None, begin or 0, self.ride.member_name


def _tip(row: RideRow) -> str:
    return ride_tip(row.ride)


def _time_columns() -> list[Column[RideRow]]:
    return [
        Column(
            "Pick-up",
            lambda r: clock(r.ride.task.begin_min),
            sort=lambda r: r.order,
            tooltip=_tip,
            width=98,
        ),
        Column("Member", lambda r: r.ride.member_name, tooltip=_tip, width=118),
    ]


def _way_columns(
    needs: Callable[[BoardRide], str] = needs_text,
) -> list[Column[RideRow]]:
    return [
        Column(
            "Miles",
            lambda r: miles_text(r.ride.direct_m).removesuffix(" mi"),
            sort=lambda r: r.ride.direct_m,
            right=True,
            width=54,
        ),
        Column("Needs", lambda r: needs(r.ride), tooltip=_tip, width=96),
        Column("From \N{RIGHTWARDS ARROW} to", lambda r: way_text(r.ride), tooltip=_tip, width=240),
    ]


def unassigned_columns() -> list[Column[RideRow]]:
    """Return the columns of the unassigned list."""
    return [*_time_columns(), *_way_columns(urgent_text)]


def day_columns() -> list[Column[RideRow]]:
    """Return the columns of the table twin."""
    return [
        *_time_columns(),
        Column("Driver", lambda r: r.driver or "nobody yet", width=120),
        Column("State", lambda _r: "", status=lambda r: r.ride.status, width=120),
        Column("Marks", lambda r: r.signs, tooltip=lambda r: r.signs, width=90),
        Column("Run", lambda r: r.run, tooltip=lambda r: r.run, width=100),
        Column(
            "Drop-off",
            lambda r: clock(r.ride.task.end_min),
            sort=lambda r: (r.ride.task.end_min is None, r.ride.task.end_min or 0),
            width=98,
        ),
        Column("Leg", lambda r: LEGS[r.ride.leg], width=58),
        *_way_columns(),
        Column("Overridden because", lambda r: r.ride.override_reason, tooltip=_tip, width=140),
    ]


class RideTable(RowsTable[RideRow]):
    """A list of rides in which several can be chosen.

    Signals:
        picked: (Choice) the person chose other rides here.
    """

    picked = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[RideRow]],
        *,
        name: str,
        empty: str,
        remember: tuple[str, Prefs],
        driver_of: Callable[[BoardRide], Id | None],
    ) -> None:
        super().__init__(
            columns,
            key=lambda r: r.ride.id,
            name=name,
            noun=("ride", "rides"),
            empty=empty,
            multi=True,
            remember=remember,
        )
        self._driver_of = driver_of
        self._is_telling = True
        self._laid = Overlay()
        self._rows: list[RideRow] = []
        # The last column takes what is left: it must not ask for more than that.
        self.view.horizontalHeader().resizeSection(len(columns) - 1, 60)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_rows(self, rows: Sequence[RideRow], choice: Choice) -> None:
        """Show other rides; say nothing about the choice."""
        self._is_telling = False
        self._rows = list(rows)
        self.set_rows(sorted(map(self._signed, rows), key=lambda r: r.order))
        self._is_telling = True
        self.show_choice(choice)

    def show_signs(self, laid: Overlay, choice: Choice) -> None:
        """Say in words what an overlay marks on the timeline."""
        self._laid = laid
        self.show_rows(self._rows, choice)

    def _signed(self, item: RideRow) -> RideRow:
        held = "held" if item.ride.is_pinned else ""
        laid = self._laid.ride_text(item.ride.id)
        return replace(item, signs=", ".join(part for part in (held, laid) if part))

    def show_choice(self, choice: Choice) -> None:
        """Mark the chosen rides as far as they are in this list."""
        if {item.ride.id for item in self.chosen()} == self._known(choice.rides):
            return
        self._is_telling = False
        flag = QItemSelectionModel.SelectionFlag
        wanted = QItemSelection()
        for ride_id in choice.rides:
            place = self.model.place_of(ride_id)
            if place >= 0:
                at = self.model.index(place, 0)
                wanted.select(at, at)
        chosen = self.view.selectionModel()
        chosen.select(wanted, flag.ClearAndSelect | flag.Rows)
        place = self.model.place_of(choice.current) if choice.current else -1
        if place >= 0:
            at = self.model.index(place, 0)
            chosen.setCurrentIndex(at, flag.NoUpdate)
            self.view.scrollTo(at)
        self._is_telling = True

    def rides_at(self, at: QPoint) -> tuple[Id, ...]:
        """Return what a press there would take up: the ride, or all chosen ones with it."""
        item = self.model.row_at(self.view.indexAt(at).row())
        if item is None:
            return ()
        chosen = tuple(known.ride.id for known in self.chosen())
        return chosen if item.ride.id in chosen else (item.ride.id,)

    def choose_at(self, at: QPoint) -> None:
        """Choose only the ride there."""
        item = self.model.row_at(self.view.indexAt(at).row())
        if item is not None:
            self.select(item.ride.id)

    def place_of_first(self, rides: Sequence[Id]) -> int:
        """Return where the first of these rides stands, -1 if none does."""
        places = [place for ride in rides if (place := self.model.place_of(ride)) >= 0]
        return min(places, default=-1)

    def _known(self, rides: Sequence[Id]) -> set[Id]:
        return {ride for ride in rides if self.model.place_of(ride) >= 0}

    def _on_selection_changed(self) -> None:
        if not self._is_telling:
            return
        chosen = [item.ride for item in self.chosen()]
        if not chosen:
            return
        item = self.current()
        current = item.ride if item and item.ride in chosen else chosen[-1]
        ids = tuple(ride.id for ride in chosen)
        self.picked.emit(Choice(ids, current.id, self._driver_of(current)))


def rows_of(known: BoardDay) -> list[RideRow]:
    """Return all rides of the day with their drivers."""
    return [
        RideRow(ride, known.driver_name(ride), _run_words(known.run_of(ride)))
        for ride in known.rides.values()
    ]


def _run_words(run: BoardRun | None) -> str:
    note = f", note: {run.note}" if run and run.note else ""
    return f"{run_state(run)}{note}"
