"""The home of a row's person, or a place's address, as it is kept. Pure."""

from collections.abc import Sequence
from functools import partial

from nemt_desk.exchange.cells.addresses import (
    Address,
    AddressKind,
    read_address,
    read_state,
    read_town,
    read_zip,
)
from nemt_desk.exchange.cells.words import read_line, read_note
from nemt_desk.exchange.drafts import Draft, Readers
from nemt_desk.exchange.sense import Sense
from nemt_desk.ground.entry import NOTE_LIMIT
from nemt_desk.places.rows import PlaceEntry, PlaceKind

ADDRESS_READERS: Readers = {
    "address": read_address,
    "address_text": read_line,
    "city_text": read_line,
    "unit": read_line,
    "city": read_town,
    "state": read_state,
    "zip": read_zip,
    "description": partial(read_note, most=NOTE_LIMIT),
}


def home_of(draft: Draft, sense: Sense) -> PlaceEntry | None:
    """Return the home of a row; None, and told, if there is nothing about where it is."""
    entry = place_parts(draft, sense)
    if not entry.address and not entry.description:
        if draft.has("address") and not draft.typed("address").strip():
            draft.warn("address", "There is no address: set the pin by hand.")
        return None
    return entry


def place_parts(draft: Draft, sense: Sense, kind: PlaceKind = PlaceKind.HOME) -> PlaceEntry:
    """Return what a row says about where something is."""
    found = draft.value("address")
    address = found if isinstance(found, Address) else Address("", AddressKind.STREET)
    is_told = address.kind is AddressKind.DESCRIPTION
    parts = (draft.line("description"), address.text if is_told else "")
    return PlaceEntry(
        kind=kind,
        address=draft.line("address_text") or ("" if is_told else address.text),
        unit=draft.line("unit"),
        city=draft.line("city_text") or draft.line("city"),
        state=draft.line("state") or (sense.state if draft.line("city") else ""),
        zip=draft.line("zip"),
        description="\n".join(part for part in parts if part),
    )


def joined(parts: Sequence[str]) -> str:
    """Return notes as one, a line each."""
    return "\n".join(part for part in parts if part)
