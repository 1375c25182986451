# SPDX-License-Identifier: MIT
"""Stacks for tests, started through scripts/run; they end with the process that started them."""

import json
import os
import signal
import subprocess
import time

from stack.layout import ROOT
from stack.servers import die_with_parent

RUN = os.path.join(ROOT, "scripts", "run")

# Hashing a password is made cheap, or a run would do little else.
OPTIONS = ("password_memory_kib=8192", "password_passes=1")


class Stack:
    """A fresh stack in that folder, on any free port; RuntimeError if it does not start."""

    def __init__(self, state):
        self.access = os.path.join(state, "access.json")
        self._words = state + ".log"
        os.makedirs(os.path.dirname(state), exist_ok=True)
        subprocess.run([RUN, "--state", state, "--stop"], check=True)       # of a run that was killed
        command = [RUN, "--state", state, "--fresh", "--port", "0"]
        for option in OPTIONS:
            command += ["--set", option]
        with open(self._words, "w", encoding="utf-8") as words:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
                                             start_new_session=True, preexec_fn=die_with_parent)
        while not self._is_ready():
            if self._process.poll() is not None:
                with open(self._words, encoding="utf-8") as words:
                    raise RuntimeError(f"the stack did not start:\n{words.read()}")
            time.sleep(0.02)

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def _is_ready(self):
        try:
            with open(self.access, encoding="utf-8") as access:
                return json.load(access)["pid"] == self._process.pid
        except FileNotFoundError:
            return False


def state_folder(name):
    """Where the stack of that name lives."""
    return os.environ.get("STACK_STATE", os.path.join(ROOT, "build", "stacks", "test")) + name
