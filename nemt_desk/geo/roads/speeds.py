"""Local speeds: how fast one really drives on gravel here. Minutes follow; miles never do.

The speed is written onto the unpaved roads of the network before the tiles are made. Census
(TIGER) roads tell no surface and keep the speeds assumed in `tiger`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from nemt_desk.ground.errors import InputError, Problem

SLOWEST_MPH, QUICKEST_MPH = 5, 60

_UNPAVED = frozenset(
    {
        "unpaved", "gravel", "fine_gravel", "pebblestone", "compacted", "dirt", "earth", "ground",
        "mud", "sand", "grass", "grass_paver", "rock", "crushed_limestone", "woodchips",
    }
)  # fmt: skip
_TRACKS = frozenset({"grade2", "grade3", "grade4", "grade5"})
_MPH = 1.609344


@dataclass(frozen=True, slots=True)
class LocalSpeeds:
    """Speeds that hold in this county; None leaves the engine's own."""

    gravel_mph: int | None = None

    def __post_init__(self) -> None:
        mph = self.gravel_mph
        if mph is not None and not SLOWEST_MPH <= mph <= QUICKEST_MPH:
            sentence = f"The speed on gravel must be {SLOWEST_MPH} to {QUICKEST_MPH} miles an hour."
            raise InputError((Problem("gravel_mph", sentence),))

    def plain(self) -> dict[str, int | None]:
        """Return it as plain JSON values, for the map's info and hash."""
        return {"gravel_mph": self.gravel_mph}


def is_unpaved(tags: Mapping[str, str]) -> bool:
    """Say whether the tags of a road tell that it is not paved; not told is paved."""
    surface = tags.get("surface")
    if surface is not None:
        return surface.split(";")[0].split(":")[0].strip().lower() in _UNPAVED
    return tags.get("tracktype") in _TRACKS


def speed_tags(tags: Mapping[str, str], speeds: LocalSpeeds) -> dict[str, str]:
    """Return the tags that give an unpaved road its local speed; a lower limit on a sign stays."""
    if speeds.gravel_mph is None or "highway" not in tags or not is_unpaved(tags):
        return {}
    posted = _mph(tags.get("maxspeed", ""))
    if posted is not None and posted <= speeds.gravel_mph:
        return {}
    return {"maxspeed": f"{speeds.gravel_mph} mph"}


def _mph(text: str) -> float | None:
    number, _, unit = text.strip().partition(" ")
    try:
        value = float(number.removesuffix("mph"))
    except ValueError:
        return None
    return value if "mph" in text or unit == "mph" else value / _MPH
