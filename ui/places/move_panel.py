"""A place that moves or closes: say what happens, see every ride it touches, change them together.

Nothing is changed before the list has been looked at; the whole is one act with one undo.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.places import queries
from nemt_desk.runs.call_lists import CallList, call_list
from nemt_desk.runs.move_rows import MoveKind, MovePlan, PlaceMove, Ripple
from nemt_desk.runs.ripples import ripple
from reports.call_list import call_list_pdf
from ui.places.move_form import MoveForm
from ui.places.move_lines import COLUMNS, MoveLine, lines_before, lines_of, summary
from ui.shell.desk import Desk
from ui.theme.theme import SPACE
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, QuietLabel, column, panel, scrolling
from ui.widgets.paper import PaperPreview
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

if TYPE_CHECKING:
    from nemt_desk.places.rows import Place

_LOOK_AFTER_MS = 300
_KINDS = frozenset({"place", "trip", "ride", "run", "assignment", "member", "driver", "map"})
_DONE = "Done. The call list (Ctrl+P) says who must hear of it; Ctrl+Z takes all of it back."
_TO_DO = "Nothing is changed yet. Look at the list, then Ctrl+Enter changes all of it together."


class MovePanel(QWidget):
    """What happens to one place, and the rides it touches.

    Signals:
        dressed: what can be done has changed.
    """

    dressed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._place: Place | None = None
        self._ripple: Ripple | None = None
        self._cancel: set[Id] = set()
        self.plan: MovePlan | None = None
        self._done: Changes | None = None
        self.title = Heading("")
        self.title.setWordWrap(True)
        self.said = QuietLabel(_TO_DO)
        self.summary = QuietLabel()
        self.error = ErrorLabel()
        self.form = MoveForm(
            find=desk.office.geocode,
            suggest=desk.office.suggest,
            today=desk.today,
            say=desk.say,
        )
        self.table = RowsTable(
            COLUMNS,
            key=lambda line: line.id,
            name="Rides it touches",
            noun=("ride", "rides"),
            empty="No ride from or to this place is planned from that day on.",
            multi=True,
            remember=("places.move", desk.prefs),
        )
        left = scrolling(panel(column(self.said, self.error, self.form, None)), margin=SPACE)
        left.setAccessibleName("What happens to the place")
        right = panel(column(self.summary, self.table))
        whole = column(self.title, SideBySide(left, right, share=0.36))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LOOK_AFTER_MS)
        self._wait.timeout.connect(self.look)
        self.form.edited.connect(self._on_edited)
        self.table.opened.connect(lambda _line: self.turn_chosen())

    @property
    def place_id(self) -> Id | None:
        """The place shown."""
        return self._place.id if self._place is not None else None

    def begin(self, place_id: Id) -> None:
        """Show a place; what was typed about the same place is kept.

        Raises:
            RefusedError: it is not there.
        """
        if place_id == self.place_id and not self.is_applied:
            self.look()
            return
        with self._desk.office.store.read() as session:
            self._place = queries.place(session, place_id)
        self._cancel.clear()
        self.plan = None
        self._mark_applied(None)
        self.title.setText(f"{self._place.label}: moves or closes")
        self.form.begin(self._place)
        self.look()

    def refresh(self, changes: Changes | None) -> None:
        """Look again if a ride or the place was touched."""
        if self._place is None or (changes is not None and not changes.kinds & _KINDS):
            return
        if self._done is not None:
            if changes is None or changes.text != f"Undo: {self._done.text}":
                return
            self._mark_applied(None)
        self.look()

    def look(self) -> None:
        """List the rides, and what would become of them."""
        self._wait.stop()
        self.error.show_problem("")
        self.plan = None
        move = self._readable()
        if move is None:
            self._show_waiting()
            return
        office = self._desk.office

        def work(progress: Progress) -> MovePlan:
            return office.place_moves.planned(move, office.map, progress)

        self._desk.jobs.read(
            work, self._on_planned, latest="places.move", failed=self._on_failed, title="Rides"
        )

    @property
    def is_applied(self) -> bool:
        """Tell whether all of it was done."""
        return self._done is not None

    @property
    def is_closing(self) -> bool:
        """Tell whether rides can be chosen to be cancelled."""
        return not self.is_applied and self.form.kind.value() is MoveKind.CLOSED

    def can_apply(self) -> bool:
        """Tell whether what is listed is what was typed."""
        return self.plan is not None and not self.is_applied

    def apply(self) -> None:
        """Do all of it, as it is listed."""
        try:
            move = self.form.wanted(frozenset(self._cancel))
        except InputError as error:
            self.form.show_problems(error)
            return
        if self.plan is None or self.plan.move != move:
            self.look()
            self._desk.say("Not done yet: the list was not up to date. Look at it once more.")
            return
        try:
            changes = self._desk.office.place_moves.apply(self._desk.actor, self.plan)
        except InputError as error:
            self.form.show_problems(error)
        except DeskError as error:
            self._desk.refuse(error)
            self.look()
        else:
            self._mark_applied(changes)
            self._desk.did(changes)

    def _mark_applied(self, changes: Changes | None) -> None:
        self._done = changes
        self.said.setText(_TO_DO if changes is None else _DONE)
        if self._ripple is not None:
            self.summary.setText(summary(self._ripple, self.plan, is_applied=self.is_applied))
        self.dressed.emit()

    def turn_chosen(self) -> None:
        """Choose the marked rides to be cancelled, or leave them, where the place closes."""
        if not self.is_closing:
            return
        chosen = {line.id for line in self.table.chosen() if line.change.touched.is_movable}
        self._cancel = self._cancel - chosen if chosen <= self._cancel else self._cancel | chosen
        self.look()

    def print_calls(self) -> None:
        """Show the call list; printing it is noted for each member on it."""
        if self.plan is None:
            return
        told = self._calls(self.plan)
        if not told.calls:
            self._desk.say("Nobody has to be called about this.")
            return
        preview = PaperPreview(
            "Call list",
            call_list_pdf(told),
            self,
            printed=lambda: self.note_printed(told),
            file_name="call-list.pdf",
        )
        preview.show()

    def _calls(self, plan: MovePlan) -> CallList:
        office = self._desk.office
        return call_list(plan, office.settings, office.clock.now())

    def note_printed(self, told: CallList) -> None:
        """Note in the trail of each member and run that they went on paper."""
        office, act = self._desk.office, "Printed the call list of a place"
        try:
            office.runs.printed(
                self._desk.actor, act, run_ids=told.run_ids, member_ids=told.member_ids
            )
        except DeskError as error:
            self._desk.refuse(error)

    def _readable(self) -> PlaceMove | None:
        try:
            return self.form.wanted(frozenset(self._cancel))
        except InputError:
            return None

    def _show_waiting(self) -> None:
        """List what is touched while the form can't be read yet."""
        if self._place is None:
            return
        day = self.form.widget("from_day").value()  # type: ignore[attr-defined] # a DayEdit
        with self._desk.office.store.read() as session:
            self._ripple = ripple(session, self._place.id, day or self._desk.today())
        self._show(lines_before(self._ripple, self._desk.office.time))

    def _on_planned(self, plan: MovePlan) -> None:
        if plan.move.place_id != self.place_id:
            return
        self.plan, self._ripple = plan, plan.ripple
        self._show(lines_of(plan.changes, self._desk.office.time))

    def _on_failed(self, error: DeskError) -> None:
        if not isinstance(error, InputError):
            self.error.show_problem(error.sentence)
        elif self.form.is_changed():
            self.form.show_problems(error)
        self._show_waiting()

    def _show(self, lines: list[MoveLine]) -> None:
        self.table.set_rows(lines)
        if self._ripple is not None:
            self.summary.setText(summary(self._ripple, self.plan))
            self.form.dress(has_residents=bool(self._ripple.residents))
        self.dressed.emit()

    def _on_edited(self) -> None:
        self.plan = None
        self._wait.start()
        self.dressed.emit()
