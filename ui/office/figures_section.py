"""Rules and local figures: what the pack says, what this agency laid over it, by whom and why."""

from typing import override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.figures.queries import figure_rows
from nemt_desk.figures.rows import FigureGroup, FigureRow
from nemt_desk.figures.rules import VALUE, range_text, typed_text
from nemt_desk.ground.errors import DeskError, InputError, Problem
from nemt_desk.policy.figures import LocalFigure
from nemt_desk.security.rows import Right
from ui.office.figure_lines import COLUMNS, GROUPS, told
from ui.office.section import UNSAVED, Section, button
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.form import FieldForm
from ui.widgets.layout import Heading, column, panel, plain_label, scrolling
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_FLAG = {"yes": "yes", "no": "no"}


class FiguresSection(Section):
    """Rules and local figures."""

    name = "figures"
    title = "Rul&es and local figures"
    kinds = frozenset({"agency"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: FigureRow | None = None
        self._is_reading = False
        self.group = ChoiceBox(list(GROUPS.items()))
        self.group.setAccessibleName("Figures shown")
        self.table = RowsTable(
            COLUMNS,
            key=lambda item: (item.key, item.since, item.until),
            name="Figures",
            noun=("figure", "figures"),
            empty="The state pack has no figures of this kind.",
            remember=("office.figures", desk.prefs),
        )
        self.head = Heading("")
        self.head.setWordWrap(True)
        self.about = plain_label(name="What is known of it")
        self.form = FieldForm()
        self.form.text("Here it &is", "typed", chars=30)
        self.form.choice("Here it is", "chosen", _FLAG)
        self.form.text("Wh&om it reaches", "reached", chars=30, help="Like “County line”.")
        self.form.text("W&hy", "why", chars=44, help="Who decided it, when: an auditor will ask.")
        self.keep = button("Save  Ctrl+Enter")
        self.reset = button("Reset to the state pack's  Delete")
        words = QLabel("Sho&w")
        words.setBuddy(self.group)
        for at, widget in enumerate((words, self.group)):
            self.table.bar.insertWidget(at, widget)
        acts = flow(self.keep, self.reset)
        right = column(self.head, self.about, self.form, acts, space=BLOCK)
        split = SideBySide(self.table, scrolling(panel(right)), share=0.62)
        self.setLayout(column(self.bar, split))
        self.group.edited.connect(self.read)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self._go_to_ours())
        self.keep.clicked.connect(self.save)
        self.reset.clicked.connect(self.take_away)
        self._show(None)

    @override
    def read(self) -> None:
        may = self.may(Right.SETTINGS)
        rows = figure_rows(self.office.settings, self.desk.today())
        chosen = self.group.value()
        shown = [
            one
            for one in rows
            if (one.group is chosen if isinstance(chosen, FigureGroup) else one.is_in_force)
        ]
        self._is_reading = True
        self.table.set_rows(shown)
        self._is_reading = False
        if not self.form.is_changed():
            self._show(self._again(rows) or next(iter(shown), None))
            if self.shown is not None:
                self._select(self.shown)
        self.form.setEnabled(may)
        self._dress()

    @override
    def save(self) -> None:
        shown = self.shown
        if shown is None or not shown.can_be_laid:
            self.desk.say("This figure is the state pack's own; nothing is laid over it.")
            return
        try:
            values = self.form.values()
            typed = str(values["chosen" if self._is_choice(shown.local) else "typed"] or "")
            why, name = str(values["why"]), str(values["reached"])
            changes = self.office.figures.lay(self.desk.actor, shown.key, typed, why=why, name=name)
        except InputError as error:
            self._refuse(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.form.mark_unchanged()
            self.desk.did(changes)
            self.read()

    @override
    def take_away(self) -> None:
        shown = self.shown
        if shown is None or shown.laid is None:
            self.desk.say("Nothing of ours is laid over this figure.")
            return
        try:
            changes = self.office.figures.reset(self.desk.actor, shown.key)
        except DeskError as error:
            self.desk.refuse(error)
            return
        self.form.mark_unchanged()
        self.desk.did(changes)
        self.read()

    @override
    def has_unsaved(self) -> bool:
        return self.form.is_changed()

    @override
    def drop(self) -> None:
        self._show(self.shown)

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.view

    def _go_to_ours(self) -> None:
        """Go to the field of the agency's own figure."""
        item = self.shown
        if item is None or not item.can_be_laid:
            self.desk.say("This figure is the state pack's own; nothing is laid over it.")
            return
        field = self.form.first_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self, rows: tuple[FigureRow, ...]) -> FigureRow | None:
        was = self.shown
        if was is None:
            return None
        return next((r for r in rows if (r.key, r.since) == (was.key, was.since)), None)

    def _select(self, shown: FigureRow) -> None:
        self._is_reading = True
        self.table.select((shown.key, shown.since, shown.until))
        self._is_reading = False

    def _on_selected(self, item: FigureRow | None) -> None:
        if item is None or self._is_reading or item == self.shown:
            return
        if self.form.is_changed():
            self.desk.say(UNSAVED)
            return
        self._show(item)

    def _show(self, item: FigureRow | None) -> None:
        self.shown = item
        if item is None:
            self.head.setText("Choose a figure")
            self.about.setText("")
        else:
            self.head.setText(item.label)
            self.about.setText(told(item, self.office.time))
        self._fill(item)
        self._dress()

    def _fill(self, item: FigureRow | None) -> None:
        local = item.local if item is not None else None
        typed, reached = "", ""
        choices = {word: word.replace("_", " ") for word in local.choices} if local else {}
        box = self.form.widget("chosen")
        if isinstance(box, ChoiceBox):
            box.set_choices({"": "choose …", **(choices or _FLAG)})
        if item is not None and item.laid is not None:
            laid = self.office.settings.local.get(item.key)
            typed = typed_text(local, laid) if local is not None else ""
            if item.group is FigureGroup.PHONE:
                typed, _, reached = item.laid.text.partition(" · ")
        chosen = typed.replace(" ", "_") if self._is_choice(local) else ""
        why = item.laid.why if item is not None and item.laid is not None else ""
        self.form.fill({"typed": typed, "chosen": chosen, "reached": reached, "why": why})
        self.form.set_help("typed", _help(item))

    def _is_choice(self, local: LocalFigure | None) -> bool:
        return local is not None and local.kind in {"choice", "flag"}

    def _dress(self) -> None:
        item, may = self.shown, self.desk.actor.may(Right.SETTINGS)
        can = item is not None and item.can_be_laid
        is_choice = self._is_choice(item.local if item is not None else None)
        self.form.setVisible(can)
        self.form.set_shown("typed", shown=not is_choice)
        self.form.set_shown("chosen", shown=is_choice)
        is_phone = item is not None and item.group is FigureGroup.PHONE
        self.form.set_shown("reached", shown=is_phone)
        self.keep.setVisible(can)
        self.keep.setEnabled(may)
        self.reset.setVisible(can)
        self.reset.setEnabled(may and item is not None and item.laid is not None)

    def _refuse(self, error: InputError) -> None:
        local = self.shown.local if self.shown is not None else None
        name = "chosen" if self._is_choice(local) else "typed"
        told = [Problem(name if p.field == VALUE else p.field, p.sentence) for p in error.problems]
        self.form.show_problems(InputError(told))


def _help(item: FigureRow | None) -> str:
    if item is None:
        return ""
    if item.group is FigureGroup.PHONE:
        return "The number that is called from here."
    return range_text(item.local) if item.local is not None else ""
