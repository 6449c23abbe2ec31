"""Trips from a list, and back."""
