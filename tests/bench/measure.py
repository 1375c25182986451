# SPDX-License-Identifier: MIT
"""One run of the load generator, and what the processes behind it used meanwhile."""

import dataclasses
import json
import os
import subprocess
import tempfile

from stack.client import COOKIE
from stack.servers import children_of

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")


class Calls:
    """What is asked for, by whom.  A body is an object, or is made for each caller; several are mixed."""

    def __init__(self, callers, *bodies, method="POST", path="/rpc", connections=32, pause=None):
        self.callers, self.bodies = callers, bodies
        self.method, self.path = method, path
        self.connections = connections
        self.pause = pause              # milliseconds between two calls of a connection

    def write(self, file):
        file.write(f"{self.method} {self.path}\n")
        for caller in self.callers:
            for body in self.bodies or [None]:
                body = body(caller) if callable(body) else body
                file.write(f"{caller.host}\t{COOKIE}={caller.cookies[COOKIE]}\t"
                           f"{'' if body is None else json.dumps(body)}\n")
        file.flush()


def rpc(name, **params):
    return {"jsonrpc": "2.0", "id": 1, "method": name, "params": params}


@dataclasses.dataclass
class Run:
    rate: float             # calls a second
    p50: float              # milliseconds
    p99: float
    failed: int
    cpu: dict               # name of a group of processes -> milliseconds of one call


def load(calls, port, seconds, families):
    """Runs wrk; `families` are names and the ids of the processes at their heads."""
    with tempfile.NamedTemporaryFile("w", suffix=".calls") as file:
        calls.write(file)
        before = {name: cpu(pid) for name, pid in families.items()}
        pause = [] if calls.pause is None else [str(calls.pause)]
        said = subprocess.run(
            ["wrk", "-t2", f"-c{calls.connections}", f"-d{seconds}s", "-s", os.path.join(HERE, "load.lua"),
             f"https://{calls.callers[0].host}:{port}{calls.path}", "--", file.name, *pause],
            stdout=subprocess.PIPE, text=True, check=True).stdout
        after = {name: cpu(pid) for name, pid in families.items()}
    told = json.loads(said.splitlines()[-1])
    requests = max(1, told["requests"])
    return Run(told["requests"] / told["seconds"], told["p50"], told["p99"], told["failed"],
               {name: (after[name] - before[name]) * 1000 / requests for name in families})


def family(pid):
    """A process and all that it forked."""
    return [pid] + [one for child in children_of(pid) for one in family(child)]


def cpu(head):
    """Seconds that a family has used so far, those of its head's children included that have ended."""
    ticks = 0
    for pid in family(head):
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15] if pid == head else fields[11:13]))
    return ticks / TICK


def memory(pid, name):
    """VmRSS or VmHWM of one process, in megabytes."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(name + ":"))


def forget_peak(pid):
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
