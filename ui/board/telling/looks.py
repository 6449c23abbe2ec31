"""How telling looks on the board: signs on rides, words on drivers. No widgets."""

from typing import TYPE_CHECKING

from nemt_desk.runs.telling.rows import TellingList, TellLine, TellState
from ui.board.overlay import Overlay, Sign

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

_DRIVER = Sign("mdi6.account-alert-outline", "driver not told")
_MEMBER = Sign("mdi6.phone-alert-outline", "member not told")
_LEFT = Sign("mdi6.voicemail", "message left")


def overlay(found: TellingList) -> Overlay:
    """Return what marks rides and drivers that somebody must still hear of."""
    rides: dict[Id, tuple[Sign, ...]] = {}
    words: dict[Id, str] = {}
    for line in found.open:
        for ride in line.rides:
            rides[ride] = (*rides.get(ride, ()), _sign(line))
        if line.is_driver and line.driver_id is not None:
            left = line.state is TellState.MESSAGE
            words[line.driver_id] = _LEFT.word if left else "not told"
    return Overlay(ride_signs=rides, driver_words=words)


def _sign(line: TellLine) -> Sign:
    if line.state is TellState.MESSAGE:
        return _LEFT
    return _DRIVER if line.is_driver else _MEMBER


def head_part(found: TellingList) -> str:
    """Return what the page head says: `3 to tell`."""
    return f"{len(found.open)} to tell" if found.open else ""
