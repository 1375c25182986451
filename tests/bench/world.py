# SPDX-License-Identifier: MIT
"""A stack of the bench's own, with as many tenants and users as a row needs.

What was loaded is kept in the state folder; the next run goes on from there.
"""

import contextlib
import os
import types

from stack.actors import Service
from stack.client import GOOD, Refused
from stack.layout import Layout, Lock, Trouble
from stack.servers import Watch
from stack.start import start

AT_ONCE = 20000     # users in one tenant.create of the loading
PEOPLE = 32         # who call: the admins of the first tenants
OPTIONS = {"request_timeout": 60}


class World:
    """`sizes` are the numbers of users of its tenants."""

    def __init__(self, state, sizes):
        self.layout = Layout(os.path.join(state, f"{len(sizes)}x{sum(sizes)}"))
        self.sizes = sizes
        self._admins = {}
        self._ends = contextlib.ExitStack()

    def __enter__(self):
        lock = Lock(self.layout)
        if not lock.take():
            raise Trouble(f"already running in {self.layout.root}")
        lock.sign()
        self._ends.callback(lock.release)
        self._ends.callback(self.layout.leave)
        self.layout.make()
        self.watch = Watch(self.layout.log)
        self._ends.callback(self.watch.stop)
        with contextlib.ExitStack() as if_broken:
            if_broken.push(self._ends)
            access, _ = start(self.layout, types.SimpleNamespace(port=0), OPTIONS, self.watch)
            self.service = Service(access)
            self._load()
            if_broken.pop_all()
        return self

    def __exit__(self, *fault):
        return self._ends.__exit__(*fault)

    @property
    def tables(self):
        return self.service.tables

    @property
    def msp(self):
        return self.service.demo_msp

    def pid(self, name):
        return self.watch.named(name).pid

    def people(self, kind="bench", count=PEOPLE):
        """Admins, each of another tenant, signed in: callers whose cookies the load carries."""
        if kind == "bench":
            count = min(count, len(self.sizes))
        else:
            self._make_tenants(kind, [0] * count)
        return [self._signed_in(f"{kind}-{number}") for number in range(count)]

    def _signed_in(self, slug):
        if slug not in self._admins:
            self._admins[slug] = self._admin(slug)
        return self._admins[slug]

    def _admin(self, slug):
        email, caller = f"boss@{slug}.test", self.service.caller(slug)
        try:
            caller.sign_in(email, GOOD)
        except Refused:
            tenant = self.msp.admin.call("tenant.list", name=slug)["items"][0]
            self.msp.admin.call("invitation.create", tenant_id=tenant.id, invitations=[
                {"email": email, "role": "admin", "first_name": "Bo", "last_name": "Boss"}])
            caller.accept(self.service.mailbox.newest(email).link().token, GOOD)
        caller.email = email
        return caller

    def _load(self):
        """A tenant is made with all of its users or not at all, so its name tells that it is there."""
        self.msp.admin.call("me.get")
        self._make_tenants("bench", self.sizes)

    def _make_tenants(self, kind, sizes):
        there = {row.slug for row in self.tables.rows("SELECT slug FROM tenant WHERE slug LIKE %s", f"{kind}-%")}
        wanted = [tenant(f"{kind}-{number}", size) for number, size in enumerate(sizes)
                  if f"{kind}-{number}" not in there]
        while wanted:
            some, users = [], 0
            while wanted and len(some) < 100 and users + len(wanted[0]["users"]) <= AT_ONCE:
                users += len(wanted[0]["users"])
                some.append(wanted.pop(0))
            made = self.msp.admin.call("tenant.create", tenants=some)
            if made.total_tenants_failed:
                raise Trouble(f"the bench could not be loaded: {made}")


def tenant(name, size):
    """The parameters that make one tenant with users who have names and addresses of usual length."""
    return {"tenant_name": name, "slug": name, "users": [
        {"email": f"user{number}@{name}.example.com", "first_name": f"First{number}",
         "last_name": f"Lastname{number}", "role": "member"} for number in range(size)]}
