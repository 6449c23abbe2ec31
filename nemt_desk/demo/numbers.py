"""Numbers of the demo people that look right and belong to nobody: phones, IDs, plates."""

import random
from collections.abc import Iterator

# 555-0100 to 555-0199 is set aside for stories. 218 first: it is the north of Minnesota.
AREA_CODES = ("218", "320", "701", "507", "763")
STORY_LINES = range(100, 200)
NPI_PREFIX = "80840"


def phones(rng: random.Random, taken: set[str]) -> Iterator[str]:
    """Yield ten-digit numbers, each once, local ones first."""
    for area in AREA_CODES:
        lines = [f"{area}5550{line}" for line in STORY_LINES]
        rng.shuffle(lines)
        yield from (line for line in lines if line not in taken)


def npi(nine: str) -> str:
    """Add the check digit to the nine digits of a provider number (Luhn with 80840 before)."""
    total = 0
    for place, char in enumerate(reversed(NPI_PREFIX + nine)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return nine + str(-total % 10)


def mhcp_ids(rng: random.Random, count: int) -> list[str]:
    """Eight digits beginning with 0, all different."""
    return [f"0{number:07d}" for number in rng.sample(range(1_000_000, 9_999_999), count)]


def plates(rng: random.Random, count: int) -> list[str]:
    """Licence plates: three letters, three digits."""
    letters = "BCDFGHJKLMNPRSTVWXYZ"
    return [
        f"{''.join(rng.choices(letters, k=3))} {number:03d}"
        for number in rng.sample(range(101, 999), count)
    ]
