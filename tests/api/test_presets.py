# SPDX-License-Identifier: MIT
"""The two presets word for word: a tenant of the template poc, and an MSP with default settings."""

import re

import pytest

from stack.client import GOOD, Caller, refused, unique


def temporary_password(tenant, email):
    text = tenant.mail_to(email, "temporary_password").text
    return re.search(r"^([0-9a-z]{5}(?:-[0-9a-z]{5}){3})\s*$", text, re.M).group(1)


def poc_admin(msp, tenant):
    """A Tenant Admin who was invited by the MSP's staff and has chosen her own password."""
    email = unique("tess@poc.test")
    msp.admin.call("invitation.create", tenant_id=tenant.id, invitations=[
        {"email": email, "first_name": "Tess", "last_name": "Admin", "role": "tenant_admin"}])
    admin, given = tenant.guest, temporary_password(tenant, email)
    admin.sign_in(email, given)
    admin.call("me.change_password", current_password=given, new_password=GOOD)
    admin.email = email
    return admin


def colleague(tenant, admin, role):
    email = unique(f"{role.replace('_', '-')}@poc.test")
    made = admin.call("invitation.create", invitations=[
        {"email": email, "first_name": "Sal", "last_name": "Colleague", "role": role}])
    assert made.results[0].error is None, made.results[0].error
    person, given = tenant.guest, temporary_password(tenant, email)
    person.sign_in(email, given)
    person.call("me.change_password", current_password=given, new_password=GOOD)
    person.email = email
    return person


@pytest.fixture
def tenant(msp):
    template = next(one for one in msp.admin.call("template.list")["items"] if one.name == "poc")
    return msp.new_tenant(template_id=template.id)


def test_R32_R36_R39_names_and_role_are_needed_and_each_missing_one_is_named(msp, tenant):
    admin = poc_admin(msp, tenant)
    with refused(-32602, "invalid_params") as e:
        admin.call("invitation.create", invitations=[{"email": unique("x@poc.test")}])
    named = {fault.field for fault in e.data.faults}
    assert {"invitations[0].first_name", "invitations[0].last_name", "invitations[0].role"} <= named


def test_R33_a_tenant_admin_makes_no_tenant_admin(msp, tenant):
    admin = poc_admin(msp, tenant)
    assert sorted(admin.call("role.assignable").roles) == ["administrator", "sales_engineer"]
    made = admin.call("invitation.create", invitations=[
        {"email": unique("x@poc.test"), "first_name": "A", "last_name": "B", "role": "tenant_admin"}])
    assert made.results[0].error.reason == "role_not_assignable"


def test_R34_an_administrator_makes_templates_sees_all_and_manages_no_users(msp, tenant):
    person = colleague(tenant, poc_admin(msp, tenant), "administrator")
    assert sorted(person.call("me.get").permissions) == ["app:poc.read", "app:template.create", "app:template.resource"]
    for method in ("user.list", "invitation.list"):
        with refused(403, "permission_denied"):
            person.call(method)


def test_R35_a_sales_engineer_runs_projects_and_makes_no_templates(msp, tenant):
    person = colleague(tenant, poc_admin(msp, tenant), "sales_engineer")
    held = person.call("me.get").permissions
    assert sorted(held) == sorted(["app:poc.create", "app:poc.manage", "app:customer.invite", "app:task.manage",
                                   "app:comment.create", "app:resource.create"])


def test_R40_R41_R42_credentials_come_by_mail_and_let_in_at_once(msp, tenant):
    admin = poc_admin(msp, tenant)
    email = unique("new@poc.test")
    admin.call("invitation.create", invitations=[
        {"email": email, "first_name": "New", "last_name": "Person", "role": "sales_engineer"}])
    listed = {one.email: one for one in admin.call("user.list")["items"]}
    assert listed[email].status == "active"
    guest = tenant.guest
    guest.sign_in(email, temporary_password(tenant, email))
    with refused(403, "password_change_required"):
        guest.call("me.list_sessions")


def test_R53_R64_a_wrong_role_is_mended_by_deactivating_and_inviting_again(msp, tenant):
    admin = poc_admin(msp, tenant)
    person = colleague(tenant, admin, "sales_engineer")
    user = person.call("me.get").user
    with refused(403, "role_change_forbidden") as e:
        admin.call("user.set_role", user_id=user.id, role="administrator")
    assert e.data.setting == "role_change"
    admin.call("user.deactivate", user_id=user.id)
    seen = len(tenant.mails_to(person.email))
    made = admin.call("invitation.create", invitations=[
        {"email": person.email, "first_name": "Sal", "last_name": "Colleague", "role": "administrator"}])
    assert made.results[0].error is None
    tenant.mail_to(person.email, "temporary_password", after=seen)
    again = tenant.guest
    with refused(401, "auth_failed"):
        again.sign_in(person.email, GOOD)
    again.sign_in(person.email, temporary_password(tenant, person.email))
    assert admin.call("user.get", user_id=user.id).role_name == "administrator"


def test_R50_what_a_deactivated_person_made_remains(msp, tenant):
    admin = poc_admin(msp, tenant)
    person = colleague(tenant, admin, "sales_engineer")
    user = person.call("me.get").user
    admin.call("user.deactivate", user_id=user.id, reason="left")
    kept = admin.call("user.get", user_id=user.id)
    assert kept.status == "inactive" and kept.email == person.email and kept.role_name == "sales_engineer"
    events = admin.call("audit.list", actor_id=user.id)["items"]
    assert any(event.action == "me.change_password" for event in events)


def test_R56_a_platform_admin_changes_a_tenant_admins_account(platform, msp, tenant):
    admin = poc_admin(msp, tenant)
    user = admin.call("me.get").user
    with refused(403, "own_status"):
        admin.call("user.deactivate", user_id=user.id)
    poc_admin(msp, tenant)
    assert platform.call("user.deactivate", user_id=user.id, tenant_id=tenant.id).user.status == "inactive"
    assert platform.call("user.activate", user_id=user.id, tenant_id=tenant.id).user.status == "active"
    changed = platform.call("user.update", user_id=user.id, tenant_id=tenant.id, first_name="Therese")
    assert changed.first_name == "Therese"


# ---- an MSP with default settings ----

def staff(msp, role, **more):
    email = unique(f"{role}@msp.test")
    msp.admin.call("invitation.create", tenant_id=msp.id, invitations=[
        {"email": email, "first_name": "Sam", "last_name": "Staff", "role": role, **more}])
    person = Caller(msp.service, msp.host)
    person.accept(msp.service.mailbox.newest(email).link().token)
    person.email = email
    return person


def test_R104_R105_R115_an_administrator_changes_the_account_and_all_its_clients(other_msp):
    admin, client = staff(other_msp, "admin"), other_msp.new_tenant()
    admin.call("config.update", tenant_id=other_msp.id, values={"default_language": "fr"})
    admin.call("config.update", tenant_id=client.id, values={"default_language": "de"})
    assert admin.call("user.list")["items"] and admin.call("user.list", tenant_id=client.id)["total"] == 0
    admin.call("invitation.create", invitations=[{"email": unique("more@msp.test"), "role": "member"}])


def test_R114_a_user_changes_the_clients_and_nothing_of_the_account(other_msp):
    user, client = staff(other_msp, "member"), other_msp.new_tenant()
    user.call("config.update", tenant_id=client.id, values={"default_language": "de"})
    for method, params in (("config.get", {}), ("config.update", {"values": {}}), ("user.list", {}),
                           ("invitation.create", {"invitations": [{"email": "x@msp.test"}]})):
        with refused(403, "permission_denied"):
            user.call(method, **params)


def test_R106_R108_R109_R118_R122_names_both_addresses_and_an_address_once_and_for_ever(other_msp):
    login, mail = unique("login@msp.test"), unique("mail@msp.test")
    other_msp.admin.call("invitation.create", tenant_id=other_msp.id, invitations=[
        {"email": login, "communication_email": mail, "first_name": "Ann", "last_name": "Long", "role": "member"}])
    assert other_msp.service.mailbox.all(login) == []
    person = Caller(other_msp.service, other_msp.host)
    accepted = person.accept(other_msp.service.mailbox.newest(mail).link().token)
    assert (accepted.user.first_name, accepted.user.last_name) == ("Ann", "Long")
    assert (accepted.user.email, accepted.user.communication_email) == (login, mail)
    with refused(409, "login_email_immutable", "email"):
        other_msp.admin.call("user.update", user_id=accepted.user.id, email=unique("other@msp.test"))
    other_msp.admin.call("user.remove", user_id=accepted.user.id)
    again = other_msp.admin.call("invitation.create", tenant_id=other_msp.id, invitations=[{"email": login, "role": "member"}])
    assert again.results[0].error.reason == "email_used_before"


# ---- the documented API ----

def test_R89_items_fail_one_by_one(msp):
    taken = msp.new_tenant().name
    made = msp.admin.call("tenant.create", tenants=[{"tenant_name": unique("One")}, {"tenant_name": taken.upper()},
                                                    {"tenant_name": unique("Two")}])
    assert (made.total_tenants_created, made.total_tenants_failed) == (2, 1)
    assert [one.success for one in made.tenants] == [True, False, True]
    assert made.tenants[1].tenant_id is None and made.tenants[1].error.reason == "name_taken"


def test_R93_beta_features_are_switched_on_and_off(acme):
    for value in (True, False):
        changed = acme.msp.admin.call("config.update", tenant_id=acme.id, values={"beta_features": value})
        assert changed.values.beta_features is value
        assert acme.msp.admin.call("tenant.get", tenant_id=acme.id).tenant_config.beta_features is value


def test_R97_R98_ids_carry_their_kind_and_times_are_utc(acme):
    digits = "[0-9a-hjkmnp-tv-z]{26}"
    person = acme.join()
    tenant = acme.msp.admin.call("tenant.get", tenant_id=acme.id)
    template = acme.msp.admin.call("template.list")["items"][0]
    kinds = {"tenant": tenant.id, "msp": tenant.msp_id, "user": person.user.id, "tentemplate": template.id,
             "sess": person.call("me.get").session.id}
    for kind, identity in kinds.items():
        assert re.fullmatch(f"{kind}_{digits}", identity)
    for time in (tenant.created_at, person.user.created_at, person.call("me.get").session.expires_at):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time)


def test_R101_the_number_of_users_follows_what_happens(acme):
    before = acme.msp.admin.call("msp.get").user_count

    def count():
        return acme.msp.admin.call("tenant.get", tenant_id=acme.id).user_count

    assert count() == 0
    person = acme.join()
    invited = acme.invite(unique("waiting@x.test"))
    after = count()
    assert after == acme.msp.admin.call("user.list", tenant_id=acme.id)["total"]
    acme.msp.admin.call("invitation.revoke", invitation_id=invited.id)
    acme.msp.admin.call("user.remove", user_id=person.user.id)
    assert count() == after - 2 == acme.msp.admin.call("user.list", tenant_id=acme.id)["total"]
    assert acme.msp.admin.call("msp.get").user_count == before
