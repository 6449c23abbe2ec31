"""How days, times, phones, miles and money are written and read. One way, on screen and paper."""

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.units import miles

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(calendar.month_name)[1:]
_NOON = 12
_TIME = re.compile(
    r"^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:([ap])\.?\s*(?:m\.?)?)?\s*$", re.IGNORECASE
)
_OFFICE_OPENS_AT = 6
_WORD = re.compile(r"[\W_]+")
_PHONE_DIGITS = 10


def day_text(day: date) -> str:
    """Return `Tue 24 Nov`."""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def day_year_text(day: date) -> str:
    """Return `Tue 24 Nov 2026`."""
    return f"{day_text(day)} {day.year}"


def long_day_text(day: date) -> str:
    """Return `Tuesday 24 November 2026`."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_text(moment: time | datetime) -> str:
    """Return `9:05 a.m.`; give it agency time, not UTC (S4-140)."""
    half = "a.m." if moment.hour < _NOON else "p.m."
    return f"{moment.hour % _NOON or _NOON}:{moment.minute:02d} {half}"


def phone_text(digits: str) -> str:
    """Return `218-555-0142`, or what was kept if it is not ten digits."""
    number, _, extension = digits.partition("x")
    if len(number) == _PHONE_DIGITS and number.isdigit():
        number = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    return f"{number} x{extension}" if extension else number


def miles_text(distance_m: float | None) -> str:
    """Return `28.4 mi`, or a dash when the distance is not known."""
    return "\u2013" if distance_m is None else f"{miles(distance_m)} mi"


def road_text(distance_m: float) -> str:
    """Return how far to follow a road: `0.4 mi`, or `150 ft` where miles would say 0.0."""
    feet = distance_m / 0.3048
    if feet >= 500:
        return miles_text(distance_m)
    return f"{max(50, round(feet / 50) * 50)} ft"


def money_text(cents: int) -> str:
    """Return `$1,234.50`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def minutes_text(minutes: int) -> str:
    """Return `45 min` or `2 h 05 min`."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def _refuse(field: str, sentence: str) -> InputError:
    return InputError([Problem(field, sentence)])


def parse_time(text: str, field: str = "time") -> time:
    """Read 905, 9:05, 9.05a, 0905, 1:30p, noon; a bare 1 to 5 o'clock is in the afternoon.

    Raises:
        InputError: it is no time of day.
    """
    lowered = text.strip().lower().replace("noon", "").strip() if "noon" in text.lower() else text
    if "noon" in text.lower() and not lowered:
        return time(_NOON)
    match = _TIME.match(lowered)
    if match is None:
        raise _refuse(field, f"“{text}” is no time of day. Type it like 905, 9:05 or 1:30p.")
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            raise _refuse(field, f"“{text}” is no time of day. Type it like 905, 9:05 or 1:30p.")
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif 1 <= hour < _OFFICE_OPENS_AT and not match[1].startswith("0"):
        hour += _NOON
    try:
        return time(hour, minute)
    except ValueError:
        raise _refuse(
            field, f"“{text}” is no time of day. Type it like 905, 9:05 or 1:30p."
        ) from None


_RELATIVE = {"today": 0, "t": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
_NUMERIC = re.compile(
    r"(?P<m>[0-9]{1,2})[/.-](?P<d>[0-9]{1,2})(?:[/.-](?P<y>[0-9]{4}|[0-9]{2}))?"
    r"|(?P<iy>[0-9]{4})-(?P<im>[0-9]{1,2})-(?P<id>[0-9]{1,2})"
    r"|(?P<sm>[0-9]{2})(?P<sd>[0-9]{2})(?P<sy>[0-9]{4})"
)
_NAMED = re.compile(
    r"(?:(?P<d>[0-9]{1,2})[ -]?(?P<name>[a-z]{3,9})\.?|(?P<name2>[a-z]{3,9})\.? (?P<d2>[0-9]{1,2}))"
    r"(?:[ -](?P<y>[0-9]{4}|[0-9]{2}))?"
)
_HALF_A_YEAR = timedelta(days=183)
# Years of two digits before this are in the 2000s.
_PIVOT = 69
# Outside of these it is a slip of the finger, and the wall clock has no zone to go by.
_YEARS = range(1850, 2200)


def _by_weekday(word: str, today: date) -> date | None:
    for number, name in enumerate(_DAYS):
        if len(word) >= len("mon") and name.lower().startswith(word):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return None


def _month(name: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.lower().startswith(name):
            return number
    return 0


def _year_month_day(text: str) -> tuple[str, int, int] | None:
    """Return the year as typed (perhaps nothing), the month and the day."""
    # Not strptime: its month names follow the machine's language once Qt has set it.
    if match := _NUMERIC.fullmatch(text):
        year = match["y"] or match["iy"] or match["sy"] or ""
        month = match["m"] or match["im"] or match["sm"]
        day = match["d"] or match["id"] or match["sd"]
        return year, int(month), int(day)
    if match := _NAMED.fullmatch(text):
        month_name, number = match["name"] or match["name2"], match["d"] or match["d2"]
        return match["y"] or "", _month(month_name), int(number)
    return None


def month_day(text: str) -> tuple[int, int] | None:
    """Read 11/15, 15 Nov, Nov 15: month and day, None for anything else or with a year."""
    found = _year_month_day(" ".join(text.lower().replace(",", " ").split()))
    return found[1:] if found is not None and not found[0] else None


def _read_day(text: str, today: date) -> tuple[date, str] | None:
    """Return the day and the year as typed; without one it is the year nearest to today."""
    words = text.lower().split()
    if len(words) > 1 and _by_weekday(words[0].strip(",."), today):
        words = words[1:]
    found = _year_month_day(" ".join(words))
    if found is None:
        return None
    typed_year, month, day = found
    if not typed_year:
        nearest = _nearest(month, day, today)
        return (nearest, "") if nearest else None
    year = int(typed_year)
    if len(typed_year) == len("26"):
        year += 2000 if year < _PIVOT else 1900
    whole = _day_or_none(year, month, day)
    return (whole, typed_year) if whole and whole.year in _YEARS else None


def _nearest(month: int, day: int, today: date) -> date | None:
    years = (today.year, today.year + 1, today.year - 1)
    days = [found for year in years if (found := _day_or_none(year, month, day))]
    near = [found for found in days if abs(found - today) <= _HALF_A_YEAR]
    return next(iter(near or days), None)


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _same_day_in(day: date, year: int) -> date | None:
    return _day_or_none(year, day.month, day.day)


def parse_day(text: str, today: date, field: str = "day") -> date:
    """Read 11/24, 11/24/2026, 2026-11-24, 24 Nov, Tue, tomorrow, +3; the year nearest to today.

    Raises:
        InputError: it is no day.
    """
    word = " ".join(text.replace(",", " ").split())
    low = word.lower()
    if low in _RELATIVE:
        return today + timedelta(days=_RELATIVE[low])
    if re.fullmatch(r"[+-][0-9]{1,3}", low):
        return today + timedelta(days=int(low))
    if weekday := _by_weekday(low, today):
        return weekday
    found = _read_day(word, today)
    if found is None:
        raise _refuse(field, f"“{text}” is no day. Type it like 11/24, 24 Nov, Tue or tomorrow.")
    return found[0]


def parse_birth_date(text: str, today: date, field: str = "birth_date") -> date:
    """Read a birth date; two-digit years are never in the future.

    Raises:
        InputError: it is no day, or not one somebody alive can be born on.
    """
    read = _read_day(" ".join(text.replace(",", " ").split()), today)
    if read is None or not read[1]:
        raise _refuse(field, f"“{text}” is no birth date. Type it with the year, like 2/1/1950.")
    found, typed_year = read
    if found > today and len(typed_year) == len("50"):
        found = _same_day_in(found, found.year - 100) or found
    if found > today:
        raise _refuse(field, "The birth date lies in the future.")
    if found.year < today.year - 120:
        raise _refuse(field, "The birth date lies more than 120 years back.")
    return found


def parse_phone(text: str, field: str = "phone") -> str:
    """Read a US telephone number; return ten digits, with `x` and the extension if there is one.

    Raises:
        InputError: it has not ten digits.
    """
    if not text.strip():
        return ""
    if len(text) == _PHONE_DIGITS and text.isascii() and text.isdigit():
        return text
    number, _, extension = re.sub(r"(?i)\s*(ext\.?|extension|x)\s*", "x", text).partition("x")
    digits = "".join(char for char in number if char.isascii() and char.isdigit())
    if len(digits) == _PHONE_DIGITS + 1 and digits.startswith("1"):
        digits = digits[1:]
    extension = "".join(char for char in extension if char.isascii() and char.isdigit())
    if len(digits) != _PHONE_DIGITS:
        raise _refuse(field, "A telephone number has ten digits, like 218-555-0142.")
    return f"{digits}x{extension}" if extension else digits


_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ŋ": "n"})


def fold(text: str) -> str:
    """Return `text` for searching: lower case, no accents, apostrophes dropped, else blanks."""
    if text.isascii():
        bare = text.lower().replace("'", "").replace("`", "")
        return _WORD.sub(" ", bare).strip()
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub("['`\u2019\u02bc\u02bb]", "", plain)
    # Some composed signs come apart into capitals.
    return _WORD.sub(" ", plain.lower()).strip()
