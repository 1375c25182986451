# SPDX-License-Identifier: MIT
"""A link that leaves the machine: encrypted, and to the server that we mean, or not at all."""

import os
import subprocess
import time

import pymysql
import pytest

from stack import database
from stack.authority import Authority
from stack.layout import Layout
from stack.pool import BINARY
from stack.servers import Server
from stack.start import free_port

PASSWORD = "sesame-9"


class Remote:
    """A MariaDB server on a port of 127.0.0.1 and 127.0.0.2; its certificate bears the first."""

    def __init__(self, folder, *more):
        self.layout = Layout(folder)
        self.layout.make()
        self.authority = Authority(self.layout)
        self.authority.ensure("tenantry.localhost")
        self.port = free_port()
        plain = database.server(self.layout)
        certificate = [f"--ssl-cert={self.authority.certificate}", f"--ssl-key={self.authority.key}"]
        argv = [option for option in plain.argv if option != "--skip-networking"]
        argv += [f"--port={self.port}", "--bind-address=0.0.0.0", *(more or certificate)]
        self.server = Server("remote", argv, self.layout.log, run_as=self.layout.run_as())
        self.server.start()
        self.server.wait_for(lambda: database.is_ready(self.layout))
        root = pymysql.connect(unix_socket=self.layout.socket("database.sock"), user="root")
        with root, root.cursor() as cursor:
            cursor.execute("CREATE DATABASE tenantry")
            cursor.execute(f"CREATE USER remote@'%' IDENTIFIED BY '{PASSWORD}'")
            cursor.execute("GRANT ALL ON tenantry.* TO remote@'%'")

    def ask(self, host, authority):
        """What the program says when it connects to that address, trusting that authority."""
        settings = {"HOST": f"{host}:{self.port}", "USER": "remote", "PASSWORD": PASSWORD, "TLS_CA": authority}
        done = subprocess.run([BINARY, "doctor"], capture_output=True, text=True, check=False, cwd="/", env={
            **os.environ, **{"TENANTRY_DB_" + name: value for name, value in settings.items()}})
        return next((line for line in done.stdout.splitlines() if "database" in line), done.stdout + done.stderr)

    def encrypted(self):
        """How many connections ever were."""
        root = pymysql.connect(unix_socket=self.layout.socket("database.sock"), user="root")
        with root, root.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Ssl_finished_accepts'")
            return int(cursor.fetchone()[1])

    def stop(self):
        self.server.ask_to_stop()
        self.server.stop(time.monotonic() + 10)
        self.layout.leave()


@pytest.fixture(scope="module")
def remote(tmp_path_factory):
    server = Remote(tmp_path_factory.mktemp("tls"))
    yield server
    server.stop()


def test_the_right_server_is_spoken_to_under_tls(remote):
    before = remote.encrypted()
    said = remote.ask("127.0.0.1", remote.authority.ca)
    assert "ok" in said and "127.0.0.1" in said
    assert remote.encrypted() > before


def test_another_authority_is_refused(remote, tmp_path):
    layout = Layout(tmp_path)
    layout.make()
    stranger = Authority(layout)
    stranger.ensure("tenantry.localhost")
    said = remote.ask("127.0.0.1", stranger.ca)
    assert "no database" in said and "certificate" in said.lower(), said


def test_another_name_is_refused(remote):
    said = remote.ask("127.0.0.2", remote.authority.ca)
    assert "no database" in said, said
    assert "name" in said.lower() or "certificate" in said.lower(), said


def test_a_server_without_tls_is_refused(remote, tmp_path):
    clear = Remote(tmp_path, "--skip-ssl")
    try:
        said = clear.ask("127.0.0.1", remote.authority.ca)
        assert "no database" in said and ("SSL" in said or "TLS" in said), said
    finally:
        clear.stop()


def test_a_host_elsewhere_needs_an_authority(remote):
    assert "db_tls_ca is needed for 192.0.2.1" in remote.ask("192.0.2.1", "")
