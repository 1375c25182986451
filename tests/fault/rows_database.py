# SPDX-License-Identifier: MIT
"""The database stops, dies, hangs, has no room for another connection."""

import signal
import time

from fault.trial import row

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
