# SPDX-License-Identifier: MIT
"""What processes keep of callers: a change holds from the next request on, in all of them."""

import pytest

from stack.client import refused, unique

TIMES = 40          # so that each worker has met the caller


def warmed(person):
    for _ in range(TIMES):
        person.call("me.get")
    return person


def seen(person, look):
    return {look(person.call("me.get")) for _ in range(TIMES)}


@pytest.fixture
def person(acme):
    return warmed(acme.join())


def test_a_name_and_a_language(person):
    person.call("me.update", first_name="Ada", language="de")
    assert seen(person, lambda me: (me.user.first_name, me.user.language)) == {("Ada", "de")}


def test_a_role_and_permissions_beyond_it(acme, person):
    acme.admin.call("user.set_role", user_id=person.user.id, role="admin")
    assert seen(person, lambda me: (me.role.name, "user.read" in me.permissions)) == {("admin", True)}
    acme.admin.call("user.set_role", user_id=person.user.id, role="member")
    acme.admin.call("user.grant_permission", user_id=person.user.id, permission="audit.read")
    assert seen(person, lambda me: tuple(me.permissions)) == {("audit.read",)}


def test_what_a_role_may(acme):
    name = "r_" + unique("").strip("-")
    role = acme.msp.admin.call("role.create", tenant_id=acme.id, name=name, title="Reader", permissions=["user.read"])
    person = warmed(acme.join(role=name))
    acme.msp.admin.call("role.update", role_id=role.id, permissions=["audit.read"])
    assert seen(person, lambda me: tuple(me.permissions)) == {("audit.read",)}
    acme.msp.admin.call("role.delete", role_id=role.id, replace_with="member")
    assert seen(person, lambda me: (me.role.name, tuple(me.permissions))) == {("member", ())}


def test_the_name_of_a_tenant(acme, person):
    name = unique("Renamed")
    acme.msp.admin.call("tenant.update", tenant_id=acme.id, name=name)
    assert seen(person, lambda me: me.tenant.name) == {name}


def test_settings_of_the_tenant_its_MSP_and_the_platform(platform, other_msp):
    acme = other_msp.new_tenant()
    person = warmed(acme.join())

    def minutes():
        return seen(person, lambda me: me.config.session_idle_minutes)
    before = minutes().pop()
    try:
        platform.call("config.update", values={"session_idle_minutes": 71})
        assert minutes() == {71}
        other_msp.admin.call("config.update", values={"session_idle_minutes": 72})
        assert minutes() == {72}
        acme.admin.call("config.update", values={"session_idle_minutes": 73})
        assert minutes() == {73}
    finally:
        platform.call("config.update", values={"session_idle_minutes": None})
    other_msp.admin.call("config.update", values={"session_idle_minutes": None})
    acme.admin.call("config.update", values={"session_idle_minutes": None})
    assert minutes() == {before}


def test_a_suspended_tenant(acme, person):
    acme.msp.admin.call("tenant.suspend", tenant_id=acme.id, reason="late")
    for _ in range(TIMES):
        with refused(401, "auth_required"):
            person.call("me.get")


def test_deactivation(acme, person):
    acme.admin.call("user.deactivate", user_id=person.user.id)
    for _ in range(TIMES):
        with refused(401, "auth_required"):
            person.call("me.get")
