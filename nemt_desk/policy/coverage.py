"""What a pack says of every row of its sources: what the program does about it, or why nothing.

`ids.json` beside the packs lists the rows that are known, by family, and whose they are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.paths import resources
from nemt_desk.policy.entries import CONFIDENCES, Json, PackError, checked_keys, period

DOES = ("rule", "figure", "field", "print", "reference", "later", "nothing")
_NEEDED = ("id", "says", "does", "how", "source", "confidence")
_KEYS = (*_NEEDED, "from", "until")


@dataclass(frozen=True, slots=True)
class Covered:
    """One row of a source: what it `says`, what the program `does` about it, and `how` or why."""

    id: str
    says: str
    does: str
    how: str
    source: str
    confidence: str
    since: date | None
    until: date | None


def read_coverage(folder: Path) -> tuple[Covered, ...]:
    """Return the coverage kept in a pack's folder; none if there is no such file.

    Raises:
        PackError: a key or a word in it is not known.
    """
    path = folder / "coverage.json"
    if not path.is_file():
        return ()
    rows = read_json(path)
    if not isinstance(rows, list):
        raise PackError("coverage.json must hold a list of rows.")
    return tuple(_covered(values) for values in rows)


def _covered(values: Json) -> Covered:
    where = f"coverage {values.get('id', '?') if isinstance(values, Mapping) else '?'}"
    needed = [key for key in _NEEDED if key != "says"]
    checked_keys(values, _KEYS, required=needed, where=where)
    if values["does"] not in DOES:
        raise PackError(f"{where}: {values['does']!r} is none of {', '.join(DOES)}.")
    if values["confidence"] not in CONFIDENCES:
        raise PackError(f"{where}: {values['confidence']!r} is no confidence.")
    since, until = period(values)
    plain = {key: values.get(key, "") for key in _NEEDED}
    return Covered(**plain, since=since, until=until)


@lru_cache(maxsize=1)
def known_ids() -> Mapping[str, str]:
    """Return every row of the sources that is known, in order, with the pack that owes it."""
    return dict(_known_ids(read_json(resources() / "packs" / "ids.json")))


def _known_ids(families: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for family, values in families.items():
        for row in values["rows"].split():
            yield (f"{family}-{row}" if family else row), values["pack"]


def owed_ids(code: str) -> tuple[str, ...]:
    """Return the rows that the pack called `code` must cover."""
    return tuple(one for one, owner in known_ids().items() if owner == code)


def families(ids: Iterable[str]) -> frozenset[str]:
    """Return the families of `ids`, like S4 of S4-061."""
    return frozenset(one.partition("-")[0] for one in ids)


def read_json(path: Path) -> Json:
    """Return what a pack's file holds.

    Raises:
        EnvironmentProblem: it can't be read.
        PackError: it is no JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EnvironmentProblem(
            f"{path.parent.name}/{path.name} could not be read ({error.strerror})."
            " Check its name and folder."
        ) from error
    except ValueError as error:
        raise PackError(f"{path.parent.name}/{path.name} is no proper JSON: {error}.") from error
