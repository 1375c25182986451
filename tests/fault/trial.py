# SPDX-License-Identifier: MIT
"""Rows of the table, and one run of one of them."""

import dataclasses
import time

from fault.load import Load

ROWS = {}           # name -> Row, in the order in which they are run


@dataclasses.dataclass
class Row:
    name: str
    fault: str          # what is broken, in a few words
    seconds: float      # how long
    brief: float        # how long in scripts/test; None: not there
    run: object         # Trial -> Line
    ground: object      # state folder -> what it runs on; None: the usual one


def row(name, fault, seconds, brief=None, ground=None):
    def keep(run):
        ROWS[name] = Row(name, fault, seconds, brief, run, ground)
        return run
    return keep


@dataclasses.dataclass
class Line:
    """One line of the table, and the promises that were looked at."""
    name: str
    fault: str
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    failed: int = 0
    busy: int = 0
    slowest: float = 0.0        # seconds, of all answers
    recovery: float = None      # seconds; None: there was nothing to recover from
    bars: list = dataclasses.field(default_factory=list)
    broken: list = dataclasses.field(default_factory=list)
    late: list = dataclasses.field(default_factory=list)
    note: str = ""

    def must(self, kept, promise):
        """A promise that holds on any machine."""
        self.bars.append(promise)
        if not kept:
            self.broken.append(promise)

    def within(self, seconds, most, promise):
        """A promise about time; None is never."""
        self.bars.append(f"{promise} within {most:g} s")
        if seconds is None:
            self.broken.append(f"{promise}: never")
        elif seconds > most:
            self.late.append(f"{promise}: {seconds:.2f} s, not {most:g} s")

    def recovers(self, seconds, most):
        """The time that stands in the table."""
        self.recovery = seconds
        self.within(seconds, most, "back")

    @property
    def met(self):
        return not self.broken and not self.late


class Trial:
    """One run of a row."""

    def __init__(self, row, ground, brief=False):
        self.row, self.ground, self.brief = row, ground, brief
        self.seconds = row.brief if brief else row.seconds

    def load(self, *kinds, **options):
        """Clients that call for as long as the with block lasts."""
        return Load(self.ground, list(kinds) or None, **options)

    def every(self, pause, seconds=None):
        """Rounds, one after each pause, for as long as the fault lasts; the number of each."""
        began = time.monotonic()
        rounds = max(1, round((seconds or self.seconds) / pause))
        for number in range(rounds):
            yield number
            time.sleep(max(0.0, began + (number + 1) * pause - time.monotonic()))

    def line(self, load):
        """What the clients noted, compared with the database."""
        found = self.ground.balance(load)
        line = Line(self.row.name, self.row.fault, load.done, found.lost, found.doubled, load.failed, load.busy,
                    load.slowest())
        line.must(found.lost == 0, "nothing lost")
        line.must(found.doubled == 0, "nothing doubled")
        line.must(not found.halves, "nothing half done" + "".join(f" ({half})" for half in found.halves))
        line.must(load.done > 0 and load.gave_up == 0, "every call is done in the end")
        line.note = ", ".join(f"{count} x {what}" for what, count in load.failures().most_common(3))
        return line


def try_row(row, ground, brief=False):
    """The line of one row; the ground is whole again afterwards."""
    try:
        return row.run(Trial(row, ground, brief))
    finally:
        ground.heal()
