"""Weekly driving hours, quick to type: `8-4:30`, `7-11, 1-5`, `off`, `=` for the day before.

A break stands behind the hours it belongs to: `8-4:30 break 30 11-1`.
"""

import re
from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from nemt_desk.drivers.rows import Hours
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import parse_time, time_text
from ui.theme.theme import GAP, SPACE
from ui.widgets.fields import LineField
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import QuietLabel
from ui.widgets.people_words import WEEKDAYS

_DAY_MIN = 24 * 60
_HALF_DAY = _DAY_MIN // 2
_OFF = {"", "off", "-", "no", "none", "away"}
_SAME = {"=", '"', "same", "ditto"}
_DASH = re.compile(r"\s*(?:-|\N{EN DASH}|to|until)\s*", re.IGNORECASE)
_BAD = "“{}” can't be read as hours. Type them like 8-4:30, 7-11, 1-5, 8-4 break 30 11-1 or off."
_PARTED = re.compile(r",(?!\s*break)|[;&+]|\band\b", re.IGNORECASE)
_BREAK = re.compile(
    r"(?P<hours>.+?)[,\s]+break\s+(?P<minutes>\d{1,3})(?:\s*min\.?)?(?:\s+(?P<window>.+))?",
    re.IGNORECASE,
)

type Span = tuple[int, int]


def parse_hours(text: str, field: str = "hours") -> tuple[Span, ...]:
    """Read one day's hours as minutes after midnight; `off` or nothing is none.

    Raises:
        InputError: it can't be read.
    """
    return tuple((one.start_min, one.end_min) for one in read_hours(text, 0, field))


def read_hours(text: str, weekday: int, field: str = "hours") -> tuple[Hours, ...]:
    """Read one day's hours with their breaks; `off` or nothing is none.

    Raises:
        InputError: it can't be read.
    """
    if text.strip().lower() in _OFF:
        return ()
    found = []
    for part in _PARTED.split(text.strip()):
        match = _BREAK.fullmatch(part.strip())
        words = match["hours"] if match else part
        start, end = _ends(words, text, field)
        if match is None:
            found.append(Hours(weekday, start, end))
            continue
        window = _ends(match["window"], text, field) if match["window"] else (None, None)
        found.append(Hours(weekday, start, end, int(match["minutes"]), *window))
    return tuple(sorted(found, key=lambda one: one.start_min))


def _ends(words: str, text: str, field: str) -> Span:
    ends = _DASH.split(words.strip())
    if len(ends) != 2:
        raise InputError([Problem(field, _BAD.format(text))])
    return _span(ends[0], ends[1], text, field)


def _span(first: str, last: str, text: str, field: str) -> Span:
    try:
        start, end = (_minutes(parse_time(word)) for word in (first, last))
    except InputError:
        raise InputError([Problem(field, _BAD.format(text))]) from None
    # A bare hour may mean either half of the day: the first reading in order counts.
    starts = [start, start - _HALF_DAY] if _is_bare(first) and start >= _HALF_DAY else [start]
    ends = [end, end + _HALF_DAY] if _is_bare(last) else [end or _DAY_MIN]
    for begin in starts:
        for stop in ends:
            if begin < stop <= _DAY_MIN:
                return begin, stop
    raise InputError([Problem(field, _BAD.format(text))])


def _is_bare(word: str) -> bool:
    return not re.search(r"[apn]", word, re.IGNORECASE)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def hours_text(spans: Sequence[Span]) -> str:
    """Return `8:00 a.m. to 4:30 p.m.`, or `off`."""
    if not spans:
        return "off"
    return ", ".join(f"{_at(start)} to {_at(end)}" for start, end in spans)


def day_hours_text(hours: Sequence[Hours]) -> str:
    """Return as `hours_text`, with `break 30 min 11:00 a.m. to 1:00 p.m.` behind hours with one."""
    return ", ".join(map(_with_break, hours)) or "off"


def _with_break(one: Hours) -> str:
    said = hours_text([(one.start_min, one.end_min)])
    if not one.break_min:
        return said
    said += f" break {one.break_min} min"
    if one.break_from_min is None or one.break_until_min is None:
        return said
    return f"{said} {hours_text([(one.break_from_min, one.break_until_min)])}"


def _at(minutes: int) -> str:
    hour, minute = divmod(minutes % _DAY_MIN, 60)
    return time_text(time(hour, minute))


class HoursEdit(QWidget):
    """Seven lines, one for each day of the week.

    Signals:
        edited: the person has changed something.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(GAP)
        help_text = "8-4:30 · 7-11, 1-5 · 8-4 break 30 11-1 · off · = as the day before"
        grid.addWidget(QuietLabel(help_text), 0, 0, 1, 3)
        self.days: list[LineField] = []
        self._errors: list[ErrorLabel] = []
        for weekday, name in enumerate(WEEKDAYS):
            line, error, words = LineField(chars=24), ErrorLabel(), QLabel(name)
            words.setBuddy(line)
            line.setAccessibleName(f"{name}, hours")
            line.edited.connect(self.edited)
            line.editingFinished.connect(lambda at=weekday: self._tidy(at))
            grid.addWidget(words, 2 * weekday + 1, 0)
            grid.addWidget(line, 2 * weekday + 1, 1)
            grid.addWidget(error, 2 * weekday + 2, 1, 1, 2)
            self.days.append(line)
            self._errors.append(error)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 1)
        self.setFocusProxy(self.days[0])
        self.set_value(())

    def value(self) -> object:
        """Return the hours of the week.

        Raises:
            InputError: named `day.<weekday>`.
        """
        hours: list[Hours] = []
        problems: list[Problem] = []
        for weekday, line in enumerate(self.days):
            try:
                hours += read_hours(line.text(), weekday, f"day.{weekday}")
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        return tuple(hours)

    def set_value(self, value: object) -> None:
        """Show the hours of a week."""
        known = value if isinstance(value, Sequence) else ()
        for weekday, line in enumerate(self.days):
            own = [hours for hours in known if hours.weekday == weekday]
            line.set_value(day_hours_text(sorted(own, key=lambda one: one.start_min)))

    def show_problems(self, problems: Sequence[Problem]) -> QWidget | None:
        """Show problems beside their days; `0.end_min` counts the hours, `day.0` the days."""
        for error in self._errors:
            error.show_problem("")
        first: QWidget | None = None
        for problem in problems:
            weekday = self._weekday(problem.field)
            self._errors[weekday].show_problem(problem.sentence)
            first = first or self.days[weekday]
        return first

    def _weekday(self, field: str) -> int:
        head, _, rest = field.partition(".")
        if head == "day":
            return int(rest)
        counts: list[int] = []
        for weekday, line in enumerate(self.days):
            counts += [weekday] * len(parse_hours(line.text()))
        return counts[int(head)] if head.isdigit() and int(head) < len(counts) else 0

    def _tidy(self, weekday: int) -> None:
        line = self.days[weekday]
        if line.text().strip().lower() in _SAME and weekday:
            line.set_value(self.days[weekday - 1].text())
            self.edited.emit()
        try:
            hours = read_hours(line.text(), weekday)
        except InputError as error:
            self._errors[weekday].show_problem(error.sentence)
            return
        self._errors[weekday].show_problem("")
        line.set_value(day_hours_text(hours))
