"""The exception desk: everything the next weeks collide with in one grid, settled in one go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import day_year_text
from nemt_desk.trips.standing.orders import ExceptionRow
from nemt_desk.trips.standing.rows import DayChoice
from ui.actions.action import Action, key_text
from ui.actions.button import ActionButton
from ui.shell.desk import Desk
from ui.standing.desk_lines import (
    COLUMNS,
    DeskLine,
    LineKey,
    Mark,
    Marks,
    missing,
    will_happen,
)
from ui.standing.words import HITS, HOLIDAYS, full_stop, pattern_text, times_text, way_text
from ui.theme.theme import SPACE
from ui.widgets.banner import FactsStrip
from ui.widgets.fields import LineField
from ui.widgets.flow import flow
from ui.widgets.form import FieldForm
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, scrolling
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_EMPTY = (
    "Nothing to settle: no day of the next weeks collides with a holiday, an absence, a paper that"
    " ends, a shut facility or a driver's leave."
)


class ExceptionDesk(QWidget):
    """The grid of what must be settled, and the line chosen in full.

    Signals:
        dressed: what can be done has changed.
    """

    dressed = Signal()

    def __init__(self, desk: Desk, acts: dict[str, Action]) -> None:
        super().__init__()
        self._desk = desk
        self.marks = Marks()
        self._rows: tuple[ExceptionRow, ...] = ()
        self._shown: LineKey | None = None
        self._is_filling = False
        self.all_days = QCheckBox("Sho&w what is settled by rule, too")
        self.all_days.toggled.connect(lambda _on: self.read())
        self.table = RowsTable(
            COLUMNS,
            key=lambda line: line.key,
            name="Exceptions",
            noun=("line", "lines"),
            empty="Reading …",
            multi=True,
            remember=("standing.desk", desk.prefs),
        )
        self.head = Heading("")
        self.head.setWordWrap(True)
        self.about = QuietLabel()
        self.hits = FactsStrip()
        self.proposal = plain_label(name="What is proposed")
        self.form = FieldForm()
        self.form.day(
            "&Move to", "to_day", desk.today, help="The day the ride takes place on instead."
        )
        self.form.text("&Reason", "reason", chars=44, help="Stays with the day.")
        self.will = plain_label(name="What will happen")
        self._choices = [ActionButton(acts[name]) for name in ("skip", "move", "keep", "propose")]
        others = ("later", "all", "order", "member")
        self._others = [ActionButton(acts[name]) for name in others]
        self.settle_button = ActionButton(acts["do"])
        self.settle_button.setText(f"Settle what is marked  {key_text(acts['do'].key)}")
        self._lay_out()
        for name in ("to_day", "reason"):
            line = self.form.widget(name)
            if isinstance(line, LineField):
                line.returnPressed.connect(self._on_entered)
        self.form.edited.connect(self._on_typed)
        self.table.selected.connect(self._on_selected)
        self.table.view.selectionModel().selectionChanged.connect(lambda *_: self._dress())
        self._show(None)

    def _lay_out(self) -> None:
        chosen = column(
            self.head,
            self.about,
            self.hits,
            self.proposal,
            flow(*self._choices),
            self.form,
            flow(*self._others),
        )
        self.table.bar.addWidget(self.all_days)
        right = scrolling(panel(chosen), margin=SPACE)
        whole = column(SideBySide(self.table, right, share=0.64), self.will, space=SPACE)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    # --- reading --------------------------------------------------------------------------------

    def read(self) -> None:
        """Read what collides; what is marked or typed stays."""
        office, all_days = self._desk.office, self.all_days.isChecked()

        def work(_progress: Progress) -> tuple[ExceptionRow, ...]:
            return office.standing.exceptions(all_days=all_days)

        self._desk.jobs.read(work, self._on_read, latest="standing.exceptions")

    def _on_read(self, rows: tuple[ExceptionRow, ...]) -> None:
        self._rows = rows
        there = {(row.day.order_id, row.day.day) for row in rows}
        if not self.all_days.isChecked():
            self.marks.clear([key for key in self.marks.known() if key not in there])
        self.table.set_empty(_EMPTY)
        self._show_rows()
        current = self.table.current()
        if rows and not self.table.chosen():  # a list that gets the focus has a row, not chosen
            self.table.select(current.key if current is not None else self.lines[0].key)
        self._show(self.table.current())

    @property
    def waiting(self) -> int:
        """How many lines a person must settle."""
        return sum(row.day.is_waiting for row in self._rows)

    @property
    def lines(self) -> list[DeskLine]:
        """Every line, shown or filtered away."""
        return [self.marks.line(row) for row in self._rows]

    def _show_rows(self) -> None:
        self.table.set_rows(self.lines)
        self._dress()

    # --- marking --------------------------------------------------------------------------------

    def choose(self, choice: DayChoice) -> None:
        """Mark the chosen lines; then go to what still must be typed, or to the next line."""
        chosen = self._chosen()
        for line in chosen:
            self.marks.choose(line, choice)
        self._after_marking(chosen)

    def propose(self) -> None:
        """Mark what is proposed on the chosen lines."""
        chosen = self._chosen()
        taken = [line for line in chosen if self.marks.propose(line)]
        if not taken:
            self._desk.say("There is nothing to take here: read what is proposed beside it.")
            return
        self._after_marking(taken)

    def propose_all(self) -> None:
        """Mark what is proposed on every line that is not marked yet."""
        taken = [
            self.marks.propose(line)
            for line in self.lines
            if line.row.day.is_waiting and line.mark.choice is None
        ]
        self._show_rows()
        self._show(self.table.current())
        if not any(taken):
            self._desk.say("No line has a proposal that could be taken just so.")

    def later(self) -> None:
        """Take the marks of the chosen lines away: they wait on."""
        self.marks.clear([line.key for line in self._chosen()])
        self._show_rows()
        self._show(self.table.current())

    def has_line(self) -> bool:
        """Tell whether a line is chosen."""
        return self.table.current() is not None

    def current(self) -> DeskLine | None:
        """Return the line chosen, with its present mark."""
        line = self.table.current()
        return self.marks.line(line.row) if line is not None else None

    def _chosen(self) -> list[DeskLine]:
        current = self.table.current()
        chosen = self.table.chosen() or ([current] if current is not None else [])
        return [self.marks.line(line.row) for line in chosen]

    def _after_marking(self, chosen: Sequence[DeskLine]) -> None:
        self._show_rows()
        self._show(self.table.current())
        lacks = [name for line in chosen if (name := missing(self.marks.line(line.row)))]
        if lacks:
            self.form.widget(lacks[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        elif len(chosen) == 1:
            self._next()

    def _next(self) -> None:
        view = self.table.view
        row = view.currentIndex().row() + 1
        if row < self.table.model.rowCount():
            line = self.table.model.row_at(row)
            self.table.select(line.key if line is not None else None)

    def _on_typed(self) -> None:
        if self._shown is None or self._is_filling:
            return
        mark = self.marks.of(self._shown)
        to_day, to_text = self._typed_day()
        is_other = (to_day, to_text) != (mark.to_day, mark.to_text)
        # Who types another day means to move it.
        choice = DayChoice.MOVE if is_other and (to_day or to_text) else mark.choice
        reason = str(cast("Any", self.form.widget("reason")).value())
        self.marks.put(self._shown, Mark(choice, to_day, reason, to_text))
        self._show_rows()

    def _on_entered(self) -> None:
        """Go back to the grid, and on to the next line if this one lacks nothing."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.current()
        if line is not None and line.mark.choice is not None and not missing(line):
            self._next()

    def _typed_day(self) -> tuple[date | None, str]:
        """Return the day typed, or the text that is none."""
        field = cast("Any", self.form.widget("to_day"))
        try:
            return cast("date | None", field.value()), ""
        except InputError:
            return None, str(field.text()).strip()

    # --- settling -------------------------------------------------------------------------------

    def can_settle(self) -> bool:
        """Tell whether anything is marked."""
        return any(line.mark.choice is not None for line in self.lines)

    def settle(self) -> None:
        """Do everything that is marked: all of it, or nothing."""
        marked = [line for line in self.lines if line.mark.choice is not None]
        try:
            done = self._desk.office.standing.settle(
                self._desk.actor, [line.entry() for line in marked]
            )
        except InputError as error:
            self._refuse(error, marked)
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self.marks.clear([line.key for line in marked])
            self._desk.did(done.changes)

    def _refuse(self, error: InputError, marked: list[DeskLine]) -> None:
        first = self.marks.refuse(error, [line.key for line in marked])
        if first is None:
            self._desk.refuse(error)
            return
        self._show_rows()
        self.table.select(first)
        self._show(self.current())
        field = error.field.partition(".")[2]
        name = "to_day" if field == "to_day" else "reason"
        self.form.show_problems(InputError([replace(error.problems[0], field=name)]))

    # --- the chosen line ------------------------------------------------------------------------

    def _on_selected(self, line: DeskLine | None) -> None:
        self._show(self.marks.line(line.row) if line is not None else None)

    def _show(self, line: DeskLine | None) -> None:
        line = self.marks.line(line.row) if line is not None else None
        key = line.key if line is not None else None
        is_same, self._shown = key == self._shown, key
        for widget in (self.about, self.hits, self.proposal, self.form):
            widget.setVisible(line is not None)
        if line is None:
            self.head.setText("" if self._rows else "All is settled")
            self._dress()
            return
        order, day = line.row.order, line.row.day
        self.head.setText(f"{day_year_text(day.day)}: {order.member_name}")
        kept = order.order
        self.about.setText(
            full_stop(f"{way_text(order)}, {times_text(kept)}")
            + f" {pattern_text(kept)}; {HOLIDAYS[kept.holiday_rule]}."
        )
        self.hits.show_facts([(HITS[hit.kind], hit.sentence) for hit in day.hits])
        self.proposal.setText("\n".join(part for part in _told(line) if part))
        if not (is_same and self._is_typing()):
            self._is_filling = True
            self.form.fill({"to_day": line.mark.to_day, "reason": line.mark.reason})
            if line.mark.to_text:
                cast("Any", self.form.widget("to_day")).setText(line.mark.to_text)
            self._is_filling = False
        help_text = "Needed to keep it: this goes against the rules, and stays with the ride."
        self.form.set_help(
            "reason", help_text if line.needs_override else "Stays with the day; may be empty."
        )
        self._dress()

    def _is_typing(self) -> bool:
        return any(self.form.widget(name).hasFocus() for name in ("to_day", "reason"))

    def _dress(self) -> None:
        self.will.setText(will_happen(self.lines) if self._rows else "")
        for button in (*self._choices, *self._others, self.settle_button):
            button.refresh()
        self.dressed.emit()


def _told(line: DeskLine) -> list[str]:
    day = line.row.day
    stands = day.sentence
    for hit in day.hits:  # told above already
        stands = stands.replace(hit.sentence, "").strip()
    now = f"As it stands: {stands}" if stands else ""
    settled = day.settled
    before = f"Settled before: {settled.reason}" if settled is not None and settled.reason else ""
    return [now, before, f"Proposed: {line.proposal}" if line.proposal else ""]
