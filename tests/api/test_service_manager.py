# SPDX-License-Identifier: MIT
"""What a pool says to the service manager that started it: states by a datagram, priorities in its log."""

import os
import re
import signal
import socket
import subprocess
import tempfile

import pytest

from stack.ownpool import Pool, eventually


class Manager:
    """The socket that NOTIFY_SOCKET names."""

    def __init__(self, address):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.settimeout(20)
        self.name = address.replace("\0", "@")

    def hears(self):
        return self._socket.recv(4096).decode()

    def close(self):
        self._socket.close()


@pytest.fixture(params=["a file", "a name that is no file"])
def manager(request):
    with tempfile.TemporaryDirectory(prefix="notify-") as folder:
        path = os.path.join(folder, "notify")
        made = Manager(path if request.param == "a file" else "\0" + path)
        yield made
        made.close()


@pytest.fixture
def pool(service, manager):
    with tempfile.TemporaryDirectory(prefix="pool-") as folder:
        made = Pool(folder, {"workers": 2})
        made.environment["NOTIFY_SOCKET"] = manager.name
        yield made
        made.end()


def test_the_service_manager_hears_of_every_state(pool, manager):
    pool.start()
    assert manager.hears() == "READY=1"
    pool.parent.send_signal(signal.SIGHUP)
    assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=[0-9]+", manager.hears())
    assert manager.hears() == "READY=1"
    pool.parent.terminate()
    assert manager.hears() == "STOPPING=1"
    assert pool.parent.wait(10) == 0


def test_a_reload_that_is_refused_is_over_at_once(pool, manager):
    pool.start()
    assert manager.hears() == "READY=1"
    pool.configure(workers=0)
    pool.parent.send_signal(signal.SIGHUP)
    assert manager.hears().startswith("RELOADING=1")
    assert manager.hears() == "READY=1"
    eventually(lambda: "event=reload-refused" in pool.logged())


def journal(pool, **environment):
    """What the pool writes to standard error, a file."""
    pool.configure(log_file="", workers=1)
    path = os.path.join(pool.folder, "stderr")
    with open(path, "wb") as file:
        status = os.fstat(file.fileno())
        named = {name: value.format(status) for name, value in environment.items()}
        process = subprocess.Popen([pool.binary, "--config", pool.config, "serve"], stderr=file,
                                   env=pool.environment | named)
    pool.processes.append(process)
    try:
        eventually(lambda: os.path.exists(pool.socket))
    finally:
        process.terminate()
    assert process.wait(10) == 0
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def test_the_journal_gets_priorities(pool):
    lines = journal(pool, JOURNAL_STREAM="{0.st_dev}:{0.st_ino}")
    assert lines and all(re.match(r"<[3-7]>ts=", line) for line in lines)
    assert any(line.startswith("<6>") and "event=started" in line for line in lines)


@pytest.mark.parametrize("stream", ["1:1", "", "x"])
def test_whoever_is_not_the_journal_gets_none(pool, stream):
    assert all(line.startswith("ts=") for line in journal(pool, JOURNAL_STREAM=stream))
