"""Closed roads: what the office knows of bridges out and washed-out roads, from when to when."""
