"""How far typed towns, ZIP and state speak against a place on the map, in points and words."""

from collections import Counter

from rapidfuzz import fuzz

from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.street_middle import Spot
from nemt_desk.geo.addresses.street_names import town_key
from nemt_desk.geo.addresses.text import Asked
from nemt_desk.geo.addresses.zip_states import state_of_zip
from nemt_desk.geo.shapes import distance_m

_FAR_FROM_TOWN_M = 16_000.0
_UNKNOWN = 20.0
_FOREIGN = 60.0
_ALIKE = 84.0


class Agreement:
    """Compares what was typed with what one map knows."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book
        self._regions = {zip_code[:3] for zip_code in book.zips}
        states = Counter(state_of_zip(zip_code) for zip_code in book.zips)
        self._states = {state.lower() for state in states}
        most = max(states.values(), default=0)
        # One mistyped ZIP of the source makes no state of the map's, in words.
        plain = sorted(state for state, n in states.items() if state and (n > 1 or n == most))
        self._state_words = " and ".join(plain)

    def cost(self, asked: Asked, spot: Spot) -> tuple[float, str]:
        """Return how much the typed area speaks against the spot, and why in words."""
        if not asked.zip_code and not asked.towns and not asked.state:
            return 0.0, ""
        zip_cost, zip_words = self._zip_cost(asked.zip_code, spot)
        town_cost, town_words = self._town_cost(asked.towns, spot)
        words = " ".join(filter(None, (zip_words, town_words)))
        if self._is_foreign(asked, town_cost):
            # Another county's street of the same name.
            abroad = self.other_state(asked) or words or "The map does not reach there."
            return _FOREIGN, abroad
        return zip_cost + town_cost, words

    def other_state(self, asked: Asked) -> str:
        """Return a sentence if a state is typed in which this map has no ZIP; else nothing."""
        if not self._regions or asked.zip_code in self._book.zips:
            return ""
        if not asked.state or asked.state in self._states:
            return ""
        return f"{asked.state.upper()} is another state than this map's ({self._state_words})."

    def _is_foreign(self, asked: Asked, town_cost: float) -> bool:
        """Say whether another county or state is meant, where a street of that name may be."""
        if not self._regions or asked.zip_code in self._book.zips:
            return False
        if self.other_state(asked):
            return True
        if not asked.zip_code:
            return False
        is_confirmed = bool(asked.towns and self._book.towns) and town_cost == 0
        return not is_confirmed and (
            asked.zip_code[:3] not in self._regions or town_cost >= _UNKNOWN
        )

    def _zip_cost(self, zip_code: str, spot: Spot) -> tuple[float, str]:
        zips = self._book.zips
        if not zip_code or zip_code in spot.zip_codes or not zips:
            return 0.0, ""
        if zip_code not in zips:
            return 25.0, "The ZIP is not on this map."
        if spot.zip_codes:
            return 10.0, f"The map has ZIP {' or '.join(sorted(spot.zip_codes))} there."
        if distance_m(zips[zip_code].at, spot.at) > _FAR_FROM_TOWN_M:
            return 15.0, "That is far from the ZIP."
        return 0.0, ""

    def _town_cost(self, towns: tuple[str, ...], spot: Spot) -> tuple[float, str]:
        if not towns or not self._book.towns:
            return 0.0, ""
        return min(self._one_town(town, spot) for town in towns)

    def _one_town(self, town: str, spot: Spot) -> tuple[float, str]:
        key = town_key(town)
        there = self._towns_at(spot)
        if key in there:
            return 0.0, ""
        if any(fuzz.ratio(key, known) >= _ALIKE for known in there):
            return 0.0, ""
        known_towns = self._book.town(town)
        if not known_towns:
            return _UNKNOWN, f"{town} is not a town on this map."
        if min(distance_m(known.at, spot.at) for known in known_towns) > _FAR_FROM_TOWN_M:
            return 18.0, f"That is far from {town}."
        if there:
            return 6.0, f"The map has {self._town_words(spot)} there."
        return 0.0, ""

    def _towns_at(self, spot: Spot) -> set[str]:
        there = {town_key(spot.town)} if spot.town else set()
        for zip_code in spot.zip_codes:
            there |= self._book.zip_towns.get(zip_code, set())
        return there

    def _town_words(self, spot: Spot) -> str:
        if spot.town:
            return spot.town
        names = {self._book.zips[code].town for code in spot.zip_codes if code in self._book.zips}
        return " or ".join(sorted(filter(None, names))) or "another town"


def area_of(book: AddressBook, spot: Spot) -> str:
    """Return town and ZIP of a spot, as far as the map knows them."""
    zip_code = next(iter(spot.zip_codes)) if len(spot.zip_codes) == 1 else ""
    known = book.zips.get(zip_code)
    town = spot.town or (known.town if known else "")
    return f"{town} {zip_code}".strip()
