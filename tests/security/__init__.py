"""Tests of keys, rights and the audit trail."""
