# SPDX-License-Identifier: MIT
"""scripts/faults after the build: breaks things, and prints one table."""

import argparse
import importlib
import os
import pathlib
import signal
import sys

from fault.ground import Ground
from fault.trial import ROWS, Line, try_row
from stack.layout import Trouble

ORDER = ("rows_pool", "rows_database", "rows_mail", "rows_web")     # the others follow, by name

COLUMNS = ("fault", "done", "lost", "doubled", "failed", "busy", "slowest s", "recovered s", "bar", "")


def load_rows():
    """Every file of rows that there is."""
    here = sorted(path.stem for path in pathlib.Path(__file__).parent.glob("rows_*.py"))
    for name in sorted(here, key=lambda one: ORDER.index(one) if one in ORDER else len(ORDER)):
        importlib.import_module(f"fault.{name}")


def arguments(given=None):
    parser = argparse.ArgumentParser(
        prog="scripts/faults", description="Breaks things under load, and shows whether the service keeps its promises.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="one of the rows that --list shows (default: all)")
    parser.add_argument("--list", action="store_true", help="show the rows, and how long each lasts")
    parser.add_argument("--brief", action="store_true", help="as short as in scripts/test")
    parser.add_argument("--state", default="build/faults", metavar="DIR", help="where its stack lives")
    wanted = parser.parse_args(given)
    unknown = [name for name in wanted.rows if name not in ROWS]
    if unknown:
        parser.error(f"no row {unknown[0]}; there are: {', '.join(ROWS)}")
    return wanted


def cells(line):
    def seconds(value):
        return "" if value is None else f"{value:.2f}"
    return (line.fault, str(line.acknowledged), str(line.lost), str(line.doubled), str(line.failed), str(line.busy),
            seconds(line.slowest), seconds(line.recovery), "met" if line.met else "MISSED",
            "; ".join([*line.broken, *line.late, line.note]))


def show(lines):
    table = [COLUMNS, *map(cells, lines)]
    widths = [max(map(len, column)) for column in zip(*table)]
    for one in table:
        shown = [cell.ljust(width) if place in (0, 8, 9) else cell.rjust(width)
                 for place, (cell, width) in enumerate(zip(one, widths))]
        print("  ".join(shown).rstrip())


def run(wanted, lines):
    """Rows that share a ground follow one another on it."""
    chosen = [ROWS[name] for name in wanted.rows or ROWS]
    for number, make in enumerate(dict.fromkeys(one.ground for one in chosen)):
        state = wanted.state if number == 0 else f"{wanted.state}-{number}"
        with (make or Ground)(state) as ground:
            for one in chosen:
                if one.ground is make:
                    print(f"# {one.name}: {one.fault}", file=sys.stderr, flush=True)
                    lines.append(measure(one, ground, wanted.brief))
                    print(f"#   {'; '.join(lines[-1].bars)}", file=sys.stderr)
                    print(f"#   {' | '.join(cells(lines[-1])[1:])}", file=sys.stderr, flush=True)


def measure(one, ground, brief):
    try:
        return try_row(one, ground, brief)
    except Trouble as trouble:
        return Line(one.name, one.fault, broken=[str(trouble)])


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)       # what was found so far is shown
    load_rows()
    wanted, lines = arguments(), []
    if wanted.list:
        for one in ROWS.values():
            print(f"{one.name:24}{one.seconds:5g} s  {one.fault}")
        return 0
    try:
        run(wanted, lines)
    except (Trouble, KeyboardInterrupt) as trouble:
        print(f"scripts/faults: {str(trouble) or 'ended early'}", file=sys.stderr)
        return 1
    finally:
        if lines:
            show(lines)
    return 0 if all(line.met for line in lines) else 1


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
