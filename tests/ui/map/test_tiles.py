"""Tiles: painted once, answered from memory, far zooms kept beside the map, homes' zooms not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.geo import CountyMap
from tests.ui.map.test_picture import tile_at
from ui.jobs.runner import JobRunner
from ui.map.colours import LIGHT
from ui.map.drawn import Style
from ui.map.projection import TileKey
from ui.map.tiles import FILE, Key, TileRoom, TileShelf

FAR = tile_at(46.52, -93.68, 12)
NEAR = tile_at(46.52, -93.68, 17)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


def room_of(jobs: JobRunner, county: CountyMap, path: Path | None) -> TileRoom:
    room = TileRoom(jobs, county.display, TileShelf(path), jobs)
    room.add_style(Style("light", LIGHT, "sans"))
    return room


def asked(qtbot: QtBot, room: TileRoom, tile: TileKey, ratio: int = 1) -> bytes:
    heard: list[bytes] = []
    room.ask(("light", ratio, tile), heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    return heard[0]


def kept(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as base:
        return {zoom for (zoom,) in base.execute("SELECT DISTINCT zoom FROM tile")}


def test_a_tile_is_a_picture(qtbot: QtBot, jobs: JobRunner, county: CountyMap) -> None:
    room = room_of(jobs, county, None)
    for ratio in (1, 2):
        image = QImage.fromData(asked(qtbot, room, FAR, ratio))
        assert (image.width(), image.height()) == (256 * ratio, 256 * ratio)


def test_its_neighbours_come_from_memory(qtbot: QtBot, jobs: JobRunner, county: CountyMap) -> None:
    room = room_of(jobs, county, None)
    asked(qtbot, room, FAR)
    heard: list[bytes] = []
    block = FAR.block
    room.ask(("light", 1, TileKey(12, block.x + 1, block.y + 1)), heard.append)
    assert heard
    assert not room.is_busy


def test_far_zooms_are_kept_and_near_ones_are_not(
    qtbot: QtBot, jobs: JobRunner, county: CountyMap, tmp_path: Path
) -> None:
    room = room_of(jobs, county, tmp_path / FILE)
    first = asked(qtbot, room, FAR)
    asked(qtbot, room, NEAR)
    room.close()
    assert kept(tmp_path / FILE) == {12}
    again = room_of(jobs, county, tmp_path / FILE)
    heard: list[bytes] = []
    again.ask(("light", 1, FAR), heard.append)
    assert heard == [first]
    again.close()


def test_pictures_of_an_older_program_are_thrown_away(
    qtbot: QtBot, jobs: JobRunner, county: CountyMap, tmp_path: Path
) -> None:
    path = tmp_path / FILE
    room = room_of(jobs, county, path)
    asked(qtbot, room, FAR)
    room.close()
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 0")
    shelf = TileShelf(path)
    assert shelf.get(("light", 1, FAR)) is None
    shelf.close()


def test_a_shelf_that_cannot_be_written_is_no_trouble(
    qtbot: QtBot, jobs: JobRunner, county: CountyMap, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database, and it is long enough to be told so" * 9)
    room = room_of(jobs, county, tmp_path / FILE)
    assert asked(qtbot, room, FAR)


@pytest.mark.parametrize(
    "key", [("dark", 1, FAR), ("light", 1, TileKey(25, 0, 0)), ("light", 1, TileKey(3, 99, 0))]
)
def test_what_is_no_tile_is_answered_with_nothing(
    qtbot: QtBot, jobs: JobRunner, county: CountyMap, key: Key
) -> None:
    heard: list[bytes] = []
    room_of(jobs, county, None).ask(key, heard.append)
    assert heard == [b""]


def test_a_closed_room_answers_nobody_later(
    qtbot: QtBot, jobs: JobRunner, county: CountyMap
) -> None:
    room = room_of(jobs, county, None)
    heard: list[bytes] = []
    room.ask(("light", 1, FAR), heard.append)
    room.close()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert not heard


def test_what_is_kept_on_disk_has_a_limit(tmp_path: Path) -> None:
    shelf = TileShelf(tmp_path / FILE, most=10_000)
    for number in range(40):
        shelf.put({("light", 1, TileKey(12, number, 7)): b"x" * 1000})
    found = [n for n in range(40) if shelf.get(("light", 1, TileKey(12, n, 7))) is not None]
    assert 5 <= len(found) <= 10
    assert found[-1] == 39, "the newest stay"
    shelf.close()
    again = TileShelf(tmp_path / FILE, most=3_000)
    again.put({("light", 1, TileKey(12, 99, 7)): b"x" * 1000})
    left = [n for n in range(100) if again.get(("light", 1, TileKey(12, n, 7))) is not None]
    assert len(left) <= 3, "what an earlier start kept counts too"
    again.close()


def test_what_is_kept_in_memory_has_a_limit(
    qtbot: QtBot, jobs: JobRunner, county: CountyMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.map.tiles._IN_MEMORY_BYTES", 50_000)
    room = room_of(jobs, county, None)
    first = asked(qtbot, room, NEAR)
    for step in range(4, 24, 4):
        asked(qtbot, room, TileKey(NEAR.zoom, NEAR.x + step, NEAR.y))
    assert room.held_bytes <= 50_000 + max(len(first), 50_000)
    assert asked(qtbot, room, NEAR) == first, "painted again, and the same"
