"""The web view of the map: locked down, loaded once; data goes in as JSON, keys come out.

Imported at the first visit of the Map page, not before: WebEngine is big.
"""

import json
import logging
from collections.abc import Callable
from typing import Any, override

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent, Qt
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from ui.map.blocker import Blocker
from ui.map.bridge import Bridge
from ui.map.mark_icons import icon_png
from ui.map.scheme import HOME, SCHEME, PageServer, register
from ui.map.tiles import TileRoom

PAGE = f"{HOME}map.html"
_log = logging.getLogger("desk.map")
_attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _attribute.AutoLoadIconsForPage,
    _attribute.DnsPrefetchEnabled,
    _attribute.ErrorPageEnabled,
    _attribute.FocusOnNavigationEnabled,
    _attribute.FullScreenSupportEnabled,
    _attribute.HyperlinkAuditingEnabled,
    _attribute.JavascriptCanAccessClipboard,
    _attribute.JavascriptCanOpenWindows,
    _attribute.LocalContentCanAccessFileUrls,
    _attribute.LocalContentCanAccessRemoteUrls,
    _attribute.LocalStorageEnabled,
    _attribute.NavigateOnDropEnabled,
    _attribute.PdfViewerEnabled,
    _attribute.PluginsEnabled,
    _attribute.ScreenCaptureEnabled,
    _attribute.WebGLEnabled,
)


class LockedPage(QWebEnginePage):
    """A page that goes nowhere, opens nothing and asks nothing."""

    def __init__(self, profile: QWebEngineProfile, parent: QWidget) -> None:
        super().__init__(profile, parent)
        self.script_errors = 0
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)

    @override
    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        is_first = type is QWebEnginePage.NavigationType.NavigationTypeTyped
        is_again = type is QWebEnginePage.NavigationType.NavigationTypeReload
        return isMainFrame and (is_first or is_again) and QUrl(url).toString() == PAGE

    @override
    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        return None  # type: ignore[return-value]  # Qt: no window

    @override
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        lineNumber: int,
        sourceID: str,
    ) -> None:
        # The message may hold what somebody typed: only the place is written down.
        if level is QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel:
            self.script_errors += 1
            _log.error("The map's script complained at line %d.", lineNumber)

    @override
    def javaScriptAlert(self, securityOrigin: QUrl | str, msg: str) -> None:
        self.script_errors += 1


class MapView(QWebEngineView):
    """The map on the screen.

    Signals:
        became_ready: the page listens; what was asked before is lost, show everything now.
        broke_down: the page's process has died twice; there is no map until the next visit.
    """

    became_ready = Signal()
    broke_down = Signal()

    def __init__(self, html: bytes, nonce: str, parent: QWidget | None = None) -> None:
        register()  # before any WebEngine object: later it would be ignored
        super().__init__(parent)
        self.is_ready = False
        self._falls = 0
        self.profile_ = QWebEngineProfile()  # no name: nothing is written to disk
        self.profile_.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.profile_.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.profile_.setSpellCheckEnabled(False)
        self.server = PageServer(html, nonce, icon_png, self.profile_)
        self.profile_.installUrlSchemeHandler(SCHEME.encode(), self.server)
        self.blocker = Blocker(self.profile_)
        self.profile_.setUrlRequestInterceptor(self.blocker)
        self.locked = LockedPage(self.profile_, self)
        # Children go in the order they came: the profile must go after its page.
        self.profile_.setParent(self)
        self.bridge = Bridge(self)
        channel = QWebChannel(self.locked)
        channel.registerObject("bridge", self.bridge)
        self.locked.setWebChannel(channel)
        self.setPage(self.locked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setAccessibleName("County map")
        self.setAccessibleDescription(
            "Everything on the map also stands in the list beside it. Arrow keys move the map,"
            " plus and minus zoom."
        )
        self.bridge.was_ready.connect(self._on_ready)
        self.locked.renderProcessTerminated.connect(self._on_fallen)

    def begin(self) -> None:
        """Load the page."""
        self.load(QUrl(PAGE))

    def set_tiles(self, tiles: TileRoom) -> None:
        """Serve the tiles of this map from now on."""
        before, self.server.tiles = self.server.tiles, tiles
        if before is not None:
            before.close()
            before.deleteLater()

    def tell(self, verb: str, *values: Any) -> None:  # noqa: ANN401 - whatever JSON can carry
        """Have the page do something: `tell("choose", key, True)`; nothing before it is ready."""
        if self.is_ready:
            words = ", ".join(json.dumps(value, ensure_ascii=True) for value in values)
            # An error in here would else be heard by nobody.
            call = f"deskMap.{verb}({words})"
            self.locked.runJavaScript(f"try {{ {call} }} catch (e) {{ console.error(e.stack) }}")

    def ask(self, verb: str, answer: Callable[[Any], object]) -> None:
        """Have the page answer something; nobody is answered before it is ready."""
        if self.is_ready:
            # As text: lists come back from the page as nothing at all.
            self.locked.runJavaScript(
                f"JSON.stringify(deskMap.{verb}())",
                lambda said: answer(json.loads(said)) if said else None,
            )

    def let_go(self) -> None:
        """Free what the page holds."""
        self.is_ready = False
        if self.server.tiles is not None:
            self.server.tiles.close()
            self.server.tiles = None

    def _on_ready(self) -> None:
        self.is_ready = True
        self.became_ready.emit()

    def _on_fallen(self) -> None:
        self.is_ready = False
        self._falls += 1
        _log.error("The map's own process has ended (%d).", self._falls)
        if self._falls > 1:
            self.broke_down.emit()
        else:
            self.begin()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        page = self.locked
        if self.is_ready and not page.isVisible():
            page.setLifecycleState(QWebEnginePage.LifecycleState.Frozen)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if self.locked.lifecycleState() is not QWebEnginePage.LifecycleState.Active:
            self.locked.setLifecycleState(QWebEnginePage.LifecycleState.Active)
        super().showEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.let_go()
        super().closeEvent(event)
