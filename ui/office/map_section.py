"""The county map: what it was built from, and building another from files."""

from collections.abc import Sequence
from pathlib import Path
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from nemt_desk.geo import BBox, CountyMap, MapInfo, build_map
from nemt_desk.geo.map_folder import has_map
from nemt_desk.ground.changes import Changes, RowStep
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import new_id
from nemt_desk.ground.progress import Progress
from nemt_desk.security.rows import Right
from ui.office.map_words import info_lines
from ui.office.section import Section, button
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK
from ui.widgets.fields import LineField
from ui.widgets.form import ErrorLabel, FieldForm
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, row, scrolling

_NO_MAP = (
    "There is no map yet. Without one there are no routed miles and no directions. Choose the"
    " files below: an OpenStreetMap extract (.osm.pbf) or Census TIGER/Line EDGES zips, from a"
    " USB stick or wherever they lie."
)


class MapSection(Section):
    """Map."""

    name = "map"
    title = "&Map"
    kinds = frozenset({"map"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.files: tuple[Path, ...] = ()
        self.is_building = False
        self.about = plain_label(name="What the map was built from")
        self.choose = button("Choose &files …")
        self.chosen = plain_label(name="Files chosen")
        self.clip = LineField(chars=30, sample="-93.91,46.90,-93.01,47.60")
        self.build = button("Bui&ld the map")
        self.error = ErrorLabel()
        self.doing = QuietLabel()
        self.form = FieldForm()
        self.form.field("Files", "files", panel(column(row(self.choose, None), self.chosen)))
        self.form.field(
            "Cut to a bo&x",
            "clip",
            self.clip,
            help="West, south, east, north in degrees; empty takes all of the files.",
        )
        body = column(
            Heading("The map in use"),
            self.about,
            Heading("Build another"),
            self.form,
            self.error,
            row(self.build, None),
            self.doing,
            space=BLOCK,
        )
        self.setLayout(column(self.bar, scrolling(panel(body))))
        self.choose.clicked.connect(self._on_choose)
        self.build.clicked.connect(self.start)
        self.set_files(())

    @override
    def read(self) -> None:
        county = self.office.map
        self.about.setText(
            "\n".join(f"{label}:  {words}" for label, words in self._lines(county.info))
            if county is not None
            else self._why_none()
        )
        self._show_buttons()

    @override
    def first_focus(self) -> QWidget | None:
        return self.choose

    def set_files(self, files: Sequence[Path]) -> None:
        """Take these files to build from."""
        self.files = tuple(files)
        names = "\n".join(file.name for file in files)
        self.chosen.setText(names or "None chosen yet.")
        self.error.show_problem("")
        self._show_buttons()

    def start(self) -> None:
        """Build the map of the chosen files; the old one stays until the new one is whole."""
        self.error.show_problem("")
        try:
            box = BBox.parse(self.clip.text()) if self.clip.text().strip() else None
        except ValueError as error:
            self.error.show_problem(str(error))
            self.clip.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.files:
            self.error.show_problem("Choose at least one file first.")
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        office, files, actor = self.office, self.files, self.desk.actor

        def work(progress: Progress) -> MapInfo:
            info = build_map(
                files, office.files.map, clip=box, progress=progress, clock=office.clock
            )
            office.reload_map()
            office.trail.note(office.store, actor, "Built the map", kind="map", ids=[None])
            return info

        self._set_building(building=True)
        job = self.desk.jobs.write(
            work, self._on_built, title="Building the map", failed=self._on_failed
        )
        job.finished.connect(self._on_finished)

    def _on_built(self, info: MapInfo) -> None:
        self.set_files(())
        self.clip.clear()
        self.read()
        # Nothing in the database was touched, but every page that shows the map is stale.
        step = RowStep("map", new_id(), None, {"hash": info.map_hash})
        self.desk.published.emit(Changes.of("Built the map", (step,)))
        self.desk.say("The map is built and in use.")

    def _on_failed(self, error: DeskError) -> None:
        self.error.show_problem(error.sentence)

    def _on_finished(self) -> None:
        self._set_building(building=False)

    def _set_building(self, *, building: bool) -> None:
        self.is_building = building
        self.doing.setText(
            "Building. You can go on working; the status line below shows how far it is, and Stop"
            " ends it. The old map stays in use until the new one is whole."
            if building
            else ""
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        may = self.may(Right.SETTINGS)
        for widget in (self.choose, self.clip, self.build):
            widget.setEnabled(may and not self.is_building)

    def _why_none(self) -> str:
        """Say why there is no map in use: none was built, or the one there can't be opened."""
        folder = self.office.files.map
        if not has_map(folder):
            return _NO_MAP
        try:
            CountyMap.open(folder).close()
        except DeskError as error:
            return error.sentence
        return _NO_MAP

    def _lines(self, info: MapInfo) -> list[tuple[str, str]]:
        return list(info_lines(info, self.office.time))

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose map files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(["Maps (*.osm.pbf *.pbf *.zip *.csv)", "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.open()

    def _on_files_chosen(self, names: list[str]) -> None:
        self.set_files([Path(name) for name in names])
        self.build.setFocus(Qt.FocusReason.OtherFocusReason)
