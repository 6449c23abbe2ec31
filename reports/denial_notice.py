"""The formal notice that a ride is denied, reduced or ended: action, reason, rule, appeal.

The same notice printed again says the same, but for the day it was printed (MN-089, MN-090).
"""

from nemt_desk.ground.words import day_year_text
from nemt_desk.trips.letter_rows import DenialPaper
from nemt_desk.trips.rows import DenialAction
from reports.letterhead import (
    BODY,
    about_member,
    about_trip,
    empty_lines,
    head,
    lines_to_write,
    paragraphs,
)
from reports.letters import Face
from reports.paper import Document, printed_text, save
from reports.strip import WIDTH, Strip

_TITLES = {
    DenialAction.DENIED: "Notice of denial",
    DenialAction.REDUCED: "Notice that rides are reduced",
    DenialAction.ENDED: "Notice that rides end",
}
_NO_RULE = (
    "No appeal rule of this state is on file in this program. The agency fills in below whom the"
    " member can turn to, how, and until when, before this notice is mailed."
)


def denial_notice(paper: DenialPaper) -> bytes:
    """Return the notice as a PDF, of one page as a rule."""
    title = _TITLES[paper.action]
    below = (f"To: {paper.member.name}", paper.member.address)
    mailed = f"Mailed on {day_year_text(paper.mailed_on)}"
    document = Document(
        head(paper.sender, title, (*filter(None, below), mailed)), printed_text(paper.printed_at)
    )
    document.add(_action(paper))
    document.add(about_member(paper.member))
    document.add(about_trip(paper.trip))
    document.add(_rights(paper))
    document.add(_contact(paper))
    return save((document,), title=title, author=paper.sender.name, printed_at=paper.printed_at)


def _action(paper: DenialPaper) -> Strip:
    strip = Strip()
    strip.para(paper.what, size=14, face=Face.BOLD)
    strip.skip(6)
    _labelled(strip, "Why", paper.reason)
    _labelled(strip, "", paper.says)
    about = "; ".join(part for part in (paper.rule, paper.source) if part)
    _labelled(strip, "Rule", about)
    if paper.effective_on is not None:
        _labelled(strip, "From", day_year_text(paper.effective_on))
    strip.skip(8)
    return strip


def _labelled(strip: Strip, label: str, text: str) -> None:
    if not text:
        return
    strip.words.append((0, strip.height + BODY, label, BODY, Face.REGULAR))
    strip.para(text, x=44, room=WIDTH - 44, size=BODY, face=Face.BOLD)
    strip.skip(3)


def _rights(paper: DenialPaper) -> Strip:
    strip = Strip()
    strip.band("Your right to appeal")
    strip.skip(3)
    if not paper.sentences:
        strip.para(_NO_RULE, size=BODY)
        lines_to_write(strip, [("Appeal to", 1.0)])
        lines_to_write(strip, [("Address or telephone", 1.0)])
        lines_to_write(strip, [("By which day", 0.5), ("Form", 0.5)])
        empty_lines(strip, "What happens to the rides meanwhile", 2)
        strip.skip(8)
        return strip
    strip.join(paragraphs(paper.sentences))
    for words, day in paper.deadlines:
        strip.para(f"{words}: {day_year_text(day)}", size=12, face=Face.BOLD)
        strip.skip(2)
    strip.skip(2)
    strip.para(f"Source: {paper.appeal_source}.")
    strip.skip(8)
    return strip


def _contact(paper: DenialPaper) -> Strip:
    strip = Strip()
    strip.band("Whom to call")
    strip.skip(3)
    for name, phone in paper.phones:
        strip.para(f"{name}: {phone}", size=BODY, face=Face.BOLD)
        strip.skip(2)
    lines_to_write(strip, [("For the agency, printed name", 0.6), ("Signature", 0.4)])
    return strip
