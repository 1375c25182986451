# SPDX-License-Identifier: MIT
"""The ground of the rows that break a cluster: three nodes, two pools, and a door that is watched."""

import concurrent.futures
import contextlib
import json
import os
import random
import signal
import threading
import time

import pymysql

from fault.ground import Ground, eventually
from stack import database, fastcgi, galera
from stack.client import GOOD, unique

NODES = galera.NODES
JOINING = 90        # seconds that a node may take to come back


class ClusterGround(Ground):
    """Pool 1 likes node1 best, pool 2 node2; node3 is the one that others take their data from."""

    pools = 2

    def node(self, name):
        return self.watch.named(name)

    def kill(self, *names):
        """All at once; the time when it was."""
        for name in names:
            self.node(name).process.send_signal(signal.SIGKILL)
        for name in names:
            self.node(name).process.wait(10)
        return time.monotonic()

    def join(self, *names):
        """Starts these nodes; the seconds until all of them serve."""
        nodes = [self.node(name) for name in names]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(galera.Node.look_up, nodes))
        for node in nodes:
            node.start()
        return self.wait_for(*names)

    def wait_for(self, *names):
        return eventually(lambda: all(galera.is_synced(self.layout, name) for name in names), JOINING,
                          f"{' and '.join(names)} to serve")

    def ask(self, name, *statements):
        """As root on one node; the last one's rows."""
        with galera.connect(self.layout, name) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    def refuses(self, name):
        """Whether this node says that it is no part of a cluster, to a read and to a write."""
        def refused(statement):
            try:
                self.ask(name, f"USE {database.NAME}", statement)
            except pymysql.Error as error:
                return error.args[0] == 1047
            return False
        return refused("SELECT COUNT(*) FROM session") and refused("UPDATE tenant SET name = name LIMIT 1")

    def balance(self, load):
        self.wait_for(NODES[0])
        self.ask(NODES[0], "SET STATEMENT wsrep_sync_wait=1 FOR SELECT 1")
        return super().balance(load)

    def heal(self):
        with contextlib.suppress(pymysql.Error):
            for name in NODES:
                self.ask(name, "SET GLOBAL wsrep_provider_options='gmcast.isolate=0'")
        super().heal()
        self.wait_for(*NODES)

    # ---- the two pools, without a web server between ----

    def call(self, pool, method, params, key=None, token=None, slug=None):
        """One call to pool 0 or 1: the result, or the reason of its refusal as a text."""
        base, port = self.access["base_domain"], self.access["port"]
        name = ("pool", "pool-2")[pool]
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        scope = {"TENANTRY_SCOPE": "slug", "TENANTRY_SLUG": slug} if slug else {}
        said = fastcgi.request(self.layout.socket(f"{name}.sock"), "POST", "/rpc", body, **scope,
                               TENANTRY_HOST=f"{slug or 'api'}.{base}:{port}", HTTP_X_API_KEY=key,
                               HTTP_AUTHORIZATION=token and f"Bearer {token}").json
        return said["result"] if "result" in said else said["error"]["data"]["reason"]


class Door:
    """Somebody who is let in and put out again, all the time, through either pool: the next request
    to the other one must know of it.  Used as a with block beside a load.
    """

    AGAIN = ("busy", "uncertain", "throttled")

    def __init__(self, ground, people=2):
        self.ground = ground
        self.turns = self.stale = self.unknown = 0
        self._stop = threading.Event()
        self._people = [threading.Thread(target=self._turn, args=(person,)) for person in self._invite(people)]

    def __enter__(self):
        for thread in self._people:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._people:
            thread.join()

    def judge(self, line, least):
        line.must(self.turns >= least, f"somebody is put out {least} times")
        line.must(self.stale == 0, "who is put out at one pool is out at the other")
        line.must(self.unknown == 0, "who is let in at one pool is in at the other")
        line.note += f"; put out {self.turns} times, {self.stale} stale"

    def _invite(self, people):
        tenant = self.ground.service.demo_msp.new_tenant()
        for _ in range(people):
            person = tenant.join(unique("door@x.test"))
            yield {"tenant_id": tenant.id, "slug": tenant.slug, "user_id": person.user.id, "email": person.email}

    def _turn(self, person):
        """Let in at one pool, seen at the other, put out at one, refused at the other."""
        chance = random.Random(person["email"])
        while not self._stop.is_set():
            here, there = chance.sample((0, 1), 2)
            token = self._let_in(here, person)
            if token is None:
                continue
            if self._until_answered(there, "me.get", {}, token=token, slug=person["slug"]) == "auth_required":
                self.unknown += 1
            if not self._admin(here, "user.deactivate", person):
                continue
            seen = self._until_answered(there, "me.get", {}, token=token, slug=person["slug"])
            if isinstance(seen, dict):
                self.stale += 1
            self.turns += isinstance(seen, dict) or seen in ("auth_required", "user_inactive")

    def _let_in(self, pool, person):
        self._admin(pool, "user.activate", person)
        said = self._until_answered(pool, "auth.sign_in", {
            "email": person["email"], "password": GOOD, "session": "token"}, slug=person["slug"])
        return said["access_token"] if isinstance(said, dict) else None

    def _admin(self, pool, method, person):
        said = self._until_answered(pool, method, {"tenant_id": person["tenant_id"], "user_id": person["user_id"]},
                                    key=self.ground.access["api_key"])
        return isinstance(said, dict)

    def _until_answered(self, pool, method, params, **who):
        """The first answer that is one; None when it is time to stop."""
        while not self._stop.is_set():
            with contextlib.suppress(OSError, fastcgi.Lost):
                said = self.ground.call(pool, method, params, **who)
                if isinstance(said, dict) or said not in self.AGAIN:
                    return said
            time.sleep(0.02)
        return None
