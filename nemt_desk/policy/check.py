"""What a check is: a function of question and entry, and which figures its entries give it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question

type Ask = Callable[[Question, Entry], Answer]
# Makes of an entry's figures what the check wants at hand (`Entry.ready`), when a pack is read.
type Prepare = Callable[[Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it does and which figures its entries may and must give."""

    ask: Ask
    figures: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    prepare: Prepare | None = None


def needs(ask: Ask, *figures: str, may: str = "", prepare: Prepare | None = None) -> Check:
    """Return the check `ask` with figures that an entry must give, and more that it `may`."""
    return Check(ask, (*figures, *may.split()), figures, prepare)
