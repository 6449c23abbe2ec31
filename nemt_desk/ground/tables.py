"""What every table of the office has in common."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Boolean, Date, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.sql.schema import SchemaItem

from nemt_desk.ground.columns import Exact, UtcDateTime
from nemt_desk.ground.ids import Id, new_id

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT: dict[str, Any] = {"sqlite_strict": True}


class Base(DeclarativeBase):
    """Root of all tables; `rules` are a table's own constraints and indexes."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bool: Boolean(create_constraint=False),
        date: Date(),
        datetime: UtcDateTime(),
        Decimal: Exact(),
        Id: Uuid(),
    }
    rules: ClassVar[tuple[SchemaItem, ...]] = ()

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (*cls.rules, STRICT)


class Record(Base):
    """A row that people see: keyed, versioned, stamped with who and when, never just deleted."""

    __abstract__ = True

    id: Mapped[Id] = mapped_column(Uuid(), primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(nullable=False)
    created_at: Mapped[datetime]
    created_by: Mapped[Id | None] = mapped_column(Uuid())
    changed_at: Mapped[datetime]
    changed_by: Mapped[Id | None] = mapped_column(Uuid())
    archived_at: Mapped[datetime | None]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version, "eager_defaults": False}

    def search_words(self) -> str | None:
        """Return the words this record is found by, or None if it is not searched for."""
        return None
