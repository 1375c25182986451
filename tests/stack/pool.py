# SPDX-License-Identifier: MIT
"""tenantry itself: its configuration file, its commands, its pool."""

import os
import subprocess
import sys

from stack import database
from stack.layout import BUILD, ROOT, Trouble, write_private
from stack.servers import Server, children_of

BINARY = os.path.join(BUILD, "tenantry")


class Pool:
    """One `tenantry serve`: its name, its socket, its configuration, the databases it may use."""

    def __init__(self, layout, number, databases):
        suffix = "" if number == 1 else f"-{number}"
        self.name = "tenantry" + suffix
        self.socket = layout.socket(f"pool{suffix}.sock")
        self.config = layout.path(f"tenantry{suffix}.conf")
        self.databases = databases


def options(layout, secrets, port, smtp_port, authority, chosen):
    """All options of tenantry.conf by name, but for those of one pool; `chosen` are the person's own, which win."""
    base = chosen.get("base_domain", "tenantry.localhost")
    return {
        "base_domain": base, "public_port": port,
        "db_name": database.NAME,
        "db_user": database.WORKER, "db_password": secrets.get(database.WORKER),
        "db_owner_user": database.OWNER, "db_owner_password": secrets.get(database.OWNER),
        "key_file": layout.path("keys", "tenantry.key"),
        "smtp_host": "localhost", "smtp_port": smtp_port, "smtp_ca": authority.ca,
        "mail_from": f"no-reply@{base}",
        **chosen,
    }


def write_config(layout, pool, values):
    own = {"listen": pool.socket, "db_socket": ", ".join(pool.databases)}
    write_private(pool.config, "".join(f"{name} = {_quoted(value)}\n" for name, value in (own | values).items()))
    layout.give(pool.config)


def command(layout, *arguments, said=""):
    """Runs one command of the binary to its end; its output, or Trouble."""
    done = subprocess.run([BINARY, "--config", layout.config, *arguments], input=said, text=True, cwd="/",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **layout.run_as())
    if done.returncode != 0:
        raise Trouble(f"tenantry {arguments[0]} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def server(layout, pool):
    return Server(pool.name, [BINARY, "--config", pool.config, "serve"], layout.log,
                  run_as=layout.run_as(), orphans="finish")


def catcher(layout, port, authority):
    """The mail catcher, for the pool's keeper."""
    return Server("mail", [sys.executable, "-m", "stack.catcher", "--port", str(port), "--folder", layout.mail,
                           "--certificate", authority.certificate, "--key", authority.key,
                           "--rules", layout.path("mail-rules.json")],
                  layout.log, run_as=layout.run_as(),
                  environment={**os.environ, "PYTHONPATH": os.path.join(ROOT, "tests"), "PYTHONDONTWRITEBYTECODE": "1"})


def proportional_set_size(parent):
    """Kilobytes of the pool: the parent and all that it forked."""
    family, total = [parent], 0
    while family:
        pid = family.pop()
        family += children_of(pid)
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
            total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return total


def _quoted(value):
    """As libconfuse reads it; nothing is expanded between single quotes."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
