"""Drivers from a list, and back; who drives whom."""
