# SPDX-License-Identifier: MIT
"""The console in a browser: each test of tests/console/*.test.mjs is one here."""

import fcntl
import glob
import os
import re
import subprocess

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONSOLE = os.path.join(ROOT, "tests", "console")
MODULES = os.path.join(CONSOLE, "node_modules")


def named():
    """File and name of every test, as they stand in the files."""
    for path in sorted(glob.glob(os.path.join(CONSOLE, "*.test.mjs"))):
        with open(path, encoding="utf-8") as file:
            for name in re.findall(r'^test\("([^"]+)"', file.read(), re.M):
                yield pytest.param(path, name, id=name)


@pytest.fixture(scope="session")
def npm():
    """The packages of tests/console, fetched once for all processes of this run."""
    with open(os.path.join(ROOT, "build", "console-tests.lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.isdir(os.path.join(MODULES, "playwright-core")):
            subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=CONSOLE, check=True, timeout=300)


@pytest.mark.parametrize("path, name", named())
def test_console(service, npm, path, name):
    pattern = f"^{re.escape(name)}$"
    done = subprocess.run(["node", "--test", "--test-reporter=tap", f"--test-name-pattern={pattern}", path],
                          cwd=CONSOLE, text=True, capture_output=True, timeout=240, check=False,
                          env={**os.environ, "STACK_ACCESS": os.path.abspath(os.environ["STACK_ACCESS"])})
    assert done.returncode == 0 and re.search(r"^# pass 1$", done.stdout, re.M), done.stdout[-6000:] + done.stderr[-2000:]
