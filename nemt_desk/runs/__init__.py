"""Drivers' days: stops in order, who gets on and off, draft until published."""
