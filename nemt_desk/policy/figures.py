"""Figures of a pack: dated amounts, what an agency may lay over them, appeal terms, letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nemt_desk.policy.entries import CONFIDENCES, Json, PackError, checked_keys, period
from nemt_desk.policy.eras import covers
from nemt_desk.policy.vocabulary import PAPERS

# What a figure amounts to: a count, an exact amount (money, cents, miles), or a word.
type Amount = int | Decimal | str

_FIGURE_KEYS = ("key", "id", "value", "unit", "what", "from", "until", "source", "confidence")
_LOCAL_KEYS = ("key", "label", "kind", "choices", "default", "least", "most", "rule")
_LOCAL_KINDS = ("int", "miles", "choice", "days", "phone", "flag", "money")
_APPEAL_KEYS = (
    *("within_days", "late_days", "keep_days", "ahead_days"),
    *("form", "sentences", "source", "confidence"),
)
_LETTER_KEYS = ("title", "to", "ask", "sentences", "rule")


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount in force from `since` until `until`, both inclusive; `id` is its rule."""

    key: str
    id: str
    value: Amount
    unit: str
    what: str
    since: date | None
    until: date | None
    source: str
    confidence: str

    def covers(self, day: date) -> bool:
        """Tell whether the figure is in force on `day`."""
        return covers(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """What an agency may lay over the pack; `default` None means that the pack's own counts.

    A `flag` switches on a rule that no source confirms, so its default is false.
    """

    key: str
    label: str
    kind: str
    choices: tuple[str, ...]
    default: Json
    least: Json
    most: Json
    rule: str


@dataclass(frozen=True, slots=True)
class Appeal:
    """The terms of an appeal, in days, and what a notice must say (MN-089, MN-090)."""

    within_days: int
    late_days: int
    keep_days: int
    ahead_days: int
    form: str
    sentences: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words of a letter that asks for a paper; `to` is who is asked, `ticks` what to tick."""

    title: str
    to: str
    ask: str
    sentences: tuple[str, ...]
    rule: str
    ticks: tuple[str, ...] = ()


def figure_of(values: Mapping[str, Any]) -> Figure:
    """Return the figure written as `values`.

    Raises:
        PackError: a key or a word in it is not known.
    """
    where = f"figure {values.get('key', '?')}"
    needed = ("key", "id", "value", "unit", "what", "source", "confidence")
    checked_keys(values, _FIGURE_KEYS, required=needed, where=where)
    is_amount = isinstance(values["value"], int | Decimal | str)
    if not is_amount or isinstance(values["value"], bool):
        raise PackError(f"{where}: the value must be a number or a word.")
    if values["confidence"] not in CONFIDENCES:
        raise PackError(f"{where}: {values['confidence']!r} is no confidence.")
    since, until = period(values)
    plain = {key: values[key] for key in needed}
    return Figure(**plain, since=since, until=until)


def local_of(values: Mapping[str, Any]) -> LocalFigure:
    """Return the local figure written as `values`.

    Raises:
        PackError: a key or a word in it is not known.
    """
    where = f"local figure {values.get('key', '?')}"
    checked_keys(values, _LOCAL_KEYS, required=("key", "label", "kind", "rule"), where=where)
    kind = values["kind"]
    if kind not in _LOCAL_KINDS:
        raise PackError(f"{where}: {kind!r} is no kind.")
    choices = tuple(values.get("choices", ()))
    default = values.get("default")
    if (kind == "choice") != bool(choices):
        raise PackError(f"{where}: choices are for a choice, and a choice needs them.")
    if choices and default is not None and default not in choices:
        raise PackError(f"{where}: the default {default!r} is none of the choices.")
    if kind == "flag" and default is not False:
        raise PackError(f"{where}: a flag's default is false.")
    return LocalFigure(
        **{key: values[key] for key in ("key", "label", "kind", "rule")},
        choices=choices,
        default=default,
        least=values.get("least"),
        most=values.get("most"),
    )


def appeal_of(values: Mapping[str, Any]) -> Appeal:
    """Return the appeal terms written as `values`.

    Raises:
        PackError: a key in it is not known, or one is missing.
    """
    checked_keys(values, _APPEAL_KEYS, required=_APPEAL_KEYS, where="appeal")
    return Appeal(**{**values, "sentences": tuple(values["sentences"])})


def letters_of(letters: Mapping[str, Mapping[str, Any]]) -> dict[str, LetterWords]:
    """Return the letters' words by the kind of paper they ask for.

    Raises:
        PackError: a key or a kind of paper in it is not known.
    """
    found = {}
    for kind, values in letters.items():
        if kind not in PAPERS:
            raise PackError(f"letters: {kind!r} is no kind of paper.")
        known = (*_LETTER_KEYS, "ticks")
        checked_keys(values, known, required=_LETTER_KEYS, where=f"letter {kind}")
        lists = {key: tuple(values.get(key, ())) for key in ("sentences", "ticks")}
        found[kind] = LetterWords(**{**values, **lists})
    return found
