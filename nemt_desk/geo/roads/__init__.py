"""Routes, tables and closed roads; only here is the routing engine known."""
