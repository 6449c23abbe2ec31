"""Writes files of addresses with known points: `python -m bench.geocode_sets FOLDER`.

Made from ../shared/data by an own reading of it: Perquimans numbers interpolated along the Census
ranges, every house of Queens Village, the same with every tenth house taken out of the map (the
map goes beside its file), and the addresses from all over the country.
"""

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import osmium
import shapefile

from bench.geocode_truth import point_on

_SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
QUEENS = _SHARED / "osm" / "queens_village_ny_2016.osm.pbf"
_PERQUIMANS = _SHARED / "geo" / "tl_2020_37143_edges.zip"
_NATION = _SHARED / "geo" / "rrad_us_250.json"
_TENTH = 10

type Line = tuple[str, float, float]


def main() -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    (folder / "tenth").mkdir(parents=True, exist_ok=True)
    ranges = perquimans()
    write(folder / "perquimans.csv", [line for _, line in ranges])
    with_zip = ((f"{text}, NC {code}", lat, lon) for code, (text, lat, lon) in ranges if code)
    write(folder / "perquimans_zip.csv", with_zip)
    houses = list(queens())
    write(folder / "queens.csv", [line for _, line in houses])
    write(folder / "nation.csv", nation())
    left_out = {key for key, _ in houses[::_TENTH]}
    without_houses(QUEENS, folder / "tenth" / "queens_tenth.osm.pbf", left_out)
    write(folder / "tenth" / "queens_tenth.csv", [line for key, line in houses if key in left_out])
    return 0


def write(path: Path, lines: Iterable[Line]) -> None:
    """Write address,lat,lon."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("address", "lat", "lon"))
        writer.writerows((text, f"{lat:.7f}", f"{lon:.7f}") for text, lat, lon in lines)


def perquimans(seed: int = 5) -> list[tuple[str, Line]]:
    """Return two numbers of every Census range with its ZIP, at their share of its line."""
    draw = random.Random(seed)
    lines = []
    with shapefile.Reader(str(_PERQUIMANS)) as reader:
        for item in reader.iterShapeRecords():
            record = item.record.as_dict()
            line = [(float(y), float(x)) for x, y, *_ in item.shape.points]
            for side in "LR":
                first, last = str(record[f"{side}FROMADD"]), str(record[f"{side}TOADD"])
                if not (record["FULLNAME"] and first.isdigit() and last.isdigit()):
                    continue
                for number, share in _numbers(int(first), int(last), draw):
                    text = f"{number} {record['FULLNAME']}"
                    lines.append((str(record[f"ZIP{side}"] or ""), (text, *point_on(line, share))))
    return lines


def _numbers(first: int, last: int, draw: random.Random) -> Iterable[tuple[int, float]]:
    """Give two numbers of a range and their shares of its line."""
    step = 2 if last >= first else -2
    numbers = range(first, last + step // 2, step)
    for number in draw.sample(numbers, min(2, len(numbers))):
        yield number, (number - first) / (last - first) if last != first else 0.5


def queens() -> Iterable[tuple[tuple[str, int], Line]]:
    """Give every house of Queens Village with its OSM key."""
    for item in osmium.FileProcessor(str(QUEENS)).with_locations():
        tags = item.tags
        if "addr:housenumber" not in tags or "addr:street" not in tags:
            continue
        if isinstance(item, osmium.osm.Node):
            lat, lon = item.lat, item.lon
        elif isinstance(item, osmium.osm.Way):
            points = [(n.lat, n.lon) for n in item.nodes if n.location.valid()]
            if not points:
                continue  # cut off at the edge of the extract
            lat = sum(point[0] for point in points) / len(points)
            lon = sum(point[1] for point in points) / len(points)
        else:
            continue
        code = tags.get("addr:postcode", "")
        text = f"{tags['addr:housenumber']} {tags['addr:street']}"
        yield (item.type_str(), item.id), (f"{text}, NY {code}" if code else text, lat, lon)


def nation() -> list[Line]:
    """Return addresses from all over the country."""
    found = json.loads(_NATION.read_text(encoding="utf-8"))["addresses"]
    lines = []
    for one in found:
        street = " ".join(filter(None, (one.get("address1"), one.get("address2"))))
        area = f"{one.get('city', '')}, {one.get('state', '')} {one.get('postalCode', '')}"
        at = one["coordinates"]
        lines.append((f"{street}, {area}", float(at["lat"]), float(at["lng"])))
    return lines


def without_houses(source: Path, target: Path, left_out: set[tuple[str, int]]) -> None:
    """Copy a map without the addresses of some objects."""
    target.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(target)) as writer:
        for item in osmium.FileProcessor(str(source)):
            if not isinstance(item, osmium.osm.Node | osmium.osm.Way | osmium.osm.Relation):
                continue
            if (item.type_str(), item.id) in left_out:
                kept = {tag.k: tag.v for tag in item.tags if not tag.k.startswith("addr:")}
                writer.add(item.replace(tags=kept))
            else:
                writer.add(item)


if __name__ == "__main__":
    sys.exit(main())
