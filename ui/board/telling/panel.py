"""The telling list under the timeline: who must hear what, the number, the words, how it went."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import phone_text, time_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.rows import TellResult
from nemt_desk.runs.telling.rows import TellingList, TellLine, TellState
from ui.actions.action import Action
from ui.board.buttons import ButtonRows
from ui.theme.theme import BODY_POINTS, GAP, row_height, theme
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, scrolling
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

STATUS = {
    TellState.CHANGED: "to_tell_again",
    TellState.NEW: "to_tell",
    TellState.MESSAGE: "message_left",
    TellState.TOLD: "told",
}
_RESULTS = {
    TellResult.TOLD: "told",
    TellResult.MESSAGE: "message left",
    TellResult.NO_ANSWER: "no answer",
}
_SHARE, _LEAST_PX, _ROWS = 300, 180, 5
_LARGE = 1.5
_EMPTY = "Nobody is to be told yet: publish a run first (P)."


class TellingPanel(QWidget):
    """The list at the left, the words to say at the right.

    Signals:
        told: (list of TellLine) Enter: these were told.
        looked_at: (TellLine or None) another line is current.
    """

    told = Signal(object)
    looked_at = Signal(object)

    def __init__(self, prefs: Prefs, time: AgencyTime, actions: Sequence[Action]) -> None:
        super().__init__()
        self.title = Heading("", 1.1)
        self.table: RowsTable[TellLine] = RowsTable(
            _columns(time),
            key=lambda line: line.target,
            name="Telling list",
            noun=("call", "calls"),
            empty=_EMPTY,
            multi=True,
            remember=("board.telling", prefs),
        )
        self.table.view.setSortingEnabled(False)  # who is not told yet on top
        self.who = Heading("", 1.05)
        self.who.setWordWrap(True)
        self.words = plain_label(name="What to say")
        self.last = QuietLabel()
        self.buttons = ButtonRows(actions)
        said = scrolling(panel(column(self.who, self.words, self.last, None, space=GAP)), margin=0)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.table)
        both.addWidget(said)
        self._said = said
        both.setSizes([3 * _SHARE, 2 * _SHARE])
        both.setChildrenCollapsible(False)
        for part in (self.table, said):
            part.setMinimumWidth(_LEAST_PX)
        self.setLayout(column(self.title, both, self.buttons, space=GAP))
        self.setAccessibleName("Telling list")
        self._time = time
        theme().changed.connect(self._size)
        self._size()
        self.table.opened.connect(lambda line: self.told.emit([line]))
        self.table.selected.connect(self._on_selected)
        self._on_selected(None)

    def show_list(self, found: TellingList, sheets: str) -> None:
        """Show the day's list; `sheets` says which run sheets wait to be printed."""
        left = len(found.open)
        state = f"{left} to tell" if left else "everybody is told"
        self.title.setText(
            " \N{MIDDLE DOT} ".join(x for x in (f"Telling list: {state}", sheets) if x)
        )
        self.table.set_rows(found.lines)
        self._on_selected(self.table.current())
        self.buttons.refresh()

    def focus_list(self) -> None:
        """Put the focus on the list."""
        self.table.focus_rows()

    def chosen(self) -> list[TellLine]:
        """Return the lines that are marked, else the current one."""
        current = self.table.current()
        return self.table.chosen() or ([current] if current is not None else [])

    def select_open(self) -> None:
        """Make the first line that is still to be told current."""
        first = next((line for line in self.table.model.rows() if line.is_open), None)
        if first is not None:
            self.table.select(first.target)

    def _size(self) -> None:
        """Leave the room to the list where large text makes it scarce."""
        is_large = theme().points > _LARGE * BODY_POINTS
        for part in (self.title, self.table.filter, self.table.count):
            part.setVisible(not is_large)
        self.setMinimumHeight(_ROWS * row_height())

    def _on_selected(self, line: TellLine | None) -> None:
        self._said.setVisible(line is not None)  # with nothing to say the list has the width
        self.who.setText(_who(line) if line is not None else "")
        self.words.setText("\n".join(_words(line)) if line is not None else "")
        self.last.setText(last_text(line, self._time) if line is not None else "")
        self.buttons.refresh()
        self.looked_at.emit(line)


def _columns(time: AgencyTime) -> list[Column[TellLine]]:
    return [
        Column("Who", _name, tooltip=lambda line: line.remark, width=170),
        Column("", lambda _line: "", status=lambda line: STATUS[line.state], width=115),
        Column("Last", lambda line: short_last(line, time), tooltip=_tip(time), width=125),
        Column("Phone", _phone, width=125),
        Column("When", _when, right=True, width=88),
        Column("Run", lambda line: line.run_code, width=60),
        Column(
            "What",
            lambda line: "; ".join(line.changes) or line.say[0],
            tooltip=lambda line: "\n".join((*line.changes, *line.say)),
            width=330,
        ),
    ]


def _tip(time: AgencyTime) -> Callable[[TellLine], str]:
    return lambda line: last_text(line, time)


def short_last(line: TellLine, time: AgencyTime) -> str:
    """Return how the last call went, short: `no answer 10:25 a.m.`."""
    if line.last is None:
        return ""
    return f"{_RESULTS[line.last.result]} {time_text(time.local(line.last.at))}"


def _name(line: TellLine) -> str:
    return f"{line.name}, driver" if line.is_driver else line.name


def _phone(line: TellLine) -> str:
    return phone_text(line.phone or line.phone2) or "none on file"


def _when(line: TellLine) -> str:
    return clock_text(line.at_min) if line.at_min is not None else "when called"


def _who(line: TellLine) -> str:
    phones = [phone_text(phone) for phone in (line.phone, line.phone2) if phone]
    return ", ".join([line.name, *(phones or ["no telephone on file"])])


def _words(line: TellLine) -> list[str]:
    words = [f"Note: {line.remark}"] if line.remark else []
    words += [f"Changed: {change}" for change in line.changes]
    words += [f"Not yet: {line.why_not_yet}"] if line.why_not_yet else []
    return [*words, *line.say]


def last_text(line: TellLine, time: AgencyTime) -> str:
    """Return how the last call went: `told 9:05 a.m., A. Coordinator`."""
    if line.last is None:
        return ""
    at = time_text(time.local(line.last.at))
    tries = f" ({line.tries} times)" if line.tries > 1 else ""
    note = f": {line.last.note}" if line.last.note else ""
    return f"{_RESULTS[line.last.result]}{tries} {at}, {line.last.by}{note}"
