# SPDX-License-Identifier: MIT
"""Calls that change something: an invitation, a sign-in."""

import concurrent.futures
import contextlib
import os
import secrets
import signal
import subprocess

from bench.bench import Line, first_answer, median, row, summary
from bench.ceiling import DATABASE, program
from bench.measure import Calls, rpc
from stack.client import GOOD
from stack.ownpool import title
from stack.servers import children_of

MEMORY_KIB, PASSES = 19456, 2       # the defaults of password_memory_kib and password_passes


@contextlib.contextmanager
def keeper_asleep(world):
    """The mails are queued and not sent; afterwards nobody wants them any more."""
    keeper = next(pid for pid in children_of(world.pid("tenantry")) if title(pid).startswith("tenantry: keeper"))
    os.kill(keeper, signal.SIGSTOP)
    try:
        yield
    finally:
        world.tables.rows("DELETE FROM mail WHERE state = 'queued'")
        os.kill(keeper, signal.SIGCONT)


def invitation(tag):
    return rpc("invitation.create", invitations=[{"email": f"guest-{tag}-NNNNNNNNNN@example.com", "role": "member",
                                                  "first_name": "First", "last_name": "Lastname"}])


def durable_inserts(world):
    """One transaction with the inserts that an invitation makes: account, membership, invitation, mail, audit."""
    tenant = world.tables.rows("SELECT HEX(id) AS id FROM tenant WHERE slug = 'guests-0'")[0].id
    role = world.tables.rows("SELECT HEX(id) AS id FROM role WHERE builtin AND level = 'tenant' LIMIT 1")[0].id
    return ["START TRANSACTION",
            "INSERT INTO account (id, email, email_key, first_name, last_name, language, home_tenant_id, created_at)"
            f" VALUES (?, HEX(?), HEX(?), 'First', 'Lastname', 'en', x'{tenant}', '2026-01-01')",
            "INSERT INTO membership (tenant_id, account_id, role_id, status, created_at)"
            f" VALUES (x'{tenant}', ?, x'{role}', 'pending', '2026-01-01')",
            "INSERT INTO invitation (tenant_id, id, account_id, email, first_name, last_name, language, role_id,"
            f" invited_by, send_count, ttl_seconds, expires_at, created_at) VALUES (x'{tenant}', ?, ?, HEX(?),"
            f" 'First', 'Lastname', 'en', x'{role}', ?, 1, 604800, '2026-01-08', '2026-01-01')",
            "INSERT INTO mail (id, tenant_id, kind, account_id, invitation_id, to_address, to_key, language,"
            f" next_attempt_at, created_at, updated_at) VALUES (?, x'{tenant}', 'invitation', ?, ?, HEX(?), HEX(?),"
            " 'en', '2026-01-01', '2026-01-01', '2026-01-01')",
            "INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, target_id, ip, request_id,"
            f" changes) VALUES (x'{tenant}', ?, '2026-01-01', 'user', ?, 'boss@example.com', 'invitation.create', ?,"
            " '127.0.0.1', HEX(?), REPEAT('x', 150))",
            "COMMIT"]


@row("invitation.create")
def invitation_create(bench):
    """Of one, mail queued; each connection's caller invites into a tenant of her own."""
    world = bench.world()
    people = world.people("guests")
    with keeper_asleep(world):
        size = len(first_answer(people[0], invitation(secrets.token_hex(4))))
        bench.ceiling(world).make_database("tenant", "role")
        return bench.pair("invitation.create of one", world, Calls(people, invitation(secrets.token_hex(4))), size,
                          *durable_inserts(world), bar=0.60, database=DATABASE)


def credentials(caller):
    return rpc("auth.sign_in", email=caller.email, password=GOOD)


@row("auth.sign_in")
def sign_in(bench):
    """Against the bare rate of argon2id, with as many at a time as there are cores."""
    world, bare, runs = bench.world(), [], []
    calls = Calls(world.people(), credentials, connections=4)
    first_answer(calls.callers[0], credentials(calls.callers[0]))
    for _ in range(bench.rounds):
        bare.append(hashes(bench.seconds))
        runs.append(bench.load(world, calls))
        bench.tell(f"auth.sign_in: {runs[-1].rate:.0f}/s of {bare[-1]:.0f}/s")
    line = summary("auth.sign_in", runs, calls)
    line.ratio, line.bar = median(one.rate / other for one, other in zip(runs, bare)), 0.90
    return [line, Line("  bare argon2id", os.cpu_count(), median(bare))]


def hashes(seconds):
    """How many a second the machine makes at the default cost."""
    said = subprocess.run([program("hashes"), str(os.cpu_count()), str(seconds), str(MEMORY_KIB), str(PASSES)],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    return float(said)


@row("storm")
def storm(bench):
    """me.get while four times as many sign in as can be hashed."""
    world = bench.world()
    quiet, stormy = Calls(world.people(), rpc("me.get")), Calls(world.people(), credentials, connections=32)
    before, under, rates = [], [], []
    for _ in range(bench.rounds):
        before.append(bench.load(world, quiet))
        with concurrent.futures.ThreadPoolExecutor() as pool:
            signing = pool.submit(bench.load, world, stormy)
            under.append(bench.load(world, quiet))
            signing.result()
        rates.append(under[-1].rate / before[-1].rate)
        bench.tell(f"storm: {under[-1].rate:.0f}/s of {before[-1].rate:.0f}/s")
    line = summary("me.get in a storm of sign-ins", under, quiet)
    line.ratio, line.bar = median(rates), 0.50
    line.note += f" 99th percentile {median(b.p99 / a.p99 for a, b in zip(before, under)):.1f} times, at most 2"
    return [line, summary("  without the storm", before, quiet)]
