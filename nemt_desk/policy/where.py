"""Checks of where to: whose county arranges it, how far, which state, which country."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import (
    Answer,
    Question,
    finding,
    note,
    requirement,
    unknown,
)


def county(question: Question, entry: Entry) -> Answer:
    """Ask whether the county's rides are arranged by its host (S4-013, MN-005)."""
    found = question.member.county
    if found is None:
        yield unknown(entry, "member.county")
    elif county_key(found) in entry.ready:
        yield finding(entry, county=found)


def county_note(question: Question, entry: Entry) -> Answer:
    """Say what is to be known of a county's host (MN-004)."""
    found = question.member.county
    if found is not None and county_key(found) in entry.ready:
        yield note(entry, entry.figures["code"], county=found)


@lru_cache(maxsize=1024)
def county_key(name: str) -> str:
    """Return a county's name in one spelling: `Saint Louis County` and `st louis` are one."""
    folded = " ".join(name.lower().replace(".", " ").split()).removesuffix(" county")
    return "st " + folded.removeprefix("saint ") if folded.startswith("saint ") else folded


def _county_keys(figures: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(map(county_key, figures["counties"]))


def distance(question: Question, entry: Entry) -> Answer:
    """Ask whether the care is within its distance from home, or authorized (S4-061, S4-062)."""
    trip, limits = question.trip, entry.figures["limits"]
    if not question.is_covered_service:
        return
    is_authorized = question.has_paper(entry.figures["authorization"])
    miles = home_miles(question)
    if miles is None:
        if not is_authorized:
            starts_at_home = trip.origin is not None and trip.origin.kind == "home"
            yield unknown(entry, "trip.direct_miles" if starts_at_home else "trip.home_miles")
        return
    possible = tuple(limits.values()) if trip.care is None else (limits[trip.care],)
    if miles <= min(possible):
        return
    if is_authorized:
        yield requirement(entry, "distance_authorization", _CARRY_NUMBER)
    elif miles <= max(possible):
        yield unknown(entry, "trip.care")
    elif trip.purpose is None:
        yield unknown(entry, "trip.purpose")
    else:
        yield finding(entry, miles=miles, limit=max(possible), care=trip.care or "any")


_CARRY_NUMBER = "The distance authorization goes with the trip's record."


def home_miles(question: Question) -> float | None:
    """Return the miles between home and the care, if they are known.

    A ride from home, or straight back to it, is as long as that.
    """
    trip = question.trip
    if trip.home_miles is not None:
        return trip.home_miles
    ends = (trip.origin, trip.destination)
    if any(place is not None and place.kind == "home" for place in ends):
        return trip.direct_miles
    return None


def within_distance(question: Question, entry: Entry) -> Answer:
    """Say how far the care is when that is within the limit."""
    care = question.trip.care
    if care is None or not question.is_covered_service:
        return
    limit, miles = entry.figures["limits"][care], home_miles(question)
    if miles is not None and miles <= limit:
        yield note(entry, "within_distance", miles=miles, limit=limit, care=care)


def country(question: Question, entry: Entry) -> Answer:
    """Ask whether the ride stays inside the country (S3-05)."""
    trip = question.trip
    if trip.destination is None:
        yield unknown(entry, "trip.destination")
        return
    for end, place in (("destination", trip.destination), ("origin", trip.origin)):
        if place is None:
            continue
        if place.country is None:
            yield unknown(entry, f"trip.{end}.country")
        elif place.country.upper() not in entry.ready:
            yield finding(entry, country=place.country)
            return


def _inside(figures: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(figures["inside"])


def out_of_state(question: Question, entry: Entry) -> Answer:
    """Ask whether a ride out of the state is authorized (S4-153)."""
    place, state = question.trip.destination, question.away_state
    figures = entry.figures
    if question.has_paper(figures["authorization"]):
        if state is not None:
            yield requirement(entry, "out_of_state_authorization", _CARRY_STATE)
    elif "document" in figures and question.has_document(figures["document"]):
        return
    elif state is not None:
        yield finding(entry, state=state)
    elif place is None:
        yield unknown(entry, "trip.destination")
    elif place.state is None:
        yield unknown(entry, "trip.destination.state")


_CARRY_STATE = "The out-of-state authorization goes with the trip's record."

CHECKS = {
    "county": needs(county, "counties", prepare=_county_keys),
    "county_note": needs(county_note, "counties", "code", prepare=_county_keys),
    "distance": needs(distance, "limits", "authorization"),
    "within_distance": needs(within_distance, "limits"),
    "country": needs(country, "inside", prepare=_inside),
    "out_of_state": needs(out_of_state, "authorization", may="document"),
}
