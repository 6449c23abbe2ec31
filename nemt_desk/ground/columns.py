# ruff: noqa: ANN401 - TypeDecorator's own methods take and give anything
"""Column types that mean the same on encrypted SQLite (STRICT tables) and on PostgreSQL."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Float, Integer, Numeric, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine

_STRICT_NAMES: dict[type[TypeEngine[Any]], str] = {
    Boolean: "INTEGER",
    BigInteger: "INTEGER",
    Date: "TEXT",
    Uuid: "TEXT",
    Float: "REAL",
}


def _register(kind: type[TypeEngine[Any]], name: str) -> None:
    # STRICT tables know five type names only; the values stay what SQLAlchemy binds.
    compiles(kind, "sqlite")(lambda *_args, **_kwargs: name)


for _kind, _name in _STRICT_NAMES.items():
    _register(_kind, _name)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; on SQLite as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite and timestamptz on PostgreSQL."""
        is_sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(Text() if is_sqlite else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive moments; write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        moment = value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read an aware UTC moment."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return cast("datetime", moment).astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """An exact decimal (a rate, a coordinate): text on SQLite, numeric on PostgreSQL."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite and numeric on PostgreSQL."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Write the digits as they are."""
        if value is None:
            return None
        return str(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Read the digits as they are."""
        return None if value is None else Decimal(value)


class Word[E: StrEnum](TypeDecorator[E]):
    """One word of a fixed list, kept as text."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> Any:
        """Write the word; refuse one that is not on the list."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Read the word."""
        return None if value is None else self.words(value)


class JsonText(TypeDecorator[Any]):
    """A small JSON value kept as text with sorted keys, the same on both engines."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write canonical JSON."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read the value."""
        return None if value is None else json.loads(value)


__all__ = ["BigInteger", "Exact", "Integer", "JsonText", "Text", "UtcDateTime", "Uuid", "Word"]
