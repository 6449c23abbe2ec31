"""Commands about the office itself: setup, backup, restore, backups, audit, demo."""

import argparse
from pathlib import Path

from cli.commands import Commands, command
from cli.session import (
    add_data,
    credentials,
    data_folder,
    input_on_stderr,
    open_office,
    show,
    show_json,
    tell,
)
from nemt_desk.ground.words import day_year_text, time_text
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.restoring import restore
from nemt_desk.security.rows import Right, require


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    _register_setup(commands)
    backing = command(
        commands, "backup", "Make a checked backup now.", "main.py backup --to E:\\nemt-backups"
    )
    backing.add_argument("--to", type=Path, metavar="DIR", help="another folder, e.g. a USB stick")
    backing.set_defaults(run=_backup)
    listing = command(commands, "backups", "List the backups, newest first.", "main.py backups")
    listing.set_defaults(run=_backups)
    restoring = command(
        commands,
        "restore",
        "Put a backup in the office's place. The present file is kept aside.",
        "main.py restore backups/office-20261124T161500000000Z-412-0f3a….db",
    )
    restoring.add_argument("backup", type=Path, help="the backup's file, or `latest`")
    restoring.set_defaults(run=_restore)
    audit = commands.add_parser(
        "audit",
        help="Check the audit trail.",
        description="Check the audit trail.",
        epilog="example:\n  main.py audit verify",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = audit.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = command(
        acts,
        "verify",
        "Walk the audit trail and tell of edited, removed, inserted or cut-off entries.",
        "main.py audit verify --json",
    )
    verify.set_defaults(run=_verify)
    for parser in (backing, listing, restoring, verify):
        add_data(parser)


def _register_setup(commands: Commands) -> None:
    setup = command(
        commands,
        "setup",
        "Set up a new office; prints the recovery code once.",
        'main.py setup --agency "Perch County Rides" --pack mn --name "A. Coordinator"',
    )
    setup.add_argument("--agency", required=True, help="the agency's name, as on paper")
    setup.add_argument("--pack", default="mn", help="state pack (default: mn)")
    setup.add_argument("--zone", default="America/Chicago", help="time zone of the agency")
    setup.add_argument("--name", required=True, help="your own name")
    setup.set_defaults(run=_setup)
    add_data(setup)


def _setup(args: argparse.Namespace) -> int:
    login, password = credentials()
    wanted = OfficeSetup(args.agency, args.pack, args.zone, args.name, login, password)
    office, code = Office.create(data_folder(args), wanted)
    office.close()
    if args.json:
        show_json({"data": str(data_folder(args)), "recovery_code": code})
    else:
        show(f"Recovery code: {code}")
        tell("Write the recovery code down now; it is not shown again.")
    return 0


def _backup(args: argparse.Namespace) -> int:
    office = open_office(args)
    require(office.actor, Right.BACKUP)
    made = office.backups.make(args.to)
    rows = office.backups.check(made.path).total
    office.close()
    if args.json:
        show_json({"path": str(made.path), "rows": rows, "trail_entries": made.entries})
    else:
        show(str(made.path))
        tell(f"Backup made, opened again and checked: {rows:,} rows.")
    return 0


def _backups(args: argparse.Namespace) -> int:
    office = open_office(args)
    found = office.backups.list()
    if args.json:
        show_json(
            [{"path": str(b.path), "at": b.made_at, "trail_entries": b.entries} for b in found]
        )
    for backup in () if args.json else found:
        local = office.time.local(backup.made_at)
        show(f"{day_year_text(local.date())} {time_text(local)}  {backup.path}")
    office.close()
    return 0


def _restore(args: argparse.Namespace) -> int:
    data = data_folder(args)
    source: Path = args.backup
    if str(source) == "latest":
        found = sorted((data / "backups").glob("office-*.db"))
        source = found[-1] if found else source
    login, password = credentials()
    rows, aside = restore(data, source, login, password)
    if args.json:
        show_json({"rows": rows, "replaced": str(aside) if aside else None})
    else:
        show(f"Restored {source.name}: {rows:,} rows.")
        if aside:
            tell(f"The file that was there before is kept as {aside.name}.")
    return 0


def _verify(args: argparse.Namespace) -> int:
    office = open_office(args)
    require(office.actor, Right.AUDIT)
    check = office.verify_trail()
    office.close()
    if args.json:
        show_json({"entries": check.entries, "whole": check.is_whole, "faults": check.faults})
    else:
        show(f"{check.entries:,} entries checked.")
        for fault in check.faults:
            show(fault)
        tell("The audit trail is whole." if check.is_whole else "The audit trail is NOT whole.")
    return 0 if check.is_whole else 1


__all__ = ["Commands", "command", "input_on_stderr", "register"]
