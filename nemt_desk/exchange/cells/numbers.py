"""Small numbers with words around them: miles, seats, riders, modes. Pure."""

import re

from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, taken, warned
from nemt_desk.ground.words import fold

_MILES = re.compile(
    r"(?:about|approx\.?|ca\.?|~|up to)?\s*(-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?|-?\.\d+)"
    r"\s*(?:mi|mile|miles|m)?\.?(?:\s*(?:one way|each way|ow))?",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(-?\d+)(?:\.0+)?")
_NUMBERS = {
    "zero": 0, "none": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "yes": 1, "y": 1,
}  # fmt: skip
_MOST_RIDE, _MOST_DRIVER = 500, 1000
_MOST_SEATS, _MOST_VAN, _MOST_RIDERS = 15, 20, 6
_MODES = {
    1: "1 personal mileage|own car|personal|client mileage|private car|self|family|mileage"
       "|client reimbursement|reimbursement",
    2: "volunteer|vol|vol driver|volunteer driver|volunteers",
    3: "unassisted|taxi|bus|public transit|transit|curb to curb|unassisted transport",
    4: "assisted|door to door|assisted transport|door through door",
    5: "lift|ramp|lift equipped|ramp lift|wheelchair van|wc van|stretcher no|lift ramp",
    6: "protected|protected transport",
    7: "stretcher|stretcher transport|gurney",
}  # fmt: skip
_MODE = {fold(word): mode for mode, words in _MODES.items() for word in words.split("|")}


def read_miles(text: str, *, is_limit: bool = False) -> Got:
    """Return miles (Decimal text); `is_limit`: how far a driver goes, else the way of a ride."""
    if not text:
        return EMPTY
    match = _MILES.fullmatch(text.strip())
    if match is None:
        return no_cell("This is no number of miles.")
    number = float(match[1].replace(",", ""))
    if number < 0:
        return no_cell("Miles can't be less than nothing.")
    if number > (_MOST_DRIVER if is_limit else _MOST_RIDE):
        return no_cell("So many miles can't be.")
    if is_limit and number < 1:
        return no_cell("How far somebody drives is a number of miles above 0.")
    shown = f"{number:.1f}".rstrip("0").rstrip(".") if number != round(number) else str(int(number))
    return taken(round(number) if is_limit else number, shown)


def read_seats(text: str) -> Got:
    """Return a car's seats for riders."""
    if not text:
        return EMPTY
    if match := _COUNT.fullmatch(text):
        return _seats(int(match[1]))
    words = fold(re.split(r"\+|\bplus\b|\band\b|&", text)[0]).split()
    numbers = [
        int(w) if w.isdigit() else _NUMBERS[w] for w in words if w.isdigit() or w in _NUMBERS
    ]
    if len(numbers) != 1:
        return no_cell("This is no number of seats.")
    got = _seats(numbers[0])
    if got.value is None:
        return got
    return warned(got.value, got.text, f"Seats in words: read as {got.value} for riders.")


def _seats(seats: int) -> Got:
    if seats < 0:
        return no_cell("Seats can't be less than nothing.")
    if seats > _MOST_VAN:
        return no_cell("No car of a volunteer has so many seats.")
    if seats > _MOST_SEATS:
        return warned(seats, str(seats), "So many seats are a bus: look at it.")
    return taken(seats)


def read_riders(text: str) -> Got:
    """Return how many ride along."""
    if not text:
        return EMPTY
    first = text.split("(", maxsplit=1)[0].strip().lower()
    if match := re.fullmatch(r"(-?\d+)(?:\.0+)?(?:\s+\D.*)?", first):
        number = int(match[1])
    elif first in _NUMBERS:
        number = _NUMBERS[first]
    else:
        return no_cell("How many ride along can't be read.")
    if not 0 <= number <= _MOST_RIDERS:
        return no_cell(f"{number} can't ride along with the member.")
    return taken(number)


def read_mode(text: str) -> Got:
    """Return the assessed mode, 1 to 7."""
    if not text:
        return EMPTY
    folded = fold(text)
    bare = re.sub(r"^mode ", "", folded)
    if match := re.fullmatch(r"(\d+)(?: 0)?(?: [a-z].*)?", bare):
        mode = int(match[1])
        return (
            taken(mode)
            if 1 <= mode <= 7
            else no_cell("There is no such mode; they go from 1 to 7.")
        )
    if bare in _MODE:
        return taken(_MODE[bare])
    return no_cell("There is no such mode; they go from 1 to 7.")
