"""Which column of a list holds what: by its header, checked against what stands below. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from nemt_desk.exchange.fields import NEEDED, Subject, fields_of, labels, needed_words
from nemt_desk.exchange.reading.table import Table
from nemt_desk.ground.words import fold

_EXACT, _CLOSE = 100.0, 88.0
_SAMPLE = 200
_MOST_OTHER = 0.4
_DIGITS = re.compile(r"\d")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}([/.-]\d{1,4})?|\d{1,2}[- ][A-Za-z]{3}|[A-Za-z]{3,9}\.? \d")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns seem to hold: field to header. `doubts` say what a person must settle."""

    mapping: Mapping[str, str]
    doubts: tuple[str, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Tell whether it may be used without asking."""
        return not self.doubts and not self.missing


def guess(subject: Subject, table: Table) -> Guess:
    """Return what the columns of a table hold, as far as headers and cells tell."""
    scores = _scores(subject, table.headers)
    mapping: dict[str, str] = {}
    doubts: list[str] = []
    taken: set[str] = set()
    for score, key, header in sorted(scores, key=lambda item: -item[0]):
        if key in mapping or header in taken:
            continue
        mapping[key] = header
        taken.add(header)
        if score < _EXACT and table.header_row:
            doubts.append(f"Column “{header}” is probably “{labels(subject)[key]}”.")
    doubts += _twice(subject, scores, mapping)
    doubts += _unlikely(subject, table, mapping)
    doubts += _overlooked(subject, table, mapping)
    if not table.header_row:
        doubts.append("The columns have no names: say what each holds.")
    return Guess(
        mapping,
        tuple(dict.fromkeys(doubts)),
        missing(subject, mapping),
        tuple(header for header in table.headers if header not in taken),
    )


def missing(subject: Subject, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a list of this subject can't do without and has no column for."""
    kept = {key for key, header in mapping.items() if header}
    lacking = [needed_words(subject, some) for some in NEEDED[subject] if not some & kept]
    if subject in {Subject.MEMBERS, Subject.DRIVERS} and not lacking:
        has_both = {"last_name", "first_name"} <= kept
        if "name" not in kept and not has_both:
            lacking.append("First name")
    return tuple(lacking)


def subject_of(table: Table) -> Subject | None:
    """Return what a list is about if its headers fit one subject clearly best, else None."""
    found = {}
    for subject in Subject:
        result = guess(subject, table)
        if not result.missing:
            found[subject] = len(result.mapping) - 2 * len(result.doubts)
    ordered = sorted(found.items(), key=lambda item: -item[1])
    if not ordered or (len(ordered) > 1 and ordered[0][1] <= ordered[1][1]):
        return None
    return ordered[0][0]


def _scores(subject: Subject, headers: Sequence[str]) -> list[tuple[float, str, str]]:
    found = []
    for place, header in enumerate(headers):
        folded = fold(re.sub(r" \(\d+\)$", "", header))
        if "#" in header and any(f"{folded} no" in item.words for item in fields_of(subject)):
            folded = f"{folded} no"  # Client # is no name
        for item in fields_of(subject):
            if folded in item.words:
                # Where two columns have the same name, the first one is the main one; a word
                # that heads the field's list fits better than one far down.
                rank = item.words.index(folded) * 0.01 + place * 0.0001
                found.append((_EXACT + 1 - rank, item.key, header))
            elif folded:
                close = max(fuzz.ratio(folded, word) for word in item.words)
                if close >= _CLOSE:
                    found.append((close - 1, item.key, header))
    return found


def _twice(
    subject: Subject, scores: Sequence[tuple[float, str, str]], mapping: Mapping[str, str]
) -> list[str]:
    """Say which fields two columns claim alike, if the second would not be used otherwise."""
    used = set(mapping.values())
    return [
        f"Columns “{mapping[key]}” and “{header}” both look like “{labels(subject)[key]}”."
        for score, key, header in scores
        if score >= _EXACT and header not in used and mapping.get(key) not in {None, header}
    ]


def _unlikely(subject: Subject, table: Table, mapping: Mapping[str, str]) -> list[str]:
    doubts = []
    for key, header in mapping.items():
        test = _TESTS.get(key)
        cells = [cell.strip() for cell in table.column(header, _SAMPLE)]
        filled = [cell for cell in cells if cell]
        if test is None or len(filled) < 3:
            continue
        odd = sum(not test(cell) for cell in filled)
        if odd > _MOST_OTHER * len(filled):
            doubts.append(
                f"Column “{header}” is headed like “{labels(subject)[key]}”, but most of its cells"
                " hold something else."
            )
    return doubts


def _overlooked(subject: Subject, table: Table, mapping: Mapping[str, str]) -> list[str]:
    """Say which unused column looks like something that has none: its header may be unusual."""
    used = set(mapping.values())
    unused = [header for header in table.headers if header not in used]
    known = labels(subject)
    doubts = []
    for key, pattern in _LOOKS.items():
        if key in mapping or key not in known:
            continue
        for header in unused:
            cells = [cell.strip() for cell in table.column(header, _SAMPLE) if cell.strip()]
            if len(cells) >= 3 and sum(map(bool, map(pattern.fullmatch, cells))) > 0.8 * len(cells):
                doubts.append(f"Column “{header}” looks like “{known[key]}”.")
                break
    return doubts


_LOOKS = {
    "member_id": re.compile(r"0\d{7}"),
    "birth_date": re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19)?[2-9]\d"),
    "phone": re.compile(r"\(?\d{3}\)?[-. ]?\d{3}[-.]\d{4}"),
}


def _has_digit(cell: str) -> bool:
    return bool(_DIGITS.search(cell))


def _is_name(cell: str) -> bool:
    return bool(_LETTERS.search(cell)) and sum(char.isdigit() for char in cell) < len(cell) / 2


def _is_day(cell: str) -> bool:
    is_serial = cell.replace(".", "").isdigit() and 4 <= len(cell) <= 8
    return bool(_DATE.search(cell)) or is_serial


_TESTS: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("name", "last_name", "first_name", "member", "driver", "city"), _is_name),
    **dict.fromkeys(("birth_date", "day"), _is_day),
    **dict.fromkeys(("phone", "zip", "member_id"), _has_digit),
}
