"""The place card as a driver reads it on paper: how to drive up, what waits at the gate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from nemt_desk.geo.addresses.plus_codes import plus_code
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, day_year_text
from nemt_desk.places.rows import PinSource, Place, PlaceKind, PlacePhoto
from nemt_desk.runs.sheet_rows import SheetCard, SheetPlace
from nemt_desk.runs.words import place_address, place_name

_AT_THE_END = "at the end"


def sheet_card(place: Place, day: date, *, has_photo: bool = False) -> SheetCard:
    """Return what the driver must know at the door; nothing where nothing is kept.

    Where to drive to is told as a point only if somebody knows it better than the address does.
    """
    lines = list(_closed(place, day))
    lines += place.card
    lines += [("Note", place.driver_note)] if place.driver_note else []
    is_care = place.kind is not PlaceKind.HOME
    lines += [("Hours", place.hours)] if place.hours and is_care else []
    lines += [("Photo", _AT_THE_END)] if has_photo else []
    if place.point is None or not _is_known_better(place):
        return SheetCard(tuple(lines))
    lat, lon = place.point
    confirmed = day_year_text(place.confirmed_on).partition(" ")[2] if place.confirmed_on else ""
    return SheetCard(
        lines=tuple(lines),
        plus_code=plus_code(Point(lat, lon)),
        coordinates=f"{lat:.5f}, {lon:.5f}",
        confirmed=confirmed,
    )


def _closed(place: Place, day: date) -> Iterable[tuple[str, str]]:
    if place.closed_on is not None and place.is_closed_on(day):
        yield "Closed", f"from {day_text(place.closed_on)} on: call the office first"


def _is_known_better(place: Place) -> bool:
    is_by_hand = place.pin_source is PinSource.PIN or place.confirmed_on is not None
    return is_by_hand or not place.address


def sheet_places(
    stops: Sequence[Place], photos: Mapping[Id, PlacePhoto], day: date
) -> tuple[SheetPlace, ...]:
    """Return the places of these stops that have a picture, each once, in the driver's order."""
    found: dict[Id, list[int]] = {}
    places = {place.id: place for place in stops}
    for seq, place in enumerate(stops, start=1):
        if place.id in photos:
            found.setdefault(place.id, []).append(seq)
    return tuple(
        _sheet_place(places[key], tuple(seqs), photos[key], day) for key, seqs in found.items()
    )


def _sheet_place(place: Place, seqs: tuple[int, ...], photo: PlacePhoto, day: date) -> SheetPlace:
    return SheetPlace(
        stops=seqs,
        name=place_name(place),
        address=place_address(place),
        card=sheet_card(place, day),
        jpeg=photo.jpeg,
        width=photo.width,
        height=photo.height,
        caption=photo.caption,
        taken=day_year_text(photo.taken_on).partition(" ")[2] if photo.taken_on else "",
    )
