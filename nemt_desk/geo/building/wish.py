"""What somebody wants a map of: the files, which part of them, and how they are to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nemt_desk.geo.building.area import Area
from nemt_desk.geo.points.county_points import ColumnMapping
from nemt_desk.geo.roads.speeds import LocalSpeeds

MOST_MARGIN = 100
MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class MapWish:
    """A map that is wanted. `area` wins over `counties`; neither takes everything.

    `counties` are names or FIPS codes looked up in the files; `points` tells how the columns of
    files of address points are read, where that is known.
    """

    files: tuple[Path, ...]
    area: Area | None = None
    counties: tuple[str, ...] = ()
    margin_miles: float = MARGIN
    points: Mapping[Path, ColumnMapping] = field(default_factory=dict)
    speeds: LocalSpeeds = field(default_factory=LocalSpeeds)
