"""Plans the import of a list of places. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rapidfuzz import fuzz

from nemt_desk.exchange.cells import choices, hours, ids, words
from nemt_desk.exchange.cells.got import EMPTY, Got, taken
from nemt_desk.exchange.cells.phones import Phones, read_phone
from nemt_desk.exchange.drafts import Draft, Readers, drafts_of
from nemt_desk.exchange.homes import ADDRESS_READERS, joined, place_parts
from nemt_desk.exchange.reading.table import Table
from nemt_desk.exchange.sense import Sense
from nemt_desk.exchange.towns import check_addresses
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import fold
from nemt_desk.places.rows import PlaceEntry, PlaceKind
from nemt_desk.places.rules import checked

_SIMILAR = 85
_NO_NPI = frozenset({PlaceKind.HOME, PlaceKind.SCHOOL, PlaceKind.WORK, PlaceKind.AGENCY})
_SHORTENED = {
    "ctr": "center", "cntr": "center", "centre": "center", "hosp": "hospital", "med": "medical",
    "dr": "doctor", "st": "saint", "mt": "mount", "assoc": "associates", "assn": "association",
    "bldg": "building", "univ": "university", "comm": "community", "dept": "department",
    "phys": "physical", "ther": "therapy", "pharm": "pharmacy", "reg": "regional",
    "mem": "memorial",
    "meml": "memorial", "gen": "general", "hlth": "health", "svc": "services", "svcs": "services",
    "nh": "nursing home", "cl": "clinic", "fam": "family", "&": "and", "behav": "behavioral",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place the office has, or one further up in the list (`row`)."""

    name: str
    short_name: str = ""
    address: str = ""
    city: str = ""
    phone: str = ""
    row: int = 0


def whole_words(text: str) -> str:
    """Return a place's name folded, with the usual shortenings written out."""
    return " ".join(_SHORTENED.get(word, word) for word in fold(text.replace("&", " and ")).split())


def _name(text: str) -> Got:
    return taken(text, text) if any(char.isalnum() for char in text) else EMPTY


def readers(sense: Sense) -> Readers:
    """Return how each column of a list of places is read."""
    note = partial(words.read_note, most=sense.note_limit)
    phone = partial(read_phone, area_code=sense.area_code)
    return {
        **ADDRESS_READERS,
        "number": ids.read_number,
        "name": _name,
        "short_name": words.read_line,
        "kind": choices.read_kind,
        "phone": phone,
        "fax": phone,
        "npi": ids.read_npi,
        "hours": hours.read_hours,
        "hours_text": words.read_line,
        **dict.fromkeys(("entrance", "gate_note", "dog_note", "season_note"), words.read_line),
        "driver_note": note,
        "office_note": note,
    }


def read_places(
    table: Table, mapping: Mapping[str, str], sense: Sense, known: Iterable[KnownPlace] = ()
) -> list[Draft]:
    """Return every record of a list of places with its entry, or why it is refused."""
    drafts = drafts_of(table, mapping, readers(sense))
    for draft in drafts:
        draft.label = draft.line("name")
        if not draft.label:
            draft.refuse("name", "There is no name in this row.")
        kind = PlaceKind(draft.line("kind") or PlaceKind.OTHER)
        if draft.has("npi") and not draft.typed("npi").strip() and kind not in _NO_NPI:
            draft.warn("npi", "There is no NPI.")
    check_addresses(drafts, sense)
    _tell_same(drafts, list(known))
    for draft in drafts:
        if not draft.is_refused:
            _enter(draft, sense)
    return drafts


def _enter(draft: Draft, sense: Sense) -> None:
    try:
        draft.entry = checked(_entry(draft, sense))
    except InputError as error:
        draft.refuse("", error.sentence)


def _entry(draft: Draft, sense: Sense) -> PlaceEntry:
    kind = PlaceKind(draft.line("kind") or PlaceKind.OTHER)
    phone, fax = draft.value("phone"), draft.value("fax")
    entry = replace(
        place_parts(draft, sense, kind),
        name=draft.line("name"),
        short_name=draft.line("short_name"),
        phone=phone.first if isinstance(phone, Phones) else "",
        fax=fax.first if isinstance(fax, Phones) else "",
        npi=draft.line("npi"),
        hours=draft.line("hours_text") or _hours(draft),
        entrance=draft.line("entrance"),
        gate_note=draft.line("gate_note"),
        dog_note=draft.line("dog_note"),
        season_note=draft.line("season_note"),
        driver_note=draft.line("driver_note"),
        office_note=joined([draft.line("office_note"), *draft.left_out()]),
    )
    if not entry.address and not entry.description:
        draft.warn("address", "There is no address: set the pin by hand.")
        entry = replace(entry, description="No address in the list")
    return entry


def _hours(draft: Draft) -> str:
    """A place's hours are shown to people: they stay as typed, now that they can be read."""
    return words.tidy(draft.typed("hours"))[0] if draft.value("hours") else ""


def _tell_same(drafts: Sequence[Draft], known: list[KnownPlace]) -> None:
    by_name: dict[str, list[KnownPlace]] = {}
    by_address: dict[str, list[KnownPlace]] = {}
    short: dict[str, KnownPlace] = {}

    def meet(place: KnownPlace) -> None:
        by_name.setdefault(whole_words(place.name), []).append(place)
        if place.address:
            by_address.setdefault(fold(f"{place.address} {place.city}"), []).append(place)
        if place.short_name:
            short.setdefault(fold(place.short_name), place)

    for place in known:
        meet(place)
    for draft in drafts:
        if draft.is_refused:
            continue
        place = _known(draft)
        _compare(draft, place, by_name, by_address)
        other = short.get(fold(place.short_name)) if place.short_name else None
        if other is not None and not draft.findings:
            draft.warn("short_name", f"{other.name} is called so too: rides can't tell them apart.")
        meet(place)


def _known(draft: Draft) -> KnownPlace:
    address = draft.line("address_text") or draft.got.get("address", EMPTY).text
    phone = draft.value("phone")
    return KnownPlace(
        draft.line("name"),
        draft.line("short_name"),
        address,
        draft.line("city_text") or draft.line("city"),
        phone.first if isinstance(phone, Phones) else "",
        draft.row.row,
    )


def _compare(
    draft: Draft,
    place: KnownPlace,
    by_name: Mapping[str, Sequence[KnownPlace]],
    by_address: Mapping[str, Sequence[KnownPlace]],
) -> None:
    same_address = (
        by_address.get(fold(f"{place.address} {place.city}"), ()) if place.address else ()
    )
    alike = by_name.get(whole_words(place.name), ())
    for other in alike:
        is_same = fold(other.name) == fold(place.name)
        if is_same and (other in same_address or not place.address or not other.address):
            draft.refuse("name", f"This place is there already {_where(other)}.")
            return
    for other in alike:
        if fold(other.city) == fold(place.city):
            _probably(draft, other)
            return
    for other in same_address:
        if fuzz.token_sort_ratio(whole_words(other.name), whole_words(place.name)) >= _SIMILAR:
            _probably(draft, other)
            return


def _probably(draft: Draft, other: KnownPlace) -> None:
    draft.warn(
        "name",
        f"Probably the same place as {other.name} {_where(other)}. Both are kept: look which record"
        " is right.",
    )


def _where(other: KnownPlace) -> str:
    return f"in row {other.row}" if other.row else "in the office"
