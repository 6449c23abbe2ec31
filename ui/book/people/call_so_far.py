"""What was done in this call, to be read back to the caller; and how to go on."""

from PySide6.QtWidgets import QFrame

from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.book.call.so_far import BookedTrip, read_back
from ui.theme.theme import GAP, SPACE
from ui.widgets.flow import flow
from ui.widgets.layout import Heading, column, plain_label


class CallSoFar(QFrame):
    """Shows the trips of the open call; hidden while there is none."""

    def __init__(self, again: Action, close: Action) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("In this call")
        self._head = Heading("In this call")
        self._trips = plain_label()
        self._buttons = [ActionButton(again), ActionButton(close)]
        self.setLayout(
            column(self._head, self._trips, flow(*self._buttons), space=GAP, margin=SPACE)
        )
        self.hide()

    def show_trips(self, trips: tuple[BookedTrip, ...]) -> None:
        """Show what was booked so far."""
        self._trips.setText(read_back(trips))
        self.setAccessibleDescription(self._trips.text())
        self.setVisible(bool(trips))
        for button in self._buttons:
            button.refresh()

    def text(self) -> str:
        """Return everything it says."""
        return self._trips.text()
