# SPDX-License-Identifier: MIT
"""lib/db against a server of its own, which some of the tests stop for a while."""

import os
import re
import signal
import subprocess
import time

import pymysql
import pytest

from stack import database
from stack.layout import BUILD, ROOT, Layout


def names():
    with open(os.path.join(ROOT, "tests", "db", "dbtest.c"), encoding="utf-8") as source:
        return re.findall(r"^\t\tDB\((\w+)\)", source.read(), re.M)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    subprocess.run(["flock", os.path.join(BUILD, ".lock"), "make", "-s", "-C", BUILD, "all", "dbtest"], check=True)
    layout = Layout(tmp_path_factory.mktemp("db"))
    layout.make()
    server = database.server(layout)
    server.start()
    try:
        server.wait_for(lambda: database.is_ready(layout))
        with pymysql.connect(unix_socket=layout.socket("database.sock"), user="root") as root:
            with root.cursor() as cursor:
                cursor.execute("CREATE DATABASE dbtest CHARACTER SET utf8mb4")
        yield {**os.environ, "DBTEST_SOCKET": layout.socket("database.sock"), "DBTEST_PID": str(server.pid)}
    finally:
        server.ask_to_stop()
        server.stop(time.monotonic() + 10)
        layout.leave()


@pytest.mark.parametrize("name", names())
def test_(environment, name):
    done = subprocess.run([os.path.join(BUILD, "dbtest"), name], env=environment, capture_output=True, text=True,
                          check=False, timeout=60)
    # A test that stops the server and fails leaves it stopped.
    os.kill(int(environment["DBTEST_PID"]), signal.SIGCONT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 test(s) run" in done.stdout + done.stderr
