"""The run sheet: one driver's day on paper, for a clipboard and gloves.

First page: the day at a glance. Then stop by stop: who, what help, where to, room for the actual
time and odometer, and the way there in words. Last: the places that have a picture.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from nemt_desk.ground.words import (
    long_day_text,
    miles_text,
    phone_text,
)
from nemt_desk.runs.sheet_rows import (
    HomeRide,
    RunSheet,
    SheetCar,
    SheetRider,
    SheetStop,
    StopAct,
)
from reports.directions import INDENT, way, way_title
from reports.letters import Face, width
from reports.mileage_words import shut_roads_text
from reports.paper import Document, Head, clock_text, foot_text, save
from reports.place_card import card, pictured
from reports.strip import SMALLEST, WIDTH, WRITING, Strip

_DUTIES: Final = (
    "help to and from the vehicle when needed",
    "help getting in and out when needed",
    "check that the member is safely secured",
    "help to secure when needed",
)
"""What the driver does at every stop (S4-025)."""

_SEQ, _TIME, _WHO, _WHERE = 0.0, 28.0, 104.0, 312.0


def run_sheets_pdf(sheets: Sequence[RunSheet]) -> bytes:
    """Return the run sheets as one PDF, each beginning on a new page with its own page count.

    Raises:
        ValueError: there is no sheet to print.
    """
    if not sheets:
        raise ValueError("no run sheet to print")
    first = sheets[0]
    days = sorted({sheet.day for sheet in sheets})
    title = f"Run sheets {days[0]:%Y-%m-%d}" + (f" to {days[-1]:%Y-%m-%d}" if days[1:] else "")
    return save(
        run_sheet_documents(sheets),
        title=title,
        author=first.agency_name,
        printed_at=max(sheet.printed_at for sheet in sheets),
    )


def run_sheet_documents(sheets: Sequence[RunSheet]) -> Iterator[Document]:
    """Return each sheet as a document of its own, to stand in a larger file."""
    return (_document(sheet) for sheet in sheets)


def _document(sheet: RunSheet) -> Document:
    document = Document(_head(sheet), foot_text(sheet.printed_at, sheet.source))
    document.add(_who_and_car(sheet))
    heading = _overview_heading()
    overview = [heading, *_overview(sheet)]
    document.add_block(overview, heading)
    document.add(_day_blanks())
    for before, stop in zip((None, *sheet.stops), sheet.stops, strict=False):
        again = Strip()
        again.para(f"Stop {stop.seq}, continued", size=12, face=Face.BOLD)
        again.skip(4)
        document.add_block(list(_stop(stop, before, sheet)), again)
    if sheet.way_back:
        last = f"stop {sheet.stops[-1].seq}" if sheet.stops else sheet.start_place
        title = way_title(
            f"The way back to {sheet.end_place} from {last}", sheet.way_back_m, sheet.way_back_min
        )
        document.add_block(list(way(title, sheet.way_back)), Strip())
    if sheet.places:
        document.add_block(*pictured(sheet.places))
    return document


def _head(sheet: RunSheet) -> Head:
    phone = phone_text(sheet.agency_phone)
    return Head(
        title=f"Run sheet · {sheet.agency_name}" + (f" · {phone}" if phone else ""),
        name=sheet.driver_name,
        below=(long_day_text(sheet.day),),
        codes=(("Run", sheet.run_code),),
        qr_text=sheet.run_code,
        warning="" if sheet.is_published else "DRAFT, not published",
    )


def _car_text(car: SheetCar | None) -> str:
    if car is None:
        return "no car named"
    seats = f"{car.seats} seat" if car.seats == 1 else f"{car.seats} seats"
    parts = (car.words, f"plate {car.plate}" if car.plate else "", seats)
    return " · ".join(part for part in parts if part) + (" · lift" if car.has_lift else "")


def _who_and_car(sheet: RunSheet) -> Strip:
    strip = Strip()
    half = WIDTH / 2
    start = f"{clock_text(sheet.start_at)}, " if sheet.start_at else ""
    end = f"{clock_text(sheet.end_at)}, " if sheet.end_at else ""
    left, right = Strip(), Strip()
    left.labelled("Driver's phone", phone_text(sheet.driver_phone), room=half - 10)
    left.labelled("Car", _car_text(sheet.car), room=half - 10)
    right.labelled("Starts", f"{start}{sheet.start_place}", room=half)
    right.labelled("Ends", f"{end}{sheet.end_place}", room=half)
    strip.join(left)
    strip.join(right, x=half, down=0)
    strip.labelled("Shut today", shut_roads_text(sheet.shut_roads))
    strip.skip(6)
    return strip


def _overview_heading() -> Strip:
    strip = Strip(height=17)
    strip.fills.append((0, 0, WIDTH, 17))
    for x, text in ((_TIME, "Planned"), (_WHO, "Who"), (_WHERE, "From and to")):
        strip.write(x, 12.5, text)
    return strip


def _overview(sheet: RunSheet) -> Iterator[Strip]:
    for stop in sheet.stops:
        for number, rider in enumerate(stop.riders or (None,)):
            strip = Strip(height=1.5)
            if number == 0:
                strip.write(_SEQ + 3, 13, str(stop.seq), size=12, face=Face.BOLD)
                strip.write(_TIME, 13, _stop_time(stop), size=12, face=Face.BOLD)
            _overview_words(strip, stop, rider)
            strip.height = max(strip.height, 15) + 2.5
            strip.rule(0, WIDTH)
            yield strip
    if not sheet.stops:
        strip = Strip()
        strip.para("No stops are planned on this run.", size=12)
        yield strip


def _overview_words(strip: Strip, stop: SheetStop, rider: SheetRider | None) -> None:
    who, where = Strip(), Strip()
    if rider is not None:
        end = who.write(0, 11, f"{rider.act}: ")
        indent = end + 1
        who.para(rider.name, x=indent, room=_WHERE - _WHO - indent - 8, size=11, face=Face.BOLD)
    going = rider is not None and rider.act is StopAct.PICK_UP and rider.other_end
    place = f"{stop.place_name} to {rider.other_end}" if rider and going else stop.place_name
    where.para(place or stop.address, room=WIDTH - _WHERE)
    strip.join(who, x=_WHO, down=1.5)
    strip.join(where, x=_WHERE, down=1.5)


def _stop_time(stop: SheetStop) -> str:
    return "will call" if stop.at is None else clock_text(stop.at)


def _day_blanks() -> Strip:
    strip = Strip()
    strip.skip(4)
    base = strip.height + WRITING - 6
    strip.blank(0, base, "Odometer at start", 186)
    strip.time_blank(200, base, "Left at")
    strip.skip(WRITING)
    base = strip.height + WRITING - 6
    strip.blank(0, base, "Odometer at end", 186)
    strip.time_blank(200, base, "Back at")
    strip.skip(WRITING + 4)
    strip.para("At every stop:", face=Face.BOLD)
    top = strip.height
    for number, duty in enumerate(_DUTIES):
        column, row = divmod(number, 2)
        strip.tick(column * WIDTH / 2, top + SMALLEST + row * 13, duty)
    strip.skip(34)
    return strip


def _stop(stop: SheetStop, before: SheetStop | None, sheet: RunSheet) -> Iterator[Strip]:
    yield _stop_heading(stop)
    for rider in stop.riders:
        yield _rider(rider)
    origin = f"stop {before.seq}, {before.place_name}" if before else sheet.start_place
    title = way_title(f"The way here from {origin}", stop.way_m, stop.way_min)
    if stop.way or stop.way_m is not None:
        yield from way(title, stop.way)
    gap = Strip()
    gap.skip(9)
    yield gap


def _stop_heading(stop: SheetStop) -> Strip:
    strip = Strip()
    strip.rule(0, WIDTH, thick=True)
    blanks = Strip()
    end = blanks.time_blank(0, WRITING - 5, "Actual")
    blanks.blank(0, 2 * WRITING - 5, "Odometer", end - 10)
    blanks.height = 2 * WRITING
    strip.frame(0, 5, 26, 26)
    number = str(stop.seq)
    at = 13 - width(number, 16, Face.BOLD) / 2
    strip.write(at, 24, number, size=16, face=Face.BOLD)
    words = Strip()
    room = WIDTH - end + 10 - INDENT - 10
    words.para(_stop_time(stop), size=18, face=Face.BOLD)
    words.para(stop.place_name, room=room, size=13, face=Face.BOLD)
    words.para(stop.address, room=room, size=11)
    words.labelled("Phone", phone_text(stop.place_phone), room=room)
    strip.join(words, x=INDENT, down=3)
    strip.join(blanks, x=WIDTH - end + 10, down=0)
    strip.join(card(stop.card, WIDTH - INDENT), x=INDENT)
    strip.skip(3)
    return strip


def _rider(rider: SheetRider) -> Strip:
    strip = Strip()
    strip.rule(INDENT, WIDTH - INDENT)
    strip.skip(2)
    end = strip.write(INDENT, strip.height + 13, f"{rider.act.upper()} ", size=SMALLEST)
    phone = phone_text(rider.phone)
    room = WIDTH - end - 4 - (width(phone, 12) + 10 if phone else 0)
    baseline = strip.height + 13
    strip.para(rider.name, x=end + 3, room=room, size=13, face=Face.BOLD)
    if phone:
        strip.write(WIDTH - width(phone, 12), baseline, phone, size=12)
    _rider_facts(strip, rider)
    strip.labelled("Note", rider.driver_note, x=INDENT, room=WIDTH - INDENT)
    strip.skip(3)
    return strip


def _rider_facts(strip: Strip, rider: SheetRider) -> None:
    """Set help and company on the left, appointment and the way home on the right."""
    half = (WIDTH - INDENT) / 2
    left, right = Strip(), Strip()
    for label, text in _appointment(rider):
        right.labelled(label, text, room=half)
    for label, text in _riding(rider):
        left.labelled(label, text, room=half - 12 if right.words else 2 * half)
    top = strip.height
    strip.join(left, x=INDENT, down=top)
    strip.join(right, x=INDENT + half, down=top)


def _riding(rider: SheetRider) -> Iterator[tuple[str, str]]:
    going = rider.act is StopAct.PICK_UP
    miles = f"{miles_text(rider.loaded_m)} with the member" if rider.loaded_m is not None else ""
    parts = (rider.other_end, miles, rider.loaded_note)
    yield "To" if going else "From", " · ".join(part for part in parts if part)
    yield "Help", " · ".join(part for part in (rider.assistance, ", ".join(rider.needs)) if part)
    names = (
        f"{person.name} ({person.kind})" if person.kind else person.name
        for person in rider.companions
    )
    yield "Rides along", ", ".join(names)
    yield "Service animal", rider.service_animal


def _appointment(rider: SheetRider) -> Iterator[tuple[str, str]]:
    yield "Booked for", clock_text(rider.booked_at) if rider.booked_at else ""
    at = clock_text(rider.appointment_at) if rider.appointment_at else ""
    yield "Appointment", ", ".join(part for part in (at, rider.appointment_where) if part)
    yield "Return", rider.return_text
    yield "Drives home later", _home_text(rider.home_ride)


def _home_text(home: HomeRide | None) -> str:
    if home is None:
        return ""
    at = clock_text(home.at) if home.at else ""
    if not home.driver_name:
        return ", ".join(part for part in ("nobody yet: the office will call", at) if part)
    parts = (home.driver_name, phone_text(home.driver_phone), at)
    return ", ".join(part for part in parts if part)
