"""`settings`: show the agency's settings, or change what is named."""

import argparse
from contextlib import closing
from dataclasses import asdict, fields, replace

from cli.office import Commands, command
from cli.people import option
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.season import parse_month_day
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import parse_phone
from nemt_desk.runs.plans.weights import PLAN_FIELDS
from nemt_desk.security.rows import Right, require

_EXAMPLE = """main.py settings --npi 1234567893 --phone 218-555-0100 \\
      --address "1 Court Street" --city Perch --state MN --zip 55744"""
_WORDS = {
    "name": "the agency's name, as on paper",
    "zone": "time zone, like America/Chicago",
    "phone": "the office's telephone",
    "address": "street and number",
    "city": "town",
    "state": "two letters",
    "zip": "five digits",
    "npi": "the agency's NPI; it stands on every trip log",
    "umpi": "the agency's UMPI, where there is no NPI",
    "member_label": "the word on paper: Member or Recipient",
    "map_note": "a remark about the map",
    "winter_from": "first day of winter, like 11/15",
    "winter_until": "last day of winter, like 3/31",
}
_MINUTES = {
    "load_min": "minutes to get aboard",
    "early_min": "minutes before an appointment",
    "pickup_window_min": "minutes a pick-up may be late",
    "slack_min": "minutes between rides",
    "lock_min": "minutes until the screen locks, 1 to 20",
    "winter_percent": "how much longer a drive takes in winter, 0 to 100 percent",
    "standing_weeks": "weeks that standing orders make their rides ahead, 1 to 26",
    "map_margin_mi": "miles a new map reaches beyond the agency's counties",
}
_FLAGS = {
    "plan_carriers": "a plan may leave rides to carriers, at the pack's rates",
    "plan_goes_home": "drivers go home in a long wait",
}
_FIGURES = frozenset({"local", "local_notes"})


def register(commands: Commands) -> None:
    """Add the command."""
    text = "Show the agency's settings, or change those that are named."
    parser = command(commands, "settings", text, _EXAMPLE)
    for name, words in _WORDS.items():
        option(parser, name.replace("_", "-"), words)
    for name, words in _MINUTES.items():
        option(parser, name.replace("_", "-"), words, type=int)
    for one in PLAN_FIELDS:
        words = f"{one.label}: {one.least} to {one.most} {one.unit}"
        option(parser, one.name.replace("_", "-"), words.replace("%", "%%"), type=int)
    for name, words in _FLAGS.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            action=argparse.BooleanOptionalAction,
            default=argparse.SUPPRESS,
            help=words,
        )
    parser.add_argument(
        "--avoid-ferries",
        action=argparse.BooleanOptionalAction,
        default=argparse.SUPPRESS,
        help="route around ferries, or take them again",
    )
    parser.set_defaults(run=_settings)
    add_data(parser)


def _settings(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        names = {item.name for item in fields(Settings)}
        said = {name: value for name, value in vars(args).items() if name in names}
        if said.get("phone"):
            said["phone"] = parse_phone(said["phone"])
        for name in ("winter_from", "winter_until"):
            if name in said:
                said[name] = parse_month_day(said[name], name)
        if said:
            changes = office.save_settings(replace(office.settings, **said))
            tell(f"{changes.text}.")
        kept = asdict(office.settings)
    if args.json:
        show_json(kept)
        return 0
    for name, value in kept.items():
        if value not in ("", {}) and name not in _FIGURES:
            show(f"{name:20} {value}")
    if kept["local"]:
        tell(f"{len(kept['local'])} figures are laid over the pack: see `main.py figures list`.")
    return 0
