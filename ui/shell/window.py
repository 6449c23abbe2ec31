"""The main window: who is let in, the lock, and leaving. What is inside stands in `inside`.

Only what signing in needs is imported at the top: the first window should be there at once.
"""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.progress import Progress
from ui.jobs.runner import JobRunner
from ui.pages import PageEntry, built_pages
from ui.shell.entrance import Entrance, Facts, Opened, Recovery, Setup
from ui.shell.idle import IdleWatch
from ui.shell.leaving import ask_to_leave, reasons_to_stay
from ui.shell.signin import SignIn
from ui.widgets.prefs import Prefs

if TYPE_CHECKING:
    from nemt_desk.ground.changes import Changes
    from ui.shell.desk import Desk
    from ui.shell.first_start import FirstStart
    from ui.shell.frame import Frame
    from ui.shell.inside import Inside
    from ui.shell.palette import FindBox
    from ui.shell.recovery import RecoverForm

TITLE = "NEMT Desk"
_TEND_EVERY_MS = 60_000
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_DEMO_HINT = "The demo office opens by itself; nothing needs to be typed."
_HINT = "Sign in to open the office on this computer."
_RESTORE_HINT = (
    "The office is closed now. Sign in to put {name} in its place: the backup is checked first and"
    " the present file is kept aside."
)
_LOCKED_HINT = "The office is locked. What you typed is kept. Sign in to go on."


class MainWindow(QMainWindow):
    """The window.

    Signals:
        entered: (Desk) an office is open.
    """

    entered = Signal(object)

    def __init__(
        self,
        entrance: Entrance,
        *,
        prefs: Prefs | None = None,
        entries: Sequence[PageEntry] | None = None,
    ) -> None:
        super().__init__()
        self.entrance = entrance
        self.prefs = prefs or Prefs()
        self._entries = entries
        self._inside: Inside | None = None
        self._jobs = JobRunner(self)
        self._covers = QStackedWidget()
        self._lock: SignIn | None = None
        self._hidden: list[QWidget] = []
        self._may_close = False
        self._stay = ""
        self._idle = IdleWatch(self)
        self._idle.slept.connect(self.lock)
        self._minute = QTimer(self)
        self._minute.setInterval(_TEND_EVERY_MS)
        self._minute.timeout.connect(self._on_minute_passed)
        self.setCentralWidget(self._covers)
        self.setWindowTitle(TITLE)
        self.resize(1280, 720)

    @property
    def desk(self) -> "Desk | None":
        """The working place, once an office is open."""
        return self._inside.desk if self._inside is not None else None

    @property
    def frame(self) -> "Frame | None":
        """The frame around the pages, once an office is open."""
        return self._inside.frame if self._inside is not None else None

    @property
    def find_box(self) -> "FindBox | None":
        """The box of Ctrl+K, once an office is open."""
        return self._inside.find_box if self._inside is not None else None

    @property
    def cover(self) -> QWidget | None:
        """What the window shows: the door, the lock or the frame."""
        return self._covers.currentWidget()

    @property
    def is_locked(self) -> bool:
        """Whether the lock covers an open office."""
        return self._lock is not None and self.cover is self._lock

    def set_entries(self, entries: Sequence[PageEntry]) -> None:
        """Offer other pages; before an office is entered."""
        self._entries = entries

    def begin(self) -> None:
        """Show what comes first: the demo's own way in, signing in, or the first start."""
        if self.entrance.straight is not None:
            sign_in = self._show_sign_in()
            sign_in.set_busy(busy=True)
            self._jobs.stepped.connect(sign_in.show_step)
            self._jobs.write(
                self.entrance.straight,
                self.enter,
                failed=sign_in.refuse,
                title="Opening the office",
            )
        elif self.entrance.exists():
            self._show_sign_in()
        else:
            self._show_first_start()

    def warm_up(self) -> None:
        """Import what the office needs while the person types a password."""
        importlib.import_module("ui.shell.inside")
        if not self._jobs.is_busy:
            self._jobs.read(lambda _progress: self.entrance.warm(), self._on_warm)

    def enter(self, opened: Opened) -> "Desk":
        """Take an open office and show its first page."""
        from ui.shell.inside import Inside  # noqa: PLC0415 - not before the first window

        entries = built_pages() if self._entries is None else list(self._entries)
        self._inside = inside = Inside(
            self, opened, prefs=self.prefs, entries=entries, lock=self.lock
        )
        self._stay = ""
        inside.desk.published.connect(self._on_published)
        inside.desk.restore_asked.connect(self._on_restore_asked)
        self._show_cover(inside.frame)
        inside.begin()
        self._idle.set_minutes(opened.office.settings.lock_min)
        self._idle.start()
        self._minute.start()
        self._on_minute_passed()
        self.entered.emit(inside.desk)
        return inside.desk

    def lock(self) -> None:
        """Cover everything; the pages live on underneath with what was typed in them."""
        if self._inside is None or self.is_locked:
            return
        self._idle.stop()
        self._inside.shut_keys()
        self._hidden = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget is not self and widget.isVisible()
        ]
        for widget in self._hidden:
            widget.hide()
        if self._lock is None:
            self._lock = SignIn(title="Locked", hint=_LOCKED_HINT)
            self._lock.offered.connect(self._on_unlock_offered)
            self._covers.addWidget(self._lock)
        self._covers.setCurrentWidget(self._lock)
        self._lock.ask(self._inside.desk.actor.login)

    def ask_find(self) -> None:
        """Open the box that finds anything, or close it."""
        if self._inside is not None:
            self._inside.find_box.ask()

    def say_broke(self, report: object) -> None:
        """Say that the program itself was wrong: an exception nobody expected."""
        where = f" A report without member data lies in {report}." if report else ""
        trouble = EnvironmentProblem(
            f"Something in the program went wrong just now. What you typed is kept.{where}"
        )
        refuse = getattr(self.cover, "refuse", None)
        if refuse is not None:
            refuse(trouble)
        elif self._inside is not None:
            self._inside.desk.refuse(trouble)

    def close_anyhow(self) -> None:
        """Close without asking again."""
        self._may_close = True
        self.close()

    def _show_sign_in(self) -> SignIn:
        is_demo = self.entrance.straight is not None
        has_code = self.entrance.recover is not None and not is_demo
        view = SignIn(title=TITLE, hint=_DEMO_HINT if is_demo else _HINT, has_code=has_code)
        view.offered.connect(self._on_sign_in_offered)
        view.code_asked.connect(self._show_recover)
        self._show_cover(view)
        view.ask()
        return view

    def _show_first_start(self) -> None:
        from ui.shell.first_start import FirstStart  # noqa: PLC0415 - once in an office's life

        view = FirstStart(self.entrance.packs())
        view.offered.connect(lambda setup: self._on_setup_offered(view, setup))
        self._show_cover(view)
        view.focus_first()

    def _show_recover(self) -> None:
        from ui.shell.recovery import RecoverForm  # noqa: PLC0415 - hardly ever

        view = RecoverForm()
        view.offered.connect(lambda recovery: self._on_recovery_offered(view, recovery))
        view.left.connect(self._show_sign_in)
        self._show_cover(view)
        view.focus_first()

    def _show_cover(self, cover: QWidget) -> None:
        """Show a cover in place of the one before; the lock alone is kept."""
        before = self.cover
        self._covers.addWidget(cover)
        self._covers.setCurrentWidget(cover)
        if before is not None and before is not self._lock:
            self._covers.removeWidget(before)
            before.deleteLater()

    def _on_sign_in_offered(self, login: str, password: str) -> None:
        view = self.cover
        if isinstance(view, SignIn):
            self._jobs.write(
                lambda progress: self.entrance.open(login, password, progress),
                self.enter,
                failed=view.refuse,
            )

    def _on_recovery_offered(self, view: "RecoverForm", recovery: Recovery) -> None:
        recover = self.entrance.recover
        if recover is not None:
            self._jobs.write(
                lambda progress: recover(recovery, progress), self.enter, failed=view.refuse
            )

    def _on_setup_offered(self, view: "FirstStart", setup: Setup) -> None:
        self._jobs.stepped.connect(view.show_step)
        self._jobs.write(
            lambda progress: self.entrance.create(setup, progress),
            lambda made: self._show_code(setup, *made),
            failed=view.refuse,
            title="Making the office …",
        )

    def _show_code(self, setup: Setup, opened: Opened, code: str) -> None:
        from ui.shell.recovery import RecoveryCode  # noqa: PLC0415 - once in an office's life

        draw = self.entrance.code_pdf
        pdf = (lambda: draw(setup, code)) if draw is not None else None
        page = RecoveryCode(code, pdf)
        page.written_down.connect(lambda: self._begin_work(opened, setup))
        self._stay = "The recovery code has not been ticked as written down."
        self._show_cover(page)
        page.focus_first()

    def _begin_work(self, opened: Opened, setup: Setup) -> None:
        desk = self.enter(opened)
        build = self.entrance.build_map
        if setup.map_files and build is not None:
            desk.jobs.write(
                lambda progress: build(opened, setup.map_files, progress),
                self._on_map_built,
                title="Building the map",
            )

    def _on_map_built(self, _nothing: object) -> None:
        if self._inside is not None:
            from nemt_desk.ground.changes import Changes, RowStep  # noqa: PLC0415 - see above
            from nemt_desk.ground.ids import new_id  # noqa: PLC0415

            step = RowStep("map", new_id(), None, {})  # every page that routes is stale
            self._inside.desk.published.emit(Changes.of("Built the map", (step,)))
            self._inside.desk.say("The map is ready.")

    def _on_restore_asked(self, backup: Path) -> None:
        """Close the office and ask who restores it; nothing typed may be lost by it."""
        inside, restore = self._inside, self.entrance.restore
        if inside is None or restore is None:
            return
        reasons = self._reasons_to_stay()
        if reasons:
            inside.desk.say(f"Not now. {' '.join(reasons)} Save it, or wait; then restore.")
            return
        self._leave_office()
        view = SignIn(
            title="Restore a backup", hint=_RESTORE_HINT.format(name=backup.name), has_code=True
        )
        view.code.setText("&Back, restore nothing")
        view.code_asked.connect(self.begin)
        view.offered.connect(
            lambda login, password: self._jobs.write(
                lambda progress: restore(backup, login, password, progress),
                lambda made: self._on_restored(*made),
                failed=view.refuse_in_words,
            )
        )
        self._show_cover(view)
        view.ask()

    def _on_restored(self, opened: Opened, said: str) -> None:
        self.enter(opened).say(said)

    def _on_unlock_offered(self, _login: str, password: str) -> None:
        inside, lock = self._inside, self._lock
        if inside is None or lock is None:
            return

        def check(progress: Progress) -> None:
            self.entrance.unlock(inside.desk.opened, password, progress)

        self._jobs.write(check, self._on_unlocked, failed=lock.refuse)

    def _on_unlocked(self, _nothing: object) -> None:
        if self._inside is None or self._lock is None:
            return
        self._lock.set_busy(busy=False)
        self._covers.setCurrentWidget(self._inside.frame)
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        self._inside.open_keys()
        self._idle.start()

    def _on_minute_passed(self) -> None:
        if self._inside is not None:
            desk = self._inside.desk
            desk.jobs.write(
                lambda progress: self.entrance.tend(desk.opened, progress), self._on_tended
            )

    def _on_published(self, changes: "Changes") -> None:
        if "map" in changes.kinds:
            self._on_minute_passed()  # the status line tells the map's date at once

    def _on_tended(self, facts: Facts) -> None:
        if self._inside is not None:
            self._inside.frame.show_facts(facts)

    def _on_warm(self, _nothing: object) -> None:
        """Nobody waits for it."""

    def _reasons_to_stay(self) -> list[str]:
        reasons = [self._stay] if self._stay else []
        if self._inside is not None:
            running = [job.title for job in self._inside.desk.jobs.running()]
            reasons += reasons_to_stay(running, self._inside.frame.has_unsaved())
        return reasons

    def _shut(self) -> None:
        self._jobs.shutdown()
        self._leave_office()
        self.prefs.save()

    def _leave_office(self) -> None:
        self._idle.stop()
        self._minute.stop()
        inside, self._inside = self._inside, None
        if inside is not None:
            inside.shut_keys()
            inside.desk.jobs.shutdown()
            self.entrance.close(inside.desk.opened)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus: Qt does it in dialogs alone."""
        focus = self.focusWidget()
        if event.key() in _ENTER and isinstance(focus, QPushButton) and focus.isEnabled():
            focus.click()
            return
        super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        reasons = [] if self._may_close else self._reasons_to_stay()
        if reasons:
            event.ignore()
            ask_to_leave(self, TITLE, reasons, self.close_anyhow)
            return
        self._shut()
        event.accept()
