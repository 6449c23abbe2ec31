"""The county map: what it was built from, and building another from files."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from nemt_desk.exchange.rows import ColumnChoice
from nemt_desk.geo import CountyMap, MapInfo
from nemt_desk.geo.building.area import Area, County
from nemt_desk.geo.building.build import FreshMap, prepare_map
from nemt_desk.geo.building.inspect import FileReport, estimate
from nemt_desk.geo.building.map_folder import has_map
from nemt_desk.geo.building.room import needed_bytes, size_text
from nemt_desk.geo.building.wish import MapWish
from nemt_desk.ground.changes import Changes, RowStep
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import new_id
from nemt_desk.ground.progress import Progress
from nemt_desk.places.spread import points_of_places
from nemt_desk.security.rows import Right
from ui.office.map_area import MapArea
from ui.office.map_files import PURPOSE, MapFiles
from ui.office.map_result import MapResult
from ui.office.map_words import change_lines, counts_text, info_lines, reach_sentence
from ui.office.section import Section, button
from ui.shell.desk import Desk
from ui.shell.recheck import RecheckDialog
from ui.theme.theme import BLOCK
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, scrolling

if TYPE_CHECKING:
    from ui.jobs.runner import Job

_NO_MAP = (
    "There is no map yet. Without one there are no routed miles and no directions. Choose the"
    " files below: an OpenStreetMap extract (.osm.pbf) or Census TIGER/Line EDGES zips, from a"
    " USB stick or wherever they lie."
)
_GO_ON = (
    "You can go on working meanwhile. The old map stays in use until the new one is whole and has"
    " been tried."
)


class MapSection(Section):
    """Map."""

    name = "map"
    title = "&Map"
    kinds = frozenset({"map"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.job: Job | None = None
        self.fresh: FreshMap | None = None
        self.about = plain_label(name="What the map was built from")
        self.files = MapFiles(desk)
        info = self.office.map.info if self.office.map is not None else None
        self.area = MapArea(
            self.office.settings.map_margin_mi,
            info.counties if info else (),
            info.speeds.get("gravel_mph") if info else None,
        )
        self.will = plain_label(name="What will be made")
        self.build = button("Bu&ild the map")
        self.stop = button("Sto&p")
        self.bar_done = QProgressBar()
        self.bar_done.setAccessibleName("How far the build is")
        self.doing = QuietLabel()
        self.error = ErrorLabel()
        self.result = MapResult()
        self.setLayout(column(self.bar, scrolling(self._body())))
        self.files.changed.connect(self._on_files)
        self.area.changed.connect(self._show_estimate)
        self.build.clicked.connect(self.start)
        self.stop.clicked.connect(self._on_stop)
        self.result.accepted.connect(self._swap)
        self.result.thrown_away.connect(self._throw_away)
        self.result.recheck.connect(self._on_recheck)
        desk.jobs.stepped.connect(self._on_stepped)
        self._on_files()

    def _body(self) -> QWidget:
        parts = column(
            Heading("The map in use"),
            self.about,
            self.result,
            Heading("Build another"),
            self.files,
            self.area,
            self.will,
            self.error,
            flow(self.build, self.stop),
            self.bar_done,
            self.doing,
            space=BLOCK,
        )
        return panel(parts)

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

    @property
    def choose(self) -> QWidget:
        """The button where building begins."""
        return self.files.choose

    @property
    def is_building(self) -> bool:
        """Whether a map is being built, or put to use."""
        return self.job is not None

    def set_files(self, files: Sequence[Path]) -> None:
        """Take these files to build from."""
        self.files.take(files)

    def start(self) -> None:
        """Build the map of the chosen files; the old one stays until the new one is whole."""
        self.error.show_problem("")
        try:
            area, speeds = self.area.area(), self.area.speeds()
        except InputError as error:
            self.area.form.show_problems(error)
            return
        problem = self.files.problem()
        if problem:
            self.error.show_problem(problem)
            # With many files the first button is far above the sentence, which must be seen.
            self.build.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.area.form.clear_problems()
        self._throw_away()
        self._remember(area)
        wish = MapWish(
            self.files.paths,
            area=area,
            points=dict(self.files.mappings),
            speeds=speeds,
        )
        office = self.office

        def work(progress: Progress) -> FreshMap:
            return prepare_map(wish, office.files.map, progress=progress, clock=office.clock)

        self.job = self.desk.jobs.write(
            work, self._on_made, title="Building the map", failed=self._on_failed
        )
        self.job.finished.connect(self._on_finished)
        self._show_buttons()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember(self, area: Area | None) -> None:
        """Keep the margin and how the columns are read for the next time."""
        try:
            if area is not None and area.counties:
                kept = replace(self.office.settings, map_margin_mi=round(area.margin_miles))
                if kept != self.office.settings:
                    self.desk.published.emit(self.office.save_settings(kept))
            for report in self.files.usable:
                mapping = self.files.mappings.get(report.path)
                if mapping is not None and report.columns is not None:
                    choice = ColumnChoice(PURPOSE, report.columns.headers, mapping.as_dict())
                    self.office.mappings.remember(self.desk.actor, choice)
        except DeskError as error:
            self.desk.refuse(error)

    def _on_made(self, fresh: FreshMap) -> None:
        self.fresh = fresh
        with self.office.store.read() as session:
            points = points_of_places(session)
        reach, is_doubtful = reach_sentence(fresh.info, points)
        if is_doubtful:
            self.result.ask(reach, [counts_text(fresh.info), *fresh.info.checked])
            self.result.throw.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        # The job that made it is not over yet: its button would still say Stop.
        QTimer.singleShot(0, self, self._swap)

    def _swap(self) -> None:
        fresh, office, actor = self.fresh, self.office, self.desk.actor
        if fresh is None:
            return
        self.fresh = None
        old = office.map.info if office.map is not None else None

        def work(progress: Progress) -> MapInfo:
            info = fresh.swap(progress)
            office.reload_map()
            office.trail.note(office.store, actor, "Built the map", kind="map", ids=[None])
            return info

        self.job = self.desk.jobs.write(
            work,
            lambda info: self._on_swapped(old, info),
            title="Putting the new map in place",
            failed=self._on_failed,
        )
        self.job.finished.connect(self._on_finished)
        self._show_buttons()

    def _on_swapped(self, old: MapInfo | None, info: MapInfo) -> None:
        with self.office.store.read() as session:
            reach, _doubt = reach_sentence(info, points_of_places(session))
        lines = [*change_lines(old, info), *([reach] if reach else [])]
        lines += [f"Left out: {n:,} address points: {why}" for why, n in info.refused.items()]
        self.set_files(())
        self.read()
        self.result.tell(lines)
        self.result.again.setFocus(Qt.FocusReason.OtherFocusReason)
        # Nothing in the database was touched, but every page that shows the map is stale.
        step = RowStep("map", new_id(), None, {"hash": info.map_hash})
        self.desk.published.emit(Changes.of("Built the map", (step,)))
        self.desk.say("The map is built and in use.")

    def _throw_away(self) -> None:
        fresh, self.fresh = self.fresh, None
        self.result.hide()
        if fresh is not None:
            fresh.discard()
            self.desk.say("The new map was thrown away. The old one is in use.")
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_recheck(self) -> None:
        RecheckDialog(self.desk, parent=self).begin()

    def _on_failed(self, error: DeskError) -> None:
        self.error.show_problem(error.sentence)

    def _on_finished(self) -> None:
        self.job = None
        self._show_buttons()

    def _on_stepped(self, job: "Job") -> None:
        if job is self.job:
            self.bar_done.setValue(max(0, job.percent))
            self.doing.setText(f"{job.text} … {_GO_ON}")

    def _on_stop(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _on_files(self) -> None:
        found: dict[tuple[str, str], County] = {}
        for report in self.files.usable:
            found |= {(county.fips, county.name): county for county in report.counties}
        self.area.offer(sorted(found.values(), key=lambda county: county.name))
        self.area.setVisible(bool(self.files.usable))
        self.error.show_problem("")
        self._show_estimate()
        self._show_buttons()

    def _show_estimate(self) -> None:
        text = ""
        if self.files.usable and not self.files.problem():
            try:
                text = _will_be_made(self.files.usable, self.area.area())
            except InputError as error:
                text = error.sentence
        self.will.setText(text)
        self.will.setVisible(bool(text))

    def _show_buttons(self) -> None:
        may = self.may(Right.SETTINGS)
        free = may and not self.is_building
        self.files.setEnabled(free)
        self.area.setEnabled(free)
        self.build.setEnabled(free and not self.files.is_looking)
        for widget in (self.stop, self.bar_done, self.doing):
            widget.setVisible(self.is_building)
        if not self.is_building:
            self.bar_done.setValue(0)
            self.doing.setText("")
        self.result.setEnabled(free)

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


def _will_be_made(files: Sequence[FileReport], area: Area | None) -> str:
    what = area.words if area is not None else "everything in the files"
    likely = estimate(files, area)
    room = size_text(needed_bytes(likely.network_bytes))
    return (
        f"Will be made: a map of {what}. It takes {likely.words}; while it is built, up to {room}"
        " must be free."
    )
