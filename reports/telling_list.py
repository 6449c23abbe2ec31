"""The telling list on paper: drivers, then members, each with number, words and how it went.

Office copy: it holds names and telephones of many people and never goes along on a run.
"""

from collections.abc import Iterator
from typing import Final

from nemt_desk.ground.words import long_day_text, phone_text
from nemt_desk.runs.telling.paper import PaperCall, TellingPaper
from reports.letters import Face, width
from reports.paper import Document, Head, printed_text, save
from reports.strip import GAP, WIDTH, WRITING, Strip

_INDENT: Final = 20.0
_MOST_WORDS: Final = 12
"""A driver's run sheet tells the rest."""
_RESULTS: Final = ("told", "message left", "no answer")


def telling_list_pdf(paper: TellingPaper) -> bytes:
    """Return the telling list as a PDF; with nobody left to tell it says so."""
    return save(
        [_document(paper)],
        title=f"Telling list {paper.day:%Y-%m-%d}",
        author=paper.agency_name,
        printed_at=paper.printed_at,
    )


def _document(paper: TellingPaper) -> Document:
    document = Document(_head(paper), printed_text(paper.printed_at))
    if not paper.calls:
        nobody = Strip()
        nobody.para("Everybody has been told.", size=13, face=Face.BOLD)
        document.add(nobody)
    for is_driver, words in ((True, "Drivers"), (False, "Members")):
        calls = [call for call in paper.calls if call.is_driver is is_driver]
        if not calls:
            continue
        band, again = Strip(), Strip()
        band.band(words, end_text=f"{len(calls)} to tell")
        again.band(f"{words}, continued")
        first, *rest = (_call(number, call) for number, call in enumerate(calls, 1))
        document.add_block([band.followed_by(first), *rest], again)
    return document


def _head(paper: TellingPaper) -> Head:
    phone = f" · {phone_text(paper.agency_phone)}" if paper.agency_phone else ""
    told = f"{paper.told} told already" if paper.told else ""
    return Head(
        title=f"Telling list · {paper.agency_name}{phone}",
        name=long_day_text(paper.day),
        below=(told,) if told else (),
        codes=(),
        qr_text="",
        warning="OFFICE COPY",
    )


def _call(number: int, call: PaperCall) -> Strip:
    strip = Strip()
    strip.skip(5)
    phones = " · ".join(phone_text(phone) for phone in (call.phone, call.phone2) if phone)
    shown = phones or "no telephone on file"
    room = width(shown, 12, Face.BOLD)
    baseline = strip.height + 13
    strip.write(0, baseline, f"{number}", size=11)
    who = f"{call.at}  {call.who}"
    strip.para(who, x=_INDENT, room=WIDTH - room - _INDENT - 16, size=13, face=Face.BOLD)
    strip.write(WIDTH - room, baseline, shown, size=12, face=Face.BOLD)
    for line in _lines(call):
        strip.para(line, x=_INDENT, room=WIDTH - _INDENT)
    _results(strip)
    strip.rule(0, WIDTH)
    return strip


def _lines(call: PaperCall) -> Iterator[str]:
    run = f"run {call.run_code}" if call.run_code and not call.is_driver else ""
    said = " · ".join(part for part in (call.state, run, call.last) if part)
    if said:
        yield said
    if call.remark:
        yield f"Note: {call.remark}"
    for change in call.changes:
        yield f"Changed: {change}"
    yield from call.say[:_MOST_WORDS]
    more = len(call.say) - _MOST_WORDS
    if more > 0:
        yield f"and {more} more rides, on the run sheet"


def _results(strip: Strip) -> None:
    base = strip.height + WRITING - 8
    x = _INDENT
    for result in _RESULTS:
        x = strip.tick(x, base, result)
    strip.blank(x + 4, base, "Who", x + 4 + 110)
    strip.blank(x + 4 + 110 + GAP, base, "When", WIDTH)
    strip.skip(WRITING)
