"""The pack for days without the program: what is open, who drives whom, telephones, run sheets.

Office copy. First what still needs a driver, then each day by time with room to write, then whom
to call, the standing orders, and last the run sheets, as the drivers carry them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from nemt_desk.ground.words import day_text, day_year_text, long_day_text, phone_text
from nemt_desk.runs.dark.rows import DarkDay, DarkOrder, DarkPack, DarkRide, Phone, PhoneKind
from reports.letters import Face, width
from reports.paper import Document, Head, clock_text, printed_text, save
from reports.run_sheet import run_sheet_documents
from reports.strip import GAP, WIDTH, WRITING, Strip

_TIME: Final = 62.0
_KINDS: Final = (
    (PhoneKind.DRIVER, "Drivers"),
    (PhoneKind.MEMBER, "Members with rides in these days"),
    (PhoneKind.PLACE, "Places"),
)
_HOW: Final = (
    (
        "Write what happens on these pages: who was called, who drives, when a member was picked up"
        " and dropped off, who cancelled or did not show, and every new request."
    ),
    (
        "Drivers keep their run sheets and trip logs as always; both are keyed in when the program"
        " is back. Book new rides there first, then mark the old ones."
    ),
    (
        "These pages hold members' names and telephone numbers: keep them locked away, and shred"
        " them once everything is keyed in."
    ),
)
_NEW_LINES: Final = 12


def dark_pack_pdf(pack: DarkPack) -> bytes:
    """Return the whole pack as one PDF, each part with pages of its own."""
    parts = [_cover(pack)]
    parts += [_day(pack, day) for day in pack.days if day.rides]
    parts += [_telephones(pack)] if pack.phones else []
    parts += [_orders(pack)] if pack.orders else []
    return save(
        (*parts, *run_sheet_documents(pack.sheets)),
        title=f"Days without the program {pack.first:%Y-%m-%d} to {pack.last:%Y-%m-%d}",
        author=pack.agency_name,
        printed_at=pack.printed_at,
    )


def _document(pack: DarkPack, name: str, below: str = "") -> Document:
    phone = f" · {phone_text(pack.agency_phone)}" if pack.agency_phone else ""
    head = Head(
        title=f"Without the program · {pack.agency_name}{phone}",
        name=name,
        below=(below,) if below else (),
        codes=(),
        qr_text="",
        warning="OFFICE COPY",
    )
    return Document(head, f"{printed_text(pack.printed_at)} · holds as of then")


def _span(first: date, last: date) -> str:
    return day_year_text(first) if first == last else f"{day_text(first)} to {day_year_text(last)}"


def _cover(pack: DarkPack) -> Document:
    document = _document(pack, f"Rides of {_span(pack.first, pack.last)}", _counts(pack))
    how = Strip()
    for number, line in enumerate(_HOW, 1):
        how.write(0, how.height + 10, f"{number}.")
        how.para(line, x=16, room=WIDTH - 16)
        how.skip(3)
    how.skip(6)
    document.add(how)
    band = _band("Rides without a driver", f"{pack.open_count}")
    open_rides = [ride for day in pack.days for ride in day.open_rides]
    if open_rides:
        lines = [_open_ride(ride) for ride in open_rides]
    else:
        none = Strip()
        none.para("Every ride of these days has a driver.")
        lines = [none]
    _block(document, "Rides without a driver", band, lines)
    _block(document, "New requests", _band("New requests", ""), list(_new_requests()))
    return document


def _counts(pack: DarkPack) -> str:
    rides = sum(len(day.rides) for day in pack.days)
    parts = (
        _number(rides, "ride"),
        f"{pack.open_count} without a driver",
        _number(len(pack.sheets), "run sheet"),
        _number(len(pack.orders), "standing order"),
    )
    return " · ".join(parts)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _band(words: str, end_text: str) -> Strip:
    band = Strip()
    band.skip(4)
    band.band(words, end_text=end_text)
    return band


def _block(document: Document, words: str, band: Strip, strips: Sequence[Strip]) -> None:
    first, *rest = strips
    again = _band(f"{words}, continued", "")
    document.add_block([band.followed_by(first), *rest], again)


def _time_text(ride: DarkRide) -> str:
    return clock_text(ride.at) if ride.at is not None else "no time"


def _ride_head(ride: DarkRide, end_text: str, *, with_day: bool = False) -> Strip:
    strip = Strip()
    strip.skip(4)
    room = width(end_text, 11, Face.BOLD)
    strip.write(WIDTH - room, strip.height + 12, end_text, size=11, face=Face.BOLD)
    left = _TIME
    strip.write(0, strip.height + 12, _time_text(ride), size=11, face=Face.BOLD)
    if with_day:
        left = strip.write(_TIME, strip.height + 12, day_text(ride.day), size=11) + GAP
    strip.para(ride.member, x=left, room=WIDTH - room - left - GAP, size=11, face=Face.BOLD)
    parts = [phone_text(ride.phone) if ride.phone else "no telephone on file"]
    if ride.appointment_at is not None:
        parts.append(f"appointment {clock_text(ride.appointment_at)}")
    parts += [ride.note] if ride.note else []
    parts += ride.needs
    strip.para(" · ".join(parts), x=_TIME, room=WIDTH - _TIME)
    strip.para(f"{ride.start} to {ride.end}", x=_TIME, room=WIDTH - _TIME)
    return strip


def _open_ride(ride: DarkRide) -> Strip:
    strip = _ride_head(ride, "", with_day=True)
    base = strip.height + WRITING - 8
    strip.blank(_TIME, base, "Asked", _TIME + 250)
    strip.blank(_TIME + 250 + GAP, base, "Drives", WIDTH)
    strip.skip(WRITING)
    strip.rule(0, WIDTH)
    return strip


def _new_requests() -> Iterator[Strip]:
    for _ in range(_NEW_LINES):
        strip = Strip()
        base = WRITING - 8
        at = 0.0
        for label, room in (("Day", 60.0), ("Time", 60.0), ("Who, telephone", 210.0)):
            strip.blank(at, base, label, at + room)
            at += room + GAP
        strip.blank(at, base, "From, to", WIDTH)
        strip.skip(WRITING)
        yield strip


def _day(pack: DarkPack, day: DarkDay) -> Document:
    words = _number(len(day.rides), "ride")
    document = _document(pack, long_day_text(day.day), words)
    heading = _band("By time", words)
    _block(document, "By time", heading, [_day_ride(ride) for ride in day.rides])
    return document


def _day_ride(ride: DarkRide) -> Strip:
    driver = f"{ride.driver} · {ride.run_code}" if ride.driver else "NO DRIVER"
    strip = _ride_head(ride, driver)
    base = strip.height + WRITING - 8
    at = _TIME
    for label in ("cancelled", "no-show"):
        at = strip.tick(at, base, label)
    strip.blank(at, base, "picked up", at + 110)
    strip.blank(at + 110 + GAP, base, "dropped off", at + 230)
    strip.blank(at + 230 + GAP, base, "note", WIDTH)
    strip.skip(WRITING)
    strip.rule(0, WIDTH)
    return strip


def _telephones(pack: DarkPack) -> Document:
    document = _document(pack, "Telephones")
    for kind, words in _KINDS:
        found = [phone for phone in pack.phones if phone.kind is kind]
        if found:
            band = _band(words, str(len(found)))
            _block(document, words, band, [_phone(phone) for phone in found])
    return document


def _phone(phone: Phone) -> Strip:
    strip = Strip()
    numbers = " · ".join(phone_text(number) for number in phone.numbers)
    shown = numbers or "none on file"
    room = width(shown, 11, Face.BOLD)
    strip.write(WIDTH - room, 14, shown, size=11, face=Face.BOLD)
    about = f"{phone.name} · {phone.about}" if phone.about else phone.name
    strip.skip(2)
    strip.para(about, room=WIDTH - room - GAP, size=11)
    strip.skip(2)
    strip.rule(0, WIDTH)
    return strip


def _orders(pack: DarkPack) -> Document:
    document = _document(pack, "Standing orders")
    words = "Trips that repeat"
    band = _band(words, str(len(pack.orders)))
    _block(document, words, band, list(_order_lines(pack.orders)))
    return document


def _order_lines(orders: Iterable[DarkOrder]) -> Iterator[Strip]:
    for order in orders:
        strip = Strip()
        strip.skip(3)
        shown = phone_text(order.phone) if order.phone else "no telephone on file"
        room = width(shown, 11, Face.BOLD)
        strip.write(WIDTH - room, strip.height + 11, shown, size=11, face=Face.BOLD)
        strip.para(order.member, room=WIDTH - room - GAP, size=11, face=Face.BOLD)
        coming = f"next {day_text(order.next_day)}" if order.next_day is not None else ""
        usual = f"usually {order.driver}" if order.driver else ""
        words = (order.pattern, coming, usual)
        strip.para(" · ".join(word for word in words if word))
        strip.para(f"{order.start} to {order.end}")
        strip.skip(2)
        strip.rule(0, WIDTH)
        yield strip
