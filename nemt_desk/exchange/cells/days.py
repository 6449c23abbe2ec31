"""Days as spreadsheets hold them: any order, two-digit years, day numbers, month names. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nemt_desk.exchange.cells.got import EMPTY, Got, Weight, no_row, taken, warned
from nemt_desk.ground.words import fold

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
_SHORT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.]?")
_COMPACT = re.compile(r"(\d{4})(0[1-9]|1[0-2])(\d{2})")
# Behind the other: where a year stands last, no month is in its middle. A leading 0 may be lost.
_COMPACT_US = re.compile(r"(\d{1,2})(\d{2})(\d{4})")
_SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?Z?$")
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+")
_BEGIN = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 2_200, 110_000
_YEARS = range(1800, 2200)
_OLDEST, _OLDEST_ALIVE = 120, 110
_MONTHS = {
    1: "january enero janvier januar janeiro jan ene janv jaen",
    2: "february febrero fevrier februar fevereiro feb febr fev fevr",
    3: "march marzo mars marz mar",
    4: "april abril avril apr abr avr",
    5: "may mayo mai maio",
    6: "june junio juin juni jun",
    7: "july julio juillet juli julho jul juil",
    8: "august agosto aout aug ago",
    9: "september septiembre septembre sept sep set",
    10: "october octubre octobre oktober oct okt",
    11: "november noviembre novembre nov",
    12: "december diciembre decembre dezember dec dic dez",
}
_MONTH = {word: number for number, words in _MONTHS.items() for word in words.split()}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENDLESS = frozenset({"ongoing", "open", "open ended", "present", "current", "no end", "none"})
NO_DAY = "There is no such day."
NOT_READ = "This can't be read as a day. Type it like 12/8/2026."


@dataclass(frozen=True, slots=True)
class Parts:
    """A day as typed: the year as it stands (perhaps nothing), and its possible readings."""

    year: str
    month_day: tuple[tuple[int, int], ...]
    """Month and day, the usual order first; a second reading where the first can't be."""
    is_other_order: bool = False


@dataclass(frozen=True, slots=True)
class DaySense:
    """How the days of a list are to be read."""

    today: date
    day_first: bool = False


def _parts(text: str, *, day_first: bool) -> Parts | None:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return Parts(match[1], ((int(match[2]), int(match[3])),))
    if match := _SLASHED.fullmatch(text) or _COMPACT_US.fullmatch(text):
        return _ordered(match[3], int(match[1]), int(match[2]), day_first=day_first)
    if match := _SHORT.fullmatch(text):
        return _ordered("", int(match[1]), int(match[2]), day_first=day_first)
    return _named(text)


def _ordered(year: str, one: int, two: int, *, day_first: bool) -> Parts:
    usual, other = ((two, one), (one, two)) if day_first else ((one, two), (two, one))
    if usual[0] > 12 >= other[0] and _could_be(*other):
        return Parts(year, (other,), is_other_order=True)
    return Parts(year, (usual,))


def _could_be(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _named(text: str) -> Parts | None:
    words = _WORDS.findall(text)
    months = [_MONTH[key] for word in words if (key := fold(word)) in _MONTH]
    numbers = [word for word in words if word.isdigit()]
    others = [
        word
        for word in words
        if not word.isdigit() and fold(word) not in _MONTH and fold(word)[:3] not in _WEEKDAYS
        and fold(word) not in {"de", "del", "of", "th", "st", "nd", "rd"}
    ]  # fmt: skip
    if len(months) != 1 or others or not 1 <= len(numbers) <= 2:
        return None
    if len(numbers) == 1:
        return Parts("", ((months[0], int(numbers[0])),)) if len(numbers[0]) <= 2 else None
    first, second = numbers
    if len(first) == 4:
        first, second = second, first
    return Parts(second, ((months[0], int(first)),)) if len(second) in {2, 4} else None


def _clean(text: str) -> str:
    bare = _CLOCK.sub("", text.strip()).strip(" .,'")
    words = bare.split()
    if len(words) > 1 and words[0].lower().rstrip(".,")[:3] in _WEEKDAYS and words[1][0].isdigit():
        return " ".join(words[1:])
    return bare


def _serial(text: str) -> date | None:
    match = _SERIAL.fullmatch(text)
    if match and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return _BEGIN + timedelta(days=int(match[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _readings(parts: Parts, years: Iterable[int]) -> Iterator[date]:
    for year in years:
        for month, day in parts.month_day:
            if (found := _day(year, month, day)) is not None:
                yield found


_ORDER = "This can only be day/month; the others are month/day. It was read so."
_ORDER_US = "This can only be month/day; the others are day/month. It was read so."


def _told(found: date, parts: Parts, sense: DaySense, sentence: str = "") -> Got:
    order = (_ORDER_US if sense.day_first else _ORDER) if parts.is_other_order else ""
    said = " ".join(part for part in (order, sentence) if part)
    return warned(found, found.isoformat(), said) if said else taken(found, found.isoformat())


def read_birth_date(text: str, sense: DaySense) -> Got:
    """Return a birth date: in no future, and of somebody who can be alive."""
    bare = _clean(text)
    serial = _serial(bare)
    if serial is not None and serial <= sense.today:
        return _born(serial, Parts(str(serial.year), ()), sense)
    parts = _parts(bare, day_first=sense.day_first)
    if parts is None or not parts.year:
        return no_row("This can't be read as a birth date. Type it like 2/1/1950.")
    if len(parts.year) == 4:
        whole = next(_readings(parts, [int(parts.year)]), None)
        return no_row(NO_DAY) if whole is None else _born(whole, parts, sense)
    return _born_two_digits(parts, sense)


def _born(born: date, parts: Parts, sense: DaySense) -> Got:
    if born > sense.today:
        return no_row("This birth date lies in the future.")
    if born.year < sense.today.year - _OLDEST:
        return Got(None, "", Weight.CELL, "Nobody is older than 120: the birth date is left empty.")
    return _told(born, parts, sense)


def _born_two_digits(parts: Parts, sense: DaySense) -> Got:
    years = (1900 + int(parts.year), 2000 + int(parts.year))
    possible = list(_readings(parts, years))
    if not possible:
        return no_row(NO_DAY)
    alive = [
        day
        for day in possible
        if day <= sense.today and day.year >= sense.today.year - _OLDEST_ALIVE
    ]
    if not alive:
        return no_row("This birth date lies in the future.")
    if len(alive) == 1:
        return _told(alive[0], parts, sense)
    older, newer = alive
    sentence = f"The year has two digits: {older.year} or {newer.year}; the older was taken."
    return _told(alive[0], parts, sense, sentence)


def read_day(text: str, sense: DaySense, *, bad: Weight = Weight.CELL) -> Got:
    """Return the day of a ride or a paper; a year left out is the one nearest to today.

    `bad` says how heavy it is if the day can't be read.
    """
    bare = _clean(text)
    if (serial := _serial(bare)) is not None:
        return taken(serial, serial.isoformat())
    parts = _parts(bare, day_first=sense.day_first)
    if parts is None:
        return Got(None, "", bad, NOT_READ)
    if len(parts.year) == 4:
        found = next(_readings(parts, [int(parts.year)]), None)
    else:
        found = _nearest(parts, sense.today)
    if found is None:
        return Got(None, "", bad, NO_DAY)
    if not parts.year:
        return _told(found, parts, sense, f"There is no year; {found.year} was taken.")
    return _told(found, parts, sense)


def read_last_day(text: str, sense: DaySense) -> Got:
    """Return the last day of something; ongoing and 12/31/9999 mean that no end is known."""
    if fold(text) in _ENDLESS:
        return EMPTY
    parts = _parts(_clean(text), day_first=sense.day_first)
    is_endless = parts is not None and len(parts.year) == 4 and int(parts.year) >= _YEARS.stop
    return EMPTY if is_endless else read_day(text, sense)


def _nearest(parts: Parts, today: date) -> date | None:
    if parts.year:
        base = today.year - today.year % 100 + int(parts.year)
        years: tuple[int, ...] = (base - 100, base, base + 100)
    else:
        years = (today.year - 1, today.year, today.year + 1)
    return min(_readings(parts, years), key=lambda day: abs(day - today), default=None)


def is_day_first(cells: Iterable[str]) -> bool:
    """Tell whether the days of a column are day/month: no other order fits them."""
    first = second = 0
    for cell in cells:
        match = _SLASHED.fullmatch(_clean(cell)) if cell else None
        if match:
            first += int(match[1]) > 12
            second += int(match[2]) > 12
    return first >= 2 and first > 4 * second
