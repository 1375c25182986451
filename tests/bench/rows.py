# SPDX-License-Identifier: MIT
"""The rows of the table: what is measured, against what, and what it must reach."""

import contextlib
import dataclasses
import json
import statistics
import time

from bench.ceiling import Ceiling
from bench.measure import Calls, forget_peak, load, memory, rpc
from bench.world import World, tenant
from stack import pool
from stack.layout import Trouble
from stack.ownpool import title
from stack.servers import children_of

ROWS = {}


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
    bar: float = None
    cpu: dict = dataclasses.field(default_factory=dict)
    pss: float = None
    note: str = ""


class Bench:
    """The worlds that are up, and how long and how often is measured."""

    def __init__(self, state, sizes, seconds, rounds, tell):
        self.state, self.sizes = state, sizes
        self.seconds, self.rounds, self.tell = seconds, rounds, tell
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

    def pair(self, name, world, calls, size, *statements, bar, pause=None):
        """Ceiling and service by turns; the ratio is the median of each round's."""
        ceiling, service, bare = self.ceiling(world), [], []
        families = {"nginx": world.pid("nginx"), "worker": world.pid("tenantry"), "database": world.pid("database")}
        with ceiling.responder(size, *statements) as responder:
            others = {"nginx": ceiling.nginx.pid, "worker": responder.pid, "database": world.pid("database")}
            for number in range(self.rounds):
                bare.append(load(calls, ceiling.port, self.seconds, others))
                service.append(load(calls, world.service.access.port, self.seconds, families))
                self.tell(f"{name}: {service[-1].rate:.0f}/s of {bare[-1].rate:.0f}/s")
        line = summary(name, service, bar, calls.connections)
        line.ratio = statistics.median(one.rate / other.rate for one, other in zip(service, bare))
        line.pss = pool.proportional_set_size(world.pid("tenantry")) / 1024
        under = summary(name, bare, None, calls.connections)
        under.name = "  its ceiling"
        return [line, under]


def summary(name, runs, bar, connections):
    median = lambda of: statistics.median(map(of, runs))
    line = Line(name, connections, median(lambda one: one.rate), median(lambda one: one.p50),
                median(lambda one: one.p99), bar=bar)
    line.cpu = {group: median(lambda one: one.cpu[group]) for group in runs[0].cpu}
    failed = sum(one.failed for one in runs)
    line.note = f"{failed} failed" if failed else ""
    return line


def first_answer(caller, body):
    """The bytes of one answer, which must be a result."""
    answer = caller.post_raw(json.dumps(body).encode())
    if "result" not in answer.json:
        raise Trouble(f"{body['method']}: {answer}")
    return answer.body


def session_select(world):
    """The one point select of a ceiling: a session by its hash."""
    one = world.tables.rows("SELECT HEX(hash) AS hash FROM session ORDER BY id DESC LIMIT 1")[0].hash
    return f"SELECT id, account_id, tenant_id, level, expires_at, last_seen_at FROM session WHERE hash = x'{one}'"


@row("me.get")
def me_get(bench):
    world = bench.world()
    people = world.people()
    size = len(first_answer(people[0], rpc("me.get")))
    return bench.pair("me.get", world, Calls(people, rpc("me.get")), size, session_select(world), bar=0.90)


# ---- many rows in one call ----

def workers(world):
    return [pid for pid in children_of(world.pid("tenantry")) if title(pid).startswith("tenantry: worker")]


@row("tenant.create")
def tenant_create(bench):
    """100 tenants with 1,000 users each, in one call."""
    world, times, ratios, rows, peak, after = bench.world(), [], [], 0, 0, 0
    ceiling = bench.ceiling(world)
    for number in range(bench.rounds):
        before = world.tables.rows("SELECT HEX(MAX(id)) AS id FROM tenant")[0].id
        body = json.dumps(rpc("tenant.create", tenants=[
            tenant(f"round-{number}-{place}", 1000) for place in range(100)])).encode()
        for pid in workers(world):
            forget_peak(pid)
        start = time.monotonic()
        answer = world.msp.admin.post_raw(body).json
        times.append(time.monotonic() - start)
        if "result" not in answer or answer.result.total_tenants_failed:
            raise Trouble(f"tenant.create: {answer}")
        peak = max([peak] + [memory(pid, "VmHWM") for pid in workers(world)])
        after = max(memory(pid, "VmRSS") for pid in workers(world))
        ceiling.make_database("role")
        new = f"tenant_id IN (SELECT id FROM tenantry.tenant WHERE id > x'{before}')"
        rows, seconds = ceiling.bulk(
            tenant=f"id > x'{before}' OR kind = 'platform'", account="home_" + new, membership=new, invitation=new)
        ratios.append(seconds / times[-1])
        bench.tell(f"tenant.create: {times[-1]:.2f} s, bare {seconds:.2f} s")
        forget(world, before)
    took = statistics.median(times)
    return [Line("tenant.create 100 x 1,000", rate=1 / took, p50=took * 1000, p99=max(times) * 1000,
                 ratio=statistics.median(ratios), bar=0.5, note=f"{rows / took:.0f} rows/s; a worker at most "
                 f"{peak:.0f} MB, then {after:.0f} MB")]


def forget(world, before):
    """Takes out the tenants that are newer, as fast as it goes."""
    new = f"(SELECT id FROM tenant WHERE id > x'{before}')"
    for statement in ("SET foreign_key_checks = 0", f"DELETE FROM account WHERE home_tenant_id IN {new}",
                      f"DELETE FROM membership WHERE tenant_id IN {new}",
                      f"DELETE FROM invitation WHERE tenant_id IN {new}",
                      f"DELETE FROM role WHERE tenant_id IN {new}",
                      f"DELETE FROM tenant WHERE id > x'{before}'", "SET foreign_key_checks = 1"):
        world.tables.rows(statement)
