# SPDX-License-Identifier: MIT
"""The processes of the pool die, are replaced, are told to reload."""

import os
import random
import signal
import statistics
import time

from fault.ground import eventually
from fault.post import Outbox
from fault.trial import row
from stack.ownpool import title


@row("workers-killed", "kill -9 of a random worker each 100 ms", seconds=60, brief=3)
def workers_killed(trial):
    ground, times = trial.ground, []
    with trial.load(pause=0.02) as load:
        full = len(ground.workers())
        for _ in trial.every(0.1):
            alive = ground.workers()
            os.kill(random.choice(alive), signal.SIGKILL)
            times.append(eventually(lambda: len(ground.workers()) >= len(alive), 10, "a new worker"))
    line = trial.line(load)
    line.must(load.failed <= len(times), "at most the call in the hand of each one fails")
    line.recovers(statistics.quantiles(times, n=20)[-1] if len(times) > 2 else max(times), 0.1)
    line.note += f"; {len(times)} killed of {full}, replaced in {statistics.median(times) * 1000:.0f} ms, " \
        f"at worst {max(times) * 1000:.0f} ms"
    return line


@row("reload", "HUP each second", seconds=60, brief=4)
def reload(trial):
    ground, before = trial.ground, 0
    with trial.load() as load:
        before = ground.logged().count("event=reload ")
        for _ in trial.every(1):
            ground.pool.process.send_signal(signal.SIGHUP)
    line = trial.line(load)
    line.must(load.failed == load.busy == 0, "no call fails")
    reloads = ground.logged().count("event=reload ") - before
    line.must(reloads >= trial.seconds / 2, "it reloads")
    line.note += f"{reloads} reloads"
    return line


@row("keeper-killed", "kill -9 of the keeper each 200 ms while it sends", seconds=30, brief=3)
def keeper_killed(trial):
    ground, kills = trial.ground, 0
    with trial.load("mail", pause=0.3) as load:
        for _ in trial.every(0.2):
            keeper = ground.keeper()
            if keeper is not None:
                os.kill(keeper, signal.SIGKILL)
                kills += 1
    ended = time.monotonic()
    line = trial.line(load)
    line.must(load.failed == 0, "no call fails")
    with Outbox(ground, load) as outbox:
        post = outbox.settle(150)
    line.recovers(post.settled and post.settled - ended, 150)
    line.must(post.missing == 0, "every mail is delivered")
    line.must(post.strangers == 0, "a mail that came twice has the same Message-ID")
    line.must(post.twice <= kills * 20, "twice only what was in the hand of one that died")
    line.note += f"{kills} killed, {post.twice} of {post.mails} mails twice"
    return line


@row("parent-killed", "kill -9 of the pool's parent, another one a second later", seconds=20, brief=5)
def parent_killed(trial):
    """Its workers go on until the next parent's take over."""
    ground = trial.ground
    with trial.load() as load:
        for _ in trial.every(5):
            ground.stop(ground.pool, signal.SIGKILL)
            time.sleep(1)
            ground.pool.start()
            eventually(lambda: len(ground.workers()) >= 8, 10, "new workers")
    line = trial.line(load)
    line.must(load.failed == load.busy == 0, "no call fails")
    return line


@row("worker-hangs", "a worker stops in the midst of a call (SIGSTOP)", seconds=14)
def worker_hangs(trial):
    """The parent ends it when the time of one request and two seconds are over."""
    ground = trial.ground
    with trial.load() as load:
        victim = stopped_at_work(ground)
        began = time.monotonic()
        took = eventually(lambda: victim not in ground.workers(), trial.seconds, "the end of it")
        time.sleep(1)
    line = trial.line(load)
    line.must(load.failed <= 1, "no call fails but its own")
    line.must(load.busy == 0, "none is told busy")
    line.recovers(took, 13)
    line.within(load.slowest(began, began + took - 1, "done"), 2, "every other answer")
    return line


def stopped_at_work(ground):
    """A worker that was stopped while it had a call in its hand."""
    while True:
        for pid in ground.workers():
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.001)
            if "." in title(pid):
                return pid
            os.kill(pid, signal.SIGCONT)


@row("all-busy", "every worker is held (SIGSTOP) for a while", seconds=8, brief=3)
def all_busy(trial):
    """Calls wait; whoever watches the service is answered meanwhile."""
    ground, times = trial.ground, []
    with trial.load() as load:
        held = ground.workers()
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        for _ in trial.every(0.3):
            for path in ("/healthz", "/readyz", "/metrics"):
                began = time.monotonic()
                assert ground.ops(path) == 200
                times.append(time.monotonic() - began)
        for pid in held:
            os.kill(pid, signal.SIGCONT)
        back = time.monotonic()
        time.sleep(2)
    line = trial.line(load)
    line.must(load.failed == 0, "no call fails")
    line.within(max(times), 0.1, "/healthz, /readyz and /metrics")
    line.recovers(load.recovered(back), 1)
    return line
