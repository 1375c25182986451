# SPDX-License-Identifier: MIT
"""What all rows of the table share: the worlds that are up, ceiling and service by turns."""

import contextlib
import dataclasses
import json
import statistics

from bench.ceiling import Ceiling
from bench.measure import load
from bench.world import World
from stack import pool
from stack.layout import Trouble

ROWS = {}           # name -> function that measures it: Bench -> [Line]


def row(name):
    def keep(measure):
        ROWS[name] = measure
        return measure
    return keep


@dataclasses.dataclass
class Line:
    """One line of the table; what does not apply stays None."""
    name: str
    connections: int = 1
    rate: float = None
    p50: float = None
    p99: float = None
    ratio: float = None
    cpu_ratio: float = None
    bar: float = None
    cpu: dict = dataclasses.field(default_factory=dict)
    pss: float = None
    note: str = ""


class Bench:
    """The worlds that are up, and how long and how often is measured."""

    def __init__(self, state, sizes, seconds, rounds, soak, tell):
        self.state, self.sizes = state, sizes
        self.seconds, self.rounds, self.soak, self.tell = seconds, rounds, soak, tell
        self._worlds, self._ceilings, self._ends = {}, {}, contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        return self._ends.__exit__(*fault)

    def world(self, sizes=None):
        sizes = tuple(sizes or self.sizes)
        if sizes not in self._worlds:
            self.tell(f"loading {len(sizes)} tenants with {sum(sizes)} users")
            self._worlds[sizes] = self._ends.enter_context(World(self.state, sizes))
        return self._worlds[sizes]

    def ceiling(self, world):
        if world not in self._ceilings:
            self._ceilings[world] = Ceiling(world)
        return self._ceilings[world]

    def families(self, world):
        return {"nginx": world.pid("nginx"), "worker": world.pid("tenantry"), "database": world.pid("database")}

    def load(self, world, calls):
        """One run against the service."""
        return load(calls, world.service.access.port, self.seconds, self.families(world))

    def pair(self, name, world, calls, size, *statements, bar, database="tenantry"):
        """Ceiling and service by turns; the ratio is the median of each round's."""
        ceiling, service, bare = self.ceiling(world), [], []
        with ceiling.responder(size, database, *statements) as responder:
            others = self.families(world) | {"nginx": ceiling.nginx.pid, "worker": responder.pid}
            for _ in range(self.rounds):
                bare.append(load(calls, ceiling.port, self.seconds, others))
                service.append(self.load(world, calls))
                self.tell(f"{name}: {service[-1].rate:.0f}/s of {bare[-1].rate:.0f}/s")
        line, under = summary(name, service, calls), summary("  its ceiling", bare, calls)
        line.bar, line.ratio = bar, median(one.rate / other.rate for one, other in zip(service, bare))
        line.cpu_ratio = sum(under.cpu.values()) / sum(line.cpu.values())
        line.pss = self.pss(world)
        return [line, under]

    def pss(self, world):
        """Megabytes of the pool."""
        return pool.proportional_set_size(world.pid("tenantry")) / 1024


median = statistics.median


def summary(name, runs, calls):
    line = Line(name, calls.connections, median(one.rate for one in runs), median(one.p50 for one in runs),
                median(one.p99 for one in runs))
    line.cpu = {group: median(one.cpu[group] for one in runs) for group in runs[0].cpu}
    failed = sum(one.failed for one in runs)
    line.note = f"{failed} failed" if failed else ""
    return line


def first_answer(caller, body):
    """The bytes of one answer, which must be a result."""
    answer = caller.post_raw(json.dumps(body).encode())
    if "result" not in answer.json:
        raise Trouble(f"{body['method']}: {answer}")
    return answer.body
