"""House numbers as people write them: `16725`, `84-49`, `N6W23001`, `40W123`, `12A`, `12 1/2`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(
    r"^(?P<prefix>(?:[NSEW]?\d+(?=[NSEW]\d))?(?:\d+-)?[NSEW]?)(?P<number>\d{1,7})"
    r"(?:[ -]?(?P<half>\d/\d)|[ -]?(?P<letter>[A-Z]))?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:no\b|nr\b|number\b)?[\s.#]*)?"
    r"(?P<all>(?:[NSEW]?\d+\s?[NSEW]\d+|[NSEW]\d+|\d+-\d+|\d+\.\d+|\d+)"
    r"(?:-?[A-Z](?=[\s,]|$)|[\s-]\d/\d(?=[\s,]|$))?)[\s,.]+(?=\S)",
    re.IGNORECASE,
)
_SECOND = re.compile(r"^(\d{2})\s+(?=\S)")
_LETTER = re.compile(r"^([A-MO-RT-VX-Z])\s+(?=\S)", re.IGNORECASE)
_LAST = re.compile(r"^(?P<street>.*[A-Za-z].*?)[\s,]+(?P<number>\d+-\d+|\d+[A-Z]?)$", re.IGNORECASE)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
_HYPHENED_FROM = 100
# OSM writes one house with several numbers as `1200-1210`; a longer reach is no one house.
_ONE_HOUSE = 30


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number: `prefix` before the counting part, `tail` after it (letter, fraction)."""

    prefix: str
    number: int
    tail: str

    @property
    def text(self) -> str:
        """Return it as written on the house."""
        return f"{self.prefix}{self.number_text}{' ' if '/' in self.tail else ''}{self.tail}"

    @property
    def number_text(self) -> str:
        """Return the counting part; after a hyphen with two digits (`84-09`)."""
        return f"{self.number:02d}" if self.prefix.endswith("-") else str(self.number)

    @property
    def flat(self) -> str:
        """Return prefix and number without the hyphen: `84-49` typed as `8449`."""
        return f"{self.prefix.replace('-', '')}{self.number_text}"

    def with_hyphen(self) -> "HouseNumber | None":
        """Return `84-49` for `8449`; None where no hyphen can stand."""
        if self.prefix or self.number < _HYPHENED_FROM:
            return None
        return HouseNumber(f"{self.number // 100}-", self.number % 100, self.tail)

    def without_hyphen(self) -> "HouseNumber | None":
        """Return `8449` for `84-49`; None for a number without hyphen."""
        if not self.prefix.endswith("-") or not self.flat.isdecimal():
            return None
        return HouseNumber("", int(self.flat), self.tail)


def house_number(text: str) -> HouseNumber | None:
    """Read one house number."""
    plain = text.strip()
    if plain.isdecimal() and len(plain) <= 7:
        return HouseNumber("", int(plain), "")
    whole, dot, part = plain.partition(".")
    if dot and whole.isdecimal() and part.isdecimal():
        plain = whole if not part.strip("0") else f"{whole} 1/2" if part.strip("0") == "5" else ""
    hit = _NUMBER.match(plain) or _NUMBER.match(plain.replace(" ", ""))
    if hit is None:
        return None
    return HouseNumber(
        hit["prefix"].upper(), int(hit["number"]), (hit["half"] or hit["letter"] or "").upper()
    )


def split_number(text: str) -> tuple[HouseNumber | None, str]:
    """Split a leading house number off an address line."""
    hit = _LEADING.match(text)
    if hit is None:
        return None, text
    number = house_number(hit["all"])
    return (None, text) if number is None else (number, text[hit.end() :])


def other_splits(number: HouseNumber | None, street: str) -> Iterator[tuple[HouseNumber, str]]:
    """Give other ways to part number and street: `84 49 247th St`, `100 B Main St`, `One Oak Dr`.

    `number` and `street` are what `split_number` gave.
    """
    if number is None:
        first, _, rest = street.partition(" ")
        if rest and first.lower() in _WORDS:
            yield HouseNumber("", _WORDS[first.lower()], ""), rest
        hit = _LAST.match(street)
        last = house_number(hit["number"]) if hit else None
        if hit and last is not None:
            yield last, hit["street"]
        return
    if number.prefix.endswith("-") and number.prefix[:-1].isdecimal():
        # `100-4 Main St` may be flat 4 of number 100.
        yield HouseNumber("", int(number.prefix[:-1]), ""), street
    if number.prefix or number.tail:
        return
    second, letter = _SECOND.match(street), _LETTER.match(street)
    if second:
        yield HouseNumber(f"{number.number}-", int(second[1]), ""), street[second.end() :]
    if letter and " " in street[letter.end() :]:
        yield HouseNumber("", number.number, letter[1].upper()), street[letter.end() :]


def mapped_numbers(text: str) -> list[HouseNumber]:
    """Return the numbers a map's house has: `12;14` and `1200-1206` are several."""
    found: list[HouseNumber] = []
    for part in re.split(r"[;,]", text):
        low, dash, high = (piece.strip() for piece in part.partition("-"))
        if dash and low.isdecimal() and high.isdecimal() and len(low) == len(high) > 2:
            first, last = int(low), int(high)
            if first < last <= first + _ONE_HOUSE:
                step = 2 if first % 2 == last % 2 else 1
                found.extend(HouseNumber("", n, "") for n in range(first, last + 1, step))
                continue
        number = house_number(part)
        if number is not None:
            found.append(number)
    return found
