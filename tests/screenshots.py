"""Pictures of every page, to be looked at: `python -m tests.screenshots [DIR]`.

Walks the window's own registry at 1366x768, at 100 % and 200 % text, light and dark; so a new
page comes by itself. The office is handed in; on the command line it is the demo office.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QWidget

from nemt_desk.ground.progress import Quiet
from tests import dispatch_shots
from tests.booking_shots import each_state
from ui.app import make_application, open_demo, packs, tend
from ui.board.page import BoardPage
from ui.book.page import BookPage
from ui.map.pane import MapPane
from ui.shell.entrance import Entrance, Opened
from ui.shell.first_start import FirstStart
from ui.shell.recovery import RecoveryCode
from ui.shell.signin import SignIn
from ui.shell.window import MainWindow
from ui.theme.palette import Scheme
from ui.theme.theme import theme
from ui.widgets.pdf_view import PdfView

SIZE = (1366, 768)
SCALES = {"100": 10, "200": 20}
SCHEMES = (Scheme.LIGHT, Scheme.DARK)
_SETTLE_MS = 15_000  # a page that is not ready by then is shown as it is
_STILL_MS = 250
_QUIET_ROUNDS = 5
_INK = 100  # a grey that only letters on paper have
_CODE = "-".join(("7K3M9", "QX2TV", "01ABC", "ZZ9PD") * 2)


def shoot(opened: Opened, folder: Path, *, door: bool = True) -> list[Path]:
    """Save a picture of each page in each look; return the files.

    Args:
        opened: the office to show; it stays open.
        folder: where the pictures go.
        door: whether signing in, the first start and the recovery code are shown too.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = make_application()
    folder.mkdir(parents=True, exist_ok=True)
    return list(_shoot(app, opened, folder, door=door))


def _shoot(app: QApplication, opened: Opened, folder: Path, *, door: bool) -> Iterator[Path]:
    window = MainWindow(no_door(opened))
    window.resize(*SIZE)
    window.show()
    desk = window.enter(opened)
    frame = window.frame
    if frame is None:
        raise RuntimeError("the window has no frame")
    for scheme in SCHEMES:
        for scale, points in SCALES.items():
            theme().apply(app, scheme, points)
            for entry in frame.entries:
                frame.go(entry.page_id)
                _settle(app, lambda: desk.jobs.is_busy or not _is_drawn(frame.page))
                _come_to_rest(app, window)
                yield _save(window, folder / f"{entry.page_id}-{scale}-{scheme}.png")
            yield from _shoot_calls(app, window, folder, f"{scale}-{scheme}")
            yield from _shoot_dispatch(app, window, folder, f"{scale}-{scheme}")
            yield from _shoot_inside(app, window, folder, f"{scale}-{scheme}")
            window.ask_find()
            _come_to_rest(app, window)
            yield _save(window, folder / f"find-{scale}-{scheme}.png")
            window.ask_find()
            if door:
                yield from _shoot_door(app, folder, f"{scale}-{scheme}")
    window.close_anyhow()


def _shoot_calls(app: QApplication, window: MainWindow, folder: Path, look: str) -> Iterator[Path]:
    """Take the booking page with each answer of the rules."""
    frame, desk = window.frame, window.desk
    if frame is None or desk is None:
        return
    frame.go("book")
    page = frame.page
    if not isinstance(page, BookPage):
        return
    window.activateWindow()

    def settle() -> None:
        _settle(app, lambda: desk.jobs.is_busy or not page.call.is_settled)

    for name in each_state(page, desk, settle):
        _come_to_rest(app, window)
        yield _save(window, folder / f"book-{name}-{look}.png")


def _shoot_dispatch(
    app: QApplication, window: MainWindow, folder: Path, look: str
) -> Iterator[Path]:
    """Take the board in each state of planning and of the live day, and what is coming."""
    frame, desk = window.frame, window.desk
    if frame is None or desk is None:
        return
    frame.go("board")
    page = frame.page
    if not isinstance(page, BoardPage):
        return
    window.activateWindow()

    def settle() -> None:
        _settle(app, lambda: desk.jobs.is_busy)

    for name in dispatch_shots.each_state(page, desk, settle):
        _come_to_rest(app, window)
        yield _save(window, folder / f"board-{name}-{look}.png")
    for name in dispatch_shots.ahead(desk, settle):
        _settle(app, lambda: desk.jobs.is_busy or not _is_drawn(frame.page))
        _come_to_rest(app, window)
        yield _save(window, folder / f"{name}-{look}.png")


def _shoot_inside(app: QApplication, window: MainWindow, folder: Path, look: str) -> Iterator[Path]:
    """Show what pages hold behind their first view: sections of Office, the exception desk."""
    desk = window.desk
    if desk is None:
        raise RuntimeError("the window has no desk")
    for page, kind in (
        ("office", "figures"),
        ("office", "calendar"),
        ("standing", "exceptions"),
    ):
        desk.go(page, kind)
        _settle(app, lambda: desk.jobs.is_busy)
        _come_to_rest(app, window)
        yield _save(window, folder / f"{page}-{kind}-{look}.png")


def _shoot_door(app: QApplication, folder: Path, look: str) -> Iterator[Path]:
    covers: dict[str, Callable[[], QWidget]] = {
        "sign-in": lambda: SignIn(title="NEMT Desk", hint="Sign in to open the office."),
        "first-start": lambda: FirstStart(packs()),
        "recovery-code": lambda: RecoveryCode(_CODE, None),
    }
    for name, make in covers.items():
        cover = make()
        cover.resize(*SIZE)
        cover.show()
        _settle(app, lambda: False)
        yield _save(cover, folder / f"{name}-{look}.png")
        cover.close()
        cover.deleteLater()


def no_door(opened: Opened) -> Entrance:
    def refuse(*_args: object) -> tuple[Opened, str]:
        raise RuntimeError("pictures are taken of an office that is open already")

    return Entrance(
        exists=lambda: True,
        open=lambda _login, _password, _progress: opened,
        create=refuse,
        unlock=lambda _opened, _password, _progress: None,
        tend=tend,
    )


def _is_drawn(page: QWidget | None) -> bool:
    """Tell whether what draws itself later stands: the map's page, the pages of a PDF."""
    if page is None:
        return True
    panes = [pane for pane in page.findChildren(MapPane) if pane.view is not None]
    papers = [paper for paper in page.findChildren(PdfView) if paper.pages and paper.isVisible()]
    return all(pane.is_ready for pane in panes) and all(_has_ink(paper.view) for paper in papers)


def _has_ink(view: QWidget) -> bool:
    image = view.grab().toImage().scaledToWidth(400, Qt.TransformationMode.FastTransformation)
    rows, columns = range(0, image.height(), 3), range(10, image.width() - 30, 2)
    return any(image.pixelColor(x, y).lightness() < _INK for y in rows for x in columns)


def _come_to_rest(app: QApplication, window: QWidget) -> None:
    """Wait until two pictures in a row are the same: tiles and lines come one by one."""
    deadline = QDeadlineTimer(_SETTLE_MS)
    before = None
    while not deadline.hasExpired():
        pause = QDeadlineTimer(_STILL_MS)
        while not pause.hasExpired():
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _STILL_MS // 5)
        now = window.grab().toImage()
        if now == before:
            return
        before = now


def _settle(app: QApplication, is_busy: Callable[[], bool]) -> None:
    """Let events run until the page has been quiet for a few rounds."""
    deadline, quiet = QDeadlineTimer(_SETTLE_MS), 0
    while quiet < _QUIET_ROUNDS and not deadline.hasExpired():
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.processEvents()
        quiet = 0 if is_busy() else quiet + 1


def _save(widget: QWidget, path: Path) -> Path:
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} could not be written")
    return path


def main(argv: list[str]) -> int:
    """Take the pictures of the demo office."""
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    parser.add_argument("--data", type=Path, help="a demo office made before")
    args = parser.parse_args(argv)
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="nemt-desk-") as folder:
        opened = open_demo(args.data or Path(folder), None, Quiet())
        files = shoot(opened, args.folder)
        opened.office.close()
    sys.stdout.write(f"{len(files)} pictures in {args.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
