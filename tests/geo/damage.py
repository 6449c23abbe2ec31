"""Small good map files of each kind, and ways to damage them."""

import io
import json
import random
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapefile

from nemt_desk.geo.building import pbf

KINDS = ("pbf", "tiger", "towns", "points_csv", "points_geojson", "points_shape")
_BYTES = (b"\0", b"\xff", b"\x7f", b"\x80")


def damaged(kind: str, data: bytes, chance: random.Random) -> bytes:
    """Return a damaged copy of a good file."""
    if kind == "pbf" and chance.random() < 0.6:
        return _inside_pbf(data, chance)
    if kind in ("tiger", "points_shape") and chance.random() < 0.7:
        return _inside_zip(data, chance)
    return _hurt(data, chance)


def _hurt(data: bytes, chance: random.Random) -> bytes:
    raw = bytearray(data)
    size = len(raw)
    match chance.randrange(6):
        case 0 | 1:
            for _ in range(chance.choice((1, 1, 2, 5, 20))):
                raw[chance.randrange(size)] ^= 1 << chance.randrange(8)
        case 2:
            del raw[chance.randrange(size) :]
        case 3:
            a, b = sorted(chance.sample(range(size + 1), 2))
            length = min(b - a, size - b, chance.choice((1, 4, 16, 64)))
            raw[a : a + length], raw[b : b + length] = raw[b : b + length], raw[a : a + length]
        case 4:
            at = chance.randrange(size)
            raw[at : at + chance.choice((1, 2, 4, 8))] = chance.choice(_BYTES) * 4
        case _:
            at = chance.randrange(size)
            piece = bytes(raw[at : at + chance.choice((1, 8, 64, 512))])
            if chance.random() < 0.5:
                raw[at:at] = piece
            else:
                del raw[at : at + len(piece)]
    return bytes(raw)


def _inside_pbf(data: bytes, chance: random.Random) -> bytes:
    """Damage what is packed in a block, and pack it again."""
    blocks = list(_pbf_blocks(data))
    chosen = chance.randrange(len(blocks))
    out = b""
    for number, (head, raw) in enumerate(blocks):
        content = _hurt(raw, chance) if number == chosen else raw
        packed = zlib.compress(content)
        blob = _field(2, len(content)) + _field(3, packed)
        header = _field(1, head) + _field(3, len(blob))
        out += struct.pack(">I", len(header)) + header + blob
    return out


def _pbf_blocks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    file = io.BytesIO(data)
    while size := file.read(4):
        header = file.read(struct.unpack(">I", size)[0])
        fields = dict(pbf.fields_of(memoryview(header)))
        blob = file.read(fields[3])
        yield bytes(fields[1]), bytes(pbf.unpacked(blob))


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes((value & 127 | 128,))
        value >>= 7
    return out + bytes((value,))


def _inside_zip(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    chosen = chance.choice(list(parts))
    parts[chosen] = _hurt(parts[chosen], chance) if parts[chosen] else b"x"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return out.getvalue()


def write_tiger(path: Path) -> None:
    """Write a small county of Census edges: a grid of streets with numbers, a brook, a border."""
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, shapeType=shapefile.POLYLINE) as writer:
        for name in ("TLID", "TNIDF", "TNIDT", "TFIDL", "TFIDR"):
            writer.field(name, "N", 12, 0)
        for name in (
            "MTFCC",
            "FULLNAME",
            "LFROMADD",
            "LTOADD",
            "RFROMADD",
            "RTOADD",
            "ZIPL",
            "ZIPR",
        ):
            writer.field(name, "C", 20)
        for number, (row, column, east) in enumerate(
            (row, column, east) for row in range(5) for column in range(5) for east in (1, 0)
        ):
            at = [-93.7 + column * 0.01, 46.5 + row * 0.01]
            end = [at[0] + 0.01 * east, at[1] + 0.01 * (1 - east)]
            ends = (1 + row * 6 + column, 1 + (row + 1 - east) * 6 + column + east)
            name = f"{column} Ave" if not east else f"County Road {row}"
            low = str(100 * column + 101)
            writer.line([[at, [(at[0] + end[0]) / 2, (at[1] + end[1]) / 2], end]])
            writer.record(
                number + 1, *ends, 1, 2, "S1400" if number else "H3010", name, low,
                str(int(low) + 98), str(int(low) - 1), str(int(low) + 97), "56999", "56999",
            )  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for ending, stream in (("shp", shp), ("shx", shx), ("dbf", dbf)):
            bundle.writestr(f"tl_2024_27001_edges.{ending}", stream.getvalue())


def write_good(kind: str, folder: Path, network: Path) -> None:
    rows = [
        (number, "Church Street", "Birch Falls", "56999", 46.52 + number * 1e-5, -93.6805)
        for number in range(1, 40)
    ]
    match kind:
        case "pbf":
            shutil.copy(network, folder / "good.osm.pbf")
        case "tiger":
            write_tiger(folder / "good.zip")
        case "towns":
            lines = [
                "zip,city,lat,lon",
                *(f"{56900 + n},Town {n},46.5{n},-93.68" for n in range(30)),
            ]
            (folder / "good.csv").write_text("\n".join(lines))
        case "points_csv":
            lines = ["number,street,town,zip,lat,lon", *(",".join(map(str, row)) for row in rows)]
            (folder / "good.csv").write_text("\n".join(lines))
        case "points_geojson":
            (folder / "good.geojson").write_text(json.dumps(_geojson(rows)))
        case "points_shape":
            _write_point_shapes(folder / "good.zip", rows)


def _geojson(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    names = ("number", "street", "town", "zip")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": dict(zip(names, row[:4], strict=True)),
                "geometry": {"type": "Point", "coordinates": [row[5], row[4]]},
            }
            for row in rows
        ],
    }


def _write_point_shapes(path: Path, rows: list[tuple[Any, ...]]) -> None:
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, shapeType=shapefile.POINT) as writer:
        for name in ("number", "street", "town", "zip"):
            writer.field(name, "C", 30)
        for *words, lat, lon in rows:
            writer.point(lon, lat)
            writer.record(*map(str, words))
    prj = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],'
    prj += 'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for ending, stream in (("shp", shp), ("shx", shx), ("dbf", dbf)):
            bundle.writestr(f"points.{ending}", stream.getvalue())
        bundle.writestr("points.prj", prj)
