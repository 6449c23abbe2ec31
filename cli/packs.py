"""Commands about the rules' packs: list them, and try case files. No office is needed."""

import argparse
from pathlib import Path

from cli.office import command
from cli.session import show, show_json, tell
from nemt_desk.policy.cases import read_cases, try_case
from nemt_desk.policy.packs import available, load

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser(
        "packs",
        help="State packs: list, test.",
        description="State packs: list them, or try case files against their rules.",
        epilog="example:\n  main.py packs test cases.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = command(acts, "list", "List the state packs.", "main.py packs list")
    listing.set_defaults(run=_list)
    _add_folders(listing)
    text = "Decide the cases of files and compare; exit 1 if one fails."
    testing = command(acts, "test", text, "main.py packs test mn.json mo.json")
    testing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    testing.set_defaults(run=_test)
    _add_folders(testing)


def _add_folders(parser: argparse.ArgumentParser) -> None:
    """Take the folder options of the other commands, for scripts that give them to all."""
    for name in ("--data", "--map"):
        parser.add_argument(name, type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _list(args: argparse.Namespace) -> int:
    found = [load(info.code) for info in available()]
    if args.json:
        keys = ("code", "name", "state", "zone")
        show_json(
            [
                {key: getattr(pack, key) for key in keys}
                | {"rules": len(pack.entries), "paper_route": pack.paper_route.kind}
                for pack in found
            ]
        )
    for pack in () if args.json else found:
        route = f"paper: {pack.paper_route.kind} route"
        show(f"{pack.code}  {pack.name}  {pack.zone}  {len(pack.entries)} rules  {route}")
    return 0


def _test(args: argparse.Namespace) -> int:
    # Every file is read before the first case is tried: a misspelt one fails at once.
    cases = [(path, case) for path in args.files for case in read_cases(path)]
    results = []
    for path, case in cases:
        wrong = try_case(case)
        results.append({"file": path.name, "name": case.name, "passed": not wrong, "wrong": wrong})
        if not args.json:
            show(f"FAILED  {case.name}: {'; '.join(wrong)}" if wrong else f"passed  {case.name}")
    failed = sum(not result["passed"] for result in results)
    if args.json:
        show_json({"passed": len(results) - failed, "failed": failed, "cases": results})
    else:
        show(f"{len(results) - failed} passed, {failed} failed")
    if not results:
        tell("There is no case in these files.")
    return 1 if failed or not results else 0
