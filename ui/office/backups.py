"""Backups: the list, one more now, one onto a stick, and the drill that opens one again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import day_year_text, time_text
from nemt_desk.security.rows import Right
from ui.office.section import FoundLabel, Section, button
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import column, plain_label
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

if TYPE_CHECKING:
    from nemt_desk.office import Office

_MEGABYTE = 1_000_000
_TOLD = {  # (of one, of several)
    "member": ("member", "members"),
    "driver": ("driver", "drivers"),
    "place": ("place", "places"),
    "trip": ("trip", "trips"),
    "ride": ("ride", "rides"),
    "run": ("run", "runs"),
    "case_file": ("complaint or other case", "complaints and other cases"),
    "audit_entry": ("entry of the audit trail", "entries of the audit trail"),
}


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as the list shows it."""

    path: Path
    made_at: datetime
    entries: int
    size: int


@dataclass(frozen=True, slots=True)
class Drill:
    """What a check of one backup found: rows by table."""

    path: Path
    rows: Mapping[str, int]


def backup_rows(office: "Office") -> list[BackupRow]:
    """Return the backups of the office, newest first."""
    return [
        BackupRow(found.path, found.made_at, found.entries, found.path.stat().st_size)
        for found in office.backups.list()
    ]


def drill_words(drill: Drill) -> str:
    """Return what was counted, in words."""
    total = sum(drill.rows.values())
    counted = ((drill.rows[name], words) for name, words in _TOLD.items() if name in drill.rows)
    told = [f"{count:,} {words[count != 1]}" for count, words in counted]
    return (
        f"✔ {drill.path.name} opens, every page and every link is whole, {total:,} rows:"
        f" {', '.join(told)}. This backup would bring the office back."
    )


class BackupsSection(Section):
    """Backups."""

    name = "backups"
    title = "&Backups"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._checked: dict[Path, int] = {}
        self.table = RowsTable[BackupRow](
            list(self._columns()),
            key=lambda found: found.path,
            name="Backups",
            noun=("backup", "backups"),
            empty="No backup yet. Back up now.",
            remember=("office.backups", desk.prefs),
        )
        self.now = button("Back up no&w")
        self.to_folder = button("Back up to a f&older …")
        self.check = button("Chec&k this backup")
        self.restore = button("&Restore this backup …")
        self.found = FoundLabel()
        self.error = ErrorLabel()
        self.how = plain_label(self._how(), name="How to restore")
        self.setLayout(
            column(
                self.bar,
                flow(self.now, self.to_folder, self.check, self.restore),
                self.error,
                self.found,
                self.table,
                self.how,
                margin=BLOCK,
            )
        )
        self.now.clicked.connect(self.make)
        self.to_folder.clicked.connect(self._on_choose_folder)
        self.check.clicked.connect(self.drill)
        self.restore.clicked.connect(self._on_restore)
        self.table.opened.connect(lambda _row: self.drill())
        self.table.selected.connect(lambda _row: self._show_buttons())

    def _columns(self) -> Iterator[Column[BackupRow]]:
        yield Column("Made", self._made_words, sort=lambda found: found.made_at, width=215)
        yield Column(
            "Trail entries",
            lambda found: f"{found.entries:,}",
            sort=lambda found: found.entries,
            right=True,
            width=110,
        )
        yield Column(
            "Size",
            lambda found: f"{found.size / _MEGABYTE:.1f} MB",
            sort=lambda found: found.size,
            right=True,
            width=80,
        )
        yield Column("Checked", self._checked_words, width=220)
        yield Column("File", lambda found: found.path.name, width=380)

    @override
    def read(self) -> None:
        self.table.set_rows(backup_rows(self.office))
        self._show_buttons()

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.rowCount() else self.now

    def make(self) -> None:
        """Make a backup in the office's own folder."""
        self._make(None)

    def make_in(self, folder: Path) -> None:
        """Make a backup in another folder, such as a USB stick."""
        self._make(folder)

    def drill(self) -> None:
        """Open the chosen backup again and count what is in it."""
        chosen = self.table.current()
        if chosen is None:
            return
        office, path = self.office, chosen.path

        def work(_progress: Progress) -> Drill:
            return Drill(path, office.backups.check(path).rows)

        self._begin()
        self.desk.jobs.write(
            work, self._on_drilled, title="Checking a backup", failed=self._on_failed
        )

    def _make(self, folder: Path | None) -> None:
        if not self.may(Right.BACKUP):
            return
        office = self.office

        def work(_progress: Progress) -> tuple[Drill, bool]:
            made = office.backups.make(folder)
            return Drill(made.path, office.backups.check(made.path).rows), folder is None

        self._begin()
        self.desk.jobs.write(work, self._on_made, title="Making a backup", failed=self._on_failed)

    def _begin(self) -> None:
        self.error.show_problem("")
        self.found.say("")

    def _on_made(self, made: tuple[Drill, bool]) -> None:
        drill, is_own = made
        self._on_drilled(drill)
        if is_own:
            self.read()
            self.table.select(drill.path)
        where = "" if is_own else " It lies beside its key file; keep both together."
        self.desk.say(f"Backed up, opened again and checked.{where}")

    def _on_drilled(self, drill: Drill) -> None:
        self._checked[drill.path] = sum(drill.rows.values())
        self.found.say(drill_words(drill))
        self.table.set_rows(backup_rows(self.office))

    def _on_failed(self, error: DeskError) -> None:
        self.error.show_problem(error.sentence)

    def _show_buttons(self) -> None:
        may = self.may(Right.BACKUP)
        self.now.setEnabled(may)
        self.to_folder.setEnabled(may)
        self.check.setEnabled(may and self.table.current() is not None)
        self.restore.setEnabled(may and self.table.current() is not None)

    def _on_restore(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            self.desk.restore_asked.emit(chosen.path)

    def _made_words(self, found: BackupRow) -> str:
        local = self.office.time.local(found.made_at)
        return f"{day_year_text(local.date())} {time_text(local)}"

    def _checked_words(self, found: BackupRow) -> str:
        rows = self._checked.get(found.path)
        return "✔ when it was made" if rows is None else f"✔ just now: {rows:,} rows"

    def _how(self) -> str:
        command = f"main.py restore FILE --data {self.office.files.data}"
        return (
            "To go back to a backup choose it and press Restore: the office is closed, you sign in,"
            " the backup is checked, and the present file is kept aside. The same in a terminal,"
            f" for a file from elsewhere:  {command}"
        )

    def _on_choose_folder(self) -> None:
        dialog = QFileDialog(self, "Back up to a folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.make_in(Path(name)))
        dialog.open()
