"""Tiles of the county map on demand: painted by jobs in blocks, kept in memory and beside the map.

Only public map data is kept on disk, and only zooms that show a whole district: a close look at
one home stays in memory, so that the cache never tells whose home was looked at.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage, QImageWriter

from nemt_desk.geo.picture.display import DisplayMap
from nemt_desk.ground.errors import DeskError
from ui.jobs.runner import JobRunner
from ui.map.drawn import Style
from ui.map.painter import MapPainter
from ui.map.projection import BLOCK, TILE_PX, Plane, TileKey

FILE = "pictures.sqlite"
FORMAT = 2
"""Raise it when the painting changes: kept pictures of another format are thrown away."""
_AT_ONCE = 2
_IN_MEMORY_BYTES = 48_000_000
_ON_DISK_BYTES = 64_000_000
_ON_DISK_TO_ZOOM = 14
_MOST_WAITING = 32
_PNG_QUALITY = 75
"""Of Qt: how hard a PNG is squeezed, less is harder. A bit larger, in half the time."""

type Key = tuple[str, int, TileKey]
"""Style, device pixels per px, tile."""
type Answer = Callable[[bytes], object]


def paint_block(
    painter: MapPainter, block: TileKey, style: Style, ratio: int
) -> dict[TileKey, bytes]:
    """Return the tiles of a block as PNG."""
    image = painter.paint(Plane.of_block(block, ratio), style)
    size = TILE_PX * ratio
    return {
        TileKey(block.zoom, block.x + across, block.y + down): _png(
            image.copy(across * size, down * size, size, size)
        )
        for across in range(BLOCK)
        for down in range(BLOCK)
    }


class TileShelf:
    """Pictures kept in a file beside the map; works as well when it can't be written.

    It holds `most` bytes of pictures; those kept longest ago are thrown away first.
    """

    def __init__(self, path: Path | None, most: int = _ON_DISK_BYTES) -> None:
        self._base: sqlite3.Connection | None = None
        self._most = most
        self._held = 0
        if path is None:
            return
        try:
            self._base = sqlite3.connect(path, timeout=0.2)
            self._prepare(self._base)
        except sqlite3.Error:
            self.close()

    def get(self, key: Key) -> bytes | None:
        """Return a kept tile."""
        if self._base is None:
            return None
        style, ratio, tile = key
        try:
            row = self._base.execute(
                "SELECT png FROM tile"
                " WHERE style = ? AND ratio = ? AND zoom = ? AND x = ? AND y = ?",
                (style, ratio, tile.zoom, tile.x, tile.y),
            ).fetchone()
        except sqlite3.Error:
            return None
        return bytes(row[0]) if row is not None else None

    def put(self, tiles: dict[Key, bytes]) -> None:
        """Keep tiles of far zooms."""
        if self._base is None:
            return
        rows = [
            (style, ratio, tile.zoom, tile.x, tile.y, png)
            for (style, ratio, tile), png in tiles.items()
            if tile.zoom <= _ON_DISK_TO_ZOOM
        ]
        try:
            with self._base:
                self._base.executemany(
                    "INSERT OR REPLACE INTO tile (style, ratio, zoom, x, y, png)"
                    " VALUES (?, ?, ?, ?, ?, ?)", rows,
                )  # fmt: skip
            self._held += sum(len(row[5]) for row in rows)
            if self._held > self._most:
                self._throw_away(self._base)
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _prepare(self, base: sqlite3.Connection) -> None:
        base.execute("PRAGMA journal_mode = MEMORY")
        base.execute("PRAGMA synchronous = OFF")
        (known,) = base.execute("PRAGMA user_version").fetchone()
        if known != FORMAT:
            base.execute("DROP TABLE IF EXISTS tile")
        base.execute(
            "CREATE TABLE IF NOT EXISTS tile (style TEXT, ratio INTEGER, zoom INTEGER, x INTEGER,"
            " y INTEGER, png BLOB, number INTEGER PRIMARY KEY, UNIQUE (style, ratio, zoom, x, y))"
        )
        base.execute(f"PRAGMA user_version = {FORMAT}")
        base.commit()
        (self._held,) = base.execute("SELECT coalesce(sum(length(png)), 0) FROM tile").fetchone()

    def _throw_away(self, base: sqlite3.Connection) -> None:
        """Make room: a quarter more than needed, so that it is not done for every block."""
        wanted, last = self._held - self._most * 3 // 4, 0
        for number, size in base.execute("SELECT number, length(png) FROM tile ORDER BY number"):
            last, wanted = number, wanted - size
            if wanted <= 0:
                break
        with base:
            base.execute("DELETE FROM tile WHERE number <= ?", (last,))
        (self._held,) = base.execute("SELECT coalesce(sum(length(png)), 0) FROM tile").fetchone()


class TileRoom(QObject):
    """Answers for tiles: from memory, from the shelf, else painted by a job, newest wish first."""

    def __init__(
        self, jobs: JobRunner, display: DisplayMap, shelf: TileShelf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._painter = MapPainter(display)
        self._shelf = shelf
        self._styles: dict[str, Style] = {}
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._wanted: OrderedDict[Key, list[tuple[Key, Answer]]] = OrderedDict()
        self._painting: set[Key] = set()
        self._is_closed = False
        self.destroyed.connect(shelf.close)

    def add_style(self, style: Style) -> None:
        """Make a style known by its name."""
        self._styles[style.name] = style

    @property
    def is_busy(self) -> bool:
        """Whether a tile is being painted or waits for it."""
        return bool(self._painting or self._wanted)

    @property
    def held_bytes(self) -> int:
        """How much the pictures in memory take."""
        return self._kept_bytes

    @property
    def is_closed(self) -> bool:
        """Whether nobody is answered any more: another map is shown, or the window closes."""
        return self._is_closed or self._jobs.is_closed

    def ask(self, key: Key, answer: Answer) -> None:
        """Answer with the tile's PNG, now or later; with nothing if there is no such tile."""
        style, _ratio, tile = key
        if self.is_closed or style not in self._styles or not tile.is_sound:
            answer(b"")
            return
        known = self._known(key)
        if known is not None:
            answer(known)
            return
        block = (style, key[1], tile.block)
        self._wanted.setdefault(block, []).append((key, answer))
        self._wanted.move_to_end(block)
        self._next()

    def close(self) -> None:
        """Answer nobody any more and let go of the shelf."""
        self._is_closed = True
        self._wanted.clear()
        self._shelf.close()

    def _known(self, key: Key) -> bytes | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._shelf.get(key)
        if found is not None:
            self._keep(key, found)
        return found

    def _keep(self, key: Key, png: bytes) -> None:
        self._kept_bytes += len(png) - len(self._kept.get(key, b""))
        self._kept[key] = png
        self._kept.move_to_end(key)
        while self._kept_bytes > _IN_MEMORY_BYTES and len(self._kept) > 1:
            _key, old = self._kept.popitem(last=False)
            self._kept_bytes -= len(old)

    def _next(self) -> None:
        # What scrolled away long ago is not painted any more.
        while len(self._wanted) > _MOST_WAITING:
            _block, waiting = self._wanted.popitem(last=False)
            for _key, answer in waiting:
                answer(b"")
        for block in reversed(self._wanted):
            if len(self._painting) >= _AT_ONCE:
                return
            if block not in self._painting:
                self._start(block)

    def _start(self, block: Key) -> None:
        self._painting.add(block)
        painter, (name, ratio, tile) = self._painter, block
        style = self._styles[name]

        def done(tiles: dict[TileKey, bytes]) -> None:
            self._on_painted(block, tiles)

        def failed(_error: DeskError) -> None:
            self._on_painted(block, {})

        self._jobs.read(
            lambda _progress: paint_block(painter, tile, style, ratio), done, failed=failed
        )

    def _on_painted(self, block: Key, tiles: dict[TileKey, bytes]) -> None:
        self._painting.discard(block)
        if self.is_closed:
            return
        named: dict[Key, bytes] = {(block[0], block[1], t): png for t, png in tiles.items()}
        for key, png in named.items():
            self._keep(key, png)
        self._shelf.put(named)
        for key, answer in self._wanted.pop(block, ()):
            answer(named.get(key, b""))
        self._next()


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(_PNG_QUALITY)
    writer.write(image)
    buffer.close()
    return bytes(held.data())
