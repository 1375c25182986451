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


# ---- own roles ----

def make(caller, *permissions, **more):
    return caller.call("role.create", name=more.pop("name", "r" + unique("").replace("-", "_")),
                       permissions=list(permissions), **more)


def test_R15_an_own_role_with_own_permissions(other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    role = make(boss, "user.read", "app:report", tenant_id=tenant.id, name="auditor", title="Auditor",
                description="Looks.", can_assign=["member", "auditor"])
    assert (role.name, role.title, role.description, role.builtin) == ("auditor", "Auditor", "Looks.", False)
    assert role.permissions == ["user.read", "app:report"] and role.can_assign == ["member", "auditor"]
    person = tenant.join(role="auditor")
    assert person.call("user.list").total == 2
    with refused(403, "permission_denied"):
        person.call("config.get")
    assert person.call("me.get").permissions == ["user.read", "app:report"]
    assert named(boss.call("role.list", tenant_id=tenant.id))["auditor"].user_count == 1
    assert "auditor" in tenant.admin.call("role.assignable").roles
    assert "auditor" not in named(boss.call("role.list", tenant_id=other_msp.new_tenant().id))


def test_a_role_of_an_msp_serves_staff_and_tenants(other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    role = make(boss, "user.read", "tenant.read", name="helper")
    assert "helper" in named(boss.call("role.list")) and "helper" in named(boss.call("role.list", tenant_id=tenant.id))
    staff = other_msp.join(role="helper")
    assert staff.call("tenant.list").total == 1 and staff.call("user.list", tenant_id=tenant.id).total == 0
    assert boss.call("role.get", role_id=role.id).user_count == 1
    assert "helper" not in tenant.admin.call("role.assignable").roles, "she lacks tenant.read"
    assert tenant.admin.call("role.get", role_id=role.id).name == "helper"


def test_a_change_holds_from_the_next_call_on(other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    role = make(boss, "user.read", tenant_id=tenant.id, name="watcher")
    person = tenant.join(role="watcher")
    person.call("user.list")
    changed = boss.call("role.update", role_id=role.id, permissions=["config.read"], title="Reader")
    assert (changed.title, changed.permissions, changed.user_count) == ("Reader", ["config.read"], 1)
    with refused(403, "permission_denied"):
        person.call("user.list")
    person.call("config.get")
    event = boss.call("audit.list", tenant_id=tenant.id, action="role.update")["items"][0]
    assert event.changes.permissions == ['["user.read"]', '["config.read"]'] and event.target_id == role.id


def test_nobody_makes_a_role_that_may_more_than_herself(other_msp, platform):
    boss = other_msp.admin
    with refused(403, "grant_not_held", field="permissions"):
        make(boss, "msp.manage")
    role = make(boss, "user.read")
    with refused(403, "grant_not_held"):
        boss.call("role.update", role_id=role.id, permissions=["package.stock"])
    for more, field in (({"permissions": ["no.such"]}, "permissions[0]"), ({"permissions": [], "can_assign": ["ghost"]}, "can_assign[0]"),
                        ({"permissions": [], "name": "Bad Name"}, "name")):
        with refused(-32602, field=field):
            boss.call("role.create", **{"name": "x_" + unique("").strip("-"), **more})
    for taken in "admin", "member", role.name:
        with refused(409, "name_taken", field="name"):
            make(boss, "user.read", name=taken)


def test_built_in_roles_stay(other_msp):
    for one in other_msp.admin.call("role.list")["items"]:
        with refused(403, "permission_denied"):
            other_msp.admin.call("role.update", role_id=one.id, title="x")
        with refused(403, "permission_denied"):
            other_msp.admin.call("role.delete", role_id=one.id)


def test_R54_nobody_changes_the_own_role(other_msp):
    role = make(other_msp.admin, "role.manage", "role.read", name="keeper_of_roles")
    keeper = other_msp.join(role="keeper_of_roles")
    for method in "role.update", "role.delete":
        with refused(403, "own_role"):
            keeper.call(method, role_id=role.id)


def test_a_role_in_use_goes_only_with_another_for_its_holders(other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    role = make(boss, "user.read", name="short_lived")
    person = tenant.join(role="member")
    boss.call("user.set_role", tenant_id=tenant.id, user_id=person.user.id, role="short_lived")
    waiting = unique("waiting@x.test")
    boss.call("invitation.create", tenant_id=tenant.id, invitations=[{"email": waiting, "role": "short_lived"}])
    staff = other_msp.join(role="short_lived")
    with refused(409, "role_in_use"):
        boss.call("role.delete", role_id=role.id)
    with refused(-32602, field="replace_with"):
        boss.call("role.delete", role_id=role.id, replace_with="no_such_role")
    with refused(-32602, field="replace_with"):
        boss.call("role.delete", role_id=role.id, replace_with="short_lived")
    gone = boss.call("role.delete", role_id=role.id, replace_with="member")
    assert gone.deleted is True and gone.users_moved == 3
    assert person.call("me.get").role.name == "member" and staff.call("me.get").role.name == "member"
    (invitation,) = boss.call("invitation.list", tenant_id=tenant.id)["items"]
    assert (invitation.email, invitation.role_name) == (waiting, "member")
    with refused(404, "not_found"):
        boss.call("role.get", role_id=role.id)


def test_C7_a_default_role_stays(other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    role = make(boss, "user.read", name="usual")
    boss.call("config.update", tenant_id=tenant.id, values={"default_role": "usual"})
    with refused(409, "role_is_default") as e:
        boss.call("role.delete", role_id=role.id)
    assert e.data.setting == "default_role"
    boss.call("config.update", tenant_id=tenant.id, values={"default_role": None})
    assert boss.call("role.delete", role_id=role.id).users_moved == 0


def test_C2_where_roles_do_not_change_none_is_replaced(other_msp):
    tenant, boss = other_msp.new_tenant(config={"role_change": "forbidden"}), other_msp.admin
    role = make(boss, "user.read", tenant_id=tenant.id, name="fixed")
    tenant.join(role="fixed")
    with refused(403, "role_change_forbidden") as e:
        boss.call("role.delete", role_id=role.id, replace_with="member")
    assert e.data.setting == "role_change"


def test_the_last_who_can_manage_users_keeps_that(other_msp, platform):
    boss = other_msp.admin
    managers = make(boss, "user.set_status", "user.read", "role.manage", "role.read", name="first_hand")
    other = make(boss, "role.manage", "role.read", "user.set_status", name="second_hand")
    manager, hand = other_msp.join(role=managers.name), other_msp.join(role="second_hand")
    boss_id = boss.call("me.get").user.id
    platform.call("user.deactivate", user_id=boss_id)
    hand.call("role.update", role_id=managers.id, permissions=["role.manage", "role.read"])
    with refused(409, "last_admin"):
        manager.call("role.update", role_id=other.id, permissions=["role.manage"])


def test_roles_of_others_do_not_exist(other_msp, msp):
    role = make(other_msp.admin, "user.read")
    for method in "role.get", "role.update", "role.delete":
        with refused(404, "not_found"):
            msp.admin.call(method, role_id=role.id)
    with refused(403, "permission_denied"):
        other_msp.new_tenant().admin.call("role.create", name="x", permissions=[])
