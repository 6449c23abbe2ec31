"""What the rules are told in a call, kept with the trip and asked for only where it matters."""

from dataclasses import replace
from datetime import date

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.policy.facts import Urgent
from nemt_desk.trips import queries as trips
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.rows import Care
from tests.factories import ACTOR, READER
from tests.ui.book.conftest import BookOffice, routed
from ui.book.call import questions
from ui.book.call.booking import Booking
from ui.book.call.record_facts import turn_text_consent
from ui.book.decision.words import is_overridden, meaning

DAY = date(2026, 12, 1)


def test_what_the_rules_were_told_is_kept_with_the_trip(
    call: Booking, book_office: BookOffice
) -> None:
    told = replace(
        call.draft.facts, routine=False, urgent=Urgent("illness", verified_by_provider=True)
    )
    call.put(facts=told, care=Care.SPECIALTY)
    booked = call.save()
    with book_office.store.read() as session:
        kept = AskedFacts.from_json(trips.trip(session, booked.trip_ids[0]).asked)
    assert (kept.routine, kept.care_known) == (False, True)
    assert kept.urgent == Urgent("illness", verified_by_provider=True)
    # The same again another day: what holds for one day only is asked anew.
    assert call.same_again()
    assert call.draft.facts.routine is False
    assert call.draft.facts.urgent is None
    call.clear()
    call.take_member(book_office.ids["ann"])
    assert call.same_again()
    assert (call.draft.care, call.draft.facts.routine) == (Care.SPECIALTY, False)
    assert call.draft.facts.urgent is None


def test_questions_come_only_where_they_matter(call: Booking) -> None:
    assert call.verdict().questions == frozenset()
    call.put(service="hospital_discharge")
    assert questions.ADMITTED in call.verdict().questions
    call.put(service="family_therapy")
    assert questions.ABOARD in call.verdict().questions
    call.put(service="dd_waiver")
    assert questions.FUNDING in call.verdict().questions
    call.put(service="dialysis", mode=1)
    assert questions.DRIVES in call.verdict().questions
    call.put(mode=None, day=date(2026, 11, 25))
    assert questions.URGENT in call.verdict().questions


def test_an_answer_stays_in_sight(call: Booking) -> None:
    call.put(facts=replace(call.draft.facts, overnight=True, ancillary=("lodging",)))
    assert questions.OVERNIGHT in call.verdict().questions


def test_schools_and_own_holidays_of_the_day_reach_the_rules(
    call: Booking, book_office: BookOffice
) -> None:
    shut = ShutEntry(kind=ShutKind.SCHOOL, name="Snow", from_day=DAY, town="Bovey")
    book_office.calendar.add(ACTOR, shut)
    fair = ShutEntry(kind=ShutKind.OFFICE, name="County fair", from_day=date(2026, 11, 30))
    book_office.calendar.add(ACTOR, fair)
    call.forget_ways()
    asking = call.asking()
    assert asking.school_closed == ("Bovey",)
    assert asking.local is not None
    assert "2026-11-30" in asking.local["holidays"]


def test_whoever_may_not_override_is_told_who_can(call: Booking, book_office: BookOffice) -> None:
    call.actor = READER
    call.take_member(book_office.ids["plan"])
    call.put(origin=book_office.place("pharmacy"))
    routed(call)
    assert "no right to override" in meaning(call.verdict())
    call.put(override_reason="all the same")
    assert not is_overridden(call.verdict())


def test_an_override_is_named_before_it_is_saved(call: Booking, book_office: BookOffice) -> None:
    call.take_member(book_office.ids["plan"])
    call.put(origin=book_office.place("pharmacy"), override_reason="The plan asked us")
    routed(call)
    assert is_overridden(call.verdict())
    assert meaning(call.verdict()).startswith("Will be booked although the rules say: refer")


def test_an_undone_member_change_does_not_lose_the_papers(
    call: Booking, book_office: BookOffice
) -> None:
    turn_text_consent(call)
    assert call.reload_member()
    member = call.draft.member
    assert member is not None
    assert member.text_consent_on == date(2026, 11, 24)
    assert [paper.number for paper in member.papers] == ["A-17"]
