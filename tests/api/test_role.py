# SPDX-License-Identifier: MIT
"""Roles and permissions: which there are, and who may give them."""

from stack.client import refused, unique


def named(listed):
    return {one.name: one for one in listed["items"]}


def test_R15_every_place_has_its_built_in_roles(platform, msp, acme):
    assert set(named(platform.call("role.list"))) == {"admin"}
    assert set(named(msp.admin.call("role.list"))) >= {"admin", "member"}
    roles = acme.admin.call("role.list")
    assert [one.name for one in roles["items"]] == ["admin", "member"] and roles.total == 2
    admin, member = roles["items"]
    assert admin.builtin and "user.read" in admin.permissions and "tenant.create" not in admin.permissions
    assert member.permissions == [] and member.can_assign == []
    assert admin.can_assign == ["admin", "member"]
    assert admin.user_count == 1
    acme.join()
    assert named(acme.admin.call("role.list"))["member"].user_count == 1


def test_one_role(acme, platform):
    for one in acme.admin.call("role.list")["items"]:
        assert acme.admin.call("role.get", role_id=one.id) == one
    foreign = platform.call("role.list")["items"][0]
    with refused(404, "not_found"):
        acme.admin.call("role.get", role_id=foreign.id)


def test_R33_R117_what_one_may_give(acme, msp):
    assert acme.admin.call("role.assignable").roles == ["admin", "member"]
    assert msp.admin.call("role.assignable", tenant_id=acme.id).roles == ["admin", "member"]
    given = acme.admin.call("role.assignable").permissions
    assert "user.read" in given and "tenant.create" not in given
    assert "billing.manage" not in given
    assert "billing.manage" in msp.admin.call("role.assignable").permissions
    with refused(403, "permission_denied"):
        acme.join().call("role.assignable")


def test_R117_who_does_not_hold_billing_manage_does_not_see_it(acme, other_msp):
    shown = {one.name for one in acme.admin.call("permission.list")["items"]}
    assert "user.read" in shown and "billing.manage" not in shown
    first = {one.name: one for one in other_msp.admin.call("permission.list")["items"]}
    assert first["billing.manage"].title == "Billing Manager"
    second = other_msp.join(role="admin")
    assert "billing.manage" not in {one.name for one in second.call("permission.list")["items"]}


def test_R33_the_template_poc_brings_its_roles(msp):
    poc = next(one for one in msp.admin.call("template.list")["items"] if one.name == "poc")
    tenant = msp.new_tenant(template_id=poc.id)
    roles = named(msp.admin.call("role.list", tenant_id=tenant.id))
    assert set(roles) == {"admin", "member", "tenant_admin", "administrator", "sales_engineer"}
    assert roles["tenant_admin"].can_assign == ["administrator", "sales_engineer"]
    assert roles["administrator"].permissions == ["app:template.create", "app:template.resource", "app:poc.read"]
    assert msp.admin.call("role.get", role_id=roles["sales_engineer"].id) == roles["sales_engineer"]
    other = msp.new_tenant()
    assert set(named(msp.admin.call("role.list", tenant_id=other.id))) == {"admin", "member"}
    with refused(404, "not_found"):
        other.admin.call("role.get", role_id=roles["sales_engineer"].id)


def test_nothing_is_seen_without_role_read(acme):
    person = acme.join()
    for method in "role.list", "permission.list":
        with refused(403, "permission_denied"):
            person.call(method)
    assert unique("x")
