"""Days on which a member takes no rides."""

from datetime import date

import pytest

from nemt_desk.ground.errors import InputError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.members.absences import AbsenceEntry, absence, absences, absences_between
from tests.factories import ACTOR, Built, member_entry

FIRST, LAST = date(2026, 12, 24), date(2026, 12, 28)


@pytest.fixture
def key(built: Built) -> Id:
    return built.members.add(ACTOR, member_entry()).id


def test_an_absence_covers_its_days_both_ends(built: Built, key: Id) -> None:
    built.members.add_absence(ACTOR, key, AbsenceEntry(FIRST, LAST, "hospital"))
    with built.store.read() as session:
        (away,) = absences(session, key)
    days = [date(2026, 12, day) for day in (23, 24, 28, 29)]
    assert [away.covers(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("first", "last", "is_away"),
    [
        (date(2026, 12, 1), date(2026, 12, 23), False),
        (date(2026, 12, 1), FIRST, True),
        (date(2026, 12, 26), date(2026, 12, 26), True),
        (LAST, date(2027, 1, 31), True),
        (date(2026, 12, 29), date(2027, 1, 31), False),
    ],
)
def test_who_is_away_in_a_span(
    built: Built, key: Id, first: date, last: date, *, is_away: bool
) -> None:
    built.members.add_absence(ACTOR, key, AbsenceEntry(FIRST, LAST))
    with built.store.read() as session:
        assert (key in absences_between(session, first, last)) is is_away


def test_an_open_absence_goes_on_until_it_is_ended(built: Built, key: Id) -> None:
    away_id = built.members.add_absence(ACTOR, key, AbsenceEntry(FIRST)).id
    with built.store.read() as session:
        assert absences(session, key)[0].covers(date(2031, 1, 1))
    changes = built.members.end_absence(ACTOR, away_id, LAST)
    with built.store.read() as session:
        assert absence(session, away_id).until_day == LAST
    built.store.undo(ACTOR, changes)
    with built.store.read() as session:
        assert absence(session, away_id).until_day is None


def test_absences_that_cannot_be_are_refused(built: Built, key: Id) -> None:
    for entry, field in (
        (AbsenceEntry(None), "from_day"),
        (AbsenceEntry(LAST, FIRST), "until_day"),
    ):
        with pytest.raises(InputError) as refusal:
            built.members.add_absence(ACTOR, key, entry)
        assert refusal.value.field == field


def test_two_people_changing_one_absence(built: Built, key: Id) -> None:
    away_id = built.members.add_absence(ACTOR, key, AbsenceEntry(FIRST, LAST)).id
    with built.store.read() as session:
        version = absence(session, away_id).version
    built.members.change_absence(ACTOR, away_id, AbsenceEntry(FIRST, LAST, "hospital"))
    with pytest.raises(StaleError):
        built.members.change_absence(ACTOR, away_id, AbsenceEntry(FIRST), version=version)
    built.members.remove_absence(ACTOR, away_id)
    with built.store.read() as session:
        assert absences(session, key) == ()
