"""What several map commands take: the map's folder, a box that begins with a minus, addresses."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from cli.session import add_data, data_folder, tell
from nemt_desk.geo import BBox, CountyMap, Match
from nemt_desk.ground.errors import RefusedError

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has

_NEGATIVE_LIST = re.compile(r"^-[\d.][\d.,\s-]*$")


def joined(argv: Sequence[str]) -> list[str]:
    """Return `argv` with `--clip -83.2,…` as `--clip=-83.2,…`; argparse would see an option."""
    ready: list[str] = []
    for word in argv:
        before = ready[-1] if ready else ""
        if before.startswith("--") and "=" not in before and _NEGATIVE_LIST.match(word):
            ready[-1] = f"{before}={word}"
        else:
            ready.append(word)
    return ready


def box(text: str) -> BBox:
    """Read `W,S,E,N` for argparse."""
    try:
        return BBox.parse(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(str(why)) from None


def add_command(commands: Commands, name: str, text: str, examples: str) -> argparse.ArgumentParser:
    """Add a command whose help ends with examples."""
    return commands.add_parser(
        name,
        help=_first_sentence(text),
        description=text,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _first_sentence(text: str) -> str:
    """Return `text` up to its first full stop; that of `.osm.pbf` is none."""
    return " ".join(re.split(r"\.\s", text, maxsplit=1)[0].split()).rstrip(".")


def add_map(parser: argparse.ArgumentParser) -> None:
    """Add `--map DIR` and `--data DIR`; the first needs no office."""
    parser.add_argument(
        "--map",
        dest="map_folder",
        type=Path,
        metavar="DIR",
        help="the map's folder; needs no office (default: the folder `map` in the office's folder)",
    )
    add_data(parser)


def map_folder(args: argparse.Namespace) -> Path:
    """Return the chosen map's folder."""
    chosen: Path | None = args.map_folder
    return chosen.expanduser().resolve() if chosen else data_folder(args) / "map"


def open_map(args: argparse.Namespace) -> CountyMap:
    """Open the chosen map."""
    return CountyMap.open(map_folder(args))


def find(county: CountyMap, text: str, which: str) -> Match:
    """Return the place an address or `lat,lon` means; a doubt is told, a question is refused."""
    answer = county.geocode(text)
    if answer.best is None:
        choices = "".join(f"\n  {match.text} ({match.precision})" for match in answer.matches)
        raise RefusedError(f"{which}: {answer.question}{choices}")
    if answer.best.why_not_better:
        tell(f"{which}: {answer.best.text}. {answer.best.why_not_better}")
    return answer.best
