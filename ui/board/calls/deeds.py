"""What a result does: kept, and on a yes the rides go on the driver's run. Asks for reasons."""

from datetime import datetime
from typing import Protocol, TypedDict

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.calls.service import Said
from nemt_desk.runs.calls.sheet import order_sheet, ride_sheet
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.rows import CallResult
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.runs.who.ride import TravelOn
from reports.call_sheet import call_sheet_pdf
from ui.board.calls.panel import CallPanel
from ui.board.calls.queue import Sheet
from ui.board.deeds import Ask
from ui.board.dispatch import Dispatch
from ui.board.words import FITS_NOT, count
from ui.widgets.paper import PaperPreview


class Asked(TypedDict):
    """What both sheets are made with."""

    settings: Settings
    now: datetime
    travel_on: TravelOn


class Caller(Protocol):
    """Who keeps the sheet that is open."""

    sheet: Sheet | None
    panel: CallPanel

    def go_on(self) -> None:
        """Go to whoever is called next."""
        ...

    def close(self) -> None:
        """Close the sheet."""
        ...


class CallDeeds:
    """Writes and prints for the sheet that is open."""

    def __init__(self, caller: Caller, at: Dispatch) -> None:
        self._guest = caller
        self._at = at
        self._desk = at.desk

    def say(self, sheet: Sheet, driver: Id, result: CallResult) -> None:
        """Keep what a driver said."""
        said = Said(sheet.about, driver, result, self._guest.panel.note.text().strip())
        if result is CallResult.YES:
            self._yes(sheet, said, "")
            return
        try:
            changes = self._desk.office.calls.note(self._desk.actor, said)
        except DeskError as error:
            self._desk.refuse(error)
            return
        self._guest.panel.take_note()
        self._desk.did(changes)
        self._guest.go_on()

    def _yes(self, sheet: Sheet, said: Said, reason: str) -> None:
        if sheet.about.standing_id is not None:
            self._yes_to_order(sheet, said)
            return
        ids = self._with_legs(sheet, said.driver_id)
        known = self._at.known
        is_on_run = known is not None and any(known.rides[one].is_assigned for one in ids)
        try:
            done = self._desk.office.calls.yes(
                self._desk.actor,
                said,
                ids,
                override_reason=reason,
                travel=self._at.planner.travel(sheet.day),
                may_move=is_on_run,
            )
        except OverrideNeeded as needed:
            self._ask_reason(sheet, said, needed)
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self._at.go_on_from(ids)
            self._guest.close()
            self._desk.did(done.changes)
            self._at.focus_board()

    def _with_legs(self, sheet: Sheet, driver: Id) -> tuple[Id, ...]:
        """Return the rides of the sheet, and their other legs that fit too if they are to go."""
        known = self._at.known
        if known is None or not self._at.parts.who.take_legs():
            return sheet.ride_ids
        offer = self._at.planner.offer_for(known, sheet.ride_ids, driver)
        return (*sheet.ride_ids, *(offer.fitting_legs if offer is not None else ()))

    def _ask_reason(self, sheet: Sheet, said: Said, needed: OverrideNeeded) -> None:
        entry = sheet.entries[sheet.at(said.driver_id)]
        sentences = [v.sentence for found in needed.violations.values() for v in found]
        self._at.parts.ask_bar.ask(
            Ask(
                title=f"{FITS_NOT} {entry.name} says yes, but it does not fit: {sheet.title}",
                lines=tuple(dict.fromkeys(sentences)),
                label="Reason",
                button="Assign all the same",
                answer=lambda reason: self._yes(sheet, said, reason),
            )
        )

    def _yes_to_order(self, sheet: Sheet, said: Said) -> None:
        office = self._desk.office
        with office.store.read() as session:
            days = {one.day for one in rides_by_ids(session, sheet.ride_ids, office.time)}
        try:
            done = office.calls.yes_to_order(
                self._desk.actor,
                said,
                sheet.ride_ids,
                travels={day: self._at.planner.travel(day) for day in days},
            )
        except DeskError as error:
            self._desk.refuse(error)
            return
        self._guest.close()
        self._desk.did(done.changes)
        if done.left:
            many = count(len(done.left), "ride")
            self._at.parts.hint(f"{many} of the order did not fit; call somebody else for them.")

    # --- paper -----------------------------------------------------------------------------------

    def print_sheet(self) -> None:
        """Show the call sheet on paper; printing it is noted for the member."""
        office, sheet = self._desk.office, self._guest.sheet
        ids = tuple(ride.id for ride in self._at.chosen() if ride.is_open)
        order_id = sheet.about.standing_id if sheet is not None else None
        asked: Asked = {
            "settings": office.settings,
            "now": office.clock.now(),
            "travel_on": self._at.planner.travel,
        }
        try:
            with office.store.read() as session:
                told = (
                    ride_sheet(session, sheet.ride_ids if sheet else ids, **asked)
                    if order_id is None
                    else order_sheet(session, order_id, **asked)
                )
        except DeskError as error:
            self._desk.refuse(error)
            return
        if not told.drivers:
            self._desk.say("There is nobody to call.")
            return
        PaperPreview(
            "Call sheet",
            call_sheet_pdf(told),
            self._at.parts,
            printed=lambda: office.runs.printed(
                self._desk.actor, "Printed a call sheet", run_ids=(), member_ids=told.member_ids
            ),
            file_name="call-sheet.pdf",
        ).show()
