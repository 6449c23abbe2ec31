"""People's names in one cell: Last, First M; First Last; suffixes, particles, capitals. Pure."""

import re
from typing import NamedTuple

from nemt_desk.exchange.cells.got import Got, Weight, no_row, taken, warned

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|v|2nd|3rd|4th|esq)\.?", re.IGNORECASE)
_SUFFIX_WORDS = {
    "jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV", "v": "V", "2nd": "II",
    "3rd": "III", "4th": "IV", "esq": "Esq.",
}  # fmt: skip
_PARTICLES = frozenset(
    {
        "de", "la", "las", "los", "del", "della", "di", "da", "dos", "du", "le", "van", "von",
        "der", "den", "ter", "ten", "st", "st.", "saint", "san", "santa", "al", "el", "bin", "ibn",
        "mac", "o'", "abu", "y",
    }
)  # fmt: skip
_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "rev", "rev."})
_NAMELESS = re.compile(r"[\W_]*")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})
_INITIAL = re.compile(r"([^\W\d_])\.?")
_MARKED = re.compile(r"\*|\b(?:deceased|inactive|do not (?:ride|call))\b", re.IGNORECASE)
_MORE = "More than a name stands here: look at it, and whether this person still rides."
NO_NAME = "There is no name in this row."


class PersonName(NamedTuple):
    """A name in its parts."""

    last: str
    first: str
    middle: str = ""
    suffix: str = ""

    @property
    def text(self) -> str:
        """`Windlesham, Zebulon, R`; `St. Clairmont, Hugh, III`."""
        return ", ".join(part for part in self if part)


def read_name(text: str) -> Got:
    """Return the parts of a name; without a comma the last word is taken for the last name."""
    plain = text.translate(_APOSTROPHES)
    if _NAMELESS.fullmatch(plain):
        return no_row(NO_NAME)
    if any(char.isdigit() for char in plain) and not _SUFFIX.search(plain):
        return no_row("This is no name: it has digits in it.")
    parts = [part.strip() for part in plain.split(",")]
    parts = [part for part in parts if part]
    got = _without_comma(parts[0].split()) if len(parts) == 1 else _with_commas(parts)
    if got.weight is not Weight.ROW and _MARKED.search(plain):
        return warned(got.value, got.text, " ".join(part for part in (_MORE, got.sentence) if part))
    return got


def _with_commas(parts: list[str]) -> Got:
    last, suffix = _suffix_off(parts[0].split())
    rest = [part.split() for part in parts[1:]]
    for words in list(rest):
        if len(words) == 1 and _SUFFIX.fullmatch(words[0]) and len(rest) > 1:
            suffix = suffix or _SUFFIX_WORDS[words[0].lower().rstrip(".")]
            rest.remove(words)
    given, other = _suffix_off([word for words in rest for word in words])
    if not last or not given:
        return no_row("This name has one part only: last and first name are both needed.")
    first, middle = _middle_off(given)
    return _taken(PersonName(" ".join(last), first, middle, suffix or other))


def _without_comma(words: list[str]) -> Got:
    if words and words[0].lower() in _TITLES and len(words) > 2:
        words = words[1:]
    words, suffix = _suffix_off(words)
    if len(words) < 2:
        return no_row("This name has one part only: last and first name are both needed.")
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    first, middle = _middle_off(words[:at])
    name = _cased(PersonName(" ".join(words[at:]), first, middle, suffix))
    sentence = f"There is no comma, so “{name.last}” was taken for the last name."
    return warned(name, name.text, sentence)


def _suffix_off(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]) and words[-1].lower() != "v":
        return words[:-1], _SUFFIX_WORDS[words[-1].lower().rstrip(".")]
    return words, ""


def _middle_off(words: list[str]) -> tuple[str, str]:
    """Only an initial is certainly a middle name: Mary Jo and Pa Chia are first names."""
    if len(words) > 1 and (initial := _INITIAL.fullmatch(words[-1])):
        return " ".join(words[:-1]), initial[1].upper()
    return " ".join(words), ""


def _taken(name: PersonName) -> Got:
    cased = _cased(name)
    return taken(cased, cased.text)


def _cased(name: PersonName) -> PersonName:
    return PersonName(cased(name.last), cased(name.first), name.middle, name.suffix)


def cased(text: str) -> str:
    """Return a name with capitals where they belong if it is typed in one case; else as typed."""
    if not text or not (text.isupper() or text.islower()) or len(text) < 2:
        return text
    words = [_word(word) for word in text.lower().split()]
    return " ".join(words)


def _word(word: str) -> str:
    parts = re.split(r"([-'])", word)
    whole = "".join(part[:1].upper() + part[1:] for part in parts)
    if whole.startswith("Mc") and len(whole) > 3:
        whole = "Mc" + whole[2].upper() + whole[3:]
    return whole
