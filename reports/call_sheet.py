"""The call sheet: drivers to call about a ride or a standing order, best first. Office copy."""

from collections.abc import Iterator
from typing import Final

from nemt_desk.ground.words import phone_text
from nemt_desk.runs.calls.sheet import CallSheet, SheetDriver
from reports.letters import Face, width
from reports.paper import Document, Head, printed_text, save
from reports.strip import GAP, SMALLEST, WIDTH, WRITING, Strip

_INDENT: Final = 20.0
_RESULTS: Final = ("yes", "no", "no answer", "message")
_MOST_AGAINST: Final = 5
"""Who can't on a dozen days is not called sooner for the whole list of them."""


def call_sheet_pdf(told: CallSheet) -> bytes:
    """Return the call sheet as a PDF.

    Raises:
        ValueError: there is nobody to call.
    """
    if not told.drivers:
        raise ValueError("nobody to call")
    return save(
        [_document(told)],
        title="Call sheet",
        author=told.agency_name,
        printed_at=told.printed_at,
    )


def _document(told: CallSheet) -> Document:
    document = Document(_head(told), printed_text(told.printed_at))
    document.add(_what(told))
    able = [one for one in told.drivers if one.fits]
    others = [one for one in told.drivers if not one.fits]
    number = 1
    for drivers, words in ((able, "Fits"), (others, "Only against a reason")):
        if not drivers:
            continue
        band, again = Strip(), Strip()
        band.band(words, end_text=f"{len(drivers)} drivers")
        again.band(f"{words}, continued")
        first, *rest = (_driver(at, one) for at, one in enumerate(drivers, number))
        document.add_block([band.followed_by(first), *rest], again)
        number += len(drivers)
    document.add(_others(told))
    return document


def _head(told: CallSheet) -> Head:
    phone = f" · {phone_text(told.agency_phone)}" if told.agency_phone else ""
    return Head(
        title=f"Call sheet · {told.agency_name}{phone}",
        name=told.title,
        below=(),
        codes=(),
        qr_text="",
        warning="OFFICE COPY",
    )


def _what(told: CallSheet) -> Strip:
    strip = Strip()
    for line in told.lines:
        strip.para(line, size=11)
    if told.why:
        strip.skip(3)
        strip.labelled("Order", told.why)
    strip.skip(6)
    return strip


def _driver(number: int, one: SheetDriver) -> Strip:
    strip = Strip()
    strip.skip(5)
    shown = one.phones or "no telephone on file"
    room = width(shown, 12, Face.BOLD)
    baseline = strip.height + 13
    strip.write(0, baseline, f"{number}", size=11)
    strip.para(one.name, x=_INDENT, room=WIDTH - room - _INDENT - 16, size=13, face=Face.BOLD)
    strip.write(WIDTH - room, baseline, shown, size=12, face=Face.BOLD)
    for line in _lines(one):
        strip.para(line, x=_INDENT, room=WIDTH - _INDENT)
    strip.labelled("Said", one.said, x=_INDENT, room=WIDTH - _INDENT)
    _results(strip)
    if one.fits:
        strip.blank(_INDENT, strip.height + WRITING - 8, "Said", WIDTH)
        strip.skip(WRITING + SMALLEST / 3)
    strip.rule(0, WIDTH)
    return strip


def _lines(one: SheetDriver) -> Iterator[str]:
    against = one.against[:_MOST_AGAINST]
    more = len(one.against) - len(against)
    parts = [f"{one.verdict[:1].upper()}{one.verdict[1:]}.", *against]
    parts += [f"And {more} more against it."] if more else []
    if one.fits and not against:
        yield f"{parts[0]} {_sentence(one)}"
    else:
        yield " ".join(parts)
        yield _sentence(one)


def _sentence(one: SheetDriver) -> str:
    text = "; ".join(one.facts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _results(strip: Strip) -> None:
    strip.skip(2)
    base = strip.height + WRITING - 8
    x = _INDENT
    for result in _RESULTS:
        x = strip.tick(x, base, result)
    strip.blank(x + 4, base, "Who", x + 4 + 110)
    strip.blank(x + 4 + 110 + GAP, base, "When", WIDTH)
    strip.skip(WRITING)


def _others(told: CallSheet) -> Strip:
    strip = Strip()
    if told.others:
        strip.skip(4)
        strip.band("Other ways")
        for line in told.others:
            strip.para(line)
            strip.skip(2)
    return strip
