# SPDX-License-Identifier: MIT
"""Commands of the program on the running stack, as an operator gives them."""

import collections
import os
import subprocess

from stack.pool import BINARY

Done = collections.namedtuple("Done", "status output complaints")
CONFIG = os.path.join(os.path.dirname(os.environ.get("STACK_ACCESS", "")), "tenantry.conf")


def tenantry(*arguments, said="", **options):
    """One command to its end; options of tenantry.conf stand in the environment."""
    environment = {f"TENANTRY_{name.upper()}": value for name, value in options.items()}
    done = subprocess.run([BINARY, "--config", CONFIG, *arguments], input=said, capture_output=True, text=True,
                          check=False, cwd="/", env={**os.environ, **environment})
    return Done(done.returncode, done.stdout, done.stderr)


def keep():
    """The keeper's work, once and at once."""
    done = tenantry("mail", "run", "--once")
    assert done.status == 0, done.complaints
