"""Tables of the trips room."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nemt_desk.ground.columns import JsonText, Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.members.rows import Assistance
from nemt_desk.trips.rows import (
    CancelCode,
    CancelNotice,
    Care,
    CompanionKind,
    CompanionReason,
    DenialAction,
    Leg,
    Purpose,
    ReturnKind,
    RideState,
)


class TripRecord(Record):
    """One journey for one appointment, and what the rules said about it."""

    __tablename__ = "trip"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    standing_id: Mapped[Id | None] = mapped_column(ForeignKey("standing_order.id"), index=True)
    standing_day: Mapped[date | None]
    by_hand: Mapped[bool] = mapped_column(default=False)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose), default=Purpose.COVERED_SERVICE)
    service: Mapped[str] = mapped_column(default="")
    care: Mapped[Care] = mapped_column(Word(Care), default=Care.PRIMARY)
    place_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    appointment_at: Mapped[datetime | None]
    stay_min: Mapped[int] = mapped_column(default=60)
    asked_by: Mapped[str] = mapped_column(default="")
    caller_relation: Mapped[str] = mapped_column(default="")
    caller_phone: Mapped[str] = mapped_column(default="")
    asked: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)
    decision: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)
    outcome: Mapped[str] = mapped_column(default="")
    override_reason: Mapped[str] = mapped_column(default="")
    override_by: Mapped[str] = mapped_column(default="")
    driver_note: Mapped[str] = mapped_column(default="")
    office_note: Mapped[str] = mapped_column(default="")

    rides: Mapped[list["RideRecord"]] = relationship(lazy="raise", order_by="RideRecord.seq")
    companions: Mapped[list["CompanionRecord"]] = relationship(lazy="raise")


class RideRecord(Record):
    """One leg of a trip."""

    __tablename__ = "ride"
    rules = (
        Index("ix_ride_day_state", "day", "state"),
        Index("ix_ride_member_id_day", "member_id", "day"),
    )

    trip_id: Mapped[Id] = mapped_column(ForeignKey("trip.id"), index=True)
    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"))
    seq: Mapped[int]
    leg: Mapped[Leg] = mapped_column(Word(Leg))
    day: Mapped[date]
    from_id: Mapped[Id] = mapped_column(ForeignKey("place.id"), index=True)
    to_id: Mapped[Id] = mapped_column(ForeignKey("place.id"), index=True)
    pickup_at: Mapped[datetime | None]
    dropoff_at: Mapped[datetime | None]
    appointment_at: Mapped[datetime | None]
    return_kind: Mapped[ReturnKind] = mapped_column(Word(ReturnKind), default=ReturnKind.NONE)
    state: Mapped[RideState] = mapped_column(Word(RideState), default=RideState.BOOKED)
    state_reason: Mapped[str] = mapped_column(default="")
    reason_code: Mapped[CancelCode | None] = mapped_column(Word(CancelCode))
    mode: Mapped[int] = mapped_column(default=2)
    assistance: Mapped[Assistance] = mapped_column(Word(Assistance), default=Assistance.CURB)
    seats: Mapped[int] = mapped_column(default=1)
    wheelchair_places: Mapped[int] = mapped_column(default=0)
    direct_m: Mapped[float | None] = mapped_column(Float(53))
    drive_min: Mapped[int | None]
    engine: Mapped[str] = mapped_column(default="")
    engine_version: Mapped[str] = mapped_column(default="")
    map_date: Mapped[str] = mapped_column(default="")
    map_hash: Mapped[str] = mapped_column(default="")
    route_kind: Mapped[str] = mapped_column(default="shortest")
    off_road_m: Mapped[float | None] = mapped_column(Float(53))
    ready_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    aboard_at: Mapped[datetime | None]
    off_at: Mapped[datetime | None]
    notice: Mapped[CancelNotice | None] = mapped_column(Word(CancelNotice))
    no_show: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)


class CompanionRecord(Record):
    """Who rides along."""

    __tablename__ = "companion"

    trip_id: Mapped[Id] = mapped_column(ForeignKey("trip.id"), index=True)
    kind: Mapped[CompanionKind] = mapped_column(Word(CompanionKind))
    name: Mapped[str] = mapped_column(default="")
    reason: Mapped[CompanionReason | None] = mapped_column(Word(CompanionReason))


class UnmetRecord(Record):
    """A request that was turned down, with its reason: the unmet need."""

    __tablename__ = "unmet_request"

    member_id: Mapped[Id | None] = mapped_column(ForeignKey("member.id"), index=True)
    day: Mapped[date]
    place_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    reason: Mapped[str]
    decision: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)
    note: Mapped[str] = mapped_column(default="")
    reason_code: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[str] = mapped_column(default="")
    appointment_at: Mapped[datetime | None]


class DenialNoticeRecord(Record):
    """A formal notice that a ride is denied, reduced or ended, with its dates (MN-089, MN-090).

    `decision` is what the rules said then; `appeal_by` and the other days are as printed.
    """

    __tablename__ = "denial_notice"

    member_id: Mapped[Id] = mapped_column(ForeignKey("member.id"), index=True)
    trip_id: Mapped[Id | None] = mapped_column(ForeignKey("trip.id"), index=True)
    unmet_id: Mapped[Id | None] = mapped_column(ForeignKey("unmet_request.id"), index=True)
    action: Mapped[DenialAction] = mapped_column(Word(DenialAction), default=DenialAction.DENIED)
    rule: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    decision: Mapped[dict[str, Any]] = mapped_column(JsonText(), default=dict)
    mailed_on: Mapped[date]
    effective_on: Mapped[date | None]
    appeal_by: Mapped[date | None]
    late_appeal_by: Mapped[date | None]
    keep_by: Mapped[date | None]
    appealed_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")
