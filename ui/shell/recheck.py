"""Planned rides measured again: a list of what differs, taken over only when somebody says so.

Stands in the shell because the map (a road was shut) and Office (a map was built) both open it.
"""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from nemt_desk.closures.rows import Closure
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.security.rows import Right
from nemt_desk.trips.recheck import Recheck, RecheckLine
from ui.jobs.runner import Job
from ui.shell.desk import Desk
from ui.shell.recheck_rows import COLUMNS, detail, measuring, summary
from ui.theme.theme import BLOCK, target_height, text_height, theme
from ui.widgets.buttons import plain_button
from ui.widgets.flow import flow
from ui.widgets.layout import column, plain_label
from ui.widgets.table import RowsTable

_TITLE = "Recheck planned rides"
_STALE = frozenset({"ride", "closure", "map", "agency", "place"})
_AGAIN = (
    " Papers of these days that are printed already show the old miles: print them again. Pick-up"
    " times stay as they were promised."
)


class RecheckDialog(QDialog):
    """Measures the rides from `first` (default today) until `last` (default all) and lists them."""

    def __init__(
        self,
        desk: Desk,
        *,
        first: date | None = None,
        last: date | None = None,
        why: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._days = (first or desk.today(), last)
        self._job: Job | None = None
        self.found = Recheck((), 0)
        self.setWindowTitle(_TITLE)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words = plain_label(why, name="What was found")
        self.words.setVisible(bool(why))
        self.doing = plain_label(name="How far it is")
        self.table: RowsTable[RecheckLine] = RowsTable(
            COLUMNS,
            key=lambda line: line.ride_id,
            name="Rides",
            noun=("ride", "rides"),
            empty="Nothing to show yet.",
            multi=True,
            remember=("recheck.list", desk.prefs),
        )
        self.about = plain_label(name="About this ride")
        self.again = _button("Measure a&gain", self.measure)
        self.stop = _button("&Stop", self._on_stop)
        self.take_chosen = _button("Take over &chosen", self._on_take_chosen)
        self.take_all = _button("Take over &all", self._on_take_all)
        self.leave = _button("Close  Esc", self.reject)
        self.setLayout(
            column(
                self.words,
                self.doing,
                self.table,
                self.about,
                flow(self.take_chosen, self.take_all, self.again, self.stop, self.leave),
                margin=BLOCK,
            )
        )
        self.resize(text_height() * 78, text_height() * 34)
        self.table.selected.connect(lambda line: self.about.setText(detail(line)))
        self.table.view.selectionModel().selectionChanged.connect(self._show_buttons)
        desk.jobs.stepped.connect(self._on_stepped)
        desk.published.connect(self._on_published)
        theme().changed.connect(self._size)
        QShortcut(QKeySequence.StandardKey.Undo, self, desk.undo)
        self._show_buttons()

    def _size(self) -> None:
        for button in (self.take_chosen, self.take_all, self.again, self.stop, self.leave):
            button.setMinimumHeight(target_height())

    def begin(self) -> None:
        """Show the list and measure."""
        self.show()
        self.measure()

    def measure(self) -> None:
        """Measure the rides once more, beside the work."""
        if self._job is not None:
            return
        self.doing.setText("Measuring the planned rides …")
        self._job = self.desk.jobs.read(
            measuring(self.desk.office, *self._days),
            self.show_found,
            title=_TITLE,
            failed=self._on_failed,
        )
        self._job.finished.connect(self._on_over)
        self._show_buttons()

    def show_found(self, found: Recheck) -> None:
        """Show what was found."""
        self.found = found
        self.table.set_empty("No planned ride differs.")
        self.table.set_rows(found.lines)
        self.doing.setText(summary(found))
        self._show_buttons()
        self.table.focus_rows()

    def take_over(self, lines: Sequence[RecheckLine]) -> None:
        """Write the new miles of these rides, in one act."""
        office, actor = self.desk.office, self.desk.actor
        self.desk.jobs.write(
            lambda _progress: office.rechecks.take_over(actor, lines),
            lambda changes: self._on_taken(changes, lines),
            failed=self._on_failed,
        )

    # --- what comes back ----------------------------------------------------------------------

    def _on_taken(self, changes: Changes, lines: Sequence[RecheckLine]) -> None:
        self.desk.did(changes)
        taken = {line.ride_id for line in lines}
        left = tuple(line for line in self.found.lines if line.ride_id not in taken)
        self.show_found(Recheck(left, self.found.checked))
        self.doing.setText(f"{changes.text}.{_AGAIN}")

    def _on_published(self, changes: Changes) -> None:
        if changes.kinds & _STALE and self._job is None:
            self.doing.setText("Rides, roads or the map have changed since: measure again.")

    def _on_failed(self, error: DeskError) -> None:
        self.doing.setText(error.sentence)

    def _on_stepped(self, job: Job) -> None:
        if job is self._job:
            self.doing.setText(f"{job.text} …")

    def _on_over(self) -> None:
        job, self._job = self._job, None
        if job is not None and job.is_cancelled:
            self.doing.setText("Stopped as you asked. Nothing was changed.")
        self._show_buttons()

    # --- buttons ------------------------------------------------------------------------------

    def _chosen(self) -> list[RecheckLine]:
        return [line for line in self.table.chosen() if line.can_take]

    def _on_take_chosen(self) -> None:
        self.take_over(self._chosen())

    def _on_take_all(self) -> None:
        self.take_over(self.found.can_take)

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_buttons(self) -> None:
        is_busy = self._job is not None
        may = self.desk.actor.may(Right.WRITE) and not is_busy
        chosen, every = len(self._chosen()), len(self.found.can_take)
        self.take_chosen.setText(f"Take over &chosen ({chosen})")
        self.take_all.setText(f"Take over &all ({every})")
        self.take_chosen.setEnabled(may and chosen > 0)
        self.take_all.setEnabled(may and every > 0)
        self.again.setEnabled(not is_busy)
        self.stop.setVisible(is_busy)

    def reject(self) -> None:
        """Close; what is still being measured is dropped."""
        self._on_stop()
        super().reject()


def after_closure(
    desk: Desk, before: Closure | None, after: Closure | None, parent: QWidget | None = None
) -> None:
    """Measure the rides of a closure's days, old and new; open the list if any ride differs.

    `before` is None for a new closure, `after` None for one that was taken back.
    """
    both = [one for one in (before, after) if one is not None]
    if not both or desk.office.map is None:
        return
    first = max(desk.today(), min(one.from_on for one in both))
    ends = [one.until_on for one in both if one.until_on is not None]
    last = max(ends) if len(ends) == len(both) else None
    name = both[-1].name

    def show(found: Recheck) -> None:
        if not found.lines:
            desk.say(f"No planned ride has other miles because of it: {name}.")
            return
        why = f"{name}: these planned rides have other miles or minutes now."
        dialog = RecheckDialog(desk, first=first, last=last, why=why, parent=parent)
        dialog.show()
        dialog.show_found(found)

    if last is not None and last < first:
        return
    desk.jobs.read(measuring(desk.office, first, last), show, title=_TITLE)


def _button(text: str, pressed: Callable[[], object]) -> QPushButton:
    button = plain_button(text)
    button.clicked.connect(lambda _checked: pressed())
    return button
