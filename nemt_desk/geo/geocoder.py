"""From an address as typed to places on the map, each with its precision, score and doubt."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from nemt_desk.geo.address_book import AddressBook, Named
from nemt_desk.geo.address_text import Asked, as_crossing, as_point, is_mail_only, readings
from nemt_desk.geo.answers import SURE_ENOUGH, Answer, Match, Precision
from nemt_desk.geo.house_numbers import split_number
from nemt_desk.geo.number_finder import Spot, spots_at, spots_on
from nemt_desk.geo.shapes import BBox, distance_m
from nemt_desk.ground.words import fold

_MAIL_ONLY = (
    "A post box or rural route is no place on a road. Ask for the house's street address, "
    "or set a pin on the map."
)
_NOTHING = "The map has no such address. Check the spelling, or set a pin on the map."
_UNSURE = "No good match. Choose one of these, or set a pin on the map."
_SEVERAL = "Several places fit. Choose one, or add the town or ZIP."
_EMPTY = "Type an address."
_SAME_SPOT_M = 250.0
_CLOSE_CALL = 4.0
_FAR_FROM_TOWN_M = 16_000.0
_UNKNOWN = 20.0
_ALNUM = re.compile(r"[a-z ]+")


class Geocoder:
    """Looks addresses up in one map's index."""

    def __init__(self, book: AddressBook, bounds: BBox) -> None:
        self._book = book
        self._bounds = bounds

    def geocode(self, text: str, limit: int = 5) -> Answer:
        """Return what the text may mean, best first; a question when nothing is sure."""
        text = " ".join(text.split())
        if not text:
            return Answer((), _EMPTY)
        point = as_point(text)
        if point is not None:
            inside = self._bounds.grown(2000).contains(point.lat, point.lon)
            doubt = "" if inside else "The point lies outside the map."
            words = f"{point.lat:.6f}, {point.lon:.6f}"
            return Answer((Match(point.lat, point.lon, words, Precision.PIN, 100.0, doubt),))
        if is_mail_only(text):
            return Answer((), _MAIL_ONLY)
        return _answer(list(self._matches(text)), limit)

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Return ways to go on typing: street and place names, the house number kept in front."""
        number, rest = split_number(text.strip())
        names = self._book.names_beginning(rest, limit)
        if number is None:
            return tuple(names)
        return tuple(f"{number.text} {name}" for name in names)

    def _matches(self, text: str) -> Iterator[Match]:
        for first, second in as_crossing(text):
            yield from self._crossings(first, second)
        seen: set[Asked] = set()
        numbered = False
        for reading in readings(text):
            numbered |= reading.number is not None
            for asked in self._cut(reading):
                if asked not in seen:
                    seen.add(asked)
                    yield from self._on_streets(asked)
        if not numbered:
            yield from self._by_name(text, next(readings(text)))

    def _cut(self, asked: Asked) -> Iterator[Asked]:
        """Give the reading, and those where the last words are a town typed without a comma."""
        yield asked
        words = asked.street.split()
        if asked.town or len(words) < 2 or self._book.is_street(asked.street):
            return
        for end in range(len(words) - 1, 0, -1):
            street, town = " ".join(words[:end]), " ".join(words[end:])
            is_word = len(words) - end <= 3 and _ALNUM.fullmatch(fold(town)) is not None
            if is_word and (self._book.town(town) or self._book.is_street(street)):
                yield replace(asked, street=street, town=town)

    def _on_streets(self, asked: Asked) -> Iterator[Match]:
        if not asked.street:
            return
        for likeness, street in self._book.streets_like(asked.street):
            if asked.number is None:
                spots = spots_on(self._book, street)
            else:
                spots = spots_at(self._book, street, asked.number)
            for spot in spots:
                yield self._match(asked, (likeness, street), spot)

    def _match(self, asked: Asked, street: tuple[float, int], spot: Spot) -> Match:
        likeness, key = street
        name = self._book.name_of(key)
        doubts = [spot.doubt] if spot.doubt else []
        if likeness < 95:
            doubts.insert(0, f"Read as {name}.")
        cost, doubt = self._disagreement(asked, spot)
        if doubt:
            doubts.append(doubt)
        area = self._area(spot)
        text = f"{spot.number} {name}".strip() + (f", {area}" if area else "")
        score = max(0.0, spot.worth * likeness / 100 - cost)
        return Match(*spot.at, text, spot.precision, round(score, 1), " ".join(doubts))

    def _area(self, spot: Spot) -> str:
        zip_code = next(iter(sorted(spot.zip_codes)), "") if len(spot.zip_codes) == 1 else ""
        known = self._book.zips.get(zip_code)
        town = spot.town or (known.town if known else "")
        return f"{town} {zip_code}".strip()

    def _disagreement(self, asked: Asked, spot: Spot) -> tuple[float, str]:
        """Return how much typed ZIP and town speak against the spot, and in words."""
        costs = [self._zip_cost(asked.zip_code, spot), self._town_cost(asked.town, spot)]
        words = " ".join(doubt for _, doubt in costs if doubt)
        is_elsewhere = not asked.town and self._is_foreign(asked.zip_code)
        if is_elsewhere or all(cost >= _UNKNOWN for cost, _ in costs):
            # Neither town nor ZIP is on this map: another county's street of the same name.
            return 60.0, words
        return sum(cost for cost, _ in costs), words

    def _zip_cost(self, zip_code: str, spot: Spot) -> tuple[float, str]:
        if not zip_code or zip_code in spot.zip_codes or not self._book.zips:
            return 0.0, ""
        if zip_code not in self._book.zips:
            return 25.0, "The ZIP is not on this map."
        if spot.zip_codes:
            return 10.0, f"The map has ZIP {' or '.join(sorted(spot.zip_codes))} there."
        if distance_m(self._book.zips[zip_code].at, spot.at) > _FAR_FROM_TOWN_M:
            return 15.0, "That is far from the ZIP."
        return 0.0, ""

    def _is_foreign(self, zip_code: str) -> bool:
        """Say whether not even the ZIP's region, its first three digits, is on this map."""
        known = self._book.zips
        return bool(zip_code and known) and not any(one[:3] == zip_code[:3] for one in known)

    def _town_cost(self, town: str, spot: Spot) -> tuple[float, str]:
        if not town or not self._book.towns:
            return 0.0, ""
        plain = fold(town)
        there = {fold(spot.town)} if spot.town else set()
        for zip_code in spot.zip_codes:
            there |= self._book.zip_towns.get(zip_code, set())
        if any(fuzz.ratio(plain, known) >= 84 for known in there):
            return 0.0, ""
        known_towns = self._book.town(town)
        if not known_towns:
            return 20.0, "The town is not on this map."
        if min(distance_m(known.at, spot.at) for known in known_towns) > _FAR_FROM_TOWN_M:
            return 18.0, "That is far from the town."
        if there:
            return 6.0, "The map has another town there."
        return 0.0, ""

    def _crossings(self, first: str, second: str) -> Iterator[Match]:
        for likeness_a, a in self._book.streets_like(first, 5):
            for asked in {second, " ".join(second.split()[:2]), second.partition(",")[0]}:
                for likeness_b, b in self._book.streets_like(asked, 5):
                    score = round(min(likeness_a, likeness_b) * 0.98, 1)
                    text = f"{self._book.name_of(a)} & {self._book.name_of(b)}"
                    doubt = "" if score >= 95 else f"Read as {text}."
                    for lat, lon in self._book.crossings(a, b):
                        yield Match(lat, lon, text, Precision.INTERSECTION, score, doubt)

    def _by_name(self, text: str, asked: Asked) -> Iterator[Match]:
        """Give places, towns and ZIPs of that name."""
        name = asked.street or text
        for place in self._book.places_like(name):
            score = fuzz.token_sort_ratio(fold(name), fold(place.name))
            if score >= 60:
                yield _named(place, Precision.PLACE, round(score * 0.96, 1), "")
        for town in self._book.town(name) if asked.street else []:
            if not asked.town:
                same = fold(town.name) == fold(name)
                yield _named(
                    town, Precision.TOWN, 97.0 if same else 80.0, "Only the middle of the town."
                )
        zip_code = self._book.zips.get(asked.zip_code)
        if zip_code is not None:
            score = 82.0 if not asked.street or self._book.town(asked.street) else 30.0
            yield _named(zip_code, Precision.ZIP, score, "Only the middle of the ZIP.")


def _named(named: Named, precision: Precision, score: float, doubt: str) -> Match:
    area = f"{named.town} {named.zip_code}".strip() if precision is Precision.PLACE else named.town
    text = f"{named.name}, {area}" if area else named.name
    return Match(*named.at, text, precision, score, doubt)


def _answer(found: list[Match], limit: int) -> Answer:
    best: list[Match] = []
    order = list(Precision)
    for match in sorted(found, key=lambda m: (-m.score, order.index(m.precision), m.text)):
        here = (match.lat, match.lon)
        same = any(
            distance_m(here, (other.lat, other.lon)) < _SAME_SPOT_M
            and (other.text == match.text or match.score < other.score)
            for other in best
        )
        if not same:
            best.append(match)
    best = best[:limit]
    if not best:
        return Answer((), _NOTHING)
    if best[0].score < SURE_ENOUGH:
        return Answer(tuple(best), _UNSURE)
    rivals = [m for m in best[1:] if m.score > best[0].score - _CLOSE_CALL]
    if any(distance_m((m.lat, m.lon), (best[0].lat, best[0].lon)) > _SAME_SPOT_M for m in rivals):
        return Answer(tuple(best), _SEVERAL)
    return Answer(tuple(best))
