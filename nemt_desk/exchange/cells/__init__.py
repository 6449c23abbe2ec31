"""What one cell says: a value, a repair that is told, or a refusal with its reason. Pure."""
