# SPDX-License-Identifier: MIT
"""scripts/bench after the build: measures, and prints one table."""

import argparse
import os
import sys

from bench import bulk, reads, service, writes  # noqa: F401: they bring the rows
from bench.bench import ROWS, Bench
from stack.layout import Trouble

USUAL, LARGE = [1000] * 200, [1000] * 100 + [91] * 9900


def arguments(given=None):
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures the service against what the machine allows.")
    parser.add_argument("--only", action="append", metavar="NAME", choices=ROWS, help=f"one of {', '.join(ROWS)}")
    parser.add_argument("--rounds", type=int, default=5, help="of ceiling and service by turns (default 5)")
    parser.add_argument("--seconds", type=int, default=2, help="of one round (default 2)")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="of mixed calls in the row memory")
    parser.add_argument("--large", action="store_true", help="10,000 tenants and 1,000,000 users, not 200 x 1,000")
    parser.add_argument("--state", default="build/bench", metavar="DIR", help="where what was loaded is kept")
    return parser.parse_args(given)


COLUMNS = ("operation", "conns", "calls/s", "p50 ms", "p99 ms", "ratio", "by CPU", "bar",
           "nginx", "worker", "database", "PSS MB", "")


def cells(line):
    def number(value, digits):
        return "" if value is None else f"{value:,.{digits}f}"
    return (line.name, str(line.connections), number(line.rate, 0 if line.rate and line.rate >= 10 else 2),
            number(line.p50, 2), number(line.p99, 2), number(line.ratio, 2), number(line.cpu_ratio, 2),
            number(line.bar, 2),
            *(number(line.cpu.get(name), 3) for name in ("nginx", "worker", "database")),
            number(line.pss, 1), line.note)


def show(lines):
    table = [COLUMNS, *map(cells, lines)]
    widths = [max(map(len, column)) for column in zip(*table)]
    for row in table:
        first, *others = (cell.ljust(width) if place in (0, len(widths) - 1) else cell.rjust(width)
                          for place, (cell, width) in enumerate(zip(row, widths)))
        print("  ".join([first, *others]).rstrip())
    print("\nnginx, worker, database: milliseconds of CPU for one call.  Ratios are medians of rounds."
          "\nby CPU: the milliseconds of the ceiling in those of the service, which others on the machine change less.")


def tell(text):
    print(f"# {text}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)


def main():
    wanted, lines = arguments(), []
    try:
        with Bench(wanted.state, LARGE if wanted.large else USUAL, wanted.seconds, wanted.rounds,
                   wanted.soak, tell) as bench:
            for name in wanted.only or ROWS:
                lines += ROWS[name](bench)
    except Trouble as trouble:
        print(f"scripts/bench: {trouble}", file=sys.stderr)
        return 1
    finally:
        if lines:
            show(lines)
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
