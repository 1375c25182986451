# SPDX-License-Identifier: MIT
"""A person's data gone for good, and the questions of somebody who cannot get in."""

import subprocess

from stack.client import refused, unique


def everything(service):
    """All rows of all tables as text."""
    return subprocess.run(["mariadb-dump", "--socket", service.access.database_socket, "--user", "root",
                           "--skip-extended-insert", "--hex-blob", "tenantry"],
                          check=True, capture_output=True, text=True).stdout


def erase(org, person, **options):
    return org.admin.call("user.erase", user_id=person.user.id, confirm_email=person.email.upper(), **options)


def test_C22_of_an_erased_person_nothing_is_left_but_a_pseudonym(acme, service, db):
    surname, mailbox = unique("Erasable"), unique("mailbox@x.test")
    ann = acme.join(unique("gone@x.test"), first_name="Ann", last_name=surname)
    acme.admin.call("user.update", user_id=ann.user.id, communication_email=mailbox)
    acme.admin.call("user.reset_password", user_id=ann.user.id)
    acme.mail_to(mailbox, "password_reset")
    ann.call("me.update", last_name=surname + "-Lee")
    with refused(401, "auth_failed"):
        acme.guest.sign_in(ann.email, "wrong-Password-for-1")
    before = everything(service)
    assert all(text in before for text in (ann.email, surname, mailbox))
    assert erase(acme, ann).erased is True
    after = everything(service)
    assert not any(text in after for text in (ann.email, surname, mailbox))
    with refused(401, "auth_required"):
        ann.call("me.get")
    with refused(401, "auth_failed"):
        acme.guest.sign_in(ann.email, ann.password)
    with refused(404, "not_found"):
        acme.admin.call("user.get", user_id=ann.user.id)
    events = acme.admin.call("audit.list", actor_id=ann.user.id)["items"]
    assert "me.update" in [event.action for event in events]
    assert {event.actor.name for event in events} == {"erased"}
    assert db.rows("SELECT user_count AS n FROM tenant WHERE slug = %s", acme.slug)[0].n == 1


def test_C5_an_erased_address_is_known_again_by_a_hash_alone(acme, msp, platform):
    ann = acme.join()
    erase(acme, ann)
    for org in (acme, msp.new_tenant()):
        made = org.admin.call("invitation.create", tenant_id=org.id, invitations=[{"email": ann.email.title()}])
        assert made.results[0].error.reason == "email_used_before"
    platform.call("config.update", values={"login_email_reuse": "after_removal"})
    try:
        made = acme.admin.call("invitation.create", invitations=[{"email": ann.email}])
        assert made.total_created == 1
    finally:
        platform.call("config.update", values={"login_email_reuse": None})


def test_who_was_only_invited_leaves_no_trace(acme, service):
    email = unique("never@x.test")
    invitation = acme.invite(email)
    acme.mail_to(email)
    acme.admin.call("user.erase", user_id=invitation.user_id, confirm_email=email)
    assert email not in everything(service)
    assert acme.invite(email, send_email=False).user_id != invitation.user_id


def test_erasing_needs_the_right_address_and_the_right(acme):
    ann = acme.join()
    with refused(-32602, field="confirm_email"):
        acme.admin.call("user.erase", user_id=ann.user.id, confirm_email=acme.admin.email)
    with refused(403, "own_status"):
        erase(acme, acme.admin)
    with refused(403, "permission_denied"):
        ann.call("user.erase", user_id=acme.admin.user.id, confirm_email=acme.admin.email)
    assert acme.admin.call("user.get", user_id=ann.user.id).status == "active"


def test_a_person_who_is_a_member_elsewhere_too_is_removed_there_first(acme, msp, platform):
    ann = acme.join()
    other = msp.new_tenant()
    platform.call("config.update", values={"membership_mode": "multi"})
    try:
        other.invite(ann.email, role="member")
    finally:
        platform.call("config.update", values={"membership_mode": None})
    with refused(409, "user_exists_elsewhere"):
        erase(acme, ann)


# ---- why somebody cannot sign in ----

def diagnose(caller, email, **params):
    checks = caller.call("user.diagnose", email=email, **params).checks
    assert all(check.hint for check in checks)
    return {check.name: check for check in checks}


def wrong(checks):
    return {name for name, check in checks.items() if not check.ok}


def test_R61_R63_what_keeps_somebody_out_is_told(acme, msp):
    ann = acme.join()
    fine = diagnose(acme.admin, ann.email.upper())
    assert wrong(fine) == set() and acme.host in fine["host"].hint
    email = unique("waiting@x.test")
    acme.invite(email)
    assert wrong(diagnose(acme.admin, email)) >= {"status", "password", "invitation"}
    assert wrong(diagnose(msp.admin, email)) >= {"status", "password", "invitation"}
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    assert wrong(diagnose(acme.admin, ann.email)) == {"status"}
    stranger = diagnose(acme.admin, unique("nobody@x.test"))
    assert list(stranger) == ["account"] and wrong(stranger) == {"account"}


def test_wrong_passwords_a_second_factor_and_a_suspension_are_told(acme, msp):
    ann = acme.join()
    for _ in range(6):
        with refused(401 if _ < 5 else 429):
            acme.guest.sign_in(ann.email, "wrong-Password-for-1")
    assert wrong(diagnose(acme.admin, ann.email)) == {"throttling"}
    msp.admin.call("config.update", tenant_id=acme.id, values={"mfa_required": True})
    msp.admin.call("tenant.suspend", tenant_id=acme.id)
    told = diagnose(msp.admin, ann.email, tenant_id=acme.id)
    assert wrong(told) == {"throttling", "mfa", "tenant"} and acme.name in told["tenant"].hint


def test_a_person_of_another_tenant_is_nobody_here(acme, msp):
    stranger = msp.new_tenant().join()
    assert list(diagnose(acme.admin, stranger.email)) == ["account"]
    assert diagnose(acme.admin, stranger.email)["account"].hint.replace(stranger.email, "") == \
        diagnose(acme.admin, "nobody@x.test")["account"].hint.replace("nobody@x.test", "")
    with refused(403, "permission_denied"):
        acme.join().call("user.diagnose", email=stranger.email)


def test_hints_are_in_the_language_of_the_caller(acme):
    acme.admin.call("me.update", language="de")
    try:
        hint = diagnose(acme.admin, acme.admin.email)["status"].hint
    finally:
        acme.admin.call("me.update", language="en")
    assert hint != "The user is active."
