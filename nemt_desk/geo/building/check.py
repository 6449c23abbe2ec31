"""A map is tried before it is put to use: it must find its own addresses and ways between them."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.build import FILE as ADDRESSES
from nemt_desk.geo.addresses.geocoder import Geocoder
from nemt_desk.geo.info import MapInfo
from nemt_desk.geo.picture.display import FILE as DISPLAY
from nemt_desk.geo.roads.routing import Router
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from nemt_desk.ground.progress import Progress

PAIRS = 12
NEAR = 4
_LOOK_UPS = 20
_NEAR_M = 250.0
_BAD = "The finished map could not be read back ({what}). Build it again. The old map was kept."


@dataclass(frozen=True, slots=True)
class _House:
    text: str
    at: Point


def check_map(folder: Path, info: MapInfo, progress: Progress) -> tuple[str, ...]:
    """Try the map in `folder`; returns what was tried, in sentences.

    Raises:
        EnvironmentProblem: a file can't be read back.
        RefusedError: no way was found between any two places on it.
    """
    progress.step("Checking the map: files", 95)
    files = _files_are_whole(folder)
    progress.step("Checking the map: routes", 96)
    routes = _routes(folder, info)
    progress.step("Checking the map: addresses", 97)
    houses = _addresses(folder, info)
    shapes = f"The picture holds {info.counts.get('feature', 0):,} shapes."
    return (files, routes, *([houses] if houses else []), shapes)


def _files_are_whole(folder: Path) -> str:
    tiles = list((folder / "tiles").rglob("*.gph"))
    for name in (ADDRESSES, DISPLAY):
        try:
            with contextlib.closing(sqlite3.connect(folder / name)) as base:
                (verdict,) = base.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as why:
            raise EnvironmentProblem(_BAD.format(what=name)) from why
        if verdict != "ok":
            raise EnvironmentProblem(_BAD.format(what=name))
    if not tiles or any(tile.stat().st_size == 0 for tile in tiles):
        raise EnvironmentProblem(_BAD.format(what="roads"))
    return f"All {len(tiles) + 2} files were read back and are whole."


def _routes(folder: Path, info: MapInfo) -> str:
    points = _spread(folder)
    far = list(zip(points, points[1:] + points[:1], strict=True)) if len(points) > 1 else []
    # On islands nothing leads far: along one road there must be a way all the same.
    pairs = (far[: PAIRS - NEAR] + _along_roads(folder))[:PAIRS]
    router = Router(folder, info)
    found = tried = 0
    for start, end in pairs:
        tried += 1
        with contextlib.suppress(RefusedError):
            found += router.route(start, end, "shortest").distance_m > 0
    if not tried:
        return "It has too few named roads to try routes on."
    if not found:
        raise RefusedError(
            "No way was found between any two places on this map: its roads do not join. "
            "Choose another file. The old map was kept."
        )
    rest = "" if found == tried else " (the others lie on roads that do not join)"
    return f"{found} of {tried} routes tried between places on it were found{rest}."


def _addresses(folder: Path, info: MapInfo) -> str:
    houses = list(_known_houses(folder))
    if not houses:
        return ""
    found = 0
    with contextlib.closing(AddressBook(folder / ADDRESSES)) as book:
        geocoder = Geocoder(book, info.bounds)
        for house in houses:
            with contextlib.suppress(DeskError):
                answer = geocoder.geocode(house.text, 5)
                found += any(
                    Point(match.lat, match.lon).distance_m(house.at) < _NEAR_M
                    for match in answer.matches
                )
    return f"{found} of {len(houses)} addresses taken from it at random were found again."


def _spread(folder: Path) -> list[Point]:
    """Return points on roads from all over the map, far apart from one to the next."""
    rows = _rows(
        folder,
        "SELECT lat, lon FROM segment "
        "WHERE rowid % max(1, (SELECT count(*) FROM segment) / max(1, ?)) = 0",
        PAIRS * 2,
    )
    points = [Point(lat, lon) for lat, lon in rows]
    half = (len(points) + 1) // 2
    mixed = [p for pair in zip(points[:half], points[half:], strict=False) for p in pair]
    return mixed or points


def _along_roads(folder: Path) -> list[tuple[Point, Point]]:
    rows = _rows(
        folder,
        "SELECT a.lat, a.lon, b.lat, b.lon FROM crossing a JOIN crossing b ON a.a = b.a "
        "WHERE (a.lat, a.lon) <> (b.lat, b.lon) LIMIT ?",
        NEAR,
    )
    return [(Point(a, b), Point(c, d)) for a, b, c, d in rows]


def _known_houses(folder: Path) -> Iterator[_House]:
    rows = _rows(
        folder,
        "SELECT prefix, number, tail, street.name, town, zip, lat, lon "
        "FROM house JOIN street ON street.id = house.street "
        "WHERE house.rowid % max(1, (SELECT count(*) FROM house) / ?) = 0 LIMIT ?",
        _LOOK_UPS,
        _LOOK_UPS,
    )
    for prefix, number, tail, street, town, zip_code, lat, lon in rows:
        line = f"{prefix}{number}{tail} {street}"
        rest = " ".join(part for part in (town, zip_code) if part)
        yield _House(f"{line}, {rest}" if rest else line, Point(lat, lon))


def _rows(folder: Path, sql: str, *values: int) -> list[Any]:
    with contextlib.closing(sqlite3.connect(folder / ADDRESSES)) as base:
        return base.execute(sql, values).fetchall()
