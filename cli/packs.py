"""Commands about the rules' packs: list, test, check and document them. No office is needed."""

import argparse
from pathlib import Path

from cli.commands import Commands, command
from cli.session import show, show_json, tell
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.paths import resources
from nemt_desk.policy.cases import read_cases, try_case
from nemt_desk.policy.packs import available, load


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser(
        "packs",
        help="State packs: list, test, check, docs.",
        description="State packs: list them, try case files against their rules, look them over.",
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
    text = "Look packs over: cited, dated, tried, covered; exit 1 if something is to be mended."
    checking = command(acts, "check", text, "main.py packs check my-packs/tx")
    checking.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    checking.set_defaults(run=_check)
    _add_folders(checking)
    text = "Write what each pack's sources say and what the program does about it."
    writing = command(acts, "docs", text, "main.py packs docs --out docs/rules.md")
    writing.add_argument("--out", type=Path, default=_docs(), metavar="FILE")
    writing.set_defaults(run=_write)
    _add_folders(writing)


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


def _check(args: argparse.Namespace) -> int:
    from nemt_desk.policy.pack_check import calendar_end, check_pack

    found = []
    for folder in args.folders or _shipped():
        try:
            flaws = check_pack(folder)
        except EnvironmentProblem as error:
            tell(error.sentence)
            return 2
        found += [(folder, flaw) for flaw in flaws]
        if not args.json:
            for flaw in flaws:
                where = " ".join(
                    part for part in (f"{folder.name}/{flaw.file}", flaw.entry) if part
                )
                show(f"{where}: {flaw.sentence} {flaw.cure}")
            found_out = f"{len(flaws)} to mend" if flaws else "sound"
            last = calendar_end(folder)
            reach = f"; its calendar ends with {last}" if last is not None else ""
            show(f"{folder.name}: {found_out}{reach}")
    if args.json:
        keys = ("file", "entry", "sentence", "cure")
        show_json(
            [
                {"folder": folder.name} | {key: getattr(flaw, key) for key in keys}
                for folder, flaw in found
            ]
        )
    return 1 if found else 0


def _write(args: argparse.Namespace) -> int:
    from nemt_desk.policy.rules_text import rules_text

    text = rules_text(_shipped(), resources() / "packs" / "us")
    try:
        args.out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        tell(f"{args.out} could not be written ({error.strerror}). Name another file with --out.")
        return 2
    show(f"Written: {args.out}")
    return 0


def _shipped() -> list[Path]:
    return [resources() / "packs" / info.code for info in available()]


def _docs() -> Path:
    return resources().parent / "docs" / "rules.md"
