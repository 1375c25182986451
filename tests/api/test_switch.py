# SPDX-License-Identifier: MIT
"""One person in several tenants: going from one to the other."""

import pytest

from stack.client import Caller, refused, unique


@pytest.fixture
def both(multi, msp):
    """Two tenants whose people sign in on the MSP's host, and somebody in both: first there."""
    there, here = msp.new_tenant(), msp.new_tenant()
    for tenant in (there, here):
        msp.admin.call("config.update", tenant_id=tenant.id, values={"link_host": "msp"})
        tenant.host = msp.customer_host
    person = there.join()
    here.invite(person.email, role="admin")
    guest = Caller(msp.service, msp.customer_host)
    guest.accept(here.mail_to(person.email, after=1).link().token, person.password)
    return there, here, person


def test_C4_one_goes_on_in_another_tenant_under_a_new_value(both):
    there, here, person = both
    assert {one.tenant_id for one in person.call("me.get").memberships} == {there.id, here.id}
    before = dict(person.cookies)
    switched = person.call("auth.switch_tenant", tenant_id=here.id)
    assert switched.tenant.id == here.id == switched.session.tenant_id and switched.user.role_name == "admin"
    assert person.cookies != before
    assert person.call("user.list")["items"]
    old = person.twin()
    old.cookies = before
    with refused(401, "auth_required"):
        old.call("me.get")
    back = person.call("auth.switch_tenant", tenant_id=there.id)
    assert back.session.expires_at == switched.session.expires_at
    with refused(403, "permission_denied"):
        person.call("user.list")


def test_where_one_is_no_member_there_is_nothing_to_switch_to(both, msp):
    _, _, person = both
    for tenant_id in (msp.new_tenant().id, "tenant_00000000000000000000000003"):
        with refused(404, "not_found"):
            person.call("auth.switch_tenant", tenant_id=tenant_id)


def test_a_deactivated_membership_is_closed(both):
    _, here, person = both
    here.msp.admin.call("user.deactivate", tenant_id=here.id, user_id=person.user.id)
    with refused(403, "user_inactive"):
        person.call("auth.switch_tenant", tenant_id=here.id)


def test_a_tenant_on_another_host_is_named(multi, msp):
    here, there = msp.new_tenant(), msp.new_tenant()
    person = here.join()
    there.invite(person.email)
    there.guest.accept(there.mail_to(person.email, after=1).link().token, person.password)
    with refused(403, "wrong_host") as e:
        person.call("auth.switch_tenant", tenant_id=there.id)
    assert e.data.host == there.host


def test_a_bearer_token_is_replaced_in_the_answer(both):
    there, here, person = both
    caller = Caller(there.msp.service, there.host)
    caller.sign_in(person.email, person.password, session="token")
    old = caller.token
    target = here.id if caller.call("me.get").tenant.id == there.id else there.id
    caller.token = caller.call("auth.switch_tenant", tenant_id=target).access_token
    assert caller.token != old and caller.call("me.get").tenant.id == target
