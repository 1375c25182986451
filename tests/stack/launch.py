# SPDX-License-Identifier: MIT
"""Stacks for tests, started through scripts/run."""

import os
import subprocess

from stack.layout import ROOT

RUN = os.path.join(ROOT, "scripts", "run")

# Hashing a password is made cheap, or a run would do little else; half of the workers at most
# do that, and several tests at a time sign in.
OPTIONS = ("password_memory_kib=8192", "password_passes=1", "workers=16")


def start(state):
    """A fresh stack in that folder, on any free port; the path of its access.json, or None."""
    command = [RUN, "--state", state, "--fresh", "--detach", "--port", "0"]
    for option in OPTIONS:
        command += ["--set", option]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return os.path.join(state, "access.json") if done.returncode == 0 else None


def stop(state):
    subprocess.run([RUN, "--state", state, "--stop"], check=False)


def state_folder(name):
    """Where the stack of that name lives."""
    return os.environ.get("STACK_STATE", os.path.join(ROOT, "build", "stacks", "test")) + name
