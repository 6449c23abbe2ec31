"""From an address as typed to a place on the map, and back; the index it is looked up in."""
