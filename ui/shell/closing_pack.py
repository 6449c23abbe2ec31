"""Writes the locked pack for days without the program: when asked, and at closing time."""

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import time_text

if TYPE_CHECKING:
    from nemt_desk.office import Office
    from nemt_desk.runs.dark.rows import DarkPack

WROTE = "Wrote the pack for days without the program"


def file_name(day: date) -> str:
    """Return how the pack of a day is called; without anybody's name."""
    return f"days-without-the-program-{day.isoformat()}.pdf"


def write_pack(office: "Office", pack: "DarkPack", pdf: bytes, folder: Path) -> Path:
    """Write the pack locked into `folder` and note in the trail whose data it holds.

    Raises:
        EnvironmentProblem: the folder is not there or can't be written.
    """
    from reports.locked import locked  # noqa: PLC0415 - once a day

    if not folder.is_dir():
        raise EnvironmentProblem(
            f"The pack was not written: {folder} is not there. Plug the stick in, or name another"
            " folder under Looking ahead, Without the program."
        )
    path = folder / file_name(pack.first)
    replace_file(path, locked(pdf, office.dark_password()))
    # By the office's own clock: whether it is due again is judged by it.
    now = office.clock.now().timestamp()
    os.utime(path, (now, now))
    office.runs.printed(office.actor, WROTE, run_ids=pack.run_ids, member_ids=pack.member_ids)
    return path


def write_if_due(office: "Office") -> str:
    """Write today's pack if closing time has come; return what to say of it, empty if nothing."""
    settings = office.settings
    if not settings.dark_at or not settings.dark_folder:
        return ""
    local = office.time.local(office.clock.now())
    due = datetime.combine(local.date(), time.fromisoformat(settings.dark_at.zfill(5)))
    if local.replace(tzinfo=None) < due:
        return ""
    path = Path(settings.dark_folder) / file_name(local.date())
    written = _written_at(path)
    if written is not None and office.time.local(written).replace(tzinfo=None) >= due:
        return f"pack {time_text(office.time.local(written))}"
    try:
        _write(office, local.date(), Path(settings.dark_folder))
    except DeskError:
        return "pack NOT written"
    return f"pack {time_text(local)}"


def _written_at(path: Path) -> datetime | None:
    try:
        changed = path.stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(changed, UTC)


def _write(office: "Office", day: date, folder: Path) -> None:
    from nemt_desk.runs.dark.queries import dark_pack  # noqa: PLC0415 - once a day
    from reports.dark_pack import dark_pack_pdf  # noqa: PLC0415 - once a day

    with office.store.read() as session:
        pack = dark_pack(
            session,
            day,
            office.settings.dark_days,
            roads=office.map,
            settings=office.settings,
            now=office.clock.now(),
        )
    write_pack(office, pack, dark_pack_pdf(pack), folder)
