"""The table of days on which something is shut."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.calendars.rows import ShutKind
from nemt_desk.ground.columns import Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record


class CalendarDayRecord(Record):
    """The office, the schools of a town or a facility is shut from `from_day` to `until_day`."""

    __tablename__ = "calendar_day"
    rules = (Index("ix_calendar_day_from_day_until_day", "from_day", "until_day"),)

    kind: Mapped[ShutKind] = mapped_column(Word(ShutKind))
    name: Mapped[str]
    from_day: Mapped[date]
    until_day: Mapped[date]
    town: Mapped[str] = mapped_column(default="")
    place_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
