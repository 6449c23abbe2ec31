"""Whether town, ZIP and house number of a row fit the others' and the map's. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from nemt_desk.exchange.cells.addresses import Address, AddressKind, read_town
from nemt_desk.exchange.cells.got import Got
from nemt_desk.exchange.drafts import Draft
from nemt_desk.exchange.sense import Sense
from nemt_desk.ground.words import fold

_ENOUGH = 3
# With a comma or a ZIP: the last word of Santa Fe is no state.
_AREA = r"(?:,\s*([A-Z]{2})\.?|,?\s+([A-Z]{2})\.?,?\s+(?=\d))(?:,?\s*(\d{5}(?:-\d{4})?))?"
_TOWN = re.compile(r"([^\W\d_][^\d,]*?)" + _AREA, re.IGNORECASE)
_WHOLE = re.compile(r"(.+?),\s*([^\W\d_][^\d,]*?)" + _AREA, re.IGNORECASE)
_MOST_ASKED = 3000
_LONG_NUMBER = 10_000
_ALIKE = 75


class Towns:
    """Towns and ZIPs that stand together in the office and in the list."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.zips: dict[str, Counter[str]] = defaultdict(Counter)
        self.towns: dict[str, Counter[str]] = defaultdict(Counter)
        self.shown: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for town, code in pairs:
            self.add(town, code)

    def add(self, town: str, code: str) -> None:
        """Count a town and its ZIP (five digits)."""
        key = self._fold(town)
        if key:
            self.shown.setdefault(key, town)
        if key and code:
            self.pairs[key, code] += 1
            self.zips[key][code] += 1
            self.towns[code][key] += 1

    def _fold(self, town: str) -> str:
        key = self._folded.get(town)
        if key is None:
            key = self._folded[town] = fold(town)
        return key

    def meant(self, town: str, code: str) -> str:
        """Return the town a misspelt one means, told by its ZIP; "" if it is right or unknown."""
        key = self._fold(town)
        if not key or self.zips[key].total() > 1:
            return ""
        others = [name for name, count in self.towns[code].items() if count >= 2 and name != key]
        alike = [name for name in others if fuzz.ratio(name, key) >= _ALIKE]
        return self.shown[alike[0]] if len(alike) == 1 else ""

    def usual_zip(self, town: str, code: str) -> str:
        """Return the ZIP all others of the town have if this one stands alone; else ""."""
        key = self._fold(town)
        if self.pairs[key, code] > 1:
            return ""
        others = Counter(self.zips[key])
        others[code] -= 1
        best = others.most_common(1)
        if not best or best[0][0] == code:
            return ""
        is_clear = best[0][1] >= 0.9 * (others.total() or 1)
        enough = best[0][1] >= _ENOUGH or self.towns[code].total() <= 1
        return best[0][0] if is_clear and enough else ""


def check_addresses(drafts: Sequence[Draft], sense: Sense) -> None:
    """Warn of towns, ZIPs and house numbers that don't fit; mend a misspelt town and say so."""
    towns = Towns(sense.towns)
    for draft in drafts:
        _split(draft)
        towns.add(draft.line("city"), draft.line("zip")[:5])
    longest = _usual_longest(drafts)
    asked = 0
    for draft in drafts:
        if draft.is_refused:
            continue
        is_told = _check_town(draft, towns)
        address = draft.value("address")
        if not isinstance(address, Address) or address.kind is not AddressKind.STREET:
            continue
        if sense.ask_map is not None and asked < _MOST_ASKED and not is_told:
            asked += 1
            _ask(draft, address, sense)
        elif sense.ask_map is None and _number(address.text) > longest:
            draft.warn("address", "This house number is far higher than all others: look at it.")


def _split(draft: Draft) -> None:
    """Part what stands in one cell: a town with state and ZIP, or the whole address."""
    address, town = draft.value("address"), draft.line("city")
    if match := _TOWN.fullmatch(town):
        town = match[1]
        _put_town(draft, match.groups(""))
    if isinstance(address, Address) and address.kind is AddressKind.STREET:
        match = _WHOLE.fullmatch(address.text)
        if match and fold(town) in {"", fold(match[2])}:
            draft.put("address", Got(Address(match[1], address.kind), match[1]))
            _put_town(draft, match.groups("")[1:])


def _put_town(draft: Draft, found: Sequence[str]) -> None:
    town, one, other, code = found
    draft.put("city", read_town(town))
    for key, text in (("state", (one or other).upper()), ("zip", code)):
        if text and not draft.line(key):
            draft.put(key, Got(text, text))


def _check_town(draft: Draft, towns: Towns) -> bool:
    town, code = draft.line("city"), draft.line("zip")[:5]
    if not town or not code:
        return False
    if meant := towns.meant(town, code):
        draft.warn("city", f"Read as {meant}: the ZIP belongs to it.")
        draft.put("city", Got(meant, meant))
        return True
    if usual := towns.usual_zip(town, code):
        draft.warn("zip", f"This ZIP does not fit the town: {town} is {usual} everywhere else.")
        return True
    return False


def _ask(draft: Draft, address: Address, sense: Sense) -> None:
    if sense.ask_map is None:
        return
    state = draft.line("state") or sense.state
    answer = sense.ask_map(address.text, draft.line("city"), state, draft.line("zip"))
    if answer is None:
        return
    if answer.problem:
        draft.warn("address", answer.problem)
    if answer.zip:
        draft.warn("zip", f"On the map this address has the ZIP {answer.zip}.")


def _number(address: str) -> int:
    digits = address.split(maxsplit=1)[0] if address else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 8 else 0


def _usual_longest(drafts: Sequence[Draft]) -> int:
    """Return above which a house number is odd: five times the highest of the others."""
    found = sorted(
        _number(address.text)
        for draft in drafts
        if isinstance(address := draft.value("address"), Address)
        and address.kind is AddressKind.STREET
    )
    if len(found) < 10:
        return 10**9
    return max(_LONG_NUMBER, found[-max(2, len(found) // 50)] * 5)
