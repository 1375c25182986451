# SPDX-License-Identifier: MIT
"""scripts/faults: the service keeps its promises while something is broken.

Each row of the table is one fault.  A stack of the run's own is up on loopback; real clients call
it from processes of their own and note what was acknowledged; the row breaks something; then the
clients' notes are compared with the database.

A row is one function in a file whose name begins with `rows_`:

    @row("nginx-reload", "nginx is told to reload each second", seconds=60, brief=3)
    def nginx_reload(trial):
        with trial.load() as load:
            for _ in trial.every(1):
                trial.ground.nginx.process.send_signal(signal.SIGHUP)
        line = trial.line(load)
        line.must(load.failed == 0, "no call fails")
        return line

`trial.line` has compared notes and database by then: nothing lost, nothing doubled, nothing half
done are promises of every row.  `line.must` adds another promise; `line.within` one that depends
on the speed of the machine, which scripts/test does not judge.  `brief` is how many seconds the
fault lasts there; None: that row is for scripts/faults alone.

The parts: trial.py (rows, their table, one run of one row), ground.py (the stack: its servers
killed, frozen, started again), load.py (starts clients, sums up their notes), client.py (one
process of clients), ledger.py (notes against the database).  A row that needs another ground
(a cluster) brings one: anything with `access`, `reseller`, `writes` and `ledger` as Ground has them.
"""
