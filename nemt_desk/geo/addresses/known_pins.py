"""The office's own confirmed points, found by address or by name before any map is asked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from nemt_desk.geo.addresses.answers import KnownPin, Match, Precision, Source
from nemt_desk.geo.addresses.street_names import street_name, town_key
from nemt_desk.geo.addresses.text import Asked, levelled, readings
from nemt_desk.ground.words import fold

_ALIKE = 84.0
_EXACT = 100.0


class KnownPins:
    """Pins by number and street, and by name."""

    def __init__(self, pins: Sequence[KnownPin]) -> None:
        self._by_address: dict[tuple[str, str], list[tuple[Asked, KnownPin]]] = defaultdict(list)
        self._by_name: dict[str, list[KnownPin]] = defaultdict(list)
        for pin in pins:
            if pin.name.strip():
                self._by_name[fold(pin.name)].append(pin)
            asked = _first_reading(pin.text)
            key = _key(asked) if asked is not None else None
            if asked is not None and key is not None:
                self._by_address[key].append((asked, pin))

    def at(self, asked: Asked) -> Iterator[Match]:
        """Give the pins of the very address."""
        key = _key(asked)
        for known, pin in self._by_address.get(key, ()) if key else ():
            if asked.unit and asked.unit != known.unit:
                continue
            differs = asked.zip_code and known.zip_code and asked.zip_code != known.zip_code
            same_town = _towns_agree(asked.towns, known.towns)
            if same_town is False or (differs and not same_town):
                continue
            doubt = f"The office has ZIP {known.zip_code} for it." if differs else ""
            yield _match(pin, 96.0 if differs else _EXACT, doubt)

    def named(self, text: str) -> Iterator[Match]:
        """Give the pins of places with this very name."""
        for pin in self._by_name.get(fold(text), ()):
            yield _match(pin, _EXACT, "")


def _key(asked: Asked) -> tuple[str, str] | None:
    norm = street_name(asked.street).norm if asked.street else ""
    if asked.number is None or not norm:
        return None
    return asked.number.flat + asked.number.tail, norm


@lru_cache(maxsize=16_384)
def _first_reading(text: str) -> Asked | None:
    return next((one for one in readings(levelled(text)) if one.number is not None), None)


def _towns_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool | None:
    """Say whether any towns are the same; None where one side tells none."""
    if not one or not other:
        return None
    return any(fuzz.ratio(town_key(a), town_key(b)) >= _ALIKE for a in one for b in other)


def _match(pin: KnownPin, score: float, doubt: str) -> Match:
    text = pin.text or pin.name
    return Match(pin.lat, pin.lon, text, Precision.PIN, score, doubt, Source.PIN)
