# SPDX-License-Identifier: MIT
"""The database stops, dies, hangs, has no room for another connection."""

import contextlib
import signal
import time

import pymysql

from fault.ground import CREDITS
from fault.trial import row
from stack import database

AWAY = 4.0      # seconds for which it stays away each time


def away(trial, load, stop):
    """Stops the database, starts it again after a while: (when it went, when it was back)."""
    ground = trial.ground
    went = time.monotonic()
    stop()
    time.sleep(AWAY)
    return went, ground.start_database()


def restarted(trial, stop):
    """Rounds of being away; the longest wait for `busy`, the longest until all is well again."""
    turns = []
    with trial.load() as load:
        for _ in trial.every(AWAY + 6):
            turns.append(away(trial, load, stop))
            time.sleep(2)
    line = trial.line(load)
    line.must(load.busy > 0, "calls are answered busy")
    line.within(max(load.slowest(went, back) for went, back in turns), 2, "every answer")
    backs = [load.recovered(back, back + 2) for _, back in turns]
    line.recovers(None if None in backs else max(backs), 1)
    return line


@row("database-restart", "MariaDB stopped for 4 s, cleanly", seconds=30, brief=10)
def database_restart(trial):
    return restarted(trial, lambda: trial.ground.stop(trial.ground.database))


@row("database-killed", "MariaDB killed with kill -9, back after 4 s", seconds=60, brief=10)
def database_killed(trial):
    return restarted(trial, lambda: trial.ground.stop(trial.ground.database, signal.SIGKILL))


@row("database-frozen", "MariaDB stopped by SIGSTOP for a while", seconds=30, brief=12)
def database_frozen(trial):
    ground = trial.ground
    with trial.load() as load:
        ground.database.process.send_signal(signal.SIGSTOP)
        went = time.monotonic()
        healths = probe_health(trial, went)
        ground.database.process.send_signal(signal.SIGCONT)
        back = time.monotonic()
        time.sleep(4)
    line = trial.line(load)
    line.within(load.slowest(went, back + 1), 10, "every answer")
    line.within(load.slowest(went + 10, back), 3, "every answer, once it is known")
    line.within(max(healths), 0.2, "/healthz, /readyz and /metrics")
    line.recovers(load.recovered(back), 2)
    return line


def probe_health(trial, went):
    """Asks how it is for as long as the fault lasts: the seconds of each answer, once the first has found out."""
    times = []
    for _ in trial.every(0.5):
        began = time.monotonic()
        assert trial.ground.ops("/healthz") == trial.ground.ops("/metrics") == 200
        if began > went + 6:
            assert trial.ground.ops("/readyz") == 503
        times.append(time.monotonic() - began)
    assert trial.ground.ops("/readyz") == 503
    return times


@row("no-connections", "MariaDB has no connection to spare", seconds=15, brief=4)
def no_connections(trial):
    ground = trial.ground
    deaths = ground.logged().count("worker-died")
    with trial.load() as load:
        ground.mysql("SET GLOBAL max_connections = 10")
        with contextlib.ExitStack() as taken:
            hold_all(ground, taken)
            time.sleep(trial.seconds)
        ground.mysql("SET GLOBAL max_connections = 200")
        back = time.monotonic()
        time.sleep(4)
    line = trial.line(load)
    line.must(load.busy > 0, "calls are answered busy")
    line.must(load.failures().keys() <= {"200 uncertain"} and load.failed <= 8,
              "none fails but who was killed in the midst of COMMIT, and is told so")
    line.within(load.slowest(), 3, "every answer")
    line.recovers(load.recovered(back, back + 3.5), 2)
    line.must(ground.logged().count("worker-died") == deaths, "no worker dies of it")
    return line


def hold_all(ground, taken):
    """All connections that there are, those of the workers too."""
    mine = database_connection(ground)
    taken.callback(mine.close)
    with mine.cursor() as cursor:
        cursor.execute("SELECT id FROM information_schema.processlist WHERE user = %s", (database.WORKER,))
        for (victim,) in cursor.fetchall():
            with contextlib.suppress(pymysql.Error):
                cursor.execute(f"KILL {victim}")
            with contextlib.suppress(pymysql.Error):
                taken.callback(database_connection(ground).close)


def database_connection(ground):
    return pymysql.connect(unix_socket=ground.access["database_socket"], user="root", connect_timeout=5)


@row("row-locked", "another session holds a tenant's row for 10 s", seconds=10, brief=5)
def row_locked(trial):
    """Calls for this tenant are answered, those for others are not slower than before."""
    ground = trial.ground
    with trial.load() as load:
        with contextlib.closing(database_connection(ground)) as holder, holder.cursor() as cursor:
            cursor.execute("START TRANSACTION")
            cursor.execute(f"SELECT id FROM {database.NAME}.tenant WHERE credit_limit >= %s ORDER BY id LIMIT 1"
                           " FOR UPDATE", (CREDITS,))
            time.sleep(trial.seconds)
        back = time.monotonic()
        time.sleep(3)
    line = trial.line(load)
    line.must(load.failed == 0, "no call fails")
    line.within(load.slowest(), 8, "every answer")
    line.recovers(load.recovered(back), 2)
    return line
