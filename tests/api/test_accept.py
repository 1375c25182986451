# SPDX-License-Identifier: MIT
"""From the link in a mail to a member who is signed in."""

import threading

import pytest

from stack.client import COOKIE, GOOD, Caller, Refused, refused, unique

OTHER = "copper-Anvil-77-meadow"


def invited(acme, **options):
    """(email, link) of somebody who was invited."""
    email = unique("new@x.test")
    acme.invite(email, **{"role": "member", **options})
    return email, acme.mail_to(email).link()


def test_R119_the_link_sets_the_password_and_enters_the_account(acme, db):
    email, link = invited(acme, first_name="Ann", last_name="Lee")
    assert link.host == acme.host and link.page == "invite"
    person = acme.guest
    result = person.accept(link.token)
    assert result.user.email == email and result.user.status == "active" and result.user.role_name == "member"
    assert result.user.first_name == "Ann" and result.user.last_sign_in_at is not None
    assert result.tenant.id == acme.id and result.session.level == "password"
    assert COOKIE in person.cookies and person.call("me.get").user.id == result.user.id
    assert acme.guest.sign_in(email, GOOD).user.id == result.user.id
    assert db.rows("SELECT COUNT(*) AS n FROM mail WHERE to_address = %s", email)[0].n == 1


def test_acceptance_with_a_bearer_token(acme):
    _, link = invited(acme)
    person = acme.guest
    assert person.accept(link.token, session="token").access_token.startswith("ts_")
    assert COOKIE not in person.cookies and person.call("me.get").tenant.id == acme.id


def test_R11_a_link_works_once(acme):
    _, link = invited(acme)
    acme.guest.accept(link.token)
    with refused(410, "token_used"):
        acme.guest.accept(link.token, OTHER)


def test_R10_R11_of_two_at_the_same_time_one_wins(acme, db):
    email, link = invited(acme)
    heard = []

    def accept():
        try:
            acme.guest.accept(link.token)
            heard.append("won")
        except Refused as error:
            heard.append(error.reason)
    threads = [threading.Thread(target=accept) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["token_used"] * 5 + ["won"]
    assert db.rows("SELECT COUNT(*) AS n FROM account WHERE email = %s", email)[0].n == 1


def test_what_the_person_says_is_kept(acme):
    _, link = invited(acme, language="de")
    user = acme.guest.accept(link.token, first_name="Zoë", last_name="O'Neil", language="fr").user
    assert (user.first_name, user.last_name, user.language) == ("Zoë", "O'Neil", "fr")


def test_C6_names_that_are_required_are_asked_for(acme):
    email, link = invited(acme)
    acme.admin.call("config.update", values={"invite_required_fields": ["first_name", "last_name"]})
    with refused(-32602) as error:
        acme.guest.accept(link.token)
    assert [fault.field for fault in error.data.faults] == ["first_name", "last_name"]
    with refused(-32602, field="last_name"):
        acme.guest.accept(link.token, first_name="Ann")
    assert acme.guest.accept(link.token, first_name="Ann", last_name="Lee").user.email == email


def test_a_password_is_needed_and_must_be_good(acme):
    _, link = invited(acme)
    with refused(-32602, field="password"):
        acme.guest.call("invitation.accept", token=link.token)
    with refused(422, "password_weak", field="password"):
        acme.guest.accept(link.token, "passwordpassword")
    acme.guest.accept(link.token)


def test_R25_an_invitation_expires(acme, db):
    email, link = invited(acme)
    db.rows("UPDATE token SET expires_at = UTC_TIMESTAMP() WHERE account_id ="
            " (SELECT id FROM account WHERE email = %s)", email)
    with refused(410, "token_expired"):
        acme.guest.accept(link.token)


def test_R126_a_revoked_invitation_cannot_be_accepted(acme):
    email = unique("new@x.test")
    invitation = acme.invite(email)
    link = acme.mail_to(email).link()
    acme.admin.call("invitation.revoke", invitation_id=invitation.id)
    with refused(410, "token_revoked"):
        acme.guest.accept(link.token)


def test_C8_a_resend_voids_the_older_link(acme):
    email = unique("new@x.test")
    invitation = acme.invite(email)
    old = acme.mail_to(email).link()
    acme.admin.call("invitation.resend", invitation_id=invitation.id)
    new = acme.mail_to(email, after=1).link()
    with refused(410, "token_revoked"):
        acme.guest.accept(old.token)
    acme.guest.accept(new.token)


def test_R24_C10_an_access_link_is_accepted_as_an_invitation_is(acme, db):
    email = unique("new@x.test")
    invitation = acme.invite(email)
    mailed = acme.mail_to(email).link()
    made = acme.admin.call("invitation.create_link", invitation_id=invitation.id)
    host, _, token = made.url.removeprefix("https://").partition("/invite#")
    assert host == acme.host
    assert acme.guest.call("auth.inspect_token", token=token).purpose == "access_link"
    assert acme.guest.accept(token).user.email == email
    with refused(410, "token_used"):
        acme.guest.accept(mailed.token)
    assert db.rows("SELECT COUNT(*) AS n FROM mail WHERE to_address = %s", email)[0].n == 1


def test_a_link_is_worth_nothing_on_another_host(acme, msp):
    _, link = invited(acme)
    with refused(404, "token_unknown"):
        msp.new_tenant().guest.accept(link.token)
    acme.guest.accept(link.token)


def test_GET_and_HEAD_use_nothing_up(acme, db):
    email, link = invited(acme)
    tokens = "SELECT t.* FROM token t JOIN account a ON a.id = t.account_id WHERE a.email = %s"
    before = db.rows(tokens, email)
    for method in ("GET", "HEAD"):
        acme.guest.http(method, f"/invite?token={link.token}")
    assert db.rows(tokens, email) == before and len(before) == 1
    acme.guest.accept(link.token)


def test_a_page_elsewhere_accepts_nothing_by_cookie(acme):
    _, link = invited(acme)
    body = {"jsonrpc": "2.0", "id": 1, "method": "invitation.accept",
            "params": {"token": link.token, "password": GOOD}}
    answer = acme.guest.http("POST", "/rpc", body, {"Sec-Fetch-Site": "cross-site"})
    assert answer.json.error.data.reason == "bad_origin"
    acme.guest.accept(link.token)


def test_nobody_joins_a_suspended_tenant(acme, msp):
    _, link = invited(acme)
    msp.admin.call("tenant.suspend", tenant_id=acme.id)
    with refused(403, "tenant_suspended"):
        acme.guest.accept(link.token)
    msp.admin.call("tenant.resume", tenant_id=acme.id)
    acme.guest.accept(link.token)


# ---- the inviter ----

def invited_by(acme, inviter, role="member", **options):
    email = unique("new@x.test")
    made = inviter.call("invitation.create", tenant_id=acme.id,
                        invitations=[{"email": email, "role": role, **options}])
    assert made.results[0].success, made.results[0].error
    return acme.mail_to(email).link()


@pytest.mark.parametrize("how", ["user.deactivate", "user.remove"])
def test_an_inviter_who_has_gone_has_invited_nobody(acme, how):
    inviter = acme.join(role="admin")
    link = invited_by(acme, inviter)
    acme.admin.call(how, user_id=inviter.user.id)
    with refused(403, "inviter_lost_right"):
        acme.guest.accept(link.token)


def test_an_inviter_who_was_demoted_has_invited_nobody(acme):
    inviter = acme.join(role="admin")
    link = invited_by(acme, inviter, role="admin")
    acme.admin.call("user.set_role", user_id=inviter.user.id, role="member")
    with refused(403, "inviter_lost_right"):
        acme.guest.accept(link.token)
    acme.admin.call("user.set_role", user_id=inviter.user.id, role="admin")
    assert acme.guest.accept(link.token).user.role_name == "admin"


def test_R117_a_permission_that_the_inviter_has_lost_is_not_given(acme, msp):
    inviter = acme.join(role="admin")
    # Nobody but a holder can give it: the MSP's first admin is one.
    msp.admin.call("user.grant_permission", user_id=inviter.user.id, permission="billing.manage")
    link = invited_by(acme, inviter, permissions=["billing.manage"])
    msp.admin.call("user.revoke_permission", user_id=inviter.user.id, permission="billing.manage")
    with refused(403, "inviter_lost_right"):
        acme.guest.accept(link.token)


def test_what_the_msp_has_invited_stands_on_the_msp(acme, msp):
    link = invited_by(acme, msp.admin, role="admin")
    assert acme.guest.accept(link.token).user.role_name == "admin"


def test_an_api_key_that_was_revoked_has_invited_nobody(acme, msp, service):
    made = msp.admin.call("api_key.create", name="bot", permissions=["invitation.create"])
    key = service.caller("api", api_key=made.secret)
    first, second = invited_by(acme, key), invited_by(acme, key)
    acme.guest.accept(first.token)
    msp.admin.call("api_key.revoke", api_key_id=made.api_key.id)
    with refused(403, "inviter_lost_right"):
        acme.guest.accept(second.token)


# ---- who has an account already ----

def test_R13_C4_who_has_an_account_accepts_with_its_password(acme, msp, multi):
    person, second = acme.join(), msp.new_tenant()
    second.invite(person.email, role="member")
    link = acme.mail_to(person.email, after=1).link()
    assert link.host == second.host
    assert second.guest.call("auth.inspect_token", token=link.token).needs == ["sign_in"]
    with refused(401, "auth_failed"):
        second.guest.accept(link.token, OTHER)
    joined = second.guest
    result = joined.accept(link.token, person.password)
    assert result.user.id == person.user.id and result.tenant.id == second.id
    assert acme.guest.sign_in(person.email, person.password).tenant.id == acme.id
    mine = joined.call("me.get").memberships
    assert sorted(one.tenant_id for one in mine) == sorted([acme.id, second.id])


def test_the_password_of_an_account_cannot_be_guessed_through_a_link(acme, msp, multi):
    person, second = acme.join(), msp.new_tenant()
    second.invite(person.email, role="member")
    link = acme.mail_to(person.email, after=1).link()
    for _ in range(5):
        with refused(401, "auth_failed"):
            second.guest.accept(link.token, OTHER)
    with refused(429, "throttled"):
        second.guest.accept(link.token, person.password)


def test_on_the_host_of_the_msp_one_comes_in_where_one_was_last(acme, msp, multi):
    person, second = acme.join(), msp.new_tenant()
    second.invite(person.email, role="member")
    link = acme.mail_to(person.email, after=1).link()
    caller = Caller(acme.service, msp.customer_host)
    assert caller.sign_in(person.email, person.password).tenant.id == acme.id
    second.guest.accept(link.token, person.password)
    assert {one.tenant_id for one in caller.sign_in(person.email, person.password).memberships} == {acme.id, second.id}


# ---- the audit ----

def test_acceptance_is_told_to_the_audit_without_its_secrets(acme, db):
    email, link = invited(acme)
    user = acme.guest.accept(link.token).user
    event = acme.admin.call("audit.list", action="invitation.accept")["items"][0]
    assert event.actor.id == user.id and event.actor.name == email and event.target_id.startswith("inv_")
    assert not db.rows("SELECT 1 FROM audit WHERE changes LIKE %s OR changes LIKE %s", f"%{GOOD}%", f"%{link.token}%")


def test_of_a_token_only_a_hash_is_kept(acme, db):
    _, link = invited(acme)
    for table in db.names():
        for row in db.rows(f"SELECT * FROM `{table}`"):
            assert link.token not in repr(row)
