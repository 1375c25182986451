# SPDX-License-Identifier: MIT
"""Faults of scripts/faults, each for some seconds: those after which all is well again at once.  How fast
it recovers, and mail that takes its time to settle, are judged there, not here.
"""

import pytest

from fault.__main__ import load_rows
from fault.ground import Ground
from fault.trial import ROWS, try_row
from stack import launch

load_rows()
BRIEF = ("workers-killed", "reload", "parent-killed", "database-restart", "database-killed", "no-connections",
         "nginx-reload", "nginx-killed", "half-open", "no-memory", "relay-drop")


@pytest.fixture(scope="module")
def ground():
    with Ground(launch.state_folder("-faults")) as ground:
        yield ground


@pytest.mark.parametrize("name", BRIEF)
def test_promises_are_kept_while(ground, name):
    line = try_row(ROWS[name], ground, brief=True)
    assert line.broken == [], line
