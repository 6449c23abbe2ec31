"""What the decision panel says and what can be done there, by keys."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.members import queries as members
from nemt_desk.members.rows import PaperKind, PaperState, Program
from nemt_desk.policy.decision import Outcome
from nemt_desk.trips import queries as trips
from nemt_desk.trips.denials import denials
from nemt_desk.trips.rows import Care
from tests.factories import ACTOR, member_entry, place_entry
from tests.ui.book.conftest import BookOffice, Hands, call_ann, rides
from tests.ui.hands import CTRL
from ui.book.decision.chip import OutcomeChip
from ui.widgets.paper import PaperPreview

KEY = Qt.Key
DAY = date(2026, 12, 1)


def test_an_override_is_asked_for_and_taken(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.type("nguyen")
    hands.key(KEY.Key_Return)
    form = hands.page.form
    hands.type("dial")
    hands.key(KEY.Key_Return)
    hands.alt("h")
    hands.type("itasca")
    hands.key(KEY.Key_Return)
    hands.alt("r")
    hands.type("bridge")
    hands.key(KEY.Key_Return)
    hands.alt("a")
    hands.type("12/1")
    hands.alt("t")
    hands.type("1030")
    hands.settle(qtbot)
    decision = hands.page.parts.decision
    assert "Refer elsewhere" in decision.text()
    assert "S4-051" in decision.text()
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, DAY) == 0
    assert hands.focus is decision.reason
    assert form.place.place is not None
    hands.type("The plan asked us")
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, DAY) == 2


def test_turning_down_keeps_the_request(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_T, CTRL)
    hands.key(KEY.Key_Tab)
    hands.type("called three")
    hands.key(KEY.Key_Return)
    with book_office.store.read() as session:
        assert [one.note for one in trips.unmet_between(session, DAY, DAY)] == ["called three"]
    assert hands.page.booking.is_empty
    assert "Not booked · no driver can take it" in hands.page.parts.so_far.text()


def far_clinic(office: BookOffice) -> None:
    """Add a clinic 51 miles from Ann's home by the straight roads of the tests."""
    office.add_place("far", place_entry(name="Ridge Clinic", lat=46.95, lon=-93.51))


def preview(hands: Hands) -> PaperPreview | None:
    found = hands.page.findChildren(PaperPreview)
    return found[-1] if found else None


def without_papers(office: BookOffice) -> None:
    with office.store.read() as session:
        (paper,) = members.member(session, office.ids["ann"]).papers
    office.papers.remove(ACTOR, paper.id)


def test_a_key_makes_the_paper_and_keeps_that_it_was_asked_for(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    far_clinic(book_office)
    without_papers(book_office)
    hands.take("schro")
    hands.tell(qtbot, "office", "ridge", "12/8", "1030")
    decision = hands.page.parts.decision
    assert decision.shown()[0] is Outcome.NEEDS_PAPER
    assert "S4-061" in decision.text()
    hands.key(KEY.Key_F7)
    letter = preview(hands)
    assert letter is not None
    assert letter.document.pageCount() == 1
    letter.close()
    with book_office.store.read() as session:
        (paper,) = members.member(session, book_office.ids["ann"]).papers
    assert (paper.kind, paper.state) == (PaperKind.DISTANCE, PaperState.ASKED)
    # Asking for it cures nothing yet, and says so.
    assert decision.shown()[0] is Outcome.NEEDS_PAPER
    assert "Asked for on Tue 24 Nov; not back yet." in decision.text()
    assert hands.page.form.place.text() == "Ridge Clinic"


def test_a_fact_is_asked_only_where_a_rule_needs_it_and_one_key_leads_there(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    far_clinic(book_office)
    without_papers(book_office)
    hands.take("schro")
    hands.tell(qtbot, "dental", "bridge", "12/8", "1030")
    asks = hands.page.form.asks
    assert asks.care.isHidden()  # near: primary or specialty does not matter
    hands.alt("h")
    hands.key(KEY.Key_A, CTRL)
    hands.type("ridge")
    hands.key(KEY.Key_Return)
    hands.settle(qtbot)
    assert not asks.care.isHidden()
    assert "primary or specialty" in hands.page.parts.decision.text()
    hands.key(KEY.Key_F8)
    assert hands.focus is asks.care
    hands.type("s")
    hands.settle(qtbot)
    assert hands.page.parts.decision.shown()[0] is Outcome.ALLOWED
    hands.key(KEY.Key_Return, CTRL)
    with book_office.store.read() as session:
        kept = trips.last_trips(session, book_office.ids["ann"], limit=1)[0]
    assert kept.care is Care.SPECIALTY


def test_a_fact_of_the_record_is_asked_and_kept_there(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    book_office.add_member("new", member_entry(last_name="Lund", program=Program.MA, county=""))
    hands.take("lund")
    hands.tell(qtbot, "dial", "itasca", "12/8", "1030")
    hands.key(KEY.Key_F8)
    hands.type("Itasca")
    hands.key(KEY.Key_Return)
    assert hands.page.parts.member_fact.isHidden()
    with book_office.store.read() as session:
        assert members.member(session, book_office.ids["new"]).county == "Itasca"
    assert hands.page.form.service.code() == "dialysis"
    assert "county" not in hands.page.parts.decision.text().lower()


def test_a_referral_is_kept_with_whom_to_call(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.take("nguyen")
    hands.tell(qtbot, "dial", "itasca", "12/1", "1030")
    assert hands.page.parts.decision.shown()[0] is Outcome.REFER
    hands.key(KEY.Key_R, CTRL)
    hands.key(KEY.Key_Return)
    with book_office.store.read() as session:
        (kept,) = trips.unmet_between(session, DAY, DAY)
    assert kept.reason == "somebody else arranges it"
    assert kept.note.startswith("Told to call Blue Plus")
    assert "somebody else arranges it" in hands.page.parts.so_far.text()


def test_a_formal_denial_prints_its_notice_with_the_days_to_appeal(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.take("schro")
    hands.tell(qtbot, "shopping", "bridge", "12/8", "1030")
    assert hands.page.parts.decision.shown()[0] is Outcome.NOT_COVERED
    hands.key(KEY.Key_D, CTRL)
    hands.key(KEY.Key_Tab)
    hands.type("told on the telephone")
    hands.key(KEY.Key_Return)
    with book_office.store.read() as session:
        (denial,) = denials(session, book_office.ids["ann"])
    assert denial.appeal_by == date(2026, 12, 24)
    notice = preview(hands)
    assert notice is not None
    notice.close()
    hands.key(KEY.Key_Z, CTRL)  # unmet need and notice are one act
    with book_office.store.read() as session:
        assert denials(session) == ()
        assert trips.unmet_between(session, date(2026, 12, 8), date(2026, 12, 8)) == []


def test_a_notice_without_a_member_is_refused_in_words(hands: Hands) -> None:
    hands.key(KEY.Key_D, CTRL)
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_Return)
    assert not hands.page.parts.turn_down.isHidden()
    assert preview(hands) is None


def test_the_panel_answers_a_key_without_being_waited_for(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    assert hands.page.parts.decision.shown()[0] is Outcome.ALLOWED
    hands.alt("o")
    hands.type("stroke")
    QApplication.processEvents()
    assert hands.page.parts.decision.shown()[0] is Outcome.EMERGENCY


def test_a_second_finding_is_as_loud_as_the_first(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    far_clinic(book_office)
    without_papers(book_office)
    hands.take("schro")
    hands.tell(qtbot, "office", "ridge", "11/25", "1030")
    chips = [
        chip.word()
        for chip in hands.page.parts.decision.findChildren(OutcomeChip)
        if chip.isVisible()
    ]
    assert chips[:3] == ["Needs paper", "Needs paper", "Needs review"]
    text = hands.page.parts.decision.text()
    assert "MN-085" in text
    assert text.count("What helps:") == 2


def test_findings_are_in_sight_as_soon_as_they_are_said(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    far_clinic(book_office)
    without_papers(book_office)
    hands.take("schro")
    hands.tell(qtbot, "office", "ridge", "11/25", "1030")
    decision = hands.page.parts.decision
    decision.show_nothing()
    decision.show_verdict(hands.page.call.verdict, {})
    shown = [chip for chip in decision.findChildren(OutcomeChip) if chip.isVisible()]
    assert len(shown) >= 3


def test_ctrl_enter_keeps_what_is_typed_in_the_panel_with_the_focus(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_T, CTRL)
    hands.key(KEY.Key_Tab)
    hands.type("called three")
    hands.key(KEY.Key_Return, CTRL)
    assert hands.page.parts.turn_down.isHidden()
    assert rides(book_office, DAY) == 0
    with book_office.store.read() as session:
        assert [one.note for one in trips.unmet_between(session, DAY, DAY)] == ["called three"]


def test_what_is_urgent_leads_on_to_who_says_so(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.take("schro")
    hands.tell(qtbot, "office", "bridge", "11/25", "1030")
    page = hands.page
    assert "MN-085" in page.parts.decision.text()
    asks = page.form.asks
    hands.key(KEY.Key_F8)
    assert hands.focus.accessibleName() == "Can it wait?"
    hands.key(KEY.Key_Down)
    hands.settle(qtbot)
    assert "MN-085" in page.parts.decision.text()
    hands.key(KEY.Key_F8)
    assert hands.focus is asks.verified
    hands.key(KEY.Key_Space)
    hands.settle(qtbot)
    assert "MN-085" not in page.parts.decision.text()


def test_a_paper_that_ends_before_the_ride_is_told_once(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    far_clinic(book_office)  # the authorization ends on Wednesday 2 December
    hands.take("schro")
    hands.tell(qtbot, "office", "ridge", "12/8", "1030")
    assert hands.page.parts.decision.text().count("on file") == 1


def test_of_a_repeat_the_days_that_need_something_are_named(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    far_clinic(book_office)  # the authorization ends on Wednesday 2 December
    hands.take("schro")
    hands.tell(qtbot, "office", "ridge", "12/1", "1030")
    assert hands.page.parts.decision.shown()[0] is Outcome.ALLOWED
    hands.alt("e")
    hands.type("Tue until 12/15")
    hands.settle(qtbot)
    text = hands.page.parts.decision.text()
    assert "Of 3 days 2 need something." in text
    assert "Tue 8 Dec, Tue 15 Dec:" in text
    # Told with the rule and with what saving leaves to be settled, but not once more by itself.
    assert text.count("ends on Wed 2 Dec 2026") == text.count("on file") == 2
    assert "Tue 8 Dec, Tue 15 Dec: to be settled" in text
    assert "Saving makes the trips of 1 of these 3 days." in text
