"""Volunteers and other drivers: cars, credentials, hours."""
