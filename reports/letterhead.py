"""What letters have in common: head, whom they are about, the ride, lines to sign on."""

from collections.abc import Iterable, Sequence

from nemt_desk.trips.letter_rows import LetterMember, LetterTrip, Sender
from reports.letters import Face, width
from reports.paper import Head
from reports.strip import GAP, SMALLEST, WIDTH, WRITING, Strip

BODY = 11.0
_LABELS = 96.0


def head(sender: Sender, title: str, below: Iterable[str] = ()) -> Head:
    """Return the head: the agency, the letter's title, to whom it goes."""
    where = " · ".join(part for part in (sender.name, sender.address, sender.phone) if part)
    return Head(title=where, name=title, below=tuple(below), codes=(), qr_text="")


def facts(heading: str, lines: Sequence[tuple[str, str]]) -> Strip:
    """Return a block of labelled facts; those without text are left out."""
    strip = Strip()
    strip.band(heading)
    strip.skip(3)
    for label, text in lines:
        if not text:
            continue
        top = strip.height
        strip.words.append((0, top + SMALLEST, label, SMALLEST, Face.REGULAR))
        strip.para(text, x=_LABELS, room=WIDTH - _LABELS, size=BODY, face=Face.BOLD)
        strip.skip(2)
    strip.skip(7)
    return strip


def about_member(member: LetterMember) -> Strip:
    """Return whom the letter is about."""
    lines = (
        ("Name", member.name),
        ("Born", member.birth_date),
        (member.id_label, member.member_id),
        ("Lives at", member.address),
        ("Telephone", member.phone),
        ("Program", member.program),
    )
    return facts(member.label, lines)


def about_trip(trip: LetterTrip | None) -> Strip:
    """Return the ride, an empty strip without one."""
    if trip is None:
        return Strip()
    provider = " · ".join(part for part in (trip.provider, trip.provider_phone) if part)
    way = ", ".join(part for part in (trip.way, trip.miles) if part)
    lines = (
        ("When", trip.when),
        ("For", trip.service),
        ("Where to", provider),
        ("Way", way),
        ("Rides along", trip.companions),
    )
    return facts("The ride", lines)


def paragraphs(sentences: Iterable[str], *, size: float = BODY) -> Strip:
    """Return sentences, each its own paragraph."""
    strip = Strip()
    for sentence in sentences:
        strip.para(sentence, size=size)
        strip.skip(4)
    return strip


def lines_to_write(strip: Strip, labels: Sequence[tuple[str, float]]) -> None:
    """Put one line of labelled blanks; the numbers are shares of the width."""
    strip.skip(WRITING)
    x = 0.0
    for label, share in labels:
        end = x + WIDTH * share - GAP
        strip.blank(x, strip.height, label, end)
        x = end + GAP
    strip.skip(4)


def ticks(strip: Strip, words: Sequence[str], label: str = "") -> None:
    """Put boxes to tick in a line, on the next one where they do not fit."""
    strip.skip(16)
    x = strip.write(0, strip.height, label, size=SMALLEST) + GAP if label else 0.0
    for word in words:
        if x and x + width(word, SMALLEST) + 24 > WIDTH:
            strip.skip(16)
            x = 0.0
        x = strip.tick(x, strip.height, word) + 6
    strip.skip(4)


def empty_lines(strip: Strip, label: str, count: int) -> None:
    """Put a label and lines to write on."""
    strip.skip(16)
    strip.write(0, strip.height, label)
    for _line in range(count):
        strip.skip(WRITING)
        strip.rule(0, WIDTH, down=strip.height)
    strip.skip(4)
