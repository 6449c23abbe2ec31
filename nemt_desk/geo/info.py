"""What a built map is: sources, dates, hash, counts. Written beside it as `info.json`."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nemt_desk.geo.shapes import BBox
from nemt_desk.geo.sources import Source
from nemt_desk.ground.errors import EnvironmentProblem

# 2: addresses, picture and the kept network are of another make than in 1.
FORMAT = 2
_FILE = "info.json"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One file that went into the map. `data_date` is ISO, a year, or empty if not told."""

    name: str
    kind: str
    sha256: str
    data_date: str


@dataclass(frozen=True, slots=True)
class MapInfo:
    """A built map; `map_hash` stands for sources, area, speeds and engine together.

    `place` names the area in words; `refused` counts rows of address points by the reason why
    they were not taken; `checked` says in sentences what was tried before it was put to use.
    """

    sources: tuple[SourceInfo, ...]
    bounds: BBox
    clip: BBox | None
    counts: Mapping[str, int]
    engine: str
    version: str
    built_at: datetime
    map_hash: str
    place: str = ""
    counties: tuple[str, ...] = ()
    margin_miles: float = 0.0
    speeds: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    checked: tuple[str, ...] = ()

    @property
    def map_date(self) -> str:
        """Return the date of the map data, newest source first; empty when no file tells."""
        return ", ".join(sorted({s.data_date for s in self.sources if s.data_date}, reverse=True))

    @property
    def credit(self) -> str:
        """Return the line that must stand on every picture of the map."""
        kinds = {source.kind for source in self.sources}
        words = []
        if "osm" in kinds:
            words.append("© OpenStreetMap contributors")
        if "tiger" in kinds:
            words.append("U.S. Census Bureau TIGER/Line")
        if "points" in kinds:
            words.append("the county's address points")
        return " · ".join(words)

    @property
    def caveats(self) -> tuple[str, ...]:
        """Return what a paper with these miles must say of the map; empty when there is nothing."""
        if any(source.kind == "osm" for source in self.sources):
            return ()
        return ("Census roads only: one-way streets are not known; speeds are assumed.",)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        plain = asdict(self)
        plain["built_at"] = self.built_at.isoformat(timespec="seconds")
        plain["map_date"] = self.map_date
        plain["credit"] = self.credit
        plain["format"] = FORMAT
        return plain

    def save(self, folder: Path) -> None:
        """Write it into the map's folder."""
        text = json.dumps(self.as_json(), indent=1, ensure_ascii=False)
        (folder / _FILE).write_text(text, encoding="utf-8")


def load_info(folder: Path) -> MapInfo:
    """Read the info of a built map."""
    try:
        plain = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if plain["format"] != FORMAT:
            raise EnvironmentProblem(
                "The map was built by another version of NEMT Desk. Build it again."
            )
        return MapInfo(
            sources=tuple(SourceInfo(**source) for source in plain["sources"]),
            bounds=BBox(**plain["bounds"]),
            clip=BBox(**plain["clip"]) if plain["clip"] else None,
            counts=plain["counts"],
            engine=plain["engine"],
            version=plain["version"],
            built_at=datetime.fromisoformat(plain["built_at"]),
            map_hash=plain["map_hash"],
            place=plain["place"],
            counties=tuple(plain["counties"]),
            margin_miles=plain["margin_miles"],
            speeds=plain["speeds"],
            refused=plain["refused"],
            checked=tuple(plain["checked"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise EnvironmentProblem("The map is damaged. Build it again.") from why


def source_infos(sources: Sequence[Source]) -> tuple[SourceInfo, ...]:
    """Return what is remembered of each source."""
    return tuple(SourceInfo(s.name, s.kind.value, s.sha256, s.data_date) for s in sources)


def hash_of(hashes: Iterable[str], *made: object) -> str:
    """Return the map's hash: the same files made the same way (area, speeds, engine) give it."""
    digest = hashlib.sha256(f"{FORMAT} {made}".encode())
    for sha256 in sorted(hashes):
        digest.update(sha256.encode())
    return digest.hexdigest()
