"""Rules and booking: papers with files, eligibility, absences, calendars, standing orders.

Also formal notices, weather days and what was brought in from files.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

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


def flag(name: str) -> sa.Column[Any]:
    """Return a yes-or-no column that is no for rows kept before."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def day(name: str) -> sa.Column[Any]:
    """Return a column for a day that may be unknown."""
    return sa.Column(name, sa.Date(), nullable=True)


def upgrade() -> None:
    """Widen what is there, rebuild the standing orders, add the new tables."""
    widen_members()
    widen_trips()
    rebuild_standing_orders()
    add_standing_parts()
    add_members_parts()
    add_days()
    add_notices_and_files()


def widen_members() -> None:
    """Say more of members and their papers; a fax for places."""
    for column in (
        text("suffix"),
        day("renewal_on"),
        flag("free_ride"),
        flag("behavior_flag"),
        sa.Column("pregnant", sa.Boolean(), nullable=True),
        text("waiver"),
        flag("uses_tty"),
        day("text_consent_on"),
    ):
        op.add_column("member", column)
    for column in (
        text("state", "on_file"),
        sa.Column("trip_id", sa.Uuid(), nullable=True),
        text("signed_by"),
        day("asked_on"),
        day("received_on"),
    ):
        op.add_column("member_paper", column)
    op.create_index(op.f("ix_member_paper_trip_id"), "member_paper", ["trip_id"])
    op.add_column("place", text("fax"))


def widen_trips() -> None:
    """Keep with a trip who called, what was asked, and which day of its order it stands for."""
    for column in (
        day("standing_day"),
        flag("by_hand"),
        text("caller_relation"),
        text("caller_phone"),
        text("asked", "{}"),
        text("override_by"),
    ):
        op.add_column("trip", column)
    op.execute(
        "UPDATE trip SET standing_day = (SELECT min(ride.day) FROM ride WHERE ride.trip_id ="
        " trip.id) WHERE standing_id IS NOT NULL"
    )
    op.add_column("ride", sa.Column("reason_code", sa.Text(), nullable=True))
    for column in (
        text("reason_code"),
        text("asked_by"),
        sa.Column("appointment_at", MOMENT, nullable=True),
    ):
        op.add_column("unmet_request", column)


def rebuild_standing_orders() -> None:
    """Let a standing order go on without an end, and keep what its trips are made from."""
    with op.batch_alter_table("standing_order", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("until_day", existing_type=sa.Date(), nullable=True)
        for column in (
            sa.Column("count", sa.Integer(), nullable=True),
            text("holiday_rule", "skip"),
            day("generated_until"),
            sa.Column("follows_id", sa.Uuid(), nullable=True),
            sa.Column("driver_id", sa.Uuid(), nullable=True),
            text("purpose", "covered_service"),
            text("service"),
            text("care", "primary"),
            text("return_kind", "none"),
            sa.Column("mode", sa.Integer(), nullable=False, server_default="2"),
            text("assistance", "curb"),
            flag("in_wheelchair"),
            text("companions", "[]"),
            text("asked", "{}"),
            text("asked_by"),
            text("override_reason"),
            text("driver_note"),
            text("office_note"),
        ):
            table.add_column(column)
        table.create_foreign_key(
            op.f("fk_standing_order_follows_id_standing_order"),
            "standing_order",
            ["follows_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_standing_order_driver_id_driver"), "driver", ["driver_id"], ["id"]
        )
        table.create_index(op.f("ix_standing_order_follows_id"), ["follows_id"])
        table.create_index(op.f("ix_standing_order_driver_id"), ["driver_id"])


def add_standing_parts() -> None:
    """Add the legs of standing orders, and their days that somebody settled."""
    op.create_table(
        "standing_leg",
        sa.Column("standing_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("pickup_min", sa.Integer(), nullable=True),
        sa.Column("dropoff_min", sa.Integer(), nullable=True),
        sa.Column("appointment_min", sa.Integer(), nullable=True),
        sa.Column("stay_min", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Integer(), nullable=True),
        *record("standing_leg"),
        sa.ForeignKeyConstraint(
            ["from_id"], ["place.id"], name=op.f("fk_standing_leg_from_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["standing_id"],
            ["standing_order.id"],
            name=op.f("fk_standing_leg_standing_id_standing_order"),
        ),
        sa.ForeignKeyConstraint(["to_id"], ["place.id"], name=op.f("fk_standing_leg_to_id_place")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_standing_leg_standing_id"), "standing_leg", ["standing_id"])
    op.create_index(op.f("ix_standing_leg_from_id"), "standing_leg", ["from_id"])
    op.create_index(op.f("ix_standing_leg_to_id"), "standing_leg", ["to_id"])
    op.create_table(
        "standing_day",
        sa.Column("standing_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hits", sa.Text(), nullable=False),
        *record("standing_day"),
        sa.ForeignKeyConstraint(
            ["standing_id"],
            ["standing_order.id"],
            name=op.f("fk_standing_day_standing_id_standing_order"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_standing_day_standing_id_day"), "standing_day", ["standing_id", "day"])


def add_members_parts() -> None:
    """Add papers' files, eligibility checks and absences."""
    op.create_table(
        "paper_file",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *record("paper_file"),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["member_paper.id"], name=op.f("fk_paper_file_paper_id_member_paper")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_paper_file_paper_id"), "paper_file", ["paper_id"])
    op.create_table(
        "eligibility_check",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("living_arrangement", sa.Text(), nullable=False),
        sa.Column("eligible_from", sa.Date(), nullable=True),
        sa.Column("eligible_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *record("eligibility_check"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_eligibility_check_member_id_member")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_eligibility_check_member_id"), "eligibility_check", ["member_id"])
    op.create_table(
        "member_absence",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *record("member_absence"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_absence_member_id_member")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_absence_member_id"), "member_absence", ["member_id"])


def add_days() -> None:
    """Add days on which something is shut, and weather days with what was decided."""
    op.create_table(
        "calendar_day",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *record("calendar_day"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_calendar_day_place_id_place")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_calendar_day_place_id"), "calendar_day", ["place_id"])
    op.create_index(
        op.f("ix_calendar_day_from_day_until_day"), "calendar_day", ["from_day", "until_day"]
    )
    op.create_table(
        "weather_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_min", sa.Integer(), nullable=False),
        sa.Column("until_min", sa.Integer(), nullable=False),
        sa.Column("towns", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *record("weather_day"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_weather_day_place_id_place")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_weather_day_day"), "weather_day", ["day"])
    op.create_index(op.f("ix_weather_day_place_id"), "weather_day", ["place_id"])
    op.create_table(
        "weather_choice",
        sa.Column("weather_id", sa.Uuid(), nullable=False),
        sa.Column("ride_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("told_note", sa.Text(), nullable=False),
        *record("weather_choice"),
        sa.ForeignKeyConstraint(
            ["ride_id"], ["ride.id"], name=op.f("fk_weather_choice_ride_id_ride")
        ),
        sa.ForeignKeyConstraint(
            ["weather_id"],
            ["weather_day.id"],
            name=op.f("fk_weather_choice_weather_id_weather_day"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_weather_choice_ride_id"), "weather_choice", ["ride_id"])
    op.create_index(op.f("ix_weather_choice_weather_id"), "weather_choice", ["weather_id"])


def add_notices_and_files() -> None:
    """Add formal notices, and the files that were brought in."""
    op.create_table(
        "denial_notice",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("trip_id", sa.Uuid(), nullable=True),
        sa.Column("unmet_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("appeal_by", sa.Date(), nullable=True),
        sa.Column("late_appeal_by", sa.Date(), nullable=True),
        sa.Column("keep_by", sa.Date(), nullable=True),
        sa.Column("appealed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        *record("denial_notice"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_denial_notice_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["trip_id"], ["trip.id"], name=op.f("fk_denial_notice_trip_id_trip")
        ),
        sa.ForeignKeyConstraint(
            ["unmet_id"], ["unmet_request.id"], name=op.f("fk_denial_notice_unmet_id_unmet_request")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_denial_notice_trip_id"), "denial_notice", ["trip_id"])
    op.create_index(op.f("ix_denial_notice_unmet_id"), "denial_notice", ["unmet_id"])
    op.create_index(op.f("ix_denial_notice_member_id"), "denial_notice", ["member_id"])
    op.create_table(
        "import_batch",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *record("import_batch"),
        sqlite_strict=True,
    )
