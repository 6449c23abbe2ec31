"""Tables of the members room."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nemt_desk.ground.columns import JsonText, Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.members.rows import (
    Assistance,
    CheckResult,
    PaperKind,
    PaperState,
    Payer,
    Program,
)


class MemberRecord(Record):
    """Somebody who rides."""

    __tablename__ = "member"
    rules = (
        Index("ix_member_mhcp_id", "mhcp_id"),
        Index("ix_member_birth_date", "birth_date"),
        Index("ix_member_last_name_first_name", "last_name", "first_name"),
    )

    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    preferred_name: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    mhcp_id: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    phone2: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    program: Mapped[Program | None] = mapped_column(Word(Program))
    payer: Mapped[Payer] = mapped_column(Word(Payer), default=Payer.FFS)
    plan: Mapped[str] = mapped_column(default="")
    eligible_from: Mapped[date | None]
    eligible_until: Mapped[date | None]
    checked_on: Mapped[date | None]
    renewal_on: Mapped[date | None]
    county: Mapped[str] = mapped_column(default="")
    living_arrangement: Mapped[str] = mapped_column(default="80")
    assessed_mode: Mapped[int | None]
    mode_until: Mapped[date | None]
    assistance: Mapped[Assistance] = mapped_column(Word(Assistance), default=Assistance.CURB)
    needs: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
    has_vehicle: Mapped[bool] = mapped_column(default=False)
    free_ride: Mapped[bool] = mapped_column(default=False)
    behavior_flag: Mapped[bool] = mapped_column(default=False)
    pregnant: Mapped[bool | None]
    waiver: Mapped[str] = mapped_column(default="")
    uses_tty: Mapped[bool] = mapped_column(default=False)
    text_consent_on: Mapped[date | None]
    rides_alone_reason: Mapped[str] = mapped_column(default="")
    home_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    signs_name: Mapped[str] = mapped_column(default="")
    driver_note: Mapped[str] = mapped_column(default="")
    office_note: Mapped[str] = mapped_column(default="")

    papers: Mapped[list["PaperRecord"]] = relationship(
        lazy="raise", order_by="PaperRecord.kind", cascade="save-update"
    )

    def search_words(self) -> str | None:
        """Return names, birth date, phones (whole, last seven, last four) and member ID."""
        born = self.birth_date
        parts = [self.last_name, self.first_name, self.middle_name, self.preferred_name]
        parts.append(self.mhcp_id)
        for phone in (self.phone, self.phone2):
            digits = phone.partition("x")[0]
            parts += [digits, digits[-7:], digits[-4:]] if digits else []
        if born is not None:
            parts += [f"{born:%Y%m%d}", f"{born:%m%d%Y}"]
        return " ".join(part for part in parts if part)


class PaperRecord(Record):
    """A dated paper on a member's file: an authorization, an exception, a consent."""

    __tablename__ = "member_paper"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind))
    number: Mapped[str] = mapped_column(default="")
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[PaperState] = mapped_column(Word(PaperState), default=PaperState.ON_FILE)
    trip_id: Mapped[Id | None] = mapped_column(Uuid(), index=True)
    signed_by: Mapped[str] = mapped_column(default="")
    asked_on: Mapped[date | None]
    received_on: Mapped[date | None]


class PaperFileRecord(Record):
    """The paper itself, scanned or photographed; encrypted with the rest of the office."""

    __tablename__ = "paper_file"

    paper_id: Mapped[Id] = mapped_column(ForeignKey("member_paper.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary())


class EligibilityCheckRecord(Record):
    """What a look into the state's eligibility system showed, on which day, and where."""

    __tablename__ = "eligibility_check"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    checked_on: Mapped[date]
    source: Mapped[str]
    result: Mapped[CheckResult] = mapped_column(Word(CheckResult))
    program: Mapped[Program | None] = mapped_column(Word(Program))
    payer: Mapped[Payer] = mapped_column(Word(Payer), default=Payer.FFS)
    plan: Mapped[str] = mapped_column(default="")
    living_arrangement: Mapped[str] = mapped_column(default="")
    eligible_from: Mapped[date | None]
    eligible_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class AbsenceRecord(Record):
    """Days on which a member takes no rides: in hospital, away; open without an end."""

    __tablename__ = "member_absence"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")


class ApartRecord(Record):
    """Two members who may not ride together."""

    __tablename__ = "member_apart"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    other_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
