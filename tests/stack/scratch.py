# SPDX-License-Identifier: MIT
"""A database of a test's own beside the stack's, with accounts of its own; empty at first."""

import json
import os
import secrets
import subprocess

import pymysql

from stack.layout import ROOT
from stack.pool import BINARY
from stack.tables import Tables


class Scratch:
    def __init__(self):
        access = os.environ["STACK_ACCESS"]
        with open(access, encoding="utf-8") as file:
            self.socket = json.load(file)["database_socket"]
        self._config = os.path.join(os.path.dirname(access), "tenantry.conf")
        self.name = "scratch_" + secrets.token_hex(6)
        self.owner, self.worker = self.name + "_o", self.name + "_w"
        self._root = self._connect("root", "", None)
        self.run(f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4")
        for account in (self.owner, self.worker):
            self.run(f"CREATE USER {account}@localhost IDENTIFIED BY '{account}'")
        self.run(f"GRANT ALL ON {self.name}.* TO {self.owner}@localhost WITH GRANT OPTION")
        self.tables = Tables(self.socket, self.name)

    def run(self, statement):
        """As root."""
        with self._root.cursor() as cursor:
            cursor.execute(statement)

    def as_worker(self, statement):
        connection = self._connect(self.worker, self.worker, self.name)
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def tenantry(self, *arguments, user=None):
        """One command of the program on this database: (status, output, complaints)."""
        user = user or self.worker
        settings = {"SOCKET": self.socket, "HOST": "", "NAME": self.name, "USER": user, "PASSWORD": user,
                    "OWNER_USER": self.owner, "OWNER_PASSWORD": self.owner}
        done = subprocess.run([BINARY, "--config", self._config, *arguments], capture_output=True, text=True,
                              check=False, cwd="/", env={
                                  **os.environ, **{"TENANTRY_DB_" + name: value for name, value in settings.items()}})
        return done.returncode, done.stdout, done.stderr

    def migrate(self):
        status, output, complaints = self.tenantry("migrate")
        assert status == 0, complaints
        return output

    def dump(self):
        return subprocess.run([os.path.join(ROOT, "scripts", "dump-schema"), self.socket, self.name],
                              stdout=subprocess.PIPE, text=True, check=True).stdout

    def drop(self):
        self.tables.close()
        self.run(f"DROP DATABASE {self.name}")
        for account in (self.owner, self.worker):
            self.run(f"DROP USER {account}@localhost")
        self._root.close()

    def _connect(self, user, password, database):
        return pymysql.connect(unix_socket=self.socket, user=user, password=password, database=database,
                               charset="utf8mb4", autocommit=True)
