"""In which hand a name is written: size, weight, slant and colour by what it names and the zoom."""

from dataclasses import dataclass, field

from nemt_desk.geo.picture.display import SPOTS, Spot
from nemt_desk.geo.picture.display import FeatureKind as Ground
from nemt_desk.geo.picture.display import SpotKind as Kind
from ui.map.colours import Inks
from ui.map.lettering import Hand

_TOWNS = {5: 1.9, 4: 1.6, 3: 1.32, 2: 1.08, 1: 0.98, 0: 0.95}
_TOWN_GROWS_FROM = 12
_QUIET_TOWN = 1
_BOLD_TOWN = 3
_MINOR_ROAD, _TERTIARY_ROAD = 3, 4
_WRAP_FROM = 17


@dataclass(slots=True)
class Hands:
    """All hands of one picture; `base` is the usual size of letters in device pixels."""

    inks: Inks
    base: float
    zoom: int
    _known: dict[tuple[int, int, str], Hand] = field(default_factory=dict)

    def of(self, spot: Spot) -> Hand:
        """Return the hand a spot's name is written in."""
        key = (spot.kind, spot.rank, spot.mark)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(spot)
        return known

    def _made(self, spot: Spot) -> Hand:
        inks, kind = self.inks, SPOTS[spot.kind]
        match kind:
            case Kind.TOWN:
                return self.town(spot.rank)
            case Kind.SIGN:
                return self._hand(0.84, inks.shields[spot.mark][2], bold=True)
            case Kind.CARE:
                return self._hand(0.98, inks.care_text, bold=True)
            case Kind.WATER:
                ground = inks.areas.get(Ground(spot.mark), inks.land)
                return self._hand(1.05, inks.water_text, italic=True, halo=ground)
            case Kind.STREAM:
                return self._hand(0.95, inks.water_text, italic=True)
            case Kind.PARK:
                return self._hand(0.92, inks.green_text, italic=True)
            case Kind.ROAD:
                return self._road(spot.rank)
            case Kind.HOUSE:
                return self._hand(0.84, inks.quiet_text)
            case Kind.RAIL:
                return self._hand(0.84, inks.quiet_text, italic=True)
            case _:
                return self._hand(0.92, inks.quiet_text)

    def town(self, rank: int) -> Hand:
        """Return the hand of a town: by its size, a little larger when looked at closely."""
        grown = 1.0 if self.zoom < _TOWN_GROWS_FROM else 1.12
        colour = self.inks.text if rank > _QUIET_TOWN else self.inks.quiet_text
        return self._hand(_TOWNS.get(rank, 1.0) * grown, colour, bold=rank >= _BOLD_TOWN)

    def lines(self, text: str) -> tuple[str, ...]:
        """Return a point's name on one line, or on two if it is long."""
        if len(text) < _WRAP_FROM or " " not in text:
            return (text,)
        gaps = [place for place, letter in enumerate(text) if letter == " "]
        middle = min(gaps, key=lambda place: abs(place - len(text) / 2))
        return text[:middle], text[middle + 1 :]

    def _road(self, rank: int) -> Hand:
        size = 0.92 if rank <= _MINOR_ROAD else 0.96 if rank == _TERTIARY_ROAD else 1.0
        size *= 1.0 + 0.08 * max(0, min(3, self.zoom - 15))
        colour = self.inks.text if rank >= _MINOR_ROAD else self.inks.quiet_text
        return self._hand(size, colour)

    def _hand(
        self, size: float, colour: str, *, bold: bool = False, italic: bool = False, halo: str = ""
    ) -> Hand:
        return Hand(max(6, round(self.base * size)), colour, bold, italic, halo)
