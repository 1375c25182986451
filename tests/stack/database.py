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


def server(layout):
    """The MariaDB server of this stack; its data folder is made if there is none."""
    if not os.path.exists(layout.path("db")):
        _install(layout)
    argv = ["mariadbd", *_options(layout, layout.path("db"), layout.path("tmp")),
            f"--socket={layout.socket('database.sock')}", f"--pid-file={layout.path('tmp', 'mariadbd.pid')}",
            "--skip-networking", "--skip-name-resolve", "--local-infile=OFF"]
    return Server("database", argv, layout.log, run_as=layout.run_as())


def is_ready(layout):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(layout.socket("database.sock")) == 0


def make_accounts(layout, secrets):
    """The database, and the two accounts that tenantry knows; once in a stack's life."""
    if secrets.get("accounts_made"):
        return
    connection = pymysql.connect(unix_socket=layout.socket("database.sock"), user="root", autocommit=True)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE IF NOT EXISTS {NAME} CHARACTER SET utf8mb4")
        for user in (OWNER, WORKER):
            cursor.execute(f"CREATE USER IF NOT EXISTS {user}@localhost")
            cursor.execute(f"ALTER USER {user}@localhost IDENTIFIED BY %s", secrets.get(user))
        cursor.execute(f"GRANT ALL ON {NAME}.* TO {OWNER}@localhost WITH GRANT OPTION")
    secrets.keep(accounts_made=True)


def _options(layout, folder, temporary):
    user = ["--user=root"] if os.geteuid() == 0 and layout.servant is None else []
    return ["--no-defaults", *user, f"--datadir={folder}", f"--tmpdir={temporary}",
            "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
            "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=128M", "--performance-schema=OFF",
            "--max-allowed-packet=64M", "--max-connections=200"]


def _install(layout):
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
        made = subprocess.run(["mariadb-install-db", *_options(layout, os.path.join(aside, "db"), aside),
                               "--skip-test-db", "--auth-root-authentication-method=normal"],
                              capture_output=True, text=True, check=False, cwd="/", **layout.run_as())
    if made.returncode != 0:
        raise Trouble(f"mariadb-install-db failed:\n{made.stdout}{made.stderr}")
    os.rename(unfinished, layout.path("db"))
