"""How the office is kept: engine, upgrade, backup, migrations. Reads tables' metadata only."""
