"""The files picked for a map: each said at once what it is, how old, and whether it can be used."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from nemt_desk.geo.building.inspect import FileReport, inspect_file
from nemt_desk.geo.points.county_points import ColumnMapping, Preview
from nemt_desk.geo.sources import SourceKind
from nemt_desk.ground.errors import DeskError
from ui.office.map_words import report_lines
from ui.office.section import button
from ui.theme.theme import GAP
from ui.widgets.flow import flow
from ui.widgets.layout import QuietLabel, column, panel, plain_label

if TYPE_CHECKING:
    from ui.jobs.runner import Job
    from ui.shell.desk import Desk

PURPOSE = "address_points"
_ROADS = (SourceKind.OSM, SourceKind.TIGER)
_FILTER = "Maps (*.osm.pbf *.pbf *.zip *.csv *.geojson *.json)"
_NOTHING = (
    "None chosen yet. A state's or county's OpenStreetMap extract (.osm.pbf), Census TIGER/Line"
    " EDGES (.zip), the county's own address points (.csv, .geojson, shapefile .zip), a list of"
    " ZIPs and towns (.csv): one or several of them, from a USB stick or wherever they lie."
)


class MapFiles(QWidget):
    """What was picked, and what is known of it.

    Signals:
        changed: files were taken, forgotten, looked into, or their columns told.
    """

    changed = Signal()

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self._desk = desk
        self.paths: tuple[Path, ...] = ()
        self.reports: dict[Path, FileReport] = {}
        self.mappings: dict[Path, ColumnMapping] = {}
        self._job: Job | None = None
        self.choose = button("Choose &files …")
        self.forget = button("Take n&one of them")
        self.leave = button("&Leave out what can't be used")
        self.looking = QuietLabel()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP)
        buttons = flow(self.choose, self.forget, self.leave)
        self.setLayout(column(buttons, panel(self._list), self.looking, space=GAP))
        self.choose.clicked.connect(self._on_choose)
        self.forget.clicked.connect(lambda: self.take(()))
        self.leave.clicked.connect(lambda: self.take([report.path for report in self.usable]))
        desk.jobs.stepped.connect(self._on_stepped)
        self._show()

    @property
    def usable(self) -> list[FileReport]:
        """What can go into a map, in the order it was picked."""
        found = [self.reports[path] for path in self.paths if path in self.reports]
        return [report for report in found if report.is_usable]

    @property
    def is_looking(self) -> bool:
        """Whether a file is still being looked into."""
        return self._job is not None

    def problem(self) -> str:
        """Return why no map can be built from these, or nothing."""
        if not self.paths:
            return "Choose at least one file first."
        if self.is_looking:
            return "The files are still being looked into."
        bad = [self.reports[path] for path in self.paths if path in self.reports]
        broken = [report for report in bad if not report.is_usable]
        if broken:
            return f"{broken[0].problem} Leave it out or choose another."
        asked = [r for r in self.usable if r.doubt and r.path not in self.mappings]
        if asked:
            return f"Tell first which columns of {asked[0].path.name} hold what."
        if not any(report.kind in _ROADS for report in self.usable):
            return "There are no roads in these files. Add a .osm.pbf or TIGER/Line EDGES .zip."
        return ""

    def take(self, paths: Sequence[Path]) -> None:
        """Take these files and look into them."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.paths = tuple(dict.fromkeys(paths))
        self.reports, self.mappings = {}, {}
        self._show()
        self.changed.emit()
        if self.paths:
            files = self.paths
            self._job = self._desk.jobs.read(
                lambda progress: [inspect_file(path, progress) for path in files],
                partial(self._on_looked, files),
                title="Looking into the map files",
                failed=self._on_failed,
            )
            self._show()

    def set_columns(self, path: Path, mapping: ColumnMapping) -> None:
        """Take how a file's columns are read."""
        self.mappings[path] = mapping
        self._show()
        self.changed.emit()

    def _on_looked(self, files: tuple[Path, ...], reports: list[FileReport]) -> None:
        if files != self.paths:
            return
        self._job = None
        self.reports = {report.path: report for report in reports}
        for report in reports:
            if report.columns is not None:
                kept = self._desk.office.mappings.remembered(PURPOSE, report.columns.headers)
                if kept is not None:
                    self.mappings[report.path] = ColumnMapping.of(kept)
        self._show()
        self.changed.emit()

    def _on_failed(self, error: DeskError) -> None:
        self._job = None
        self.looking.setText(error.sentence)
        self.changed.emit()

    def _on_stepped(self, job: "Job") -> None:
        if job is self._job:
            self.looking.setText(f"{job.text} …")

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.forget.setVisible(bool(self.paths))
        self.leave.setVisible(0 < len(self.usable) < len(self.reports))
        self.looking.setText("Looking into the files …" if self._job is not None else "")
        if not self.paths:
            self._list.addWidget(plain_label(_NOTHING, name="Files chosen"))
        for path in self.paths:
            self._list.addWidget(self._label(path))
            report = self.reports.get(path)
            if report is not None and report.columns is not None:
                self._list.addWidget(
                    self._columns_button(path, report.columns), 0, Qt.AlignmentFlag.AlignLeft
                )

    def _label(self, path: Path) -> QLabel:
        report = self.reports.get(path)
        if report is None:
            return plain_label(path.name, name="File chosen")
        lines = list(report_lines(report, self._desk.today()))
        if path in self.mappings:
            lines = [line for line in lines if not line.startswith("?")]
            read = self.mappings[path].as_dict().items()
            lines.append("Read as: " + ", ".join(f"{what} = {name}" for what, name in read))
        return plain_label("\n    ".join(lines), name="File chosen")

    def _columns_button(self, path: Path, shown: Preview) -> QWidget:
        asked = button(f"Columns of {path.name} …")
        asked.clicked.connect(lambda: self._ask_columns(path, shown))
        return asked

    def _ask_columns(self, path: Path, shown: Preview) -> None:
        from ui.office.columns import ColumnsDialog  # noqa: PLC0415 - seldom needed

        known: Mapping[Path, ColumnMapping] = self.mappings
        ColumnsDialog.ask(
            self, shown, known.get(path) or shown.guess, partial(self.set_columns, path)
        )

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose map files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_FILTER, "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()
