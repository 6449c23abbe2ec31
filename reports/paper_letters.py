"""Letters that ask for a paper: why, for whom, for which ride, and lines to answer on; one page."""

from dataclasses import dataclass

from nemt_desk.ground.words import day_year_text
from nemt_desk.members.rows import PaperKind
from nemt_desk.trips.letter_rows import PaperLetter
from reports.letterhead import (
    BODY,
    about_member,
    about_trip,
    empty_lines,
    head,
    lines_to_write,
    paragraphs,
    ticks,
)
from reports.letters import Face
from reports.paper import Document, printed_text, save
from reports.strip import Strip


@dataclass(frozen=True, slots=True)
class _Answer:
    """The lower part of a letter: who fills it in, what to tick, what to write."""

    heading: str
    choices: tuple[str, ...] = ()
    ask: str = ""
    lines: int = 0
    numbered: bool = False
    signs: str = "Printed name and title"
    more: tuple[tuple[str, float], ...] = ()


_DECIDES = _Answer(
    "Decision",
    ("approved", "approved in part", "not approved"),
    "Limits or reason",
    2,
    numbered=True,
    more=(("Telephone", 0.5), ("Fax or e-mail", 0.5)),
)
_PROVIDER = _Answer(
    "To be filled in by the provider",
    ("yes, I confirm it", "no, I can't confirm it"),
    "Reason",
    3,
    signs="Printed name, title, NPI or license",
    more=(("Clinic", 0.6), ("Telephone", 0.4)),
)
_ANSWERS: dict[PaperKind, _Answer] = {
    PaperKind.DISTANCE: _PROVIDER,
    PaperKind.OUT_OF_STATE: _PROVIDER,
    PaperKind.ESCORT: _PROVIDER,
    PaperKind.LODGING: _DECIDES,
    PaperKind.MILEAGE: _DECIDES,
    PaperKind.UPGRADE: _PROVIDER,
    PaperKind.MEDICAL_NEED: _PROVIDER,
    PaperKind.AMBULANCE: _DECIDES,
    PaperKind.VEHICLE_MEDICAL: _Answer(
        "To be filled in by a qualified medical professional",
        ("the member can't drive safely", "the member can drive safely"),
        "Medical reason, in as few words as will do",
        2,
        signs="Printed name, title, NPI or license",
        more=(("Clinic", 0.6), ("Telephone", 0.4)),
    ),
    PaperKind.VEHICLE_UNAVAILABLE: _Answer(
        "To be filled in by the member",
        ("repair bill", "work schedule", "somebody else needs the car", "other proof"),
        "Why the car can't be used",
        3,
        signs="Printed name",
        more=(("Accepted by the coordinator", 0.65), ("Date", 0.35)),
    ),
    PaperKind.TRAVEL_ALONE: _Answer(
        "Consent of the parent or guardian",
        ("I consent that the child rides alone", "I do not consent"),
        "What the driver should know",
        2,
        signs="Printed name",
        more=(("I am the child's", 0.4), ("Telephone during the ride", 0.6)),
    ),
    PaperKind.PLAN_OF_CARE: _Answer(
        "To be filled in by the therapist or facility",
        ("family therapy stands in the plan of care", "it does not"),
        "Who must attend, and how often",
        2,
        more=(("Facility", 0.6), ("Telephone", 0.4)),
    ),
    PaperKind.PROVIDER_NOTE: _PROVIDER,
    PaperKind.SPECIALIZED_TRANSPORTATION: _PROVIDER,
    PaperKind.DISCHARGE_PAPERS: _Answer(
        "To be filled in by the hospital",
        ("discharged to a nursing facility", "discharged home", "elsewhere"),
        "Name of the facility",
        1,
        more=(("Admitted on", 0.5), ("Discharged on", 0.5)),
    ),
}


def paper_letter(letter: PaperLetter) -> bytes:
    """Return one letter as a PDF of one page."""
    sender = letter.sender
    day = day_year_text(letter.printed_at.date())
    document = Document(
        head(sender, letter.title, (f"To: {letter.to}", f"Date: {day}")),
        printed_text(letter.printed_at),
    )
    document.add(_asked(letter))
    document.add(about_member(letter.member))
    document.add(about_trip(letter.trip))
    document.add(_why(letter))
    document.add(_answer(_ANSWERS[letter.kind], sender_line(letter), letter.ticks))
    return save((document,), title=letter.title, author=sender.name, printed_at=letter.printed_at)


def sender_line(letter: PaperLetter) -> str:
    """Return where the letter is sent back to."""
    sender = letter.sender
    where = ", ".join(part for part in (sender.name, sender.address) if part)
    call = f" Questions: {sender.phone}." if sender.phone else ""
    return f"Please send this page back to {where}.{call}"


def _asked(letter: PaperLetter) -> Strip:
    strip = Strip()
    strip.para(letter.ask, size=13, face=Face.BOLD)
    strip.skip(8)
    return strip


def _why(letter: PaperLetter) -> Strip:
    strip = Strip()
    strip.band("Why we ask")
    strip.skip(3)
    said = [letter.why] if letter.why else []
    strip.join(paragraphs([*said, *letter.sentences]))
    about = "; ".join(part for part in (letter.rule, letter.source) if part)
    if about:
        strip.para(f"Rule: {about}.")
    strip.skip(8)
    return strip


def _answer(answer: _Answer, send_back: str, helps: tuple[str, ...] = ()) -> Strip:
    strip = Strip()
    strip.band(answer.heading)
    if helps:
        ticks(strip, helps, "Needed:")
    if answer.choices:
        ticks(strip, answer.choices)
    if answer.lines:
        empty_lines(strip, answer.ask, answer.lines)
    dates = [("Holds from", 0.35), ("until (leave empty: no end)", 0.65)]
    lines_to_write(
        strip, [("Number", 0.3), ("from", 0.3), ("until", 0.4)] if answer.numbered else dates
    )
    if answer.more:
        lines_to_write(strip, answer.more)
    lines_to_write(strip, [(answer.signs, 1.0)])
    lines_to_write(strip, [("Signature", 0.65), ("Date", 0.35)])
    strip.skip(6)
    strip.para(send_back, size=BODY, face=Face.BOLD)
    return strip
