# SPDX-License-Identifier: MIT
"""What the machine allows: bare programs behind the same nginx configuration, at the same database."""

import contextlib
import os
import socket
import subprocess
import time

from stack import authority as authorities, web
from stack.layout import Layout
from stack.pool import BINARY
from stack.servers import Server
from stack.start import free_port

PROCESSES = 8       # as the pool has by default
DATABASE = "bare"   # where bare programs write: the same tables, with the same keys


class Ceiling:
    """A second nginx beside a world's; behind it stands whatever `responder` starts."""

    def __init__(self, world):
        self._world = world
        self._socket = world.service.access.database_socket
        self.layout = Layout(world.layout.path("bare"))
        self.layout.make()
        self.port = free_port()
        authority = authorities.Authority(world.layout)
        self.nginx = world.watch.start(web.server(self.layout, world.service.access.base_domain, self.port, authority,
                                                   [self.layout.socket("pool.sock")]))
        self.nginx.wait_for(lambda: answers(self.port))

    @contextlib.contextmanager
    def responder(self, size, database, *statements):
        """Runs these statements for each request and answers with so many bytes; its Server."""
        listen = self.layout.socket("pool.sock")
        server = Server("bare", [program("bare"), listen, str(PROCESSES), str(size), self._socket,
                                 database, *statements],
                        self.layout.log, run_as=self.layout.run_as())
        server.start()
        try:
            server.wait_for(lambda: connects(listen))
            yield server
        finally:
            server.ask_to_stop()
            server.stop(time.monotonic() + 5)

    def make_database(self, *filled):
        """An empty copy of all tables; those that are named get their rows as well."""
        tables = self._world.tables
        tables.rows(f"DROP DATABASE IF EXISTS {DATABASE}")
        tables.rows(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4")
        tables.rows("SET foreign_key_checks = 0")
        for name in tables.names():
            made = tables.rows(f"SHOW CREATE TABLE `{name}`")[0]["Create Table"]
            tables.rows(made.replace(f"CREATE TABLE `{name}`", f"CREATE TABLE {DATABASE}.`{name}`", 1)
                        .replace("REFERENCES `", f"REFERENCES {DATABASE}.`"))
        for name in filled:
            names = ", ".join(self.columns(name))
            tables.rows(f"INSERT INTO {DATABASE}.`{name}` ({names}) SELECT {names} FROM `{name}`")
        tables.rows("SET foreign_key_checks = 1")

    def columns(self, table):
        """Those that are not generated."""
        return [row.name for row in self._world.tables.rows(
            "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE()"
            " AND table_name = %s AND extra NOT LIKE '%%GENERATED%%' ORDER BY ordinal_position", table)]

    def bulk(self, **conditions):
        """Inserts what the tables hold under these conditions into the copy: (rows, seconds)."""
        arguments = []
        for table, condition in conditions.items():
            columns = self.columns(table)
            names = ", ".join(columns)
            arguments += [f"SELECT {names} FROM tenantry.`{table}` WHERE {condition}",
                          f"INSERT INTO `{table}` ({names}) VALUES ({', '.join('?' * len(columns))})"]
        said = subprocess.run([program("bulk"), self._socket, DATABASE, *arguments],
                              stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        return int(said[0]), float(said[1]) / 1000


def program(name):
    return os.path.join(os.path.dirname(BINARY), name)


def connects(path):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
