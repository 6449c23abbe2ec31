"""Pure geography: map build, addresses, routes, picture data. No Qt, no office, no members."""

from nemt_desk.geo.answers import Answer, Match, Precision
from nemt_desk.geo.build import build_map
from nemt_desk.geo.county_map import CountyMap
from nemt_desk.geo.display import DisplayMap, Feature, FeatureKind
from nemt_desk.geo.info import MapInfo, SourceInfo
from nemt_desk.geo.map_folder import has_map
from nemt_desk.geo.routing import Leg, Route, Step
from nemt_desk.geo.shapes import BBox, Point

__all__ = [
    "Answer",
    "BBox",
    "CountyMap",
    "DisplayMap",
    "Feature",
    "FeatureKind",
    "Leg",
    "MapInfo",
    "Match",
    "Point",
    "Precision",
    "Route",
    "SourceInfo",
    "Step",
    "build_map",
    "has_map",
]
