"""Pure: which rides a weather day is about, how badly each is needed, what can be decided."""

from collections.abc import Sequence
from datetime import datetime

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.entry import Checker
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import day_text, fold, time_text
from nemt_desk.places.rows import Place, PlaceKind
from nemt_desk.trips.rows import RideLine
from nemt_desk.weather.rows import (
    WHOLE_DAY,
    Decided,
    Urgency,
    WeatherChoice,
    WeatherDay,
    WeatherEntry,
)

_VITAL = ("dialysis", "chemo", "oncology", "cancer", "radiation", "infusion", "transfusion")
_TREATMENT = (
    *("ect", "sedation", "behavioral", "methadone", "wound", "surgery", "prenatal"),
    *("specialist", "therapy", "hospital"),
)
_HOUR = 60


def urgency_of(line: RideLine) -> Urgency:
    """Return how badly a ride is needed: dialysis and chemotherapy above all."""
    ends = (line.from_place, line.to_place)
    if any(place.kind is PlaceKind.DIALYSIS for place in ends):
        return Urgency.VITAL
    said = " ".join((line.service.replace("_", " "), *(place.name for place in ends)))
    words = fold(said).split()
    if any(word.startswith(begin) for word in words for begin in _VITAL):
        return Urgency.VITAL
    is_treatment = any(word.startswith(begin) for word in words for begin in _TREATMENT)
    return Urgency.TREATMENT if is_treatment else Urgency.OTHER


def is_meant(line: RideLine, weather: WeatherDay, time: AgencyTime) -> bool:
    """Tell whether a ride of the day lies in the area and the hours.

    A will-call return without a time is always meant: nobody knows when it will be.
    """
    ends = (line.from_place, line.to_place)
    if weather.place_id is not None and weather.place_id not in {place.id for place in ends}:
        return False
    return _is_in_towns(ends, weather.towns) and _is_in_hours(line, weather, time)


def _is_in_towns(ends: Sequence[Place], towns: Sequence[str]) -> bool:
    wanted = {fold(town) for town in towns}
    return not wanted or any(fold(place.city) in wanted for place in ends)


def _is_in_hours(line: RideLine, weather: WeatherDay, time: AgencyTime) -> bool:
    ride = line.ride
    if ride.pickup_at is None:
        return True
    begin, end = ride.pickup_at, ride.dropoff_at or ride.pickup_at
    return _minute(begin, time) < weather.until_min and _minute(end, time) >= weather.from_min


def _minute(moment: datetime, time: AgencyTime) -> int:
    local = time.local(moment)
    return local.hour * _HOUR + local.minute


def checked(entry: WeatherEntry) -> WeatherEntry:
    """Return the entry cleaned.

    Raises:
        InputError: with everything that can't be taken.
    """
    check = Checker()
    name = check.line("name", entry.name, needed="Say what it is: Snow, Flood, Clinic closed.")
    note = check.note("note", entry.note)
    towns = tuple(dict.fromkeys(town for town in map(str.strip, entry.towns) if town))
    if not WHOLE_DAY[0] <= entry.from_min < entry.until_min <= WHOLE_DAY[1]:
        check.say("from_min", "The hours must begin before they end, within one day.")
    check.raise_if_any()
    return WeatherEntry(
        day=entry.day,
        name=name,
        from_min=entry.from_min,
        until_min=entry.until_min,
        towns=towns,
        place_id=entry.place_id,
        note=note,
    )


def check_decided(weather: WeatherDay, decided: Decided) -> None:
    """Refuse a move without another day, or to a day before.

    Raises:
        RefusedError: saying which.
    """
    if decided.choice is not WeatherChoice.MOVE:
        return
    if decided.to_day is None:
        raise RefusedError("Say to which day the ride moves. Nothing was changed.")
    if decided.to_day <= weather.day:
        raise RefusedError(
            f"A ride of {day_text(weather.day)} moves to a later day. Nothing was changed."
        )


def hours_text(weather: WeatherDay | WeatherEntry) -> str:
    """Return `all day`, `from 12:00 noon`, `6:00 a.m. to 12:00 noon`."""
    begin, end = weather.from_min, weather.until_min
    if (begin, end) == WHOLE_DAY:
        return "all day"
    if end == WHOLE_DAY[1]:
        return f"from {_clock(begin)}"
    if begin == WHOLE_DAY[0]:
        return f"until {_clock(end)}"
    return f"{_clock(begin)} to {_clock(end)}"


def _clock(minute: int) -> str:
    hour, minutes = divmod(minute, _HOUR)
    return time_text(datetime(2000, 1, 1, hour, minutes).time())  # noqa: DTZ001 - a wall clock


def area_text(weather: WeatherDay | WeatherEntry, place: str = "") -> str:
    """Return `everywhere`, `Hertford and Tyner`, or the place that is shut."""
    towns = " and ".join(weather.towns)
    return ", ".join(part for part in (place, towns) if part) or "everywhere"
