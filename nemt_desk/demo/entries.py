"""Turns seeds into what would be typed into the forms."""

from dataclasses import replace
from datetime import date

from nemt_desk.demo.homes import CarePlace, Home
from nemt_desk.demo.seeds import AgencySeed, MemberSeed, VolunteerSeed
from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    DayOffEntry,
    DriverEntry,
    Hours,
    RelationEntry,
)
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import parse_phone
from nemt_desk.members.rows import MemberEntry
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind

_KINDS = {
    "agency": PlaceKind.AGENCY,
    "hospital": PlaceKind.HOSPITAL,
    "dialysis": PlaceKind.DIALYSIS,
    "pharmacy": PlaceKind.PHARMACY,
    "nursing home": PlaceKind.NURSING_FACILITY,
}


def settings_of(agency: AgencySeed, settings: Settings) -> Settings:
    """Return the settings with the agency's own facts."""
    office = agency.office
    return replace(
        settings,
        name=agency.name,
        phone=parse_phone(agency.phone),
        npi=agency.npi,
        umpi=agency.umpi,
        address=office.street_line,
        city=office.city,
        state=office.state,
        zip=office.postcode,
    )


def _point(home: Home) -> PlaceEntry:
    return PlaceEntry(
        address=home.street_line,
        city=home.city,
        state=home.state,
        zip=home.postcode,
        description=home.description,
        lat=home.lat,
        lon=home.lon,
        pin_source=PinSource.POINT if home.street_line else PinSource.PIN,
    )


def place_entry(place: CarePlace) -> PlaceEntry:
    """Return a place of care."""
    return replace(
        _point(place.home),
        kind=_KINDS.get(place.role, PlaceKind.CLINIC),
        name=place.name,
        phone=place.phone,
        hours=place.hours,
        entrance=place.note,
    )


def member_entry(seed: MemberSeed, day: date) -> MemberEntry:
    """Return a member with the home, as typed on `day`."""
    return MemberEntry(
        last_name=seed.last_name,
        first_name=seed.first_name,
        middle_name=seed.middle_name,
        birth_date=seed.birth_date,
        mhcp_id=seed.mhcp_id,
        phone=seed.phone,
        language=seed.language,
        program=seed.program,
        payer=seed.payer,
        plan=seed.plan,
        eligible_from=seed.eligible_from,
        eligible_until=seed.eligible_until,
        checked_on=min(seed.checked_on, day),
        county="Osprey",
        living_arrangement=seed.living_arrangement,
        assessed_mode=seed.mode,
        assistance=seed.assistance,
        needs=seed.needs,
        contact_name=seed.contact_name,
        contact_phone=seed.contact_phone,
        signs_name=seed.signs_name,
        driver_note=seed.driver_note,
        office_note=seed.office_note,
        home=replace(_point(seed.home), kind=PlaceKind.HOME),
    )


def driver_entry(seed: VolunteerSeed, relations: tuple[RelationEntry, ...]) -> DriverEntry:
    """Return a volunteer with car, credentials and hours."""
    car = seed.car
    return DriverEntry(
        last_name=seed.last_name,
        first_name=seed.first_name,
        middle_name=seed.middle_name,
        phone=seed.phone,
        umpi=seed.umpi,
        recognized_on=seed.recognized_on,
        open_to_all=seed.open_to_all,
        max_miles=seed.max_miles,
        door_through=seed.door_through,
        driver_note=seed.driver_note,
        office_note=seed.office_note,
        cars=(CarEntry(car.text, car.plate, car.seats, car.wheelchair_places, car.has_lift),),
        credentials=tuple(
            CredentialEntry(c.kind, c.number, c.until_day, c.is_blocking) for c in seed.credentials
        ),
        hours=tuple(Hours(h.weekday, h.start_min, h.end_min) for h in seed.hours),
        days_off=tuple(DayOffEntry(d.from_day, d.until_day, d.reason) for d in seed.days_off),
        relations=relations,
        home=replace(_point(seed.home), kind=PlaceKind.HOME),
    )
