"""A solver that breaks off inside is no reason for a plan to break."""

from math import inf
from typing import Any

import pytest
from ortools.math_opt.python import mathopt

from nemt_desk.planning.optimiser.cover import Column, cheapest_cover
from nemt_desk.planning.optimiser.prices import Pricer


def _broken(*_given: Any, **_named: Any) -> Any:
    raise AttributeError("'StatusNotOk' object has no attribute 'canonical_code'")


def _pricer() -> Pricer:
    pricer = Pricer([100.0, 100.0], [2], 50.0)
    pricer.add(10.0, 0, [(0, 1)])
    pricer.add(12.0, 0, [(0, 1), (1, 1)])
    return pricer


def test_prices_are_asked_for_again_from_nothing() -> None:
    pricer = _pricer()
    pricer._solver.solve = _broken  # noqa: SLF001
    found = pricer.solve()
    assert found is not None
    assert found.cost == pytest.approx(12.0)


def test_without_any_answer_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pricer = _pricer()
    pricer._solver.solve = _broken  # noqa: SLF001
    monkeypatch.setattr(mathopt, "solve", _broken)
    assert pricer.solve() is None
    found = cheapest_cover([Column(10.0, 0, (0,))], 1, [1], nodes=1)
    assert (found.cents, found.is_best) == (inf, False)
