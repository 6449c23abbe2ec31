"""How a local figure is read, checked and said. Pure: no settings, no session."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal

from nemt_desk.ground.entry import clean_line
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_year_text, parse_day, parse_phone, phone_text, time_text
from nemt_desk.policy.entries import Json
from nemt_desk.policy.figures import Figure, LocalFigure

VALUE = "value"
HOLIDAYS = "holidays"
"""The one local figure that is a list of days, kept as ISO."""

_NUMBER = re.compile(r"[0-9]+(?:[.][0-9]+)?")
_BELOW_NOTHING = re.compile(r"-[0-9]+(?:[.][0-9]+)?")
_UNITS = {"days": "days", "miles": "miles"}
_MONEY = {"dollars": "", "dollars per mile": " a mile", "dollars per gallon": " a gallon"}
_SAID = {"cents per mile": "cents a mile", "factor": "times the rate"}
_BARE = {"code", "form", "name", "rule", "RUCA code"}
_YES = {"yes", "y", "true", "on", "1"}
_NO = {"no", "n", "false", "off", "0"}
_MOST_DAYS = 60


def checked_value(figure: LocalFigure, typed: str, today: date) -> Json:
    """Return what is kept for a local figure that was typed as `typed`.

    Raises:
        InputError: it can't be read, or lies outside of what the pack allows.
    """
    text = clean_line(typed)
    if not text:
        raise _refuse("Type what holds here, or reset it to what the pack says.")
    if figure.key == HOLIDAYS:
        return _days(text, today)
    return _READERS[figure.kind](figure, text)


def value_text(figure: LocalFigure, value: Json) -> str:
    """Return a value of this figure in words; nothing for None."""
    if value is None:
        return ""
    if figure.key == HOLIDAYS:
        return ", ".join(day_year_text(date.fromisoformat(day)) for day in value)
    match figure.kind:
        case "flag":
            return "yes" if value else "no"
        case "phone":
            return phone_text(str(value))
        case "choice":
            return str(value).replace("_", " ")
        case "money":
            return f"${value}"
        case "days" | "miles":
            unit = _UNITS[figure.kind]
            return f"{value} {unit[:-1] if value == 1 else unit}"
    return str(value)


def amount_text(figure: Figure) -> str:
    """Return what a pack's figure amounts to, with its unit in words."""
    value, unit = str(figure.value), figure.unit
    if unit in _MONEY:
        return f"${value}{_MONEY[unit]}"
    if unit in _BARE:
        return value
    if unit == "time":
        return time_text(time.fromisoformat(value))
    if unit == "date":
        return day_year_text(date.fromisoformat(value)).partition(" ")[2]
    words = _SAID.get(unit, unit)
    return f"{value} {words[:-1] if value == '1' and words.endswith('s') else words}"


def typed_text(figure: LocalFigure, value: Json) -> str:
    """Return a value as one would type it."""
    if value is None:
        return ""
    if figure.key == HOLIDAYS:
        return ", ".join(f"{date.fromisoformat(day):%m/%d/%Y}" for day in value)
    return value_text(figure, value) if figure.kind in {"flag", "phone"} else str(value)


def range_text(figure: LocalFigure) -> str:
    """Return what may be typed, in words."""
    if figure.key == HOLIDAYS:
        return "Days with commas between them, like 12/24/2026, 11/27/2026."
    if figure.kind == "choice":
        return "One of: " + ", ".join(word.replace("_", " ") for word in figure.choices) + "."
    unit = f" {_UNITS[figure.kind]}" if figure.kind in _UNITS else ""
    least_unit = unit[:-1] if figure.least == 1 else unit
    match figure.least, figure.most:
        case None, None:
            return f"A number of{unit}." if unit else ""
        case least, None:
            return f"{least}{least_unit} or more."
        case None, most:
            return f"At most {most}{unit}."
        case least, most:
            return f"{least} to {most}{unit}."
    return ""


def _refuse(sentence: str) -> InputError:
    return InputError([Problem(VALUE, sentence)])


def _whole(figure: LocalFigure, text: str) -> int:
    word = text.removesuffix("days").removesuffix("day").strip()
    if _BELOW_NOTHING.fullmatch(word):
        raise _refuse(f"That is not possible here: {range_text(figure) or '0 or more.'}")
    if not (word.isascii() and word.isdigit()):
        raise _refuse(f"“{text}” is no whole number. Type it like 3.")
    return _within(figure, int(word), int(word))


def _miles(figure: LocalFigure, text: str) -> int | float:
    amount = _decimal(text.removesuffix("miles").removesuffix("mi").strip(), "45 or 45.5")
    if amount != amount.quantize(Decimal("0.1")):
        raise _refuse("Miles have one decimal at most, like 45.5.")
    kept = int(amount) if amount == amount.to_integral_value() else float(amount)
    return _within(figure, amount, kept)


def _money(figure: LocalFigure, text: str) -> str:
    amount = _decimal(text.removeprefix("$").replace(",", "").strip(), "12.50")
    if amount != amount.quantize(Decimal("0.0001")):
        raise _refuse("An amount has four decimals at most, like 0.725.")
    return _within(figure, amount, str(amount))


def _decimal(text: str, example: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise _refuse(f"“{text}” is no number. Type it like {example}.")
    return Decimal(text)


def _within[V](figure: LocalFigure, amount: int | Decimal, kept: V) -> V:
    least, most = figure.least, figure.most
    if (least is not None and amount < Decimal(str(least))) or (
        most is not None and amount > Decimal(str(most))
    ):
        raise _refuse(f"That is not possible here: {range_text(figure)}")
    return kept


def _choice(figure: LocalFigure, text: str) -> str:
    word = text.lower().replace(" ", "_")
    if word not in figure.choices:
        raise _refuse(f"“{text}” is none of the choices. {range_text(figure)}")
    return word


def _flag(figure: LocalFigure, text: str) -> bool:
    del figure
    if text.lower() not in _YES | _NO:
        raise _refuse("Say yes or no.")
    return text.lower() in _YES


def _phone(figure: LocalFigure, text: str) -> str:
    del figure
    return parse_phone(text, VALUE)


def _days(text: str, today: date) -> list[str]:
    typed = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    days = sorted({parse_day(part, today, VALUE) for part in typed})
    if len(days) > _MOST_DAYS:
        raise _refuse(f"These are more than {_MOST_DAYS} days. Put them into the calendar instead.")
    return [day.isoformat() for day in days]


_READERS: Mapping[str, Callable[[LocalFigure, str], Json]] = {
    "int": _whole,
    "days": _whole,
    "miles": _miles,
    "money": _money,
    "choice": _choice,
    "flag": _flag,
    "phone": _phone,
}
