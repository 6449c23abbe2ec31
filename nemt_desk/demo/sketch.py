"""What the demo county is made of before it becomes a map file: roads, areas, spots, houses.

Plain records on the flat sheet (miles). Nothing here draws or writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nemt_desk.demo.plane import Blob, Line, Point
from nemt_desk.demo.river import River

type Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Road:
    """A piece of road; pieces with the same tags are joined again when written."""

    line: Line
    tags: Tags

    def along(self, line: Line, **more: str) -> "Road":
        """The same road on another line, with some tags set anew."""
        return replace(self, line=line, tags={**self.tags, **more})


@dataclass(frozen=True, slots=True)
class Area:
    """A closed shape that is only painted (or, with open ends, a river or a railway)."""

    line: Line
    tags: Tags


@dataclass(frozen=True, slots=True)
class Spot:
    """A single point with tags."""

    at: Point
    tags: Tags


@dataclass(frozen=True, slots=True)
class Lot:
    """A house with its number on a street."""

    at: Point
    number: int
    street: str
    town: str
    postcode: str
    rural: bool


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake; large ones have a road around them."""

    name: str
    blob: Blob

    @property
    def has_shore_road(self) -> bool:
        """Say whether it is large enough for cabins all around."""
        return self.blob.reach >= 0.5


@dataclass(frozen=True, slots=True)
class Ban:
    """No turn from one street into another at a corner."""

    at: Point
    from_street: str
    to_street: str
    kind: str


@dataclass(slots=True)
class Sketch:
    """Everything drawn so far."""

    roads: list[Road] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    lakes: list[Lake] = field(default_factory=list)
    bans: list[Ban] = field(default_factory=list)
    river: River = field(default_factory=lambda: River(()))
