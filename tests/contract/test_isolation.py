# SPDX-License-Identifier: MIT
"""Whatever belongs to somebody else does not exist: every method, every id, every kind of stranger.

A reply about a thing of another tenant must be that about a thing that nobody ever made, to the
letter, and no row of any table may be another afterwards.
"""

import json

import pytest

from stack.client import Refused, plain, unique
from stack.params import contract, fresh_id, id_prefix, least, parameters, resolve

# Values with which a call would get as far as it can.
LIKELY = {"role": "member", "permission": "app:x", "permissions": [], "values": {"beta_features": True},
          "name": "Taken over", "first_name": "Taken", "reason": "why not"}


def pytest_generate_tests(metafunc):
    if "method" in metafunc.fixturenames:
        metafunc.parametrize("method", sorted(name for name in contract().methods if list(places(name))))


def places(method):
    """(path, prefix) of each id among the parameters, also of those within lists."""
    for one in parameters(method):
        if id_prefix(one["schema"]):
            yield (one["name"],), id_prefix(one["schema"])
        items = resolve(resolve(one["schema"]).get("items", {}))
        for name, schema in items.get("properties", {}).items():
            if id_prefix(schema):
                yield (one["name"], 0, name), id_prefix(schema)


def belongings(tenant):
    """One of each kind of thing that a tenant, an MSP or the platform owns: prefix -> ids."""
    person = tenant.join()
    key = tenant.admin.call("api_key.create", tenant_id=tenant.id, name="theirs", permissions=["user.read"]).api_key
    return {"tenant": [tenant.id], "user": [person.user.id], "key": [key.id],
            "inv": [tenant.invite(unique("waiting@x.test"), role="member").id],
            "sess": [person.call("me.list_sessions")["items"][0].id]}


def belongings_of_msp(msp):
    owned = belongings(msp)
    template = msp.admin.call("template.create", name=unique("Template"), config={}, roles=[])
    owned.update(tentemplate=[template.id], mail=[msp.admin.call("mail.list")["items"][0].id])
    return owned


def together(*owners):
    return {prefix: [one for owned in owners for one in owned.get(prefix, ())] for owned in owners for prefix in owned}


class Stranger:
    """Somebody with all rights at home, what is at home, and what is elsewhere."""

    def __init__(self, name, caller, own, others):
        self.name, self.caller, self.own, self.others = name, caller, own, others


@pytest.fixture(scope="module")
def strangers(service):
    platform = service.platform
    first, second = service.new_msp(), service.new_msp()
    home, sibling, far = first.new_tenant(), first.new_tenant(), second.new_tenant()
    at_home, at_sibling, at_far = belongings(home), belongings(sibling), belongings(far)
    of_first, of_second = belongings_of_msp(first), belongings_of_msp(second)
    tenant = platform.call("me.get").tenant
    invited = platform.call("invitation.create", invitations=[{"email": unique("staff@x.test"), "role": "admin"}])
    invitation = invited.results[0].invitation
    # Not the platform's admin, whose own doings an MSP sees in its audit.
    of_platform = {"tenant": [tenant.id], "user": [invitation.user_id], "inv": [invitation.id],
                   "sess": [one.id for one in platform.call("me.list_sessions")["items"][:1]]}
    stock(service, platform, second, of_second)
    tenant_key, msp_key = key_of(service, home.admin), key_of(service, first.admin)
    beyond_tenant = together(at_sibling, at_far, of_first, of_second, of_platform)
    beyond_msp = together(at_far, of_second, of_platform)
    return [Stranger("admin of a tenant", home.admin, at_home, beyond_tenant),
            Stranger("key of a tenant", tenant_key, at_home, beyond_tenant),
            Stranger("admin of an MSP", first.admin, together(of_first, at_home), beyond_msp),
            Stranger("key of an MSP", msp_key, together(of_first, at_home), beyond_msp)]


def stock(service, platform, msp, owned):
    kind = platform.call("package.create_type", name=unique("Type"), credits=5)
    owned["package"] = [one.id for one in platform.call("package.stock", msp_id=msp.id, type_id=kind.id, count=1)["items"]]


def key_of(service, admin):
    made = admin.call("api_key.create", name="everything", permissions=admin.call("me.get").permissions)
    return service.caller("api", api_key=made.secret)


def told(caller, method, params):
    try:
        return json.dumps(plain(caller.call(method, **params)), sort_keys=True)
    except Refused as error:
        return error.code, error.reason, error.message, plain(error.data)


def placed(params, path, value):
    params = json.loads(json.dumps(plain(params)))
    where = params
    for step, following in zip(path, path[1:]):
        if isinstance(where, dict):
            where = where.setdefault(step, [{"tenant_name": "x"}] if following == 0 else {})
        else:
            where = where[step]
    where[path[-1]] = value
    return params


def around(method, path, own):
    """The other parameters: the least, and the likeliest with what the caller owns."""
    yield least(method)
    rich = least(method)
    for one in parameters(method):
        prefix = id_prefix(one["schema"])
        if prefix in own and (one["name"],) != path:
            rich[one["name"]] = own[prefix][0]
        elif one["name"] in LIKELY:
            rich[one["name"]] = LIKELY[one["name"]]
    yield rich


def test_what_is_anothers_does_not_exist(strangers, unchanged, method):
    for stranger in strangers:
        for path, prefix in places(method):
            theirs = stranger.others.get("tenant" if prefix in ("msp", "platform") else prefix, ())
            for params in around(method, path, stranger.own):
                for one in theirs:
                    made_up, rehearsed = about_nothing(stranger.caller, method, params, path, one.partition("_")[0])
                    real = told(stranger.caller, method, placed({**params, **rehearsed}, path, one))
                    assert real == made_up, (stranger.name, path, one, params)


def about_nothing(caller, method, params, path, prefix):
    """The reply about a made-up id; and what keeps a call from leaving anything, if that one was granted."""
    rehearsed = {"dry_run": True} if any(
        one["name"] == "dry_run" for one in contract().methods[method]["params"]) else {}
    reply = told(caller, method, placed({**params, **rehearsed}, path, fresh_id(prefix)))
    return reply, rehearsed if isinstance(reply, str) else {}
