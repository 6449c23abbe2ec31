"""Address type-ahead on 300,000 addresses, against a bare FTS5 prefix look-up of the same lines."""

import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import Result, in_turns, percentile
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.index import AddressIndex
from nemt_desk.geo.addresses.number_finder import spots_at
from nemt_desk.geo.addresses.suggest import AddressAhead
from nemt_desk.geo.points.county_points import CountyPoint
from nemt_desk.ground.words import fold

ADDRESSES, TYPED, SHOWN, ROUNDS, COLD_EVERY = 300_000, 30, 8, 3, 40
_SOUNDS = (
    "an", "ber", "dal", "el", "gun", "har", "ist", "kos", "lin", "mar", "nor", "ost", "qui", "ver",
    "wil", "zan", "chu", "lake", "oak", "pine", "church", "mill", "river", "hill", "spring",
)  # fmt: skip
_ENDS = ("a", "berg", "dahl", "en", "gren", "ian", "man", "son", "ton", "wood", "view", "field")
_KINDS = ("Street", "Avenue", "Road", "Drive", "Lane", "Court", "Trail", "Circle")
_BARE = "SELECT line FROM bare WHERE bare MATCH ? LIMIT ?"


def measure() -> Result:
    """Type addresses key by key, number first and street first; ask ours and the bare index."""
    chance = random.Random(20261124)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "addresses.sqlite"
        points = list(_write(path, chance))
        bare = _bare(Path(folder) / "bare.sqlite", points)
        strokes = [text for point in chance.sample(points, TYPED) for text in _typed(point)]
        book = AddressBook(path)
        ahead = AddressAhead(path, lambda street, number: spots_at(book, street, number))

        def ours(text: str) -> Callable[[], object]:
            return lambda: ahead.suggest(text, SHOWN)

        def plain(text: str) -> Callable[[], object]:
            words = " ".join(f'"{word}"*' for word in fold(text).split())
            return lambda: bare.execute(_BARE, (words, SHOWN)).fetchall() if words else None

        pairs = [(ours(text), plain(text)) for text in strokes]
        rounds = [in_turns(pairs) for _ in range(ROUNDS)]
        cold: list[float] = []
        for at in range(0, len(pairs), COLD_EVERY):
            # A connection of its own: nothing of the file is in SQLite's cache.
            ahead.close()
            ahead = AddressAhead(path, lambda street, number: spots_at(book, street, number))
            cold += in_turns(pairs[at : at + COLD_EVERY])[0]
        ahead.close()
        book.close()
        bare.close()
    mine, theirs = (
        [statistics.median(times) for times in zip(*(turn[side] for turn in rounds), strict=True)]
        for side in (0, 1)
    )
    first, _ = rounds[0]
    return Result(
        f"addresses at {ADDRESSES:,}",
        3,
        statistics.mean(mine),
        statistics.mean(theirs),
        f"suggest: houses, ranges, streets, places and towns, ranked; {len(strokes)} key strokes,"
        f" each the middle one of {ROUNDS}, mean",
        "FTS5 MATCH of the same beginnings over the same addresses as lines, the first 8 unranked;"
        " the same mean",
        {
            "p50_ms": statistics.median(mine),
            "p95_ms": percentile(mine, 95),
            "max_ms": max(mine),
            "first_time_p95_ms": percentile(first, 95),
            "cold_p95_ms": percentile(cold, 95),
            "baseline_p95_ms": percentile(theirs, 95),
            "promised_p95_ms": 20.0,
        },
    )


def _typed(point: CountyPoint) -> Iterator[str]:
    """Give what stands in the line after each key."""
    for line in (
        f"{point.number} {point.street}, {point.town} {point.zip_code}",
        f"{point.street} {point.number}".lower(),
    ):
        for end in range(2, len(line) + 1):
            if not line[end - 1].isspace():
                yield line[:end]


def _write(path: Path, chance: random.Random) -> Iterator[CountyPoint]:
    """Write a county's index: roads with ranges, and houses along them; give the houses."""
    index = AddressIndex(path)
    names = _names(chance)
    towns = ["".join(chance.choices(_SOUNDS, k=2)).capitalize() for _ in range(60)]
    zips = [f"{55_000 + 7 * at}" for at in range(80)]
    written = way = 0
    while written < ADDRESSES:
        way += 1
        name, town, zip_code = chance.choice(names), chance.choice(towns), chance.choice(zips)
        base, lat, lon = chance.randrange(1, 200) * 100, 45 + chance.random(), -94 + chance.random()
        line = [(lat + step * 0.001, lon) for step in range(3)]
        # Every fourth road begins where another ended: crossings.
        nodes = [(way * 4 + step if step else way // 4, at) for step, at in enumerate(line)]
        index.add_road(way, [name], nodes, {zip_code})
        index.add_span(name, (str(base), str(base + 98)), -1, zip_code, line)
        for step in range(min(chance.randrange(3, 40), ADDRESSES - written)):
            number = str(base + chance.randrange(100))
            at = (lat + step * 1e-4, lon)
            point = CountyPoint(number, name, "", town, zip_code, *at)
            index.add_county_point(point)
            written += 1
            yield point
    for name in chance.choices(names, k=3_000):
        tags = {"name": f"{name.split()[0]} Clinic", "addr:city": chance.choice(towns)}
        index.add_place(tags, "clinic", (45.5, -93.5))
    index.finish()
    index.close()


def _names(chance: random.Random) -> list[str]:
    names = [f"County Road {number}" for number in range(1, 150)]
    names += [f"{number}th Street" for number in range(4, 300)]
    names += [
        f"{side} {number}th Avenue" for number in range(4, 120) for side in ("North", "South")
    ]
    while len(names) < 9_000:
        root = "".join(chance.choices(_SOUNDS, k=chance.choice((1, 2)))) + chance.choice(_ENDS)
        names.append(f"{root.capitalize()} {chance.choice(_KINDS)}")
    return names


def _bare(path: Path, points: list[CountyPoint]) -> sqlite3.Connection:
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE bare USING fts5 (line, prefix = '1 2 3')")
    lines = ((f"{p.number} {p.street} {p.town} {p.zip_code}",) for p in points)
    base.executemany("INSERT INTO bare VALUES (?)", lines)
    base.execute("INSERT INTO bare (bare) VALUES ('optimize')")
    base.commit()
    return base
