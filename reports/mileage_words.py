"""The words about miles on paper: which route, measured by what, what is not counted (S4-142)."""

from collections.abc import Sequence
from typing import Final

from nemt_desk.runs.sheet_rows import MapSource
from nemt_desk.trips.mileage_words import ROUTES, distance_text, off_road_text

__all__ = ["distance_text", "off_road_text", "shut_roads_text", "source_text"]

_HASH_LETTERS: Final = 8


def shut_roads_text(shut: Sequence[str]) -> str:
    """Name the roads that are shut that day for whoever knows the usual way; else nothing."""
    if not shut:
        return ""
    return f"{'; '.join(shut)}. The ways on this sheet go around."


def source_text(source: MapSource | None, *, is_short: bool = False) -> str:
    """Return the electronic source of directions and miles, and of which route they are (S4-142).

    Short leaves out the route and what the map does not know: those must stand once on a paper.
    """
    if source is None:
        return "no map was loaded: miles not routed"
    dated = f" of {source.map_date}" if source.map_date else " (date not known)"
    name = f" {source.map_name}" if source.map_name else ""
    by = f"{source.engine} {source.version}, map{name}{dated}"
    if is_short:
        return by
    numbered = f", no. {source.map_hash[:_HASH_LETTERS]}" if source.map_hash else ""
    caveats = (text.rstrip(".") for text in source.caveats)
    return ". ".join((f"{by}{numbered}; {ROUTES[source.kind]}", *caveats))
