# SPDX-License-Identifier: MIT
"""Fifty at once, twenty times over: what is scarce is given out once, and somebody stays in charge."""

import concurrent.futures
import itertools

import pytest

from stack.client import Refused, unique

AT_ONCE, TIMES = 50, 20


@pytest.fixture(scope="module")
def crowd():
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        yield pool


def outcome(call):
    try:
        return call()
    except Refused as error:
        return error.reason


def all_at_once(crowd, call):
    """What AT_ONCE callers got, each with a number of its own."""
    return list(crowd.map(lambda number: outcome(lambda: call(number)), range(AT_ONCE)))


@pytest.fixture
def shop(other_msp, platform):
    """An MSP that sells packages of one type, and how to put units of it on the shelf."""
    platform.call("config.update", tenant_id=other_msp.id, values={"packages": "required"})
    kind = platform.call("package.create_type", name=unique("Race"), credits=1000)
    other_msp.stock = lambda count: platform.call("package.stock", msp_id=other_msp.id, type_id=kind.id, count=count)
    other_msp.package_id = kind.id
    other_msp.callers = [other_msp.admin.twin() for _ in range(AT_ONCE)]
    return other_msp


def test_R86_of_fifty_creations_with_ten_packages_in_stock_ten_succeed(shop, crowd):
    def create(number):
        made = shop.callers[number].call("tenant.create", tenants=[
            {"tenant_name": unique("Race"), "package_id": shop.package_id}]).tenants[0]
        return "made" if made.success else made.error.reason

    for _ in range(TIMES):
        shop.stock(10)
        got = all_at_once(crowd, create)
        assert sorted(got) == ["made"] * 10 + ["no_package_available"] * 40


def test_R54_of_fifty_demotions_in_a_tenant_with_two_admins_one_stays(acme, crowd):
    boss, other = acme.admin, acme.join(role="admin")
    people = itertools.cycle([boss.call("me.get").user.id, other.user.id])
    targets = list(itertools.islice(people, AT_ONCE))
    # Keys of the tenant: from inside it, and nobody's own role.
    keys = [acme.service.caller("api", api_key=boss.call(
        "api_key.create", name=f"race {number}", permissions=boss.call("me.get").permissions).secret) for number in range(5)]
    callers = [keys[number % len(keys)].twin() for number in range(AT_ONCE)]

    for _ in range(TIMES):
        got = all_at_once(crowd, lambda number: callers[number].call(
            "user.set_role", user_id=targets[number], role="member").role_name)
        admins = [one for one in acme.msp.admin.call("user.list", tenant_id=acme.id)["items"] if one.role_name == "admin"]
        assert len(admins) == 1 and "last_admin" in got, got
        for user in set(targets):
            acme.msp.admin.call("user.set_role", user_id=user, tenant_id=acme.id, role="admin")


def test_R100_credits_used_from_fifty_connections_never_pass_the_limit(shop, crowd):
    shop.stock(TIMES)
    for _ in range(TIMES):
        tenant = shop.admin.call("tenant.create", tenants=[
            {"tenant_name": unique("Race"), "package_id": shop.package_id}]).tenants[0].tenant_id
        got = all_at_once(crowd, lambda number: shop.callers[number].call(
            "credit.use", tenant_id=tenant, amount=70, reference=f"race {number}").remaining)
        assert got.count("credit_exhausted") == AT_ONCE - 1000 // 70
        assert shop.admin.call("credit.get", tenant_id=tenant).used == 1000 // 70 * 70
