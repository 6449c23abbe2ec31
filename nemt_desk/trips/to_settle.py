"""Trips to come that the rules do not allow as things stand, and that nobody has decided on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.rows import list_name
from nemt_desk.policy.decision import Outcome
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.rows import OPEN_STATES


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A member with such trips: how many, of which outcome, the first of their days."""

    member_id: Id
    member_name: str
    outcome: Outcome
    trips: int
    first_day: date


def to_settle(session: Session, first: date, last: date) -> tuple[ToSettle, ...]:
    """Return who has trips from `first` to `last` to be settled, the earliest first; one SELECT."""
    begins = func.min(RideRecord.day)
    statement = (
        select(
            MemberRecord.id,
            MemberRecord.last_name,
            MemberRecord.first_name,
            MemberRecord.middle_name,
            TripRecord.outcome,
            func.count(TripRecord.id.distinct()).label("trips"),
            begins.label("begins"),
        )
        .join(TripRecord, TripRecord.member_id == MemberRecord.id)
        .join(RideRecord, RideRecord.trip_id == TripRecord.id)
        .where(
            RideRecord.day.between(first, last),
            RideRecord.state.in_(sorted(OPEN_STATES)),
            TripRecord.outcome.not_in(("", Outcome.ALLOWED.value)),
            TripRecord.override_reason == "",
        )
        .group_by(
            MemberRecord.id,
            MemberRecord.last_name,
            MemberRecord.first_name,
            MemberRecord.middle_name,
            TripRecord.outcome,
        )
        .order_by(begins, MemberRecord.last_name, MemberRecord.id)
    )
    return tuple(
        ToSettle(
            row.id,
            list_name(row.last_name, row.first_name, row.middle_name),
            Outcome(row.outcome),
            row.trips,
            row.begins,
        )
        for row in session.execute(statement)
    )
