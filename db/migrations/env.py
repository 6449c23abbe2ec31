"""Runs migrations on the connection it is handed; see db.upgrade."""

from alembic import context

from nemt_desk.metadata import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    # The upgrade is one transaction, opened and closed by db.upgrade.
    transactional_ddl=False,
)
context.run_migrations()
