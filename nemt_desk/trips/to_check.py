"""Whose eligibility must be looked up again before a planned ride (MN-092)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members.eligibility import check_days, is_due
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.rows import list_name
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A member with a ride before which eligibility must be looked up; the last ride counts."""

    member_id: Id
    member_name: str
    checked_on: date | None
    ride_day: date

    @property
    def id(self) -> Id:
        """Key of the member."""
        return self.member_id


def to_check(session: Session, settings: Settings, first: date, last: date) -> tuple[ToCheck, ...]:
    """Return who rides from `first` to `last` with a check that is too old by then; one SELECT.

    `ride_day` is the first of the member's rides in these days.
    """
    every = check_days(settings, first)
    statement = (
        select(
            MemberRecord.id,
            MemberRecord.last_name,
            MemberRecord.first_name,
            MemberRecord.middle_name,
            MemberRecord.checked_on,
            func.min(RideRecord.day).label("begins"),
            func.max(RideRecord.day).label("ends"),
        )
        .join(RideRecord, RideRecord.member_id == MemberRecord.id)
        .where(RideRecord.day.between(first, last), RideRecord.state.in_(sorted(OPEN_STATES)))
        .group_by(
            MemberRecord.id,
            MemberRecord.last_name,
            MemberRecord.first_name,
            MemberRecord.middle_name,
            MemberRecord.checked_on,
        )
        .order_by("begins", MemberRecord.last_name, MemberRecord.id)
    )
    return tuple(
        ToCheck(
            row.id,
            list_name(row.last_name, row.first_name, row.middle_name),
            row.checked_on,
            row.begins,
        )
        for row in session.execute(statement)
        if is_due(row.checked_on, row.ends, every)
    )
