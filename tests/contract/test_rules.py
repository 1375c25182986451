# SPDX-License-Identifier: MIT
"""Every precise rule (tests/rules.txt) is proven by a test that names it: test_R12_..."""

import os
import re

from stack.layout import ROOT

TESTS = os.path.join(ROOT, "tests")


def rules():
    with open(os.path.join(TESTS, "rules.txt"), encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(" ", 1) for line in file)


def proofs():
    """Rule -> the tests that name it."""
    found = {}
    for folder, _, files in os.walk(TESTS):
        for file in files:
            if re.fullmatch(r"test_\w+\.py", file):
                with open(os.path.join(folder, file), encoding="utf-8") as source:
                    for name in re.findall(r"^def (test_\w+)", source.read(), re.M):
                        for rule in re.findall(r"R\d+", name):
                            found.setdefault(rule, []).append(name)
    return found


def test_every_rule_has_a_test_that_names_it():
    without = [f"{rule} {words}" for rule, words in rules().items() if rule not in proofs()]
    assert without == []


def test_no_test_names_a_rule_that_there_is_not():
    advice = {"R3", "R4", "R15", "R57", "R58", "R59", "R60", "R61", "R63", "R65"}   # wishes, not rules
    assert set(proofs()) - set(rules()) <= advice
