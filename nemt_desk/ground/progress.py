"""How long work tells how far it is, and how it is stopped: `step` raises `Cancelled`."""

from typing import Protocol

from nemt_desk.ground.errors import DeskError


class Cancelled(DeskError):  # noqa: N818 - says what happened, is no error
    """The user stopped the work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("Stopped as you asked. Nothing was changed.")


class Progress(Protocol):
    """Hears how far the work is."""

    def step(self, text: str, percent: int) -> None:
        """Tell what is being done and how far (0-100); raises `Cancelled` to stop the work."""
        ...


class Quiet:
    """Hears nothing and never stops the work."""

    def step(self, text: str, percent: int) -> None:
        """Do nothing."""
