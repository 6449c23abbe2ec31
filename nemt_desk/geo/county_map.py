"""One built map opened: addresses, routes and picture data behind one door."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from nemt_desk.geo.address_book import AddressBook
from nemt_desk.geo.address_build import FILE as ADDRESSES
from nemt_desk.geo.answers import Answer
from nemt_desk.geo.display import FILE as DISPLAY
from nemt_desk.geo.display import DisplayMap
from nemt_desk.geo.geocoder import Geocoder
from nemt_desk.geo.info import MapInfo, load_info
from nemt_desk.geo.map_folder import current_folder
from nemt_desk.geo.routing import Kind, Leg, Route, Router
from nemt_desk.geo.shapes import Point


class CountyMap:
    """The map of the office's county, made by `build_map`."""

    def __init__(self, folder: Path, info: MapInfo) -> None:
        self.info = info
        self._book = AddressBook(folder / ADDRESSES)
        self._geocoder = Geocoder(self._book, info.bounds)
        self._router = Router(folder, info)
        self.display = DisplayMap(folder / DISPLAY)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the current map in `folder`; a sentence when there is none."""
        place = current_folder(folder)
        return cls(place, load_info(place))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._book.close()
        self.display.close()

    def geocode(self, text: str, limit: int = 5) -> Answer:
        """Return the places an address may mean."""
        return self._geocoder.geocode(text, limit)

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Return ways to go on typing an address."""
        return self._geocoder.suggest(text, limit)

    def route(self, a: Point, b: Point, kind: Kind = "shortest") -> Route:
        """Return the way from `a` to `b`: the direct (shortest) one, or the fastest."""
        return self._router.route(a, b, kind)

    def routes(self, a: Point, b: Point) -> tuple[Route, Route]:
        """Return the direct (shortest) and the fastest way."""
        return self._router.routes(a, b)

    def matrix(
        self, starts: Sequence[Point], ends: Sequence[Point], kind: Kind = "fastest"
    ) -> list[list[Leg | None]]:
        """Return distance and time from each start to each end; None where there is no way."""
        return self._router.matrix(starts, ends, kind)
