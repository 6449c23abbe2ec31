"""The trained parser's reading of an address, for what no rule could read."""

from dataclasses import replace

from nemt_desk.geo.addresses.house_numbers import house_number
from nemt_desk.geo.addresses.street_words import STATE_CODES, STATE_NAMES
from nemt_desk.geo.addresses.text import Asked

_LEARNED = (
    "AddressNumber", "StreetName", "PlaceName", "StateName", "ZipCode", "Occupancy", "Subaddress",
)  # fmt: skip


def learned(text: str, base: Asked) -> Asked | None:
    """Ask the trained parser; it knows towns without a comma before them."""
    import usaddress  # noqa: PLC0415 - its model takes a while to load; most addresses need none

    try:
        fields, _ = usaddress.tag(text)
    except usaddress.RepeatedLabelError:
        return None
    if any(not label.startswith(_LEARNED) for label in fields):
        return None  # a landmark, a description: leaving words out would be a guess
    street = " ".join(
        value.strip(" ,") for label, value in fields.items() if label.startswith("StreetName")
    )
    if not street:
        return None
    town = str(fields.get("PlaceName", "")).strip(" ,")
    number = house_number(str(fields.get("AddressNumber", "")).strip(" ,"))
    state = str(fields.get("StateName", "")).strip(" ,.").lower()
    state = STATE_NAMES.get(state, state)
    return replace(
        base,
        state=state if state in STATE_CODES else base.state,
        number=number or base.number,
        street=street,
        towns=(town,) if town else (),
        alternative=True,
    )
