"""A pack: one jurisdiction's dated rules, figures, phones, words and calendar, looked up by day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from nemt_desk.ground.words import phone_text
from nemt_desk.policy.check import Ask
from nemt_desk.policy.checks import CHECKS
from nemt_desk.policy.decision import Contact
from nemt_desk.policy.entries import Entry, Json, Phone
from nemt_desk.policy.eras import Eras, eras
from nemt_desk.policy.figures import Appeal, Figure, LetterWords, LocalFigure


@dataclass(frozen=True, slots=True)
class PaperRoute:
    """Which route's miles and directions stand on paper, and which source says so (S4-137)."""

    kind: Literal["shortest", "fastest"]
    source: str
    confidence: str


@dataclass(frozen=True)
class Pack:
    """One jurisdiction. `modes` names the modes that rules choose among; `payers` is by mode."""

    code: str
    name: str
    state: str
    zone: str
    agency: str
    words: Mapping[str, str]
    notice: str
    emergency_script: tuple[str, ...]
    modes: Mapping[str, int]
    payers: Mapping[str, str]
    paper_route: PaperRoute
    all_phones: tuple[Phone, ...]
    entries: tuple[Entry, ...]
    holidays: Mapping[date, str] = field(default_factory=dict)
    calendar_source: str = ""
    calendar_confidence: str = ""
    figures: tuple[Figure, ...] = ()
    local_figures: tuple[LocalFigure, ...] = ()
    appeal: Appeal | None = None
    letters: Mapping[str, LetterWords] = field(default_factory=dict)

    @cached_property
    def rules(self) -> Eras[tuple[Ask, Entry]]:
        """The rules in force by day, each with the function that asks it."""
        return eras(self.entries, lambda entry: (CHECKS[entry.check].ask, entry))

    @cached_property
    def _phones(self) -> Eras[tuple[str, Phone]]:
        """The numbers by day, each with its use in one case: plans' names come in any."""
        return eras(self.all_phones, lambda phone: (phone.use.casefold(), phone))

    @cached_property
    def _figures(self) -> Eras[Figure]:
        return eras(self.figures, lambda figure: figure)

    @cached_property
    def _locals(self) -> Mapping[str, LocalFigure]:
        return {one.key: one for one in self.local_figures}

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.holidays)

    @cached_property
    def living_arrangements(self) -> frozenset[str]:
        """The living arrangement codes the rules know; none where no rule asks for them."""
        asked = [one.figures["codes"] for one in self.entries if one.check == "living_arrangement"]
        usual = [str(one.value) for one in self.figures if one.key == "default_living_arrangement"]
        return frozenset().union(*asked, usual) if asked else frozenset()

    def phones(self, day: date) -> tuple[Phone, ...]:
        """Return the numbers valid on `day`."""
        return tuple(phone for _use, phone in self._phones.on(day))

    def phone(self, use: str, day: date) -> Phone | None:
        """Return the number for one use valid on `day`, if there is one."""
        return next((phone for phone in self.phones(day) if phone.use == use), None)

    def contact(self, use: str, day: date, local: Mapping[str, Any]) -> Contact:
        """Return whom to call for one use on `day`, the agency's own number over the pack's.

        The phone is empty when the number has run out; the name too when nobody is known.
        """
        folded = use.casefold()
        own = _laid_over(local, folded)
        phone = next((one for known, one in self._phones.on(day) if known == folded), None)
        if own:
            name = own.get("name") or (phone.name if phone is not None else "")
            return Contact(name, phone_text(own.get("phone", "")))
        if phone is not None:
            return Contact(phone.name, phone_text(phone.phone))
        past = (one.name for one in self.all_phones if one.use.casefold() == folded)
        return Contact(next(past, ""), "")

    def has_calendar(self, day: date) -> bool:
        """Tell whether the holidays of `day`'s year are known."""
        return day.year in self._years

    def figure(self, key: str, day: date) -> Figure | None:
        """Return the figure called `key` in force on `day`, if there is one."""
        return next((one for one in self._figures.on(day) if one.key == key), None)

    def amount(self, key: str, day: date, local: Mapping[str, Any]) -> Json:
        """Return what counts for `key` on `day`: the agency's own, the pack's, the default."""
        if local.get(key) is not None:
            return local[key]
        figure = self.figure(key, day)
        if figure is not None:
            return figure.value
        own = self._locals.get(key)
        return own.default if own is not None else None


def _laid_over(local: Mapping[str, Any], folded_use: str) -> Mapping[str, str]:
    """Return the agency's own name and number for a use; a plan's name in any case."""
    phones = local.get("phones")
    if not phones:
        return {}
    found = (own for use, own in phones.items() if use.casefold() == folded_use)
    return next(found, {})
