"""Commands that write paper as PDF files: run sheets and trip logs of a day."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from cli.office import command
from cli.runs import Commands, Verb, day_of, driver_of
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import day_year_text
from nemt_desk.office import Office
from nemt_desk.security.rows import Right, require


def register(commands: Commands) -> None:
    """Add `print run-sheets` and `print trip-logs`."""
    example = "main.py print run-sheets --date 2026-11-24 --out sheets.pdf"
    parser = commands.add_parser(
        "print",
        help="Write run sheets or trip logs as PDF.",
        description="Write run sheets or trip logs as PDF.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    papers = parser.add_subparsers(dest="paper", required=True, metavar="PAPER")
    _paper(papers, "run-sheets", _run_sheets, "Write the run sheets of a day's runs.")
    _paper(papers, "trip-logs", _trip_logs, "Write the trip logs, one per member and run.")


def _paper(papers: Commands, name: str, verb: Verb, text: str) -> None:
    example = f"main.py print {name} --date 2026-11-24 --out {name}.pdf"
    parser = command(papers, name, text, example)
    parser.add_argument("--date", default="today", metavar="DAY", help="which day (default: today)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="F.pdf", help="the file to write"
    )
    parser.add_argument(
        "--driver", action="append", default=[], metavar="NAME|ID", help="only this driver's runs"
    )
    add_data(parser)
    parser.set_defaults(run=partial(_inside, verb))


def _inside(verb: Verb, args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.PRINT)
        return verb(office, args)


def _drivers(office: Office, args: argparse.Namespace) -> list[UUID] | None:
    return [driver_of(office, text) for text in args.driver] or None


def _run_sheets(office: Office, args: argparse.Namespace) -> int:
    from nemt_desk.runs.sheets import run_sheets
    from reports.run_sheet import run_sheets_pdf

    day, drivers = day_of(office, args.date), _drivers(office, args)
    with office.store.read() as session:
        sheets = run_sheets(
            session,
            day,
            roads=office.map,
            settings=office.settings,
            now=office.clock.now(),
            driver_ids=drivers,
        )
    _refuse_nothing(len(sheets), day, "run")
    pdf = run_sheets_pdf(sheets)
    office.runs.printed(
        office.actor,
        "Printed a run sheet to a file",
        run_ids=[sheet.run_id for sheet in sheets if sheet.run_id is not None],
        member_ids=[member for sheet in sheets for member in sheet.member_ids],
    )
    drafts = sum(not sheet.is_published for sheet in sheets)
    if drafts:
        tell(f"{drafts} of {len(sheets)} runs are drafts, and their sheets say so.")
    return _written(args, pdf, "run_sheets", [sheet.run_code for sheet in sheets])


def _trip_logs(office: Office, args: argparse.Namespace) -> int:
    from nemt_desk.logs.queries import trip_logs
    from reports.trip_log import trip_logs_pdf

    day, drivers = day_of(office, args.date), _drivers(office, args)
    with office.store.read() as session:
        logs = trip_logs(
            session,
            day,
            roads=office.map,
            settings=office.settings,
            now=office.clock.now(),
            driver_ids=drivers,
        )
    _refuse_nothing(len(logs), day, "ride on a run")
    pdf = trip_logs_pdf(logs)
    office.runs.printed(
        office.actor,
        "Printed a trip log to a file",
        run_ids=[log.run_id for log in logs if log.run_id is not None],
        member_ids=[log.member_id for log in logs if log.member_id is not None],
    )
    unrouted = sum(ride.direct_m is None for log in logs for ride in log.rides)
    if unrouted:
        rides = "ride" if unrouted == 1 else "rides"
        tell(f"{unrouted} {rides} could not be routed; the logs say why.")
    return _written(args, pdf, "trip_logs", [log.log_code for log in logs])


def _refuse_nothing(count: int, day: date, what: str) -> None:
    if not count:
        raise RefusedError(f"There is no {what} on {day_year_text(day)}. Nothing was written.")


def _written(args: argparse.Namespace, pdf: bytes, kind: str, codes: Sequence[str]) -> int:
    replace_file(args.out, pdf)
    if args.json:
        show_json({"out": str(args.out), "count": len(codes), kind: list(codes)})
    else:
        show(str(args.out))
    words = kind.replace("_", " ")
    tell(f"{len(codes)} {words if len(codes) > 1 else words[:-1]} written.")
    return 0
