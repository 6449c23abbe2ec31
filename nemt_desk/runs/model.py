"""Tables of the runs room."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nemt_desk.ground.columns import JsonText, Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.runs.rows import CallResult, RunState, TellResult, TellWho


class RunRecord(Record):
    """One driver's day."""

    __tablename__ = "run"
    rules = (Index("uq_run_driver_id_day", "driver_id", "day", unique=True),)

    code: Mapped[str] = mapped_column(unique=True)
    day: Mapped[date] = mapped_column(index=True)
    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    car_id: Mapped[Id | None] = mapped_column(ForeignKey("car.id"), index=True)
    state: Mapped[RunState] = mapped_column(Word(RunState), default=RunState.DRAFT)
    published_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    start_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    end_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)

    assignments: Mapped[list["AssignmentRecord"]] = relationship(lazy="raise")


class AssignmentRecord(Record):
    """A ride on a run; a ride is on one run at most."""

    __tablename__ = "assignment"

    run_id: Mapped[Id] = mapped_column(ForeignKey("run.id"), index=True)
    ride_id: Mapped[Id] = mapped_column(ForeignKey("ride.id"), unique=True)
    override_reason: Mapped[str] = mapped_column(default="")
    violations: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    pickup_at: Mapped[datetime | None]
    dropoff_at: Mapped[datetime | None]


class DriverCallRecord(Record):
    """A call to a driver about a ride or a standing order, and what he said."""

    __tablename__ = "driver_call"

    ride_id: Mapped[Id | None] = mapped_column(ForeignKey("ride.id"), index=True)
    standing_id: Mapped[Id | None] = mapped_column(ForeignKey("standing_order.id"), index=True)
    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    result: Mapped[CallResult] = mapped_column(Word(CallResult))
    note: Mapped[str] = mapped_column(default="")
    called_at: Mapped[datetime]
    called_by: Mapped[str] = mapped_column(default="")


class ToldRecord(Record):
    """What a driver was told of a run, or a member of a ride: `facts` as they were then."""

    __tablename__ = "told"

    run_id: Mapped[Id | None] = mapped_column(ForeignKey("run.id"), index=True)
    ride_id: Mapped[Id | None] = mapped_column(ForeignKey("ride.id"), index=True)
    who: Mapped[TellWho] = mapped_column(Word(TellWho))
    result: Mapped[TellResult] = mapped_column(Word(TellResult))
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)
    note: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime]
    told_by: Mapped[str] = mapped_column(default="")
