"""One act on a standing order with every ride it would touch; done only once it was seen."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.trips.standing.orders import OrderLine
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.shell.desk import Desk
from ui.standing.act import Act, Looked
from ui.standing.change_act import ChangeAct
from ui.standing.lines import FATE_COLUMNS
from ui.standing.short_acts import AbsenceAct, DayAct, EndAct
from ui.theme.theme import SPACE
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, scrolling
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_LOOK_AFTER_MS = 300
_TO_DO = "Nothing is done yet. Ctrl+Enter does it; Esc goes back and keeps what you typed."
_NO_TRIPS = "No trip that is made already is touched."
_NOT_KNOWN = "Trips are listed here as soon as what is typed can be."
_LOOKING = "Looking at what would happen …"


class ActPanel(QWidget):
    """The form of an act and what it would do.

    Signals:
        done: it was done, or given up.
        dressed: what can be done has changed.
    """

    done = Signal()
    dressed = Signal()

    def __init__(self, desk: Desk, acts: dict[str, Action]) -> None:
        super().__init__()
        self._desk = desk
        made: tuple[Act, ...] = (ChangeAct(desk), DayAct(desk), EndAct(desk), AbsenceAct(desk))
        self._acts = {act.name: act for act in made}
        self.act: Act | None = None
        self.looked: Looked | None = None
        self.title = Heading("")
        self.title.setWordWrap(True)
        self.will = plain_label(name="What will happen")
        self.error = ErrorLabel()
        self.table = RowsTable(
            FATE_COLUMNS,
            key=lambda one: one.trip_id,
            name="Trips it touches",
            noun=("trip", "trips"),
            empty=_NO_TRIPS,
            remember=("standing.fates", desk.prefs),
        )
        self._forms = QStackedWidget()
        for act in made:
            self._forms.addWidget(scrolling(act, margin=SPACE))
            act.form.edited.connect(self._on_edited)
        self.buttons = [ActionButton(acts[name]) for name in ("do", "drop")]
        left = panel(column(QuietLabel(_TO_DO), self.error, self._forms))
        right = panel(column(self.will, self.table))
        whole = column(
            self.title, SideBySide(left, right, share=0.42, upright=0.66), flow(*self.buttons)
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LOOK_AFTER_MS)
        self._wait.timeout.connect(self.look)

    def begin(self, name: str, line: OrderLine, day: date | None) -> None:
        """Show an act; what was typed for the same order and day is kept."""
        act = self._acts[name]
        if not (act.is_about(line, day) and act.form.is_changed()):
            act.begin(line, day)
        self.act = act
        self._forms.setCurrentIndex(list(self._acts).index(name))
        self.title.setText(act.title())
        self.error.show_problem("")
        self.look()
        act.first().setFocus()

    def is_changed(self) -> bool:
        """Tell whether something typed would be lost."""
        return any(act.form.is_changed() for act in self._acts.values())

    def drop(self) -> None:
        """Give up what was typed here."""
        if self.act is not None and self.act.line is not None:
            self.act.begin(self.act.line, self.act.day)
        self.done.emit()

    def look(self) -> None:
        """Say what would become of rides."""
        self._wait.stop()
        act, self.looked = self.act, None
        self.dressed.emit()
        if act is None:
            return
        try:
            work = act.look(act.wanted())
        except InputError as error:
            self.will.setText(error.sentence)
            self._show_none()
            return
        self.will.setText(_LOOKING)
        self._desk.jobs.read(
            lambda _progress: work(),
            self._on_looked,
            latest="standing.act",
            failed=self._on_failed,
        )

    def can_do(self) -> bool:
        """Tell whether what would happen has been told."""
        return self.looked is not None

    def do(self) -> None:
        """Do it, as it was told."""
        act = self.act
        if act is None:
            return
        act.form.clear_problems()
        try:
            act.wanted()
            if self.looked is None or self._wait.isActive():
                self.look()
                self._desk.say("Not done yet: look at what will happen, then once more.")
                return
            changes = act.do(self.looked)
        except InputError as error:
            self._refuse(act, error)
        except DeskError as error:
            self._desk.refuse(error)
            self.look()
        else:
            act.form.mark_unchanged()
            act.line = None
            self.done.emit()
            self._desk.did(changes)

    def _on_looked(self, looked: Looked) -> None:
        self.looked = looked
        self.error.show_problem("")
        self.will.setText(looked.text)
        self.table.set_empty(_NO_TRIPS)
        self.table.set_rows(looked.fates)
        self.dressed.emit()

    def _on_failed(self, error: DeskError) -> None:
        self.looked = None
        self.will.setText("")
        self._show_none()
        if isinstance(error, InputError) and self.act is not None:
            self._refuse(self.act, error)
        else:
            self.error.show_problem(error.sentence)
        self.dressed.emit()

    def _show_none(self) -> None:
        self.table.set_empty(_NOT_KNOWN)
        self.table.set_rows([])

    def _refuse(self, act: Act, error: InputError) -> None:
        located = act.located(error)
        if act.form.knows(located):
            act.form.show_problems(located)
        else:
            self.error.show_problem(error.sentence)

    def _on_edited(self) -> None:
        self.looked = None
        self._wait.start()
        self.dressed.emit()
