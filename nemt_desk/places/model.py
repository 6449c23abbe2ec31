"""The table of places."""

from sqlalchemy import Float, Index
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import Word
from nemt_desk.ground.tables import Record
from nemt_desk.places.rows import PinSource, PlaceKind


class PlaceRecord(Record):
    """A named point: a home, a clinic, a pharmacy; `description` where there is no address."""

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
    phone: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    npi: Mapped[str] = mapped_column(default="")
    entrance: Mapped[str] = mapped_column(default="")
    driver_note: Mapped[str] = mapped_column(default="")
    office_note: Mapped[str] = mapped_column(default="")

    def search_words(self) -> str | None:
        """Return name, short name, address and town; homes are found through their people."""
        if self.kind is PlaceKind.HOME:
            return None
        return " ".join((self.name, self.short_name, self.address, self.city, self.zip))
