"""Telephone numbers as offices type them: extensions, missing area codes, two in a cell. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, taken, warned
from nemt_desk.ground.words import phone_text

_EXTENSION = re.compile(r"\s*[,;]?\s*(?:extension|ext|x|#)\s*[.:#]?\s*(\d{1,6})\s*$", re.IGNORECASE)
_SPLIT = re.compile(r"\s+(?:or|and)\s+|\s*[/;&,\n]\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(home|cell|mobile|work|phone|tel|telephone|fax|h|c|w|m|p)\b[.:]?|[()]", re.IGNORECASE
)
_NONE = frozenset(
    {
        "none", "no", "no phone", "n/a", "na", "unknown", "unk", "disconnected", "-", "--",
        "none given", "does not have one", "nil", "null", "no telephone", "tbd", "not known",
    }
)  # fmt: skip
_PLAIN = re.compile(r"\d{3}-\d{3}-\d{4}", re.ASCII)
_LOCAL, _WHOLE = 7, 10


class Phones(NamedTuple):
    """A number, and a second one that stood in the same cell; digits, `x` before an extension."""

    first: str
    second: str = ""


def read_phone(text: str, area_code: str = "") -> Got:
    """Return the number of a cell as `Phones`; `area_code` is put before seven digits, and told."""
    if _PLAIN.fullmatch(text):
        digits = text.replace("-", "")
        return taken(Phones(digits), text)
    if not text or text.lower().strip(" .") in _NONE:
        return EMPTY
    numbers = [one for part in _SPLIT.split(text) if (one := _number(part))]
    if len(numbers) > 1 and all(_digits(one) in {_LOCAL, _WHOLE} for one in numbers):
        return _several(numbers, area_code)
    whole = _number(text)
    if whole is None:
        return no_cell("This is no telephone number.")
    return _one(whole, area_code)


def _several(numbers: list[str], area_code: str) -> Got:
    read = [_one(number, area_code) for number in numbers]
    good = [got.value.first for got in read if got.value is not None]
    if not good:
        return read[0]
    phones = Phones(good[0], good[1] if len(good) > 1 else "")
    rest = "the other is kept beside it" if len(numbers) == 2 else "the second is kept beside it"
    return warned(phones, phone_text(phones.first), f"Several numbers in one cell: the first is"
                  f" taken, {rest}.")  # fmt: skip


def _one(number: str, area_code: str) -> Got:
    digits, _, extension = number.partition("x")
    tail = f"x{extension}" if extension else ""
    if len(digits) == _WHOLE:
        whole = digits + tail
        return taken(Phones(whole), phone_text(whole))
    if len(digits) == _LOCAL and area_code:
        whole = area_code + digits + tail
        sentence = f"There is no area code; {area_code} was put before it, as with the others."
        return warned(Phones(whole), phone_text(whole), sentence)
    return no_cell(f"A telephone number has ten digits; this has {len(digits)}.")


def _number(text: str) -> str | None:
    """Return digits, `x` and the extension; None if there are no digits."""
    extension = _EXTENSION.search(text)
    main = text[: extension.start()] if extension else text
    bare = _LABEL.sub(" ", main)
    if re.search(r"[^\W\d_]", bare):
        return None
    digits = "".join(char for char in bare if char.isascii() and char.isdigit())
    digits = digits.removesuffix("0") if re.fullmatch(r"\s*\d{10}\.0\s*", bare) else digits
    if len(digits) == _WHOLE + 1 and digits.startswith("1"):
        digits = digits[1:]
    if not digits:
        return None
    return f"{digits}x{extension[1]}" if extension else digits


def _digits(number: str) -> int:
    return len(number.partition("x")[0])


def usual_area_code(cells: Iterable[str]) -> str:
    """Return the area code most numbers of a list have, if it is most of them."""
    found: Counter[str] = Counter()
    for cell in cells:
        number = _number(cell) if cell else None
        if number is not None and _digits(number) == _WHOLE:
            found[number[:3]] += 1
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] * 2 > found.total() else ""
