"""Tables of security: who may come in, and the trail of what was done."""

from datetime import datetime

from sqlalchemy import Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Base, Record
from nemt_desk.security.rows import Role


class Account(Record):
    """Somebody who may open the office; the password is in no table, only its key wrap on disk."""

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(Word(Role))


class TrailEntry(Base):
    """One thing that was done; never changed, never removed, chained to the one before it."""

    __tablename__ = "audit_entry"
    rules = (Index("ix_audit_entry_record_id", "record_id"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[Id | None] = mapped_column(Uuid())
    actor_name: Mapped[str]
    act: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[Id | None] = mapped_column(Uuid())
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    mac: Mapped[str]


class TrailHead(Base):
    """How long the trail is and how it ends, in the same transaction: shows a cut-off tail."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int]
    mac: Mapped[str]
    seal: Mapped[str]
