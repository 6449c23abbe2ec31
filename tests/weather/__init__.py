"""Weather and closure days."""
