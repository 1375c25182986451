# SPDX-License-Identifier: MIT
"""The audit: who did what, found again."""

from stack.client import refused, unique


def test_every_change_leaves_one_event(acme):
    boss = acme.msp.admin
    before = boss.call("audit.list", tenant_id=acme.id)["items"]
    boss.call("tenant.update", tenant_id=acme.id, name=unique("Audited"))
    events = boss.call("audit.list", tenant_id=acme.id)["items"]
    assert len(events) == len(before) + 1
    newest = events[0]
    assert (newest.action, newest.target_id, newest.tenant_id, newest.refusal) == \
        ("tenant.update", acme.id, acme.id, None)
    assert newest.actor.kind == "user" and newest.actor.name == acme.msp.email
    assert newest.request_id and newest.ip


def test_what_is_read_or_refused_or_tried_leaves_none(acme):
    boss = acme.msp.admin
    count = lambda: len(boss.call("audit.list", tenant_id=acme.id, limit=1000)["items"])
    before = count()
    boss.call("tenant.get", tenant_id=acme.id)
    boss.call("tenant.update", tenant_id=acme.id, name=unique("Dry"), dry_run=True)
    with refused(409, "name_taken"):
        boss.call("tenant.update", tenant_id=acme.id, name=acme.msp.new_tenant().name)
    assert count() == before


def test_events_are_filtered(acme):
    person = acme.join(role="admin")
    acme.admin.call("config.update", values={"max_users": 5})
    person.call("config.update", values={"max_users": 6})
    find = lambda **filters: acme.admin.call("audit.list", **filters)["items"]
    assert [one.actor.name for one in find(action="config.update")] == [person.email, find(action="config.update")[1].actor.name]
    assert {one.actor.id for one in find(actor_id=person.user.id)} == {person.user.id}
    assert [one.action for one in find(target_id=acme.id, action="config.update")] == ["config.update"] * 2
    newest = find()[0]
    assert newest.id in [one.id for one in find(**{"from": newest.at, "to": newest.at})]
    assert find(**{"from": "2099-01-01T00:00:00Z"}) == [] and find(to="2001-01-01T00:00:00Z") == []
    with refused(-32602, field="from"):
        find(**{"from": "yesterday"})


def test_pages_go_back_in_time(acme):
    for n in range(1, 6):
        acme.admin.call("config.update", values={"max_users": n})
    everything = [one.id for one in acme.admin.call("audit.list")["items"]]
    assert everything == sorted(everything, reverse=True)
    walked, page = [], acme.admin.call("audit.list", limit=2)
    walked += [one.id for one in page["items"]]
    while page.next_cursor:
        page = acme.admin.call("audit.list", limit=2, cursor=page.next_cursor)
        walked += [one.id for one in page["items"]]
    assert walked == everything
    for bad in 0, 1001:
        with refused(-32602, field="limit"):
            acme.admin.call("audit.list", limit=bad)


def test_the_events_of_others_are_not_seen(acme, other_msp):
    with refused(404, "not_found"):
        other_msp.admin.call("audit.list", tenant_id=acme.id)
    with refused(403, "permission_denied"):
        acme.join().call("audit.list")


def test_the_workers_cannot_change_the_past(db):
    grants = " ".join(" ".join(str(v) for v in vars(row).values()) for row in db.rows(
        "SELECT privilege_type AS p FROM information_schema.table_privileges"
        " WHERE table_name = 'audit' AND grantee LIKE '%%tenantry_worker%%'"))
    assert "INSERT" in grants and "UPDATE" not in grants and "DELETE" not in grants
