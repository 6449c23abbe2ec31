"""The first office: every table, the trail's locks, and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FTS = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(member, driver, place, content='',"
    " contentless_delete=1, prefix='2 3 4', tokenize='ascii')"
)
TSV = "CREATE INDEX ix_search_entry_tsv ON search_entry USING gin (to_tsvector('simple', words))"
SQLITE_LOCK = (
    "CREATE TRIGGER audit_entry_no_{act} BEFORE {act} ON audit_entry"
    " BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END"
)
POSTGRES_LOCK = (
    """
    CREATE FUNCTION audit_entry_locked() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is never changed'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_locked()
    """,
)


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


def upgrade() -> None:
    """Make the tables, then what only one of the engines has."""
    make_tables()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS)
        for act in ("UPDATE", "DELETE"):
            op.execute(SQLITE_LOCK.format(act=act))
    else:
        op.execute(TSV)
        for statement in POSTGRES_LOCK:
            op.execute(statement)


def make_tables() -> None:
    """Make every table of the first release."""
    op.create_table(
        "account",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        *record("account"),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "agency",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        *record("agency"),
        sqlite_strict=True,
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("mac", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_entry_record_id", "audit_entry", ["record_id"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "place",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("zip", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("pin_source", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("npi", sa.Text(), nullable=False),
        sa.Column("entrance", sa.Text(), nullable=False),
        sa.Column("driver_note", sa.Text(), nullable=False),
        sa.Column("office_note", sa.Text(), nullable=False),
        *record("place"),
        sqlite_strict=True,
    )
    op.create_index("ix_place_kind", "place", ["kind"], unique=False)
    op.create_table(
        "search_entry",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("record_id", name=op.f("uq_search_entry_record_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_search_entry_kind", "search_entry", ["kind"], unique=False)
    op.create_table(
        "search_word",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "word", name=op.f("pk_search_word")),
        sqlite_strict=True,
    )
    op.create_table(
        "driver",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("middle_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone2", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("umpi", sa.Text(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column("recognized_on", sa.Date(), nullable=True),
        sa.Column("recognized_until", sa.Date(), nullable=True),
        sa.Column("open_to_all", sa.Boolean(), nullable=False),
        sa.Column("max_miles", sa.Integer(), nullable=True),
        sa.Column("door_through", sa.Boolean(), nullable=False),
        sa.Column("driver_note", sa.Text(), nullable=False),
        sa.Column("office_note", sa.Text(), nullable=False),
        *record("driver"),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_driver_home_id_place")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_driver_home_id"), "driver", ["home_id"], unique=False)
    op.create_index(
        "ix_driver_last_name_first_name", "driver", ["last_name", "first_name"], unique=False
    )
    op.create_table(
        "member",
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("middle_name", sa.Text(), nullable=False),
        sa.Column("preferred_name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("mhcp_id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone2", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("eligible_from", sa.Date(), nullable=True),
        sa.Column("eligible_until", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("living_arrangement", sa.Text(), nullable=False),
        sa.Column("assessed_mode", sa.Integer(), nullable=True),
        sa.Column("mode_until", sa.Date(), nullable=True),
        sa.Column("assistance", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("has_vehicle", sa.Boolean(), nullable=False),
        sa.Column("rides_alone_reason", sa.Text(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("signs_name", sa.Text(), nullable=False),
        sa.Column("driver_note", sa.Text(), nullable=False),
        sa.Column("office_note", sa.Text(), nullable=False),
        *record("member"),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_member_home_id_place")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_home_id"), "member", ["home_id"], unique=False)
    op.create_index(
        "ix_member_last_name_first_name", "member", ["last_name", "first_name"], unique=False
    )
    op.create_index("ix_member_mhcp_id", "member", ["mhcp_id"], unique=False)
    op.create_index("ix_member_birth_date", "member", ["birth_date"], unique=False)
    op.create_table(
        "car",
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("plate", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("wheelchair_places", sa.Integer(), nullable=False),
        sa.Column("has_lift", sa.Boolean(), nullable=False),
        *record("car"),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_car_driver_id_driver")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_car_driver_id"), "car", ["driver_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("is_blocking", sa.Boolean(), nullable=False),
        *record("credential"),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_credential_driver_id_driver")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_credential_driver_id"), "credential", ["driver_id"], unique=False)
    op.create_table(
        "driver_day_off",
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *record("driver_day_off"),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_driver_day_off_driver_id_driver")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_driver_day_off_driver_id"), "driver_day_off", ["driver_id"], unique=False
    )
    op.create_table(
        "driver_hours",
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        *record("driver_hours"),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_driver_hours_driver_id_driver")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_driver_hours_driver_id"), "driver_hours", ["driver_id"], unique=False)
    op.create_table(
        "driver_relation",
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *record("driver_relation"),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_driver_relation_driver_id_driver")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_driver_relation_member_id_member")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_driver_relation_driver_id"), "driver_relation", ["driver_id"], unique=False
    )
    op.create_index(
        op.f("ix_driver_relation_member_id"), "driver_relation", ["member_id"], unique=False
    )
    op.create_table(
        "member_paper",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *record("member_paper"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_paper_member_id_member")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_paper_member_id"), "member_paper", ["member_id"], unique=False)
    op.create_table(
        "standing_order",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        *record("standing_order"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_standing_order_member_id_member")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_standing_order_member_id"), "standing_order", ["member_id"], unique=False
    )
    op.create_table(
        "unmet_request",
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *record("unmet_request"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_unmet_request_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_unmet_request_place_id_place")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_unmet_request_member_id"), "unmet_request", ["member_id"], unique=False
    )
    op.create_index(op.f("ix_unmet_request_place_id"), "unmet_request", ["place_id"], unique=False)
    op.create_table(
        "run",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("car_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *record("run"),
        sa.ForeignKeyConstraint(["car_id"], ["car.id"], name=op.f("fk_run_car_id_car")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_run_driver_id_driver")),
        sa.UniqueConstraint("code", name=op.f("uq_run_code")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_run_car_id"), "run", ["car_id"], unique=False)
    op.create_index(op.f("ix_run_day"), "run", ["day"], unique=False)
    op.create_index(op.f("ix_run_driver_id"), "run", ["driver_id"], unique=False)
    op.create_index("uq_run_driver_id_day", "run", ["driver_id", "day"], unique=True)
    op.create_table(
        "trip",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("standing_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_at", MOMENT, nullable=True),
        sa.Column("stay_min", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("driver_note", sa.Text(), nullable=False),
        sa.Column("office_note", sa.Text(), nullable=False),
        *record("trip"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_trip_member_id_member")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_trip_place_id_place")),
        sa.ForeignKeyConstraint(
            ["standing_id"], ["standing_order.id"], name=op.f("fk_trip_standing_id_standing_order")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_trip_member_id"), "trip", ["member_id"], unique=False)
    op.create_index(op.f("ix_trip_place_id"), "trip", ["place_id"], unique=False)
    op.create_index(op.f("ix_trip_standing_id"), "trip", ["standing_id"], unique=False)
    op.create_table(
        "companion",
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        *record("companion"),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_companion_trip_id_trip")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_companion_trip_id"), "companion", ["trip_id"], unique=False)
    op.create_table(
        "ride",
        sa.Column("trip_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("pickup_at", MOMENT, nullable=True),
        sa.Column("dropoff_at", MOMENT, nullable=True),
        sa.Column("appointment_at", MOMENT, nullable=True),
        sa.Column("return_kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("mode", sa.Integer(), nullable=False),
        sa.Column("assistance", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("wheelchair_places", sa.Integer(), nullable=False),
        sa.Column("direct_m", sa.Float(precision=53), nullable=True),
        sa.Column("drive_min", sa.Integer(), nullable=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("map_date", sa.Text(), nullable=False),
        sa.Column("map_hash", sa.Text(), nullable=False),
        *record("ride"),
        sa.ForeignKeyConstraint(["from_id"], ["place.id"], name=op.f("fk_ride_from_id_place")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_ride_member_id_member")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["place.id"], name=op.f("fk_ride_to_id_place")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_ride_trip_id_trip")),
        sqlite_strict=True,
    )
    op.create_index("ix_ride_day_state", "ride", ["day", "state"], unique=False)
    op.create_index(op.f("ix_ride_from_id"), "ride", ["from_id"], unique=False)
    op.create_index("ix_ride_member_id_day", "ride", ["member_id", "day"], unique=False)
    op.create_index(op.f("ix_ride_to_id"), "ride", ["to_id"], unique=False)
    op.create_index(op.f("ix_ride_trip_id"), "ride", ["trip_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("ride_id", sa.Uuid(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("violations", sa.Text(), nullable=False),
        *record("assignment"),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_assignment_ride_id_ride")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_assignment_run_id_run")),
        sa.UniqueConstraint("ride_id", name=op.f("uq_assignment_ride_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assignment_run_id"), "assignment", ["run_id"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("from_phone", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("ride_id", sa.Uuid(), nullable=True),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *record("case_file"),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_case_file_driver_id_driver")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_case_file_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_case_file_place_id_place")
        ),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_case_file_ride_id_ride")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_case_file_driver_id"), "case_file", ["driver_id"], unique=False)
    op.create_index(op.f("ix_case_file_member_id"), "case_file", ["member_id"], unique=False)
    op.create_index(op.f("ix_case_file_place_id"), "case_file", ["place_id"], unique=False)
    op.create_index(op.f("ix_case_file_ride_id"), "case_file", ["ride_id"], unique=False)
    op.create_index("ix_case_file_state_due_on", "case_file", ["state", "due_on"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *record("case_step"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_step_case_id_case_file")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
