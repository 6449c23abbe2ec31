"""Reads weekly driving hours as one types them: `Mon-Fri 7:00-17:00; Sat 8-12`."""

import re

from nemt_desk.drivers.rows import Hours
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import parse_time

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"^([a-z]+)(?:\s*-\s*([a-z]+))?\s+(\S+?)\s*-\s*(\S+)$", re.IGNORECASE)


def read_hours(text: str) -> tuple[Hours, ...]:
    """Return the weekly hours; parts are separated by `;` or `,`.

    Raises:
        InputError: a part can't be read.
    """
    hours: list[Hours] = []
    for part in filter(None, (part.strip() for part in re.split(r"[;,]", text))):
        match = _SPAN.match(part)
        if match is None:
            raise _refuse(part)
        first = _weekday(match[1], part)
        last = _weekday(match[2], part) if match[2] else first
        start, end = (parse_time(match[at], "hours") for at in (3, 4))
        begin, finish = start.hour * 60 + start.minute, end.hour * 60 + end.minute
        # Mon-Fri, and Sat-Mon over the week's end as well.
        days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        hours += [Hours(day, begin, finish) for day in days]
    return tuple(hours)


def _weekday(word: str, part: str) -> int:
    try:
        return _DAYS.index(word.lower()[:3])
    except ValueError:
        raise _refuse(part) from None


def _refuse(part: str) -> InputError:
    sentence = f"“{part}” are no driving hours. Type them like Mon-Fri 7:00-17:00."
    return InputError([Problem("hours", sentence)])
