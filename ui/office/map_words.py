"""What a built map is, in words. Pure."""

from collections.abc import Iterator

from nemt_desk.geo import MapInfo
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import day_year_text, time_text

_COUNTS = {
    "street": "streets",
    "house": "house numbers",
    "span": "house number ranges",
    "crossing": "crossings",
    "place": "named places",
    "town": "towns",
    "zip": "ZIP areas",
    "feature": "shapes on the display map",
}
_HASH_SHOWN = 12


def info_lines(info: MapInfo, time: AgencyTime) -> Iterator[tuple[str, str]]:
    """Yield (label, words) for everything that is remembered of a map."""
    for source in info.sources:
        date = source.data_date or "date not told by the file"
        yield "Built from", f"{source.name} · {date} · SHA-256 {source.sha256[:_HASH_SHOWN]}…"
    local = time.local(info.built_at)
    yield "Built", f"{day_year_text(local.date())} {time_text(local)}"
    yield "Engine", f"{info.engine} {info.version}"
    yield "Map hash", info.map_hash[:_HASH_SHOWN] + "…"
    found = [f"{count:,} {_COUNTS.get(name, name)}" for name, count in info.counts.items() if count]
    yield "Holds", ", ".join(found)
    box = info.bounds
    yield "Reaches", f"{box.west:.3f}, {box.south:.3f}, {box.east:.3f}, {box.north:.3f}"
    if info.clip is not None:
        cut = info.clip
        yield "Cut to", f"{cut.west}, {cut.south}, {cut.east}, {cut.north}"
    yield "Credit", info.credit
