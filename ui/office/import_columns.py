"""Which column of a list holds what: asked where headers don't tell, remembered afterwards."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from nemt_desk.exchange.columns import missing
from nemt_desk.exchange.fields import Subject, fields_of
from nemt_desk.exchange.reading.table import Table
from ui.theme.theme import BLOCK, SPACE, theme
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.form import FieldForm
from ui.widgets.layout import QuietLabel, column, plain_label, scrolling

_NONE = "\u2013"
_LONGEST = 40
_SAMPLE = 24


class ListColumnsDialog(QDialog):
    """Asks for the columns of a list; `mapping` is what was chosen."""

    def __init__(
        self, subject: Subject, table: Table, mapping: Mapping[str, str], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._subject = subject
        self.setWindowTitle("Columns of the list")
        self.setAccessibleName(self.windowTitle())
        self.form = FieldForm()
        self._boxes: dict[str, ChoiceBox] = {}
        choices = [("", _NONE), *((header, _shown(table, header)) for header in table.headers)]
        for item in fields_of(subject):
            box = ChoiceBox(choices)
            box.setAccessibleName(item.label)
            self._boxes[item.key] = self.form.field(item.label, item.key, box)
            box.set_value(mapping.get(item.key, ""))
        self.missing = plain_label(name="What is still missing")
        self.take = plain_button("&Use these columns")
        self.leave = plain_button("Never mind  Esc")
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        said = QuietLabel("Say which column holds what. It is remembered for lists like this one.")
        self.setLayout(
            column(
                said, scrolling(self.form, margin=0), self.missing, flow(self.take, self.leave),
                space=SPACE, margin=BLOCK,
            )
        )  # fmt: skip
        self.form.edited.connect(self._show)
        theme().changed.connect(self._size)
        self._size()
        self._show()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        about: tuple[Subject, Table],
        mapping: Mapping[str, str],
        done: Callable[[dict[str, str]], object],
    ) -> "ListColumnsDialog":
        """Open it over `parent`; `done` gets the mapping if the person takes one."""
        dialog = cls(*about, mapping, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: done(dialog.mapping()))
        dialog.open()
        return dialog

    def mapping(self) -> dict[str, str]:
        """Return what is chosen."""
        return {key: str(box.value()) for key, box in self._boxes.items() if box.value()}

    def box(self, key: str) -> ChoiceBox:
        """Return where a field's column is chosen."""
        return self._boxes[key]

    def _show(self) -> None:
        mapping = self.mapping()
        chosen = list(mapping.values())
        twice = sorted({header for header in chosen if chosen.count(header) > 1})
        lacks = [f"There is no column for {what}." for what in missing(self._subject, mapping)]
        told = [*lacks, *(f"“{header}” is chosen twice." for header in twice)]
        self.missing.setText(" ".join(told))
        self.missing.setVisible(bool(told))
        self.take.setEnabled(not told)

    def _size(self) -> None:
        metrics = self.fontMetrics()
        screen = self.screen().availableGeometry()
        self.resize(
            min(metrics.averageCharWidth() * 90, screen.width() - 2 * BLOCK),
            min(metrics.height() * 34, screen.height() - 2 * BLOCK),
        )


def _shown(table: Table, header: str) -> str:
    sample = next((cell.strip() for cell in table.column(header, 20) if cell.strip()), "")
    name = header if len(header) <= _LONGEST else f"{header[:_LONGEST]}…"
    return f"{name}  ({' '.join(sample.split())[:_SAMPLE]})" if sample else name
