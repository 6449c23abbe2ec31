"""Roads, rails and streams with a name or number: joined across their pieces, named, signed.

Pieces wait in a file of their own, so that the memory it takes does not grow with the county.
"""

import sqlite3
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter

from nemt_desk.geo.picture.chains import Chain, Walk, joined, middles, upright
from nemt_desk.geo.picture.display import FeatureKind as Kind
from nemt_desk.geo.picture.display import SpotKind, Trait
from nemt_desk.geo.picture.mercator import px_units
from nemt_desk.geo.picture.signs import shield
from nemt_desk.geo.picture.write import (
    CHAINED_TO,
    NEAREST,
    Keeper,
    Look,
    Note,
    packed,
    unpacked,
    zoom_for,
)

_TABLE = """
CREATE TABLE piece (kind TEXT, name TEXT, ref TEXT, zoom INTEGER, traits INTEGER,
                    sign TEXT, line BLOB);
"""
_ROADS = (
    Kind.PATH, Kind.TRACK, Kind.SERVICE, Kind.MINOR, Kind.TERTIARY, Kind.SECONDARY, Kind.PRIMARY,
    Kind.TRUNK, Kind.MOTORWAY,
)  # fmt: skip
_NAMES_FROM = {
    Kind.MOTORWAY: 14, Kind.TRUNK: 13, Kind.PRIMARY: 12, Kind.SECONDARY: 12, Kind.TERTIARY: 12,
    Kind.MINOR: 13, Kind.SERVICE: 15, Kind.TRACK: 14, Kind.PATH: 16, Kind.STREAM: 11,
    Kind.RAIL: 13, Kind.RUNWAY: 14, Kind.FERRY: 12,
}  # fmt: skip
_SIGNS_FROM = {
    Kind.MOTORWAY: 7, Kind.TRUNK: 7, Kind.PRIMARY: 8, Kind.SECONDARY: 9, Kind.TERTIARY: 10,
    Kind.MINOR: 12,
}  # fmt: skip
LETTER_PX = 5.3
"""What a letter of a name takes at the usual size, a little short: the painter measures."""
_ENDS_PX = 8.0
_NAMES_APART_PX = 270.0
_SIGNS_APART_PX = 230.0
_SIGN_NEEDS_PX = 80.0
_ARROWS_APART_PX = 150.0
_ARROW_NEEDS_PX = 44.0
_LAST_SIGN_ZOOM = 16
_LAST_ZOOM = 18
_SAME_FOR = 2
_ARROWS_FROM = 16


class Pieces:
    """Pieces of named lines, put aside until all are there."""

    def __init__(self, scratch: sqlite3.Connection) -> None:
        self._base = scratch
        self._base.executescript(_TABLE)

    def add(self, look: Look, chain: Chain, name: str, ref: str) -> None:
        """Put a piece aside."""
        sign = ""
        if look.kind in _SIGNS_FROM and not look.traits & Trait.RAMP:
            found = shield(ref, name)
            sign = f"{found.kind}:{found.text}" if found is not None else ""
        self._base.execute(
            "INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?)",
            (look.kind.value, name, ref, look.zoom, int(look.traits & Trait.RAMP),
             sign, packed(chain)),
        )  # fmt: skip

    def finish(self, keeper: Keeper, tick: Callable[[], object]) -> None:
        """Write what the pieces make together."""
        base = self._base
        query = "SELECT kind, name, ref, zoom, traits, line FROM piece ORDER BY 1, 2, 3, 4, 5"
        for (kind, name), rows in groupby(base.execute(query), key=itemgetter(0, 1)):
            tick()
            _keep_road(keeper, Kind(kind), name, list(rows))
        query = "SELECT kind, sign, line FROM piece WHERE sign != '' ORDER BY 1, 2"
        for (kind, sign), rows in groupby(base.execute(query), key=itemgetter(0, 1)):
            tick()
            _keep_signs(keeper, Kind(kind), sign, [unpacked(row[2]) for row in rows])


def keep_arrows(keeper: Keeper, chain: Chain, way: int) -> None:
    """Keep the one-way arrows of a piece of road; `way` is -1 for against its points."""
    walk = Walk(chain)
    for middle, apart in middles(walk, _ARROWS_APART_PX * px_units(_LAST_ZOOM)):
        needs = _ARROW_NEEDS_PX if apart == walk.length else _ARROWS_APART_PX
        zoom = max(_ARROWS_FROM, zoom_for(apart, needs))
        if zoom <= NEAREST:
            some = min(walk.length / 2, 6 * px_units(zoom))
            (ax, ay), at, (bx, by) = (walk.at(middle + off) for off in (-some, 0.0, some))
            turn = upright(bx - ax, by - ay)
            is_back = (bx - ax < 0 or (bx == ax and by < ay)) != (way < 0)
            mark = "back" if is_back else "on"
            keeper.spot(Note(SpotKind.ARROW, "", zoom, mark=mark, turn=turn), at)


def keep_names(keeper: Keeper, note: Note, chains: Iterable[Chain]) -> None:
    """Keep where a line's name may stand, from the zoom on at which it fits."""
    needs_px = LETTER_PX * len(note.name) + _ENDS_PX
    for chain in chains:
        walk = Walk(chain)
        for middle, apart in middles(walk, _NAMES_APART_PX * px_units(_LAST_ZOOM)):
            least = needs_px if apart == walk.length else _NAMES_APART_PX
            zoom = max(note.zoom, zoom_for(apart, least))
            while zoom <= _LAST_ZOOM:
                px = px_units(zoom)
                found = walk.straightest(middle, needs_px * px, apart, px)
                if found is None:
                    zoom += 1
                    continue
                last = NEAREST if zoom + _SAME_FOR >= _LAST_ZOOM else zoom + _SAME_FOR
                keeper.spot(
                    Note(note.kind, note.name, zoom, note.rank, note.mark, found.turn,
                         found.room, last), (found.x, found.y),
                )  # fmt: skip
                zoom = last + 1


def _keep_road(keeper: Keeper, kind: Kind, name: str, rows: list[tuple]) -> None:  # type: ignore[type-arg]
    whole: list[Chain] = []
    for (_ref, zoom, traits), same in groupby(rows, key=itemgetter(2, 3, 4)):
        chains = joined([unpacked(row[5]) for row in same])
        look = Look(kind, zoom, Trait(traits))
        for chain in chains:
            keeper.line(look, chain, (0, CHAINED_TO))
        whole += chains
    if not name or kind not in _NAMES_FROM or _is_number_only(kind, name):
        return
    spot, rank = SpotKind.ROAD, _ROADS.index(kind) if kind in _ROADS else 0
    if kind is Kind.STREAM:
        spot = SpotKind.STREAM
    elif kind in (Kind.RAIL, Kind.RUNWAY, Kind.FERRY):
        spot = SpotKind.RAIL
    begin = max(_NAMES_FROM[kind], min(row[3] for row in rows))
    keep_names(keeper, Note(spot, name, begin, rank, kind.value), joined(whole))


def _keep_signs(keeper: Keeper, kind: Kind, sign: str, pieces: list[Chain]) -> None:
    sort, _, text = sign.partition(":")
    begin = _SIGNS_FROM[kind]
    for chain in joined(pieces):
        walk = Walk(chain)
        for middle, apart in middles(walk, _SIGNS_APART_PX * px_units(_LAST_SIGN_ZOOM)):
            needs = _SIGN_NEEDS_PX if apart == walk.length else _SIGNS_APART_PX
            zoom = max(begin, zoom_for(apart, needs))
            if zoom <= _LAST_ZOOM:
                note = Note(SpotKind.SIGN, text, zoom, _ROADS.index(kind), sort)
                keeper.spot(note, walk.at(middle))


def _is_number_only(kind: Kind, name: str) -> bool:
    """Tell whether the name says no more than the road's sign (`County Road 12`)."""
    return kind in _SIGNS_FROM and shield("", name) is not None
