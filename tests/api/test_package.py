# SPDX-License-Identifier: MIT
"""Packages, templates, credits: stock, limits, and who gets the last one."""

import concurrent.futures

import pytest

from stack.client import refused, unique


@pytest.fixture
def shop(platform, other_msp):
    """A fresh MSP that needs packages, and how to fill its stock."""
    platform.call("config.update", tenant_id=other_msp.id, values={"packages": "required"})
    return Shop(platform, other_msp)


class Shop:
    def __init__(self, platform, msp):
        self.platform, self.msp, self.boss = platform, msp, msp.admin

    def type(self, credits=100, count=0, **more):
        made = self.platform.call("package.create_type", name=unique("Type"), credits=credits, **more)
        if count:
            self.stock(made, count)
        return made

    def stock(self, type, count=1):
        return self.platform.call("package.stock", msp_id=self.msp.id, type_id=type.id, count=count)["items"]

    def create(self, caller=None, **tenant):
        tenant.setdefault("tenant_name", unique("Bought"))
        return (caller or self.boss).call("tenant.create", tenants=[tenant]).tenants[0]

    def left(self, type):
        return self.boss.call("package.list", status="unassigned", type_id=type.id).total


def reason(result):
    return result.error and result.error.reason


def all_at_once(calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(call) for call in calls]]


# ---- creating ----

def test_R86_R87_a_package_of_the_type_is_assigned(shop):
    type = shop.type(credits=5000, count=2)
    made = shop.create(package_id=type.id)
    assert made.success and made.purchase_occurred is False
    tenant = shop.boss.call("tenant.get", tenant_id=made.tenant_id)
    assert (tenant.primary_package_name, tenant.total_credit_limit) == (type.name, 5000)
    (unit,) = shop.boss.call("package.list", tenant_id=made.tenant_id)["items"]
    assert (unit.status, unit.type_name, unit.tenant_id) == ("assigned", type.name, made.tenant_id)
    assert shop.left(type) == 1
    assert shop.boss.call("tenant.list", name=tenant.name)["items"][0].primary_package_name == type.name


def test_R86_without_stock_nothing_is_created(shop):
    name = unique("Unlucky")
    assert reason(shop.create(tenant_name=name, package_id=shop.type().id)) == "no_package_available"
    assert shop.boss.call("tenant.check_name", name=name).available


def test_R82_a_package_in_stock_may_stand_for_its_type(shop):
    type = shop.type()
    one, two = shop.stock(type, 2)
    first, second = shop.create(package_id=two.id), shop.create(package_id=two.id)
    units = {unit.tenant_id: unit.id for unit in shop.boss.call("package.list", type_id=type.id)["items"]}
    assert units == {first.tenant_id: two.id, second.tenant_id: one.id}


def test_R82_R83_one_of_package_and_template_is_required(shop):
    with refused(-32602, field="tenants[0].package_id") as e:
        shop.create()
    assert e.data.setting == "packages"
    poc = next(one for one in shop.boss.call("template.list")["items"] if one.name == "poc")
    assert reason(shop.create(template_id=poc.id)) == "primary_package_required"


def test_R81_C14_where_packages_are_off_none_is_needed(shop):
    shop.platform.call("config.update", tenant_id=shop.msp.id, values={"packages": "off"})
    assert shop.create().success
    type = shop.type(count=1)
    made = shop.create(package_id=type.id)
    assert shop.boss.call("tenant.get", tenant_id=made.tenant_id).primary_package_name == type.name
    name = shop.boss.call("tenant.get", tenant_id=made.tenant_id).name
    assert reason(shop.create(tenant_name=name)) == "name_taken", "one path, one check"


def test_R91_C15_a_missing_package_is_bought_where_that_is_set(shop):
    shop.boss.call("config.update", values={"auto_purchase": True})
    type = shop.type()
    made = shop.create(package_id=type.id)
    assert made.success and made.purchase_occurred is True
    event = shop.boss.call("audit.list", action="tenant.create")["items"][0]
    assert event.changes.tenants[0].purchase_occurred is True
    shop.stock(type)
    assert shop.create(package_id=type.id).purchase_occurred is False


def test_a_package_of_somebody_else_or_of_the_wrong_kind(shop, service):
    other = service.new_msp()
    foreign = shop.platform.call("package.stock", msp_id=other.id, type_id=shop.type().id, count=1)["items"][0]
    assert reason(shop.create(package_id=foreign.id)) == "not_found"
    assert reason(shop.create(package_id=shop.type(count=1, additional=True).id)) == "primary_package_required"
    with refused(-32602, field="tenants[0].package_id"):
        shop.create(package_id=shop.msp.id)


def test_of_creations_racing_for_the_last_unit_exactly_one_succeeds(shop):
    for _ in range(3):
        type = shop.type(count=1)
        callers = [shop.boss.twin() for _ in range(4)]
        made = all_at_once([lambda caller=caller: shop.create(caller, package_id=type.id) for caller in callers])
        assert sorted(one.success for one in made) == [False, False, False, True]
        assert {reason(one) for one in made if not one.success} == {"no_package_available"}
        assert shop.left(type) == 0
        assert shop.boss.call("package.list", type_id=type.id).total == 1


def test_creations_at_once_take_a_unit_each(shop):
    type = shop.type(count=4)
    callers = [shop.boss.twin() for _ in range(4)]
    made = all_at_once([lambda caller=caller: shop.create(caller, package_id=type.id) for caller in callers])
    assert all(one.success for one in made)
    units = shop.boss.call("package.list", type_id=type.id)["items"]
    assert {unit.tenant_id for unit in units} == {one.tenant_id for one in made}


def test_a_tenant_that_failed_gives_its_package_back(shop):
    type = shop.type(count=2)
    taken = shop.boss.call("tenant.get", tenant_id=shop.create(package_id=type.id).tenant_id).name
    made = shop.boss.call("tenant.create", tenants=[
        {"tenant_name": taken, "package_id": type.id}, {"tenant_name": unique("Next"), "package_id": type.id}]).tenants
    assert [one.success for one in made] == [False, True] and shop.left(type) == 0


# ---- assigning ----

def test_R99_one_primary_package_and_any_number_of_additional_ones(shop):
    primary, pack = shop.type(1000, count=2), shop.type(500, count=3, additional=True)
    tenant = shop.create(package_id=primary.id).tenant_id
    assign = lambda type: shop.boss.call("package.assign", tenant_id=tenant, package_id=type.id)
    with refused(409, "package_mismatch", field="package_id"):
        assign(primary)
    first, second = assign(pack), assign(pack)
    assert first.package.tenant_id == tenant and first.package.id != second.package.id
    shown = shop.boss.call("tenant.get", tenant_id=tenant)
    assert shown.additional_package_names == [pack.name] * 2 and shown.total_credit_limit == 2000
    (unit,) = shop.boss.call("package.list", tenant_id=tenant, type_id=primary.id)["items"]
    with refused(409, "primary_package_required"):
        shop.boss.call("package.unassign", package_id=unit.id)
    back = shop.boss.call("package.unassign", package_id=first.package.id)
    assert back.package.status == "unassigned" and back.package.tenant_id is None
    assert shop.boss.call("tenant.get", tenant_id=tenant).total_credit_limit == 1500
    with refused(409, "package_mismatch"):
        shop.boss.call("package.unassign", package_id=first.package.id)
    shop.boss.call("package.unassign", package_id=second.package.id)
    shop.boss.call("package.unassign", package_id=unit.id)
    shown = shop.boss.call("tenant.get", tenant_id=tenant)
    assert (shown.primary_package_name, shown.total_credit_limit) == (None, 0)
    with refused(409, "primary_package_required"):
        assign(pack)


def test_two_primary_packages_at_once_are_one(shop):
    type = shop.type(count=3)
    tenant = shop.create(package_id=type.id).tenant_id
    (unit,) = shop.boss.call("package.list", tenant_id=tenant)["items"]
    shop.boss.call("package.unassign", package_id=unit.id)

    def assign(caller):
        try:
            return caller.call("package.assign", tenant_id=tenant, package_id=type.id).package.id
        except Exception as refusal:
            return refusal.reason

    got = all_at_once([lambda caller=shop.boss.twin(): assign(caller) for _ in range(3)])
    assert sorted(one == "package_mismatch" for one in got) == [False, True, True], got
    assert shop.boss.call("package.list", tenant_id=tenant).total == 1


def test_seats_of_a_package_limit_the_users(shop):
    type = shop.type(count=1, seats=2)
    made = shop.create(package_id=type.id, users=[{"email": unique(f"{n}@x.test")} for n in range(3)])
    assert (made.total_new_users_created, made.total_new_users_failed) == (2, 1)


def test_stock_belongs_to_the_platform_to_fill(shop, acme):
    type = shop.type()
    for method, params in (("package.create_type", {"name": unique("T"), "credits": 1}),
                           ("package.stock", {"msp_id": shop.msp.id, "type_id": type.id, "count": 1})):
        with refused(403, "permission_denied"):
            shop.boss.call(method, **params)
    with refused(403, "permission_denied"):
        acme.admin.call("package.list")
    with refused(409, "name_taken", field="name"):
        shop.platform.call("package.create_type", name=type.name.upper(), credits=1)
    for field, bad in (("count", 0), ("count", 1001)):
        with refused(-32602, field=field):
            shop.platform.call("package.stock", **{"msp_id": shop.msp.id, "type_id": type.id, "count": 1, field: bad})
    assert type.id in [one.id for one in shop.boss.call("package.list_types")["items"]]


def test_an_msp_sees_its_own_stock_only(shop, service):
    type, other = shop.type(count=3), service.new_msp()
    assert shop.left(type) == 3
    assert other.admin.call("package.list", type_id=type.id).total == 0
    assert shop.platform.call("package.list", type_id=type.id).total == 3
    page = shop.boss.call("package.list", type_id=type.id, limit=2)
    rest = shop.boss.call("package.list", type_id=type.id, limit=2, cursor=page.next_cursor)
    assert len({one.id for one in page["items"] + rest["items"]}) == 3
    tenant = shop.create(package_id=type.id).tenant_id
    (unit,) = shop.boss.call("package.list", tenant_id=tenant)["items"]
    with refused(404, "not_found"):
        other.admin.call("package.unassign", package_id=unit.id)
    with refused(404, "not_found"):
        other.admin.call("package.assign", tenant_id=tenant, package_id=type.id)
    with refused(404, "not_found"):
        other.admin.call("package.list", tenant_id=tenant)


# ---- templates ----

def test_a_template_is_applied_once(shop):
    type = shop.type(700, count=2)
    role = {"name": "editor", "title": "Editor", "permissions": ["app:write", "user.read"], "can_assign": ["member"]}
    made = shop.boss.call("template.create", name=unique("Trial"), package_type_id=type.id,
                          config={"max_users": 5, "default_role": "editor"}, roles=[role])
    assert made.version == 1 and made.config == {"max_users": 5, "default_role": "editor"}
    tenant = shop.create(template_id=made.id, config={"beta_features": True}, users=[{"email": unique("e@x.test")}])
    shown = shop.boss.call("tenant.get", tenant_id=tenant.tenant_id)
    assert shown.primary_package_name == type.name and shown.tenant_config.beta_features is True
    config = shop.boss.call("config.get", tenant_id=tenant.tenant_id, keys=["max_users"])
    assert (config["values"], config.origin) == ({"max_users": 5}, {"max_users": "tenant"})
    assert shop.boss.call("user.list", tenant_id=tenant.tenant_id)["items"][0].role_name == "editor"
    changed = shop.boss.call("template.update", template_id=made.id, config={"max_users": 6}, if_version=1)
    assert changed.version == 2 and changed.config == {"max_users": 6} and len(changed.roles) == 1
    with refused(409, "version_conflict"):
        shop.boss.call("template.update", template_id=made.id, name="x", if_version=1)
    assert shop.boss.call("config.get", tenant_id=tenant.tenant_id, keys=["max_users"])["values"].max_users == 5
    assert shop.boss.call("template.get", template_id=made.id) == changed
    assert shop.boss.call("template.delete", template_id=made.id).deleted is True
    with refused(404, "not_found"):
        shop.boss.call("template.get", template_id=made.id)


def test_a_package_beside_a_template_must_agree(shop):
    type, other = shop.type(count=1), shop.type(count=1)
    made = shop.boss.call("template.create", name=unique("Agree"), package_type_id=type.id)
    assert reason(shop.create(template_id=made.id, package_id=other.id)) == "package_mismatch"
    assert shop.create(template_id=made.id, package_id=type.id).success
    assert shop.boss.call("template.update", template_id=made.id, package_type_id=None).package_type_id is None
    assert shop.create(template_id=made.id, package_id=other.id).success


def test_templates_are_checked(shop):
    create = lambda **more: shop.boss.call("template.create", **{"name": unique("T"), **more})
    for more, field in (({"config": {"nope": 1}}, "config.nope"), ({"config": {"packages": "off"}}, "config.packages"),
                        ({"config": {"default_role": "ghost"}}, "config.default_role"),
                        ({"roles": [{"name": "admin", "permissions": []}]}, "roles[0].name"),
                        ({"roles": [{"name": "a", "permissions": []}, {"name": "a", "permissions": []}]}, "roles[1].name"),
                        ({"roles": [{"name": "a", "permissions": ["no.such"]}]}, "roles[0].permissions[0]"),
                        ({"package_type_id": shop.msp.id}, "package_type_id")):
        with refused(-32602, field=field):
            create(**more)
    with refused(403, "grant_not_held"):
        create(roles=[{"name": "a", "permissions": ["msp.manage"]}])
    name = create().name
    with refused(409, "name_taken"):
        create(name=name.upper())
    with refused(409, "name_taken"):
        create(name="POC")


def test_templates_of_others(shop, service, acme):
    made = shop.boss.call("template.create", name=unique("Mine"))
    other = service.new_msp()
    for method in "template.get", "template.update", "template.delete":
        with refused(404, "not_found"):
            other.admin.call(method, template_id=made.id)
    assert reason(other.admin.call("tenant.create", tenants=[
        {"tenant_name": unique("T"), "template_id": made.id}]).tenants[0]) == "not_found"
    poc = next(one for one in shop.boss.call("template.list")["items"] if one.name == "poc")
    for method in "template.update", "template.delete":
        with refused(403, "permission_denied"):
            shop.boss.call(method, template_id=poc.id)
    with refused(403, "permission_denied"):
        acme.admin.call("template.list")


# ---- credits ----

def test_R100_credits_are_booked_and_never_exceed_the_limit(shop):
    primary, pack = shop.type(100, count=1), shop.type(50, count=1, additional=True)
    tenant = shop.create(package_id=primary.id).tenant_id
    shop.boss.call("package.assign", tenant_id=tenant, package_id=pack.id)
    use = lambda amount: shop.boss.call("credit.use", tenant_id=tenant, amount=amount, reference="r", model="gpt")
    assert use(120) == {"used": 120, "remaining": 30}
    with refused(409, "credit_exhausted", field="amount"):
        use(31)
    assert use(30) == {"used": 150, "remaining": 0}
    got = shop.boss.call("credit.get", tenant_id=tenant)
    assert (got.limit, got.used, got.remaining) == (150, 150, 0)
    assert [(one.type_name, one.credits, one.used) for one in got.by_package] == \
        [(primary.name, 100, 100), (pack.name, 50, 50)]
    msp = shop.boss.call("msp.get")
    assert (msp.total_credits_used, msp.total_credit_limit) == (150, 150)
    assert shop.boss.call("credit.get").used == 150
    for bad in 0, -5:
        with refused(-32602, field="amount"):
            use(bad)


def test_credits_used_at_once_stay_below_the_limit(shop):
    tenant = shop.create(package_id=shop.type(100, count=1).id).tenant_id

    def use(caller):
        try:
            return caller.call("credit.use", tenant_id=tenant, amount=30, reference="race").used
        except Exception as refusal:
            return refusal.reason

    got = all_at_once([lambda caller=shop.boss.twin(): use(caller) for _ in range(6)])
    assert sorted(map(str, got)) == ["30", "60", "90"] + ["credit_exhausted"] * 3
    assert shop.boss.call("tenant.get", tenant_id=tenant).total_credits_used == 90


def test_credits_need_their_permission(acme, other_msp):
    with refused(403, "permission_denied"):
        acme.admin.call("credit.use", tenant_id=acme.id, amount=1, reference="x")
    with refused(404, "not_found"):
        other_msp.admin.call("credit.use", tenant_id=acme.id, amount=1, reference="x")


def test_many_creators_at_once_do_not_disturb_each_other(shop):
    type = shop.type(count=40)

    def create(caller):
        made = caller.call("tenant.create", tenants=[
            {"tenant_name": unique("Crowd"), "package_id": type.id} for _ in range(5)])
        return made.total_tenants_created

    assert all_at_once([lambda caller=shop.boss.twin(): create(caller) for _ in range(8)]) == [5] * 8
    assert shop.left(type) == 0 and shop.boss.call("tenant.list", limit=1).total == 40
