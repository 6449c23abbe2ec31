"""Booking: trips, their rides, standing orders, unmet requests."""
