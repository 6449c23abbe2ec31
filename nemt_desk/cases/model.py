"""Tables of the cases room."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nemt_desk.cases.rows import CaseKind, CaseMethod, CaseState, Priority
from nemt_desk.ground.columns import Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record


class CaseRecord(Record):
    """A complaint, commendation, inquiry, incident or suggestion."""

    __tablename__ = "case_file"
    rules = (Index("ix_case_file_state_due_on", "state", "due_on"),)

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[CaseKind] = mapped_column(Word(CaseKind))
    method: Mapped[CaseMethod] = mapped_column(Word(CaseMethod))
    priority: Mapped[Priority] = mapped_column(Word(Priority), default=Priority.ROUTINE)
    received_on: Mapped[date]
    due_on: Mapped[date]
    from_name: Mapped[str] = mapped_column(default="")
    from_phone: Mapped[str] = mapped_column(default="")
    member_id: Mapped[Id | None] = mapped_column(ForeignKey("member.id"), index=True)
    ride_id: Mapped[Id | None] = mapped_column(ForeignKey("ride.id"), index=True)
    driver_id: Mapped[Id | None] = mapped_column(ForeignKey("driver.id"), index=True)
    place_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    summary: Mapped[str]
    details: Mapped[str] = mapped_column(default="")
    state: Mapped[CaseState] = mapped_column(Word(CaseState), default=CaseState.OPEN)
    outcome: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]

    steps: Mapped[list["CaseStepRecord"]] = relationship(lazy="raise", order_by="CaseStepRecord.at")


class CaseStepRecord(Record):
    """Something that was done about a case."""

    __tablename__ = "case_step"

    case_id: Mapped[Id] = mapped_column(ForeignKey("case_file.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    text: Mapped[str]
