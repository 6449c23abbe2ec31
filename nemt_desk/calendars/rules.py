"""What shut days must be like before they are kept. Pure; the place is asked by the service."""

from dataclasses import dataclass
from datetime import date

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.ground.entry import Checker
from nemt_desk.ground.ids import Id

LONGEST_DAYS = 366
NO_PLACE = "Which facility is shut? Choose it from the places."


@dataclass(frozen=True, slots=True)
class Checked:
    """Shut days that can be kept."""

    kind: ShutKind
    name: str
    from_day: date
    until_day: date
    town: str
    place_id: Id | None
    note: str


def checked(entry: ShutEntry) -> Checked:
    """Return the entry cleaned; what does not belong to its kind is left out.

    Raises:
        InputError: with everything that can't be taken.
    """
    check = Checker()
    name = check.line("name", entry.name, needed="What is it called, like “Winter break”?")
    note = check.note("note", entry.note)
    is_school, is_facility = entry.kind is ShutKind.SCHOOL, entry.kind is ShutKind.FACILITY
    town = ""
    if is_school:
        town = check.line("town", entry.town, needed="In which town are the schools closed?")
    if is_facility and entry.place_id is None:
        check.say("place_id", NO_PLACE)
    first, last = entry.from_day, entry.until_day or entry.from_day
    if first is None:
        check.say("from_day", "From which day on is it shut?")
    check.order("until_day", first, last)
    if first is not None and last is not None and (last - first).days >= LONGEST_DAYS:
        check.say("until_day", "That is longer than a year. Close the place in Places instead.")
    check.raise_if_any()
    assert first is not None and last is not None  # noqa: S101, PT018 - just checked
    place_id = entry.place_id if is_facility else None
    return Checked(entry.kind, name, first, last, town, place_id, note)
