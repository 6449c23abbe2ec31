"""Fails every request of the map page that is not for our own scheme. No internet, ever."""

import logging

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from ui.map.scheme import SCHEME

_log = logging.getLogger("desk.map")


class Blocker(QWebEngineUrlRequestInterceptor):
    """Blocks and counts; what was asked for is not written down, it may hold a member's name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked = 0
        self.passed = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        """Look at one request before it is made."""
        if info.requestUrl().scheme() == SCHEME:
            self.passed += 1
            return
        info.block(True)
        self.blocked += 1
        _log.warning("The map page asked for something outside; it was blocked.")
