"""Lays the timeline together: kept pieces of the lanes below, what moves with the hand above."""

from collections.abc import Callable, Hashable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from ui.board.faces import Face, Faces
from ui.board.ink import Ink
from ui.board.lanes import Bar, Lane
from ui.board.placing import Placed
from ui.board.tiles import TILE_PX, Piece, Tiles
from ui.board.timeline_bars import LanePainting, Shown, spans_of
from ui.board.timeline_paint import AxisPainting, HeadPainting

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

type _Paint = Callable[[QPainter], object]
type _Wanted = tuple[Piece, QSize, _Paint]

_HURRIED, _ALL = 8, 1_000_000


class Canvas:
    """What the timeline looks like. Painting reads nothing but `placed` and `shown`."""

    def __init__(self, placed: Placed, shown: Shown, ink: Ink) -> None:
        self.placed = placed
        self.shown = shown
        self.ink = ink
        self.view = QSize()
        self.is_rough = False
        self._allowed = _ALL
        self._tiles = Tiles()
        self._faces: dict[Id, list[Face]] = {}

    def restyle(self, ink: Ink) -> None:
        """Take over other fonts and colours; everything is painted anew."""
        self.ink = ink
        self._tiles.clear()
        self._faces.clear()

    def place(self, placed: Placed) -> None:
        """Take over other lanes; what looks as before is kept."""
        if placed.scale != self.placed.scale:
            self._tiles.clear()
            self._faces.clear()
        self.placed = placed
        prints = {lane.driver.id: self._print(n, lane) for n, lane in enumerate(placed.lanes)}
        for driver in self._tiles.keep_only(prints):
            self._faces.pop(driver, None)

    def _print(self, number: int, lane: Lane) -> Hashable:
        """Return everything a lane's pieces depend on, beside the scale."""
        laid, shown, driver = self.shown.laid, self.shown, lane.driver.id
        height = self.placed.tops[number + 1] - self.placed.tops[number]
        signs = tuple(laid.ride_signs.get(bar.ride.id, ()) for bar in lane.bars)
        head = (shown.slacks.get(driver), laid.driver_signs.get(driver, ()))
        words = laid.driver_words.get(driver, "")
        return lane, height, signs, head, words, spans_of(laid.spans, driver)

    def set_ratio(self, ratio: float) -> None:
        """Take over how many device pixels one of the window's has."""
        if ratio != self._tiles.ratio:
            self._tiles.ratio = ratio
            self._tiles.clear()

    # --- a paint event ---------------------------------------------------------------------

    def paint(
        self, painter: QPainter, exposed: QRect, at: QPoint, *, is_hurried: bool = False
    ) -> None:
        """Paint what is exposed; `at` is how far the view is scrolled.

        Hurried, a frame paints only some of the pieces nobody has seen yet: then `is_rough` says
        that another frame has to follow.
        """
        self.is_rough = False
        self._allowed = _HURRIED if is_hurried else _ALL
        scale = self.placed.scale
        end = self.placed.height - at.y()
        if end <= exposed.bottom():
            below = QRect(0, end, self.view.width(), exposed.bottom() - end + 1)
            painter.fillRect(below, self.ink.window)
        top = max(exposed.top(), scale.top)
        lanes = self.placed.lanes_between(top + at.y(), exposed.bottom() + 1 + at.y())
        body = QRect(scale.head, scale.top, self.view.width() - scale.head, self.view.height())
        if exposed.intersects(body):
            self._bodies(painter, body & exposed, lanes, at)
        heads = QRect(0, scale.top, scale.head, self.view.height()) & exposed
        if not heads.isEmpty():
            self._heads(painter, heads, lanes, at)
        painter.setClipping(False)
        if exposed.top() < scale.top:
            AxisPainting(painter, self.ink, self.placed, self.shown).paint(
                self.view.width(), at.x()
            )

    def _bodies(self, painter: QPainter, clip: QRect, lanes: range, at: QPoint) -> None:
        painter.setClipRect(clip)
        aimed = self.placed.lane_of(self.shown.hover)
        columns = self._columns(clip, at.x())
        left, tops = self.placed.scale.head - at.x(), self.placed.tops
        with _Devices(painter, self._tiles.ratio) as device:
            for number in lanes:
                if number != aimed:
                    for column in columns:
                        here = QPoint(left + column * TILE_PX, tops[number] - at.y())
                        self._lay(painter, device(here), self._body(number, column))
        if aimed in lanes:
            self._painting(painter, at).body(aimed, self._faces_of(aimed), is_shaded=True)
        self._moving(painter, aimed, at)

    def _lay(self, painter: QPainter, at: QPoint, wanted: _Wanted) -> None:
        """Lay a piece down; only its ground if too many were painted in this frame already."""
        piece, size, paint = wanted
        if piece not in self._tiles:
            if self._allowed <= 0:
                self.is_rough = True
                ratio = self._tiles.ratio
                painter.fillRect(QRect(at, size * ratio), self.ink.closed)
                return
            self._allowed -= 1
        painter.drawPixmap(at, self._tiles.piece(piece, size, paint))

    def _columns(self, clip: QRect, dx: int) -> range:
        begin = clip.left() - self.placed.scale.head + dx
        return range(begin // TILE_PX, (begin + clip.width() - 1) // TILE_PX + 1)

    def _heads(self, painter: QPainter, clip: QRect, lanes: range, at: QPoint) -> None:
        painter.setClipRect(clip)
        aimed = self.placed.lane_of(self.shown.hover)
        with _Devices(painter, self._tiles.ratio) as device:
            for number in lanes:
                if number != aimed:
                    here = QPoint(0, self.placed.tops[number] - at.y())
                    self._lay(painter, device(here), self._head(number))
        if aimed in lanes:
            self._painting(painter, QPoint(0, at.y())).head(aimed, is_shaded=True)

    # --- what moves -----------------------------------------------------------------------------

    def _moving(self, painter: QPainter, aimed: int, at: QPoint) -> None:
        """Draw frames around what is chosen, where a drag would put it, and the line of now."""
        choice, painting = self.shown.choice, self._painting(painter, at)
        for ride in choice.rides:
            for place in (self.placed.at.get(ride), self.placed.ghosts.get(ride)):
                if place is not None:
                    painting.frame(self._box(*place, at), is_current=ride == choice.current)
                    if aimed >= 0 and self.shown.is_dragging and place[0] != aimed:
                        self._would_be(painter, aimed, place[1], at)
        if self.shown.now is not None:
            scale = self.placed.scale
            x = scale.x(self.shown.now) - at.x()
            painter.setPen(QPen(self.ink.accent, 2))
            painter.drawLine(x, scale.top, x, min(self.placed.height - at.y(), self.view.height()))

    def _would_be(self, painter: QPainter, lane: int, bar: Bar, at: QPoint) -> None:
        x, _y, width, _height = self.placed.bar_box(lane, bar.start, bar.end, 0)
        top, end = self.placed.tops[lane] - at.y(), self.placed.tops[lane + 1] - at.y()
        painter.setPen(QPen(self.ink.text, 2, Qt.PenStyle.DashLine))
        painter.drawRect(QRect(x - at.x(), top + 3, width, end - top - 7))

    def _box(self, lane: int, bar: Bar, at: QPoint) -> QRect:
        x, y, width, height = self.placed.bar_box(lane, bar.start, bar.end, bar.track)
        return QRect(x - at.x(), y - at.y(), width, height)

    def _painting(self, painter: QPainter, at: QPoint) -> HeadPainting:
        painting = HeadPainting(painter, self.ink, self.placed, self.shown)
        painting.dx, painting.dy, painting.width = at.x(), at.y(), self.view.width()
        return painting

    # --- pieces ----------------------------------------------------------------------------------

    def _faces_of(self, number: int) -> list[Face]:
        lane = self.placed.lanes[number]
        found = self._faces.get(lane.driver.id)
        if found is None:
            found = Faces(self.placed.scale, self.ink, self.shown.laid.ride_signs).of(lane)
            self._faces[lane.driver.id] = found
        return found

    def _body(self, number: int, column: int) -> _Wanted:
        placed = self.placed
        top, end = placed.tops[number], placed.tops[number + 1]

        def paint(painter: QPainter) -> None:
            painting = LanePainting(painter, self.ink, placed, self.shown)
            painting.dx, painting.dy = placed.scale.head + column * TILE_PX, top
            painting.width = TILE_PX
            painting.body(number, self._faces_of(number))

        piece = Piece(placed.lanes[number].driver.id, column)
        return piece, QSize(TILE_PX, end - top), paint

    def _head(self, number: int) -> _Wanted:
        placed, shown = self.placed, self.shown
        top, end = placed.tops[number], placed.tops[number + 1]
        driver = placed.lanes[number].driver.id
        is_current = shown.choice.driver == driver
        offer = shown.offers.get(driver) if shown.is_dragging else None

        def paint(painter: QPainter) -> None:
            painting = HeadPainting(painter, self.ink, placed, shown)
            painting.dy, painting.width = top, placed.scale.head
            painting.head(number)

        look = (is_current, is_current and shown.has_focus, offer.mark if offer else "")
        return Piece(driver, look), QSize(placed.scale.head, end - top), paint

    # --- ahead of time ---------------------------------------------------------------------------

    def missing(self, at: QPoint) -> Iterator[_Wanted]:
        """Return the pieces scrolling up or down will need, the nearest first."""
        scale, number = self.placed.scale, len(self.placed.lanes)
        first = self.placed.lanes_between(scale.top + at.y(), at.y() + self.view.height())
        body = QRect(scale.head, 0, max(1, self.view.width() - scale.head), 1)
        columns = self._columns(body, at.x())
        away = chain(range(first.start, number), range(first.start - 1, -1, -1))
        for lane in sorted(away, key=lambda n: max(first.start - n, n - first.stop)):
            pieces = [self._head(lane), *(self._body(lane, column) for column in columns)]
            for piece, size, paint in pieces:
                if self._tiles.is_full:
                    return
                if piece not in self._tiles:
                    yield piece, size, paint

    def keep(self, piece: Piece, size: QSize, paint: _Paint) -> None:
        """Paint a piece ahead of time."""
        self._tiles.piece(piece, size, paint)


class _Devices:
    """Lets a painter put pieces down pixel by pixel, also where the screen magnifies by 1.25."""

    def __init__(self, painter: QPainter, ratio: float) -> None:
        self._painter = painter
        self._ratio = ratio

    def __enter__(self) -> Callable[[QPoint], QPoint]:
        ratio = self._ratio
        if ratio == 1:
            return lambda at: at
        self._painter.save()
        self._painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        return lambda at: QPoint(round(at.x() * ratio), round(at.y() * ratio))

    def __exit__(self, *_error: object) -> None:
        if self._ratio != 1:
            self._painter.restore()
