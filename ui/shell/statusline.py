"""The status line: the promises, kept. Saved, backup, map, who; and the job that runs."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import day_text, time_text
from ui.jobs.runner import Job
from ui.shell.entrance import Facts
from ui.theme.theme import BLOCK, GAP, SPACE, target_height
from ui.widgets.layout import ElidedLabel, panel, row

_BAR_WIDTH = 160


class StatusLine(QWidget):
    """Shows what is safe and what is under way.

    Signals:
        find_asked: the find button was pressed.
        stop_asked: the running job is to stop.
    """

    find_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = ElidedLabel()
        self._doing = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName("Progress")
        self._stop = QPushButton("Stop")
        self._stop.setAccessibleName("Stop what is running")
        self._find = QPushButton("Find  Ctrl+K")
        self._find.setAccessibleName("Find anything")
        self._find.setFlat(True)
        for button in (self._stop, self._find):
            button.setAutoDefault(False)
            button.setMinimumHeight(target_height())
        self.work = panel(row(self._doing, self._bar, self._stop))
        self.work.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(BLOCK, GAP // 2, SPACE, GAP // 2)
        layout.setSpacing(BLOCK)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.work)
        layout.addWidget(self._find)
        self._find.clicked.connect(self.find_asked)
        self._stop.clicked.connect(self.stop_asked)

    def show_facts(
        self, facts: Facts, *, saved_at: datetime | None, name: str, time: AgencyTime
    ) -> None:
        """Say what is safe."""
        parts = []
        if saved_at is not None:
            parts.append(f"Saved {time_text(time.local(saved_at))}")
        parts.append(_backup_words(facts, saved_at, time))
        parts.append(f"map {facts.map_date}" if facts.map_date else "no map yet")
        parts.append(facts.pack)
        parts.append(name)
        self.words.set_text(" · ".join(part for part in parts if part))

    def show_job(self, job: Job | None) -> None:
        """Show how far a job is; None: nothing runs."""
        self.work.setVisible(job is not None)
        if job is None:
            return
        self._doing.setText(job.text)
        if job.percent < 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 100)
            self._bar.setValue(job.percent)
        self._stop.setEnabled(not job.is_cancelled)


def _backup_words(facts: Facts, now: datetime | None, time: AgencyTime) -> str:
    if facts.backup_at is None:
        return "no backup yet"
    local = time.local(facts.backup_at)
    when = time_text(local)
    if now is not None and time.day(now) != local.date():
        when = f"{day_text(local.date())} {when}"
    return f"backup {when} {'✓' if facts.backup_good else '✖ not checked'}"
