# SPDX-License-Identifier: MIT
"""API keys: what they may, how long they live, what they outlive."""

import datetime
import re

from stack.client import Caller, refused, unique


def key(caller, *permissions, **options):
    return caller.call("api_key.create", name=options.pop("name", unique("key")), permissions=list(permissions), **options)


def back_end(owner, secret):
    return owner.service.caller("api", api_key=secret)


def in_seconds(n):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=n)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_R67_a_key_calls_as_its_owner(acme):
    made = key(acme.admin, "user.read", "app:report")
    assert re.fullmatch(r"tk_[0-9a-z]{8}_[A-Za-z0-9_-]{43}", made.secret)
    assert made.secret.startswith(made.api_key.prefix + "_")
    assert (made.api_key.owner_id, made.api_key.permissions) == (acme.id, ["user.read", "app:report"])
    assert made.api_key.last_used_at is None and made.api_key.expires_at is None
    caller = back_end(acme.msp, made.secret)
    assert caller.call("user.list").total == 1
    with refused(403, "permission_denied"):
        caller.call("config.get")
    listed = acme.admin.call("api_key.list")["items"]
    assert [one.id for one in listed] == [made.api_key.id] and listed[0].last_used_at
    event = acme.admin.call("audit.list", action="api_key.create")["items"][0]
    assert made.secret not in repr(event) and event.target_id == made.api_key.id


def test_a_key_is_kept_as_a_hash(acme, db):
    made = key(acme.admin, "user.read", idempotency_key=unique("k"))
    random = made.secret.rpartition(made.api_key.prefix + "_")[2]
    for table in db.names():
        assert random.encode() not in repr(db.rows(f"SELECT * FROM `{table}`")).encode(), table


def test_a_key_may_at_most_what_its_maker_may(acme, msp):
    with refused(403, "grant_not_held", field="permissions"):
        key(acme.admin, "user.read", "tenant.create")
    with refused(403, "grant_not_held", field="permissions"):
        key(acme.admin, "billing.manage")
    with refused(-32602, field="permissions[1]"):
        key(acme.admin, "user.read", "no.such")
    with refused(-32602, field="permissions"):
        key(acme.admin)
    maker = back_end(msp, key(msp.admin, "api_key.manage", "user.read").secret)
    with refused(403, "grant_not_held"):
        key(maker, "tenant.read")
    assert key(maker, "user.read").api_key.created_by.startswith("key_")


def test_a_key_of_an_msp_reaches_its_tenants(msp, other_msp):
    caller = back_end(msp, key(msp.admin, "tenant.read").secret)
    assert caller.call("msp.get").id == msp.id
    caller.call("tenant.get", tenant_id=msp.new_tenant().id)
    with refused(404, "not_found"):
        caller.call("tenant.get", tenant_id=other_msp.new_tenant().id)


def test_a_key_works_in_no_cookie_no_url_and_on_no_other_host(acme, msp):
    secret = key(acme.admin, "user.read").secret
    other = msp.new_tenant()
    with refused(401, "key_invalid"):
        Caller(acme.service, other.host, api_key=secret).call("user.list")
    assert Caller(acme.service, acme.host, api_key=secret).call("user.list")
    body = {"jsonrpc": "2.0", "id": 1, "method": "user.list"}
    assert acme.service.caller("api").http("POST", f"/rpc?api_key={secret}", body).json.error.code == 401
    assert Caller(acme.service, acme.service.host("api"), token=secret).call("user.list")
    assert back_end(acme, secret + "x").http("POST", "/rpc", body).json.error.data.reason == "key_invalid"


def test_a_revoked_key_stops_at_the_next_request(acme):
    made = key(acme.admin, "user.read")
    caller = back_end(acme, made.secret)
    caller.call("user.list")
    assert acme.admin.call("api_key.revoke", api_key_id=made.api_key.id).revoked is True
    with refused(401, "key_invalid"):
        caller.call("user.list")
    assert made.api_key.id not in [one.id for one in acme.admin.call("api_key.list")["items"]]
    with refused(404, "not_found"):
        acme.admin.call("api_key.revoke", api_key_id=made.api_key.id)


def test_a_key_ends_when_it_says(acme, db):
    with refused(-32602, field="expires_at"):
        key(acme.admin, "user.read", expires_at=in_seconds(-5))
    made = key(acme.admin, "user.read", expires_at=in_seconds(3600))
    caller = back_end(acme, made.secret)
    caller.call("user.list")
    db.rows("UPDATE api_key SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE prefix = %s", made.api_key.prefix)
    with refused(401, "key_invalid"):
        caller.call("user.list")


def test_a_rotation_lets_the_old_secret_work_on_for_a_while(acme, db):
    made = key(acme.admin, "user.read")
    turned = acme.admin.call("api_key.rotate", api_key_id=made.api_key.id)
    assert turned.secret != made.secret and turned.api_key.prefix != made.api_key.prefix
    old, new = back_end(acme, made.secret), back_end(acme, turned.secret)
    old.call("user.list")
    new.call("user.list")
    db.rows("UPDATE api_key_secret SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE expires_at IS NOT NULL")
    with refused(401, "key_invalid"):
        old.call("user.list")
    new.call("user.list")
    last = acme.admin.call("api_key.rotate", api_key_id=made.api_key.id, overlap_hours=0)
    with refused(401, "key_invalid"):
        new.call("user.list")
    back_end(acme, last.secret).call("user.list")
    for bad in -1, 169:
        with refused(-32602, field="overlap_hours"):
            acme.admin.call("api_key.rotate", api_key_id=made.api_key.id, overlap_hours=bad)


def test_nobody_gets_at_more_by_rotating(msp):
    mighty = key(msp.admin, "tenant.create", "api_key.manage")
    weak = back_end(msp, key(msp.admin, "api_key.manage").secret)
    with refused(403, "grant_not_held"):
        weak.call("api_key.rotate", api_key_id=mighty.api_key.id)


def test_keys_of_others_do_not_exist(acme, other_msp):
    made = key(acme.admin, "user.read")
    boss = other_msp.admin
    for method in "api_key.revoke", "api_key.rotate":
        with refused(404, "not_found"):
            boss.call(method, api_key_id=made.api_key.id)
    for method in "api_key.create", "api_key.list":
        more = {"name": "x", "permissions": ["user.read"]} if method == "api_key.create" else {}
        with refused(404, "not_found"):
            boss.call(method, tenant_id=acme.id, **more)
    assert acme.msp.admin.call("api_key.list", tenant_id=acme.id).total == 1


def test_R45_a_key_outlives_its_maker(acme):
    maker = acme.join(role="admin")
    made = key(maker, "user.read")
    ended = acme.admin.call("user.deactivate", user_id=maker.user.id)
    assert [one.id for one in ended.api_keys_made] == [made.api_key.id]
    back_end(acme, made.secret).call("user.list")


def test_making_a_key_needs_a_fresh_proof(acme, db):
    person = acme.join(role="admin")
    person.call("api_key.list")
    db.rows("UPDATE session SET authenticated_at = UTC_TIMESTAMP() - INTERVAL 301 SECOND WHERE account_id IN"
            " (SELECT id FROM account WHERE email = %s)", person.email)
    with refused(401, "step_up_required"):
        key(person, "user.read")
    person.call("auth.step_up", password=person.password)
    key(person, "user.read")


def test_pages_of_keys(acme):
    ids = [key(acme.admin, "user.read").api_key.id for _ in range(3)]
    first = acme.admin.call("api_key.list", limit=2)
    assert first.total == 3
    rest = acme.admin.call("api_key.list", limit=2, cursor=first.next_cursor)
    assert [one.id for one in first["items"] + rest["items"]] == sorted(ids) and rest.next_cursor is None
