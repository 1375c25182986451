# SPDX-License-Identifier: MIT
"""Three MariaDB servers that are one cluster, on addresses of this machine that nobody else uses.

Each has a unix socket of its own for its clients.  The third serves nobody unless both others are
away: whoever joins takes its data from there.
"""

import os
import re
import shutil
import socket
import subprocess

import pymysql

from stack import database
from stack.layout import Trouble
from stack.servers import Server

NODES = ("node1", "node2", "node3")
PROVIDER = "/usr/lib/galera/libgalera_smm.so"
SYNCED = "4"
NEVER = (-1, 0)     # the age of a node that never was

# A node that says nothing for 1.5 s is suspected, after 3 s it is none of us any more; the defaults
# are 5 and 15.  Nobody waits longer for the others' changes than a call may take.
TIMERS = ("evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;evs.suspect_timeout=PT1.5S;"
          "evs.inactive_timeout=PT3S;evs.install_timeout=PT3S;repl.causal_read_timeout=PT4S")


class Cluster:
    """The nodes as servers of a stack; `sockets` are those of the nodes, in their order."""

    def __init__(self, layout):
        if layout.servant is None and os.geteuid() == 0:
            raise Trouble(f"root cannot run a node: {layout.root} must be a folder that www-data reaches")
        self._layout = layout
        self.sockets = [socket_of(layout, name) for name in NODES]
        self._addresses = {name: f"127.0.0.{11 + place}" for place, name in enumerate(NODES)}
        self._ports = {name: free_ports(self._addresses[name]) for name in NODES}
        self.servers = [self._server(name) for name in NODES]

    def start(self, watch):
        """All nodes up; a new cluster, the one that was stopped, or the one that was killed."""
        first = self._first_to_start()
        for server in sorted(self.servers, key=lambda one: one is not first):
            watch.start(server)
            if server is first:
                server.wait_for(lambda: is_synced(self._layout, first.name))
                server.argv = server.argv[:-1]      # whenever it is started again it joins the others
        for server in self.servers:
            server.wait_for(lambda: is_synced(self._layout, server.name), 60)
        # Stopped last is what may be started first.
        watch.servers.sort(key=lambda one: one is not self.servers[0])

    # ---- how a node is started ----

    def _server(self, name):
        layout, folder = self._layout, self._folder(name)
        temporary = layout.path("tmp", name)
        for path in (os.path.dirname(folder), folder, temporary):
            if not os.path.isdir(path):
                os.mkdir(path, 0o700)
                layout.give(path)
        argv = ["mariadbd", *database.settings(layout, folder, temporary), *self._settings(name),
                f"--socket={socket_of(layout, name)}", f"--pid-file={os.path.join(temporary, 'pid')}",
                "--skip-networking", "--skip-name-resolve", "--local-infile=OFF"]
        return Server(name, argv, layout.log, run_as=layout.run_as())

    def _settings(self, name):
        address, (group, changes, state) = self._addresses[name], self._ports[name]
        all_of_us = ",".join(f"{self._addresses[one]}:{self._ports[one][0]}" for one in NODES)
        return ["--wsrep-on=ON", f"--wsrep-provider={PROVIDER}", "--wsrep-cluster-name=tenantry",
                f"--wsrep-cluster-address=gcomm://{all_of_us}", f"--wsrep-node-name={name}",
                f"--wsrep-node-address={address}:{group}", "--wsrep-sst-method=rsync",
                f"--wsrep-sst-receive-address={address}:{state}", f"--wsrep-sst-donor={NODES[-1]},",
                "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2",
                f"--wsrep-provider-options=gmcast.listen_addr=tcp://{address}:{group};"
                f"ist.recv_addr={address}:{changes};pc.recovery=true;gcache.size=64M;{TIMERS}"]

    def _folder(self, name):
        return self._layout.path("db", name)

    # ---- which one is started first ----

    def _first_to_start(self):
        """The one that makes a cluster, told to do so; None if they all remember the one they were."""
        if all(os.path.exists(os.path.join(self._folder(name), "gvwstate.dat")) for name in NODES):
            return None
        newest = max(self.servers, key=self._age)
        if self._age(newest) == NEVER:
            shutil.rmtree(self._folder(newest.name))
            database.install(self._layout, self._folder(newest.name))
        else:
            self._allow_to_start(newest.name)
        newest.argv = [*newest.argv, "--wsrep-new-cluster"]
        return newest

    def _age(self, server):
        """How much of the common history a node has; who was stopped last has all of it."""
        try:
            with open(self._state_file(server.name), encoding="ascii") as file:
                state = dict(re.findall(r"^(\w+):\s*(\S+)", file.read(), re.M))
        except FileNotFoundError:
            return NEVER
        if state.get("safe_to_bootstrap") == "1":
            return 1, 0
        seqno = int(state.get("seqno", -1))
        return 0, seqno if seqno >= 0 else self._recovered(server)

    def _recovered(self, server):
        """Where a node that was killed had come to."""
        done = subprocess.run([*server.argv, "--wsrep-recover"], capture_output=True, text=True, check=False, cwd="/",
                              **self._layout.run_as())
        found = re.search(r"Recovered position: \S+:(-?\d+)", done.stdout + done.stderr)
        return int(found[1]) if found else -1

    def _allow_to_start(self, name):
        path = self._state_file(name)
        with open(path, encoding="ascii") as file:
            text = file.read()
        with open(path, "w", encoding="ascii") as file:
            file.write(text.replace("safe_to_bootstrap: 0", "safe_to_bootstrap: 1"))

    def _state_file(self, name):
        return os.path.join(self._folder(name), "grastate.dat")


def socket_of(layout, name):
    return layout.socket(f"{name}.sock")


def connect(layout, name, timeout=5):
    """To this node, as root."""
    return pymysql.connect(unix_socket=socket_of(layout, name), user="root", autocommit=True,
                           connect_timeout=timeout, read_timeout=timeout)


def status(layout, name):
    """What the node says of the cluster; nothing if it does not answer."""
    try:
        with connect(layout, name) as connection, connection.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'wsrep%'")
            return dict(cursor.fetchall())
    except pymysql.Error:
        return {}


def is_synced(layout, name):
    """Does the node serve, with all that the others have?"""
    said = status(layout, name)
    return said.get("wsrep_ready") == "ON" and said.get("wsrep_local_state") == SYNCED


def free_ports(address, count=3):
    """Ports that are free on this address, all different."""
    probes = [socket.create_server((address, 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
