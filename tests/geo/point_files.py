"""Files of address points, made for a test, and read back."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import shapefile

from nemt_desk.geo.points.county_points import (
    ColumnMapping,
    CountyPoint,
    RefusedRow,
    read_points,
)

GRS80 = (
    'GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,'
    '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path, mapping: ColumnMapping | None = None) -> list[CountyPoint | RefusedRow]:
    return list(read_points(path, mapping))


def points(path: Path, mapping: ColumnMapping | None = None) -> list[CountyPoint]:
    return [item for item in read(path, mapping) if isinstance(item, CountyPoint)]


def shapefile_of(
    folder: Path, places: Sequence[tuple[float, float]], prj: str | None, encoding: str = "utf-8"
) -> Path:
    base = folder / "points"
    with shapefile.Writer(str(base), shapeType=shapefile.POINT, encoding=encoding) as writer:
        for name, kind in (("Add_Number", "N"), ("St_Name", "C"), ("St_PosTyp", "C")):
            writer.field(name, kind, 20)
        for number, (x, y) in enumerate(places, 100):
            writer.point(x, y)
            writer.record(number, "Émile" if encoding == "cp1252" else "Oak", "St")
    if prj is not None:
        base.with_suffix(".prj").write_text(prj)
    path = folder / "points.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        for part in folder.glob("points.*"):
            if part != path:
                bundle.write(part, f"data/{part.name}")
    return path
