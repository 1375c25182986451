# SPDX-License-Identifier: MIT
"""That the bench can be started; what it measures is no matter of right or wrong."""

import os
import subprocess

from bench.bench import ROWS, Line
from bench.__main__ import arguments, cells
from stack.layout import ROOT


def test_the_bench_names_its_rows():
    said = subprocess.run([os.path.join(ROOT, "scripts", "bench"), "--help"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    assert {"me.get", "tenant.create", "growth"} <= set(ROWS)
    assert all(name in said for name in ROWS)


def test_options_of_the_bench_are_understood():
    wanted = arguments(["--only", "me.get", "--only", "start", "--rounds", "1", "--soak", "0.5", "--large"])
    assert (wanted.only, wanted.rounds, wanted.soak, wanted.large) == (["me.get", "start"], 1, 0.5, True)


def test_a_line_of_the_table_leaves_out_what_does_not_apply():
    row = cells(Line("start", p50=61.5, cpu={"nginx": 0.048}))
    assert row[0] == "start" and "61.50" in row and "0.048" in row and "None" not in row
