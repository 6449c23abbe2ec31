"""From map metres or feet to degrees: the projections county files come in, and no others.

UTM and the State Plane zones are Transverse Mercator or Lambert Conformal Conic with figures of
their own, which stand in the `.prj`. What is not known exactly is refused, never guessed.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import RefusedError

type ToDegrees = Callable[[float, float], LatLon]

_GRS80 = (6_378_137.0, 298.257222101)
_WGS84 = (6_378_137.0, 298.257223563)
_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|(?P<word>[A-Za-z_]\w*)|(?P<number>[-+.\dEe]+)|(?P<mark>[\[\](),])'
)
_GOOD_DATUMS = ("wgs_1984", "wgs84", "wgs_84", "nad_1983", "nad83", "north_american_1983",
                "north_american_datum_1983", "world_geodetic_system_1984")  # fmt: skip
_ASK = (
    "Ask for the file in WGS 84 (latitude and longitude, EPSG:4326), or save it so in the map"
    " program. Nothing was taken from it."
)
_EPSG = re.compile(r"(?:EPSG.*?:|^)(\d{4,6})$", re.IGNORECASE)


def degrees(x: float, y: float) -> LatLon:
    """Return x, y that are degrees already as latitude, longitude."""
    return y, x


def web_mercator(x: float, y: float) -> LatLon:
    """Return the place of web map metres (EPSG:3857)."""
    radius = _WGS84[0]
    lat = 2 * math.atan(math.exp(y / radius)) - math.pi / 2
    return math.degrees(lat), math.degrees(x / radius)


def of_epsg(name: str) -> ToDegrees:
    """Return how to read coordinates of a named system (`EPSG:26915`, an OGC URN).

    Raises:
        RefusedError: it is none that can be read exactly.
    """
    if name.upper().endswith("CRS84"):
        return degrees
    hit = _EPSG.search(name.strip())
    code = int(hit[1]) if hit else 0
    if code in (4326, 4269):
        return degrees
    if code in (3857, 900913, 102100):
        return web_mercator
    for first, spheroid in ((26900, _GRS80), (32600, _WGS84)):
        zone = code - first
        if 1 <= zone <= 60:
            return utm(zone, spheroid)
    raise RefusedError(f"The file's coordinates are in a system that can't be read here. {_ASK}")


def utm(zone: int, spheroid: tuple[float, float] = _WGS84) -> ToDegrees:
    """Return how to read UTM metres of a northern zone."""
    figures = {
        "central_meridian": zone * 6 - 183.0,
        "scale_factor": 0.9996,
        "false_easting": 500_000.0,
    }
    return transverse_mercator(spheroid, figures)


def of_prj(text: str) -> ToDegrees:
    """Return how to read the coordinates a `.prj` file describes.

    Raises:
        RefusedError: not WGS 84 or NAD 83, or a projection that can't be read exactly.
    """
    try:
        return _of_prj(text)
    except (ValueError, ArithmeticError) as why:
        raise RefusedError(f"The file's .prj can't be read. {_ASK}") from why


def _of_prj(text: str) -> ToDegrees:
    root = _parsed(text)
    whole = root.find("PROJCS") or root.find("GEOGCS")
    if whole is None:
        raise RefusedError(f"The file's .prj can't be read. {_ASK}")
    _check_datum(whole)
    if whole.word == "GEOGCS":
        return degrees
    name = whole.name.lower()
    projection = whole.find("PROJECTION")
    kind = projection.name.lower() if projection is not None else ""
    if kind == "mercator_auxiliary_sphere" or "pseudo-mercator" in name:
        return web_mercator
    figures = {
        item.name.lower(): float(item.values[1])
        for item in whole.parts
        if item.word == "PARAMETER" and len(item.values) > 1
    }
    unit = next((float(item.values[1]) for item in whole.parts if item.word == "UNIT"), 1.0)
    made = {
        "transverse_mercator": transverse_mercator,
        "gauss_kruger": transverse_mercator,
        "lambert_conformal_conic": lambert,
        "lambert_conformal_conic_1sp": lambert,
        "lambert_conformal_conic_2sp": lambert,
    }.get(kind)
    if made is None:
        raise RefusedError(f"The file's coordinates are not degrees but “{whole.name}”. {_ASK}")
    # False origins are told in the file's own unit, the formulas work in metres.
    figures |= {key: value * unit for key, value in figures.items() if key.startswith("false_")}
    to_degrees = made(_spheroid(whole), figures)
    return lambda x, y: to_degrees(x * unit, y * unit)


def transverse_mercator(spheroid: tuple[float, float], figures: dict[str, float]) -> ToDegrees:
    """Return how to read Transverse Mercator metres (Krüger's series, better than 1 mm)."""
    a, flat = spheroid[0], 1 / spheroid[1]
    n = flat / (2 - flat)
    e = math.sqrt(flat * (2 - flat))
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    radius *= figures.get("scale_factor", 1.0)
    alpha = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    beta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    start = _conformal(math.radians(figures.get("latitude_of_origin", 0.0)), e)
    start += sum(c * math.sin(2 * k * start) for k, c in enumerate(alpha, 1))
    middle = math.radians(figures.get("central_meridian", 0.0))
    east, north = figures.get("false_easting", 0.0), figures.get("false_northing", 0.0)

    def to_degrees(x: float, y: float) -> LatLon:
        xi, eta = (y - north) / radius + start, (x - east) / radius
        xi_, eta_ = xi, eta
        for k, c in enumerate(beta, 1):
            xi_ -= c * math.sin(2 * k * xi) * math.cosh(2 * k * eta)
            eta_ -= c * math.cos(2 * k * xi) * math.sinh(2 * k * eta)
        chi = math.asin(math.sin(xi_) / math.cosh(eta_))
        lon = middle + math.atan2(math.sinh(eta_), math.cos(xi_))
        return math.degrees(_geodetic(chi, e)), math.degrees(lon)

    return to_degrees


def lambert(spheroid: tuple[float, float], figures: dict[str, float]) -> ToDegrees:
    """Return how to read Lambert Conformal Conic metres, with one or two parallels."""
    a, flat = spheroid[0], 1 / spheroid[1]
    e = math.sqrt(flat * (2 - flat))
    origin = figures.get("latitude_of_origin", figures.get("standard_parallel_1", 0.0))
    first = math.radians(figures.get("standard_parallel_1", origin))
    second = math.radians(figures.get("standard_parallel_2", math.degrees(first)))

    def size(lat: float) -> float:
        return math.cos(lat) / math.sqrt(1 - (e * math.sin(lat)) ** 2)

    def t(lat: float) -> float:
        return math.tan(math.pi / 4 - _conformal(lat, e) / 2)

    n = math.sin(first)
    if abs(first - second) > 1e-10:
        n = math.log(size(first) / size(second)) / math.log(t(first) / t(second))
    reach = a * figures.get("scale_factor", 1.0) * size(first) / (n * t(first) ** n)
    start = reach * t(math.radians(origin)) ** n
    middle = math.radians(figures.get("central_meridian", 0.0))
    east, north = figures.get("false_easting", 0.0), figures.get("false_northing", 0.0)

    def to_degrees(x: float, y: float) -> LatLon:
        across, down = x - east, start - (y - north)
        rho = math.copysign(math.hypot(across, down), n)
        chi = math.pi / 2 - 2 * math.atan((rho / reach) ** (1 / n))
        side = math.copysign(1, n)
        lon = middle + math.atan2(side * across, side * down) / n
        return math.degrees(_geodetic(chi, e)), math.degrees(lon)

    return to_degrees


def _conformal(lat: float, e: float) -> float:
    """Return the conformal latitude."""
    return math.asin(math.tanh(math.asinh(math.tan(lat)) - e * math.atanh(e * math.sin(lat))))


def _geodetic(chi: float, e: float) -> float:
    """Return the latitude of a conformal one; five turns are good to a nanometre."""
    told = math.asinh(math.tan(chi))
    lat = chi
    for _ in range(6):
        lat = math.atan(math.sinh(told + e * math.atanh(e * math.sin(lat))))
    return lat


@dataclass(slots=True)
class _Node:
    """One bracket of a `.prj`: its word, its values, the brackets in it."""

    word: str
    values: list[str] = field(default_factory=list)
    parts: list["_Node"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.values[0] if self.values else ""

    def find(self, word: str) -> "_Node | None":
        """Return the first bracket of that word, the outer before the inner."""
        if self.word == word:
            return self
        hits = (part.find(word) for part in self.parts)
        return next((hit for hit in hits if hit is not None), None)


def _parsed(text: str) -> _Node:
    root = _Node("")
    open_ones = [root]
    word = ""
    for hit in _TOKEN.finditer(text[:20_000]):
        if hit["word"]:
            word = hit["word"].upper()
        elif hit["mark"] in ("[", "("):
            node = _Node(word)
            open_ones[-1].parts.append(node)
            open_ones.append(node)
        elif hit["mark"] in ("]", ")"):
            if len(open_ones) > 1:
                open_ones.pop()
        elif hit["mark"] is None:
            open_ones[-1].values.append(hit["text"] if hit["text"] is not None else hit["number"])
    return root


def _check_datum(whole: _Node) -> None:
    datum = whole.find("DATUM")
    name = (datum.name if datum is not None else "").lower().replace(" ", "_")
    name = name.removeprefix("d_")
    if not name.startswith(_GOOD_DATUMS):
        raise RefusedError(
            "The file's coordinates are measured from an older or foreign base than WGS 84 or"
            f" NAD 83 and may be off by 100 metres. {_ASK}"
        )
    prime = whole.find("PRIMEM")
    if prime is not None and len(prime.values) > 1 and float(prime.values[1]) != 0:
        raise RefusedError(f"The file's longitudes don't count from Greenwich. {_ASK}")


def _spheroid(whole: _Node) -> tuple[float, float]:
    told = whole.find("SPHEROID")
    if told is None or len(told.values) < 3:
        return _GRS80
    return float(told.values[1]), float(told.values[2])
