"""Which OpenStreetMap roads a car may use, by their `highway` tag."""

DRIVABLE = frozenset(
    {
        "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
        "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
        "residential", "living_street", "service", "track", "road",
    }
)  # fmt: skip
