"""Whom and what the office knows, as a list of rides names them. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz, process

from nemt_desk.exchange.cells.names import PersonName, read_name
from nemt_desk.exchange.people import Person
from nemt_desk.exchange.places.reading import whole_words
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import fold

_CLOSE = 80
_SUGGESTED = 2
HOME = frozenset(
    {"home", "house", "hm", "residence", "res", "member s home", "members home", "his home",
     "her home", "own home", "h"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RideMember:
    """A member as rides need it."""

    id: Id
    person: Person
    home_id: Id | None
    eligible_from: date | None = None
    eligible_until: date | None = None
    mode: int | None = None
    assistance: str = "curb"


@dataclass(frozen=True, slots=True)
class RidePlace:
    """A place as rides name it."""

    id: Id
    name: str
    short_name: str = ""
    address: str = ""
    closed_on: date | None = None


class RideKey(NamedTuple):
    """What makes two trips the same one: member, day, time, place."""

    member_id: Id
    day: date
    time: str
    place_id: Id


@dataclass(frozen=True, slots=True)
class Meant[Found]:
    """Who or what is meant; `close` are the names most like it if nobody is."""

    found: Found | None = None
    close: tuple[str, ...] = ()
    is_roughly: bool = False
    is_ambiguous: bool = False


class Members:
    """Finds members by ID and by name."""

    def __init__(self, members: Iterable[RideMember]) -> None:
        self.by_id: dict[str, RideMember] = {}
        self._by_name: dict[tuple[str, str], list[RideMember]] = defaultdict(list)
        self._by_last: dict[str, list[RideMember]] = defaultdict(list)
        self._labels: dict[str, str] = {}
        for member in members:
            person = member.person
            if person.member_id:
                self.by_id[person.member_id] = member
            self._by_name[person.folded_last, person.folded_first].append(member)
            self._by_last[person.folded_last].append(member)
            self._labels[f"{person.folded_last} {person.folded_first}"] = person.label

    def named(self, name: PersonName) -> Meant[RideMember]:
        """Return the one member of this name."""
        last, first = fold(name.last), fold(name.first)
        found = self._by_name.get((last, first)) or self._by_name.get((first, last)) or []
        if len(found) == 1:
            return Meant(found[0])
        if found:
            return Meant(is_ambiguous=True)
        return Meant(close=_close(f"{last} {first}", self._labels))

    def is_same(self, member: RideMember, name: PersonName) -> bool:
        """Tell whether a name is the member's: middle names and order don't matter."""
        person = member.person
        last, first = fold(name.last), fold(name.first)
        if last == person.folded_last and _same_first(first, person.folded_first):
            return True
        return first == person.folded_last and _same_first(last, person.folded_first)

    def is_close(self, member: RideMember, name: PersonName) -> bool:
        """Tell whether a name is the member's but for a slip, and nobody else's."""
        typed = f"{fold(name.last)} {fold(name.first)}"
        kept = f"{member.person.folded_last} {member.person.folded_first}"
        is_another = (fold(name.last), fold(name.first)) in self._by_name
        return not is_another and fuzz.token_sort_ratio(typed, kept) >= _CLOSE


def _same_first(one: str, other: str) -> bool:
    return one == other or one.split()[:1] == other.split()[:1] or (len(one) == 1 and
        other.startswith(one))  # fmt: skip


def _close(typed: str, labels: dict[str, str]) -> tuple[str, ...]:
    found = process.extract(
        typed, labels.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE, limit=_SUGGESTED
    )
    return tuple(labels[key] for key, _score, _index in found)


class Places:
    """Finds places by name, short name and address."""

    def __init__(self, places: Sequence[RidePlace]) -> None:
        self.closed = {p.id: p.closed_on for p in places if p.closed_on is not None}
        self._exact: dict[str, list[RidePlace]] = defaultdict(list)
        self._whole: dict[str, list[RidePlace]] = defaultdict(list)
        self._labels: dict[str, str] = {}
        for place in places:
            words = {fold(place.name), fold(place.short_name), fold(place.address)} - {""}
            for word in words:
                self._exact[word].append(place)
            for word in {whole_words(place.name), whole_words(place.short_name)} - {""}:
                self._whole[word].append(place)
            self._labels[whole_words(place.name)] = place.name
        self._asked: dict[str, Meant[RidePlace]] = {}

    def named(self, text: str) -> Meant[RidePlace]:
        """Return the one place that is called so."""
        known = self._asked.get(text)
        if known is None:
            known = self._asked[text] = self._find(text)
        return known

    def _find(self, text: str) -> Meant[RidePlace]:
        for table, typed in ((self._exact, fold(text)), (self._whole, whole_words(text))):
            found = table.get(typed, [])
            if len(found) == 1:
                return Meant(found[0])
            if found:
                return Meant(is_ambiguous=True)
        return Meant(close=_close(whole_words(text), self._labels))


class Drivers:
    """Finds drivers by name, also by the last name alone."""

    def __init__(self, drivers: Iterable[Person]) -> None:
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in drivers:
            names = {
                f"{person.folded_last} {person.folded_first}",
                f"{person.folded_first} {person.folded_last}",
                person.folded_last,
                person.folded_first,
                f"{person.folded_first[:1]} {person.folded_last}",
                f"{person.folded_last} {person.folded_first[:1]}",
            }
            for name in names:
                self._by_name[name].append(person)

    def named(self, text: str) -> Meant[Person]:
        """Return the one driver who is called so."""
        words = [text]
        got = read_name(text)
        if isinstance(got.value, PersonName):
            words = [f"{got.value.last} {got.value.first}", text]
        for word in words:
            found = self._by_name.get(fold(word), [])
            if len(found) == 1:
                return Meant(found[0])
            if found:
                return Meant(is_ambiguous=True)
        return Meant()
