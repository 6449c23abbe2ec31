"""Who may be whom: people of a list against each other and against the office. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from nemt_desk.ground.words import fold

_SIMILAR, _SAME_LAST, _SIMILAR_FIRST = 80, 85, 75
_MOST_SHARING = 12
"""A number or a day that more people share says nothing about any of them."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office (`row` 0) or of the list; phones are digits."""

    last: str
    first: str
    birth_date: date | None = None
    member_id: str = ""
    phones: tuple[str, ...] = ()
    label: str = ""
    row: int = 0
    key: Any = None
    folded_last: str = field(init=False)
    folded_first: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded_last", fold(self.last))
        object.__setattr__(self, "folded_first", fold(self.first))

    @property
    def is_known(self) -> bool:
        """Tell whether the office has this person already."""
        return self.row == 0

    def is_same_name(self, other: "Person") -> bool:
        """Tell whether both have the same last and first name."""
        return self.folded_last == other.folded_last and self.folded_first == other.folded_first


class People:
    """Everybody met so far, found by birth date and telephone."""

    def __init__(self, known: Iterable[Person] = ()) -> None:
        self._born: dict[date, list[Person]] = defaultdict(list)
        self._phones: dict[str, list[Person]] = defaultdict(list)
        for person in known:
            self.add(person)

    def add(self, person: Person) -> None:
        """Meet somebody."""
        if person.birth_date is not None:
            self._born[person.birth_date].append(person)
        for phone in _bare(person.phones):
            self._phones[phone].append(person)

    def like(self, person: Person) -> tuple[Person, str] | None:
        """Return somebody who is probably the same person, and why."""
        for other in self._candidates(person):
            if reason := _reason(person, other):
                return other, reason
        return None

    def _candidates(self, person: Person) -> Iterator[Person]:
        if person.birth_date is not None:
            yield from self._born.get(person.birth_date, ())
        for phone in _bare(person.phones):
            sharing = self._phones.get(phone, ())
            if len(sharing) <= _MOST_SHARING:
                yield from sharing


def _bare(phones: Iterable[str]) -> set[str]:
    return {bare for phone in phones if (bare := phone.partition("x")[0])}


def _reason(one: Person, other: Person) -> str:
    is_same_day = one.birth_date is not None and one.birth_date == other.birth_date
    if is_same_day and _is_alike(one, other):
        return "the same birth date and a similar name"
    differ = one.birth_date is not None and other.birth_date is not None and not is_same_day
    if not differ and _bare(one.phones) & _bare(other.phones) and _is_close(one, other):
        return "the same telephone number and a similar name"
    return ""


def _is_alike(one: Person, other: Person) -> bool:
    ours = f"{one.folded_last} {one.folded_first}"
    theirs = f"{other.folded_last} {other.folded_first}"
    if fuzz.token_sort_ratio(ours, theirs) >= _SIMILAR:
        return True
    is_last_alike = fuzz.ratio(one.folded_last, other.folded_last) >= _SAME_LAST
    return is_last_alike or bool(_bare(one.phones) & _bare(other.phones))


def _is_close(one: Person, other: Person) -> bool:
    if fuzz.ratio(one.folded_last, other.folded_last) < _SAME_LAST:
        return False
    return fuzz.ratio(one.folded_first, other.folded_first) >= _SIMILAR_FIRST
