"""A member who lives too far from care, and what is done about it."""

from dataclasses import replace
from datetime import date
from typing import Any

from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.members.papers import PaperService
from nemt_desk.members.rows import MemberEntry, Program
from nemt_desk.places import queries as places
from nemt_desk.trips import queries
from nemt_desk.trips.again import DecideAgain
from nemt_desk.trips.asking import Asking, ask
from tests.factories import ACTOR, NOW, member_entry
from tests.trips.conftest import Desk

FAR_M = 92_000.0
"""57 miles: too far for primary care without an authorization."""
FIRST = date(2026, 12, 1)


class Office:
    """A member who needs an authorization, and what is done about it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        entry = member_entry(program=Program.MA, county="Itasca", assessed_mode=2)
        desk.built.members.change(ACTOR, desk.member_id, entry)
        self.papers = PaperService(desk.built.store, desk.built.trail, lambda: desk.settings)
        self.again = DecideAgain(desk.built.store, lambda: desk.settings)

    def asking(self, day: date = FIRST, **changes: Any) -> Asking:
        with self.desk.built.store.read() as session:
            member = members.member(session, self.desk.member_id)
            home = members.home_of(session, member)
            clinic = places.place(session, self.desk.clinic_id)
        values: dict[str, Any] = {
            "member": member,
            "settings": self.desk.settings,
            "asked_at": NOW,
            "origin": home,
            "destination": clinic,
            "service": "office_visit",
            "appointment_at": self.desk.at("10:30", day),
            "direct_m": FAR_M,
        }
        return Asking(**(values | changes))

    def book(self, day: date = FIRST, **changes: Any) -> Id:
        """Book a trip of 57 miles as the Book page does, overridden if it must be."""
        asking = self.asking(day, **changes)
        decision = ask(asking)
        way = self.desk.leg(day=day).mileage
        assert way is not None
        leg = self.desk.leg(day=day, mileage=replace(way, direct_m=FAR_M))
        request = self.desk.request(
            legs=(leg,),
            return_at=self.desk.at("14:30", day),
            service=asking.service,
            mode=decision.mode or 2,
            decision=decision.to_json(),
            asked=asking.kept_facts().to_json(),
            override_reason="The paper is asked for" if decision.needs_override else "",
        )
        return self.desk.trips.book(ACTOR, request).trip_ids[0]

    def outcome(self, trip_id: Id) -> str:
        with self.desk.built.store.read() as session:
            kept = queries.decision_of(session, trip_id)
            assert kept is not None
            found = queries.trip(session, trip_id).outcome
        assert found == kept.outcome
        return found

    def change(self, **changes: Any) -> Any:
        with self.desk.built.store.read() as session:
            found = members.member(session, self.desk.member_id)
            entry = MemberEntry.of(found, members.home_of(session, found))
        return self.desk.built.members.change(
            ACTOR, self.desk.member_id, replace(entry, papers=None, **changes)
        )
