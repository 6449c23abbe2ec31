"""What a build brought: what was checked, what changed, and whether to use the new map."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.office.section import button
from ui.widgets.flow import flow
from ui.widgets.layout import Heading, column, plain_label


class MapResult(QWidget):
    """Takes no room while there is nothing to tell.

    Signals:
        accepted: the new map is to be used although there is a doubt.
        thrown_away: it is not.
        recheck: planned rides are to be measured again on the new map.
    """

    accepted = Signal()
    thrown_away = Signal()
    recheck = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Heading("")
        self.told = plain_label(name="What the build brought")
        self.use = button("Use the new map all the &same")
        self.throw = button("Th&row it away, keep the old one")
        self.again = button("Rechec&k planned rides …")
        self.setLayout(column(self.title, self.told, flow(self.use, self.throw, self.again)))
        self.use.clicked.connect(self.accepted)
        self.throw.clicked.connect(self.thrown_away)
        self.again.clicked.connect(self.recheck)
        self.hide()

    def ask(self, doubt: str, lines: Sequence[str]) -> None:
        """Say a doubt and what was found; the old map stays until somebody answers."""
        self._say("Is this the right map?", [doubt, "The old map is still in use.", *lines])
        self.use.show()
        self.throw.show()
        self.again.hide()

    def tell(self, lines: Sequence[str]) -> None:
        """Say what was found of a map that is in use now."""
        self._say("The new map is in use", lines)
        self.use.hide()
        self.throw.hide()
        self.again.show()

    def _say(self, title: str, lines: Sequence[str]) -> None:
        self.title.setText(title)
        self.told.setText("\n".join(lines))
        self.show()
