"""The call list: who must hear that a place has moved or closed. Office copy, never a driver's."""

from collections.abc import Iterator
from typing import Final

from nemt_desk.ground.words import day_text, phone_text
from nemt_desk.runs.call_lists import Call, CallList, ride_when
from reports.letters import Face, width
from reports.paper import Document, Head, printed_text, save
from reports.strip import GAP, SMALLEST, WIDTH, WRITING, Strip

_MOST_RIDES: Final = 6
"""A standing order may have a hundred: the person is told of the change, not of each."""
_INDENT: Final = 16.0
_RESULTS: Final = ("told", "message left", "no answer", "call again")


def call_list_pdf(told: CallList) -> bytes:
    """Return the call list as a PDF.

    Raises:
        ValueError: there is nobody to call.
    """
    if not told.calls:
        raise ValueError("nobody to call")
    return save(
        [_document(told)],
        title="Call list",
        author=told.agency_name,
        printed_at=told.printed_at,
    )


def _document(told: CallList) -> Document:
    document = Document(_head(told), printed_text(told.printed_at))
    document.add(_places(told))
    for is_driver, words in ((False, "Members"), (True, "Drivers who hold a run sheet")):
        calls = [call for call in told.calls if call.is_driver is is_driver]
        if not calls:
            continue
        band, again = Strip(), Strip()
        band.band(words, end_text=f"{len(calls)} to call")
        again.band(f"{words}, continued")
        first, *rest = (_call(number, call) for number, call in enumerate(calls, 1))
        document.add_block([band.followed_by(first), *rest], again)
    return document


def _head(told: CallList) -> Head:
    phone = f" · {phone_text(told.agency_phone)}" if told.agency_phone else ""
    return Head(
        title=f"Call list · {told.agency_name}{phone}",
        name=f"{told.title} {told.what}",
        below=(),
        codes=(),
        qr_text="",
        warning="OFFICE COPY",
    )


def _places(told: CallList) -> Strip:
    strip = Strip()
    strip.labelled("Where", told.area)
    strip.labelled("Until now", told.before)
    strip.labelled("From then on", told.after)
    strip.skip(6)
    return strip


def _call(number: int, call: Call) -> Strip:
    strip = Strip()
    strip.skip(5)
    phones = " · ".join(phone_text(phone) for phone in (call.phone, call.phone2) if phone)
    shown = phones or "no telephone on file"
    room = width(shown, 12, Face.BOLD)
    baseline = strip.height + 13
    strip.write(0, baseline, f"{number}", size=11)
    strip.para(call.who, x=_INDENT + 4, room=WIDTH - room - _INDENT - 20, size=13, face=Face.BOLD)
    strip.write(WIDTH - room, baseline, shown, size=12, face=Face.BOLD)
    strip.labelled("Note", call.remark, x=_INDENT + 4, room=WIDTH - _INDENT - 4)
    for line in _rides(call):
        strip.para(line, x=_INDENT + 4, room=WIDTH - _INDENT - 4)
    _results(strip)
    strip.rule(0, WIDTH)
    return strip


def _rides(call: Call) -> Iterator[str]:
    for ride in call.rides[:_MOST_RIDES]:
        run = f" · run {ride.run_code}" if ride.run_code else ""
        yield f"{ride_when(ride)} · {ride.words} · {ride.what}{run}"
    more = len(call.rides) - _MOST_RIDES
    if more > 0:
        yield f"and {more} more, the last on {day_text(call.rides[-1].day)}"


def _results(strip: Strip) -> None:
    strip.skip(2)
    base = strip.height + WRITING - 8
    x = _INDENT + 4
    for result in _RESULTS:
        x = strip.tick(x, base, result)
    strip.blank(x + 4, base, "Who", x + 4 + 110)
    strip.blank(x + 4 + 110 + GAP, base, "When", WIDTH)
    strip.skip(WRITING)
    strip.blank(_INDENT + 4, strip.height + WRITING - 8, "Said", WIDTH)
    strip.skip(WRITING + SMALLEST / 3)
