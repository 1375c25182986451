# SPDX-License-Identifier: MIT
"""Each fault of scripts/faults for some seconds.  How fast it recovers is judged there, not here."""

import pytest

from fault.__main__ import load_rows
from fault.ground import Ground
from fault.trial import ROWS, try_row
from stack import launch

load_rows()
BRIEF = [one.name for one in ROWS.values() if one.brief is not None and one.ground is None]


@pytest.fixture(scope="module")
def ground():
    with Ground(launch.state_folder("-faults")) as ground:
        yield ground


@pytest.mark.parametrize("name", BRIEF)
def test_promises_are_kept_while(ground, name):
    line = try_row(ROWS[name], ground, brief=True)
    assert line.broken == [], line
