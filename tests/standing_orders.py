"""A standing order in a real office, for tests of what must follow it."""

from datetime import date, timedelta

from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.office import Office
from nemt_desk.places import queries as places
from nemt_desk.trips.rows import Leg, ReturnKind
from nemt_desk.trips.standing import queries as standing
from nemt_desk.trips.standing.orders import StandingEntry, StandingLeg, Told
from tests.factories import TODAY


def standing_order(office: Office, member_id: Id) -> Id:
    """Give the member a standing order of Mondays from 30 November on, nothing asked."""
    with office.store.read() as session:
        home = members.member(session, member_id).home_id
        clinic = places.find_places(session, "Lakeside")[0].id
    assert home is not None
    out = StandingLeg(
        leg=Leg.OUTBOUND, from_id=home, to_id=clinic, pickup_min=540, appointment_min=600
    )
    entry = StandingEntry(
        member_id=member_id,
        weekdays=frozenset({0}),
        from_day=date(2026, 11, 30),
        legs=(out,),
        return_kind=ReturnKind.NONE,
        service="dialysis",
        told=Told(decided=False),
    )
    return office.standing.add(office.actor, entry).id


def standing_days(office: Office, order_id: Id) -> list[date]:
    """Return the days on which a trip of the order stands."""
    with office.store.read() as session:
        found = standing.order_days(
            session,
            office.settings,
            office.clock.now(),
            order_id,
            first=TODAY,
            last=TODAY + timedelta(days=60),
        )
    return [day.day for day in found if day.trip_id is not None and day.state == "made"]
