"""Hand out a list: members, drivers, places, or the rides of some days, as CSV or workbook."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from nemt_desk.exchange.fields import Subject
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.progress import Progress
from nemt_desk.security.rows import Right
from ui.office.section import button
from ui.theme.theme import GAP
from ui.widgets.fields import ChoiceBox, DayEdit
from ui.widgets.flow import flow
from ui.widgets.layout import QuietLabel, column

if TYPE_CHECKING:
    from ui.shell.desk import Desk

_SUBJECTS = {
    Subject.MEMBERS: "members",
    Subject.DRIVERS: "drivers",
    Subject.PLACES: "places",
    Subject.RIDES: "rides of some days",
}
_WEEKS = timedelta(days=13)


class ExportBar(QWidget):
    """What to hand out, and the button that asks where to."""

    def __init__(self, desk: "Desk", may: Callable[[Right], bool]) -> None:
        super().__init__()
        self._desk = desk
        self._may = may
        self.subject = ChoiceBox(_SUBJECTS)
        self.subject.setAccessibleName("What to hand out")
        self.first = DayEdit(desk.today)
        self.last = DayEdit(desk.today)
        self.first.setAccessibleName("First day of the rides")
        self.last.setAccessibleName("Last day of the rides")
        self.first.set_value(desk.today())
        self.last.set_value(desk.today() + _WEEKS)
        self.hand = button("Ha&nd out …")
        said = QuietLabel("The same columns come in again. No cell of it can start a formula.")
        bar = flow(self.subject, self.first, self.last, self.hand)
        self.setLayout(column(bar, said, space=GAP))
        self.subject.edited.connect(self._show)
        self.hand.clicked.connect(self._on_hand)
        self._show()

    def hand_out(self, path: Path) -> None:
        """Write the list to a file."""
        from nemt_desk.exchange.exporting import ExportRequest  # noqa: PLC0415 - seldom needed
        from nemt_desk.exchange.writing.files import FileKind  # noqa: PLC0415

        if not self._may(Right.PRINT):
            return
        kind = FileKind.XLSX if path.suffix.lower() == ".xlsx" else FileKind.CSV
        subject = Subject(str(self.subject.value()))
        request = ExportRequest(subject, kind, self.first.day(), self.last.day())
        office, actor = self._desk.office, self._desk.actor

        def work(_progress: Progress) -> int:
            handed = office.exports.hand_out(actor, request)
            replace_file(path, handed.content)
            return handed.row_count

        self._desk.jobs.write(
            work,
            lambda count: self._desk.say(f"{count:,} rows are in {path.name}."),
            title="Handing out a list",
            failed=self._on_failed,
        )

    def _on_failed(self, error: DeskError) -> None:
        self._desk.refuse(error)

    def _show(self) -> None:
        is_rides = self.subject.value() is Subject.RIDES
        self.first.setVisible(is_rides)
        self.last.setVisible(is_rides)

    def _on_hand(self) -> None:
        if not self._may(Right.PRINT):
            return
        dialog = QFileDialog(self, "Hand out a list")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["CSV (*.csv)", "Excel workbook (*.xlsx)"])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{self.subject.value()}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.hand_out(Path(name)))
        dialog.open()
