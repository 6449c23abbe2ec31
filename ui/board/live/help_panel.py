"""Who is nearest, in the board's side: when he could be there, from where; Enter sends him."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.words import minutes_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.live.rows import Helper
from ui.board.live.looks import helper_why
from ui.board.words import FITS, FITS_NOT
from ui.theme.theme import GAP
from ui.widgets.layout import Heading, QuietLabel, column
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_ASKING = "Working out who is nearest \N{HORIZONTAL ELLIPSIS}"
_NOBODY = "No driver is on file."


class HelpPanel(QWidget):
    """The volunteers by when they could be at the door.

    Signals:
        taken: (Helper) send this one.
        looked_at: (Helper or None) another one is current.
    """

    taken = Signal(object)
    looked_at = Signal(object)

    def __init__(self, prefs: Prefs) -> None:
        super().__init__()
        self.title = Heading("", 1.1)
        self.title.setWordWrap(True)
        self.lines = QuietLabel(wraps=True)
        self.table: RowsTable[Helper] = RowsTable(
            _columns(),
            key=lambda helper: helper.driver_id,
            name="Nearest volunteers",
            noun=("driver", "drivers"),
            empty=_ASKING,
            remember=("board.help", prefs),
        )
        self.table.filter.hide()
        self.table.count.hide()
        self.table.view.setSortingEnabled(False)  # the nearest suited one first
        self.setLayout(column(self.title, self.lines, self.table, space=GAP))
        self.table.opened.connect(self.taken)
        self.table.selected.connect(self.looked_at)

    def show_question(self, title: str, lines: str) -> None:
        """Say for whom; the answer follows."""
        self.title.setText(title)
        self.lines.setText(lines)
        self.table.set_empty(_ASKING)
        self.table.set_rows(())

    def show_helpers(self, found: Sequence[Helper]) -> None:
        """Show the answer, the best one current."""
        self.table.set_empty(_NOBODY)
        self.table.set_rows(found)
        if found:
            self.table.select(found[0].driver_id)

    def focus_list(self) -> None:
        """Put the focus on the nearest."""
        self.table.focus_rows()


def _columns() -> list[Column[Helper]]:
    return [
        Column(
            "Driver",
            lambda h: f"{FITS if h.can_take else FITS_NOT} {h.name}",
            tooltip=helper_why,
            width=150,
        ),
        Column(
            "There",
            lambda h: f"{'~' if h.is_estimate else ''}{clock_text(h.pickup_min)}",
            tooltip=lambda h: f"{h.from_words}; the member waits {minutes_text(h.wait_min)}",
            right=True,
            width=92,
        ),
        Column("Waits", lambda h: minutes_text(h.wait_min), right=True, width=80),
        Column("Why", lambda h: f"{h.from_words}; {helper_why(h)}", tooltip=helper_why, width=280),
    ]
