# SPDX-License-Identifier: MIT
"""Nodes of a cluster die, freeze, are cut off and join; two pools write to the same rows."""

import contextlib
import os
import shutil
import signal
import statistics
import time

from fault.cluster import NODES, ClusterGround, Door
from fault.ground import eventually
from fault.post import Outbox
from fault.trial import row
from stack import database, galera, pool
from stack.layout import write_private

HOME, OTHER, DONOR = NODES      # of pool 1, of pool 2, of nobody
ROUNDS = 2
CALM = 0.04                     # seconds between two calls of a client: who joins has to keep up


def judged(trial, load, door, turns=5):
    line = trial.line(load)
    door.judge(line, turns)
    return line


def longest_gap(load, since, until):
    """Seconds for which no call was done."""
    times = [since, *[note.ended for note in load.notes if note.outcome == "done" and since <= note.ended <= until], until]
    return max(later - earlier for earlier, later in zip(times, times[1:]))


def killed(trial, name):
    """Rounds of losing one node and having it back."""
    ground, gaps, joins = trial.ground, [], []
    with trial.load(pause=CALM) as load, Door(ground) as door:
        for _ in range(ROUNDS):
            gone = ground.kill(name)
            time.sleep(trial.seconds / ROUNDS)
            gaps.append((gone, time.monotonic()))
            joins.append(ground.join(name))
        time.sleep(1)
    line = judged(trial, load, door)
    line.recovers(max(longest_gap(load, *gap) for gap in gaps), 3)
    line.note += f"; it joins in {max(joins):.1f} s"
    return line


@row("node-killed", "a pool's Galera node killed with kill -9", seconds=12, ground=ClusterGround)
def node_killed(trial):
    return killed(trial, HOME)


@row("other-node-killed", "a Galera node that no pool uses killed with kill -9", seconds=12, ground=ClusterGround)
def other_node_killed(trial):
    return killed(trial, DONOR)


@row("node-frozen", "a pool's Galera node stopped by SIGSTOP", seconds=12, ground=ClusterGround)
def node_frozen(trial):
    ground = trial.ground
    with trial.load(pause=CALM) as load, Door(ground) as door:
        ground.node(HOME).process.send_signal(signal.SIGSTOP)
        went = time.monotonic()
        time.sleep(trial.seconds)
        gone = time.monotonic()
        ground.node(HOME).process.send_signal(signal.SIGCONT)
        joined = ground.wait_for(*NODES)
        time.sleep(1)
    line = judged(trial, load, door)
    line.within(load.slowest(went, gone), 10, "every answer")
    line.recovers(longest_gap(load, went, gone), 3)
    line.note += f"; it is back in {joined:.1f} s"
    return line


@row("partition", "a pool's Galera node cut off from both others", seconds=12, ground=ClusterGround)
def partition(trial):
    """It refuses reads and writes; what its pool's callers ask for, another node answers."""
    ground = trial.ground
    with trial.load(pause=CALM) as load, Door(ground) as door:
        ground.ask(HOME, "SET GLOBAL wsrep_provider_options='gmcast.isolate=1'")
        cut = time.monotonic()
        refuses = eventually(lambda: ground.refuses(HOME), 20, f"{HOME} to refuse")
        time.sleep(max(0.0, cut + trial.seconds - time.monotonic()))
        healed = time.monotonic()
        ground.ask(HOME, "SET GLOBAL wsrep_provider_options='gmcast.isolate=0'")
        merged = ground.wait_for(*NODES)
        time.sleep(1)
    line = judged(trial, load, door)
    line.recovers(longest_gap(load, cut, healed), 5)
    line.within(merged, 10, "one cluster again")
    line.note += f"; it refuses after {refuses:.1f} s, one cluster again after {merged:.1f} s"
    return line


@row("node-joins", "a pool's Galera node comes back without its data", seconds=10, ground=ClusterGround)
def node_joins(trial):
    ground = trial.ground
    ground.kill(HOME)
    folder = ground.layout.path("db", HOME)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
    time.sleep(4)
    with trial.load(pause=CALM) as load, Door(ground) as door:
        joined = ground.join(HOME)
        time.sleep(trial.seconds)       # the workers go home
        at_home = clients_of(ground, HOME)
    line = judged(trial, load, door)
    line.must(load.failed == load.busy == 0, "no call fails")
    line.must(at_home > 0, "the workers go home")
    line.note += f"; it joins in {joined:.1f} s, then {at_home} workers go home"
    return line


def clients_of(ground, name):
    return ground.ask(name, "SELECT COUNT(*) FROM information_schema.processlist"
                            f" WHERE user = '{database.WORKER}'")[0][0]


@row("cluster-killed", "all Galera nodes killed with kill -9 at once", seconds=10, ground=ClusterGround)
def cluster_killed(trial):
    ground, backs = trial.ground, []
    with trial.load(pause=CALM) as load, Door(ground) as door:
        for _ in range(ROUNDS):
            ground.kill(*NODES)
            time.sleep(2)
            since = time.monotonic()
            ground.join(*NODES)
            time.sleep(3)
            backs.append((since, time.monotonic()))
    line = judged(trial, load, door)
    times = [load.recovered(*back) for back in backs]
    line.recovers(None if None in times else max(times), 15)
    return line


@row("one-row", "both pools write to one tenant's row at once", seconds=15, ground=ClusterGround)
def one_row(trial):
    before = replays(trial.ground)
    with trial.load("credit", tenants=trial.ground.tenants[:1], pause=0.001) as load:
        time.sleep(trial.seconds)
    line = trial.line(load)
    line.must(load.failed == 0, "no call fails")
    line.must(load.busy * 1000 <= load.done, "of a thousand calls one is told busy, at most")
    line.note += f"{replays(trial.ground) - before} replays, {load.done / trial.seconds:.0f} a second"
    return line


def replays(ground):
    return sum(ground.logged(name).count("event=replay ") for name in ("tenantry", "tenantry-2"))


EXPAND = ("ALTER TABLE invitation ADD COLUMN expanded INT, ALGORITHM=INSTANT, LOCK=NONE",
          "CREATE INDEX expanded ON audit (action, at) ALGORITHM=NOCOPY LOCK=NONE",
          "ALTER TABLE credit_use ADD COLUMN expanded VARCHAR(40), ALGORITHM=INSTANT, LOCK=NONE")
CONTRACT = ("ALTER TABLE invitation DROP COLUMN expanded, ALGORITHM=INSTANT", "DROP INDEX expanded ON audit",
            "ALTER TABLE credit_use DROP COLUMN expanded, ALGORITHM=INSTANT")


@row("migration", "the schema moves on while both pools serve", seconds=10, ground=ClusterGround)
def migration(trial):
    ground = trial.ground
    with trial.load() as load, Door(ground) as door:
        for _ in trial.every(2):
            for statement in (*EXPAND, *CONTRACT):
                ground.ask(HOME, f"USE {database.NAME}", "SET lock_wait_timeout=5", statement)
        ground.command("migrate")
    line = judged(trial, load, door)
    line.must(load.failed == load.busy == 0, "no call fails")
    line.within(load.slowest(), 5, "every answer")
    return line


@contextlib.contextmanager
def more_keepers(ground, count):
    """Pools without work but for their keepers."""
    with open(ground.layout.config, encoding="utf-8") as file:
        kept = "".join(line for line in file if not line.startswith(("listen ", "workers ")))
    with contextlib.ExitStack() as ends:
        for number in range(count):
            one = pool.Pool(ground.layout, 3 + number, [])
            write_private(one.config, kept + f"listen = '{one.socket}'\nworkers = 1\n")
            ground.layout.give(one.config)
            ends.callback(os.unlink, one.config)
            server = pool.server(ground.layout, one)
            server.start()
            ends.callback(ground.stop, server)
        yield


@row("many-keepers", "four keepers on two nodes share 500 mails", seconds=40, ground=ClusterGround)
def many_keepers(trial):
    ground, least = trial.ground, 50 if trial.brief else 500
    until = time.monotonic() + trial.seconds
    with more_keepers(ground, 2):
        with trial.load("mail") as load:
            while time.monotonic() < until and queued(ground, load) < least:
                time.sleep(0.1)
        line = trial.line(load)
        with Outbox(ground, load) as outbox:
            post = outbox.settle(60, hurry=False)
    line.must(post.mails >= least, f"{least} mails")
    line.must(post.missing == post.failed == 0, "every mail is delivered")
    line.must(post.twice == 0, "none comes twice")
    line.recovers(post.settled and post.settled - load.ended, 30)
    line.note += f"{post.mails} mails, {post.twice} twice"
    return line


def queued(ground, load):
    return ground.ask(HOME, f"SELECT COUNT(*) FROM {database.NAME}.mail WHERE to_key LIKE '{load.run}-%'")[0][0]


@row("next-request", "put out at one pool, asked at the other, under load", seconds=60, ground=ClusterGround)
def next_request(trial):
    """Also what it costs: a question to a node with and without waiting for the others."""
    ground = trial.ground
    with trial.load() as load, Door(ground, people=4) as door:
        until = time.monotonic() + trial.seconds
        busy = waits(ground)
        while door.turns < (50 if trial.brief else 500) and time.monotonic() < until:
            time.sleep(0.1)
    line = judged(trial, load, door, turns=50 if trial.brief else 500)
    line.must(load.failed == 0, "no call fails")
    idle = waits(ground)
    line.note += (f"; waiting costs a call {idle * 1000:.2f} ms at rest, {busy * 1000:.2f} ms under load;"
                  " a server alone is never asked")
    return line


def waits(ground, times=300):
    """Seconds that a node takes to be sure that it knows all that was acknowledged; the median."""
    taken = {}
    with galera.connect(ground.layout, HOME) as connection, connection.cursor() as cursor:
        for statement in ("DO 1", "SET STATEMENT wsrep_sync_wait=1 FOR SELECT 1"):
            spent = []
            for _ in range(times):
                began = time.perf_counter()
                cursor.execute(statement)
                spent.append(time.perf_counter() - began)
            taken[statement] = statistics.median(spent)
    plain, waiting = taken.values()
    return waiting - plain
