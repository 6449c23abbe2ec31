"""A no-show as it lies in the ride's own column, read and written in one place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from nemt_desk.runs.live.rows import NoShow, NoShowStep, StepTaken


def no_show_of(kept: Mapping[str, Any]) -> NoShow:
    """Return what was kept; nothing at all is a no-show without steps."""
    decided = kept.get("decided") or {}
    at = decided.get("at")
    return NoShow(
        steps=tuple(_taken(one) for one in kept.get("steps", ())),
        counts=decided.get("counts"),
        decided_by=decided.get("by", ""),
        decided_at=datetime.fromisoformat(at) if at else None,
        why=decided.get("why", ""),
    )


def to_keep(no_show: NoShow) -> dict[str, Any]:
    """Return a no-show as it is kept."""
    kept: dict[str, Any] = {"steps": [_kept(one) for one in no_show.steps]}
    if no_show.counts is not None and no_show.decided_at is not None:
        kept["decided"] = {
            "counts": no_show.counts,
            "by": no_show.decided_by,
            "at": no_show.decided_at.isoformat(),
            "why": no_show.why,
        }
    return kept


def with_steps(
    no_show: NoShow, steps: Sequence[NoShowStep], *, at: datetime, by: str, note: str = ""
) -> NoShow:
    """Return it with more steps; one that was taken before stays as it was told first."""
    done = {taken.step for taken in no_show.steps}
    more = [StepTaken(step, at, by, note) for step in dict.fromkeys(steps) if step not in done]
    return NoShow(
        (*no_show.steps, *more),
        no_show.counts,
        no_show.decided_by,
        no_show.decided_at,
        no_show.why,
    )


def _taken(kept: Mapping[str, Any]) -> StepTaken:
    at = datetime.fromisoformat(kept["at"])
    return StepTaken(NoShowStep(kept["step"]), at, kept["by"], kept.get("note", ""))


def _kept(taken: StepTaken) -> dict[str, Any]:
    return {
        "step": taken.step.value,
        "at": taken.at.isoformat(),
        "by": taken.by,
        "note": taken.note,
    }
