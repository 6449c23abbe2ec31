"""US street names brought to one form, and how alike two of them are.

`N 5th Street`, `North Fifth St` and `5th St N` end up comparable; `Co Rd 24`, `CR 24`, `CSAH 24`
are one road; numbers in names never match by being merely similar.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from nemt_desk.ground.words import fold

_DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "n": "n", "s": "s", "e": "e", "w": "w", "ne": "ne", "nw": "nw", "se": "se", "sw": "sw",
}  # fmt: skip
# Written form to USPS form; several words may share one form (street, saint), the place tells.
_SUFFIXES = {
    "st": "street str strt", "ave": "avenue av aven avenu", "rd": "road", "dr": "drive drv",
    "ln": "lane la", "ct": "court crt", "blvd": "boulevard boul blv", "cir": "circle circ",
    "pl": "place", "ter": "terrace terr", "trl": "trail tr trails", "way": "wy",
    "pkwy": "parkway pky parkwy", "hwy": "highway hiway hgwy", "sq": "square", "loop": "lp",
    "aly": "alley", "pt": "point pnt", "pass": "", "path": "", "plz": "plaza", "run": "", "row": "",
    "xing": "crossing crssng", "cv": "cove", "crk": "creek", "crst": "crest", "cres": "crescent",
    "est": "estate", "ests": "estates", "expy": "expressway", "ext": "extension extn",
    "fwy": "freeway", "gdn": "garden", "gdns": "gardens", "gln": "glen", "grv": "grove",
    "hbr": "harbor", "hl": "hill", "hls": "hills", "hts": "heights", "holw": "hollow",
    "is": "island", "jct": "junction", "knl": "knoll", "lk": "lake", "lks": "lakes",
    "lndg": "landing", "mdw": "meadow", "mdws": "meadows", "ml": "mill", "mnr": "manor",
    "oval": "", "park": "pk", "pike": "", "pne": "pine", "pnes": "pines", "rdg": "ridge",
    "riv": "river", "rte": "route rt", "shr": "shore", "shrs": "shores", "spg": "spring",
    "spgs": "springs", "sta": "station", "tpke": "turnpike", "trce": "trace", "vw": "view",
    "vly": "valley", "vlg": "village", "walk": "wk", "bnd": "bend", "brg": "bridge", "br": "branch",
    "byp": "bypass", "cswy": "causeway", "ctr": "center centre", "cor": "corner", "cors": "corners",
    "cyn": "canyon", "frst": "forest", "mt": "mount", "mtn": "mountain", "ft": "fort",
    "bus": "business", "spur": "", "close": "", "mall": "", "mews": "", "wood": "", "woods": "wds",
}  # fmt: skip
_WORDS = {
    "saint": "st", "doctor": "dr", "first": "1", "second": "2", "third": "3", "fourth": "4",
    "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
    "eleventh": "11", "twelfth": "12", "thirteenth": "13", "fourteenth": "14", "fifteenth": "15",
    "sixteenth": "16", "seventeenth": "17", "eighteenth": "18", "nineteenth": "19",
    "twentieth": "20", "martin luther king jr": "mlk", "junior": "jr", "old": "old",
}  # fmt: skip
_LONG = {form: words.split()[0] for form, words in _SUFFIXES.items() if words and form != "st"}
_FORM = {word: form for form, words in _SUFFIXES.items() for word in (form, *words.split())}
# What may stand last as the kind of street (not "Lake", "Mill": those are names more often).
_KINDS = frozenset(_SUFFIXES) - {"bus", "byp", "ext", "mt", "ft", "mtn", "lk", "ml", "is"}

_LONG_KINDS = (
    "street", "avenue", "road", "drive", "lane", "court", "boulevard", "circle", "terrace",
    "trail", "parkway", "highway",
)  # fmt: skip

_STATES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh "
    "nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy"
)
_STATE_NAMES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|"
    "georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|"
    "massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|"
    "new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|"
    "oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|"
    "vermont|virginia|washington|west virginia|wisconsin|wyoming"
)
STATE_CODES = frozenset(_STATES.split())
STATE_NAMES = frozenset(_STATE_NAMES.split("|"))
_KIND_OF_ROAD = r"(?:rd|road|hwy|highway|hwys|rte|route|rt)"
_NUMBER = r"(?P<id>\d+[a-z]?)\b"
_ID = r"(?P<id>\d+[a-z]?|[a-z]{1,2})\b"
_ANY_STATE = "|".join(sorted(STATE_CODES))
# "NE 24", "La 5", "Ct 3" are directions and kinds of streets more often than states.
_PLAIN_STATE = "|".join(sorted(STATE_CODES - {"al", "co", "ct", "in", "la", "ne", "or"}))
_COUNTY_TRUNK = rf"county state aid(?: {_KIND_OF_ROAD})?|cth|county trunk(?: {_KIND_OF_ROAD})?"
_NO_DIRECTION = r"(?!(?:n|s|e|w|ne|nw|se|sw)\b)"
# Families of numbered roads: what is written, and its one form.
_FAMILIES = [
    ("us", rf"\b(?:us|u s|united states)(?: {_KIND_OF_ROAD})? {_NUMBER}"),
    ("i", rf"\b(?:i|ih|interstate)(?: {_KIND_OF_ROAD})? {_NUMBER}"),
    ("cr", rf"\b(?:csah|{_COUNTY_TRUNK}) {_ID}"),
    ("cr", rf"\b(?:county|co|cty|cnty) {_KIND_OF_ROAD} {_NO_DIRECTION}{_ID}"),
    ("cr", rf"\b(?:cr|c r|co|cty|county) {_NUMBER}"),
    ("tr", rf"\b(?:twp|township|town|t) {_KIND_OF_ROAD} {_NUMBER}"),
    ("fr", rf"\b(?:forest|forest service|fs|usfs) {_KIND_OF_ROAD} {_NUMBER}"),
    ("sr", rf"\b(?:state|st|trunk|{_STATE_NAMES}|{_ANY_STATE}) {_KIND_OF_ROAD} {_NUMBER}"),
    ("sr", rf"\b(?:sr|th|sh|state|{_PLAIN_STATE}) {_NUMBER}"),
    ("hwy", rf"\b(?:hwy|highway|rte|route|rt) {_NUMBER}"),
]
_FAMILY_RULES = [(family, re.compile(pattern)) for family, pattern in _FAMILIES]
_FAMILY_NAMES = frozenset(family for family, _ in _FAMILIES)
_GLUED = re.compile(r"\b(cr|csah|us|sr|hwy|i|th|sh|mn|nc|wi|ia|nd|sd)(\d+[a-z]?)\b")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")

ALIKE_ENOUGH = 75.0


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
        return self.core.split(" ", 1)[0] in _FAMILY_NAMES and " " in self.core


def street_name(text: str) -> StreetName:
    """Take a street name apart."""
    tokens = street_tokens(text)
    norm = " ".join(tokens)
    before = after = kind = ""
    if _ends_in_direction(tokens):
        after = tokens.pop()
    street_of_that_name = len(tokens) == 2 and tokens[1] in _KINDS  # "North St"
    if len(tokens) > 1 and tokens[0] in _DIRECTIONS and not street_of_that_name:
        before = tokens.pop(0)
    if len(tokens) > 1 and tokens[-1] in _KINDS:
        kind = tokens.pop()
    return StreetName(norm, before, " ".join(tokens), kind, after)


def _ends_in_direction(tokens: Sequence[str]) -> bool:
    if len(tokens) < 2 or tokens[-1] not in _DIRECTIONS:
        return False
    return len(tokens) > 2 or tokens[0] not in _KINDS  # "Avenue N" is a name


def street_tokens(text: str) -> list[str]:
    """Return the words of a street name in their one form."""
    plain = _GLUED.sub(r"\1 \2", fold(text))
    for family, rule in _FAMILY_RULES:
        plain, hits = rule.subn(lambda hit, f=family: f"{f} {hit['id']}", plain)  # type: ignore[misc]
        if hits:
            break
    tokens = []
    for word in plain.split():
        ordinal = _ORDINAL.match(word)
        if ordinal:
            tokens.append(str(int(ordinal[1])))
            continue
        form = _DIRECTIONS.get(word) or _FORM.get(word) or _WORDS.get(word) or word
        tokens.append(form)
    return tokens


def spelt_out(core: str) -> str:
    """Return the core with short forms written long, for comparing letters."""
    return " ".join(_LONG.get(word, word) for word in core.split())


def mend_kind(text: str) -> str | None:
    """Return the name with a misspelt last word (`Steet`, `Raod`) mended; None if it has none."""
    words = fold(text).split()
    if len(words) < 2 or words[-1] in _FORM or words[-1] in _DIRECTIONS:
        return None
    hit = process.extractOne(
        words[-1], _LONG_KINDS, scorer=DamerauLevenshtein.distance, score_cutoff=1
    )
    return None if hit is None else " ".join([*words[:-1], hit[0]])


def likeness(asked: StreetName, known: StreetName) -> float:
    """Return 0..100: how surely `asked` means `known`; 0 when it can't."""
    if asked.norm == known.norm:
        return 100.0
    base = _core_likeness(asked, known)
    if base <= 0:
        return 0.0
    return max(0.0, base - _kind_cost(asked.kind, known.kind) - _direction_cost(asked, known))


def _core_likeness(asked: StreetName, known: StreetName) -> float:
    if asked.core == known.core:
        return 100.0
    if asked.is_numbered or known.is_numbered:
        return _numbered_likeness(asked.core, known.core)
    if _numbers(asked.core) != _numbers(known.core):
        return 0.0
    told, there = spelt_out(asked.core), spelt_out(known.core)
    alike = max(
        fuzz.ratio(told, there),
        # "Lakeshore" and "Lake Shore": the same letters, other gaps.
        fuzz.ratio(told.replace(" ", ""), there.replace(" ", "")) - 2,
    )
    # A misspelling is a reading, not a fact: never above 94.
    return alike - 4 if alike >= ALIKE_ENOUGH else 0.0


def _numbered_likeness(asked: str, known: str) -> float:
    family_a, _, number_a = asked.partition(" ")
    family_b, _, number_b = known.partition(" ")
    if not number_a or number_a != number_b:
        return 0.0
    # "Highway 7" leaves open whose; two different owners are two roads.
    return 90.0 if "hwy" in (family_a, family_b) else 0.0


def _numbers(core: str) -> Sequence[str]:
    return [word for word in core.split() if any(char.isdigit() for char in word)]


def _kind_cost(asked: str, known: str) -> float:
    if asked == known:
        return 0.0
    return 4.0 if not asked or not known else 12.0


def _direction_cost(asked: StreetName, known: StreetName) -> float:
    if (asked.before, asked.after) == (known.before, known.after):
        return 0.0
    told = sorted(filter(None, (asked.before, asked.after)))
    there = sorted(filter(None, (known.before, known.after)))
    if told == there:
        return 2.0
    if not told:
        return 5.0
    if not there:
        return 8.0
    return 10.0 if set(told) <= set(there) or set(there) <= set(told) else 25.0
