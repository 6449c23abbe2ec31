"""Dispatch: planned times and pins, calls to drivers, who was told, the live day's marks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def record(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return what every record has: key, version, who and when."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def text(name: str, default: str = "") -> sa.Column[Any]:
    """Return a text column that rows kept before fill with `default`."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def moment(name: str) -> sa.Column[Any]:
    """Return a column for a moment that may be unknown."""
    return sa.Column(name, MOMENT, nullable=True)


def number(name: str) -> sa.Column[Any]:
    """Return a column for a whole number that may be unknown."""
    return sa.Column(name, sa.Integer(), nullable=True)


def key(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    """Return the foreign key of a column."""
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}")


def upgrade() -> None:
    """Widen drivers, runs and rides; add calls, what was told, and who rides apart."""
    widen_drivers()
    widen_runs()
    widen_rides()
    add_apart()
    add_calls()
    add_told()


def widen_drivers() -> None:
    """Say which languages a driver speaks, how far a day may go, and when he takes a break."""
    op.add_column("driver", text("languages"))
    op.add_column("driver", number("day_miles"))
    op.add_column(
        "driver_hours", sa.Column("break_min", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("driver_hours", number("break_from_min"))
    op.add_column("driver_hours", number("break_until_min"))


def widen_runs() -> None:
    """Let a run start and end elsewhere; keep planned times and pins."""
    with op.batch_alter_table("run", table_kwargs={"sqlite_strict": True}) as table:
        for name in ("start_id", "end_id"):
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            table.create_foreign_key(op.f(f"fk_run_{name}_place"), "place", [name], ["id"])
            table.create_index(op.f(f"ix_run_{name}"), [name])
    op.add_column(
        "assignment",
        sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("assignment", moment("pickup_at"))
    op.add_column("assignment", moment("dropoff_at"))


def widen_rides() -> None:
    """Keep when a member phoned, was met, got on and off; and how late a ride was cancelled."""
    for name in ("ready_at", "arrived_at", "aboard_at", "off_at"):
        op.add_column("ride", moment(name))
    op.add_column("ride", sa.Column("notice", sa.Text(), nullable=True))
    op.add_column("ride", text("no_show", "{}"))


def add_apart() -> None:
    """Add the pairs of members who may not ride together."""
    op.create_table(
        "member_apart",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *record("member_apart"),
        key("member_apart", "member_id", "member"),
        key("member_apart", "other_id", "member"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_apart_member_id"), "member_apart", ["member_id"])
    op.create_index(op.f("ix_member_apart_other_id"), "member_apart", ["other_id"])


def add_calls() -> None:
    """Add the calls to drivers."""
    op.create_table(
        "driver_call",
        sa.Column("ride_id", sa.Uuid(), nullable=True),
        sa.Column("standing_id", sa.Uuid(), nullable=True),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("called_by", sa.Text(), nullable=False),
        *record("driver_call"),
        key("driver_call", "ride_id", "ride"),
        key("driver_call", "standing_id", "standing_order"),
        key("driver_call", "driver_id", "driver"),
        sqlite_strict=True,
    )
    for name in ("ride_id", "standing_id", "driver_id"):
        op.create_index(op.f(f"ix_driver_call_{name}"), "driver_call", [name])


def add_told() -> None:
    """Add what drivers and members were told."""
    op.create_table(
        "told",
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("ride_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        *record("told"),
        key("told", "run_id", "run"),
        key("told", "ride_id", "ride"),
        sqlite_strict=True,
    )
    for name in ("run_id", "ride_id"):
        op.create_index(op.f(f"ix_told_{name}"), "told", [name])
