"""Reads of the places room."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from nemt_desk.ground import search
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing, chunks
from nemt_desk.ground.typed import fits
from nemt_desk.ground.words import fold
from nemt_desk.places.model import PlacePhotoRecord, PlaceRecord
from nemt_desk.places.rows import (
    Place,
    PlaceDuplicate,
    PlaceEntry,
    PlaceKind,
    PlaceListRow,
    PlacePhoto,
)

_NAMES = tuple(item.name for item in fields(Place) if item.name != "is_archived")
_COLUMNS = tuple(PlaceRecord.__table__.c[name] for name in (*_NAMES, "archived_at"))
_BY_IDS = select(*_COLUMNS).where(PlaceRecord.id.in_(bindparam("ids", expanding=True)))
_CLOSED = _BY_IDS.where(PlaceRecord.closed_on.is_not(None))
_PHOTOS = select(
    PlacePhotoRecord.place_id,
    PlacePhotoRecord.jpeg,
    PlacePhotoRecord.width,
    PlacePhotoRecord.height,
    PlacePhotoRecord.taken_on,
    PlacePhotoRecord.caption,
)
_SIMILAR_NAME = 85
_NEAR_DEGREES = 0.0015
"""About 150 metres: the same entrance told by two sources."""


def as_place(row: PlaceRecord) -> Place:
    """Return the record as it leaves the room."""
    values = {name: getattr(row, name) for name in _NAMES}
    return Place(**values, is_archived=row.archived_at is not None)


def _place(row: Row[Any]) -> Place:
    named: dict[str, Any] = dict(zip(_NAMES, row[:-1], strict=True))
    return Place(**named, is_archived=row.archived_at is not None)


def place(session: Session, place_id: Id) -> Place:
    """Return one place, archived or not.

    Raises:
        RefusedError: there is none.
    """
    row = session.execute(select(*_COLUMNS).where(PlaceRecord.id == place_id)).first()
    if row is None:
        raise RefusedError("This place is not there any more.")
    return _place(row)


def places_by_ids(session: Session, ids: Iterable[Id]) -> dict[Id, Place]:
    """Return the places with these keys; those that are not there are left out."""
    found: dict[Id, Place] = {}
    for some in chunks(list({*ids})):
        found |= {row.id: _place(row) for row in session.execute(_BY_IDS, {"ids": some})}
    return found


def closed_places(session: Session, ids: Iterable[Id]) -> dict[Id, Place]:
    """Return those of these places that are closed on some day, or have moved away."""
    rows = session.execute(_CLOSED, {"ids": list({*ids})})
    return {row.id: _place(row) for row in rows}


def photos_of(session: Session, ids: Iterable[Id]) -> dict[Id, PlacePhoto]:
    """Return the pictures of these places, by place; most have none."""
    table = PlacePhotoRecord
    found: dict[Id, PlacePhoto] = {}
    for some in chunks(list({*ids})):
        rows = session.execute(_PHOTOS.where(table.place_id.in_(some)))
        found |= {row.place_id: PlacePhoto(*row) for row in rows}
    return found


def photo_of(session: Session, place_id: Id) -> PlacePhoto | None:
    """Return the place's picture, None if it has none."""
    return photos_of(session, [place_id]).get(place_id)


def find_places(session: Session, typed: str, limit: int = 12) -> list[Place]:
    """Return places by beginnings of name, address, town; never homes or archived ones.

    Closed ones come last: who types the name means where the place is now.
    """
    ids = search.find(session, "place", typed, limit)
    found = places_by_ids(session, ids) if ids else {}
    ordered = [found[key] for key in ids if key in found]
    return sorted(ordered, key=lambda place: place.closed_on is not None)


def place_list(  # one keyword for each thing a list screen can ask
    session: Session,
    *,
    text: str = "",
    kind: PlaceKind | None = None,
    archived: bool = False,
    limit: int = 500,
    offset: int = 0,
    order: str = "name",
) -> Listing[PlaceListRow]:
    """Return places for a list; homes only when asked for. `order`: name, town, kind, newest."""
    is_kind = PlaceRecord.kind == kind if kind else PlaceRecord.kind != PlaceKind.HOME
    is_archived = PlaceRecord.archived_at.is_not(None)
    statement = select(*_COLUMNS).where(is_kind, is_archived if archived else ~is_archived)
    if not text.strip():
        return _page(session, _ordered(statement, order), limit, offset)
    if archived or kind is PlaceKind.HOME:
        # Neither is in the search index.
        rows = [_list_row(row) for row in session.execute(_ordered(statement, order))]
        typed = search.groups_of(text)
        hits = [row for row in rows if fits(f"{row.name} {row.where}", typed)]
        return Listing(tuple(hits[offset : offset + limit]), len(hits))
    hit = PlaceRecord.id.in_(search.chosen(session, "place", text))
    return _page(session, _ordered(statement.where(hit), order), limit, offset)


def _ordered(statement: Select[Any], order: str) -> Select[Any]:
    name = func.lower(func.coalesce(func.nullif(PlaceRecord.name, ""), PlaceRecord.address))
    first = {
        "name": name,
        "town": func.lower(PlaceRecord.city),
        "kind": PlaceRecord.kind,
        "newest": PlaceRecord.id.desc(),
    }[order]
    return statement.order_by(first, name, PlaceRecord.id)


def _page(
    session: Session, statement: Select[Any], limit: int, offset: int
) -> Listing[PlaceListRow]:
    rows = session.execute(statement.limit(limit).offset(offset))
    page = tuple(_list_row(row) for row in rows)
    if not offset and len(page) < limit:
        return Listing(page, len(page))
    whole = statement.with_only_columns(PlaceRecord.id).order_by(None).subquery()
    return Listing(page, session.scalar(select(func.count()).select_from(whole)) or 0)


def _list_row(row: Row[Any]) -> PlaceListRow:
    found = _place(row)
    return PlaceListRow(
        id=found.id,
        kind=found.kind,
        name=found.name,
        where=found.where,
        town=found.city,
        phone=found.phone,
        pin_source=found.pin_source,
        is_archived=found.is_archived,
        confirmed_on=found.confirmed_on,
        closed_on=found.closed_on,
    )


def possible_duplicates(
    session: Session, entry: PlaceEntry, but: Id | None = None
) -> list[PlaceDuplicate]:
    """Return places that may be the one being entered: a warning, not a refusal."""
    if entry.kind is PlaceKind.HOME:
        return []
    rows = session.execute(select(*_COLUMNS).where(PlaceRecord.kind != PlaceKind.HOME))
    return [
        PlaceDuplicate(known, reasons)
        for known in map(_place, rows)
        if known.id != but and (reasons := _reasons(entry, known))
    ]


def _reasons(entry: PlaceEntry, known: Place) -> tuple[str, ...]:
    is_alike = _alike(entry.name, known.name)
    reasons = []
    if _same_address(entry, known):
        reasons.append("the same address and a similar name" if is_alike else "the same address")
    elif is_alike and _is_near(entry, known):
        reasons.append("a similar name nearby")
    elif (
        is_alike and fold(entry.city) == fold(known.city) and not (entry.address and known.address)
    ):
        reasons.append("a similar name in the same town")
    return tuple(reasons)


def _alike(one: str, other: str) -> bool:
    first, second = fold(one), fold(other)
    return bool(first and second) and fuzz.token_sort_ratio(first, second) >= _SIMILAR_NAME


def _same_address(entry: PlaceEntry, known: Place) -> bool:
    if not entry.address or fold(entry.city) != fold(known.city):
        return False
    ours, theirs = (fold(f"{x.address} {x.unit}") for x in (entry, known))
    return ours == theirs


def _is_near(entry: PlaceEntry, known: Place) -> bool:
    if entry.lat is None or entry.lon is None or known.lat is None or known.lon is None:
        return False
    return max(abs(entry.lat - known.lat), abs(entry.lon - known.lon)) <= _NEAR_DEGREES
