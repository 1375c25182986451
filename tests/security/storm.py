# SPDX-License-Identifier: MIT
"""A storm of sign-ins, four times as many as can be hashed: do those who are in notice?  A tool, not a test.

    STACK_ACCESS=var/access.json /usr/bin/python3 tests/security/storm.py [seconds]

Prints the rate and the slowest hundredth of me.get before and during the storm, what became of
the sign-ins, and whether any call of those who are in has failed.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from stack.actors import Service
from stack.client import Refused

LOAD = os.path.join(os.path.dirname(HERE), "bench", "load.lua")
THREADS = 24


class Storm:
    """Sign-ins at a fixed pace, whatever the answers take."""

    def __init__(self, acme, people, rate):
        self.heard, self.over = collections.Counter(), threading.Event()
        self._acme, self._people, self._pause = acme, people, THREADS / rate if rate else 0
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(THREADS if rate else 2)]
        for thread in self._threads:
            thread.start()

    def _run(self, number):
        guest, due = self._acme.guest, time.monotonic()
        while not self.over.is_set():
            who = self._people[number % len(self._people)]
            try:
                guest.sign_in(who.email, who.password, session="token")
                self.heard["signed in"] += 1
            except Refused as error:
                self.heard[error.reason] += 1
            except (AssertionError, OSError) as error:
                self.heard[f"lost: {error}"[:80]] += 1
            guest.token = None
            due += self._pause
            time.sleep(max(0, due - time.monotonic()))

    def end(self):
        self.over.set()
        for thread in self._threads:
            thread.join()
        return self.heard


def load(service, person, seconds):
    """me.get over 32 connections by somebody who is signed in, as wrk sees it."""
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    with tempfile.NamedTemporaryFile("w", suffix=".load") as file:
        file.write(f'POST /rpc\n{person.host}:{service.access.port}\t{cookie}\t{{"jsonrpc":"2.0","id":1,"method":"me.get"}}\n')
        file.flush()
        done = subprocess.run(["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", LOAD,
                               f"https://{person.host}:{service.access.port}", "--", file.name],
                              capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main(seconds):
    service = Service.at(os.environ["STACK_ACCESS"])
    acme = service.demo_msp.new_tenant()
    people = [acme.join() for _ in range(THREADS)]
    alone = Storm(acme, people, 0)
    time.sleep(3)
    rate = alone.end()["signed in"] / 3
    print(f"sign-ins, as fast as they go: {rate:.0f} a second")
    print("before:", load(service, people[0], seconds))
    storm = Storm(acme, people, 4 * rate)
    print("during:", load(service, people[0], seconds))
    print("storm: ", dict(storm.end()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
