"""Options that say where something is, and the place they make: address, pin or description."""

import argparse
from dataclasses import replace

from cli.session import tell
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.office import Office
from nemt_desk.places.rows import PinSource, PlaceEntry
from nemt_desk.places.rules import Pin, pin_from, with_pin


def add_where(parser: argparse.ArgumentParser) -> None:
    """Add `--address`, `--pick`, `--pin`, `--describe` and what belongs to them."""
    parser.add_argument("--address", default="", help='like "1601 Golf Course Rd, Grand Rapids"')
    parser.add_argument("--unit", default="", help="apartment or suite")
    parser.add_argument("--city", default="", help="town, if the address does not say it")
    parser.add_argument("--state", default="", help="two letters (default: the agency's)")
    parser.add_argument("--zip", default="", help="five digits")
    parser.add_argument(
        "--pick", type=int, metavar="N", help="take the Nth answer when an address is doubtful"
    )
    parser.add_argument("--pin", metavar="LAT,LON", help="the point itself; no look-up is done")
    parser.add_argument("--describe", default="", help="how to find it where there is no address")


def placed(office: Office, args: argparse.Namespace, entry: PlaceEntry) -> PlaceEntry:
    """Return the entry with the address, description and pin asked for.

    Raises:
        RefusedError: the address is doubtful; the candidates were told on standard error.
    """
    if args.address:
        entry = _addressed(office, args, entry)
    if args.describe:
        entry = replace(entry, description=args.describe)
    if args.pin:
        return with_pin(entry, pin_of(args.pin))
    if not args.address or office.map is None:
        return entry
    return _geocoded(office, args.pick, entry)


def _addressed(office: Office, args: argparse.Namespace, entry: PlaceEntry) -> PlaceEntry:
    """Return the entry with the address that was said; an old pin or description goes."""
    address, city, state, code = split(args.address)
    return replace(
        entry,
        address=address,
        unit=args.unit,
        city=args.city or city,
        state=args.state or state or office.settings.state,
        zip=args.zip or code,
        description="",
        lat=None,
        lon=None,
        pin_source=PinSource.NONE,
    )


def has_where(args: argparse.Namespace) -> bool:
    """Tell whether anything was said about where it is."""
    return bool(args.address or args.pin or args.describe)


def split(text: str) -> tuple[str, str, str, str]:
    """Return street, town, state and ZIP of `street, town, ST 55744` as far as they are there."""
    street, *rest = [part.strip() for part in text.split(",")]
    words = " ".join(rest).split()
    code = words.pop() if words and words[-1][:1].isdigit() else ""
    has_state = len(words) > 1 and len(words[-1]) == len("MN") and words[-1].isalpha()
    state = words.pop().upper() if has_state else ""
    return street, " ".join(words), state, code


def pin_of(text: str) -> Pin:
    """Return the point typed as `47.2,-93.5`.

    Raises:
        InputError: it is none.
    """
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        sentence = f"“{text}” is no point. Type latitude and longitude like 47.2,-93.5."
        raise InputError([Problem("pin", sentence)]) from None
    return Pin(lat, lon, PinSource.PIN)


def _geocoded(office: Office, pick: int | None, entry: PlaceEntry) -> PlaceEntry:
    town = " ".join(part for part in (entry.state, entry.zip) if part)
    asked = ", ".join(part for part in (entry.address, entry.city, town) if part)
    answer = office.geocode(asked)
    if answer is None:
        return entry
    match = answer.best
    if pick is not None and 1 <= pick <= len(answer.matches):
        match = answer.matches[pick - 1]
    elif pick is not None or (match is None and answer.matches):
        for number, candidate in enumerate(answer.matches, 1):
            tell(f"{number}  {candidate.text}  ({candidate.precision}, {candidate.score:.0f})")
        raise RefusedError(
            f"{answer.question or 'There is no such answer.'} Nothing was saved. Say which one with"
            " --pick N, or give --pin LAT,LON."
        )
    if match is None:
        raise RefusedError(
            "This address is not on the map. Nothing was saved. Compare it, give --pin LAT,LON, or"
            " --describe how to find it instead of --address."
        )
    _street, city, state, code = split(match.text)
    filled = replace(
        entry,
        city=entry.city or city,
        state=entry.state or state,
        zip=entry.zip or code,
    )
    return with_pin(filled, pin_from(match.lat, match.lon, match.precision))
