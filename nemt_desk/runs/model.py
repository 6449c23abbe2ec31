"""Tables of the runs room."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nemt_desk.ground.columns import JsonText, Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.runs.rows import RunState


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

    assignments: Mapped[list["AssignmentRecord"]] = relationship(lazy="raise")


class AssignmentRecord(Record):
    """A ride on a run; a ride is on one run at most."""

    __tablename__ = "assignment"

    run_id: Mapped[Id] = mapped_column(ForeignKey("run.id"), index=True)
    ride_id: Mapped[Id] = mapped_column(ForeignKey("ride.id"), unique=True)
    override_reason: Mapped[str] = mapped_column(default="")
    violations: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
