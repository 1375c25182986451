# SPDX-License-Identifier: MIT
"""A pool of one's own: a test may kill it.  It uses the database of the stack."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time

import pytest

from stack import fastcgi
from stack.layout import write_private
from stack.pool import BINARY
from stack.servers import children_of

STACK_CONFIG = os.path.join(os.path.dirname(os.environ.get("STACK_ACCESS", "")), "tenantry.conf")
CALL = b'{"jsonrpc":"2.0","id":1,"method":"no.such.method"}'


def eventually(condition, seconds=10):
    """Waits until it is true; its value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.005)
    return value


def title(pid):
    with contextlib.suppress(OSError):
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().rstrip(b"\0").decode()
    return ""


class Pool:
    """One `tenantry serve` in a folder of its own, by a binary of its own."""

    def __init__(self, folder, options):
        self.folder, self.socket = folder, os.path.join(folder, "pool.sock")
        self.health = self.socket + ".health"
        self.log = os.path.join(folder, "log")
        self.config = os.path.join(folder, "tenantry.conf")
        self.binary = os.path.join(folder, "tenantry")
        self.options = {"listen": self.socket, "log_file": self.log, "mail_from": "", **options}
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("TENANTRY_")}
        self.processes = []
        self.configure()
        self.install()

    def configure(self, **options):
        """The stack's configuration with some options changed."""
        self.options |= options
        with open(STACK_CONFIG, encoding="utf-8") as file:
            kept = [line for line in file if line.partition("=")[0].strip() not in self.options]
        write_private(self.config, "".join(kept) + "".join(
            f"{name} = '{value}'\n" for name, value in self.options.items()))

    def install(self, source=BINARY):
        shutil.copy(source, self.binary + ".new")
        os.rename(self.binary + ".new", self.binary)

    def start(self):
        process = subprocess.Popen([self.binary, "--config", self.config, "serve"], env=self.environment)
        self.processes.append(process)
        self.parent = process
        eventually(self.is_up)
        return self

    def is_up(self):
        assert self.parent.poll() is None, self.logged()
        return len(self.workers()) == self.options["workers"] and self.call().status == 200

    def children(self):
        return set(children_of(self.parent.pid))

    def workers(self):
        return {pid for pid in self.children() if title(pid).startswith("tenantry: worker")}

    def keeper(self):
        keepers = [pid for pid in self.children() if title(pid).startswith("tenantry: keeper")]
        return keepers[0] if len(keepers) == 1 else None

    def is_busy(self):
        return any(title(pid) == "tenantry: worker /rpc" for pid in self.workers())

    def hup(self):
        """Asks for new processes, and waits until there are no others."""
        before = self.children()
        self.parent.send_signal(signal.SIGHUP)
        eventually(lambda: not before & self.children())
        eventually(self.is_up)

    def call(self, **more):
        return fastcgi.request(self.socket, "POST", "/rpc", CALL, **more)

    def slow_call(self):
        """A call that runs until its body is complete."""
        exchange = fastcgi.Exchange(self.socket, fastcgi.params_of("POST", "/rpc", CALL))
        exchange.send(CALL[:10])
        return exchange

    def logged(self):
        with open(self.log, encoding="utf-8") as log:
            return log.read()

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                process.wait(20)
        # Those whose parent was killed leave when the socket has lost its name.
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.socket)


@pytest.fixture
def new_pool(service):
    with contextlib.ExitStack() as stack:
        def make(**options):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pool-"))
            pool = Pool(folder, {"workers": 3} | options).start()
            stack.callback(pool.end)
            return pool
        yield make
