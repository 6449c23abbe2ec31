"""Cards of the demo county's places: what drivers learned at gates and doors. All made up."""

from dataclasses import replace
from datetime import date, timedelta

from nemt_desk.places.rows import PinSource, PlaceEntry

_WEST, _STEP = 0.00042, 0.00018
"""About thirty metres: from the middle of the lot to the drive."""
# By name: gate, dog, season, and how many days before today a driver confirmed it.
_CARE: dict[str, tuple[str, str, str, int]] = {
    "St. Odile Manor": ("Ring at the glass door after 7 p.m.", "", "", 40),
    "Kallio Lake Clinic": ("", "", "Nov-Apr: use the plowed lot behind, not the lake drive", 12),
    "Zhingwaak Bay Health Center": (
        "",
        "",
        "Spring: the bay road floods, come by Cedar Trail",
        410,
    ),
}
_HOMES: tuple[tuple[str, str, str], ...] = (
    ("Red gate, code 2580#", "Two dogs, friendly; stay in the car until called", ""),
    ("", "Dog on a chain by the garage: honk, do not get out", "Nov-Apr: turn at the mailbox"),
    ("Chain across the drive, not locked", "", "Spring: soft drive, stop at the road"),
    ("", "Old dog, deaf: watch when backing", ""),
)
_EACH = 4
"""Every how many homes somebody noted something."""


def with_care_card(entry: PlaceEntry, today: date, driver: str) -> PlaceEntry:
    """Return a place of care with what this driver noted, some time before `today`."""
    known = _CARE.get(entry.name)
    if known is None:
        return entry
    gate, dog, season, days = known
    return replace(
        entry,
        gate_note=gate,
        dog_note=dog,
        season_note=season,
        confirmed_on=today - timedelta(days=days),
        confirmed_by=driver,
    )


def with_home_card(entry: PlaceEntry, number: int) -> PlaceEntry:
    """Return the home of the `number`th member; some have a gate, a dog, a driveway pin."""
    if number % _EACH or entry.lat is None or entry.lon is None:
        return entry
    gate, dog, season = _HOMES[number // _EACH % len(_HOMES)]
    noted = replace(entry, gate_note=gate, dog_note=dog, season_note=season)
    if not entry.address:
        return noted
    return replace(
        noted,
        lat=entry.lat + _STEP,
        lon=entry.lon - _WEST,
        pin_source=PinSource.PIN,
        street_lat=entry.lat,
        street_lon=entry.lon,
    )
