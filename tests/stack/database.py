# SPDX-License-Identifier: MIT
"""A private MariaDB on a unix socket: durable, small, reachable by nobody else."""

import os
import shutil
import socket
import subprocess
import tempfile

import pymysql

from stack.layout import Trouble
from stack.servers import Server

NAME, OWNER, WORKER = "tenantry", "tenantry_owner", "tenantry_worker"


class Alone:
    """One server, as most have it."""

    def __init__(self, layout):
        self._layout = layout
        self.sockets = [layout.socket("database.sock")]

    def start(self, watch):
        started = watch.start(server(self._layout))
        started.wait_for(lambda: is_ready(self._layout))


def server(layout):
    """The MariaDB server of this stack; its data folder is made if there is none."""
    if not os.path.exists(layout.path("db")):
        install(layout, layout.path("db"))
    argv = ["mariadbd", *settings(layout, layout.path("db"), layout.path("tmp")),
            f"--socket={layout.socket('database.sock')}", f"--pid-file={layout.path('tmp', 'mariadbd.pid')}",
            "--skip-networking", "--skip-name-resolve", "--local-infile=OFF"]
    return Server("database", argv, layout.log, run_as=layout.run_as())


def is_ready(layout):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(layout.socket("database.sock")) == 0


def make_accounts(sockets, secrets):
    """The database, and the two accounts that tenantry knows; once in a stack's life."""
    if secrets.get("accounts_made"):
        return
    connection = pymysql.connect(unix_socket=sockets[0], user="root", autocommit=True)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE IF NOT EXISTS {NAME} CHARACTER SET utf8mb4")
        for user in (OWNER, WORKER):
            cursor.execute(f"CREATE USER IF NOT EXISTS {user}@localhost")
            cursor.execute(f"ALTER USER {user}@localhost IDENTIFIED BY %s", secrets.get(user))
        cursor.execute(f"GRANT ALL ON {NAME}.* TO {OWNER}@localhost WITH GRANT OPTION")
    secrets.keep(accounts_made=True)


def settings(layout, folder, temporary):
    """What every server of ours is told."""
    user = ["--user=root"] if os.geteuid() == 0 and layout.servant is None else []
    return ["--no-defaults", *user, f"--datadir={folder}", f"--tmpdir={temporary}",
            "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
            "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=128M", "--performance-schema=OFF",
            "--max-allowed-packet=64M", "--max-connections=200"]


def install(layout, folder):
    """A half-made data folder is never mistaken for a whole one: it gets its name at the end.

    mariadb-install-db is a script that breaks at a space in a name, hence the link.
    """
    unfinished = layout.path("db.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    os.mkdir(unfinished, 0o700)
    layout.give(unfinished)
    with tempfile.TemporaryDirectory(prefix="tenantry-", dir="/tmp") as aside:
        layout.give(aside)
        os.symlink(unfinished, os.path.join(aside, "db"))
        made = subprocess.run(["mariadb-install-db", *settings(layout, os.path.join(aside, "db"), aside),
                               "--skip-test-db", "--auth-root-authentication-method=normal"],
                              capture_output=True, text=True, check=False, cwd="/", **layout.run_as())
    if made.returncode != 0:
        raise Trouble(f"mariadb-install-db failed:\n{made.stdout}{made.stderr}")
    os.rename(unfinished, folder)
