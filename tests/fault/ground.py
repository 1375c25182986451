# SPDX-License-Identifier: MIT
"""The stack in which things are broken: its servers can be killed, frozen and started again."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
import types

from fault import ledger
from stack import database, pool
from stack.actors import Service
from stack.client import unique
from stack.layout import Layout, Lock, Trouble, wipe
from stack.ownpool import title
from stack.servers import Watch, children_of
from stack.start import start
from stack.tables import Tables

# Workers end as they are told here, and not because they have served long enough.
OPTIONS = {"password_memory_kib": 8192, "password_passes": 1, "max_requests": 1_000_000}
TENANTS = 4
CREDITS = 10 ** 9


class Ground:
    """A fresh stack in the folder `state`, with tenants for the load.  `options` are of tenantry.conf."""

    pools = 1       # as stack.start takes it

    def __init__(self, state, **options):
        self.layout = Layout(state)
        self._options = OPTIONS | options
        self._ends = contextlib.ExitStack()

    def __enter__(self):
        lock = Lock(self.layout)
        if not lock.take():
            raise Trouble(f"already running in {self.layout.root}")
        self.clear()
        wipe(self.layout)
        lock.sign()
        self._ends.callback(lock.release)
        self._ends.callback(self.clear)
        self._ends.callback(self.layout.leave)
        self.layout.make()
        self.prepare()
        self.watch = Watch(self.layout.log)
        self._ends.callback(self.watch.stop)
        with contextlib.ExitStack() as if_broken:
            if_broken.push(self._ends)
            self.access, _ = start(self.layout, types.SimpleNamespace(port=0), self._options, self.watch, self.pools)
            self.service = Service(self.access)
            self.tenants = self._make_tenants()
            if_broken.pop_all()
        return self

    def __exit__(self, *fault):
        return self._ends.__exit__(*fault)

    def _make_tenants(self):
        """Ids of tenants that have more credits than a run can use."""
        msp, platform = self.service.demo_msp, self.service.platform
        kind = platform.call("package.create_type", name=unique("Load"), credits=CREDITS)
        stocked = platform.call("package.stock", msp_id=msp.id, type_id=kind.id, count=TENANTS)
        assert stocked
        packages = msp.admin.call("package.list", type_id=kind.id, limit=TENANTS)["items"]
        return [msp.new_tenant(package_id=package.id).id for package in packages]

    def prepare(self):
        """What another kind of ground does before its servers start."""

    def clear(self):
        """What it leaves behind, or finds of one that was killed."""

    # ---- what was done ----

    def balance(self, load):
        """Lost, doubled, half done: what the clients noted against the database."""
        tables = Tables(self.access["database_socket"])
        try:
            return ledger.balance(tables, load)
        finally:
            tables.close()

    # ---- servers ----

    @property
    def database(self):
        return self.watch.named("database")

    @property
    def nginx(self):
        return self.watch.named("nginx")

    @property
    def pool(self):
        return self.watch.named("tenantry")

    def workers(self):
        """The ids of the workers that are ready for calls."""
        return [pid for pid in children_of(self.pool.pid) if title(pid).startswith("tenantry: worker")]

    def keeper(self):
        """The id of the keeper, or None while there is none."""
        return next((pid for pid in children_of(self.pool.pid) if title(pid).startswith("tenantry: keeper")), None)

    def stop(self, server, number=signal.SIGTERM, patience=30):
        """Ends a server by that signal, and waits until it is gone; the time when that was."""
        server.process.send_signal(number)
        server.process.wait(patience)
        return time.monotonic()

    def start_database(self):
        """Starts it again, and waits until it takes connections; the time when it did."""
        self.database.start()
        self.database.wait_for(lambda: database.is_ready(self.layout))
        return time.monotonic()

    def signal_children(self, server, number):
        """The same signal to a server and to all that it forked."""
        for pid in [server.pid, *children_of(server.pid)]:
            os.kill(pid, number)

    def heal(self):
        """All servers are up and answer, whatever a row that broke off left behind."""
        for server in self.watch.servers:
            if server.process.poll() is not None:
                server.start()
            else:
                self.signal_children(server, signal.SIGCONT)
        eventually(self.answers, 30, "the service to answer again")

    def answers(self):
        try:
            body = {"jsonrpc": "2.0", "id": 1, "method": "tenant.resolve"}
            return "result" in self.service.caller("admin").http("POST", "/rpc", body).json
        except (OSError, ValueError):
            return False

    def ops(self, path):
        """The status of /healthz, /readyz or /metrics, which nginx shows to the machine alone."""
        with contextlib.closing(http.client.HTTPConnection("localhost", timeout=30)) as web:
            web.sock = socket.socket(socket.AF_UNIX)
            web.sock.settimeout(30)
            web.sock.connect(self.layout.socket("ops.sock"))
            web.request("GET", path)
            answer = web.getresponse()
            answer.read()
            return answer.status

    def command(self, *arguments):
        """One command of the program."""
        return pool.command(self.layout, *arguments)

    def mysql(self, statement):
        """As root, by a client that waits for nothing else."""
        subprocess.run(["mariadb", "--no-defaults", f"--socket={self.access['database_socket']}", "-u", "root",
                        database.NAME, "-e", statement], check=True, timeout=30)

    def logged(self, server="tenantry"):
        with open(self.watch.named(server).log, encoding="utf-8", errors="replace") as log:
            return log.read()


def eventually(true, seconds, what):
    """Waits until it is true; the seconds that it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise Trouble(f"waited {seconds} s for {what}")
        time.sleep(0.005)
    return time.monotonic() - began
