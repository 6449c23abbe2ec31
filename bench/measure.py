"""What a measurement is: ours and a baseline in turns, and the ratio of their medians."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """One promised ratio. Times are milliseconds; `aim` is the most the ratio may be."""

    name: str
    aim: float
    ours_ms: float
    baseline_ms: float
    ours: str
    baseline: str
    details: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.baseline_ms

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.aim

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ratio": round(self.ratio, 2),
            "aim": self.aim,
            "met": self.is_met,
            "ours_ms": round(self.ours_ms, 3),
            "baseline_ms": round(self.baseline_ms, 3),
            "ours": self.ours,
            "baseline": self.baseline,
            "details": {name: round(value, 3) for name, value in self.details.items()},
        }


def took_ms(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def in_turns(
    pairs: Iterable[tuple[Callable[[], object], Callable[[], object]]],
) -> tuple[list[float], list[float]]:
    """Time ours and the baseline alternately, changing who begins: noise hits both alike."""
    ours: list[float] = []
    baseline: list[float] = []
    gc.collect()
    for number, (one, other) in enumerate(pairs):
        if number % 2:
            baseline.append(took_ms(other))
            ours.append(took_ms(one))
        else:
            ours.append(took_ms(one))
            baseline.append(took_ms(other))
    return ours, baseline


def percentile(values: list[float], percent: int) -> float:
    """Return the value that `percent` of all do not exceed."""
    return statistics.quantiles(values, n=100)[percent - 1]
