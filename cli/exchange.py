"""`import` and `export`: bring an office's lists in, and hand them out."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from cli.arguments import Commands
from cli.resolve import today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.exchange.fields import Subject, labels
from nemt_desk.exchange.plan import ImportPlan, Outcome, PlannedRow
from nemt_desk.exchange.writing.files import FileKind
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import parse_day
from nemt_desk.office import Office
from nemt_desk.security.rows import Right, require

_IMPORT = """examples:
  main.py import members "Member list.csv"
  main.py import members list.xlsx --apply
  main.py import rides rides.csv --apply --good-rows --refused refused.csv
  main.py import members list.csv --map member_id="Case #" --map name=Who"""
_EXPORT = """examples:
  main.py export members members.csv
  main.py export rides rides.xlsx --from 12/1/2026 --until 12/31/2026"""


_WORDS = {
    Outcome.REFUSED: "refused",
    Outcome.IMPORTED: "look at",
    Outcome.SKIPPED: "no record",
}


def register(commands: Commands) -> None:
    """Add both commands."""
    bringing = commands.add_parser(
        "import",
        help="Bring in a list of members, drivers, places, rides or pairs (CSV, XLSX).",
        description="Look a list over, row by row; with --apply bring it in, in one piece.",
        epilog=_IMPORT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    bringing.add_argument("subject", type=Subject, choices=list(Subject), help="what it is about")
    bringing.add_argument("file", type=Path, metavar="FILE")
    bringing.add_argument("--sheet", default="", help="which sheet of a workbook")
    bringing.add_argument(
        "--map", dest="columns", action="append", default=[], metavar="WHAT=COLUMN",
        help="which column holds what; repeat for more, it is remembered",
    )  # fmt: skip
    how = bringing.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="write nothing (as without --apply)")
    how.add_argument("--apply", action="store_true", help="bring the rows in")
    bringing.add_argument("--good-rows", action="store_true", help="leave refused rows out")
    bringing.add_argument("--refused", type=Path, metavar="OUT", help="write the refused rows here")
    bringing.add_argument("--day", default="", metavar="DAY", help="read it as on this day")
    bringing.add_argument("--no-map", action="store_true", help="don't ask the map; set no pins")
    bringing.add_argument("--json", action="store_true", help="give every row as JSON")
    bringing.set_defaults(run=_import)
    handing = commands.add_parser(
        "export",
        help="Hand out members, drivers, places or rides (CSV, XLSX).",
        description="Hand out a list. No cell of it can start a formula.",
        epilog=_EXPORT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subjects = [subject for subject in Subject if subject is not Subject.PAIRS]
    handing.add_argument("subject", type=Subject, choices=subjects, help="what it is about")
    handing.add_argument("file", type=Path, metavar="FILE", help="its ending says CSV or XLSX")
    handing.add_argument("--from", dest="first", default="today", metavar="DAY", help="rides only")
    handing.add_argument("--until", dest="last", default="+30", metavar="DAY", help="rides only")
    handing.set_defaults(run=_export)
    for each in (bringing, handing):
        add_data(each)


def _import(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.WRITE if args.apply else Right.READ)
        if args.refused is not None and args.refused.resolve() == args.file.resolve():
            raise RefusedError("This is the list itself. Name another file for the refused rows.")
        plan = _looked(office, args)
        if args.json:
            show_json([_json(row) for row in plan.rows])
        else:
            _show(plan)
        if args.refused is not None and plan.refused:
            _write_refused(plan, args.refused)
        if not args.apply:
            return 0
        applied = office.exchange.apply(office.actor, plan, good_rows=args.good_rows)
        tell(f"Brought in {len(applied.ids):,} rows.")
        if not args.no_map and office.map is not None and plan.subject is not Subject.RIDES:
            pinned = office.pins.set_missing(office.actor)
            tell(f"{pinned.found:,} pins were set from the map, {pinned.left:,} are to be set.")
    return 0


def _looked(office: Office, args: argparse.Namespace) -> ImportPlan:
    from nemt_desk.exchange.importing import ImportRequest, before_words

    day = parse_day(args.day, today(office), "day") if args.day else None
    request = ImportRequest(args.file, args.subject, args.sheet, today=day, ask_map=not args.no_map)
    looked = office.exchange.look(request)
    if args.columns:
        known = dict(looked.guess.mapping) if looked.guess is not None else {}
        mapping = {**known, **_columns(args.columns, args.subject, looked.table.headers)}
        looked = office.exchange.look(replace(request, mapping=mapping))
    if looked.plan is None:
        # The columns go to the person who asked, never into the sentence that may be logged.
        for header in looked.table.headers:
            tell(f"  {header}")
        fields = ", ".join(labels(args.subject))
        raise RefusedError(
            f"{looked.question} Say which column (listed above) holds what with --map, like"
            f" --map name=“Client”. They may hold: {fields}. Nothing was saved."
        )
    if looked.before is not None:
        tell(before_words(looked.before))
    return looked.plan


def _columns(typed: Sequence[str], subject: Subject, headers: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in typed:
        key, _, header = one.partition("=")
        if key not in labels(subject):
            raise RefusedError(f"{key} is nothing a list of {subject} holds.")
        if header and header not in headers:
            raise RefusedError(f"There is no column “{header}” in this file.")
        found[key] = header
    return found


def _show(plan: ImportPlan) -> None:
    from nemt_desk.exchange.importing import summary

    for note in plan.notes:
        tell(note)
    for row in plan.rows:
        if row.is_told:
            word = _WORDS[row.outcome]
            show(f"{row.row}\t{word}\t{row.label}\t{row.reason}")
    tell(summary(plan))


def _json(row: PlannedRow) -> dict[str, object]:
    return {
        "row": row.row,
        "line": row.line,
        "outcome": row.outcome.value,
        "label": row.label,
        "values": dict(row.values),
        "findings": [
            {"field": one.key, "column": one.column, "typed": one.typed, "weight": one.weight.value,
             "sentence": one.sentence}
            for one in row.findings
        ],
    }  # fmt: skip


def _kind(path: Path) -> FileKind:
    return FileKind.XLSX if path.suffix.lower() == ".xlsx" else FileKind.CSV


def _write_refused(plan: ImportPlan, path: Path) -> None:
    from nemt_desk.exchange.writing.refused import refused_file

    replace_file(path, refused_file(plan, _kind(path)))
    tell(f"{plan.refused:,} refused rows are in {path.name}: mend them and bring that file in.")


def _export(args: argparse.Namespace) -> int:
    from nemt_desk.exchange.exporting import ExportRequest

    with closing(open_office(args)) as office:
        first = last = None
        if args.subject is Subject.RIDES:
            first = parse_day(args.first, today(office), "from")
            last = parse_day(args.last, today(office), "until")
        request = ExportRequest(args.subject, _kind(args.file), first, last)
        handed = office.exports.hand_out(office.actor, request)
        replace_file(args.file, handed.content)
        tell(f"{handed.row_count:,} rows are in {args.file.name}.")
    return 0
