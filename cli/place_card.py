"""Commands about a place's card: show, confirm, pin, photo."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cli import people
from cli.resolve import today
from cli.session import show, show_json, tell
from cli.where import pin_of
from nemt_desk.geo.addresses.plus_codes import plus_code
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import EnvironmentProblem, InputError, Problem, RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import day_year_text, phone_text
from nemt_desk.office import Office
from nemt_desk.places import queries
from nemt_desk.places.photos import MOST_BYTES
from nemt_desk.places.rows import PhotoChange, PhotoEntry, Place, PlacePhoto


def register(verbs: people.Commands) -> None:
    """Add the verbs of this file to `places`."""
    add = people.act
    _key(add(verbs, "show", _show, "Show a place's card.", "main.py places show 0193…"))
    confirm = add(
        verbs,
        "confirm",
        _confirm,
        "Note that a driver found pin and notes right.",
        'main.py places confirm 0193… --by "Berg, Lars" --on 11/24/2026',
    )
    _key(confirm)
    confirm.add_argument("--by", required=True, metavar="NAME", help="which driver")
    confirm.add_argument("--on", default="", metavar="DAY", help="when (default: today)")
    pin = add(
        verbs,
        "pin",
        _pin,
        "Move the pin to the driveway, or back to the street.",
        "main.py places pin 0193… --at 47.2361,-93.5302",
    )
    _key(pin)
    where = pin.add_mutually_exclusive_group(required=True)
    where.add_argument("--at", metavar="LAT,LON", help="where the car goes")
    where.add_argument("--street", action="store_true", help="back to where the look-up put it")
    photo = add(
        verbs,
        "photo",
        _photo,
        "Keep, remove or write out a place's picture.",
        'main.py places photo 0193… --file door.jpg --caption "west door"',
    )
    _key(photo)
    what = photo.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--file", type=Path, metavar="F.jpg", help=f"a JPEG of at most {MOST_BYTES // 1000} KB"
    )
    what.add_argument("--remove", action="store_true", help="take the picture away")
    what.add_argument("--save", type=Path, metavar="F.jpg", help="write the picture to a file")
    photo.add_argument("--caption", default="", help="what it shows")
    photo.add_argument("--taken", default="", metavar="DAY", help="when it was taken")


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", type=UUID, metavar="ID", help="key of the place, from `list`")


def _read(office: Office, key: UUID) -> tuple[Place, PlacePhoto | None]:
    with office.store.read() as session:
        return queries.place(session, key), queries.photo_of(session, key)


def _show(office: Office, args: argparse.Namespace) -> int:
    place, photo = _read(office, args.key)
    if args.json:
        extra = {"plus_code": _code(place), "photo": _photo_words(photo)}
        fields = people.plain(place)
        show_json({**fields, **extra} if isinstance(fields, dict) else fields)
        return 0
    for label, text in _lines(place, photo):
        show(f"{label}\t{text}")
    return 0


def _lines(place: Place, photo: PlacePhoto | None) -> Iterator[tuple[str, str]]:
    told = (
        ("Place", place.label),
        ("Kind", place.kind.value.replace("_", " ")),
        ("Where", place.where),
        ("Phone", phone_text(place.phone)),
        ("Pin", f"{_point(place.point)} ({place.pin_source})" if place.point else "none"),
        ("Street point", _point(place.street_point)),
        ("Plus Code", _code(place)),
        *place.card,
        ("Hours", place.hours),
        ("Driver sees", place.driver_note),
        ("Confirmed", _confirmed(place)),
        ("Photo", _photo_words(photo)),
        ("Closed from", day_year_text(place.closed_on) if place.closed_on else ""),
        ("Moved to", str(place.moved_to_id or "")),
    )
    return ((label, text) for label, text in told if text)


def _point(point: tuple[float, float] | None) -> str:
    return f"{point[0]:.5f}, {point[1]:.5f}" if point else ""


def _code(place: Place) -> str:
    return plus_code(Point(*place.point)) if place.point else ""


def _confirmed(place: Place) -> str:
    if place.confirmed_on is None:
        return "never"
    by = f", {place.confirmed_by}" if place.confirmed_by else ""
    return day_year_text(place.confirmed_on) + by


def _photo_words(photo: PlacePhoto | None) -> str:
    if photo is None:
        return ""
    size = f"{photo.width} by {photo.height}, {len(photo.jpeg) // 1000} KB"
    return f"{size}, {photo.caption}" if photo.caption else size


def _confirm(office: Office, args: argparse.Namespace) -> int:
    day = people.day(office, args.on, "on") or today(office)
    place, _ = _read(office, args.key)
    changes = office.places.confirm(
        office.actor, args.key, by=args.by, on=day, version=place.version
    )
    return people.changed(args, changes)


def _pin(office: Office, args: argparse.Namespace) -> int:
    place, _ = _read(office, args.key)
    places, actor = office.places, office.actor
    if args.street:
        changes = places.pin_to_street(actor, args.key, version=place.version)
    else:
        pin = pin_of(args.at)
        if office.map is not None and not office.map.reaches(Point(pin.lat, pin.lon)):
            tell("Note: this point lies outside the office's map; no way can be found to it.")
        changes = places.move_pin(actor, args.key, pin.lat, pin.lon, version=place.version)
    return people.changed(args, changes)


def _photo(office: Office, args: argparse.Namespace) -> int:
    place, photo = _read(office, args.key)
    if args.save is not None:
        if photo is None:
            raise RefusedError("This place has no picture. Nothing was written.")
        replace_file(args.save, photo.jpeg)
        show(str(args.save))
        return 0
    kept = None
    if args.file is not None:
        taken = people.day(office, args.taken, "taken")
        kept = PhotoEntry(_jpeg(args.file), taken, args.caption)
    changes = office.places.set_photo(
        office.actor, args.key, PhotoChange(kept), version=place.version
    )
    return people.changed(args, changes)


def _jpeg(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            kilobytes = path.stat().st_size // 1000
            sentence = (
                f"The picture has {kilobytes} KB; {MOST_BYTES // 1000} KB is the most. Make it"
                " smaller, or choose it on the Places page, which does."
            )
            raise InputError([Problem("photo", sentence)])
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(f"The picture can't be read: {error.strerror}.") from error
