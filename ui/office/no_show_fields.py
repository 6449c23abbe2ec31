"""What the office does before a driver leaves a member who does not come: steps to tick."""

from typing import Any

from nemt_desk.ground.settings import NO_SHOW_STEPS
from ui.widgets.form import FieldForm

_WORDS = {
    "waited": "Wait the minutes above",
    "called_member": "Call the member",
    "called_facility": "Call the facility",
    "looked": "Look for the member at the door",
}
_PREFIX = "no_show_step_"


def add_no_show_fields(form: FieldForm) -> None:
    """Add a tick for each step."""
    form.section("Before a no-show is marked")
    for step in NO_SHOW_STEPS:
        form.tick(_WORDS[step], _PREFIX + step)


def ticks_of(kept: str) -> dict[str, object]:
    """Return what the ticks show of the steps as they are kept."""
    return {_PREFIX + step: step in kept.split() for step in NO_SHOW_STEPS}


def taken_from(values: dict[str, Any]) -> str:
    """Take the ticks out of the form's values; return the steps as they are kept."""
    return " ".join(step for step in NO_SHOW_STEPS if values.pop(_PREFIX + step))
