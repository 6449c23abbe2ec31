"""The trip log: the statutory record of one member's rides on one run, to be signed.

One log, one member: nothing here ever sees two. S4-130 to S4-144, MN-115, MN-117, J6; both
attestations stand to the letter in `nemt_desk.logs.attestations`.
"""

from collections.abc import Iterator, Sequence

from nemt_desk.ground.words import day_year_text, long_day_text, phone_text
from nemt_desk.logs.attestations import DRIVER_ATTESTATION, MEMBER_ATTESTATION
from nemt_desk.logs.rows import LogPlace, LogRide, TripLog
from reports.letters import Face
from reports.mileage_words import distance_text, off_road_text, source_text
from reports.paper import Document, Head, clock_text, foot_text, save
from reports.strip import SMALLEST, WIDTH, WRITING, Strip

_HALF = WIDTH / 2
_BASE = WRITING - 6
_DATE_X, _TIME_X = 300.0, 398.0
_TIME_ROOM = 46.0


def trip_logs_pdf(logs: Sequence[TripLog]) -> bytes:
    """Return the logs as one PDF, each beginning on a new page with its own page count.

    Raises:
        ValueError: there is no log to print.
    """
    if not logs:
        raise ValueError("no trip log to print")
    days = sorted({log.day for log in logs})
    title = f"Trip logs {days[0]:%Y-%m-%d}" + (f" to {days[-1]:%Y-%m-%d}" if days[1:] else "")
    return save(
        (_document(log) for log in logs),
        title=title,
        author=logs[0].agency_name,
        printed_at=max(log.printed_at for log in logs),
    )


def _document(log: TripLog) -> Document:
    document = Document(_head(log), foot_text(log.printed_at, log.source, is_short=True))
    document.add(_facts(log))
    for ride in log.rides:
        again = Strip()
        again.para(f"Ride {ride.seq}, continued", face=Face.BOLD)
        document.add_block([_ride(ride, log)], again)
    document.add(_by_hand(log))
    for strip in _signatures(log):
        document.add(strip)
    return document


def _head(log: TripLog) -> Head:
    phone = phone_text(log.agency_phone)
    return Head(
        title=f"Trip log · {log.agency_name}" + (f" · {phone}" if phone else ""),
        name=log.member_name,
        below=(f"{log.member_label} · MHCP ID {log.mhcp_id or '_' * 12}", _service_day(log)),
        codes=(("Log", log.log_code), ("Run", log.run_code)),
        qr_text=log.log_code,
    )


def _service_day(log: TripLog) -> str:
    return f"Date of service: {long_day_text(log.day)}"


def _facts(log: TripLog) -> Strip:
    """Set who drove, in what, for whom, measured by what (S4-132, 134, 139, 142, 143)."""
    strip = Strip()
    driver = log.driver
    names = (
        ("Driver's last name", driver.last_name, 0.0, 230.0),
        ("first name", driver.first_name, 240.0, 170.0),
        ("middle initial", driver.middle_initial, 420.0, 120.0),
    )
    _fill_row(strip, names)
    strip.labelled("Driver's provider number", driver.provider_number)
    car = " · ".join(part for part in (log.plate, log.car_words) if part)
    entered = day_year_text(log.entry_date) if log.entry_date else ""
    _fill_row(strip, (("License plate and vehicle", car, 0.0, WIDTH),))
    kind = log.provider_id_kind or "NPI or UMPI"
    numbers = (
        (f"Provider's {kind}", log.provider_id, 0.0, 320.0),
        ("Entry made on", entered, 330.0, 210.0),
    )
    _fill_row(strip, numbers)
    strip.labelled("Electronic source of directions and miles", source_text(log.source))
    strip.labelled("Eligibility checked", log.eligibility)
    strip.skip(3)
    return strip


def _fill_row(strip: Strip, cells: Sequence[tuple[str, str, float, float]]) -> None:
    """Put labelled texts side by side; what is empty gets a line to write on."""
    top = strip.height
    has_blank = not all(text for _, text, _, _ in cells)
    for label, text, x, room in cells:
        cell = Strip(height=_BASE - SMALLEST if has_blank else 0)
        if text:
            cell.labelled(label, text, room=room)
        else:
            cell.blank(0, _BASE, label, room)
            cell.height = WRITING - 2
        strip.join(cell, x=x, down=top)
    strip.skip(1)


def _ride(ride: LogRide, log: TripLog) -> Strip:
    strip = Strip()
    strip.skip(2)
    _ride_heading(strip, ride)
    top = strip.height
    for x, label, place in ((0.0, "From", ride.origin), (_HALF, "To", ride.destination)):
        side = Strip()
        side.labelled(label, _place_text(place), room=_HALF - 12)
        strip.join(side, x=x, down=top)
    top = strip.height
    at = f", appointment {clock_text(ride.appointment_at)}" if ride.appointment_at else ""
    purpose = ", ".join(part for part in (ride.purpose, ride.care_type) if part)
    for x, label, text in (
        (0.0, "Purpose", purpose),
        (_HALF, "Medical provider", ride.provider_name + at),
    ):
        side = Strip()
        side.labelled(label, text, room=_HALF - (0 if x else 12))
        strip.join(side, x=x, down=top)
    _times(strip, ride)
    _along(strip, ride, log.member_label.lower())
    for paper in ride.authorizations:
        strip.labelled(f"Authorization, {paper.kind}", paper.number)
    notes = (off_road_text(ride.off_road_m), ride.mileage_note)
    strip.labelled("Miles", "; ".join(note for note in notes if note))
    strip.labelled("Appointment verified", ride.verification)
    strip.skip(1)
    return strip


def _ride_heading(strip: Strip, ride: LogRide) -> None:
    """Set mode, assistance and the route's miles (S4-137, S4-138)."""
    mode = f"mode {ride.mode}, {ride.mode_words}"
    parts = (f"Ride {ride.seq}", mode, ride.assistance)
    strip.band(
        " · ".join(part for part in parts if part),
        end_text=distance_text(ride.route_kind, ride.direct_m),
    )


def _place_text(place: LogPlace) -> str:
    return ", ".join(part for part in (place.name, place.address) if part)


def _times(strip: Strip, ride: LogRide) -> None:
    """Leave room for actual times and odometer; planned times stand before them (MN-115)."""
    for label, planned in (("Pick-up", ride.pickup_at), ("Drop-off", ride.dropoff_at)):
        base = strip.height + _BASE
        strip.write(0, base, label, face=Face.BOLD)
        strip.write(54, base, f"planned {clock_text(planned)}" if planned else "")
        end = strip.time_blank(170, base, "actual")
        strip.blank(end + 6, base, "odometer", WIDTH)
        strip.skip(WRITING)


def _along(strip: Strip, ride: LogRide, member: str) -> None:
    """Name who rode along and why (S4-066 to S4-068, S4-141)."""
    if not ride.is_member_aboard:
        strip.labelled("Aboard", f"the {member} is not aboard on this ride")
    for person in ride.companions:
        reason = f", reason: {person.reason}" if person.reason else ""
        strip.labelled(person.kind.capitalize() or "Companion", person.name + reason)


def _by_hand(log: TripLog) -> Strip:
    """Leave room for what is only known afterwards, on whichever ride it was."""
    strip = Strip()
    if not any(ride.companions for ride in log.rides):
        strip.blank(0, _BASE, "Attendant or responsible person, which ride, and why", WIDTH)
        strip.skip(WRITING)
    if not all(ride.verification for ride in log.rides):
        base = strip.height + _BASE
        x = strip.write(0, base, "Appointment verified by") + 6
        for word in ("signature", "benefits statement", "call"):
            x = strip.tick(x, base, word)
        strip.blank(x, base, "who, when", WIDTH)
        strip.skip(WRITING)
    base = strip.height + _BASE
    x = strip.write(0, base, "Not ridden:") + 6
    for word in ("cancelled", "no-show", "weather"):
        x = strip.tick(x, base, word)
    strip.blank(x, base, "which ride, time, why", WIDTH)
    strip.skip(WRITING)
    return strip


def _signatures(log: TripLog) -> Iterator[Strip]:
    member = log.member_label
    yield _signature("Driver", DRIVER_ATTESTATION, "Driver's signature")
    signed = _signature(
        f"{member} or authorized party", MEMBER_ATTESTATION, f"Signature, {member.lower()} or party"
    )
    base = signed.height + _BASE
    signed.blank(0, base, f"If not the {member.lower()}: printed name and relationship", WIDTH)
    signed.skip(WRITING)
    yield signed
    yield _delivered(member.lower())


def _signature(who: str, attestation: str, label: str) -> Strip:
    strip = Strip()
    strip.band(who)
    strip.para(attestation)
    _sign_line(strip, label)
    return strip


def _sign_line(strip: Strip, label: str) -> None:
    base = strip.height + WRITING - 4
    strip.blank(0, base, label, _DATE_X - 8)
    strip.blank(_DATE_X, base, "Date", _TIME_X - 8)
    strip.time_blank(_TIME_X, base, "", room=_TIME_ROOM)
    strip.skip(WRITING)


def _delivered(member: str) -> Strip:
    """Offer the medical provider's signature instead, or the reason for none (S4-136, MN-117)."""
    strip = Strip()
    strip.band(f"Or: medical service provider, the {member} was delivered")
    _sign_line(strip, "Provider's signature")
    base = strip.height + _BASE
    strip.blank(0, base, "Printed name and facility", WIDTH)
    strip.skip(WRITING)
    base = strip.height + WRITING - 4
    strip.blank(0, base, "If there is no signature, the reason why", WIDTH)
    strip.skip(WRITING + 2)
    return strip
