"""How a fact that was asked and is not known is told, and how it is found out."""

from collections.abc import Mapping, Sequence

DAY = "trip.appointment_at"
# Each is an indirect question: it stands behind “It is not known” and behind “Ask”.
FIELD_WORDS: Mapping[str, str] = {
    "member.birth_date": "when the member was born",
    "member.program": "which program the member is in",
    "member.payer": "whether a health plan pays for the member",
    "member.county": "which county the member lives in",
    "member.town": "which town the member lives in",
    "member.living_arrangement": "which living arrangement code the member has",
    "member.has_vehicle": "whether the member has a vehicle",
    "member.pregnant": "whether the member is pregnant",
    "member.free_ride_available": "whether somebody would drive the member for free",
    "member.behavior_flag": "whether the member has misbehaved on a ride alone",
    "trip.purpose": "what the trip is for",
    "trip.service": "what kind of visit it is",
    DAY: "what day the ride is",
    "trip.admitted_on": "what day the member was admitted",
    "trip.care": "whether this is primary or specialty care",
    "trip.discharge": "whether this is a hospital discharge",
    "trip.routine": "whether this is a routine or preventive visit",
    "trip.direct_miles": "how many miles the ride is",
    "trip.home_miles": "how many miles the care is from the member's home",
    "trip.destination": "where the ride goes",
    "trip.destination.state": "which state the ride goes to",
    "trip.destination.country": "which country the ride goes to",
    "trip.destination.town": "which town the ride goes to",
    "trip.destination.enrolled": "whether the provider is enrolled with the program",
    "trip.origin.country": "which country the ride starts in",
    "trip.member_aboard": "whether the member rides along",
    "trip.overnight": "whether the member stays overnight",
    "trip.companions": "why the companion rides along",
    "trip.driver.in_network": "whether the carrier is in the network",
    "trip.driver.recognized": "whether the agency recognizes the volunteer",
    "trip.driver.open_to_all": "whether the volunteer drives any member of the community",
    "checked_on": "when the living arrangement was last checked",
}
# The caller can't tell these; they stand in the state's or the office's records, or on the map.
_LOOKED_UP = frozenset(
    {
        "member.program",
        "member.payer",
        "member.living_arrangement",
        "member.behavior_flag",
        "trip.direct_miles",
        "trip.home_miles",
        "trip.destination.enrolled",
        "trip.driver.in_network",
        "trip.driver.recognized",
        "trip.driver.open_to_all",
        "checked_on",
    }
)


def missing_sentence(field: str, rules: Sequence[str]) -> str:
    """Say that `field` is not known, and which rules need it."""
    need = f"Rule {rules[0]} needs it." if len(rules) == 1 else f"Rules {_listed(rules)} need it."
    if field == DAY:
        need = "Most rules depend on it."
    return f"It is not known {FIELD_WORDS.get(field, field)}. {need}"


def missing_cure(field: str) -> str:
    """Say how `field` is found out."""
    verb = "Look up" if field in _LOOKED_UP else "Ask"
    return f"{verb} {FIELD_WORDS.get(field, field)} and enter it, or decide yourself and say why."


def _listed(rules: Sequence[str]) -> str:
    return f"{', '.join(rules[:-1])} and {rules[-1]}"
