# SPDX-License-Identifier: MIT
"""Reads, against the same number of prepared selects and nothing else."""

from bench.bench import Line, first_answer, row, summary
from bench.measure import Calls, rpc
from stack.layout import Trouble

AUTH = {"method": "GET", "path": "/app/whoami"}     # the stack's example behind auth_request


def session_select(world):
    """The one point select of a ceiling: a session by its hash."""
    one = world.tables.rows("SELECT HEX(hash) AS hash FROM session ORDER BY id DESC LIMIT 1")[0].hash
    return f"SELECT id, account_id, tenant_id, level, expires_at, last_seen_at FROM session WHERE hash = x'{one}'"


@row("me.get")
def me_get(bench):
    world = bench.world()
    people, body = world.people(), rpc("me.get")
    size = len(first_answer(people[0], body))
    return bench.pair("me.get", world, Calls(people, body), size, session_select(world), bar=0.90)


@row("auth")
def auth(bench):
    world = bench.world()
    people = world.people()
    answer = people[0].http("GET", AUTH["path"])
    if answer.status != 200 or not answer.headers["X-User-Id"]:
        raise Trouble(f"GET /auth: {answer}")
    lines = bench.pair("GET /auth", world, Calls(people, **AUTH), 0, session_select(world), bar=0.95)
    return lines + [auth_at_half(bench, world, people, lines[0])]


def auth_at_half(bench, world, people, top):
    """The pause of each connection is what is missing to half the rate."""
    pause = max(1, round(2000 * top.connections / top.rate - top.p50 / 2))
    calls = Calls(people, **AUTH, pause=pause)
    line = summary("GET /auth at half its rate", [bench.load(world, calls) for _ in range(bench.rounds)], calls)
    line.note += "99th percentile under 3 ms"
    return line


@row("user.list")
def user_list(bench):
    """The first 50 of a tenant's 1,000."""
    world = bench.world()
    people, body = world.people(), rpc("user.list", limit=50)
    size = len(first_answer(people[0], body))
    first = world.tables.rows("SELECT HEX(MIN(id)) AS id FROM account WHERE email LIKE 'user%%@bench-1.%%'")[0].id
    return bench.pair(
        "user.list of 50", world, Calls(people, body), size, session_select(world),
        "SELECT id, email, communication_email, first_name, last_name, language, created_at FROM account"
        f" WHERE id >= x'{first}' ORDER BY id LIMIT 50", bar=0.85)


@row("tenant.list")
def tenant_list(bench):
    world = bench.world()
    boss, body = world.msp.admin, rpc("tenant.list", limit=100)
    size = len(first_answer(boss, body))
    return bench.pair(
        "tenant.list of 100", world, Calls([boss], body), size,
        "SELECT id, name, slug, status, msp_id, user_count, credits_used, credit_limit, config, version, created_at"
        " FROM tenant WHERE msp_id = (SELECT id FROM tenant WHERE slug = 'demo') ORDER BY id LIMIT 100", bar=0.70)


# ---- growth ----

SMALL = [100] * 10
PAGE = 20


@row("growth")
def growth(bench):
    """The same reads in a small world and in the one that was asked for, by turns."""
    small, grown = bench.world(SMALL), bench.world()
    size = f"{len(grown.sizes):,} tenants to {len(small.sizes)}"
    lines = []
    for name, body, staff in (("me.get", rpc("me.get"), False), ("user.list of 50", rpc("user.list", limit=50), False),
                              ("tenant.list of 10", rpc("tenant.list", limit=10), True)):
        pair = [Calls([world.msp.admin] if staff else world.people(count=10), body) for world in (small, grown)]
        lines.append(against(bench, f"{name}, {size}", (small, pair[0]), (grown, pair[1])))
    boss = grown.msp.admin
    last = rpc("tenant.list", limit=PAGE, cursor=last_cursor(boss, len(grown.sizes)))
    first = rpc("tenant.list", limit=PAGE, cursor=boss.call("tenant.list", limit=1).next_cursor)
    lines.append(against(bench, "tenant.list, last page to first", (grown, Calls([boss], first)),
                         (grown, Calls([boss], last))))
    return lines


def last_cursor(boss, count):
    cursor = None
    for _ in range((count - PAGE) // 100):
        cursor = boss.call("tenant.list", limit=100, **({"cursor": cursor} if cursor else {})).next_cursor
    return cursor


def against(bench, name, one, other):
    """The rate of the other divided by that of the one; 1 / 1.25 is the least."""
    rates, runs = [], []
    for _ in range(bench.rounds):
        before = bench.load(*one)
        runs.append(bench.load(*other))
        rates.append(runs[-1].rate / before.rate)
        bench.tell(f"{name}: {runs[-1].rate:.0f}/s to {before.rate:.0f}/s")
    line = summary(name, runs, other[1])
    line.ratio, line.bar = sorted(rates)[len(rates) // 2], 0.80
    return line
