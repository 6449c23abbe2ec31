"""What an address without house number may name: a crossing, a clinic, a town, a ZIP."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from nemt_desk.geo.addresses.answers import Match, Precision, Source
from nemt_desk.geo.addresses.book import AddressBook, Named
from nemt_desk.geo.addresses.street_names import street_name, town_key
from nemt_desk.geo.addresses.text import Asked
from nemt_desk.geo.shapes import LatLon, distance_m
from nemt_desk.ground.words import fold

_FAR_FROM_TOWN_M = 16_000.0
_PLACE_ALIKE = 60.0
_PLAIN = 95.0


def crossings(
    book: AddressBook, pair: tuple[str, str, str], *, fuzzy: bool
) -> tuple[list[Match], str]:
    """Return where two roads meet; or nothing, and a sentence if both roads are known."""
    first, second, rest = pair
    likes = book.streets_like if fuzzy else book.same_streets
    firsts, found = likes(first), list[Match]()
    known: tuple[str, str] | None = None
    for asked, towns in _seconds(book, second, rest, street_name(first).core):
        for like_a, a in firsts:
            for like_b, b in likes(asked):
                known = known or (book.name_of(a), book.name_of(b))
                found.extend(
                    _crossing(book, (a, b), at, min(like_a, like_b), towns)
                    for at in book.crossings(a, b)
                )
    if found or known is None:
        return found, ""
    return [], f"{known[0]} and {known[1]} do not meet on this map."


def _seconds(
    book: AddressBook, second: str, rest: str, first_core: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the second road, with a town behind it cut off."""
    towns = tuple(part.strip() for part in rest.split(",") if part.strip())
    if second.isdigit() and " " in first_core:
        yield f"{first_core.split(maxsplit=1)[0]} {second}", towns  # "Hwys 169 & 27"
    yield second, towns
    words = second.split()
    for end in range(len(words) - 1, 0, -1):
        if town_key(" ".join(words[end:])) in book.towns:
            yield " ".join(words[:end]), (" ".join(words[end:]), *towns)


def _crossing(
    book: AddressBook, streets: tuple[int, int], at: LatLon, like: float, towns: tuple[str, ...]
) -> Match:
    text = " & ".join(book.name_of(street) for street in streets)
    doubts = [] if like >= _PLAIN else [f"Read as {text}."]
    cost = _town_cost(book, towns, at)
    if cost:
        doubts.append("That is far from the town.")
    score = round(max(0.0, like * 0.98 - cost), 1)
    return Match(*at, text, Precision.INTERSECTION, score, " ".join(doubts), Source.ROAD)


def places(book: AddressBook, asked: Asked, text: str) -> Iterator[Match]:
    """Give clinics, shops and other places of that name."""
    name = asked.street or text
    plain = fold(name)
    for place in book.places_like(name):
        alike = fuzz.token_sort_ratio(plain, fold(place.name))
        if alike >= _PLACE_ALIKE:
            yield _place(book, place, asked.towns, alike)
    if not book.places_like(name, 1):
        for place in book.places_misspelt(name):
            yield _place(book, place, asked.towns, fuzz.ratio(plain, fold(place.name)) - 6)


def _place(book: AddressBook, place: Named, towns: tuple[str, ...], alike: float) -> Match:
    doubts = [] if alike >= _PLAIN else [f"Read as {place.name}."]
    same_town = any(town_key(town) == town_key(place.town) for town in towns)
    cost = 0.0 if same_town else _town_cost(book, towns, place.at)
    if cost:
        doubts.append("That is far from the town.")
    area = f"{place.town} {place.zip_code}".strip()
    text = f"{place.name}, {area}" if area else place.name
    score = round(max(0.0, alike * 0.96 - cost), 1)
    doubt = " ".join(doubts) or "The place's own point on the map, not its address."
    return Match(*place.at, text, Precision.PLACE, score, doubt, Source.OSM)


def areas(book: AddressBook, asked: Asked) -> Iterator[Match]:
    """Give the town and the ZIP that were typed alone."""
    zip_code = book.zips.get(asked.zip_code)
    if asked.street and not asked.towns:
        for town in book.town(asked.street):
            same = town_key(town.name) == town_key(asked.street)
            doubts = ["Only the middle of the town."]
            score = 97.0 if same else 80.0
            towns = book.zip_towns.get(asked.zip_code, set())
            if zip_code is not None and towns and town_key(town.name) not in towns:
                score = 48.0
                doubts.append(f"ZIP {asked.zip_code} is {zip_code.town or 'another town'}.")
            elif asked.zip_code and zip_code is None and book.zips:
                score = 48.0
                doubts.append("The ZIP is not on this map.")
            yield Match(*town.at, town.name, Precision.TOWN, score, " ".join(doubts), Source.LIST)
    if zip_code is not None:
        agrees = not asked.street or bool(book.town(asked.street))
        score = (82.0 if not asked.street else 48.0) if agrees else 30.0
        text = f"{zip_code.name}, {zip_code.town}" if zip_code.town else zip_code.name
        yield Match(*zip_code.at, text, Precision.ZIP, score, "Only the middle of the ZIP.",
                    Source.LIST)  # fmt: skip


def _town_cost(book: AddressBook, towns: tuple[str, ...], at: LatLon) -> float:
    """Return 18 when every known town is far away, 10 when no town is known, else nothing."""
    if not towns or not book.towns:
        return 0.0
    known = [one.at for town in towns for one in book.town(town)]
    if not known:
        return 10.0
    return 18.0 if min(distance_m(at, point) for point in known) > _FAR_FROM_TOWN_M else 0.0
