"""The table of closed roads."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import JsonText
from nemt_desk.ground.tables import Record


class ClosureRecord(Record):
    """A road that is shut: where, why, from and until which day (None: until further notice).

    `line` is a list of `[lat, lon]` in degrees: one point shuts that piece of road, more points
    the stretch between the first and the last.
    """

    __tablename__ = "closure"
    rules = (Index("ix_closure_from_on_until_on", "from_on", "until_on"),)

    name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    line: Mapped[list[Any]] = mapped_column(JsonText())
    from_on: Mapped[date]
    until_on: Mapped[date | None]
