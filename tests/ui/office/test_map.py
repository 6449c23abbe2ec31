"""Office > Map: what the files are, which part of them, building, doubts, what changed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.geo import BBox, MapInfo
from nemt_desk.geo.info import SourceInfo
from nemt_desk.ground.clock import FixedClock
from nemt_desk.office import Office
from tests.factories import NOW, TODAY
from tests.geo.conftest import write_county
from tests.geo.state import write_state
from tests.ui.hands import press
from tests.ui.office.conftest import Opener
from tests.ui.real import fill, settle
from ui.office.map_area import Part
from ui.office.map_section import MapSection
from ui.office.map_words import (
    age_text,
    change_lines,
    counts_text,
    info_lines,
    reach_sentence,
)
from ui.office.page import OfficePage
from ui.shell.window import MainWindow

pytestmark = pytest.mark.slow  # a whole window and a map each time


def _shown(opened: Opener) -> tuple[MainWindow, OfficePage, MapSection]:
    window, page = opened()
    page.show_record("map", None)
    return window, page, page.map


def _take(qtbot: QtBot, window: MainWindow, section: MapSection, *files: Path) -> None:
    section.set_files(files)
    desk = window.desk
    assert desk is not None
    qtbot.waitUntil(lambda: not section.files.is_looking, timeout=60_000)
    settle(qtbot, window)


def _build(qtbot: QtBot, section: MapSection) -> None:
    section.build.click()
    qtbot.waitUntil(lambda: not section.is_building and section.fresh is None, timeout=90_000)


@pytest.mark.slow
def test_a_map_is_built_from_the_files_chosen(
    qtbot: QtBot, opened: Opener, office: Office, tmp_path: Path
) -> None:
    source = tmp_path / "county.osm.pbf"
    write_county(source)
    window, _page, section = _shown(opened)
    assert "no map yet" in section.about.text()
    section.build.click()
    assert "Choose at least one file" in section.error.text()
    _take(qtbot, window, section, source)
    assert section.area.part.value() is Part.ALL
    section.area.part.set_value(Part.BOX)
    section.area.box.setText("here")
    section.build.click()
    assert "four numbers" in section.area.form.problem_of("box")
    section.area.part.set_value(Part.ALL)
    section.area.gravel.setText("fast")
    section.build.click()
    assert "no whole number" in section.area.form.problem_of("gravel_mph")
    section.area.gravel.setText("90")
    section.build.click()
    assert "miles an hour" in section.area.form.problem_of("gravel_mph")
    section.area.gravel.setText("35")
    heard: list[frozenset[str]] = []
    desk = window.desk
    assert desk is not None
    desk.published.connect(lambda changes: heard.append(changes.kinds))
    _build(qtbot, section)
    qtbot.waitUntil(lambda: not desk.jobs.is_busy and not section.is_building, timeout=60_000)
    assert section.error.text() == ""
    assert office.map is not None
    assert office.map.info.speeds == {"gravel_mph": 35}
    assert "county.osm.pbf" in section.about.text()
    assert dict(info_lines(office.map.info, office.time))["Credit"] in section.about.text()
    assert "first map of this office" in section.result.told.text()
    assert frozenset({"map"}) in heard
    old = office.map.info.map_hash
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"no map")
    _take(qtbot, window, section, broken, source)
    section.build.click()
    assert "broken.osm.pbf" in section.error.text()
    assert office.map.info.map_hash == old
    section.files.leave.click()
    assert section.files.paths == (source,)


@pytest.mark.slow
def test_a_map_of_another_county_is_asked_about_first(
    qtbot: QtBot, opened: Opener, office: Office, tmp_path: Path
) -> None:
    fill(office)
    source = tmp_path / "state.osm.pbf"
    write_state(source, counties=2, rows=3)
    window, _page, section = _shown(opened)
    _take(qtbot, window, section, source)
    section.area.counties.item(1).setCheckState(Qt.CheckState.Checked)
    section.area.margin.setText("1")
    section.area.margin.editingFinished.emit()
    assert "County01 County, with 1 mile around" in section.will.text()
    section.build.click()
    qtbot.waitUntil(lambda: section.fresh is not None and not section.is_building, timeout=90_000)
    assert "None of the office's" in section.result.told.text()
    assert office.map is None
    assert office.settings.map_margin_mi == 1
    section.result.throw.click()
    assert not section.result.isVisible()
    assert not list(office.files.map.iterdir())


@pytest.mark.slow
def test_building_can_be_stopped(
    qtbot: QtBot, opened: Opener, office: Office, tmp_path: Path
) -> None:
    source = tmp_path / "county.osm.pbf"
    write_county(source)
    window, _page, section = _shown(opened)
    _take(qtbot, window, section, source)
    section.build.click()
    qtbot.waitUntil(lambda: section.bar_done.value() > 0, timeout=60_000)
    section.stop.click()
    qtbot.waitUntil(lambda: not section.is_building, timeout=60_000)
    assert not list(office.files.map.iterdir())
    assert section.build.isEnabled()


def test_counties_are_ticked_with_the_space_bar(
    qtbot: QtBot, opened: Opener, tmp_path: Path
) -> None:
    source = tmp_path / "state.osm.pbf"
    write_state(source, counties=2, rows=2)
    window, _page, section = _shown(opened)
    _take(qtbot, window, section, source)
    assert section.area.part.value() is Part.COUNTIES
    assert "Tick the counties" in section.will.text()
    section.build.click()
    assert "Tick the counties" in section.area.form.problem_of("counties")
    section.area.counties.setFocus()
    press(section.area.counties, Qt.Key.Key_Down)
    press(section.area.counties, Qt.Key.Key_Space)
    assert [county.name for county in section.area.counties.ticked()] == ["County01 County"]
    assert "County01 County, with 5 miles around" in section.will.text()


def test_a_map_that_cannot_be_opened_says_why(opened: Opener, office: Office) -> None:
    office.files.map.mkdir()
    (office.files.map / "current.json").write_text("{}")
    _window, _page, section = _shown(opened)
    assert section.about.text() == "The map is damaged. Build it again."


def test_a_file_that_is_gone_leaves_the_page_ready(
    qtbot: QtBot, opened: Opener, tmp_path: Path
) -> None:
    window, _page, section = _shown(opened)
    _take(qtbot, window, section, tmp_path / "gone.osm.pbf")
    section.start()
    assert "no file gone.osm.pbf" in section.error.text()
    assert section.build.isEnabled()


def _info(**other: object) -> MapInfo:
    values: dict[str, object] = {
        "sources": (SourceInfo("a.osm.pbf", "osm", "00", "2026-05-04"),),
        "bounds": BBox(-94, 46, -93, 47),
        "clip": None,
        "counts": {"street": 10, "house": 5},
        "engine": "Valhalla",
        "version": "3",
        "built_at": FixedClock(NOW).now(),
        "map_hash": "abc",
    }
    return MapInfo(**{**values, **other})  # type: ignore[arg-type]


def test_what_changed_is_told_in_numbers() -> None:
    new = _info(
        counts={"street": 12, "house": 5},
        sources=(SourceInfo("b.osm.pbf", "osm", "01", "2026-11-01"),),
        map_hash="def",
    )
    told = list(change_lines(_info(), new))
    assert "Date of the data: 2026-11-01; before: 2026-05-04." in told
    assert "12 streets; before: 10 (+2)." in told
    assert not any("house" in line for line in told)


def test_one_thing_is_told_as_one() -> None:
    told = counts_text(_info(counts={"town": 1, "zip": 1, "feature": 1, "street": 1_200}))
    assert told == "1 town, 1 ZIP area, 1 shape on the display map, 1,200 streets"


def test_places_off_the_map_are_a_doubt_only_when_all_are() -> None:
    on, off = (46.5, -93.5), (40.0, -80.0)
    assert reach_sentence(_info(), [off, off])[1]
    assert reach_sentence(_info(), [on, off]) == (
        "1 of the office's 2 places lies on this map.",
        False,
    )
    assert reach_sentence(_info(), []) == ("", False)


def test_the_age_of_data_is_told_in_words() -> None:
    assert age_text("2020", TODAY) == "data of 2020 (6 years old)"
    assert age_text("2026-05-04", TODAY).endswith("(6 months old)")
    assert age_text("", TODAY) == "date not told by the file"
