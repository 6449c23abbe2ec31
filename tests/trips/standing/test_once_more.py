"""Generation again and again: nothing doubled, nothing of a person's overwritten."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from nemt_desk.trips.rows import HolidayRule, RideState
from tests.factories import ACTOR
from tests.trips.standing.world import MONDAY, build_office

touched = st.sets(st.integers(0, 20), max_size=5)


@settings(max_examples=6)
@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1, max_size=4),
    rule=st.sampled_from(list(HolidayRule)),
    cancelled=touched,
    noted=touched,
    ahead=st.lists(st.integers(0, 9), min_size=1, max_size=4),
)
def test_generation_is_idempotent_and_leaves_people_alone(
    weekdays: set[int],
    rule: HolidayRule,
    cancelled: set[int],
    noted: set[int],
    ahead: list[int],
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        office = build_office(Path(folder))
        try:
            first = MONDAY + timedelta(days=(min(weekdays) - MONDAY.weekday()) % 7)
            key = office.add(weekdays=frozenset(weekdays), from_day=first, holiday_rule=rule)
            trips = sorted(office.kept(key), key=lambda trip: trip.rides[0].day)
            for number, trip in enumerate(trips):
                if number in cancelled:
                    office.trips.cancel_trip(ACTOR, trip.id, "ill")
                elif number in noted:
                    office.trips.change_notes(ACTOR, trip.id, driver_note="Ring", office_note="")
            before = {trip.id: trip for trip in office.kept(key)}
            now = MONDAY
            for days in ahead:
                now += timedelta(days=days)
                office.today(now)
                office.generate()
                assert office.generate() == 0
            after = {trip.id: trip for trip in office.kept(key)}
            assert {key: after[key] for key in before} == before
            days_of = [trip.standing_day for trip in after.values()]
            assert len(set(days_of)) == len(days_of)
            on = [trip.rides[0].day for trip in after.values()
                  if trip.rides[0].state is not RideState.CANCELLED]  # fmt: skip
            assert len(set(on)) == len(on)
        finally:
            office.built.engine.dispose()
