# SPDX-License-Identifier: MIT
"""Many rows in one call, against array-bound inserts of the same rows."""

import json
import secrets
import time

from bench.bench import Line, median, row
from bench.measure import forget_peak, memory, rpc
from bench.world import tenant
from bench.writes import keeper_asleep
from stack.layout import Trouble
from stack.ownpool import title
from stack.servers import children_of

def workers(world):
    return [pid for pid in children_of(world.pid("tenantry")) if title(pid).startswith("tenantry: worker")]


@row("tenant.create")
def tenant_create(bench):
    """100 tenants with 1,000 users each, in one call."""
    world, times, ratios, rows, peak, after = bench.world(), [], [], 0, 0, 0
    ceiling = bench.ceiling(world)
    for number in range(bench.rounds):
        before = world.tables.rows("SELECT HEX(MAX(id)) AS id FROM tenant")[0].id
        body = json.dumps(rpc("tenant.create", tenants=[
            tenant(f"round-{number}-{place}", 1000) for place in range(100)])).encode()
        for pid in workers(world):
            forget_peak(pid)
        start = time.monotonic()
        answer = world.msp.admin.post_raw(body).json
        times.append(time.monotonic() - start)
        if "result" not in answer or answer.result.total_tenants_failed:
            raise Trouble(f"tenant.create: {answer}")
        peak = max([peak] + [memory(pid, "VmHWM") for pid in workers(world)])
        after = max(memory(pid, "VmRSS") for pid in workers(world))
        ceiling.make_database("role")
        new = f"tenant_id IN (SELECT id FROM tenantry.tenant WHERE id > x'{before}')"
        rows, seconds = ceiling.bulk(
            tenant=f"id > x'{before}' OR kind = 'platform'", account="home_" + new, membership=new, invitation=new)
        ratios.append(seconds / times[-1])
        bench.tell(f"tenant.create: {times[-1]:.2f} s, bare {seconds:.2f} s")
        forget(world, before)
    took = median(times)
    return [Line("tenant.create 100 x 1,000", rate=1 / took, p50=took * 1000, p99=max(times) * 1000,
                 ratio=median(ratios), bar=0.5, note=f"{rows / took:.0f} rows/s; a worker at most "
                 f"{peak:.0f} MB, then {after:.0f} MB")]


def forget(world, before):
    """Takes out the tenants that are newer, as fast as it goes."""
    new = f"(SELECT id FROM tenant WHERE id > x'{before}')"
    for statement in ("SET foreign_key_checks = 0", f"DELETE FROM account WHERE home_tenant_id IN {new}",
                      f"DELETE FROM membership WHERE tenant_id IN {new}",
                      f"DELETE FROM invitation WHERE tenant_id IN {new}",
                      f"DELETE FROM role WHERE tenant_id IN {new}",
                      f"DELETE FROM tenant WHERE id > x'{before}'", "SET foreign_key_checks = 1"):
        world.tables.rows(statement)


@row("invitation.import_csv")
def import_csv(bench):
    """1,000 people into one tenant, their mails queued."""
    world, times, ratios, rows = bench.world(), [], [], 0
    ceiling, boss = bench.ceiling(world), world.people("guests")[0]
    with keeper_asleep(world):
        for _ in range(bench.rounds):
            before = world.tables.rows("SELECT HEX(MAX(id)) AS id FROM account")[0].id
            start = time.monotonic()
            made = boss.call("invitation.import_csv", csv=table(secrets.token_hex(4)))
            times.append(time.monotonic() - start)
            if made.total_created != 1000:
                raise Trouble(f"invitation.import_csv: {made}")
            ceiling.make_database("tenant", "role")
            new = f"id > x'{before}'"
            rows, seconds = ceiling.bulk(account=new, membership="account_" + new, invitation=new, mail=new)
            ratios.append(seconds / times[-1])
            bench.tell(f"invitation.import_csv: {times[-1] * 1000:.0f} ms, bare {seconds * 1000:.0f} ms")
    took = median(times)
    return [Line("invitation.import_csv 1,000", rate=1 / took, p50=took * 1000, p99=max(times) * 1000,
                 ratio=median(ratios), bar=0.5, note=f"{rows / took:.0f} rows/s")]


def table(tag):
    return "email,first_name,last_name,role\n" + "".join(
        f"user{number}@{tag}.example.com,First{number},Lastname{number},member\n" for number in range(1000))
