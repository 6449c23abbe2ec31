"""One search: every reading of an address tried against the map, from the plain to the guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nemt_desk.geo.addresses import names_found
from nemt_desk.geo.addresses.agreement import Agreement, area_of
from nemt_desk.geo.addresses.answers import CLOSE_CALL, Match, Precision
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.known_pins import KnownPins
from nemt_desk.geo.addresses.learned_text import learned
from nemt_desk.geo.addresses.number_finder import spots_at
from nemt_desk.geo.addresses.street_middle import Spot, spots_on
from nemt_desk.geo.addresses.street_names import town_key
from nemt_desk.geo.addresses.street_words import DIRECTIONS, FORM, KINDS, STATE_CODES, STATE_NAMES
from nemt_desk.geo.addresses.text import Asked, as_crossing, readings
from nemt_desk.ground.words import fold

_SURE = 88.0
# Where the very street is known, a street merely like it may be offered, never taken.
_OFFERED = 48.0
_SAME_STREET = 95.0
_LIKE_STREET = 92.0
_ALTERNATIVE = 3.0
# A guessed reading or street needs a number that the map really has.
_KNOWN = 80.0
_PLAIN = 95.0
_TOWN_WORDS = 4
_WORDS = re.compile(r"[a-z ]+")


class AddressSearch:
    """Gathers matches in `found`; `question` says why two roads give no place.

    `other_state` is a sentence if a state was typed that is not the map's.
    """

    def __init__(self, book: AddressBook, agreement: Agreement, pins: KnownPins) -> None:
        self._book = book
        self._agreement = agreement
        self._pins = pins
        self._seen: set[Asked] = set()
        self._street_known = False
        self.found: list[Match] = []
        self.question = ""
        self.other_state = ""

    def run(self, text: str) -> None:
        """Try the plain readings, then likely spellings, then the trained parser."""
        if self._cross(text, fuzzy=False):
            return
        every = []
        for reading in readings(text):
            every.append(reading)
            if self._take(reading, fuzzy=False):
                return
        self._seen.clear()
        if self._cross(text, fuzzy=True):
            return
        for reading in every:
            if self._take(reading, fuzzy=True):
                return
        self._by_name(text, every)
        if not any(match.score >= _SURE for match in self.found):
            guessed = learned(text, every[0])
            if guessed is not None:
                # The parser may lose the state; what was typed holds.
                state = guessed.state or self._typed_state(text, every)
                self._take(replace(guessed, state=state), fuzzy=True)

    def _typed_state(self, text: str, every: Sequence[Asked]) -> str:
        last = text.split()[-1:]
        told = (reading.state for reading in every if reading.state)
        return next(told, "") if last and self._is_state(last) else ""

    def _cross(self, text: str, *, fuzzy: bool) -> bool:
        for pair in as_crossing(text):
            found, question = names_found.crossings(self._book, pair, fuzzy=fuzzy)
            self.found.extend(found)
            self.question = self.question or question
        return any(match.score >= _SURE for match in self.found)

    def _take(self, reading: Asked, *, fuzzy: bool) -> bool:
        """Add what the reading may mean; True when it is sure and nothing else need be tried."""
        is_sure = False
        for asked in self._cuts(reading, fuzzy=fuzzy):
            if asked in self._seen or not asked.street:
                continue
            self._seen.add(asked)
            for match in self._matches(asked, fuzzy=fuzzy):
                self.found.append(match)
                is_sure |= match.score >= _SURE and asked.number is not None
            if is_sure:
                return True
        return False

    def _cuts(self, asked: Asked, *, fuzzy: bool) -> Iterator[Asked]:
        """Give the reading, and those where the last words are a town typed without a comma."""
        is_street = bool(self._book.same_streets(asked.street)) if asked.street else False
        if is_street:
            yield asked
        words = asked.street.split()
        for end in range(len(words) - 1, max(0, len(words) - 1 - _TOWN_WORDS), -1):
            tail = words[end:]
            if self._is_state(tail):
                continue  # another reading has it as the state
            if _WORDS.fullmatch(fold(" ".join(tail))) is None:
                break
            towns = self._as_towns(tail, fuzzy=fuzzy)
            if towns or self._is_street_and_more(words[:end], tail):
                more = towns or (" ".join(tail),)
                yield replace(asked, street=" ".join(words[:end]), towns=(*more, *asked.towns))
        if fuzzy and not is_street:
            yield asked

    def _is_state(self, tail: Sequence[str]) -> bool:
        last = fold(tail[-1])
        is_road_word = last in DIRECTIONS or FORM.get(last) in KINDS
        is_town = any(town_key(name) in self._book.towns for name in (" ".join(tail), last))
        is_state = last in STATE_CODES or fold(" ".join(tail[-2:])) in STATE_NAMES
        return (is_state or last in STATE_NAMES) and not is_road_word and not is_town

    def _as_towns(self, words: Sequence[str], *, fuzzy: bool) -> tuple[str, ...]:
        """Return the words as one town, or as two of which one is known."""
        whole = " ".join(words)
        if town_key(whole) in self._book.towns:
            return (whole,)
        for place in range(1, len(words)):
            parts = (" ".join(words[:place]), " ".join(words[place:]))
            if all(town_key(part) in self._book.towns for part in parts):
                return parts
        begins_as_kind = FORM.get(fold(words[0])) in KINDS  # "Rd Birch Falls"
        return (whole,) if fuzzy and not begins_as_kind and self._book.town(whole) else ()

    def _is_street_and_more(self, street: Sequence[str], tail: Sequence[str]) -> bool:
        """Say whether a whole street stands before words that can only be some town's."""
        last = fold(street[-1])
        is_whole = last in DIRECTIONS or FORM.get(last) in KINDS or last[:1].isdigit()
        is_town = not any(FORM.get(fold(word)) in KINDS for word in tail)
        return is_whole and is_town and self._book.is_street(" ".join(street))

    def _matches(self, asked: Asked, *, fuzzy: bool) -> list[Match]:
        pinned = list(self._pins.at(asked))
        if pinned:
            return pinned
        book = self._book
        streets = book.streets_like(asked.street) if fuzzy else book.same_streets(asked.street)
        if not streets:
            return []
        best = streets[0][0]
        matches: list[Match] = []
        for like, key in streets:
            sure = max((match.score for match in matches), default=0.0)
            if sure >= like + CLOSE_CALL or (like < _LIKE_STREET <= best and sure >= _SURE):
                break  # no other street can come near
            if asked.without_hyphen and book.has_hyphens(key):
                continue
            if asked.number is None:
                spots = spots_on(book, key)
            else:
                spots = spots_at(book, key, asked.number, asked.unit)
            is_other = best >= _SAME_STREET and like < _LIKE_STREET
            is_other |= self._street_known and like < _SAME_STREET
            matches.extend(
                self._match(asked, (like, key), spot, is_other=is_other) for spot in spots
            )
        self._street_known |= best >= _SAME_STREET and not asked.alternative
        return matches

    def _match(
        self, asked: Asked, street: tuple[float, int], spot: Spot, *, is_other: bool
    ) -> Match:
        like, key = street
        name = self._book.name_of(key)
        doubts = []
        if like < _PLAIN:
            doubts.append(f"Read as {name}.")
        elif asked.alternative and not spot.number:
            doubts.append(f"Read as {name}, without a number.")
        elif asked.alternative:
            doubts.append(f"Read as number {spot.number} on {name}.")
        cost, doubt = self._agreement.cost(asked, spot)
        self.other_state = self.other_state or self._agreement.other_state(asked)
        doubts += [one for one in (spot.doubt, doubt) if one]
        if asked.alternative:
            cost += _ALTERNATIVE
        score = max(0.0, spot.worth * like / 100 - cost)
        is_guess = asked.alternative or (like < _SAME_STREET and asked.number is not None)
        # Another number and another street: two guesses are a question.
        is_twice = asked.is_other_number and like < _SAME_STREET
        if is_other or is_twice or (is_guess and spot.worth < _KNOWN):
            score = min(score, _OFFERED)
        area = area_of(self._book, spot)
        text = f"{spot.number} {name}" if spot.number else name
        if area:
            text = f"{text}, {area}"
        why = " ".join(doubts)
        return Match(*spot.at, text, spot.precision, round(score, 1), why, spot.source)

    def _by_name(self, text: str, every: Sequence[Asked]) -> None:
        """Add places, towns and ZIPs, unless a house number was told."""
        if any(reading.number is not None and not reading.alternative for reading in every):
            return
        plain = every[0]
        named: list[Match] = []
        for asked in (plain, *self._cuts(plain, fuzzy=False)):
            named.extend(names_found.places(self._book, asked, text))
        named.extend(names_found.areas(self._book, plain))
        # The middle of a street is no answer to the name of a clinic or town.
        whole = [m for m in named if m.score >= _SURE]
        if whole:
            self.found = [
                m if m.precision is not Precision.STREET or m.score > _SURE
                else replace(m, score=min(m.score, whole[0].score - 10))
                for m in self.found
            ]  # fmt: skip
        self.found.extend(dict.fromkeys(named))
