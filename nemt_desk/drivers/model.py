"""Tables of the drivers room."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nemt_desk.drivers.rows import CredentialKind, DriverKind, RelationKind
from nemt_desk.ground.columns import Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record


class DriverRecord(Record):
    """Somebody who drives."""

    __tablename__ = "driver"
    rules = (Index("ix_driver_last_name_first_name", "last_name", "first_name"),)

    kind: Mapped[DriverKind] = mapped_column(Word(DriverKind), default=DriverKind.VOLUNTEER)
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    phone2: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    umpi: Mapped[str] = mapped_column(default="")
    home_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    recognized_on: Mapped[date | None]
    recognized_until: Mapped[date | None]
    open_to_all: Mapped[bool] = mapped_column(default=False)
    max_miles: Mapped[int | None]
    door_through: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[str] = mapped_column(default="")
    day_miles: Mapped[int | None]
    driver_note: Mapped[str] = mapped_column(default="")
    office_note: Mapped[str] = mapped_column(default="")

    cars: Mapped[list["CarRecord"]] = relationship(lazy="raise", order_by="CarRecord.id")
    credentials: Mapped[list["CredentialRecord"]] = relationship(
        lazy="raise", order_by="CredentialRecord.kind"
    )
    hours: Mapped[list["HoursRecord"]] = relationship(
        lazy="raise", order_by="(HoursRecord.weekday, HoursRecord.start_min)"
    )
    days_off: Mapped[list["DayOffRecord"]] = relationship(
        lazy="raise", order_by="DayOffRecord.from_day"
    )
    relations: Mapped[list["RelationRecord"]] = relationship(lazy="raise")

    def search_words(self) -> str | None:
        """Return names and phones."""
        digits = [phone.partition("x")[0] for phone in (self.phone, self.phone2) if phone]
        tails = [phone[-4:] for phone in digits] + [phone[-7:] for phone in digits]
        return " ".join((self.last_name, self.first_name, self.middle_name, *digits, *tails))


class CarRecord(Record):
    """A driver's car."""

    __tablename__ = "car"

    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    text: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    seats: Mapped[int] = mapped_column(default=3)
    wheelchair_places: Mapped[int] = mapped_column(default=0)
    has_lift: Mapped[bool] = mapped_column(default=False)


class CredentialRecord(Record):
    """A licence, an insurance, a check: each with its end."""

    __tablename__ = "credential"

    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    kind: Mapped[CredentialKind] = mapped_column(Word(CredentialKind))
    number: Mapped[str] = mapped_column(default="")
    until_day: Mapped[date | None]
    is_blocking: Mapped[bool] = mapped_column(default=True)


class HoursRecord(Record):
    """Weekly driving hours, minutes after midnight."""

    __tablename__ = "driver_hours"

    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    weekday: Mapped[int]
    start_min: Mapped[int]
    end_min: Mapped[int]
    break_min: Mapped[int] = mapped_column(default=0)
    break_from_min: Mapped[int | None]
    break_until_min: Mapped[int | None]


class DayOffRecord(Record):
    """Days away."""

    __tablename__ = "driver_day_off"

    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")


class RelationRecord(Record):
    """How a driver stands to a member."""

    __tablename__ = "driver_relation"

    driver_id: Mapped[Id] = mapped_column(ForeignKey("driver.id"), index=True)
    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[RelationKind] = mapped_column(Word(RelationKind))
    note: Mapped[str] = mapped_column(default="")
