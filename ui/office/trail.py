"""The audit trail: the latest entries, found by words, one in full; and the check of the chain."""

from collections.abc import Iterator
from dataclasses import replace
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import day_year_text, time_text
from nemt_desk.security.rows import Right, TrailRow
from nemt_desk.security.trail import TrailCheck, matching
from ui.office.section import FoundLabel, Section, button
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK
from ui.widgets.form import ErrorLabel
from ui.widgets.history import HistoryLine, history_lines
from ui.widgets.layout import column, panel, row
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_SHOWN = 300
_FAULTS_SHOWN = 12
_KINDS = {
    "account": "account",
    "agency": "agency",
    "assignment": "ride on a run",
    "backup": "backup",
    "car": "car",
    "case_file": "complaint",
    "case_step": "step of a complaint",
    "credential": "credential",
    "driver_day_off": "days off",
    "driver_hours": "driving hours",
    "driver_relation": "relation",
    "member_paper": "member's paper",
    "unmet": "request turned down",
}


def kind_words(kind: str) -> str:
    """Return what kind of record an entry is about."""
    return _KINDS.get(kind, kind.replace("_", " "))


def flat(values: dict[str, object] | None) -> dict[str, object] | None:
    """Return the values of a row with those in its own small tables beside the others."""
    if values is None:
        return None
    plain: dict[str, object] = {}
    for name, value in values.items():
        plain |= value if isinstance(value, dict) else {name: value}
    return plain


def check_words(check: TrailCheck) -> str:
    """Return what the check found, when it found nothing."""
    return (
        f"✔ {check.entries:,} entries checked: the chain is whole. None was edited, removed,"
        " inserted or cut off."
    )


def fault_words(check: TrailCheck) -> str:
    """Return the faults, one to a line, and what to do."""
    shown = list(check.faults[:_FAULTS_SHOWN])
    more = len(check.faults) - len(shown)
    if more:
        shown.append(f"… and {more} more.")
    head = f"{check.entries:,} entries checked, {len(check.faults)} faults:"
    advice = "Note the day and hour, keep the last backups, and tell whoever answers for the data."
    return "\n".join([head, *(f"•  {fault}" for fault in shown), advice])


class TrailSection(Section):
    """Audit trail."""

    name = "trail"
    title = "A&udit trail"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowsTable[TrailRow](
            list(self._columns()),
            key=lambda entry: entry.seq,
            name="The trail by person, act or kind",
            noun=("entry", "entries"),
            empty="No entries.",
            filter_rows=False,
            remember=("office.trail", desk.prefs),
        )
        self.detail = RowsTable[HistoryLine](
            [
                Column("Field", lambda line: line.field, width=170),
                Column(
                    "From", lambda line: line.before, tooltip=lambda line: line.before, width=250
                ),
                Column("To", lambda line: line.after, tooltip=lambda line: line.after, width=300),
            ],
            key=lambda line: line.key,
            name="What the chosen entry changed",
            noun=("field", "fields"),
            empty="This entry changed no record: something was seen, printed or done.",
            remember=("office.trail.detail", desk.prefs),
        )
        self.detail.filter.hide()
        self.verify = button("Chec&k the trail now")
        self.found = FoundLabel()
        self.error = ErrorLabel()
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.shown = panel(column(row(self.verify, None), self.found, self.error, split))
        self.setLayout(column(self.bar, self.shown, margin=BLOCK))
        self.verify.clicked.connect(self.check)
        self.table.filter_typed.connect(lambda _text: self._find())
        self.table.selected.connect(self._on_selected)

    def _columns(self) -> Iterator[Column[TrailRow]]:
        yield Column("No.", lambda e: str(e.seq), sort=lambda e: e.seq, right=True, width=70)
        yield Column("When", self._when, sort=lambda e: e.seq, width=200)
        yield Column("Who", lambda e: e.actor_name, width=170)
        yield Column("What", lambda e: e.act, tooltip=lambda e: e.act, width=320)
        yield Column("About", lambda e: kind_words(e.kind), width=150)

    @override
    def read(self) -> None:
        may = self.may(Right.AUDIT)
        self.shown.setVisible(may)
        if may:
            self._find()
        else:
            self.bar.say(
                self.bar.text().replace("look at this, not change it", "not see the trail")
            )

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.filter

    def check(self) -> None:
        """Walk the whole chain."""
        office = self.office

        def work(_progress: Progress) -> TrailCheck:
            return office.verify_trail()

        self.found.say("")
        self.error.show_problem("")
        self.desk.jobs.write(work, self._on_checked, title="Checking the audit trail")

    def _on_checked(self, check: TrailCheck) -> None:
        if check.is_whole:
            self.found.say(check_words(check))
        else:
            self.error.show_problem(fault_words(check))

    def _find(self) -> None:
        office, text = self.office, self.table.filter.text()

        def work(_progress: Progress) -> list[TrailRow]:
            with office.store.read() as session:
                return matching(session, text, _SHOWN)

        self.desk.jobs.read(work, self._on_found, latest="office.trail")

    def _on_found(self, entries: list[TrailRow]) -> None:
        self.table.set_rows(entries)
        if len(entries) == _SHOWN:
            self.table.count.setText(f"the newest {_SHOWN}; type to find older ones")
        if entries and self.table.current() is None:
            self.table.select(entries[0].seq)

    def _on_selected(self, entry: TrailRow | None) -> None:
        lines: list[HistoryLine] = []
        if entry is not None:
            plain = replace(entry, before=flat(entry.before), after=flat(entry.after))
            lines = history_lines([plain], self.office.time.local)
        self.detail.set_rows([line for line in lines if line.field])
        self.detail.count.setVisible(any(line.field for line in lines))

    def _when(self, entry: TrailRow) -> str:
        local = self.office.time.local(entry.at)
        return f"{day_year_text(local.date())} {time_text(local)}"
