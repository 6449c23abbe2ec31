"""Tables of standing orders: the pattern with the trip it makes, its legs, its settled days."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import JsonText, Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.members.rows import Assistance
from nemt_desk.trips.rows import Care, HolidayRule, Leg, Purpose, ReturnKind
from nemt_desk.trips.standing.rows import DayChoice


class StandingRecord(Record):
    """A trip that repeats: which weekdays (0 Monday), every how many weeks, from when to when.

    `until_day` None goes on until it is ended; `generated_until` is the last day whose trip was
    made or settled. The rest is what every one of its trips is made from; times are in the legs.
    `asked` holds what the rules were told (`facts`), whether they were asked (`decided`), and the
    rules that `override_reason` overrides (`rules`).
    """

    __tablename__ = "standing_order"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    weekdays: Mapped[list[Any]] = mapped_column(JsonText())
    every_weeks: Mapped[int] = mapped_column(default=1)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    count: Mapped[int | None]
    holiday_rule: Mapped[HolidayRule] = mapped_column(Word(HolidayRule), default=HolidayRule.SKIP)
    generated_until: Mapped[date | None]
    follows_id: Mapped[Id | None] = mapped_column(ForeignKey("standing_order.id"), index=True)
    driver_id: Mapped[Id | None] = mapped_column(ForeignKey("driver.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose), default=Purpose.COVERED_SERVICE)
    service: Mapped[str] = mapped_column(default="")
    care: Mapped[Care] = mapped_column(Word(Care), default=Care.PRIMARY)
    return_kind: Mapped[ReturnKind] = mapped_column(Word(ReturnKind), default=ReturnKind.NONE)
    mode: Mapped[int] = mapped_column(default=2)
    assistance: Mapped[Assistance] = mapped_column(Word(Assistance), default=Assistance.CURB)
    in_wheelchair: Mapped[bool] = mapped_column(default=False)
    companions: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
    asked: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)
    asked_by: Mapped[str] = mapped_column(default="")
    override_reason: Mapped[str] = mapped_column(default="")
    driver_note: Mapped[str] = mapped_column(default="")
    office_note: Mapped[str] = mapped_column(default="")


class StandingLegRecord(Record):
    """One leg of a standing order; times are minutes after midnight on the agency's wall clock."""

    __tablename__ = "standing_leg"

    standing_id: Mapped[Id] = mapped_column(ForeignKey("standing_order.id"), index=True)
    seq: Mapped[int]
    leg: Mapped[Leg] = mapped_column(Word(Leg))
    from_id: Mapped[Id] = mapped_column(ForeignKey("place.id"), index=True)
    to_id: Mapped[Id] = mapped_column(ForeignKey("place.id"), index=True)
    pickup_min: Mapped[int | None]
    dropoff_min: Mapped[int | None]
    appointment_min: Mapped[int | None]
    stay_min: Mapped[int] = mapped_column(default=60)
    mode: Mapped[int | None]


class StandingDayRecord(Record):
    """One day of a standing order that somebody settled: skipped, moved or kept, and why.

    `hits` are the marks of what the day collided with then.
    """

    __tablename__ = "standing_day"
    rules = (Index("ix_standing_day_standing_id_day", "standing_id", "day"),)

    standing_id: Mapped[Id] = mapped_column(ForeignKey("standing_order.id"))
    day: Mapped[date]
    choice: Mapped[DayChoice] = mapped_column(Word(DayChoice))
    to_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    hits: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
