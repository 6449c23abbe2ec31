"""Which column of a county's address points holds what, guessed from how counties name them.

Known: NENA NG911, state exchange formats after it (Minnesota), OpenAddresses, and the names
people type into Esri tables. What stays unsure is asked, never guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Self

from nemt_desk.ground.errors import RefusedError

_PLAIN = re.compile(r"[^a-z0-9]")
# Names in their plain form (letters and digits only), the best known first.
_NAMES: dict[str, str] = {
    "number": "addnumber anumber addrhousenumber housenumber housenum housenbr houseno hsenumber"
    " hsenum hseno hnum hno addrnum addrnumber addrno addressnumber addressnum addressno addnum"
    " addno streetnumber streetnum streetno stnumber stnum stno strnum strno strtno situsnum"
    " situsnumber sitenum sitenumber primarynum primnum propnum number num numb",
    "number_prefix": "addnumpre addnumprefix anumberpre numpre numprefix numberprefix housenumpre"
    " housepre hnprefix",
    "number_suffix": "addnumsuf addnumsuffix anumbersuf numsuf numsuffix numbersuffix housenumsuf"
    " housesuf housesuffix hnsuffix hsesuf numberext fraction frac half",
    "pre_mod": "stpremod premod streetpremod",
    "pre_dir": "stpredir predir predirection prefixdir prefixdirection streetpredir"
    " streetpredirection streetprefixdirection predirectional dirpre prdir stdir prefix lstpredir",
    "pre_type": "stpretyp stpretype pretype pretyp prefixtype streetpretype",
    "pre_sep": "stpresep presep",
    "post_type": "stpostyp stpostype postype posttype streetposttype sttype sttyp streettype"
    " streettyp strtype stsuffix streetsuffix suffixtype suftype rdtype roadtype type typ"
    " lsttype suffix",
    "post_dir": "stposdir stpostdir posdir postdir postdirection streetpostdir sufdir suffixdir"
    " suffixdirection streetsuffixdirection sudir lstposdir",
    "post_mod": "stposmod stpostmod posmod postmod",
    "unit_type": "unittype unittyp unitpretyp unitpretype subtype1 subaddresstype occtype",
    "unit": "unit unitnumber unitnum unitno unitid unitvalue subid1 addrunit apt aptno aptnum"
    " apartment suite subaddress occid occupancy",
    "zip_code": "postcode zipcode zip zip5 zipcode5 addrpostcode postalcode postalzip sitezip"
    " situszip szip",
    "lat": "lat latitude latdd latdec declat gpslat ylat wgs84lat ycoord ycoordinate pointy y",
    "lon": "lon long lng longitude londd longdd londec longdec declon declong gpslon gpslong xlong"
    " xlon wgs84lon xcoord xcoordinate pointx x",
}  # fmt: skip
_WHOLE_STREET = (
    "fullname fullstreet fullstname fullstreetname fullroadname fullrdname stfullname stfull"
    " streetfull streetfullname stnamefull streetnamefull stcompname fullstr addrstreet"
)
_STREET_OR_PART = (
    "stname streetname street strname strtname streetnam roadname rdname road lstname basename"
)
_WHOLE_LINE = (
    "fulladdr fulladdress fulladd addrfull addressfull completeaddress compaddr siteaddress"
    " siteaddr siteadd situsaddress situsaddr situs locaddr locationaddress physaddr"
    " physicaladdress propertyaddress propaddr propadd streetaddress staddress address addr"
    " addressline1 addrline1 address1 addr1 singleline"
)
_TOWNS = (
    "postcomm postalcommunity postalcomm postcommunity postcity postalcity uspscity zipcity"
    " zipname mailcity addrcity city cityname town townname community comm msagcomm msag incmuni"
    " municipality muni ctuname municipalityname placename locality uninccomm nbrhdcomm"
)
_PARTS = ("pre_dir", "pre_type", "post_type", "post_dir")
_SUFFIX = "suffix"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The column that holds each part of an address; empty where the file has none."""

    number: str = ""
    number_prefix: str = ""
    number_suffix: str = ""
    street: str = ""
    pre_mod: str = ""
    pre_dir: str = ""
    pre_type: str = ""
    pre_sep: str = ""
    name: str = ""
    post_type: str = ""
    post_dir: str = ""
    post_mod: str = ""
    full: str = ""
    unit_type: str = ""
    unit: str = ""
    town: str = ""
    town_else: str = ""
    zip_code: str = ""
    lat: str = ""
    lon: str = ""

    @property
    def street_parts(self) -> tuple[str, ...]:
        """Return the columns a street's name is put together from, in their order."""
        if self.street:
            return (self.street,)
        parts = (self.pre_mod, self.pre_dir, self.pre_type, self.pre_sep, self.name,
                 self.post_type, self.post_dir, self.post_mod)  # fmt: skip
        return tuple(part for part in parts if part)

    def as_dict(self) -> dict[str, str]:
        """Return what is mapped, for keeping."""
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> Self:
        """Return the mapping as it was kept; what is not known any more is left out."""
        known = {item.name for item in fields(cls)}
        return cls(**{key: str(value) for key, value in kept.items() if key in known})


def guess_mapping(headers: Sequence[str], *, has_geometry: bool = False) -> ColumnMapping:
    """Return which column holds what; `has_geometry` when the file itself knows where a row is.

    Raises:
        RefusedError: unsure; the sentence names the columns the file has.
    """
    plain: dict[str, str] = {}
    for header in headers:
        plain.setdefault(_PLAIN.sub("", header.lower()), header)
    found = {part: _first(plain, names.split()) for part, names in _NAMES.items()}
    found |= _street(plain, found)
    if not found["number"] or not (found["street"] or found["name"]):
        found["full"] = _first(plain, _WHOLE_LINE.split())
    towns = [plain[name] for name in _TOWNS.split() if name in plain]
    found["town"] = towns[0] if towns else ""
    found["town_else"] = towns[1] if len(towns) > 1 else ""
    if has_geometry:
        found["lat"] = found["lon"] = ""
    mapping = ColumnMapping(**found)
    missing = what_is_missing(mapping, has_geometry=has_geometry)
    if missing:
        raise RefusedError(f"{missing} The file's columns: {_listed(headers)}.")
    return mapping


def what_is_missing(mapping: ColumnMapping, *, has_geometry: bool) -> str:
    """Return in one sentence what must still be told; nothing if it is enough."""
    if not mapping.full:
        if not mapping.number:
            return "Choose the column with the house number."
        if not mapping.street_parts or not (mapping.street or mapping.name):
            return "Choose the column with the street."
    if not has_geometry and not (mapping.lat and mapping.lon):
        return "Choose the columns with latitude and longitude."
    return ""


def check_mapping(
    mapping: ColumnMapping, headers: Sequence[str], *, has_geometry: bool = False
) -> None:
    """Refuse a mapping the file can't follow.

    Raises:
        RefusedError: a column is not in the file, or what is needed is not mapped.
    """
    gone = [name for name in mapping.as_dict().values() if name not in headers]
    missing = what_is_missing(mapping, has_geometry=has_geometry)
    if gone:
        missing = f"The file has no column {_listed(dict.fromkeys(gone))}."
    if missing:
        raise RefusedError(f"{missing} The file's columns: {_listed(headers)}.")


def _first(plain: Mapping[str, str], names: Iterable[str]) -> str:
    return next((plain[name] for name in names if name in plain), "")


def _street(plain: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """Tell a whole street name from the name that its type and direction stand beside."""
    nothing = dict.fromkeys(("pre_mod", "pre_sep", *_PARTS), "")
    whole = _first(plain, _WHOLE_STREET.split())
    name = _first(plain, _STREET_OR_PART.split())
    if whole:
        return {**nothing, "street": whole, "name": ""}
    sides = [part for part in _PARTS if found[part]]
    if sides == ["post_type"] and _PLAIN.sub("", found["post_type"].lower()) in ("type", "typ"):
        sides = []  # alone it is the kind of building or point as often
    if name and sides:
        return {"street": "", "name": name}
    return {**nothing, "post_mod": "", "street": name, "name": ""}


def _listed(headers: Iterable[str]) -> str:
    shown = [header[:40] for header in headers]
    more = f" and {len(shown) - 40} more" if len(shown) > 40 else ""
    return ", ".join(shown[:40]) + more
