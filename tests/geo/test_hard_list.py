"""Three hundred ways to write an address of a rural Minnesota county, each with its place."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from nemt_desk.geo import CountyMap, build_map
from nemt_desk.geo.shapes import distance_m
from nemt_desk.ground.progress import Quiet
from tests.geo.rural_county import write_rural

_LIST = Path(__file__).with_name("hard_list.csv")
_NEAR_M = 60.0


@pytest.fixture(scope="module")
def rural(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyMap]:
    """The made-up county's map."""
    folder = tmp_path_factory.mktemp("rural")
    write_rural(folder / "rural.osm.pbf")
    build_map([folder / "rural.osm.pbf"], folder / "map", progress=Quiet())
    with CountyMap.open(folder / "map") as county:
        yield county


def _rows() -> list[dict[str, str]]:
    with _LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _complaint(county: CountyMap, row: dict[str, str]) -> str:
    answer = county.geocode(row["typed"])
    best, expect = answer.best, row["expect"]
    if expect in ("none", "box"):
        if best is not None:
            return f"taken for {best.text} ({best.precision})"
        is_box = "no place on a road" in answer.question
        return "" if is_box is (expect == "box") else f"said: {answer.question}"
    if best is None:
        told = ", ".join(f"{m.text} {m.score}" for m in answer.matches)
        return f"{answer.question} {told}"
    if best.precision.value != expect:
        return f"is {best.precision} {best.text}"
    if row["lat"]:
        off = distance_m((best.lat, best.lon), (float(row["lat"]), float(row["lon"])))
        if off > _NEAR_M:
            return f"{off:.0f} m off at {best.text}"
    return ""


def test_every_way_to_write_it(rural: CountyMap) -> None:
    rows = _rows()
    assert len(rows) >= 300
    bad = [f"{row['typed']}: {_complaint(rural, row)}" for row in rows if _complaint(rural, row)]
    assert not bad, "\n".join(bad)


def test_every_answer_tells_its_source_and_what_is_missing(rural: CountyMap) -> None:
    for row in _rows():
        best = rural.geocode(row["typed"]).best
        if best is None:
            continue
        assert best.source, row["typed"]
        if best.precision.value not in ("pin", "point", "intersection"):
            assert best.why_not_better, row["typed"]
