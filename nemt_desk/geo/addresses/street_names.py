"""US street names brought to one form, and how alike two of them are.

`N 5th Street`, `North Fifth St` and `5th St N` end up comparable; `Co Rd 24`, `CR 24`, `CSAH 24`
are one road; numbers in names never match by being merely similar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from nemt_desk.geo.addresses.street_words import (
    CARDINALS,
    COMMON_KINDS,
    DIRECTIONS,
    FAMILY_NAMES,
    FAMILY_RULES,
    FORM,
    GLUED,
    HONOURED,
    KINDS,
    LONG,
    LONG_KINDS,
    MAY_HONOUR,
    NUMBER_WORD,
    ORDINAL,
    TENS,
    WORDS,
)
from nemt_desk.ground.words import fold

# A name this alike is offered; whether it may be taken unasked is for the letters to say.
ALIKE_ENOUGH = 75.0
_OFFERED = 48.0
# A direction that is told and not there, or the other way round, costs up to this.
_ONE_DIRECTION = 5.0
_CONFLICT = 55.0
# What one kind costs that was left out.
_ONE_KIND = 4.0
_GENERIC = {
    "hwy": frozenset({"us", "sr", "cr", "i", "fm", "rm", "hwy"}),
    "rd": frozenset({"cr", "tr", "fr", "rd", "fm"}),
}


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street name taken apart; `norm` is the whole in one form."""

    norm: str
    before: str
    core: str
    kind: str
    after: str

    @property
    def is_numbered(self) -> bool:
        """Say whether it is a numbered road (`cr 24`)."""
        return self.core.split(" ", 1)[0] in FAMILY_NAMES and " " in self.core

    @property
    def is_grid(self) -> bool:
        """Say whether the name is a number: `250th St`, `500 South`."""
        return self.core.isdigit()

    @property
    def full(self) -> str:
        """Return name and kind without directions."""
        return f"{self.core} {self.kind}".strip()


@lru_cache(maxsize=16_384)
def street_name(text: str) -> StreetName:
    """Take a street name apart."""
    tokens = street_tokens(text)
    norm = " ".join(tokens)
    before = after = kind = ""
    if _ends_in_direction(tokens):
        after = tokens.pop()
    street_of_that_name = len(tokens) == 2 and tokens[1] in KINDS  # "North St"
    if len(tokens) > 1 and tokens[0] in DIRECTIONS and not street_of_that_name:
        before = tokens.pop(0)
    if len(tokens) > 1 and tokens[-1] in KINDS:
        kind = tokens.pop()
    return StreetName(norm, before, " ".join(tokens), kind, after)


def _ends_in_direction(tokens: Sequence[str]) -> bool:
    if len(tokens) < 2 or tokens[-1] not in DIRECTIONS:
        return False
    return len(tokens) > 2 or tokens[0] not in KINDS  # "Avenue N" is a name


def street_tokens(text: str) -> list[str]:
    """Return the words of a street name in their one form."""
    plain = _levelled(fold(text))
    tokens: list[str] = []
    words = plain.split()
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        form = _form(word, following)
        if place and word in ("e", "w") and words[place - 1] in ("n", "s"):
            tokens[-1] += word  # "N. E."
        elif form.isdecimal() and place and words[place - 1] in TENS and int(form) < 10:
            tokens[-1] = str(TENS[words[place - 1]] + int(form))  # "twenty first"
        else:
            tokens.append(form)
    return tokens


def _levelled(plain: str) -> str:
    """Bring numbered roads and honoured names to one form."""
    if any(char.isdigit() for char in plain) or plain.startswith(("c", "w", "e", "n", "s")):
        plain = NUMBER_WORD.sub("", GLUED.sub(r"\1 \2", plain))
        for family, rule in FAMILY_RULES:
            hit = rule.search(plain)
            if hit is not None:
                before = hit.groupdict().get("before") or ""
                plain = f"{plain[: hit.start()]}{before}{family} {hit['id']}{plain[hit.end() :]}"
                break
    if MAY_HONOUR.search(plain):
        for honoured, form in HONOURED:
            plain = honoured.sub(form, plain)
    return plain


def _form(word: str, following: str) -> str:
    ordinal = ORDINAL.match(word)
    if ordinal:
        return str(int(ordinal[1]))
    if following == "mile" and word in CARDINALS:
        return CARDINALS[word]
    if word in FAMILY_NAMES and following[:1].isdigit():
        return word
    return DIRECTIONS.get(word) or FORM.get(word) or WORDS.get(word) or word


@lru_cache(maxsize=4096)
def town_key(text: str) -> str:
    """Return a town's name in its one form: `Saint Paul` and `St. Paul` are one."""
    return " ".join(street_tokens(text))


def spelt_out(core: str) -> str:
    """Return the core with short forms written long, for comparing letters."""
    return " ".join(LONG.get(word, word) for word in core.split())


def mend_kind(text: str) -> str | None:
    """Return the name with a misspelt last word (`Steet`, `Raod`) mended; None if it has none."""
    words = fold(text).split()
    if len(words) < 2 or words[-1] in FORM or words[-1] in DIRECTIONS:
        return None
    hit = process.extractOne(words[-1], LONG_KINDS, scorer=OSA.distance, score_cutoff=1)
    return None if hit is None else " ".join([*words[:-1], hit[0]])


def likeness(asked: StreetName, known: StreetName) -> float:
    """Return 0..100: how surely `asked` means `known`; 0 when it can't.

    Below 50 it may only be offered.
    """
    if asked.norm == known.norm:
        return 100.0
    direction = _direction_cost(asked, known)
    if asked.core == known.core:
        kind = _kind_cost(asked, known)
        # Another kind and another direction at once are two guesses.
        most = _OFFERED if kind > _ONE_KIND and direction > _ONE_DIRECTION else 100.0
        return max(0.0, min(most, 100.0 - kind - direction))
    in_name = _kind_in_name(asked, known)
    if in_name:
        return max(0.0, in_name - direction)
    base = _core_likeness(asked, known)
    if base <= 0:
        return 0.0
    kind = _kind_cost(asked, known)
    if kind > _ONE_KIND:
        # A wrong kind and a misspelt name at once: which street is meant is a guess.
        base = min(base, _OFFERED)
    return max(0.0, base - kind - direction)


def _kind_in_name(asked: StreetName, known: StreetName) -> float:
    """Return how surely one is the other without its kind: "Harvey Pt" is "Harvey Point Rd"."""
    if asked.full == known.core:
        return 90.0 if asked.kind in COMMON_KINDS else 96.0
    # "7th Street Road" is not 7th Street.
    return 96.0 if known.full == asked.core and known.kind not in COMMON_KINDS else 0.0


def _core_likeness(asked: StreetName, known: StreetName) -> float:
    if asked.is_numbered or known.is_numbered:
        return _numbered_likeness(asked.core, known.core)
    if _numbers(asked.core) != _numbers(known.core):
        return 0.0
    told, there = spelt_out(asked.core), spelt_out(known.core)
    glued, glued_there = told.replace(" ", ""), there.replace(" ", "")
    if glued == glued_there:
        return 94.0  # "Lakeshore" and "Lake Shore"
    slips = _slips(told.split(), there.split())
    if slips is None and min(len(glued), len(glued_there)) >= 8:
        slips = _slips([glued], [glued_there])
    if slips is not None:
        # A misspelling is a reading, not a fact: never above 94.
        return 94.0 - 5.0 * slips
    return _OFFERED if fuzz.ratio(told, there) >= ALIKE_ENOUGH else 0.0


def _slips(told: Sequence[str], there: Sequence[str]) -> int | None:
    """Return how many letters were missed; None when the words are not the same word by word."""
    if len(told) != len(there):
        return None
    total = 0
    for one, other in zip(told, there, strict=True):
        if one == other:
            continue
        wrong = OSA.distance(one, other, score_cutoff=2)
        if wrong > _slips_allowed(one, other):
            return None
        total += wrong
    return total if total <= 2 else None


def _slips_allowed(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    if shorter < 4:
        return 0
    if shorter < 6:
        # "Cook" and "Cork" are two names; "Pien" is Pine, "Mapel" Maple, "Falls" may lose an l.
        return 0 if len(one) == len(other) and sorted(one) != sorted(other) else 1
    return 2 if shorter >= 9 and one[0] == other[0] else 1


def _numbered_likeness(asked: str, known: str) -> float:
    family_a, _, number_a = asked.partition(" ")
    family_b, _, number_b = known.partition(" ")
    if not number_a or number_a != number_b:
        return 0.0
    # "Highway 7" leaves open whose; two different owners are two roads.
    nearly = family_b in _GENERIC.get(family_a, ()) or family_a in _GENERIC.get(family_b, ())
    return 90.0 if nearly else 0.0


def _numbers(core: str) -> Sequence[str]:
    return [word for word in core.split() if any(char.isdigit() for char in word)]


def _kind_cost(asked: StreetName, known: StreetName) -> float:
    if asked.kind == known.kind:
        return 0.0
    if any(kind and kind not in COMMON_KINDS for kind in (asked.kind, known.kind)):
        return _ONE_KIND if not asked.kind else _CONFLICT
    if not asked.kind or not known.kind:
        return _ONE_KIND
    # 250th Street and 250th Avenue are miles apart.
    return _CONFLICT if asked.is_grid else 12.0


def _direction_cost(asked: StreetName, known: StreetName) -> float:
    if (asked.before, asked.after) == (known.before, known.after):
        return 0.0
    if asked.is_grid and asked.after and known.after and asked.after != known.after:
        return _CONFLICT  # "W 500 S" and "500 West"
    told = sorted(filter(None, (asked.before, asked.after)))
    there = sorted(filter(None, (known.before, known.after)))
    if told == there:
        return 2.0
    if not told:
        return 5.0
    if not there:
        return 8.0
    return 10.0 if set(told) <= set(there) or set(there) <= set(told) else _CONFLICT
