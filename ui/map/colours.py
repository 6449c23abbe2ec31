"""What the map is painted in: colours of the light and the dark map, widths by zoom. No painting.

The map stays pale on purpose: what a dispatcher looks for are the marks laid over it.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from nemt_desk.geo.picture.display import FeatureKind as Kind
from ui.theme.palette import Scheme


@dataclass(frozen=True, slots=True)
class Road:
    """How a class of roads is painted: inner colour, the edge that sets it off, and far away."""

    fill: str
    edge: str
    thin: str


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of one look of the map."""

    land: str
    areas: dict[Kind, str]
    area_edges: dict[Kind, str]
    lines: dict[Kind, str]
    roads: dict[Kind, Road]
    bridge: str
    text: str
    quiet_text: str
    water_text: str
    green_text: str
    care_text: str
    halo: str
    shields: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Fill, edge and text of a highway's sign by its kind."""


LIGHT = Inks(
    land="#F6F4EF",
    areas={
        Kind.LAND: "#F6F4EF", Kind.PARK: "#DCE9CF", Kind.WOOD: "#E1EAD8",
        Kind.BUILT_UP: "#ECE8E0", Kind.MEDICAL_GROUND: "#F6E0E2", Kind.WATER: "#B9D6EA",
        Kind.BUILDING: "#DDD5C9", Kind.WETLAND: "#DEEBE4", Kind.AIRFIELD: "#E6E4E8",
    },
    area_edges={Kind.WATER: "#8FB9D6", Kind.BUILDING: "#C4BAAB", Kind.MEDICAL_GROUND: "#E0B4B9"},
    lines={
        Kind.STREAM: "#93BEDC", Kind.SHORE: "#6FA5CA", Kind.BOUNDARY: "#A99BB6",
        Kind.RAIL: "#85898E", Kind.PATH: "#B39C86", Kind.TRACK: "#A2967B",
        Kind.COUNTY_LINE: "#8C6FA3", Kind.FERRY: "#6FA5CA", Kind.RUNWAY: "#BFBCC6",
    },
    roads={
        Kind.SERVICE: Road("#FFFFFF", "#D5CEC2", "#D5CEC2"),
        Kind.MINOR: Road("#FFFFFF", "#C2BAAC", "#C2BAAC"),
        Kind.TERTIARY: Road("#FFFFFF", "#A9A092", "#A9A092"),
        Kind.SECONDARY: Road("#FDF0BF", "#BFA65A", "#BFA65A"),
        Kind.PRIMARY: Road("#FBDC8C", "#BE973F", "#BE973F"),
        Kind.TRUNK: Road("#F7C77E", "#B37E33", "#B37E33"),
        Kind.MOTORWAY: Road("#F2B267", "#A8712C", "#A8712C"),
    },
    bridge="#6E665A",
    text="#24292E", quiet_text="#545A60", water_text="#255A85", green_text="#42683A",
    care_text="#8E2431", halo="#FBFAF7",
    shields={
        "interstate": ("#2B4C8C", "#FFFFFF", "#FFFFFF"), "us": ("#FFFFFF", "#33383D", "#1B1F23"),
        "state": ("#FFFFFF", "#33383D", "#1B1F23"), "county": ("#2F5D9A", "#F3D34A", "#FFE873"),
        "other": ("#FFFFFF", "#7C838A", "#1B1F23"),
    },
)  # fmt: skip

DARK = Inks(
    land="#1D2124",
    areas={
        Kind.LAND: "#1D2124", Kind.PARK: "#22332A", Kind.WOOD: "#1F2C26",
        Kind.BUILT_UP: "#25292D", Kind.MEDICAL_GROUND: "#3B282B", Kind.WATER: "#16354D",
        Kind.BUILDING: "#30363B", Kind.WETLAND: "#1C2F30", Kind.AIRFIELD: "#2A2B31",
    },
    area_edges={Kind.WATER: "#2D5F86", Kind.BUILDING: "#434B52", Kind.MEDICAL_GROUND: "#6B4247"},
    lines={
        Kind.STREAM: "#2D5F86", Kind.SHORE: "#3E7AA8", Kind.BOUNDARY: "#8D7BA0",
        Kind.RAIL: "#747B82", Kind.PATH: "#6B5D4F", Kind.TRACK: "#6A6353",
        Kind.COUNTY_LINE: "#A58CC0", Kind.FERRY: "#3E7AA8", Kind.RUNWAY: "#4A4B55",
    },
    roads={
        Kind.SERVICE: Road("#3B4248", "#16191B", "#3B4248"),
        Kind.MINOR: Road("#4B535A", "#15181A", "#4B535A"),
        Kind.TERTIARY: Road("#626B73", "#131517", "#626B73"),
        Kind.SECONDARY: Road("#7A7048", "#131517", "#7A7048"),
        Kind.PRIMARY: Road("#95803F", "#131517", "#95803F"),
        Kind.TRUNK: Road("#A37C3C", "#131517", "#A37C3C"),
        Kind.MOTORWAY: Road("#B0793A", "#131517", "#B0793A"),
    },
    bridge="#9AA1A8",
    text="#E6E9EB", quiet_text="#B2B9BF", water_text="#8FC3EA", green_text="#9CC59A",
    care_text="#F2A6AE", halo="#14171A",
    shields={
        "interstate": ("#2B4C8C", "#C7D3EA", "#FFFFFF"), "us": ("#E9ECEE", "#14171A", "#14171A"),
        "state": ("#E9ECEE", "#14171A", "#14171A"), "county": ("#274E82", "#D9BC3F", "#FFE873"),
        "other": ("#E9ECEE", "#14171A", "#14171A"),
    },
)  # fmt: skip


GREY = Inks(
    land="#FFFFFF",
    areas={
        Kind.LAND: "#FFFFFF", Kind.PARK: "#F1F1F1", Kind.WOOD: "#F4F4F4",
        Kind.BUILT_UP: "#F6F6F6", Kind.MEDICAL_GROUND: "#E9E9E9", Kind.WATER: "#D9D9D9",
        Kind.BUILDING: "#E4E4E4", Kind.WETLAND: "#F0F0F0", Kind.AIRFIELD: "#EFEFEF",
    },
    area_edges={Kind.WATER: "#8E8E8E", Kind.BUILDING: "#BDBDBD", Kind.MEDICAL_GROUND: "#A8A8A8"},
    lines={
        Kind.STREAM: "#A6A6A6", Kind.SHORE: "#8E8E8E", Kind.BOUNDARY: "#B5B5B5",
        Kind.RAIL: "#6E6E6E", Kind.PATH: "#ADADAD", Kind.TRACK: "#9A9A9A",
        Kind.COUNTY_LINE: "#5C5C5C", Kind.FERRY: "#8E8E8E", Kind.RUNWAY: "#C4C4C4",
    },
    roads={
        Kind.SERVICE: Road("#FFFFFF", "#C4C4C4", "#C4C4C4"),
        Kind.MINOR: Road("#FFFFFF", "#A3A3A3", "#A3A3A3"),
        Kind.TERTIARY: Road("#FFFFFF", "#7E7E7E", "#7E7E7E"),
        Kind.SECONDARY: Road("#F4F4F4", "#5E5E5E", "#5E5E5E"),
        Kind.PRIMARY: Road("#E8E8E8", "#525252", "#525252"),
        Kind.TRUNK: Road("#DADADA", "#444444", "#444444"),
        Kind.MOTORWAY: Road("#CFCFCF", "#3A3A3A", "#3A3A3A"),
    },
    bridge="#222222",
    text="#000000", quiet_text="#3A3A3A", water_text="#333333", green_text="#3A3A3A",
    care_text="#000000", halo="#FFFFFF",
    shields={
        "interstate": ("#3A3A3A", "#000000", "#FFFFFF"), "us": ("#FFFFFF", "#000000", "#000000"),
        "state": ("#FFFFFF", "#000000", "#000000"), "county": ("#E2E2E2", "#000000", "#000000"),
        "other": ("#FFFFFF", "#555555", "#000000"),
    },
)  # fmt: skip
"""For paper: every class of road and every sign is told apart without colour."""


def inks(scheme: Scheme) -> Inks:
    """Return the colours of a scheme; high contrast gets the dark map under its bright marks."""
    return LIGHT if scheme is Scheme.LIGHT else DARK


_WIDTHS: dict[Kind, tuple[tuple[int, float], ...]] = {
    Kind.MOTORWAY: ((6, 1.0), (8, 1.6), (10, 2.4), (12, 3.8), (14, 6.5), (16, 11.0), (18, 20.0)),
    Kind.TRUNK: ((6, 0.8), (8, 1.4), (10, 2.2), (12, 3.5), (14, 6.2), (16, 10.5), (18, 19.0)),
    Kind.PRIMARY: ((8, 1.2), (10, 2.0), (12, 3.2), (14, 5.8), (16, 10.0), (18, 18.0)),
    Kind.SECONDARY: ((9, 1.1), (10, 1.5), (12, 2.7), (14, 5.2), (16, 9.0), (18, 16.0)),
    Kind.TERTIARY: ((10, 1.0), (12, 2.0), (13, 3.0), (14, 4.4), (16, 8.0), (18, 15.0)),
    Kind.MINOR: ((11, 0.7), (12, 0.9), (13, 1.8), (14, 3.2), (15, 5.0), (16, 7.0), (18, 13.0)),
    Kind.SERVICE: ((14, 0.9), (15, 1.8), (16, 3.4), (18, 7.5)),
    Kind.TRACK: ((13, 0.8), (16, 1.6), (18, 2.4)),
    Kind.COUNTY_LINE: ((6, 1.2), (10, 1.8), (14, 2.6), (18, 3.4)),
    Kind.FERRY: ((10, 0.9), (14, 1.4), (18, 2.0)),
    Kind.RUNWAY: ((11, 1.2), (14, 5.0), (16, 14.0), (18, 50.0)),
    Kind.PATH: ((15, 0.8), (16, 1.2), (18, 2.0)),
    Kind.STREAM: ((9, 1.0), (12, 1.4), (14, 2.4), (16, 4.0), (18, 6.0)),
    Kind.SHORE: ((7, 0.9), (12, 1.4), (16, 2.2)),
    Kind.BOUNDARY: ((8, 0.9), (12, 1.4), (16, 2.0)),
    Kind.RAIL: ((10, 0.8), (13, 1.0), (16, 2.0)),
}
ROADS = (
    Kind.SERVICE, Kind.MINOR, Kind.TERTIARY, Kind.SECONDARY, Kind.PRIMARY, Kind.TRUNK,
    Kind.MOTORWAY,
)  # fmt: skip
_EDGED_FROM = {Kind.SERVICE: 16, Kind.MINOR: 13, Kind.TERTIARY: 11}


def width(kind: Kind, zoom: int) -> float:
    """Return how wide a line of that kind is at a zoom, in px."""
    steps = _WIDTHS[kind]
    if zoom <= steps[0][0]:
        return steps[0][1]
    for (low, thin), (high, thick) in pairwise(steps):
        if zoom <= high:
            return thin + (thick - thin) * (zoom - low) / (high - low)
    return steps[-1][1]


def is_edged(kind: Kind, zoom: int) -> bool:
    """Tell whether a road is wide enough there to be set off by an edge."""
    return zoom >= _EDGED_FROM.get(kind, 9)
