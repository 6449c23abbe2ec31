"""Accounts, rights, keys and the audit trail."""
