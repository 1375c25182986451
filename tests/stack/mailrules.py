# SPDX-License-Identifier: MIT
"""How the mail catcher behaves (stack.catcher), changed by several tests at the same time."""

import contextlib
import fcntl
import json
import os

PATH = os.path.join(os.path.dirname(os.environ.get("STACK_ACCESS", "")), "mail-rules.json")


@contextlib.contextmanager
def _changed():
    """The list of all rules, to be changed; nobody else changes it meanwhile."""
    with open(PATH + ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            with open(PATH, encoding="utf-8") as file:
                rules = json.load(file)["rules"]
        except FileNotFoundError:
            rules = []
        yield rules
        with open(PATH + ".new", "w", encoding="utf-8") as file:
            json.dump({"rules": rules}, file)
        os.rename(PATH + ".new", PATH)


class MailRules:
    """The rules of one test; those of others stay."""

    def __init__(self):
        self._mine = []

    def __call__(self, *rules):
        """These instead of the ones before; none: nobody is refused any more."""
        with _changed() as all_rules:
            all_rules[:] = [rule for rule in all_rules if rule not in self._mine] + list(rules)
        self._mine = list(rules)
