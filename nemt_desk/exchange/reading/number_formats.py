"""Which numbers of a workbook are days and times, and what they say. Pure."""

import re
from datetime import datetime, timedelta

DAY, TIME, MOMENT = "day", "time", "moment"
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), DAY),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), TIME),
    22: MOMENT,
}
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general', re.IGNORECASE)
_BEFORE_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - days of a sheet have no zone
_FROM_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_MOST = 2_958_466  # the day after 31 December 9999
_LEAP_BUG = 60  # the 29 February 1900 that never was
_MINUTE = 1 / 1440


def kind_of(format_id: int, code: str | None) -> str:
    """Return whether a number format shows a day, a time, both (`moment`) or neither ("")."""
    if code is None:
        return _BUILT_IN.get(format_id, "")
    shown = _QUIET.sub("", code.split(";")[0]).lower()
    has_time = "h" in shown or "s" in shown
    has_day = "y" in shown or "d" in shown or ("m" in shown and not has_time)
    if has_day:
        return MOMENT if has_time else DAY
    return TIME if has_time else ""


def day_text(serial: float, kind: str, *, from_1904: bool) -> str | None:
    """Return the day, time or moment that a number stands for; None if it stands for none."""
    if not 0 <= serial < _MOST:
        return None
    if kind == TIME and serial < 1:
        return _clock(serial)
    if serial < 1:
        return _clock(serial) if serial else None
    days = serial if from_1904 or serial > _LEAP_BUG else serial + 1
    begin = _FROM_1904 if from_1904 else _BEFORE_1900
    try:
        moment = begin + timedelta(minutes=round(days / _MINUTE))
    except OverflowError:
        return None
    day = moment.date().isoformat()
    if kind == TIME or (moment.hour or moment.minute):
        return f"{day} {moment:%H:%M}"
    return day


def _clock(share: float) -> str:
    minutes = round(share / _MINUTE) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def number_text(value: str) -> str:
    """Return a number as a person would type it: 27919, not 27919.0."""
    try:
        number = float(value)
    except ValueError:
        return value
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)
