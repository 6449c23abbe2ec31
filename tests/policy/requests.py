"""Made-up requests for the rules' properties: every fact in its words, often not known."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from nemt_desk.policy.facts import (
    CompanionFacts,
    Dated,
    DriverFacts,
    Facts,
    MemberFacts,
    PlaceFacts,
    TripFacts,
    Urgent,
)
from nemt_desk.policy.vocabulary import WORDS

_FIRST, _LAST = date(2016, 6, 1), date(2028, 6, 1)
_STATES = ("", "MN", "MO", "CT", "WI")

type Some[T] = st.SearchStrategy[T]


def word(field: str) -> Some[str | None]:
    """Return one of a field's words, or None."""
    return st.sampled_from((*WORDS[field], None))


def days() -> Some[date]:
    """Return a day in years whose calendar is known."""
    return st.dates(_FIRST, _LAST)


def maybe() -> Some[bool | None]:
    """Return yes, no or not known."""
    return st.sampled_from((True, False, None))


def papers(field: str) -> Some[tuple[Dated, ...]]:
    """Return papers of a field's kinds: in force or not, open at either end or not."""
    ends = st.none() | days()
    paper = st.builds(Dated, st.sampled_from(WORDS[field]), ends, ends, st.booleans())
    return st.lists(paper, max_size=3).map(tuple)


def _moments() -> Some[datetime]:
    return st.builds(datetime.combine, days(), st.times(time(6), time(18)))


def _places() -> Some[PlaceFacts]:
    return st.builds(
        PlaceFacts,
        kind=word("place.kind"),
        town=st.sampled_from(("Norwich", "Ely", None)),
        state=st.sampled_from((*_STATES, None)),
        country=st.sampled_from(("US", "US", "US", "CA", "PR", None)),
        enrolled=maybe(),
    )


def _drivers() -> Some[DriverFacts]:
    return st.builds(
        DriverFacts,
        kind=st.sampled_from(WORDS["driver.kind"]),
        relationship=word("driver.relationship"),
        recognized=maybe(),
        open_to_all=maybe(),
        in_network=maybe(),
        lapsed=st.lists(st.sampled_from(("licence", "insurance")), max_size=2, unique=True).map(
            tuple
        ),
    )


def _members() -> Some[MemberFacts]:
    return st.builds(
        MemberFacts,
        birth_date=st.none() | st.dates(date(1930, 1, 1), date(2026, 1, 1)),
        program=word("member.program"),
        payer=word("member.payer"),
        plan=st.sampled_from(("Missouri Care", "UCare", None)),
        county=st.sampled_from(("Cass", "Anoka", "Pine", "St. Louis", None)),
        town=st.sampled_from(("Norwich", "Ely", None)),
        living_arrangement=st.sampled_from(("80", "80", "41", "45", None)),
        program_from=st.none() | days(),
        program_until=st.none() | days(),
        assessed_mode=st.sampled_from((None, *range(1, 8))),
        has_vehicle=maybe(),
        exceptions=papers("exception.kind"),
        consents=papers("consent.kind"),
        documents=st.frozensets(st.sampled_from(WORDS["member.documents"])),
        free_ride_available=maybe(),
        behavior_flag=maybe(),
        no_share_reason=st.sampled_from((None, "illness")),
        pregnant=maybe(),
        waiver=st.sampled_from((None, "EW")),
    )


def _trips() -> Some[TripFacts]:
    companion = st.builds(
        CompanionFacts, st.sampled_from(WORDS["companion.kind"]), word("companion.reason")
    )
    urgent = st.builds(Urgent, st.sampled_from(WORDS["urgent.reason"]), st.booleans())
    return st.builds(
        TripFacts,
        **{
            name: word(f"trip.{name}")
            for name in ("purpose", "service", "care", "vehicle", "assistance", "return_kind")
        },
        **{name: maybe() for name in ("routine", "member_aboard", "discharge", "overnight")},
        other_funding=word("trip.other_funding"),
        urgent=st.none() | urgent,
        appointment_at=st.none() | _moments(),
        pickup_at=st.none() | _moments(),
        direct_miles=st.sampled_from((None, 0.0, 30.0, 30.1, 60.0, 75.5)),
        home_miles=st.sampled_from((None, None, 30.0, 45.0, 60.1)),
        origin=st.none() | _places(),
        destination=st.none() | _places(),
        mode=st.sampled_from((None, *range(1, 8))),
        companions=st.lists(companion, max_size=3).map(tuple),
        authorizations=papers("authorization.kind"),
        driver=st.none() | _drivers(),
        words=st.sampled_from(("", "a stroke of luck", "chest pain", "the back door")),
        admitted_on=st.none() | days(),
        ancillary=st.lists(st.sampled_from(WORDS["trip.ancillary"]), unique=True).map(tuple),
        school_closed=st.lists(st.sampled_from(("Norwich", "Ely")), unique=True).map(tuple),
    )


def _locals() -> Some[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "notice_business_days": st.integers(0, 5),
            "county_class": st.sampled_from(("urban", "basic", "rural")),
            "far_miles": st.just(20),
            "authorize_every_ride": st.booleans(),
            "mfpp_family_planning_only": st.booleans(),
        },
    )


@st.composite
def requests(draw: st.DrawFn) -> Facts:
    """Return a request; as a rule it is asked for some days before the ride."""
    trip = draw(_trips())
    ahead = timedelta(days=draw(st.integers(-2, 12)))
    ride_at = trip.appointment_at or trip.pickup_at
    asked_at = draw(st.none() | st.just(ride_at - ahead if ride_at is not None else None))
    return Facts(
        member=draw(_members()),
        trip=trip,
        asked_at=asked_at,
        checked_on=draw(st.none() | days()),
        local=draw(_locals()),
    )
