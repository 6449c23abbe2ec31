"""What a place must be like before it is kept. Pure; geocoding is done by the faces."""

import re
from dataclasses import dataclass, replace
from typing import Any

from nemt_desk.ground.entry import LINE_LIMIT, Checker, clean_line
from nemt_desk.ground.settings import npi_is_valid
from nemt_desk.ground.words import fold
from nemt_desk.places.rows import PinSource, Place, PlaceEntry, PlaceKind

_LINES = ("short_name", "address", "unit", "city", "hours", "entrance", "confirmed_by")
_NOTES = ("description", "driver_note", "office_note")
_CARD = ("gate_note", "dog_note", "season_note")
_ZIP = re.compile(r"\d{5}(-\d{4})?")
_STATE = re.compile(r"[A-Z]{2}")
_ADDRESS = ("address", "city", "state", "zip")
CARD_LIMIT = 120
"""Letters of a note on the card: it is read at the wheel, on paper."""
_MAX_LAT, _MAX_LON = 90.0, 180.0
# What a geocoder may call its precision; anything unknown counts as the roughest.
_PRECISIONS = {source.value: source for source in PinSource} | {
    "house": PinSource.POINT,
    "address": PinSource.POINT,
    "rooftop": PinSource.POINT,
    "interpolated": PinSource.RANGE,
    "city": PinSource.TOWN,
    "postcode": PinSource.ZIP,
    "intersection": PinSource.RANGE,
    "place": PinSource.POINT,
}


@dataclass(frozen=True, slots=True)
class Pin:
    """A point in degrees and where it comes from."""

    lat: float
    lon: float
    source: PinSource


def pin_from(lat: float, lon: float, precision: str) -> Pin:
    """Return the pin for a match of the geocoder; an unknown precision counts as a town's."""
    return Pin(lat, lon, _PRECISIONS.get(precision.strip().lower(), PinSource.TOWN))


def with_pin(entry: PlaceEntry, pin: Pin | None) -> PlaceEntry:
    """Return the entry with this pin, or without any.

    A pin that was looked up is the street point too; one set by hand (the driveway) leaves the
    street point where it was.
    """
    if pin is None:
        return replace(
            entry, lat=None, lon=None, pin_source=PinSource.NONE, street_lat=None, street_lon=None
        )
    if entry.pin_source is PinSource.PIN and (pin.lat, pin.lon) == (entry.lat, entry.lon):
        # The look-up found the office's own pin: this very one, still set by hand.
        return entry
    is_by_hand = pin.source is PinSource.PIN
    street = _street_point(entry) if is_by_hand else (pin.lat, pin.lon)
    return replace(
        entry,
        lat=pin.lat,
        lon=pin.lon,
        pin_source=pin.source,
        street_lat=street[0],
        street_lon=street[1],
    )


def _street_point(entry: PlaceEntry) -> tuple[float | None, float | None]:
    """Return the street point; places of before it was kept have it as their looked-up pin."""
    is_looked_up = entry.pin_source not in {PinSource.PIN, PinSource.NONE}
    if entry.street_lat is None and is_looked_up:
        return entry.lat, entry.lon
    return entry.street_lat, entry.street_lon


def is_same_address(one: PlaceEntry, other: PlaceEntry) -> bool:
    """Tell whether two entries name the same address, so that a street point holds for both."""
    return all(fold(getattr(one, name)) == fold(getattr(other, name)) for name in _ADDRESS)


def with_fitting_street(entry: PlaceEntry, before: PlaceEntry) -> PlaceEntry:
    """Return the entry without the street point of an address it no longer has."""
    is_stale = (
        entry.pin_source is PinSource.PIN
        and (entry.street_lat, entry.street_lon) == (before.street_lat, before.street_lon)
        and not is_same_address(entry, before)
    )
    return replace(entry, street_lat=None, street_lon=None) if is_stale else entry


def moved_entry(place: Place) -> PlaceEntry:
    """Return the same place at an address yet to be typed: what belongs to the door is gone."""
    return PlaceEntry(
        kind=place.kind,
        name=place.name,
        short_name=place.short_name,
        state=place.state,
        phone=place.phone,
        fax=place.fax,
        hours=place.hours,
        npi=place.npi,
        office_note=place.office_note,
    )


def checked(entry: PlaceEntry) -> PlaceEntry:
    """Return the entry cleaned.

    Raises:
        InputError: with everything that can't be taken.
    """
    check = Checker()
    cleaned: dict[str, Any] = {name: check.line(name, getattr(entry, name)) for name in _LINES}
    cleaned |= {name: check.note(name, getattr(entry, name)) for name in _NOTES}
    cleaned |= {name: _card_line(check, name, getattr(entry, name)) for name in _CARD}
    is_home = entry.kind is PlaceKind.HOME
    needed = "" if is_home else "Give the place a name, as it is said on the telephone."
    cleaned["name"] = check.line("name", entry.name, needed=needed)
    cleaned["phone"] = check.phone("phone", entry.phone)
    cleaned["fax"] = check.phone("fax", entry.fax)
    cleaned["state"] = _state(check, entry.state)
    cleaned["zip"] = _zip(check, entry.zip)
    cleaned["npi"] = _npi(check, entry.npi)
    if cleaned["confirmed_by"] and entry.confirmed_on is None:
        check.say("confirmed_on", "Say on which day it was confirmed.")
    result = _with_tidy_pin(check, replace(entry, **cleaned))
    if not result.address and not result.description and result.lat is None:
        what = "A home" if is_home else "A place"
        check.say("address", f"{what} needs an address, a pin on the map or a description.")
    check.raise_if_any()
    return result


def _card_line(check: Checker, name: str, text: str) -> str:
    cleaned = check.line(name, text)
    if CARD_LIMIT < len(cleaned) <= LINE_LIMIT:
        check.say(name, f"Keep this to {CARD_LIMIT} characters; more goes into the driver's note.")
    return cleaned


def _state(check: Checker, text: str) -> str:
    state = clean_line(text).upper()
    if state and not _STATE.fullmatch(state):
        check.say("state", "A state has two letters, like MN.")
    return state


def _zip(check: Checker, text: str) -> str:
    code = clean_line(text).replace(" ", "")
    if code and not _ZIP.fullmatch(code):
        check.say("zip", "A ZIP code has five digits, like 55744, or five and four.")
    return code


def _npi(check: Checker, text: str) -> str:
    npi = re.sub(r"[\s-]", "", clean_line(text))
    if npi and not npi_is_valid(npi):
        check.say("npi", "The NPI's check digit is wrong. Compare its ten digits.")
    return npi


def _with_tidy_pin(check: Checker, entry: PlaceEntry) -> PlaceEntry:
    if entry.lat is None and entry.lon is None:
        return with_pin(entry, None)
    if entry.lat is None or entry.lon is None:
        check.say("lat", "A pin has a latitude and a longitude.")
        return entry
    # Written so that NaN is refused as well.
    if not (abs(entry.lat) <= _MAX_LAT and abs(entry.lon) <= _MAX_LON):
        check.say("lat", "The pin does not lie on the earth: latitude first, then longitude.")
    source = PinSource.PIN if entry.pin_source is PinSource.NONE else entry.pin_source
    return with_pin(entry, Pin(entry.lat, entry.lon, source))
