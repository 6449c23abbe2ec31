"""The plan on the board."""
