"""Whom to call, in order, and who comes next. Values; no widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, phone_text, time_text
from nemt_desk.runs.calls.queries import last_results
from nemt_desk.runs.calls.rows import CallAbout, DriverCall
from nemt_desk.runs.rows import CallResult
from nemt_desk.runs.who.series import SeriesCandidate
from ui.board.fit import Offer
from ui.board.words import FITS, FITS_NOT

_CALL_AGAIN = frozenset({CallResult.NO_ANSWER, CallResult.MESSAGE})


@dataclass(frozen=True, slots=True)
class Entry:
    """One driver to be called: whether he could, everything against it, everything known."""

    driver_id: Id
    name: str
    phones: str
    can_take: bool
    verdict: str
    reasons: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The sign that stands beside the name."""
        return FITS if self.can_take else FITS_NOT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A call sheet as it stands: the drivers in the order it was opened with, the calls so far.

    `ride_ids` are what a yes takes.
    """

    about: CallAbout
    title: str
    day: date
    ride_ids: tuple[Id, ...]
    entries: tuple[Entry, ...]
    others: tuple[str, ...] = ()
    why: str = ""
    calls: tuple[DriverCall, ...] = ()

    def at(self, driver: Id | None) -> int:
        """Return the place of a driver in the order, 0 if he is not on it."""
        places = (at for at, one in enumerate(self.entries) if one.driver_id == driver)
        return next(places, 0)

    def last(self, driver: Id) -> DriverCall | None:
        """Return the last call to a driver."""
        return last_results(self.calls).get(driver)

    def next_after(self, driver: Id) -> Id | None:
        """Return who is called next: nobody asked yet comes before those to be tried again."""
        at = self.at(driver)
        coming = [*self.entries[at + 1 :], *self.entries[:at]]
        last = last_results(self.calls)
        fresh = (one.driver_id for one in coming if one.driver_id not in last)
        again = (
            one.driver_id
            for one in coming
            if one.driver_id in last and last[one.driver_id].result in _CALL_AGAIN
        )
        return next(fresh, None) or next(again, None)

    def reread(self, entries: Mapping[Id, Entry], calls: tuple[DriverCall, ...]) -> "Sheet":
        """Return the sheet with what is known now; nobody changes his place while calling."""
        known = tuple(entries.get(one.driver_id, one) for one in self.entries)
        return replace(self, entries=known, calls=calls)


def phones_text(phone: str, phone2: str = "") -> str:
    """Return `(218) 555-0187 or (218) 555-0199`."""
    said = " or ".join(phone_text(one) for one in (phone, phone2) if one)
    return said or "no telephone on file"


def entry_of_offer(offer: Offer, phones: str) -> Entry:
    """Return a driver for rides of one day."""
    verdict = "fits" if offer.can_take else "does not fit"
    return Entry(
        driver_id=offer.driver_id,
        name=offer.name,
        phones=phones,
        can_take=offer.can_take,
        verdict=f"{verdict}, {offer.cost}",
        reasons=tuple(_signed(v.sentence, blocks=v.is_blocking) for v in offer.violations),
        facts=offer.facts,
    )


def entry_of_series(one: SeriesCandidate, driver: Driver | None, facts: Sequence[str]) -> Entry:
    """Return a driver for a standing order."""
    phones = phones_text(driver.phone, driver.phone2) if driver is not None else ""
    stops = [day for day in one.days if day.against]
    reasons = [_signed(f"{day_text(day.day)}: {day.against}", blocks=True) for day in stops]
    reasons += [
        _signed(v.sentence, blocks=False) for v in one.candidate.violations if not v.is_blocking
    ]
    return Entry(
        driver_id=one.candidate.driver_id,
        name=one.candidate.name,
        phones=phones,
        can_take=one.can_days > 0,
        verdict=f"can drive {one.can_days} of {len(one.days)} days",
        reasons=tuple(reasons),
        facts=(*one.ends, *facts),
    )


def _signed(sentence: str, *, blocks: bool) -> str:
    return f"{FITS_NOT if blocks else '!'} {sentence}"


def said_text(call: DriverCall, time: AgencyTime, today: date) -> str:
    """Return `9:05 a.m. Berg, Lars: no (at the dentist), Ann Coordinator`."""
    local = time.local(call.called_at)
    day = "" if local.date() == today else f"{day_text(local.date())} "
    note = f" ({call.note})" if call.note else ""
    who = f", {call.called_by}" if call.called_by else ""
    return f"{day}{time_text(local.time())} {call.driver_name}: {call.result_text}{note}{who}"
