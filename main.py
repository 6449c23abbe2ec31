"""NEMT Desk: picks a face - the window or a command - and nothing else."""

import multiprocessing
import sys


def main() -> int:
    """Run the command that was asked for, or open the window."""
    from cli.entry import read, run

    args = read(sys.argv[1:])
    if args.command is not None:
        return run(args)
    from ui.app import run as run_window

    return run_window(args)


if __name__ == "__main__":
    # The map is built in a process of its own; in the frozen program that is this file again.
    multiprocessing.freeze_support()
    sys.exit(main())
