"""`demo`: make the demo office and say how to sign in."""

import argparse
from pathlib import Path

from cli.office import Commands, command
from cli.session import add_data, data_folder, show, show_json, tell
from nemt_desk.demo.office import LOGIN, PASSWORD, open_demo


def register(commands: Commands) -> None:
    """Add the command."""
    demo = command(
        commands,
        "demo",
        "Make the demo office in a folder of its own; print its user and password.",
        "main.py demo --data demo-office",
    )
    demo.add_argument(
        "--map",
        dest="map_file",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="put the demo people on this .osm.pbf instead of the demo county",
    )
    add_data(demo)
    demo.set_defaults(run=_demo)


def _demo(args: argparse.Namespace) -> int:
    data = data_folder(args)
    office = open_demo(data, map_file=getattr(args, "map_file", None), progress=_Told())
    office.close()
    if args.json:
        show_json({"data": str(data), "user": LOGIN, "password": PASSWORD})
    else:
        show(f"user: {LOGIN}\npassword: {PASSWORD}")
        tell(f"The demo office is in {data}.")
    return 0


class _Told:
    """Says each new step once."""

    def __init__(self) -> None:
        self._last = ""

    def step(self, text: str, percent: int) -> None:
        """Say what is being done."""
        if text != self._last:
            self._last = text
            tell(f"{percent:3d} %  {text}")
