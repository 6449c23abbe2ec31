"""House numbers as people write them: `16725`, `84-49`, `N6W23001`, `12A`, `12 1/2`."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"^(?P<prefix>(?:[NSEW]\d+[NSEW]?)?(?:\d+-)?(?:[NSEW])?)(?P<number>\d{1,7})"
    r"(?:[ -]?(?P<half>\d/\d)|(?P<letter>[A-Z]))?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?P<all>(?:[NSEW]\d+[NSEW]?\d*|\d+-\d+|\d+)(?:[A-Z](?=[\s,]|$)|\s\d/\d(?=[\s,]|$))?)[\s,]+(?=\S)",
    re.IGNORECASE,
)


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


def house_number(text: str) -> HouseNumber | None:
    """Read one house number."""
    hit = _NUMBER.match(text.strip())
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
