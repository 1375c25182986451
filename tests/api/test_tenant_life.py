# SPDX-License-Identifier: MIT
"""tenant.delete, tenant.restore, tenant.export: how a tenant goes."""

import datetime
import json

import pytest

from stack.client import plain, refused
from stack.commands import keep
from stack.ownpool import eventually


def delete(tenant, **params):
    return tenant.msp.admin.call("tenant.delete", tenant_id=tenant.id, confirm_name=tenant.name, **params)


def days_from_now(time):
    then = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    return (then - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 86400


def key_of(tenant, service):
    made = tenant.admin.call("api_key.create", name="back end", permissions=["user.read"])
    return service.caller("api", api_key=made.secret)


def test_a_deleted_tenant_is_out_of_reach_at_once(acme, msp, service):
    person, key = acme.join(), key_of(acme, service)
    assert key.call("user.list").total == 2
    purge_at = delete(acme).purge_at
    assert 29.9 < days_from_now(purge_at) <= 30
    with refused(404, "unknown_host"):
        person.call("me.get")
    with refused(404, "unknown_host"):
        acme.guest.sign_in(person.email, person.password)
    with refused(401, "key_invalid"):
        key.call("user.list")
    for method in ("tenant.get", "tenant.suspend", "user.list", "config.get"):
        with refused(404, "not_found"):
            msp.admin.call(method, tenant_id=acme.id)
    with refused(404, "not_found"):
        delete(acme)


def test_it_is_listed_among_the_deleted_and_nowhere_else(acme, msp):
    before = msp.admin.call("msp.get").tenant_count
    delete(acme)
    assert msp.admin.call("msp.get").tenant_count == before - 1
    assert msp.admin.call("tenant.list", name=acme.name)["items"] == []
    listed = msp.admin.call("tenant.list", name=acme.name, status="deleted")["items"]
    assert [(one.id, one.status) for one in listed] == [(acme.id, "deleted")]


def test_the_name_must_be_confirmed(acme, msp):
    with refused(-32602, field="confirm_name"):
        msp.admin.call("tenant.delete", tenant_id=acme.id, confirm_name="Something else")
    assert msp.admin.call("tenant.get", tenant_id=acme.id).status == "active"
    msp.admin.call("tenant.delete", tenant_id=acme.id, confirm_name=f"  {acme.name.upper()} ")


def test_a_name_is_the_same_in_any_normal_form(msp, unique):
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"
    tail = unique("")
    tenant = msp.new_tenant(composed + tail)
    msp.admin.call("tenant.delete", tenant_id=tenant.id, confirm_name=decomposed + tail)


def test_who_may_delete(acme, other_msp, service):
    params = {"tenant_id": acme.id, "confirm_name": acme.name}
    with refused(403, "permission_denied"):
        acme.admin.call("tenant.delete", **params)
    with refused(404, "not_found"):
        other_msp.admin.call("tenant.delete", **params)
    staff, tenant = other_msp.join(role="member"), other_msp.new_tenant()
    with refused(403, "permission_denied"):
        staff.call("tenant.delete", tenant_id=tenant.id, confirm_name=tenant.name)
    for method in ("tenant.restore", "tenant.delete"):
        with refused(-32602, field="tenant_id"):
            service.platform.call(method, **{**params, "tenant_id": other_msp.id})


def test_a_restored_tenant_is_as_it_was(acme, msp, service):
    person, key = acme.join(), key_of(acme, service)
    before = msp.admin.call("tenant.get", tenant_id=acme.id)
    delete(acme)
    restored = msp.admin.call("tenant.restore", tenant_id=acme.id)
    assert restored.status == "active" and restored.version > before.version
    for member in ("name", "slug", "user_count", "primary_package_name", "tenant_config"):
        assert restored[member] == before[member], member
    with refused(401, "auth_required"):
        person.call("me.get")
    assert acme.guest.sign_in(person.email, person.password).user.id == person.user.id
    assert key.call("user.list").total == 2
    assert msp.admin.call("tenant.restore", tenant_id=acme.id).status == "active"


def test_a_suspended_tenant_is_suspended_again_after_a_restore(acme, msp):
    msp.admin.call("tenant.suspend", tenant_id=acme.id)
    delete(acme)
    assert msp.admin.call("tenant.restore", tenant_id=acme.id).status == "suspended"


def test_who_may_restore(acme, other_msp):
    delete(acme)
    with refused(404, "not_found"):
        other_msp.admin.call("tenant.restore", tenant_id=acme.id)
    assert acme.msp.admin.call("tenant.restore", tenant_id=acme.id).id == acme.id


def test_mails_that_wait_do_not_go(acme, msp, db, unique):
    email = unique("waits@x.test")
    acme.invite(email)
    eventually(lambda: db.rows("SELECT state FROM mail WHERE to_address = %s", email)[0].state == "sent")
    db.rows("UPDATE mail SET state = 'queued', next_attempt_at = UTC_TIMESTAMP() + INTERVAL 1 HOUR"
            " WHERE to_address = %s", email)
    delete(acme)
    assert db.rows("SELECT state FROM mail WHERE to_address = %s", email)[0].state == "cancelled"
    assert msp.admin.call("mail.list", to=email)["items"] == []


@pytest.fixture
def stocked(service):
    """An MSP that needs packages, with one unit of a type; (msp, type)."""
    def make(count=1):
        msp, platform = service.new_msp(), service.platform
        from stack.client import unique
        kind = platform.call("package.create_type", name=unique("Plan"), credits=700)
        platform.call("package.stock", msp_id=msp.id, type_id=kind.id, count=count)
        platform.call("config.update", tenant_id=msp.id, values={"packages": None})
        return msp, kind
    return make


def test_packages_go_back_to_stock_and_come_back_from_it(stocked):
    msp, kind = stocked()
    tenant = msp.new_tenant(package_id=kind.id)
    assert msp.admin.call("tenant.get", tenant_id=tenant.id).total_credit_limit == 700
    delete(tenant)
    units = msp.admin.call("package.list", type_id=kind.id)["items"]
    assert [(one.status, one.tenant_id) for one in units] == [("unassigned", None)]
    restored = msp.admin.call("tenant.restore", tenant_id=tenant.id)
    assert (restored.primary_package_name, restored.total_credit_limit) == (kind.name, 700)


def test_without_a_package_in_stock_there_is_no_restore(stocked):
    msp, kind = stocked()
    tenant = msp.new_tenant(package_id=kind.id)
    delete(tenant)
    msp.new_tenant(package_id=kind.id)
    with refused(409, "no_package_available"):
        msp.admin.call("tenant.restore", tenant_id=tenant.id)
    assert msp.admin.call("tenant.list", status="deleted")["items"][0].id == tenant.id
    msp.service.platform.call("package.stock", msp_id=msp.id, type_id=kind.id, count=1)
    assert msp.admin.call("tenant.restore", tenant_id=tenant.id).primary_package_name == kind.name


def test_the_name_is_taken_until_the_purge_and_the_slug_for_ever(acme, msp, db, unique):
    person, email = acme.join(), unique("guest@x.test")
    acme.invite(email)
    key_id = acme.admin.call("api_key.create", name="k", permissions=["user.read"]).api_key.id
    assert key_id and delete(acme, grace_days=1)
    assert not msp.admin.call("tenant.check_name", name=acme.name).available
    db.rows("UPDATE tenant SET purge_at = UTC_TIMESTAMP() WHERE slug = %s", acme.slug)
    with refused(404, "not_found"):
        msp.admin.call("tenant.restore", tenant_id=acme.id)
    keep()
    assert msp.admin.call("tenant.check_name", name=acme.name).available
    again = msp.new_tenant(acme.name)
    assert again.slug != acme.slug
    with refused(409, "slug_taken"):
        msp.admin.call("tenant.create", atomic=True, tenants=[
            {"tenant_name": unique("Other"), "slug": acme.slug}])
    assert msp.admin.call("tenant.list", name=acme.name, status="deleted")["items"] == []
    with refused(404, "not_found"):
        msp.admin.call("tenant.restore", tenant_id=acme.id)
    row = db.rows("SELECT id FROM tenant WHERE slug = %s", acme.slug)[0]
    for table in ("membership", "invitation", "api_key", "api_key_secret", "mail", "session", "token"):
        assert db.rows(f"SELECT COUNT(*) AS n FROM {table} WHERE tenant_id = %s", row.id)[0].n == 0, table
    assert db.rows("SELECT COUNT(*) AS n FROM account WHERE email IN (%s, %s)", person.email, email)[0].n == 0


def test_a_purge_leaves_who_is_a_member_elsewhere(multi, acme, msp, db):
    person, second = acme.join(), msp.new_tenant()
    second.invite(person.email, role="member")
    second.guest.accept(acme.mail_to(person.email, after=1).link().token, person.password)
    delete(acme, grace_days=0)
    keep()
    assert second.guest.sign_in(person.email, person.password).user.first_name == "Pat"
    home = db.rows("SELECT t.slug FROM account a JOIN tenant t ON t.id = a.home_tenant_id"
                   " WHERE a.email = %s", person.email)
    assert home[0].slug == second.slug
    assert second.admin.call("user.update", user_id=person.user.id, first_name="Pam").first_name == "Pam"


def test_the_purge_is_in_the_audit(acme, platform, db):
    delete(acme, grace_days=0)
    keep()
    events = db.rows("SELECT a.action, a.actor_kind AS kind FROM audit a JOIN tenant t ON t.id = a.tenant_id"
                     " WHERE t.slug = %s AND a.action IN ('tenant.delete', 'tenant.purge') ORDER BY a.id", acme.slug)
    assert [(one.action, one.kind) for one in events] == [("tenant.delete", "user"), ("tenant.purge", "system")]


def test_a_dry_run_deletes_nothing(acme):
    assert delete(acme, dry_run=True).dry_run
    assert acme.admin.call("me.get").tenant.status == "active"


def test_an_export_holds_the_whole_tenant_and_no_secret(acme, msp, db, service, unique):
    person, email = acme.join(), unique("guest@x.test")
    acme.invite(email)
    acme.mail_to(email)
    made = acme.admin.call("api_key.create", name="k", permissions=["user.read"])
    acme.admin.call("config.update", values={"branding_display_name": "Acme & Sons"})
    whole = msp.admin.call("tenant.export", tenant_id=acme.id)
    assert (whole.tenant.id, whole.tenant.name) == (acme.id, acme.name)
    assert {user.email for user in whole.users} == {acme.admin.email, person.email, email}
    assert [one.status for one in whole.invitations if one.email == email] == ["pending"]
    assert len(whole.invitations) == 3 and whole.api_keys == [made.api_key]
    assert whole.config.values.branding_display_name == "Acme & Sons"
    assert email in {mail.to for mail in whole.mails}
    assert "config.update" in {event.action for event in whole.audit}
    text = json.dumps(plain(whole))
    assert made.secret not in text and "argon2" not in text
    for hash in db.rows("SELECT password_hash AS text FROM account WHERE email = %s", person.email):
        assert hash.text not in text


def test_who_may_export(acme, msp, other_msp):
    with refused(403, "permission_denied"):
        acme.admin.call("tenant.export", tenant_id=acme.id)
    with refused(404, "not_found"):
        other_msp.admin.call("tenant.export", tenant_id=acme.id)
    delete(acme)
    with refused(404, "not_found"):
        msp.admin.call("tenant.export", tenant_id=acme.id)
