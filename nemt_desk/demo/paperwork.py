"""The demo members' papers, checks and days away: one of each kind of thing to look after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.members.absences import AbsenceEntry
from nemt_desk.members.eligibility import CheckEntry
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind, PaperState
from nemt_desk.office import Office
from nemt_desk.trips import queries as trips
from nemt_desk.trips.denials import NewDenial
from nemt_desk.trips.rows import Ride

_AHEAD = timedelta(days=21)
_LOOKED_UP = "MN-ITS"
_ASKED = (
    (PaperKind.ESCORT, 6, "Faxed to the clinic."),
    (PaperKind.UPGRADE, 19, "Called twice; the nurse is on leave."),
    (PaperKind.MEDICAL_NEED, 3, ""),
)
_CHECKED = 12
_RENEW = (9, 24, -4)


@dataclass(frozen=True, slots=True)
class _Days:
    today: date

    def back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)


def lay_paperwork(office: Office, today: date) -> None:
    """Give members with rides to come papers: on file, ending soon, asked for, refused."""
    days = _Days(today)
    with office.store.read() as session:
        rides = trips.rides_between(session, today, today + _AHEAD)
    open_rides = [ride for ride in rides if ride.is_open]
    riders = list(dict.fromkeys(ride.member_id for ride in open_rides))
    if len(riders) < _CHECKED:
        return
    _lay_ending(office, open_rides, days)
    _lay_asked(office, riders, days)
    _lay_checks(office, riders[:_CHECKED], days)
    _lay_renewals(office, riders, days)
    away = AbsenceEntry(days.ahead(10), days.ahead(14), "With her daughter in the Cities")
    office.members.add_absence(office.actor, riders[-1], away)
    notice = NewDenial(
        member_id=riders[5],
        reason="The trip was to shop for groceries, which is no covered service.",
        rule="S4-010",
        mailed_on=days.back(8),
    )
    office.denials.deny(office.actor, notice)


def _lay_ending(office: Office, rides: Sequence[Ride], days: _Days) -> None:
    """Let an authorization end before the last of the rides of whoever rides furthest."""
    far = max(rides, key=lambda ride: (ride.mileage.direct_m if ride.mileage else 0.0, ride.day))
    last = max(ride.day for ride in rides if ride.member_id == far.member_id)
    office.papers.add(
        office.actor,
        far.member_id,
        PaperEntry(
            PaperKind.DISTANCE,
            "A-20417",
            days.back(170),
            max(days.today, last - timedelta(days=1)),
            "Asked for again when the cardiologist moved.",
            signed_by="Dr. Halvorsen",
            asked_on=days.back(180),
            received_on=days.back(168),
        ),
    )


def _lay_asked(office: Office, riders: Sequence[Id], days: _Days) -> None:
    for key, (kind, ago, note) in zip(riders[1:], _ASKED, strict=False):
        entry = PaperEntry(kind, note=note, state=PaperState.ASKED, asked_on=days.back(ago))
        office.papers.add(office.actor, key, entry)
    refused = PaperEntry(
        PaperKind.VEHICLE_MEDICAL,
        note="The clinic says the member may drive.",
        state=PaperState.REFUSED,
        asked_on=days.back(30),
        received_on=days.back(12),
    )
    office.papers.add(office.actor, riders[4], refused)
    consent = PaperEntry(
        PaperKind.PLAN_OF_CARE, "", days.back(60), days.ahead(20), signed_by="Osprey Counseling"
    )
    office.papers.add(office.actor, riders[6], consent)


def _lay_checks(office: Office, riders: Sequence[Id], days: _Days) -> None:
    """Look some members up: most of them lately, two so long ago that it is due again."""
    with office.store.read() as session:
        found = members.members_by_ids(session, riders)
    for number, key in enumerate(riders):
        ago = 40 if number in {2, 7} else 2 + number
        entry = CheckEntry.of(found[key], days.back(ago), _LOOKED_UP)
        office.eligibility.check(office.actor, key, entry, take_over=False)


def _lay_renewals(office: Office, riders: Sequence[Id], days: _Days) -> None:
    with office.store.read() as session:
        found = members.members_by_ids(session, riders[: len(_RENEW)])
        entries = {
            key: MemberEntry.of(one, members.home_of(session, one)) for key, one in found.items()
        }
    for ahead, (key, entry) in zip(_RENEW, sorted(entries.items()), strict=True):
        renewed = replace(entry, renewal_on=days.ahead(ahead), papers=None)
        office.members.change(office.actor, key, renewed)
