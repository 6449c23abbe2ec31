"""Homes, clinics, pins: every point a ride begins or ends at."""
