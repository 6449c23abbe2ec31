"""What map files and built maps are, in words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from nemt_desk.geo import MapInfo
from nemt_desk.geo.building.inspect import FileReport
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
_NAMED = 6
_OLD_YEARS = 3
_BEYOND_M = 1_000.0


def info_lines(info: MapInfo, time: AgencyTime) -> Iterator[tuple[str, str]]:
    """Yield (label, words) for everything that is remembered of a map."""
    for source in info.sources:
        date_text = source.data_date or "date not told by the file"
        yield "Built from", f"{source.name} · {date_text} · SHA-256 {source.sha256[:_HASH_SHOWN]}…"
    if info.place:
        yield "Area", info.place
    local = time.local(info.built_at)
    yield "Built", f"{day_year_text(local.date())} {time_text(local)}"
    yield "Engine", f"{info.engine} {info.version}"
    yield "Map hash", info.map_hash[:_HASH_SHOWN] + "…"
    yield "Holds", counts_text(info)
    for reason, count in info.refused.items():
        yield "Left out", f"{count:,} address points: {reason}"
    if info.speeds:
        yield (
            "Speeds",
            ", ".join(f"{name.split('_')[0]} {mph} mph" for name, mph in info.speeds.items()),
        )
    box = info.bounds
    yield "Reaches", f"{box.west:.3f}, {box.south:.3f}, {box.east:.3f}, {box.north:.3f}"
    for sentence in info.checked:
        yield "Checked", sentence
    yield "Credit", info.credit


def counts_text(info: MapInfo) -> str:
    """Return what a map holds, in numbers."""
    return ", ".join(
        _counted(count, _COUNTS.get(name, name)) for name, count in info.counts.items() if count
    )


def _counted(count: int, words: str) -> str:
    noun, on, rest = words.partition(" on ")
    return f"{count:,} {noun.removesuffix('s') if count == 1 else noun}{on}{rest}"


def age_text(data_date: str, today: date) -> str:
    """Return the date of a file's data and its age: `2020 (6 years old)`."""
    if not data_date:
        return "date not told by the file"
    try:
        day = date.fromisoformat(data_date)
    except ValueError:
        years = today.year - int(data_date) if data_date.isdecimal() else 0
        return f"data of {data_date}{_age(years, 'year')}"
    months = (today.year - day.year) * 12 + today.month - day.month
    age = _age(months, "month") if months < 24 else _age(months // 12, "year")
    return f"data of {day_year_text(day)}{age}"


def _age(count: int, unit: str) -> str:
    if count <= 0:
        return ""
    return f" ({count} {unit}{'' if count == 1 else 's'} old)"


def report_lines(report: FileReport, today: date) -> Iterator[str]:
    """Yield what a picked file is; its first line names it."""
    if report.problem:
        yield f"✘ {report.path.name}: can't be used"
        yield report.problem
        return
    yield f"✔ {report.path.name}: {report.words}"
    if report.kind is not None and report.kind.value in ("osm", "tiger"):
        yield age_text(report.data_date, today)
    if report.place:
        yield report.place
    if report.counties:
        yield f"Counties: {_some([county.name for county in report.counties])}"
    if report.columns is not None:
        yield f"Columns: {_some(report.columns.headers)}"
    if report.doubt:
        yield f"? {report.doubt}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown


def change_lines(old: MapInfo | None, new: MapInfo) -> Iterator[str]:
    """Yield what a new map has more or less than the old one."""
    if old is None:
        yield "It is the first map of this office."
        return
    if old.map_date != new.map_date:
        dates = [info.map_date or "not told" for info in (new, old)]
        yield f"Date of the data: {dates[0]}; before: {dates[1]}."
    if old.place != new.place:
        yield f"Area: {new.place or 'all of the files'}; before: {old.place or 'all of the files'}."
    told = False
    for name, words in _COUNTS.items():
        now, before = new.counts.get(name, 0), old.counts.get(name, 0)
        if now != before:
            told = True
            yield f"{_counted(now, words)}; before: {before:,} ({now - before:+,})."
    if not told:
        yield "It holds as much as the old one."
    if old.map_hash == new.map_hash:
        yield "It was made of the same files in the same way: nothing will differ."


def reach_sentence(info: MapInfo, points: Iterable[tuple[float, float]]) -> tuple[str, bool]:
    """Return how many of the office's places lie on the map, and whether that is a doubt."""
    reach = info.bounds.grown(_BEYOND_M)
    inside = [reach.contains(lat, lon) for lat, lon in points]
    if not inside:
        return "", False
    found, total = sum(inside), len(inside)
    if total == 1:
        where = "lies" if found else "does not lie"
        sentence = f"The office's only place {where} on this map."
    else:
        verb = "lies" if found < 2 else "lie"
        sentence = f"{found or 'None'} of the office's {total} places {verb} on this map."
    return (sentence, False) if found else (f"{sentence} It is probably of another county.", True)
