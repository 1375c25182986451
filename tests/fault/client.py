# SPDX-License-Identifier: MIT
"""One process of clients: calls until its input ends, then tells what came of each call.

    python3 -m fault.client < JOB

The first line of the input is the job, as load.py writes it.  The notes are lines of JSON, one for
each try: [kind, key, began, ended, outcome], times of the monotonic clock.  Outcomes are done,
busy (refused, nothing was done), failed (anything else) and gave_up, for a call that its client
does not try any more.  A client repeats a call that was not done, with the same idempotency key.
"""

import http.client
import itertools
import json
import random
import sys
import threading
import time

from stack.wire import Wire

NOT_NOW = ("busy", "throttled")


class Client(threading.Thread):
    """One caller who makes one call after the other."""

    def __init__(self, job, name, stop):
        super().__init__(daemon=True)
        self._job, self._name, self._stop_asked = job, name, stop
        self._wire = Wire(job["host"], job["port"], job["ca"], job["timeout"])
        self._chance = random.Random(name)
        self.notes = []

    def run(self):
        for number in itertools.count():
            if self._stop_asked.is_set():
                return
            kind = self._chance.choice(self._job["kinds"])
            self._call(kind, f"{self._job['run']}-{self._name}-{number}")
            self._stop_asked.wait(self._job["pause"] * self._chance.uniform(0.5, 1.5))

    def _call(self, kind, key):
        """Tries until it is done, with the same key; a little longer than the load lasts."""
        body = self._body(kind, key)
        patience = time.monotonic() + self._job["patience"]
        while True:
            began = time.monotonic()
            outcome = self._try(body)
            now = time.monotonic()
            self.notes.append([kind, key, began, now, outcome])
            if outcome == "done":
                return
            if now > patience:
                self.notes.append([kind, key, began, now, "gave_up"])
                return
            time.sleep(self._chance.uniform(0.02, 0.1))

    def _body(self, kind, key):
        """The parameters of this kind of call, with its key wherever KEY stands."""
        call = self._job["calls"][kind]
        tenant = self._chance.choice(self._job["tenants"])
        params = json.loads(json.dumps(call["params"]).replace("KEY", key).replace("TENANT", tenant))
        return json.dumps({"jsonrpc": "2.0", "id": 1, "method": call["method"], "params": params}).encode()

    def _try(self, body):
        try:
            answer = self._wire.send("POST", "/rpc", body, [
                ("Content-Type", "application/json"), ("X-API-Key", self._job["api_key"])])
            said = json.loads(answer.body)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            return f"failed: {type(fault).__name__}"
        if "result" in said:
            return "done"
        reason = said["error"].get("data", {}).get("reason")
        return "busy" if reason in NOT_NOW else f"failed: {answer.status} {reason}"


def main():
    job = json.loads(sys.stdin.readline())
    stop = threading.Event()
    clients = [Client(job, f"{job['process']}.{number}", stop) for number in range(job["clients"])]
    for client in clients:
        client.start()
    sys.stdin.read()
    stop.set()
    for client in clients:
        client.join()
        for note in client.notes:
            print(json.dumps(note))


if __name__ == "__main__":
    main()
