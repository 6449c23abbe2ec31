"""Damaged map files by the thousand: `python -m tests.geo.mutate KIND COUNT [SEED]`.

Each case damages one small file (bytes flipped, cut, swapped; half of them inside the packed
blocks, so that the damage gets past the checksums), looks into it and builds of it over an old
map. Allowed are a whole map that answers, or a sentence and the old map as it was. The cases run
in processes of their own; one that dies or hangs is counted and told with its number.
"""

import argparse
import collections
import contextlib
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.geo.damage import KINDS, damaged, write_good

LIMIT_S = 120.0


@dataclass(slots=True)
class Tally:
    """How the cases ended; `failed` must not happen.

    `crashed` are cases in which a parser died; they were tried again as the program does it.
    """

    ended: collections.Counter[str] = field(default_factory=collections.Counter)
    failed: list[str] = field(default_factory=list)
    crashed: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every case of a kind starts from."""

    kind: str
    seed: int
    folder: Path
    is_quick: bool = False

    @property
    def good(self) -> Path:
        return next(self.folder.glob("good.*"))

    @property
    def network(self) -> Path:
        return self.folder / "county.osm.pbf"

    @property
    def old_map(self) -> Path:
        return self.folder / "old"


def prepare(kind: str, seed: int, folder: Path, *, is_quick: bool = False) -> Bench:
    """Write the good files and the old map that every case starts from; quick: without tiles."""
    from nemt_desk.geo import build_map  # noqa: PLC0415 - see above
    from nemt_desk.ground.progress import Quiet  # noqa: PLC0415
    from tests.geo.conftest import write_county  # noqa: PLC0415

    bench = Bench(kind, seed, folder, is_quick)
    write_county(bench.network)
    write_good(kind, folder, bench.network)
    build_map([bench.network], bench.old_map, progress=Quiet())
    return bench


def run_case(bench: Bench, number: int, work: Path, *, apart: bool = False) -> str:
    """Do one case; returns how it ended. Raises AssertionError for what must not happen.

    With `apart` as the program does it: in a process of its own, whose crash is a sentence.
    """
    from nemt_desk.geo import build_map  # noqa: PLC0415
    from nemt_desk.geo.building.inspect import inspect_file  # noqa: PLC0415
    from nemt_desk.ground.errors import DeskError  # noqa: PLC0415
    from nemt_desk.ground.progress import Quiet  # noqa: PLC0415

    chance = random.Random(f"{bench.kind} {bench.seed} {number}")
    path = work / bench.good.name.replace("good", "damaged", 1)
    path.write_bytes(damaged(bench.kind, bench.good.read_bytes(), chance))
    target = work / "map"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bench.old_map, target)
    before = sorted(str(item.relative_to(target)) for item in target.rglob("*"))
    pointer = (target / "current.json").read_bytes()
    report = inspect_file(path, Quiet(), in_process=not apart)
    assert report.is_usable or len(report.problem) > 10, "a problem without words"
    alone = bench.kind in ("pbf", "tiger")
    files = [path] if alone else [bench.network, path]
    try:
        build_map(files, target, progress=Quiet(), in_process=not apart)
    except DeskError as error:
        said = error.sentence
    else:
        return _answers(target)
    assert said.endswith("."), f"no sentence: {said}"
    assert (target / "current.json").read_bytes() == pointer, "the old map is not current"
    now = sorted(str(item.relative_to(target)) for item in target.rglob("*"))
    assert now == before, f"left behind: {set(now) ^ set(before)}"
    return "refused"


def _answers(target: Path) -> str:
    from nemt_desk.geo import CountyMap, Point  # noqa: PLC0415
    from nemt_desk.ground.errors import RefusedError  # noqa: PLC0415

    assert not list(target.glob(".building-*")), "a work folder was left behind"
    with CountyMap.open(target) as county:
        county.geocode("120 Church Street")
        with contextlib.suppress(RefusedError):
            county.route(Point(46.51, -93.69), Point(46.53, -93.67))
        county.display.features(county.info.bounds, 14)
    return "built"


def _keep_tiles(bench: Bench) -> None:
    """Take the roads' tiles from the old map, and try no routes: most of the time goes there."""
    from nemt_desk.geo.building import check as check_map  # noqa: PLC0415
    from nemt_desk.geo.building import making  # noqa: PLC0415
    from nemt_desk.geo.building.map_folder import current_folder  # noqa: PLC0415

    tiles = current_folder(bench.old_map) / "tiles"

    def copied(network: Path, folder: Path, progress: object) -> None:
        shutil.copytree(tiles, folder / "tiles")

    vars(making)["build_tiles"] = copied
    check_map.PAIRS = 0


def _serve(pipe: Connection, bench: Bench) -> None:
    work = Path(tempfile.mkdtemp(dir=bench.folder))
    if bench.is_quick or bench.kind not in ("pbf", "tiger"):
        _keep_tiles(bench)
    with contextlib.suppress(EOFError):
        while True:
            number, apart = pipe.recv()
            try:
                answer = run_case(bench, number, work, apart=apart)
            except Exception as why:  # noqa: BLE001 - everything else must not happen
                answer = f"FAILED {type(why).__name__}: {why}"
            pipe.send(answer)


@dataclass(slots=True)
class _Worker:
    bench: Bench
    child: BaseProcess | None = None
    pipe: Connection | None = None
    number: int = -1
    since: float = 0.0
    apart: bool = False

    def give(self, number: int, *, apart: bool = False) -> None:
        if self.child is None or self.pipe is None:
            context = multiprocessing.get_context("spawn")
            self.pipe, there = context.Pipe()
            self.child = context.Process(target=_serve, args=(there, self.bench))
            self.child.start()
            there.close()
        self.number, self.since, self.apart = number, time.monotonic(), apart
        self.pipe.send((number, apart))

    def heard(self) -> str:
        """Return the answer, or that the process died."""
        assert self.pipe is not None
        try:
            return str(self.pipe.recv())
        except EOFError:
            assert self.child is not None
            self.child.join()
            code = self.child.exitcode
            self.child = None
            return f"died {code}"

    def end(self) -> None:
        if self.child is not None and self.pipe is not None:
            self.pipe.close()
            self.child.kill()
            self.child.join()
            self.child = None


def run(
    bench: Bench, numbers: range, *, workers: int = 1, told: Callable[[Tally], None] | None = None
) -> Tally:
    """Run the cases; returns how they ended."""
    tally = Tally()
    crew = [_Worker(bench) for _ in range(workers)]
    waiting = iter(numbers)
    busy: list[_Worker] = []
    for worker in crew:
        _give_next(worker, waiting, busy)
    try:
        while busy:
            pipes = [worker.pipe for worker in busy if worker.pipe is not None]
            ready = wait(pipes, timeout=1.0)
            for worker in list(busy):
                if worker.pipe in ready:
                    answer = worker.heard()
                elif time.monotonic() - worker.since > LIMIT_S:
                    worker.end()
                    answer = "hung"
                else:
                    continue
                if answer.startswith("died") and not worker.apart:
                    # The parser crashed: the program must make a sentence of that.
                    tally.crashed.append(worker.number)
                    worker.give(worker.number, apart=True)
                    continue
                busy.remove(worker)
                _note(tally, worker, answer)
                if told is not None:
                    told(tally)
                _give_next(worker, waiting, busy)
    finally:
        for worker in crew:
            worker.end()
    return tally


def _give_next(worker: _Worker, waiting: Iterator[int], busy: list[_Worker]) -> None:
    number = next(waiting, None)
    if number is not None:
        worker.give(number)
        busy.append(worker)


def _note(tally: Tally, worker: _Worker, answer: str) -> None:
    tally.ended[answer.split(" ", maxsplit=1)[0]] += 1
    if answer not in ("built", "refused"):
        tally.failed.append(
            f"{worker.bench.kind} {worker.bench.seed} case {worker.number}: {answer}"
        )


def main() -> int:
    """Run cases of one kind and tell how they ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.geo.mutate", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = prepare(args.kind, args.seed, Path(name))

        def told(tally: Tally) -> None:
            if tally.ended.total() % 100 == 0:
                sys.stderr.write(f"{tally.ended.total():6} {_words(tally.ended)}\n")

        numbers = range(args.first, args.first + args.count)
        tally = run(bench, numbers, workers=args.workers, told=told)
    sys.stdout.write(f"{args.kind}: {tally.ended.total()} cases, {_words(tally.ended)}\n")
    if tally.crashed:
        sys.stdout.write(f"a parser crashed in {tally.crashed}; the program said a sentence\n")
    sys.stdout.writelines(f"{line}\n" for line in tally.failed)
    return 1 if tally.failed else 0


def _words(ended: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(ended.items()))


if __name__ == "__main__":
    sys.exit(main())
