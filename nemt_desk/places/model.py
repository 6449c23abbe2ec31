"""The tables of places: the place itself, and a picture of its door."""

from datetime import date

from sqlalchemy import Float, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.places.rows import PinSource, PlaceKind


class PlaceRecord(Record):
    """A named point: a home, a clinic, a pharmacy; `description` where there is no address.

    `lat`, `lon` is where the car goes (the driveway, once somebody set it); `street_lat`,
    `street_lon` is where the address look-up put it, kept when the pin is moved.
    """

    __tablename__ = "place"
    rules = (Index("ix_place_kind", "kind"),)

    kind: Mapped[PlaceKind] = mapped_column(Word(PlaceKind))
    name: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    zip: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None] = mapped_column(Float(53))
    lon: Mapped[float | None] = mapped_column(Float(53))
    pin_source: Mapped[PinSource] = mapped_column(Word(PinSource), default=PinSource.NONE)
    street_lat: Mapped[float | None] = mapped_column(Float(53))
    street_lon: Mapped[float | None] = mapped_column(Float(53))
    phone: Mapped[str] = mapped_column(default="")
    fax: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    npi: Mapped[str] = mapped_column(default="")
    entrance: Mapped[str] = mapped_column(default="")
    driver_note: Mapped[str] = mapped_column(default="")
    office_note: Mapped[str] = mapped_column(default="")
    gate_note: Mapped[str] = mapped_column(default="")
    dog_note: Mapped[str] = mapped_column(default="")
    season_note: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]
    moved_to_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)

    def search_words(self) -> str | None:
        """Return name, short name, address and town; homes are found through their people."""
        if self.kind is PlaceKind.HOME:
            return None
        return " ".join((self.name, self.short_name, self.address, self.city, self.zip))


class PlacePhotoRecord(Record):
    """One small picture of a place, as drivers need it: which door, which drive."""

    __tablename__ = "place_photo"

    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"), index=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary())
    width: Mapped[int]
    height: Mapped[int]
    taken_on: Mapped[date | None]
    caption: Mapped[str] = mapped_column(default="")
