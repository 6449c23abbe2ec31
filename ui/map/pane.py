"""The map's half of the page: makes the view at the first visit, keeps it told what to show."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from nemt_desk.geo.building.map_folder import current_folder
from nemt_desk.geo.shapes import BBox, LatLon
from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from ui.map.colours import inks
from ui.map.drawn import Style
from ui.map.marks import Layer, Mark, all_json
from ui.map.no_map import BROKEN, NO_MAP, NO_VIEW, OPENING, Instead
from ui.map.pin import PinMove
from ui.map.tiles import FILE, TileRoom, TileShelf
from ui.shell.desk import Desk
from ui.theme.palette import Scheme
from ui.theme.theme import BODY_POINTS, theme

if TYPE_CHECKING:
    from nemt_desk.geo.county_map import CountyMap
    from ui.map.view import MapView

_LETTERS_PX = 11.0
_MOST_GROWN = 1.7


class MapPane(QStackedWidget):
    """The county map, or what to do to have one.

    Signals:
        chosen: (key) a mark was clicked.
        opened: (key) a mark was double-clicked.
        pen_put: (lat, lon) the pin or the cross-hair was put there.
        pen_said: (word) `add`, `back` or `done`, while a pin or a road is marked.
        became_ready: the map can be seen.
    """

    chosen = Signal(str)
    opened = Signal(str)
    pen_put = Signal(float, float)
    pen_said = Signal(str)
    became_ready = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.view: MapView | None = None
        self._map: CountyMap | None = None
        self._is_asked = False
        self._marks: tuple[Mark, ...] = ()
        self._hidden: tuple[Layer, ...] = ()
        self._chosen = ""
        self._pen: tuple[str, Any] = ("movePin", None)
        self._is_fitted = False
        self._is_dressed = True
        self._is_missing = False
        self.instead = Instead(lambda: desk.go("office", "map"))
        self.addWidget(self.instead)
        theme().changed.connect(self._on_theme_changed)

    @property
    def is_ready(self) -> bool:
        """Whether the map can be seen."""
        return self.view is not None and self.view.is_ready

    def look_again(self) -> None:
        """See which map the office has now; the view is made when there is one to show."""
        known = self._desk.office.map
        if known is None:
            self._map = None
            self.instead.say(NO_MAP)
            self.setCurrentWidget(self.instead)
        elif self._is_missing:
            self.instead.say(NO_VIEW)
        elif self.view is None:
            self._map = known
            self.instead.say(OPENING)
            self._ask_for_page()
        elif known is not self._map:
            self._map = known
            self._is_fitted = False
            self.setCurrentWidget(self.view)
            self._on_ready()
        else:
            self.setCurrentWidget(self.view if self.view.is_ready else self.instead)
            self._dress_if_stale()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Lay these marks on the map; the first ones that come decide what is in sight."""
        self._marks = marks
        if self.view is not None:
            fit = bool(marks) and not self._is_fitted
            self._is_fitted = self._is_fitted or (fit and self.is_ready)
            self.view.tell("show", all_json(marks), fit)

    def hide_layers(self, shown: Iterable[Layer]) -> None:
        """Show these layers only."""
        wanted = frozenset(shown)
        self._hidden = tuple(layer for layer in Layer if layer not in wanted)
        self._tell("hide", [layer.value for layer in self._hidden])

    def choose(self, key: str, *, go: bool) -> None:
        """Make a mark stand out; `go` brings it into sight."""
        self._chosen = key
        self._tell("choose", key, go)

    def move_pin(self, move: PinMove | None) -> None:
        """Begin to move a pin, or end it."""
        told = None
        if move is not None:
            told = {"at": list(move.at), "title": move.label, "rough": move.is_rough}
        self._take_pen("movePin", told)

    def draw_road(
        self,
        at: LatLon | None,
        points: Sequence[LatLon] = (),
        lines: Sequence[Sequence[LatLon]] | None = None,
    ) -> None:
        """Begin or go on to mark a road; without `lines` end it. `at` is where the pen starts."""
        told = None
        if lines is not None:
            told = {
                "at": list(at) if at is not None else None,
                "points": [list(point) for point in points],
                "lines": [[list(point) for point in line] for line in lines if len(line) > 1],
            }
        self._take_pen("drawRoad", told)

    def say_near(self, words: str) -> None:
        """Say beside the pen what is there."""
        self._tell("sayNear", words)

    def legend(self) -> None:
        """Show what the marks mean, or take it away."""
        self._tell("legend")

    def ask_sight(self, answer: Callable[[BBox], object]) -> None:
        """Answer with the box that is in sight."""
        if self.view is not None:
            self.view.ask(
                "sight", lambda found: answer(BBox(found[1], found[0], found[3], found[2]))
            )

    def _take_pen(self, verb: str, told: Any) -> None:  # noqa: ANN401 - whatever JSON can carry
        if told is not None and self._pen[1] is None and self.view is not None:
            self.view.setFocus()
        self._pen = (verb, told)
        self._tell(verb, told)

    def zoom(self, by: int) -> None:
        """Zoom in (positive) or out."""
        self._tell("zoom", by)

    def whole(self) -> None:
        """Bring everything that is shown into sight."""
        self._tell("whole")

    def centre(self) -> tuple[float, float]:
        """Return the middle of the map."""
        return self._map.info.bounds.centre.pair if self._map is not None else (0.0, 0.0)

    def let_go(self) -> None:
        """Free the view's tiles and its page."""
        if self.view is not None:
            self.view.let_go()

    def _tell(self, verb: str, *values: Any) -> None:  # noqa: ANN401 - whatever JSON can carry
        if self.view is not None:
            self.view.tell(verb, *values)

    def _ask_for_page(self) -> None:
        if self._is_asked:
            return
        self._is_asked = True

        def write(_progress: object) -> tuple[bytes, str]:
            # Both cost tenths of a second once: folium's imports, WebEngine's libraries.
            try:
                from ui.map.page_html import page_html  # noqa: PLC0415
                from ui.map.scheme import new_nonce  # noqa: PLC0415
            except ImportError as why:
                raise EnvironmentProblem(NO_VIEW) from why

            nonce = new_nonce()
            return page_html(nonce), nonce

        self._desk.jobs.read(write, self._on_page_written, failed=self._on_page_failed)

    def _on_page_failed(self, error: DeskError) -> None:
        self._is_asked = False
        self.instead.say(error.sentence)

    def _on_page_written(self, written: tuple[bytes, str]) -> None:
        try:
            from ui.map.view import MapView  # noqa: PLC0415 - WebEngine, at the first visit
        except ImportError:
            self._is_missing = True
            self.instead.say(NO_VIEW)
            return

        self.view = view = MapView(*written, self)
        view.became_ready.connect(self._on_ready)
        view.broke_down.connect(self._on_broken)
        view.bridge.was_chosen.connect(self.chosen)
        view.bridge.was_opened.connect(self.opened)
        view.bridge.was_put.connect(self.pen_put)
        view.bridge.was_said.connect(self.pen_said)
        self.addWidget(view)
        view.begin()

    def _on_broken(self) -> None:
        self.instead.say(BROKEN)
        self.setCurrentWidget(self.instead)

    def _on_ready(self) -> None:
        """Tell the page everything from the start."""
        if self.view is None or self._map is None:
            return
        self.setCurrentWidget(self.view)
        self._serve()
        self.hide_layers(layer for layer in Layer if layer not in self._hidden)
        self.show_marks(self._marks)
        self.choose(self._chosen, go=bool(self._chosen))
        verb, told = self._pen
        self._tell(verb, told)
        self.became_ready.emit()

    def _serve(self) -> None:
        """Bring tiles and look of the present map to the view."""
        known, view = self._map, self.view
        if known is None or view is None:
            return
        shelf = TileShelf(self._shelf_path())
        view.set_tiles(TileRoom(self._desk.jobs, known.display, shelf, view))
        self._dress()

    def _shelf_path(self) -> Any:  # noqa: ANN401 - Path or None
        try:
            return current_folder(self._desk.office.files.map) / FILE
        except (DeskError, AttributeError):
            return None

    def _dress(self) -> None:
        known, view = self._map, self.view
        if known is None or view is None or view.server.tiles is None or not view.is_ready:
            return
        looks = theme()
        is_dark = looks.scheme is not Scheme.LIGHT
        name = f"{known.info.map_hash[:8]}-{'dark' if is_dark else 'light'}-{looks.points}"
        grown = min(_MOST_GROWN, looks.points / BODY_POINTS)
        family = QGuiApplication.font().family()
        view.server.tiles.add_style(Style(name, inks(looks.scheme), family, _LETTERS_PX * grown))
        from ui.map.scheme import HOME  # noqa: PLC0415 - WebEngine is there by now

        box = known.info.bounds
        date = known.info.map_date
        view.tell(
            "dress",
            {
                "tiles": f"{HOME}tiles/{name}",
                "icons": f"{HOME}icons/{'dark' if is_dark else 'light'}",
                "credit": known.info.credit + (f" · map of {date}" if date else ""),
                "dark": is_dark,
                "contrast": looks.scheme is Scheme.CONTRAST,
                "points": looks.points,
                "bounds": [[box.south, box.west], [box.north, box.east]],
            },
        )
        self._is_dressed = True

    def _dress_if_stale(self) -> None:
        if not self._is_dressed:
            self._dress()

    def _on_theme_changed(self) -> None:
        self._is_dressed = False
        if self.isVisible():
            self._dress()
