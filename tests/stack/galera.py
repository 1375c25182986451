# SPDX-License-Identifier: MIT
"""Three MariaDB servers that are one cluster, on addresses of this machine that nobody else uses.

Each has a unix socket of its own for its clients.  The third serves nobody unless both others are
away: whoever joins takes its data from there.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile

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


class Node(Server):
    """One of them.  One that was killed finds out by itself where it had come to, and then needs from
    the others only what it missed.
    """

    def __init__(self, layout, name, argv):
        super().__init__(name, argv, layout.log, run_as=layout.run_as())
        self.folder = layout.path("db", name)
        self.makes_cluster = False
        self.position = None
        self.when_orphaned = signal.SIGKILL     # told to leave while the others vanish, it takes all memory
        self._plain, self._as = argv, layout.run_as()

    def start(self):
        self.look_up()
        self.argv = [*self._plain, *([f"--wsrep-start-position={self.position}"] if self.position else []),
                     *(["--wsrep-new-cluster"] if self.makes_cluster else [])]
        self.makes_cluster, self.position = False, None     # whenever it is started again it joins the others
        super().start()

    def look_up(self):
        """Where it had come to, if it was killed; takes a second or two."""
        if self.position is None and self.state().get("seqno") == "-1":
            self.position = self._recovered()

    def state(self):
        """What it wrote down of itself; nothing if it never was part of a cluster."""
        try:
            with open(self._state_file, encoding="ascii") as file:
                return dict(re.findall(r"^(\w+):\s*(\S+)", file.read(), re.M))
        except FileNotFoundError:
            return {}

    def remembers_others(self):
        return os.path.exists(os.path.join(self.folder, "gvwstate.dat"))

    def age(self):
        """How much of the common history it has; who was stopped last has all of it."""
        state = self.state()
        if not state:
            return NEVER
        if state["safe_to_bootstrap"] == "1":
            return 1, 0
        if state["seqno"] != "-1":
            return 0, int(state["seqno"])
        self.look_up()
        return 0, int((self.position or ":-1").rpartition(":")[2])

    def allow_to_start(self):
        with open(self._state_file, encoding="ascii") as file:
            text = file.read()
        with open(self._state_file, "w", encoding="ascii") as file:
            file.write(text.replace("safe_to_bootstrap: 0", "safe_to_bootstrap: 1"))

    @property
    def _state_file(self):
        return os.path.join(self.folder, "grastate.dat")

    def _recovered(self):
        """Where it had come to, as UUID:NUMBER; None if there is nothing to be found."""
        with tempfile.NamedTemporaryFile("r", errors="replace") as said:
            subprocess.run([*self._plain, "--wsrep-recover"], stdout=said.fileno(), stderr=said.fileno(), check=False,
                           cwd="/", **self._as)
            said.seek(0)
            found = re.findall(r"Recovered position: (\S+:\d+)", said.read())
        return found[-1] if found else None


class Cluster:
    """The nodes of a stack; `sockets` are theirs, in their order."""

    def __init__(self, layout):
        if layout.servant is None and os.geteuid() == 0:
            raise Trouble(f"root cannot run a node: {layout.root} must be a folder that www-data reaches")
        self._layout = layout
        self.sockets = [socket_of(layout, name) for name in NODES]
        self._addresses = {name: f"127.0.0.{11 + place}" for place, name in enumerate(NODES)}
        self._ports = {name: free_ports(self._addresses[name]) for name in NODES}
        self.nodes = [self._node(name) for name in NODES]

    def start(self, watch):
        """All nodes up; a new cluster, the one that was stopped, or the one that was killed."""
        first = self._first_to_start()
        for node in sorted(self.nodes, key=lambda one: one is not first):
            watch.start(node)
            if node is first:
                node.wait_for(lambda: is_synced(self._layout, first.name))
        for node in self.nodes:
            node.wait_for(lambda: is_synced(self._layout, node.name), 60)
        # Stopped last is what may be started first.
        watch.servers.sort(key=lambda one: one is not self.nodes[0])

    # ---- how a node is started ----

    def _node(self, name):
        layout, folder = self._layout, self._layout.path("db", name)
        temporary = layout.path("tmp", name)
        for path in (os.path.dirname(folder), folder, temporary):
            if not os.path.isdir(path):
                os.mkdir(path, 0o700)
                layout.give(path)
        argv = ["mariadbd", *database.settings(layout, folder, temporary), *self._settings(name),
                f"--socket={socket_of(layout, name)}", f"--pid-file={os.path.join(temporary, 'pid')}",
                "--skip-networking", "--skip-name-resolve", "--local-infile=OFF"]
        return Node(layout, name, argv)

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

    def _first_to_start(self):
        """The one that makes a cluster, told to do so; None if they all remember the one they were."""
        if all(node.remembers_others() for node in self.nodes):
            return None
        newest = max(self.nodes, key=Node.age)
        if newest.age() == NEVER:
            shutil.rmtree(newest.folder)
            database.install(self._layout, newest.folder)
        else:
            newest.allow_to_start()
        newest.makes_cluster = True
        return newest


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
