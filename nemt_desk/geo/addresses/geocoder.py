"""From an address as typed to places on the map, each with its precision, score and doubt."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nemt_desk.geo.addresses.agreement import Agreement
from nemt_desk.geo.addresses.answers import (
    CLOSE_CALL,
    SURE_ENOUGH,
    Answer,
    KnownPin,
    Match,
    Precision,
    Source,
)
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.known_pins import KnownPins
from nemt_desk.geo.addresses.mail_only import without_box
from nemt_desk.geo.addresses.plus_codes import as_plus_code, point_of
from nemt_desk.geo.addresses.search import AddressSearch
from nemt_desk.geo.addresses.street_names import town_key
from nemt_desk.geo.addresses.text import levelled, readings
from nemt_desk.geo.addresses.typed_points import typed_point
from nemt_desk.geo.shapes import BBox, Point, distance_m

_MAIL_ONLY = (
    "A post box or rural route is no place on a road. Ask for the house's street address, "
    "or set a pin on the map."
)
_BOX_LEFT_OUT = "The post box or rural route was left out."
_NOTHING = "The map has no such address. Check the spelling, or set a pin on the map."
_UNSURE = "No good match. Choose one of these, or set a pin on the map."
_SEVERAL = "Several places fit. Choose one, or add the town or ZIP."
_BAD_NUMBER = "The house number can't be read. Choose the street, or correct the number."
_EMPTY = "Type an address."
_NO_HOUSE_NUMBER = re.compile(r"(?:\d{8,}[A-Za-z]?|\d+/\d+)[\s,]+\S")
_SAME_SPOT_M = 250.0
EDGE_M = 2000.0
_ORDER = {precision: place for place, precision in enumerate(Precision)}


class Geocoder:
    """Looks addresses up in one map's index."""

    def __init__(self, book: AddressBook, bounds: BBox) -> None:
        self._book = book
        self._bounds = bounds
        self._agreement = Agreement(book)
        self._pins: tuple[Sequence[KnownPin], KnownPins] = ((), KnownPins(()))

    def geocode(self, text: str, limit: int = 5, pins: Sequence[KnownPin] = ()) -> Answer:
        """Return what the text may mean, best first; a question when nothing is sure."""
        plain = levelled(text)
        if not plain:
            return Answer((), _EMPTY)
        exact = self._as_point(text.strip()) or self._as_code(plain)
        if exact is not None:
            return exact
        known = self._known(pins)
        named = list(known.named(plain))
        if named:
            return _answer(named, limit)
        rest = without_box(plain)
        if rest is None or (self._is_road(plain) and not self._is_road(rest)):
            return self._looked_up(plain, limit, known)
        if not self._has_street(rest):
            return Answer((), _MAIL_ONLY)
        return _with_note(self._looked_up(rest, limit, known), _BOX_LEFT_OUT)

    def _looked_up(self, text: str, limit: int, pins: KnownPins) -> Answer:
        search = AddressSearch(self._book, self._agreement, pins)
        search.run(text)
        answer = _answer(search.found, limit)
        if search.question and (answer.best is None or answer.best.precision.is_rough):
            return Answer(answer.matches, search.question)
        if answer.best is None and answer.matches and search.other_state:
            return Answer(answer.matches, f"{search.other_state} {answer.question}")
        if (
            answer.best is not None
            and answer.best.precision.is_rough
            and self._is_misnumbered(text)
        ):
            return Answer(answer.matches, _BAD_NUMBER)
        return answer

    def _is_misnumbered(self, text: str) -> bool:
        """Say whether a number no house has stands before the street: `1/2 Main St`."""
        asked = next(readings(text), None)
        is_bad = _NO_HOUSE_NUMBER.match(text) is not None
        return is_bad and asked is not None and not self._book.is_street(asked.street)

    def _known(self, pins: Sequence[KnownPin]) -> KnownPins:
        """Return the pins by address; read anew only when they are other ones."""
        if pins is not self._pins[0] and pins != self._pins[0]:
            self._pins = (tuple(pins), KnownPins(pins))
        return self._pins[1]

    def _as_point(self, text: str) -> Answer | None:
        typed = typed_point(text)
        if typed is None:
            return None
        point, doubt = typed.point, "The point lies outside the map."
        near = self._bounds.grown(EDGE_M)
        others = [(point, "")]
        if typed.is_plain:
            lat, lon = point.pair
            others += [
                (Point(lat, -lon), "Read with a minus before the longitude."),
                (Point(lon, lat), "Read as longitude, latitude."),
                (Point(-lon, lat), "Read as longitude, latitude."),
                (Point(lon, -lat), "Read as longitude, latitude, with a minus."),
            ]
        for other, words in others:
            if near.contains(other.lat, other.lon):
                point, doubt = other, words
                break
        text = f"{point.lat:.6f}, {point.lon:.6f}"
        match = Match(point.lat, point.lon, text, Precision.PIN, 100.0, doubt, Source.TYPED)
        return Answer((match,))

    def _as_code(self, text: str) -> Answer | None:
        code = as_plus_code(text)
        if code is None:
            return None
        near, doubt, score = self._bounds.centre, "", 100.0
        if not code.is_whole:
            town = self._town_beside(code.beside)
            if town is None:
                doubt, score = "Taken as the place nearest to the middle of the map.", 90.0
            near = town or near
        point = point_of(code.code, near)
        if not self._bounds.grown(EDGE_M).contains(point.lat, point.lon):
            doubt = "The point lies outside the map."
        match = Match(point.lat, point.lon, text, Precision.PIN, score, doubt, Source.PLUS)
        return Answer((match,))

    def _town_beside(self, text: str) -> Point | None:
        for asked in readings(text) if text else ():
            towns = self._book.towns.get(town_key(asked.street)) if asked.street else None
            if towns:
                return Point(*towns[0].at)
            known = self._book.zips.get(asked.zip_code)
            if known is not None:
                return Point(*known.at)
        return None

    def _is_road(self, text: str) -> bool:
        """Say whether what looks like a rural route is a house on a known road: `500 RR 12`."""
        asked = next(readings(text), None)
        return asked is not None and asked.number is not None and self._book.is_street(asked.street)

    def _has_street(self, text: str) -> bool:
        if not text:
            return False
        asked = next(readings(text))
        if asked.number is not None and asked.street:
            return True
        is_town = town_key(asked.street) in self._book.towns
        return bool(asked.street) and not is_town and bool(self._book.same_streets(asked.street))


def _with_note(answer: Answer, note: str) -> Answer:
    matches = tuple(
        replace(match, why_not_better=f"{note} {match.why_not_better}".strip())
        for match in answer.matches
    )
    return Answer(matches, answer.question)


def _answer(found: list[Match], limit: int) -> Answer:
    best: list[Match] = []
    if len(found) > 1:
        found = sorted(found, key=lambda m: (-m.score, _ORDER[m.precision], m.text))
    for match in found:
        if not any(_is_same(match, other) for other in best):
            best.append(match)
            if len(best) == limit:
                break
    if not best:
        return Answer((), _NOTHING)
    if best[0].score < SURE_ENOUGH:
        return Answer(tuple(best), _UNSURE)
    rivals = [m for m in best[1:] if m.score > best[0].score - CLOSE_CALL]
    if any(_apart_m(m, best[0]) > _SAME_SPOT_M for m in rivals):
        return Answer(tuple(best), _SEVERAL)
    return Answer(tuple(best))


def _is_same(match: Match, other: Match) -> bool:
    told_worse = other.text == match.text or match.score < other.score
    return told_worse and _apart_m(match, other) < _SAME_SPOT_M


def _apart_m(one: Match, other: Match) -> float:
    return distance_m((one.lat, one.lon), (other.lat, other.lon))
