# SPDX-License-Identifier: MIT
"""MSPs: made by the platform, with a first administrator."""

from stack.client import refused, unique


def test_R72_an_msp_shows_itself(other_msp):
    one, two = other_msp.new_tenant(), other_msp.new_tenant()
    shown = other_msp.admin.call("msp.get")
    assert (shown.id, shown.slug, shown.status) == (other_msp.id, other_msp.slug, "active")
    assert (shown.user_count, shown.tenant_count) == (1, 2)
    assert (shown.primary_package_name, shown.total_credits_used, shown.total_credit_limit) == (None, 0, 0)
    assert shown.created_at.endswith("Z")
    other_msp.join(role="member")
    one.join()
    assert other_msp.admin.call("msp.get").user_count == 2, "the staff alone is counted"
    assert two.id


def test_the_platform_and_tenants_have_no_msp_of_their_own(platform, acme):
    with refused(404, "not_found"):
        platform.call("msp.get")
    with refused(403, "permission_denied"):
        acme.admin.call("msp.get")


def test_an_msp_is_created_and_its_admin_invited(platform, service):
    name, email = unique("New Reseller"), unique("boss@msp.test")
    made = platform.call("msp.create", name=name, admin={"email": email, "first_name": "B", "last_name": "O"})
    assert made.msp.name == name and made.msp.slug.startswith("new-reseller-")
    assert (made.invitation.email, made.invitation.role_name, made.invitation.status) == (email, "admin", "pending")
    assert made.invitation.tenant_id == made.msp.id
    link = service.mailbox.newest(email).link()
    assert link.host == service.host("admin")
    boss = service.caller("admin")
    boss.accept(link.token)
    me = boss.call("me.get")
    assert me.tenant.id == made.msp.id and me.role.name == "admin"


def test_R116_the_first_admin_is_billing_manager(other_msp):
    assert "billing.manage" in other_msp.admin.call("me.get").permissions
    second = other_msp.join(role="admin")
    assert "billing.manage" not in second.call("me.get").permissions


def test_an_msp_without_a_mail(platform, service):
    email = unique("boss@msp.test")
    made = platform.call("msp.create", name=unique("Silent"), slug=unique("silent"), send_email=False,
                         admin={"email": email})
    assert made.invitation.send_count == 0 and made.invitation.delivery is None
    assert service.mailbox.all(email) == []


def test_R79_names_and_slugs_of_msps_and_tenants_are_one_space(platform, acme):
    def admin():
        return {"email": unique("boss@msp.test")}

    with refused(409, "name_taken", field="name"):
        platform.call("msp.create", name=acme.name.lower(), admin=admin())
    with refused(409, "slug_taken", field="slug"):
        platform.call("msp.create", name=unique("M"), slug=acme.slug, admin=admin())
    with refused(409, "slug_taken", field="slug"):
        platform.call("msp.create", name=unique("M"), slug="api", admin=admin())
    with refused(-32602, field="admin.email"):
        platform.call("msp.create", name=unique("M"), admin={"email": "nope"})


def test_an_admin_who_is_somebody_already_creates_no_msp(platform, acme):
    name = unique("Double")
    with refused(409, "user_exists_elsewhere"):
        platform.call("msp.create", name=name, admin={"email": acme.join().email})
    assert platform.call("tenant.check_name", name=name).available


def test_msps_are_listed_by_the_platform_alone(platform, msp, other_msp):
    for caller in msp.admin, msp.new_tenant().admin:
        with refused(403, "permission_denied"):
            caller.call("msp.list")
        with refused(403, "permission_denied"):
            caller.call("msp.create", name=unique("M"), admin={"email": unique("b@x.test")})
    first = platform.call("msp.list", limit=1)
    assert first.total >= 2 and first.next_cursor
    ids, page = [first["items"][0].id], first
    while page.next_cursor:
        page = platform.call("msp.list", limit=100, cursor=page.next_cursor)
        ids += [one.id for one in page["items"]]
    assert len(ids) == len(set(ids)) and {msp.id, other_msp.id} <= set(ids)
    assert first.total <= len(ids) <= platform.call("msp.list").total


def test_R114_members_of_an_msp_do_all_in_its_tenants_and_nothing_in_it(other_msp):
    member = other_msp.join(role="member")
    made = member.call("tenant.create", tenants=[{"tenant_name": unique("ByMember")}]).tenants[0]
    assert made.success
    member.call("config.update", tenant_id=made.tenant_id, values={"beta_features": True})
    member.call("role.list", tenant_id=made.tenant_id)
    assert member.call("role.assignable", tenant_id=made.tenant_id).roles == ["admin", "member"]
    for method, params in (("config.get", {}), ("config.update", {"values": {}}), ("audit.list", {}),
                           ("api_key.list", {}), ("role.list", {}), ("role.assignable", {}),
                           ("config.get", {"tenant_id": other_msp.id})):
        with refused(403, "permission_denied"):
            member.call(method, **params)
