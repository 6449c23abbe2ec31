"""Making papers out of the call: letters that ask for what is missing, and denial notices."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from nemt_desk.members.rows import Member, PaperKind, PaperState
from nemt_desk.trips import denials, letters
from ui.book.call.booking import Booking
from ui.book.decision.words import paper_name
from ui.widgets.paper import PaperPreview

if TYPE_CHECKING:
    from ui.shell.desk import Desk


def asked_papers(member: Member | None) -> dict[str, str]:
    """Return in words which papers of the member were asked for or refused already."""
    found: dict[str, str] = {}
    for paper in member.papers if member is not None else ():
        if paper.state is PaperState.ASKED:
            when = f" on {day_text(paper.asked_on)}" if paper.asked_on else ""
            found[str(paper.kind)] = f"Asked for{when}; not back yet."
        elif paper.state is PaperState.REFUSED:
            found.setdefault(str(paper.kind), "Was refused.")
    return found


class Papers:
    """Makes them, records them, and shows them in the usual preview; nothing modal."""

    def __init__(self, desk: "Desk", booking: Booking, window: QWidget) -> None:
        self._desk = desk
        self._booking = booking
        self._window = window

    def ask_for(self, kind: str) -> None:
        """Show the letter that asks for a paper, and record that it was asked for.

        Raises:
            DeskError: nobody rides yet, no right, or the letter can't be made.
        """
        from reports.paper_letters import paper_letter  # noqa: PLC0415 - once in a while

        office, now = self._desk.office, self._desk.office.clock.now()
        asking = self._booking.asking()
        decision = self._booking.judge.decide(asking)
        with office.store.read() as session:
            letter = letters.for_asking(session, asking, PaperKind(kind), now, decision=decision)
        pdf = paper_letter(letter)
        saved = office.papers.ask_for(self._desk.actor, asking.member.id, PaperKind(kind))
        self._desk.did(saved.changes)
        self._show(f"Paper: {paper_name(kind)}", pdf, f"{kind}.pdf")

    def show_notice(self, denial_id: Id) -> None:
        """Show the notice of a denial that was kept.

        Raises:
            DeskError: the notice can't be made.
        """
        from reports.denial_notice import denial_notice  # noqa: PLC0415 - once in a while

        office = self._desk.office
        with office.store.read() as session:
            paper = denials.denial_paper(session, office.settings, denial_id, office.clock.now())
        self._show("Denial notice", denial_notice(paper), "denial-notice.pdf")

    def _show(self, title: str, pdf: bytes, file_name: str) -> None:
        PaperPreview(title, pdf, self._window, file_name=file_name).show()
