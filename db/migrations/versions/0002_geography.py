"""Geography: place cards and photos, closed roads, what a ride's miles are, column mappings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DEGREES = sa.Float(53)
MOVED_TO_NAME = "fk_place_moved_to_id_place"
MOVED_TO = (
    "ALTER TABLE place ADD COLUMN moved_to_id TEXT"
    f" CONSTRAINT {MOVED_TO_NAME} REFERENCES place (id)"
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
    """Add columns to places and rides, and the new tables."""
    widen_places()
    widen_rides()
    op.create_table(
        "closure",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        *record("closure"),
        sqlite_strict=True,
    )
    op.create_index("ix_closure_from_on_until_on", "closure", ["from_on", "until_on"])
    op.create_table(
        "column_mapping",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        *record("column_mapping"),
        sqlite_strict=True,
    )
    op.create_index("ix_column_mapping_purpose", "column_mapping", ["purpose"])
    op.create_table(
        "place_photo",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("caption", sa.Text(), nullable=False),
        *record("place_photo"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_photo_place_id_place")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_place_photo_place_id"), "place_photo", ["place_id"])


def widen_places() -> None:
    """Give places the street's own point, drivers' notes, who confirmed, when it closed."""
    for name in ("street_lat", "street_lon"):
        op.add_column("place", sa.Column(name, DEGREES, nullable=True))
    for name in ("gate_note", "dog_note", "season_note", "confirmed_by"):
        op.add_column("place", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("confirmed_on", "closed_on"):
        op.add_column("place", sa.Column(name, sa.Date(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a link with a new column only in its own words.
        op.execute(MOVED_TO)
    else:
        op.add_column("place", sa.Column("moved_to_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(MOVED_TO_NAME, "place", "place", ["moved_to_id"], ["id"])
    op.create_index(op.f("ix_place_moved_to_id"), "place", ["moved_to_id"])


def widen_rides() -> None:
    """Say of a ride's miles which way they are, and how far the doors are from the road."""
    op.add_column(
        "ride", sa.Column("route_kind", sa.Text(), nullable=False, server_default="shortest")
    )
    op.add_column("ride", sa.Column("off_road_m", DEGREES, nullable=True))
