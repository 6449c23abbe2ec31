"""One door for addresses: the office's confirmed pin wins over the map's own guess."""

from pathlib import Path

import pytest

from nemt_desk.geo import Precision, build_map
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.progress import Quiet
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind
from nemt_desk.security import keys
from tests.factories import NOW
from tests.geo.conftest import write_county

CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
pytestmark = pytest.mark.slow


def test_the_offices_pin_wins_and_is_offered_first(tmp_path: Path) -> None:
    setup = OfficeSetup(
        "Perch County Rides", "mn", "America/Chicago", "A. B.", "ann", "the bus leaves at nine"
    )
    office, _code = Office.create(tmp_path / "office", setup, FixedClock(NOW), CHEAP)
    try:
        assert office.geocode("120 Church Street") is None
        assert office.suggest("120 church") == ()
        write_county(tmp_path / "birch.osm.pbf")
        build_map([tmp_path / "birch.osm.pbf"], office.files.map, progress=Quiet())
        office.reload_map()

        answer = office.geocode("120 Church Street, Birch Falls")
        assert answer is not None
        assert answer.best is not None
        assert answer.best.precision is Precision.POINT
        entry = PlaceEntry(kind=PlaceKind.CLINIC, name="Old Mill", address="120 Church Street",
                           city="Birch Falls", zip="56999", lat=46.53, lon=-93.67,
                           pin_source=PinSource.PIN)  # fmt: skip
        office.places.add(office.actor, entry)

        answer = office.geocode("120 Church St, Birch Falls")
        assert answer is not None
        assert answer.best is not None
        assert (answer.best.lat, answer.best.precision) == (46.53, Precision.PIN)
        first, second = office.suggest("120 chu")
        assert (first.name, first.precision) == ("Old Mill", Precision.PIN)
        assert second.precision is Precision.POINT
    finally:
        office.close()
