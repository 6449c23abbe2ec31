"""Words of US street names and their one form: kinds, directions, numbered roads, people."""

import re

DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "n": "n", "s": "s", "e": "e", "w": "w", "ne": "ne", "nw": "nw", "se": "se", "sw": "sw",
    "no": "n", "so": "s",
}  # fmt: skip
# Written form to USPS form; several words may share one form (street, saint), the place tells.
_SUFFIXES = {
    "st": "street str strt sreet stret", "ave": "avenue av aven avenu aveune", "rd": "road",
    "dr": "drive drv driv", "ln": "lane la", "ct": "court crt", "blvd": "boulevard boul blv boulv",
    "cir": "circle circ crcl", "pl": "place", "ter": "terrace terr", "trl": "trail tr trails",
    "way": "wy", "pkwy": "parkway pky parkwy pkway", "hwy": "highway hiway hgwy highwy hwys",
    "sq": "square", "loop": "lp", "aly": "alley", "pt": "point pnt", "pass": "", "path": "",
    "plz": "plaza", "run": "", "row": "", "xing": "crossing crssng", "cv": "cove", "crk": "creek",
    "crst": "crest", "cres": "crescent", "est": "estate", "ests": "estates",
    "expy": "expressway expwy", "ext": "extension extn", "fwy": "freeway", "gdn": "garden",
    "gdns": "gardens", "gln": "glen", "grv": "grove", "hbr": "harbor", "hl": "hill", "hls": "hills",
    "hts": "heights", "holw": "hollow", "is": "island", "jct": "junction", "knl": "knoll",
    "lk": "lake", "lks": "lakes", "lndg": "landing", "mdw": "meadow", "mdws": "meadows",
    "ml": "mill", "mnr": "manor", "oval": "", "park": "pk", "pike": "", "pne": "pine",
    "pnes": "pines", "rdg": "ridge", "riv": "river", "rte": "route rt", "shr": "shore",
    "shrs": "shores", "spg": "spring", "spgs": "springs", "sta": "station", "tpke": "turnpike tpk",
    "trce": "trace", "vw": "view", "vly": "valley", "vlg": "village", "walk": "wk", "bnd": "bend",
    "brg": "bridge", "br": "branch", "byp": "bypass", "cswy": "causeway", "ctr": "center centre",
    "cor": "corner", "cors": "corners", "cyn": "canyon", "frst": "forest", "mt": "mount",
    "mtn": "mountain", "ft": "fort", "bus": "business", "spur": "", "close": "", "mall": "",
    "mews": "", "wood": "", "woods": "wds", "bay": "", "beach": "bch", "bluff": "blf",
    "bluffs": "blfs", "dam": "", "dl": "dale", "falls": "fls", "field": "fld", "fields": "flds",
    "ford": "", "fork": "frk", "gateway": "gtwy", "ranch": "", "sd": "side", "svc": "service",
    "frontage": "frtg frontg",
}  # fmt: skip
WORDS = {
    "saint": "st", "sainte": "ste", "doctor": "dr", "junior": "jr", "senior": "sr",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
    "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
    "thirteenth": "13", "fourteenth": "14", "fifteenth": "15", "sixteenth": "16",
    "seventeenth": "17", "eighteenth": "18", "nineteenth": "19", "twentieth": "20",
    "thirtieth": "30", "fortieth": "40", "fiftieth": "50", "sixtieth": "60", "seventieth": "70",
    "eightieth": "80", "ninetieth": "90",
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
CARDINALS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
    "fourteen": "14", "fifteen": "15",
}  # fmt: skip
LONG = {form: words.split()[0] for form, words in _SUFFIXES.items() if words and form != "st"}
FORM = {word: form for form, words in _SUFFIXES.items() for word in (form, *words.split())}
# What may stand last as the kind of street (not "Lake", "Mill": those are names more often).
KINDS = frozenset(_SUFFIXES) - {
    "bus", "byp", "ext", "mt", "ft", "mtn", "lk", "ml", "is", "svc", "frontage", "ford", "sd",
}  # fmt: skip

# Kinds that are mistaken for each other; "Oak Hill" and "Oak Ridge" are two names.
COMMON_KINDS = frozenset(
    {"st", "ave", "rd", "dr", "ln", "ct", "blvd", "cir", "pl", "ter", "trl", "way", "pkwy", "hwy",
     "sq", "loop", "path"}
)  # fmt: skip
LONG_KINDS = (
    "street", "avenue", "road", "drive", "lane", "court", "boulevard", "circle", "terrace",
    "trail", "parkway", "highway",
)  # fmt: skip

_STATES = (
    "al ak az ar ca co ct dc de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh "
    "nj nm ny nc nd oh ok or pa pr ri sc sd tn tx ut vt va vi wa wv wi wy"
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
STATE_NAMES = dict(
    zip(_STATE_NAMES.split("|"), (s for s in _STATES.split() if s not in ("dc", "pr", "vi")),
        strict=True)
) | {"minn": "mn", "wisc": "wi", "penna": "pa", "calif": "ca", "mich": "mi"}  # fmt: skip
_KIND = r"(?:rd|road|hwy|highway|hwys|highways|hiway|rte|route|rt)"
_NUMBER = r"(?P<id>\d+[a-z]?)\b"
_ID = r"(?P<id>\d+[a-z]?|[a-z]{1,2})\b"
_ANY_STATE = "|".join(sorted(STATE_CODES))
# "NE 24", "La 5", "Ct 3" are directions and kinds of streets more often than states.
_PLAIN_STATE = "|".join(sorted(STATE_CODES - {"al", "co", "ct", "dc", "in", "la", "ne", "or"}))
_COUNTY = "county|co|cty|cnty|cnt|coun"
_COUNTY_AID = (
    rf"(?:{_COUNTY}) (?:state )?aid(?: {_KIND})?|csah|c s a h|cth|(?:{_COUNTY}) trunk(?: {_KIND})?"
)
_COUNTY_ROAD = rf"(?:{_COUNTY}) {_KIND}"
_TOWNSHIP = r"twp|township|twnshp|twsp|tship|town|t"
_FOREST = r"forest|frst|forest service|national forest|natl forest|nat forest|fs|nf|usfs"
# "County Road E" ends with its letter; "Co Rd N 5th" does not.
_NO_DIRECTION = r"(?!(?:n|s|e|w|ne|nw|se|sw)\b(?! *(?:$|(?:[nsew]|north|south|east|west)\b)))"
# Families of numbered roads: what is written, and its one form.
_FAMILIES = [
    ("us", rf"\b(?:us|u s|united states)(?: {_KIND})? {_NUMBER}"),
    ("i", rf"\b(?:i|ih|interstate)(?: {_KIND})? {_NUMBER}"),
    ("cr", rf"\b(?:{_COUNTY_AID}) {_ID}"),
    ("cr", rf"\b(?:{_COUNTY_ROAD}) {_NO_DIRECTION}{_ID}"),
    ("cr", rf"\b(?:cr|c r|corrd|cord|{_COUNTY}) {_NUMBER}"),
    ("tr", rf"\b(?:{_TOWNSHIP}) {_KIND} {_NUMBER}"),
    ("tr", rf"\b(?:tr|t r|t|twp|township) {_NUMBER}"),
    ("fr", rf"\b(?:{_FOREST}) (?:{_KIND}|trl|trail|tr) {_NUMBER}"),
    ("fr", rf"\b(?:fr|f r|fs|fsr|f s r|nf|nfr|nfsr|fdr|fh) {_NUMBER}"),
    ("fm", rf"\b(?:fm|f m|farm to market|farm market|farm to mkt)(?: {_KIND})? {_NUMBER}"),
    ("rm", rf"\b(?:rm|r m|rr|r r|ranch to market|ranch)(?: {_KIND})? {_NUMBER}"),
    ("sr", rf"\b(?:{_STATE_NAMES}|{_ANY_STATE}) (?:state|st|trunk|state trunk) {_KIND} {_NUMBER}"),
    ("sr", rf"\b(?:state trunk|state|st|sta|trunk|{_STATE_NAMES}|{_ANY_STATE}) {_KIND} {_NUMBER}"),
    ("sr", rf"\b(?:sr|s r|th|sh|sth|stm|m|k|state|{_PLAIN_STATE}) {_NUMBER}"),
    ("hwy", rf"\b(?:hwy|hwys|highway|highways|hiway|rte|route|rt) {_NUMBER}"),
    ("rd", rf"^(?P<before>(?:n |s |e |w )?)(?:rd|road) {_NUMBER}$"),
]
FAMILY_RULES = [(family, re.compile(pattern)) for family, pattern in _FAMILIES]
FAMILY_NAMES = frozenset(family for family, _ in _FAMILIES)
GLUED = re.compile(
    r"\b(cr|csah|cth|us|sr|hwy|i|th|sh|sth|fm|fr|tr|rte|rt|m|k|mn|nc|wi|ia|nd|sd)(\d+[a-z]?)\b"
)
# "County Road No. 24"
NUMBER_WORD = re.compile(r"\b(?:number|num|no|nr) (?=\d)")
# Streets named after one person are written in a dozen ways.
_KING = (
    r"\b(?:(?:rev|reverend|dr|doctor) )*(?:m l k|mlk|ml king|m l king|martin l(?:uther)? king)"
    r"(?: (?:jr|junior))?\b"
)
_KENNEDY = r"\b(?:jfk|j f k|j f kennedy|john f(?:itzgerald)? kennedy)\b"
HONOURED = [(re.compile(_KING), "mlk"), (re.compile(_KENNEDY), "jfk")]
MAY_HONOUR = re.compile(r"m ?l ?k|king|martin|kennedy|j ?f ?k")
ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
