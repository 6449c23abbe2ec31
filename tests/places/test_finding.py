"""The map is asked with what the office knows itself: sure pins, and places to offer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from nemt_desk.geo import Answer, CountyMap, Precision
from nemt_desk.places.finding import PlaceFinder
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind
from tests.factories import ACTOR, Built, build_store


@dataclass
class AskedMap:
    """Remembers what it was asked with."""

    pins: list[Any] = field(default_factory=list)
    own: list[Any] = field(default_factory=list)

    def geocode(self, text: str, limit: int, pins: Any) -> Answer:
        self.pins = list(pins)
        return Answer((), f"{text} {limit}")

    def suggest(self, text: str, limit: int, *, own: Any) -> tuple[Any, ...]:
        self.own = list(own)
        return (text, limit)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = build_store(tmp_path)
    yield made
    made.engine.dispose()


def _add(built: Built, name: str, **more: Any) -> Any:
    entry: dict[str, Any] = {"kind": PlaceKind.CLINIC, "lat": 47.1, "lon": -93.2}
    entry["pin_source"] = PinSource.POINT
    return built.places.add(ACTOR, PlaceEntry(name=name, **(entry | more))).id


def test_only_sure_pins_win_and_homes_that_are_not_sure_are_not_offered(built: Built) -> None:
    _add(built, "By Hand", address="1 Oak St", city="Bovey", state="MN", zip="55709", unit="2",
         pin_source=PinSource.PIN)  # fmt: skip
    _add(built, "Found", address="2 Oak St")
    _add(built, "Rough", address="3 Oak St", pin_source=PinSource.STREET)
    _add(built, "Nowhere", address="4 Oak St", lat=None, lon=None, pin_source=PinSource.NONE)
    _add(built, "", address="5 Oak St", kind=PlaceKind.HOME)
    _add(built, "", address="6 Oak St", kind=PlaceKind.HOME, pin_source=PinSource.PIN)
    asked = AskedMap()
    finder = PlaceFinder(built.store, lambda: cast("CountyMap", asked))
    answer = finder.geocode("x", 3)
    assert answer is not None
    assert answer.question == "x 3"
    assert [(pin.text, pin.name) for pin in asked.pins] == [
        ("6 Oak St", ""),
        ("1 Oak St 2, Bovey, MN 55709", "By Hand"),
    ]
    finder.suggest("oak")
    offered = [(one.shown.street, one.shown.precision) for one in asked.own]
    assert offered == [
        ("6 Oak St", Precision.PIN),
        ("1 Oak St", Precision.PIN),
        ("2 Oak St", Precision.POINT),
    ]
    hand = asked.own[1].shown
    assert (hand.unit, hand.town, hand.state, hand.zip_code) == ("2", "Bovey", "MN", "55709")


def test_a_changed_place_is_known_at_once(built: Built) -> None:
    asked = AskedMap()
    finder = PlaceFinder(built.store, lambda: cast("CountyMap", asked))
    finder.suggest("oak")
    assert asked.own == []
    key = _add(built, "By Hand", pin_source=PinSource.PIN)
    finder.suggest("oak")
    assert [one.shown.name for one in asked.own] == ["By Hand"]
    built.places.archive(ACTOR, key)
    finder.geocode("oak")
    assert asked.pins == []


def test_without_a_map_nothing_is_found_or_offered(built: Built) -> None:
    finder = PlaceFinder(built.store, lambda: None)
    assert finder.geocode("1 Oak St") is None
    assert finder.suggest("1 oak") == ()
