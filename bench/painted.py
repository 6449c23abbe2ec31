"""Runs a program until its first window is painted, says so and leaves: `painted.py WHAT [ARG…]`.

WHAT is `bare` (a QMainWindow) or `desk` (main.py with the arguments). A program of its own for
each round; both are watched by the same few lines.
"""

import os
import sys


def watch() -> None:
    """Leave when the first window has been painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: PLC0415 - a part of what is timed
    from PySide6.QtWidgets import QApplication, QWidget  # noqa: PLC0415

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
                QTimer.singleShot(0, leave)
            return False

    def leave() -> None:
        heavy = {"sqlalchemy", "reportlab", "alembic", "PySide6.QtWebEngineWidgets"}
        print("painted", *sorted(heavy & set(sys.modules)), flush=True)
        os._exit(0)

    loop = QApplication.exec

    def watched_loop() -> int:
        app = QApplication.instance()
        if app is None:
            raise RuntimeError("there is no application")
        watcher = Watch()
        app.installEventFilter(watcher)
        for window in QApplication.topLevelWidgets():
            window.update()
        return int(loop())

    QApplication.exec = staticmethod(watched_loop)  # type: ignore[method-assign]


def bare() -> None:
    """Show an empty main window."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1280, 720)
    window.show()
    app.exec()


def desk(arguments: list[str]) -> None:
    """Open the program's window as a user would."""
    sys.argv[1:] = arguments
    from main import main  # noqa: PLC0415

    main()


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    watch()
    if what == "bare":
        bare()
    else:
        desk(rest)
