# SPDX-License-Identifier: MIT
"""Clients in processes of their own, and what they noted."""

import collections
import json
import os
import secrets
import subprocess
import sys
import time

from stack.layout import ROOT

CALLS = {
    "read": {"method": "tenant.get", "params": {"tenant_id": "TENANT"}},
    "invite": {"method": "invitation.create", "params": {
        "tenant_id": "TENANT", "send_email": False, "idempotency_key": "KEY",
        "invitations": [{"email": "KEY@load.test", "first_name": "Lo", "last_name": "Ad"}]}},
    "mail": {"method": "invitation.create", "params": {
        "tenant_id": "TENANT", "idempotency_key": "KEY",
        "invitations": [{"email": "KEY@load.test", "first_name": "Lo", "last_name": "Ad"}]}},
    "credit": {"method": "credit.use", "params": {
        "tenant_id": "TENANT", "amount": 1, "reference": "KEY", "idempotency_key": "KEY"}},
}

USUAL = ["read", "invite", "credit", "credit"]
PROCESSES, CLIENTS = 2, 4

Note = collections.namedtuple("Note", "kind key began ended outcome")


class Load:
    """Clients call from the beginning of the with block to its end; then `notes` is what they say."""

    def __init__(self, ground, kinds=None, clients=CLIENTS, pause=0.01, patience=60, timeout=30,
                 tenants=None):
        self.run = "f" + secrets.token_hex(4)
        self._job = {
            "run": self.run, "host": f"api.{ground.access['base_domain']}", "port": ground.access["port"],
            "ca": ground.access["ca_cert"], "api_key": ground.access["api_key"], "tenants": tenants or ground.tenants,
            "kinds": kinds or USUAL, "calls": CALLS, "clients": clients, "pause": pause, "patience": patience,
            "timeout": timeout,
        }
        self._processes = []
        self.notes = []

    def __enter__(self):
        environment = os.environ | {"PYTHONPATH": os.path.join(ROOT, "tests"), "PYTHONDONTWRITEBYTECODE": "1"}
        for number in range(PROCESSES):
            process = subprocess.Popen([sys.executable, "-m", "fault.client"], env=environment, text=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
            self._processes.append(process)
            process.stdin.write(json.dumps(self._job | {"process": number}) + "\n")
            process.stdin.flush()
        time.sleep(0.7)     # until they call
        self.began = time.monotonic()
        return self

    def __exit__(self, fault, *_):
        self.ended = time.monotonic()
        for process in self._processes:
            process.stdin.close()
        for process in self._processes:
            if fault is not None:
                process.kill()
            for line in process.stdout:
                self.notes.append(Note(*json.loads(line)))
            process.stdout.close()
            process.wait()
        self.notes.sort(key=lambda note: note.ended)

    def acknowledged(self, *kinds):
        """The keys of the calls of these kinds that were done."""
        return {note.key for note in self.notes if note.outcome == "done" and note.kind in kinds}

    @property
    def done(self):
        return sum(note.outcome == "done" for note in self.notes)

    @property
    def busy(self):
        return sum(note.outcome == "busy" for note in self.notes)

    @property
    def failed(self):
        return sum(note.outcome.startswith("failed") for note in self.notes)

    @property
    def gave_up(self):
        return sum(note.outcome == "gave_up" for note in self.notes)

    def failures(self):
        """How often each failure was seen."""
        return collections.Counter(note.outcome[8:] for note in self.notes if note.outcome.startswith("failed"))

    def slowest(self, since=0.0, until=float("inf"), outcome=""):
        """Seconds that the slowest answer took that came in that time."""
        return max((note.ended - note.began for note in self.notes
                    if since <= note.ended <= until and note.outcome.startswith(outcome)), default=0.0)

    def recovered(self, since, until=float("inf")):
        """Seconds from `since` until calls are done again, and none is refused any more; None: never."""
        after = [note for note in self.notes if since <= note.ended <= until and note.outcome != "gave_up"]
        done = [note.ended for note in after if note.outcome == "done"]
        bad = [note.ended for note in after if note.outcome != "done"]
        if not done or (bad and bad[-1] > done[-1]):
            return None
        return max(done[0], bad[-1] if bad else 0.0) - since
