"""Inserts many rows past SQLAlchemy's per-row work: values are bound column by column instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


def insert_many(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert rows that all have the same keys; `same` are values every one of them has."""
    if not rows:
        return
    same = same or {}
    dialect = connection.dialect
    keys = [*rows[0], *(key for key in same if key not in rows[0])]
    compiled = insert(table).compile(dialect=dialect, column_keys=keys)
    bound: dict[str, Sequence[Any]] = {}
    for key in keys:
        to_driver = table.c[key].type.dialect_impl(dialect).bind_processor(dialect)
        if key in same:
            value = same[key]
            bound[key] = [value if to_driver is None else to_driver(value)] * len(rows)
        elif to_driver is None:
            bound[key] = [row[key] for row in rows]
        else:
            bound[key] = [to_driver(row[key]) for row in rows]
    if compiled.positiontup is not None:
        ordered = [bound[key] for key in compiled.positiontup]
        values: Any = list(zip(*ordered, strict=True))
    else:
        values = [dict(zip(keys, some, strict=True)) for some in zip(*bound.values(), strict=True)]
    connection.exec_driver_sql(str(compiled), values)
