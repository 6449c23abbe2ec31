"""One built map opened: addresses, routes and picture data behind one door."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from nemt_desk.geo.addresses.answers import Answer, KnownPin
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.build import FILE as ADDRESSES
from nemt_desk.geo.addresses.geocoder import EDGE_M, Geocoder
from nemt_desk.geo.addresses.number_finder import spots_at
from nemt_desk.geo.addresses.reverse import Near, Reverse
from nemt_desk.geo.addresses.suggest import AddressAhead, OwnPlace, Suggested
from nemt_desk.geo.building.map_folder import current_folder
from nemt_desk.geo.info import MapInfo, load_info
from nemt_desk.geo.picture.display import FILE as DISPLAY
from nemt_desk.geo.picture.display import DisplayMap
from nemt_desk.geo.roads.closed_roads import ClosedPiece
from nemt_desk.geo.roads.driving import USUAL, ClosedRoad, Driving, Kind
from nemt_desk.geo.roads.routing import Leg, Route, Router
from nemt_desk.geo.shapes import Point


class CountyMap:
    """The map of the office's county, made by `build_map`."""

    def __init__(self, folder: Path, info: MapInfo) -> None:
        self.info = info
        self._book = AddressBook(folder / ADDRESSES)
        self._ahead = AddressAhead(
            folder / ADDRESSES, lambda street, number: spots_at(self._book, street, number)
        )
        self._geocoder = Geocoder(self._book, info.bounds)
        self._reverse = Reverse(self._book)
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
        self._ahead.close()
        self.display.close()

    def geocode(self, text: str, limit: int = 5, pins: Sequence[KnownPin] = ()) -> Answer:
        """Return the places an address may mean; the office's own `pins` go first."""
        return self._geocoder.geocode(text, limit, pins)

    def reaches(self, point: Point) -> bool:
        """Say whether the point lies within the map's box, or just beside it."""
        return self.info.bounds.grown(EDGE_M).contains(point.lat, point.lon)

    def reverse(self, point: Point) -> Near:
        """Return the nearest address and crossing of a point, in words too."""
        return self._reverse.near(point)

    def suggest(
        self, text: str, limit: int = 8, *, own: Sequence[OwnPlace] = ()
    ) -> tuple[Suggested, ...]:
        """Return addresses, streets and places the text may become; the office's `own` first."""
        return self._ahead.suggest(text, limit, own=own)

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = USUAL
    ) -> Route:
        """Return the way from `a` to `b`: the direct (shortest) one, or the fastest."""
        return self._router.route(a, b, kind, driving=driving)

    def routes(self, a: Point, b: Point, *, driving: Driving = USUAL) -> tuple[Route, Route]:
        """Return the direct (shortest) and the fastest way."""
        return self._router.routes(a, b, driving=driving)

    def matrix(
        self,
        starts: Sequence[Point],
        ends: Sequence[Point],
        kind: Kind = "fastest",
        *,
        driving: Driving = USUAL,
    ) -> list[list[Leg | None]]:
        """Return distance and time from each start to each end; None where there is no way."""
        return self._router.matrix(starts, ends, kind, driving=driving)

    def closed_pieces(self, road: ClosedRoad) -> tuple[ClosedPiece, ...]:
        """Return what `road` really shuts, to show it; refuses what lies on no road."""
        return self._router.closed_pieces(road)
