"""The map page's own address scheme: what it serves, and under which content policy.

Nothing else can be reached: no files, no network. `register` must run before any other WebEngine
object is made; it costs the import of the library, so the window calls it no earlier than needed.
"""

import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from nemt_desk.ground.paths import resources
from ui.map.projection import TileKey

if TYPE_CHECKING:
    from ui.map.tiles import TileRoom

SCHEME = "nemtmap"
HOME = f"{SCHEME}://page/"
_NAME = SCHEME.encode()
_CHANNEL = ":/qtwebchannel/qwebchannel.js"
_TYPES = {
    ".js": b"text/javascript", ".css": b"text/css", ".png": b"image/png", ".html": b"text/html",
}  # fmt: skip
_MOST_BYTES = 4_000_000


@cache
def register() -> None:
    """Make the scheme known to WebEngine, once."""
    if QWebEngineUrlScheme.schemeByName(_NAME).name() == _NAME:
        return
    scheme = QWebEngineUrlScheme(_NAME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(
        flag.SecureScheme | flag.LocalAccessAllowed | flag.CorsEnabled | flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


def content_policy(nonce: str) -> str:
    """Return the page's Content-Security-Policy; `nonce` lets folium's own inline parts in."""
    own = f"{SCHEME}:"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own} 'nonce-{nonce}'",
            f"style-src {own} 'nonce-{nonce}'",
            f"img-src {own}",
            "connect-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


class PageServer(QWebEngineUrlSchemeHandler):
    """Serves the page, Leaflet from its package, our own script, icons and tiles."""

    def __init__(
        self,
        page: bytes,
        nonce: str,
        icon: Callable[[str], bytes],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._policy = content_policy(nonce)
        self._icon = icon
        self.tiles: TileRoom | None = None
        self.refused: list[str] = []

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802 - Qt's name
        """Answer one request of the page."""
        path = job.requestUrl().path().strip("/")
        folder, _, rest = path.partition("/")
        if folder == "tiles":
            self._send_tile(job, rest)
            return
        kind = _TYPES.get(Path(path).suffix)
        body = self._body(folder, rest) if kind else None
        if body is None or kind is None:
            self.refused.append(path)
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        else:
            self._send(job, kind, body)

    def _body(self, folder: str, rest: str) -> bytes | None:
        match folder:
            case "map.html" if not rest:
                return self._page
            case "own":
                return _file(resources() / "map", rest)
            case "leaflet":
                return _file(leaflet_folder(), rest)
            case "qt" if rest == "qwebchannel.js":
                return _channel_script()
            case "icons":
                return self._icon(rest.removesuffix(".png")) or None
            case _:
                return None

    def _send_tile(self, job: QWebEngineUrlRequestJob, rest: str) -> None:
        key = _tile_key(rest)
        if key is None or self.tiles is None:
            self.refused.append(f"tiles/{rest}")
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        alive = [True]
        job.destroyed.connect(alive.clear)

        def answer(png: bytes) -> None:
            if not alive:
                return  # scrolled away meanwhile
            if png:
                self._send(job, b"image/png", png)
            else:
                job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

        self.tiles.ask(key, answer)

    def _send(self, job: QWebEngineUrlRequestJob, kind: bytes, body: bytes) -> None:
        if kind == b"text/html":
            # A header may come twice, so each has a list of values; PySide's stub forgets that.
            headers: Any = {
                QByteArray(name.encode()): [QByteArray(value.encode())]
                for name, value in (
                    ("Content-Security-Policy", self._policy),
                    ("X-Content-Type-Options", "nosniff"),
                    ("Referrer-Policy", "no-referrer"),
                )
            }
            job.setAdditionalResponseHeaders(headers)
        # The buffer is read after this returns: it lives and dies with the job.
        buffer = QBuffer(job)
        buffer.setData(body)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(kind, buffer)


def new_nonce() -> str:
    """Return a word nobody can guess; Qt writes headers in small letters, so it has no others."""
    return secrets.token_hex(18)


def leaflet_folder() -> Path:
    """Return where the XStatic-Leaflet package keeps Leaflet's files."""
    from xstatic.pkg import leaflet  # noqa: PLC0415 - only when the map is first shown

    return Path(str(leaflet.BASE_DIR))


def _tile_key(text: str) -> tuple[str, int, TileKey] | None:
    """Read `style/ratio/zoom/x/y.png`."""
    parts = text.removesuffix(".png").split("/")
    try:
        style, ratio, zoom, x, y = parts[0], *(int(part) for part in parts[1:5])
    except (ValueError, IndexError):
        return None
    if len(parts) != 5 or ratio not in (1, 2):
        return None
    return style, ratio, TileKey(zoom, x, y)


def _file(folder: Path, name: str) -> bytes | None:
    wanted = (folder / name).resolve()
    inside = wanted.is_relative_to(folder.resolve()) and wanted.is_file()
    if not inside or wanted.stat().st_size > _MOST_BYTES:
        return None
    return wanted.read_bytes()


@cache
def _channel_script() -> bytes:
    file = QFile(_CHANNEL)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return b""
    try:
        return bytes(file.readAll().data())
    finally:
        file.close()
