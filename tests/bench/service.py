# SPDX-License-Identifier: MIT
"""The service as a whole: how soon it answers, and what it takes when it has served for long."""

import os
import subprocess
import time

from bench.bench import Line, first_answer, median, row, summary
from bench.measure import Calls, rpc
from stack import fastcgi
from stack.layout import Trouble
from stack.pool import BINARY

CALL = b'{"jsonrpc":"2.0","id":1,"method":"tenant.resolve","params":{}}'


@row("start")
def start(bench):
    """From exec to the first answer, the database being up."""
    world = bench.world()
    times = [first_call(world) for _ in range(bench.rounds)]
    took = median(times)
    return [Line("start to the first answer", p50=took * 1000, p99=max(times) * 1000, note="at most 100 ms")]


def first_call(world):
    listen = world.layout.socket("start.sock")
    began = time.monotonic()
    with subprocess.Popen([BINARY, "--config", world.layout.config, "serve"], stderr=subprocess.DEVNULL,
                          env=os.environ | {"TENANTRY_LISTEN": listen}, **world.layout.run_as()) as process:
        try:
            while process.poll() is None:
                try:
                    if fastcgi.request(listen, "POST", "/rpc", CALL, TENANTRY_SCOPE="admin").status == 200:
                        return time.monotonic() - began
                except (OSError, fastcgi.Lost):
                    time.sleep(0.001)
            raise Trouble(f"serve ended with {process.returncode}")
        finally:
            process.terminate()


@row("memory")
def soak(bench):
    """Mixed calls for the time of --soak: memory at the half of it and at the end."""
    world = bench.world()
    people = world.people()
    mixed = [rpc("me.get"), rpc("user.list", limit=50), rpc("tenant.resolve"), rpc("config.get"), rpc("role.list"),
             rpc("me.update", first_name="Bo"), rpc("user.get", user_id="none"), rpc("rpc.discover")]
    for body in mixed[:6]:
        first_answer(people[0], body)
    calls = Calls(people, *mixed)
    deadline, runs, sizes = time.monotonic() + bench.soak * 60, [], []
    while len(runs) < 2 or time.monotonic() < deadline:
        runs.append(bench.load(world, calls))
        sizes.append(bench.pss(world))
    line = summary("mixed calls", runs, calls)
    line.pss, half = sizes[-1], sizes[len(sizes) // 2 - 1]
    line.note += f" {sum(one.rate for one in runs) * bench.seconds:,.0f} calls; {half:.1f} MB after half of them, "\
        "at most 20 MB"
    return [line]
