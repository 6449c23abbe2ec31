"""What a driver's record must be like, and what speaks against a driver on a day.

Pure; which ride fits whom is decided by the runs room.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz

from nemt_desk.drivers.rows import (
    CarEntry,
    Credential,
    CredentialEntry,
    CredentialKind,
    DayOffEntry,
    Driver,
    DriverEntry,
    DriverKind,
    Hours,
)
from nemt_desk.ground.entry import Checker, clean_line
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import day_year_text, fold
from nemt_desk.places import rules as places
from nemt_desk.places.rows import PlaceEntry, PlaceKind

DAY_MIN = 24 * 60
_WEEK = range(7)
_MAX_SEATS = 60
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_UMPI = re.compile(r"[A-Z]\d{9}|\d{10}")
_WEEKDAYS = (
    "Mondays",
    "Tuesdays",
    "Wednesdays",
    "Thursdays",
    "Fridays",
    "Saturdays",
    "Sundays",
)
CREDENTIAL_WORDS: dict[CredentialKind, str] = {
    CredentialKind.LICENCE: "driver's licence",
    CredentialKind.INSURANCE: "car insurance",
    CredentialKind.BACKGROUND: "background check",
    CredentialKind.EXCLUSION_CHECK: "check of the exclusion list",
    CredentialKind.DRIVING_RECORD: "driving record check",
    CredentialKind.TRAINING: "training",
    CredentialKind.INSPECTION: "vehicle inspection",
}
# FED-002 asks for the first, third and fourth of everybody who drives for the agency; VOL-012 for
# the second. True: nobody drives without it.
REQUIRED: dict[CredentialKind, bool] = {
    CredentialKind.LICENCE: True,
    CredentialKind.INSURANCE: True,
    CredentialKind.EXCLUSION_CHECK: True,
    CredentialKind.DRIVING_RECORD: False,
}
_OUR_OWN = frozenset({DriverKind.VOLUNTEER, DriverKind.STAFF})


def checked(entry: DriverEntry) -> DriverEntry:
    """Return the entry cleaned.

    Raises:
        InputError: with everything that can't be taken, by field name.
    """
    check = Checker()
    cleaned: dict[str, Any] = {
        "last_name": check.line("last_name", entry.last_name, needed="Type the last name."),
        "first_name": check.line("first_name", entry.first_name, needed="Type the first name."),
        "middle_name": check.line("middle_name", entry.middle_name),
        "phone": check.phone("phone", entry.phone),
        "phone2": check.phone("phone2", entry.phone2),
        "email": check.line("email", entry.email),
        "languages": check.line("languages", entry.languages),
        "umpi": re.sub(r"[\s-]", "", clean_line(entry.umpi)).upper(),
        "driver_note": check.note("driver_note", entry.driver_note),
        "office_note": check.note("office_note", entry.office_note),
    }
    if cleaned["email"] and not _EMAIL.fullmatch(cleaned["email"]):
        check.say("email", "An e-mail address looks like name@example.org.")
    if cleaned["umpi"] and not _UMPI.fullmatch(cleaned["umpi"]):
        check.say("umpi", "A UMPI is a letter and nine digits, like A123456789; an NPI ten digits.")
    check.order("recognized_until", entry.recognized_on, entry.recognized_until)
    if entry.max_miles is not None and entry.max_miles <= 0:
        check.say("max_miles", "How far somebody drives is a number of miles above 0.")
    if entry.day_miles is not None and entry.day_miles <= 0:
        check.say("day_miles", "How far somebody drives in a day is a number of miles above 0.")
    _check_hours(check, entry.hours)
    _check_relations(check, entry)
    result = replace(
        entry,
        **cleaned,
        cars=tuple(_car(check, at, car) for at, car in enumerate(entry.cars)),
        credentials=tuple(_credential(check, at, c) for at, c in enumerate(entry.credentials)),
        days_off=tuple(_day_off(check, at, off) for at, off in enumerate(entry.days_off)),
        relations=tuple(
            replace(r, note=check.note(f"relations.{at}.note", r.note))
            for at, r in enumerate(entry.relations)
        ),
        home=_home(check, entry.home),
    )
    check.raise_if_any()
    return result


def _car(check: Checker, at: int, car: CarEntry) -> CarEntry:
    if not 0 <= car.seats <= _MAX_SEATS:
        check.say(f"cars.{at}.seats", "Seats for riders are a number from 0 to 60.")
    if not 0 <= car.wheelchair_places <= _MAX_SEATS:
        check.say(f"cars.{at}.wheelchair_places", "Places for wheelchairs go from 0 to 60.")
    elif car.wheelchair_places and not car.has_lift:
        check.say(
            f"cars.{at}.has_lift", "A place for a wheelchair needs the lift or ramp: tick it."
        )
    return replace(
        car,
        text=check.line(f"cars.{at}.text", car.text),
        plate=check.line(f"cars.{at}.plate", car.plate).upper(),
    )


def _credential(check: Checker, at: int, credential: CredentialEntry) -> CredentialEntry:
    number = check.line(f"credentials.{at}.number", credential.number)
    return replace(credential, number=number)


def _day_off(check: Checker, at: int, off: DayOffEntry) -> DayOffEntry:
    check.order(f"days_off.{at}.until_day", off.from_day, off.until_day)
    return replace(off, reason=check.line(f"days_off.{at}.reason", off.reason))


def _check_hours(check: Checker, hours: tuple[Hours, ...]) -> None:
    for at, span in enumerate(hours):
        if span.weekday not in _WEEK:
            check.say(f"hours.{at}.weekday", "A weekday goes from Monday to Sunday.")
        elif not 0 <= span.start_min < span.end_min <= DAY_MIN:
            check.say(f"hours.{at}.end_min", "Driving hours begin before they end, on one day.")
        elif any(_overlap(span, other) for other in hours[:at]):
            check.say(f"hours.{at}.start_min", "These driving hours overlap others of that day.")
        elif not _has_room_for_break(span):
            sentence = "The break lies within the driving hours and is as long as its time allows."
            check.say(f"hours.{at}.break_min", sentence)


def _has_room_for_break(span: Hours) -> bool:
    begin = span.start_min if span.break_from_min is None else span.break_from_min
    end = span.end_min if span.break_until_min is None else span.break_until_min
    if span.break_min == 0:
        return True
    return span.break_min > 0 and span.start_min <= begin <= end - span.break_min <= span.end_min


def _overlap(one: Hours, other: Hours) -> bool:
    same_day = one.weekday == other.weekday
    return same_day and one.start_min < other.end_min and other.start_min < one.end_min


def _check_relations(check: Checker, entry: DriverEntry) -> None:
    seen = set()
    for at, relation in enumerate(entry.relations):
        pair = (relation.member_id, relation.kind)
        if pair in seen:
            check.say(f"relations.{at}.kind", "This relation to the member is listed twice.")
        seen.add(pair)


def _home(check: Checker, home: PlaceEntry | None) -> PlaceEntry | None:
    if home is None:
        return None
    try:
        return places.checked(replace(home, kind=PlaceKind.HOME))
    except InputError as error:
        check.take("home", error)
        return home


# --- what stands in the way on a day ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that speaks against a driver on a day; `is_blocking` needs an override."""

    code: str
    sentence: str
    is_blocking: bool


def lapsing(driver: Driver, day: date, within_days: int) -> tuple[Credential, ...]:
    """Return credentials whose last good day is from `day` to `within_days` later, soonest first.

    An older one of a kind that a newer one replaces is not told of.
    """
    last = day + timedelta(days=within_days)
    ends = [(c.until_day, c) for c in driver.latest() if c.until_day is not None]
    soon = [(until, c) for until, c in ends if day <= until <= last]
    return tuple(c for _until, c in sorted(soon, key=lambda pair: pair[0]))


def credentials_missing(driver: Driver, day: date) -> tuple[CredentialKind, ...]:
    """Return required kinds that were never entered (FED-002, VOL-012); none for carriers.

    The day decides nothing yet: what has ended by then is `driver.lapsed_on(day)`.
    """
    del day
    if driver.kind not in _OUR_OWN:
        return ()
    known = {credential.kind for credential in driver.credentials}
    return tuple(kind for kind in REQUIRED if kind not in known)


def standing(driver: Driver, day: date) -> tuple[Finding, ...]:
    """Return everything that speaks against this driver on `day`, what blocks first."""
    findings = [*_credential_findings(driver, day), *_time_findings(driver, day)]
    if driver.kind is DriverKind.VOLUNTEER and not driver.is_recognized_on(day):
        sentence = (
            "The agency does not recognize this volunteer on that day: only personal mileage can"
            " be paid (S4-120)."
        )
        findings.append(Finding("not_recognized", sentence, is_blocking=False))
    if driver.kind in _OUR_OWN and not any(car.plate for car in driver.cars):
        sentence = "No car with a licence plate is entered; the trip log needs it (S4-139)."
        findings.append(Finding("no_plate", sentence, is_blocking=False))
    return tuple(sorted(findings, key=lambda finding: not finding.is_blocking))


def _credential_findings(driver: Driver, day: date) -> list[Finding]:
    findings = []
    for lapsed in driver.lapsed_on(day):
        until = day_year_text(lapsed.until_day) if lapsed.until_day else ""
        sentence = f"The {CREDENTIAL_WORDS[lapsed.kind]} ends before that day: {until}."
        findings.append(Finding("lapsed", sentence, lapsed.is_blocking))
    for kind in credentials_missing(driver, day):
        sentence = f"No {CREDENTIAL_WORDS[kind]} is on file."
        findings.append(Finding("missing", sentence, REQUIRED[kind]))
    return findings


def _time_findings(driver: Driver, day: date) -> list[Finding]:
    for off in driver.days_off:
        if off.from_day <= day <= off.until_day:
            back = day_year_text(off.until_day)
            sentence = f"The driver is away that day, until {back}."
            return [Finding("away", sentence, is_blocking=True)]
    if not driver.hours_on(day):
        sentence = f"The driver has no driving hours on {_WEEKDAYS[day.weekday()]}."
        return [Finding("no_hours", sentence, is_blocking=False)]
    return []


# --- who may be the same ------------------------------------------------------------------------

_SIMILAR = 80
_VERY_SIMILAR = 90


def duplicate_reasons(entry: DriverEntry, known: Driver, plates: frozenset[str]) -> tuple[str, ...]:
    """Return why `known` may be the driver being entered; `plates` are the entry's own."""
    ours = fold(f"{entry.last_name} {entry.first_name}")
    if not ours:
        return ()
    alike = fuzz.token_sort_ratio(ours, fold(f"{known.last_name} {known.first_name}"))
    numbers = {entry.phone, entry.phone2} & {known.phone, known.phone2}
    reasons = []
    if alike >= _SIMILAR and numbers - {""}:
        reasons.append("the same telephone number and a similar name")
    elif alike >= _VERY_SIMILAR:
        reasons.append("a very similar name")
    if plates & {fold(car.plate) for car in known.cars if car.plate}:
        reasons.append("a car with the same plate")
    return tuple(reasons)
