"""Who calls: the member, or somebody for the member, with a number to call back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.book.call.draft import Caller
from ui.book.form.fields import WideLine
from ui.book.form.lines import labelled
from ui.book.words import RELATIONS
from ui.widgets.fields import ChoiceBox, PhoneEdit
from ui.widgets.flow import flow


class CallerLine(QWidget):
    """Name and number appear as soon as somebody else calls.

    Signals:
        edited: the person has changed something.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.relation = ChoiceBox(RELATIONS)
        self.relation.setAccessibleName("Who calls")
        self.name = WideLine("Name of the caller", chars=14, hint="name")
        self.phone = PhoneEdit()
        self.phone.setAccessibleName("Number to call back")
        self._call_back = labelled("call bac&k", self.phone)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(flow(self.relation, self.name, self._call_back))
        for field in (self.relation, self.name, self.phone):
            field.edited.connect(self._on_edited)
        self._show_parts()

    def caller(self) -> Caller:
        """Return who calls; raises InputError for a number that is none."""
        relation = str(self.relation.value() or "")
        if not relation:
            return Caller()
        return Caller(relation, self.name.text().strip(), self.phone.digits())

    def show_caller(self, caller: Caller) -> None:
        """Show who calls."""
        self.relation.set_value(caller.relation)
        self.name.set_value(caller.name)
        self.phone.set_value(caller.phone)
        self._show_parts()

    def words(self) -> str:
        """Return everything typed here."""
        return self.name.text().strip() if self.relation.value() else ""

    def _on_edited(self) -> None:
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        is_other = bool(self.relation.value())
        self.name.setVisible(is_other)
        self._call_back.setVisible(is_other)
