"""The rows of a list that goes out: the same columns a list comes in with. Pure.

What reading would take for something else (an address without a number, hours in words) goes out
in columns that are read as they stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from nemt_desk.drivers.rows import CredentialKind, Driver
from nemt_desk.exchange.cells.hours import Span
from nemt_desk.exchange.fields import Subject, labels
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import phone_text
from nemt_desk.members.rows import Member, Need
from nemt_desk.places.rows import Place, PlaceKind
from nemt_desk.trips.rows import CompanionKind, Leg, ReturnKind, Ride, RideState, Trip

type Rows = list[list[str]]

_NEED_WORDS = {
    Need.WHEELCHAIR: "wheelchair", Need.WHEELCHAIR_FOLDS: "folding wheelchair",
    Need.POWER_CHAIR: "power chair", Need.SERVICE_ANIMAL: "service animal",
    Need.CHILD_SEAT: "child seat", Need.LOW_VISION: "low vision",
    Need.HARD_OF_HEARING: "hard of hearing",
}  # fmt: skip
_PAPERS = {
    "licence": CredentialKind.LICENCE,
    "insurance": CredentialKind.INSURANCE,
    "background": CredentialKind.BACKGROUND,
    "exclusion": CredentialKind.EXCLUSION_CHECK,
    "driving_record": CredentialKind.DRIVING_RECORD,
}
_RETURN_WORDS = {
    ReturnKind.SCHEDULED: "scheduled", ReturnKind.WILL_CALL: "will call",
    ReturnKind.WAIT: "wait", ReturnKind.NONE: "none",
}  # fmt: skip
_ROUTED = "Routed miles"


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _table(subject: Subject, rows: Iterable[Mapping[str, str]], keys: Sequence[str]) -> Rows:
    known = labels(subject)
    table = [[known.get(key, key) for key in keys]]
    table += [[row.get(key, "") for key in keys] for row in rows]
    return table


def _where(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {
        "address_text": place.address,
        "unit": place.unit,
        "city_text": place.city,
        "state": place.state,
        "zip": place.zip,
        "description": place.description,
    }


_WHERE = ("address_text", "unit", "city_text", "state", "zip", "description")
_PERSON = ("last_name", "first_name", "middle_name", "suffix")


def member_rows(members: Iterable[Member], homes: Mapping[Id, Place]) -> Rows:
    """Return members as a list."""
    keys = (
        "member_id", *_PERSON, "birth_date", "phone", "phone2", *_WHERE, "mode", "needs",
        "eligible_from", "eligible_until", "program", "plan", "county", "language",
        "contact_name", "contact_phone", "driver_note", "office_note",
    )  # fmt: skip
    return _table(Subject.MEMBERS, (_member(one, homes) for one in members), keys)


def _member(member: Member, homes: Mapping[Id, Place]) -> dict[str, str]:
    lines = ("last_name", "first_name", "middle_name", "suffix", "plan", "county", "language",
             "contact_name", "driver_note", "office_note")  # fmt: skip
    return {
        **{key: getattr(member, key) for key in lines},
        "member_id": member.mhcp_id,
        "birth_date": _day(member.birth_date),
        **{key: phone_text(getattr(member, key)) for key in ("phone", "phone2", "contact_phone")},
        **_where(homes.get(member.home_id) if member.home_id else None),
        "mode": str(member.assessed_mode or ""),
        "needs": ", ".join(_NEED_WORDS.get(need, need.value) for need in sorted(member.needs)),
        "eligible_from": _day(member.eligible_from),
        "eligible_until": _day(member.eligible_until),
        "program": member.program.value if member.program else "",
    }


def driver_rows(drivers: Iterable[Driver], homes: Mapping[Id, Place]) -> Rows:
    """Return drivers as a list, each with the car used first."""
    keys = (
        *_PERSON[:3], "phone", "phone2", "email", *_WHERE, "car", "plate", "seats", "lift",
        *_PAPERS, "hours", "max_miles", "day_miles", "languages", "driver_note", "office_note",
    )  # fmt: skip
    return _table(Subject.DRIVERS, (_driver(one, homes) for one in drivers), keys)


def _driver(driver: Driver, homes: Mapping[Id, Place]) -> dict[str, str]:
    names = ("last_name", "first_name", "middle_name")
    lines = (*names, "email", "languages", "driver_note", "office_note")
    latest = {one.kind: one for one in driver.latest()}
    papers = {key: latest[kind].until_day for key, kind in _PAPERS.items() if kind in latest}
    spans = [Span(span.weekday, span.start_min, span.end_min).text for span in driver.hours]
    car = driver.car
    return {
        **{key: getattr(driver, key) for key in lines},
        "phone": phone_text(driver.phone),
        "phone2": phone_text(driver.phone2),
        **_where(homes.get(driver.home_id) if driver.home_id else None),
        "car": car.text if car else "",
        "plate": car.plate if car else "",
        "seats": str(car.seats) if car else "",
        "lift": ("yes" if car.has_lift else "no") if car else "",
        **{key: _day(until) for key, until in papers.items()},
        "hours": "; ".join(spans),
        "max_miles": str(driver.max_miles or ""),
        "day_miles": str(driver.day_miles or ""),
    }


def place_rows(places: Iterable[Place]) -> Rows:
    """Return places as a list."""
    keys = (
        "name", "short_name", "kind", *_WHERE, "phone", "fax", "npi", "hours_text", "entrance",
        "gate_note", "dog_note", "season_note", "driver_note", "office_note",
    )  # fmt: skip
    rows = (
        {
            **{key: getattr(place, key) for key in keys if hasattr(place, key)},
            **_where(place),
            "kind": place.kind.value.replace("_", " "),
            "phone": phone_text(place.phone),
            "fax": phone_text(place.fax),
            "hours_text": place.hours,
        }
        for place in places
    )
    return _table(Subject.PLACES, rows, keys)


def ride_rows(
    trips: Iterable[Trip],
    members: Mapping[Id, Member],
    places: Mapping[Id, Place],
    agency: AgencyTime,
) -> Rows:
    """Return trips as a list, a row for each ride there with its way back."""
    keys = (
        "day", "member_id", "member", "pickup", "appointment", "origin", "destination",
        "return_kind", "return_at", "wheelchair", "riders", _ROUTED, "purpose", "driver_note",
        "office_note",
    )  # fmt: skip
    rows = (
        row
        for trip in trips
        if (member := members.get(trip.member_id)) is not None
        for row in _trip(trip, member, places, agency)
    )
    return _table(Subject.RIDES, rows, keys)


def _trip(
    trip: Trip, member: Member, places: Mapping[Id, Place], agency: AgencyTime
) -> Iterable[dict[str, str]]:
    rides = [ride for ride in trip.rides if ride.state is not RideState.CANCELLED]
    there = [ride for ride in rides if ride.leg is not Leg.RETURN]
    back = next((ride for ride in rides if ride.leg is Leg.RETURN), None)
    riders = sum(one.kind is not CompanionKind.SERVICE_ANIMAL for one in trip.companions)
    for ride in there:
        returns = back if ride is there[-1] else None
        yield {
            "day": ride.day.isoformat(),
            "member_id": member.mhcp_id,
            "member": f"{member.last_name}, {member.first_name}",
            "pickup": _clock(ride.pickup_at, agency),
            "appointment": _clock(ride.appointment_at, agency),
            "origin": _end(ride.from_id, places),
            "destination": _end(ride.to_id, places),
            "return_kind": _RETURN_WORDS[returns.return_kind if returns else ReturnKind.NONE],
            "return_at": _return_at(returns, agency),
            "wheelchair": "yes" if ride.wheelchair_places else "",
            "riders": str(riders or ""),
            _ROUTED: str(miles(ride.mileage.direct_m)) if ride.mileage else "",
            "purpose": trip.service,
            "driver_note": trip.driver_note,
            "office_note": trip.office_note,
        }


def _return_at(ride: Ride | None, agency: AgencyTime) -> str:
    if ride is None or ride.return_kind is not ReturnKind.SCHEDULED:
        return ""
    return _clock(ride.pickup_at, agency)


def _clock(moment: datetime | None, agency: AgencyTime) -> str:
    return f"{agency.local(moment):%H:%M}" if moment is not None else ""


def _end(place_id: Id, places: Mapping[Id, Place]) -> str:
    place = places.get(place_id)
    if place is None or place.kind is PlaceKind.HOME:
        return "Home"
    return place.name
