"""The Office page: agency, map, backups, audit trail, accounts."""
