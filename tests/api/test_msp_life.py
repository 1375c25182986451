# SPDX-License-Identifier: MIT
"""msp.update, msp.suspend, msp.resume."""

from stack.client import refused


def test_an_msp_is_renamed(other_msp, platform, unique):
    name = unique("Renamed")
    assert platform.call("msp.update", msp_id=other_msp.id, name=name).name == name
    assert other_msp.admin.call("msp.get").name == name


def test_R79_its_name_is_unique_over_tenants_too(other_msp, acme, platform):
    with refused(409, "name_taken", field="name"):
        platform.call("msp.update", msp_id=other_msp.id, name=acme.name.upper())


def test_an_update_of_what_has_moved_on_is_refused(other_msp, platform, unique):
    version = platform.call("msp.update", msp_id=other_msp.id, name=unique("One")).version
    with refused(409, "version_conflict"):
        platform.call("msp.update", msp_id=other_msp.id, name=unique("Two"), if_version=version - 1)


def test_only_the_platform_manages_msps(other_msp, msp):
    for caller in (other_msp.admin, msp.admin):
        for method in ("msp.update", "msp.suspend", "msp.resume"):
            with refused(403, "permission_denied"):
                caller.call(method, msp_id=other_msp.id)


def test_a_suspended_msp_takes_its_tenants_with_it(other_msp, platform, service):
    tenant = other_msp.new_tenant()
    boss, person, staff = other_msp.admin, tenant.join(), other_msp.join(role="member")
    keys = [service.caller("api", api_key=owner.call("api_key.create", name="k", permissions=["user.read"]).secret)
            for owner in (boss, tenant.admin)]
    for key in keys:
        key.call("user.list")
    suspended = platform.call("msp.suspend", msp_id=other_msp.id, reason="unpaid")
    assert suspended.msp.status == "suspended" and suspended.sessions_ended >= 4
    for caller in (boss, person, staff):
        with refused(401, "auth_required"):
            caller.call("me.get")
    for key in keys:
        with refused(403, "tenant_suspended"):
            key.call("user.list")
    with refused(403, "tenant_suspended"):
        tenant.guest.sign_in(person.email, person.password)
    resumed = platform.call("msp.resume", msp_id=other_msp.id)
    assert resumed.msp.status == "active" and resumed.sessions_ended == 0
    assert tenant.guest.sign_in(person.email, person.password).user.id == person.user.id
    for key in keys:
        key.call("user.list")
