"""Starts the window: application, looks, crash hooks, and the way into the office.

The office itself (SQLAlchemy and all) is imported on a worker after the first window is up.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, QLockFile, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from nemt_desk.ground.clock import AgencyTime, SystemClock
from nemt_desk.ground.paths import default_data, resources
from nemt_desk.ground.progress import Progress
from nemt_desk.office_files import OfficeFiles
from ui.crash import CrashLog
from ui.shell import closing_pack
from ui.shell.entrance import Entrance, Facts, Opened, PackChoice, Recovery, Setup
from ui.shell.looks import apply_looks
from ui.shell.window import TITLE, MainWindow
from ui.widgets.prefs import Prefs

_SWITCH_S = 0.001
_PACKS = {
    "mn": ("Minnesota", "America/Chicago"),
    "ct": ("Connecticut", "America/New_York"),
    "mo": ("Missouri", "America/Chicago"),
}


def run(args: argparse.Namespace) -> int:
    """Open the window on the office that the arguments name; return the exit code."""
    chosen: Path | None = getattr(args, "data", None)
    is_demo = bool(getattr(args, "demo", False))
    data = (chosen or default_data() / ("demo" if is_demo else "")).expanduser().resolve()
    app = make_application()
    files = OfficeFiles(data)
    # The demo makes its folder anew: what the window keeps must not lie in it.
    own = data.with_name(f"{data.name}-window") if is_demo else data
    prefs = Prefs(own / "window.json")
    apply_looks(prefs)
    held = hold(OfficeFiles(own).window_lock)
    if held is None:
        return _already_open(app)
    bridge = _Bridge()
    CrashLog(files.logs, SystemClock(), bridge.broke.emit).install()
    window = MainWindow(
        entrance(data, is_demo=is_demo, map_file=getattr(args, "map", None)), prefs=prefs
    )
    bridge.broke.connect(window.say_broke)
    window.begin()
    _AfterPaint(window, window.warm_up)
    window.show()
    code = app.exec()
    held.unlock()
    return code


def make_application() -> QApplication:
    """Make the QApplication, with what Qt wants said before it.

    The map page's scheme is registered with the page: WebEngine takes 150 ms that nobody who
    signs in should wait for.
    """
    if sys.platform == "linux" and os.geteuid() == 0:
        # Chromium ends the whole program rather than run its sandbox for root (containers). The
        # map shows our own page alone: its scheme, its policy and the blocker stay in force.
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    # Who can take a ride is counted beside the window: its keys shall not wait 5 ms for their turn.
    sys.setswitchinterval(_SWITCH_S)
    app.setApplicationName(TITLE)
    app.setApplicationDisplayName(TITLE)
    return app


def hold(path: Path) -> QLockFile | None:
    """Hold the office for this window; None if another window has it."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(0) else None


def entrance(data: Path, *, is_demo: bool = False, map_file: Path | None = None) -> Entrance:
    """Return the ways into the office in `data`; the office is imported at the first use."""

    def opened(login: str, password: str, _progress: Progress) -> Opened:
        from nemt_desk.office import Office  # noqa: PLC0415 - after the first window

        office = Office.open(data, login, password)
        return Opened(office, office.actor)

    return Entrance(
        exists=OfficeFiles(data).keys.exists,
        open=opened,
        create=lambda setup, _progress: _created(data, setup),
        unlock=lambda known, password, _progress: _check(known, password),
        close=lambda known: known.office.close(),
        packs=packs,
        tend=tend,
        warm=_warm,
        code_pdf=_code_pdf,
        recover=lambda asked, _progress: _recovered(data, asked),
        build_map=_build_map,
        restore=lambda backup, login, password, _progress: _restored(data, backup, login, password),
        straight=(lambda progress: open_demo(data, map_file, progress)) if is_demo else None,
    )


def open_demo(data: Path, map_file: Path | None, progress: Progress) -> Opened:
    """Open the demo office in `data`, making it first if it is not there."""
    from nemt_desk.demo import office as demo  # noqa: PLC0415 - after the first window

    office = demo.open_demo(data, map_file=map_file, progress=progress)
    return Opened(office, office.actor)


def packs() -> list[PackChoice]:
    """Return the state packs that came with the program, the main one first.

    The names of our own stand here: the rules need not be read before the first window.
    """
    folders = (resources() / "packs").glob("*/pack.json")
    known = {code: _PACKS[code] for code in _PACKS if (resources() / "packs" / code).is_dir()}
    if any(found.parent.name not in _PACKS for found in folders):
        from nemt_desk.policy.packs import available  # noqa: PLC0415 - somebody's own pack

        known |= {info.code: (info.name, info.zone) for info in available()}
    return [PackChoice(code, *known[code]) for code in known]


def _created(data: Path, setup: Setup) -> tuple[Opened, str]:
    from nemt_desk.office import Office, OfficeSetup  # noqa: PLC0415 - after the first window

    asked = OfficeSetup(
        agency_name=setup.agency_name,
        pack=setup.pack,
        zone=setup.zone,
        user_name=setup.user_name,
        login=setup.login,
        password=setup.password,
    )
    office, code = Office.create(data, asked)
    return Opened(office, office.actor), code


def _recovered(data: Path, asked: Recovery) -> Opened:
    from nemt_desk.office import Office  # noqa: PLC0415 - after the first window

    office = Office.recover(data, asked.login, asked.code, asked.password)
    return Opened(office, office.actor)


def _restored(data: Path, backup: Path, login: str, password: str) -> tuple[Opened, str]:
    from nemt_desk.office import Office  # noqa: PLC0415 - once in a while
    from nemt_desk.restoring import restore  # noqa: PLC0415

    rows, aside = restore(data, backup, login, password)
    office = Office.open(data, login, password)
    kept = f" The file before lies beside it: {aside.name}." if aside is not None else ""
    said = f"Restored {backup.name}, {rows:,} rows, checked.{kept}"
    return Opened(office, office.actor), said


def _check(known: Opened, password: str) -> None:
    known.office.check_password(password)


def _warm() -> None:
    importlib.import_module("nemt_desk.office")


def tend(known: Opened, _progress: Progress) -> Facts:
    """Make the backup and the trips that are due, and read what the status line promises."""
    office = known.office
    office.backup_if_due()
    office.keep_ahead()
    newest = office.backups.newest()
    info = office.map.info if office.map is not None else None
    return Facts(
        backup_at=newest.made_at if newest is not None else None,
        backup_good=newest is not None,  # a backup that fails its check is never kept
        map_date=(info.map_date or "undated") if info is not None else "",
        pack=closing_pack.write_if_due(office),
    )


def _build_map(known: Opened, files: tuple[Path, ...], progress: Progress) -> None:
    from nemt_desk.geo import build_map  # noqa: PLC0415 - after the first window

    build_map(files, known.office.files.map, progress=progress, in_process=False)
    known.office.reload_map()


def _code_pdf(setup: Setup, code: str) -> bytes:
    from reports.recovery_code import recovery_code_pdf  # noqa: PLC0415 - once in a life

    made_at = AgencyTime(setup.zone).local(SystemClock().now())
    return recovery_code_pdf(agency_name=setup.agency_name, code=code, made_at=made_at)


class _Bridge(QObject):
    """Carries a report from whatever thread broke to the window."""

    broke = Signal(object)


class _AfterPaint(QObject):
    """Calls `then` once the window has been painted: until then nobody else gets the processor."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._then)
        return super().eventFilter(watched, event)


def _already_open(app: QApplication) -> int:
    box = QMessageBox(
        QMessageBox.Icon.Information,
        TITLE,
        "This office is open in another window already. Use that one, or close it first.",
    )
    box.finished.connect(app.quit)
    box.open()
    app.exec()
    return 1
