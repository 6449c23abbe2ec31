"""Hospital, clinics, pharmacies and other public buildings of the demo county."""

from dataclasses import dataclass

from nemt_desk.demo import lay
from nemt_desk.demo.lay import BLOCK, TownPlan
from nemt_desk.demo.plane import Point
from nemt_desk.demo.sketch import Area, Sketch, Spot
from nemt_desk.demo.streets import street_address

type Block = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Site:
    """A place of care (or the agency itself) on a block of a town."""

    name: str
    kind: str
    town: TownPlan
    block: Block
    phone: str
    hours: str
    keywords: str
    note: str = ""


DAYS = "Mon-Fri 8:00 a.m.-5:00 p.m."

SITES = (
    Site(
        "Osprey County Human Services",
        "agency",
        lay.SEAT,
        (0, 2),
        "218-555-0100",
        "Mon-Fri 8:00 a.m.-4:30 p.m.",
        "courthouse welfare social services hearing",
        "Courthouse, ground floor; ring at the side door.",
    ),
    Site(
        "Lindhaven Memorial Hospital",
        "hospital",
        lay.SEAT,
        (4, 4),
        "218-555-0181",
        "Open all hours",
        "emergency lab x-ray imaging surgery infusion",
        "Drop off under the canopy on the south side.",
    ),
    Site(
        "Osprey Lakes Dialysis",
        "dialysis",
        lay.SEAT,
        (3, 4),
        "218-555-0182",
        "Mon-Sat 5:00 a.m.-7:00 p.m.",
        "kidney renal chair",
        "Members come out by the west door; it is not locked.",
    ),
    Site(
        "Lindhaven Family Clinic",
        "primary",
        lay.SEAT,
        (2, 2),
        "218-555-0183",
        DAYS,
        "doctor family medicine shots",
    ),
    Site(
        "North Prairie Specialty Clinic",
        "specialty",
        lay.SEAT,
        (4, 3),
        "218-555-0184",
        DAYS,
        "heart cardiology kidney orthopedics wound",
    ),
    Site(
        "Cedar Path Behavioral Health",
        "behavioral",
        lay.SEAT,
        (-3, 1),
        "218-555-0185",
        "Mon-Thu 8:00 a.m.-7:00 p.m.",
        "counseling mental health therapy",
        "Wait in the car; members ask not to be called by name.",
    ),
    Site(
        "Lindhaven Therapy and Rehab",
        "therapy",
        lay.SEAT,
        (2, -2),
        "218-555-0186",
        DAYS,
        "physical occupational speech therapy PT OT",
    ),
    Site(
        "Halvard's Corner Drug",
        "pharmacy",
        lay.SEAT,
        (1, 0),
        "218-555-0187",
        "Mon-Sat 9:00 a.m.-6:00 p.m.",
        "drug store prescription",
        "Drive-up window on the alley.",
    ),
    Site(
        "Narrows Dental",
        "dental",
        lay.NARROWS,
        (1, 0),
        "218-555-0188",
        DAYS,
        "teeth dentist dentures",
    ),
    Site(
        "Otter Narrows Pharmacy",
        "pharmacy",
        lay.NARROWS,
        (-2, 0),
        "218-555-0189",
        "Mon-Fri 9:00 a.m.-5:30 p.m.",
        "drug store prescription",
    ),
    Site(
        "Neuwald Eye Clinic",
        "eye",
        lay.NEUWALD,
        (1, 0),
        "218-555-0190",
        "Tue-Thu 9:00 a.m.-4:00 p.m.",
        "vision glasses cataract optometry",
    ),
    Site(
        "St. Odile Manor",
        "nursing home",
        lay.ODILE,
        (1, 1),
        "218-555-0191",
        "Open all hours",
        "care center nursing home",
        "Ask at the desk; a nurse brings the member down.",
    ),
    Site(
        "Kallio Lake Clinic",
        "primary",
        lay.KALLIO,
        (1, -2),
        "218-555-0192",
        "Mon, Wed, Fri 9:00 a.m.-4:00 p.m.",
        "doctor family medicine",
    ),
    Site(
        "Zhingwaak Bay Health Center",
        "primary",
        lay.BAY,
        (-5, 1),
        "218-555-0193",
        DAYS,
        "tribal clinic doctor diabetes community health",
        "Elders' entrance on the lake side.",
    ),
)

# How the kinds are tagged in a map file.
TAGS = {
    "agency": {"office": "government"},
    "hospital": {"amenity": "hospital"},
    "dialysis": {"healthcare": "dialysis"},
    "pharmacy": {"amenity": "pharmacy"},
    "dental": {"amenity": "dentist"},
    "nursing home": {"amenity": "nursing_home"},
}

# Blocks without houses that are not places of care: what stands there.
GROUNDS: tuple[tuple[TownPlan, Block, dict[str, str]], ...] = (
    (lay.SEAT, (0, 1), {"leisure": "park", "name": "Courthouse Square"}),
    (lay.SEAT, (-5, 3), {"leisure": "park", "name": "River Park"}),
    (lay.SEAT, (-2, 4), {"amenity": "school", "name": "Lindhaven High School"}),
    (lay.SEAT, (3, -5), {"amenity": "school", "name": "Tuomi Elementary School"}),
    (lay.SEAT, (5, -2), {"landuse": "cemetery", "name": "Hillside Cemetery"}),
    (lay.SEAT, (-1, -3), {"landuse": "industrial", "name": "Lindhaven Grain"}),
    (lay.NARROWS, (-1, 1), {"leisure": "park", "name": "Landing Park"}),
    (lay.NARROWS, (2, -2), {"amenity": "school", "name": "Narrows School"}),
    (lay.ODILE, (-2, 1), {"landuse": "cemetery", "name": "St. Odile Churchyard"}),
    (lay.ODILE, (-2, -2), {"amenity": "school", "name": "St. Odile School"}),
    (lay.KALLIO, (-2, 1), {"leisure": "park", "name": "Sauna Park"}),
    (lay.NEUWALD, (-2, 0), {"landuse": "industrial", "name": "Neuwald Creamery"}),
    (lay.BREKKE, (1, 0), {"amenity": "school", "name": "Brekke School"}),
)


def taken_blocks(town: TownPlan) -> dict[Block, str]:
    """The blocks of a town that hold no houses."""
    blocks = {site.block: site.name for site in SITES if site.town is town}
    return blocks | {block: tags["name"] for plan, block, tags in GROUNDS if plan is town}


def site_point(site: Site) -> Point:
    """Where the site's door is: near its street, in the middle of the block."""
    column, row = site.block
    return site.town.middle[0] + (column + 0.52) * BLOCK, site.town.middle[1] + (row + 0.22) * BLOCK


def site_address(site: Site) -> tuple[str, str]:
    """House number and street of a site."""
    return street_address(site.town, site.block)


def draw_sites(sketch: Sketch) -> None:
    """Draw the buildings and grounds."""
    for site in SITES:
        number, street = site_address(site)
        tags = TAGS.get(site.kind, {"amenity": "clinic"})
        address = {
            "addr:housenumber": number,
            "addr:street": street,
            "addr:city": site.town.name,
            "addr:state": lay.STATE,
            "addr:postcode": site.town.postcode,
        }
        sketch.spots.append(Spot(site_point(site), {**tags, **address, "name": site.name}))
        wide = 0.4 if site.kind in {"hospital", "nursing home"} else 0.26
        building = "hospital" if site.kind == "hospital" else "yes"
        sketch.areas.append(_rectangle(site.town, site.block, wide, 0.22, {"building": building}))
    for town, block, tags in GROUNDS:
        sketch.areas.append(_rectangle(town, block, 0.42, 0.42, tags))
        if "school" in tags.values():
            sketch.areas.append(_rectangle(town, block, 0.22, 0.16, {"building": "school"}))


def _rectangle(
    town: TownPlan, block: Block, wide: float, tall: float, tags: dict[str, str]
) -> Area:
    x = town.middle[0] + (block[0] + 0.5) * BLOCK
    y = town.middle[1] + (block[1] + 0.45) * BLOCK
    dx, dy = wide * BLOCK, tall * BLOCK
    corners = ((x - dx, y - dy), (x + dx, y - dy), (x + dx, y + dy), (x - dx, y + dy))
    return Area((*corners, corners[0]), tags)
