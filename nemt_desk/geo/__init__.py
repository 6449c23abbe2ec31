"""Pure geography: map build, addresses, routes, picture data. No Qt, no office, no members."""

from nemt_desk.geo.addresses.answers import Answer, KnownPin, Match, Precision, Source
from nemt_desk.geo.addresses.plus_codes import plus_code
from nemt_desk.geo.addresses.plus_codes import point_of as point_of_plus_code
from nemt_desk.geo.addresses.reverse import Near
from nemt_desk.geo.addresses.suggest import OwnPlace, Suggested
from nemt_desk.geo.building.build import build_map
from nemt_desk.geo.building.map_folder import has_map
from nemt_desk.geo.county_map import CountyMap
from nemt_desk.geo.info import MapInfo, SourceInfo
from nemt_desk.geo.picture.display import DisplayMap, Feature, FeatureKind
from nemt_desk.geo.roads.closed_roads import ClosedPiece
from nemt_desk.geo.roads.driving import ClosedRoad, Driving, Kind
from nemt_desk.geo.roads.routing import Leg, Route, Step, UnreachableError
from nemt_desk.geo.shapes import BBox, Point

__all__ = [
    "Answer",
    "BBox",
    "ClosedPiece",
    "ClosedRoad",
    "CountyMap",
    "DisplayMap",
    "Driving",
    "Feature",
    "FeatureKind",
    "Kind",
    "KnownPin",
    "Leg",
    "MapInfo",
    "Match",
    "Near",
    "OwnPlace",
    "Point",
    "Precision",
    "Route",
    "Source",
    "SourceInfo",
    "Step",
    "Suggested",
    "UnreachableError",
    "build_map",
    "has_map",
    "plus_code",
    "point_of_plus_code",
]
