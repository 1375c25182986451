# SPDX-License-Identifier: MIT
"""Invitations: made, sent, changed, handed over, taken back."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from stack.client import GOOD, Refused, refused, unique


def create(org, *people, **options):
    """invitation.create for dicts or bare addresses."""
    return org.admin.call("invitation.create", tenant_id=org.id, **options, invitations=[
        {"email": one} if isinstance(one, str) else one for one in people])


def reason(made, index=0):
    """Why that person could not be invited; None if she could."""
    error = made.results[index].error
    assert made.results[index].success is (error is None)
    return error and error.reason


def settings(org, **values):
    """Set by those above, who are not bound by what it does."""
    org.msp.admin.call("config.update", tenant_id=org.id, values=values)


def mails(db, email):
    return db.rows("SELECT COUNT(*) AS n FROM mail WHERE to_address = %s", email)[0].n


@pytest.fixture
def multi(platform):
    """One person may be a member of several tenants, as long as the test runs."""
    platform.call("config.update", values={"membership_mode": "multi"})
    yield
    platform.call("config.update", values={"membership_mode": None})


@pytest.fixture
def poc(acme):
    """A tenant as the second document describes it; its admin is there already."""
    acme.admin
    settings(acme, onboarding="direct", direct_credential="temporary_password", role_change="forbidden",
             invite_required_fields=["first_name", "last_name"], default_role="")
    return acme


# ---- making ----

def test_R6_one_action_invites_all(acme):
    emails = [unique("many@x.test") for _ in range(3)]
    made = create(acme, *emails, message="Welcome aboard")
    assert (made.total_created, made.total_failed) == (3, 0)
    assert [result.email for result in made.results] == emails
    assert [result.index for result in made.results] == [0, 1, 2]
    for result in made.results:
        invitation = result.invitation
        assert invitation.status == "pending" and invitation.role_name == "member" and invitation.version == 1
        assert invitation.invited_by == acme.admin.user.id and invitation.send_count == 1
        assert invitation.delivery.state == "queued" and invitation.accepted_at is None
        mail = acme.mail_to(result.email, "invitation")
        assert mail.link().host == acme.host and mail.link().page == "invite" and "Welcome aboard" in mail.text


def test_R17_R120_the_invited_are_pending(acme):
    invitation = acme.invite(unique("new@x.test"), first_name="Ann", last_name="Lee")
    user = acme.admin.call("user.get", user_id=invitation.user_id)
    assert (user.status, user.first_name, user.last_sign_in_at) == ("pending", "Ann", None)
    assert [one.id for one in acme.admin.call("invitation.list")["items"]] == [invitation.id]


def test_R2_nothing_is_sent_unless_asked_for(acme, db):
    email = unique("quiet@x.test")
    invitation = create(acme, email, send_email=False).results[0].invitation
    assert invitation.send_count == 0 and invitation.delivery is None and mails(db, email) == 0


def test_R37_a_malformed_address_is_a_fault_of_the_call(acme):
    for email in ("nonsense", "a@b", "a b@x.test", "a@x.test\r\nBcc: b@x.test", "", "a@x..test", "x" * 65 + "@x.test"):
        with refused(-32602, field="invitations[1].email"):
            create(acme, unique("good@x.test"), email)
    with refused(-32602, field="invitations"):
        create(acme)
    with refused(-32602, field="invitations"):
        create(acme, *[f"n{n}@x.test" for n in range(1001)])
    assert acme.admin.call("invitation.list").total == 0


def test_all_faults_of_a_call_are_told_at_once(acme):
    with refused(-32602) as e:
        create(acme, {"email": "nonsense", "role": "member"}, {"email": unique("a@x.test"), "language": "?"},
               {"role": "member"}, {"email": unique("b@x.test"), "colour": "red"})
    assert [fault.field for fault in e.data.faults] == [
        "invitations[0].email", "invitations[1].language", "invitations[2].email", "invitations[3].colour"]


def test_R12_C16_the_same_address_twice_in_a_call_is_refused_with_all_positions(acme, db):
    twice, thrice = unique("twice@x.test"), unique("thrice@x.test")
    with refused(422, "duplicate_emails") as e:
        create(acme, twice, thrice, unique("once@x.test"), twice.upper(), thrice, thrice)
    assert e.data.positions == [0, 1, 3, 4, 5]
    assert acme.admin.call("invitation.list").total == 0 and mails(db, twice) == 0


def test_R10_R38_one_account_per_address(acme, msp):
    email = unique("Taken@x.test")
    acme.invite(email)
    active = acme.join()
    made = create(acme, email.lower(), active.email.upper(), unique("fresh@x.test"))
    assert [reason(made, n) for n in range(3)] == ["email_taken", "already_member", None]
    assert (made.total_created, made.total_failed) == (1, 2)
    assert made.results[0].error.code == 409 and made.results[0].invitation is None


def test_R14_R38_C4_an_address_known_elsewhere_is_refused(acme, msp):
    other = msp.new_tenant()
    pending = unique("p@x.test")
    other.invite(pending)
    member = other.join()
    made = create(acme, pending, member.email)
    assert [reason(made, n) for n in range(2)] == ["user_exists_elsewhere"] * 2


def test_R14_C4_where_people_may_belong_to_several_a_membership_is_offered(acme, msp, multi):
    other = msp.new_tenant()
    ann = other.join(first_name="Ann", last_name="Lee")
    invitation = create(acme, {"email": ann.email, "role": "member"}).results[0].invitation
    assert invitation.user_id == ann.user.id and invitation.first_name is None
    link = acme.mail_to(ann.email, after=1).link()
    assert acme.guest.call("auth.inspect_token", token=link.token).needs == ["sign_in"]
    with refused(401, "auth_failed"):
        acme.guest.accept(link.token, "not-her-Password-1")
    assert acme.guest.accept(link.token, ann.password).user.tenant_id == acme.id
    assert ann.call("me.get").user.tenant_id == other.id


def test_C1_nobody_is_made_a_member_of_a_second_place_without_consent(acme, msp, multi):
    ann = msp.new_tenant().join()
    acme.admin
    settings(acme, onboarding="direct", direct_credential="temporary_password")
    invitation = create(acme, {"email": ann.email, "role": "member"}).results[0].invitation
    assert invitation.status == "pending"
    assert acme.mail_to(ann.email, "invitation", after=1).link().host == acme.host


def test_R108_C5_a_removed_address_is_not_used_again_unless_the_platform_says_so(acme, platform):
    ann = acme.join()
    acme.admin.call("user.remove", user_id=ann.user.id)
    assert reason(create(acme, ann.email)) == "email_used_before"
    platform.call("config.update", values={"login_email_reuse": "after_removal"})
    try:
        invitation = create(acme, ann.email).results[0].invitation
    finally:
        platform.call("config.update", values={"login_email_reuse": None})
    assert invitation.user_id != ann.user.id
    assert acme.guest.accept(acme.mail_to(ann.email, after=1).link().token).user.id == invitation.user_id


def test_C16_with_atomic_it_is_all_or_nobody(acme, db):
    taken, fresh = unique("taken@x.test"), unique("fresh@x.test")
    acme.invite(taken)
    with refused(409, "email_taken", field="invitations[1].email"):
        create(acme, fresh, taken, atomic=True)
    assert acme.admin.call("user.list").total == 2 and mails(db, fresh) == 0
    assert create(acme, fresh, unique("b@x.test"), atomic=True).total_created == 2


def test_a_thousand_are_invited_in_one_call(acme, db):
    emails = [unique(f"n{n}@x.test") for n in range(1000)]
    assert create(acme, *emails, send_email=False).total_created == 1000
    assert acme.admin.call("user.list", limit=1).total == 1001
    assert db.rows("SELECT user_count AS n FROM tenant WHERE slug = %s", acme.slug)[0].n == 1001
    assert create(acme, *emails[:500], on_existing="skip").total_created == 0
    assert db.rows("SELECT user_count AS n FROM tenant WHERE slug = %s", acme.slug)[0].n == 1001


def test_a_dry_run_checks_all_and_leaves_nothing(acme, db):
    acme.admin
    before = db.checksums()
    made = create(acme, unique("dry@x.test"), acme.admin.email, dry_run=True)
    assert made.dry_run is True and reason(made, 1) == "already_member" and made.results[0].invitation is not None
    after = db.checksums()
    assert {name for name in before if before[name] != after[name]} <= {"session"}


def test_the_same_call_again_invites_nobody_twice(acme, db):
    email, key = unique("idem@x.test"), unique("key")
    first = create(acme, email, idempotency_key=key)
    assert create(acme, email, idempotency_key=key) == first
    with refused(409, "idempotency_mismatch"):
        create(acme, unique("other@x.test"), idempotency_key=key)
    assert mails(db, email) == 1


def test_two_invitations_of_one_address_at_once_make_one_account(acme, msp, db):
    other = msp.new_tenant()
    acme.admin, other.admin
    for _ in range(5):
        email = unique("race@x.test")
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda org: create(org, email, send_email=False), [acme, other, acme, other]))
        assert sorted(reason(one) or "" for one in made)[0] == "" and sum(one.total_created for one in made) == 1
        assert {reason(one) for one in made} <= {None, "email_taken", "user_exists_elsewhere"}
        assert db.rows("SELECT COUNT(*) AS n FROM account WHERE email = %s", email)[0].n == 1


def test_many_invite_into_one_tenant_at_once_and_all_are_counted(acme, db):
    acme.admin
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda n: create(acme, unique("crowd@x.test"), send_email=False), range(64)))
    assert all(one.total_created == 1 for one in made)
    assert db.rows("SELECT user_count AS n FROM tenant WHERE slug = %s", acme.slug)[0].n == 65


# ---- what must be given, and what may not ----

def test_R32_R36_C6_names_can_be_required(acme):
    settings(acme, invite_required_fields=["first_name", "last_name"])
    with refused(-32602) as e:
        create(acme, {"email": unique("a@x.test"), "first_name": "Ann", "last_name": "Lee"},
               {"email": unique("b@x.test"), "last_name": "Lee"})
    assert e.data.field == "invitations[1].first_name" and e.data.setting == "invite_required_fields"
    assert create(acme, {"email": unique("a@x.test"), "first_name": "A", "last_name": "L"}).total_created == 1


def test_R32_R39_C7_a_role_is_the_default_one_or_must_be_given(acme):
    assert create(acme, unique("a@x.test")).results[0].invitation.role_name == "member"
    settings(acme, default_role="")
    with refused(-32602, field="invitations[0].role") as e:
        create(acme, unique("a@x.test"))
    assert e.data.setting == "default_role"
    with refused(-32602, field="invitations[0].role"):
        create(acme, {"email": unique("a@x.test"), "role": "emperor"})
    assert create(acme, {"email": unique("a@x.test"), "role": "member"}).total_created == 1


def test_R33_C17_R117_nobody_gives_what_she_may_not(acme, msp):
    member = acme.join()
    acme.admin.call("user.grant_permission", user_id=member.user.id, permission="invitation.create")
    made = member.call("invitation.create", invitations=[
        {"email": unique("a@x.test"), "role": "admin"}, {"email": unique("b@x.test"), "role": "member"}])
    assert [reason(made, n) for n in range(2)] == ["role_not_assignable"] * 2
    made = create(acme, {"email": unique("a@x.test"), "permissions": ["billing.manage"]},
                  {"email": unique("b@x.test"), "permissions": ["app:anything", "user.read"]})
    assert [reason(made, n) for n in range(2)] == ["grant_not_held", None]


def test_only_addresses_of_the_allowed_domains_are_invited(acme):
    acme.admin
    settings(acme, invite_domains=["acme.test", "Example.org"])
    made = create(acme, unique("a@acme.test"), unique("b@EXAMPLE.ORG"), unique("c@sub.acme.test"), unique("d@x.test"))
    assert [reason(made, n) for n in range(4)] == [None, None, "domain_not_allowed", "domain_not_allowed"]


def test_seats_end_where_the_setting_says(acme, db):
    acme.admin
    settings(acme, max_users=3)
    made = create(acme, *[unique("seat@x.test") for _ in range(4)])
    assert [reason(made, n) for n in range(4)] == [None, None, "seat_limit", "seat_limit"]
    assert db.rows("SELECT user_count AS n FROM tenant WHERE slug = %s", acme.slug)[0].n == 3


def test_of_two_who_race_for_the_last_seat_one_gets_it(acme):
    acme.admin
    settings(acme, max_users=2)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: create(acme, unique("race@x.test"), send_email=False), range(8)))
    assert sum(one.total_created for one in made) == 1
    assert {reason(one) for one in made} == {None, "seat_limit"}


def test_R104_members_invite_nobody(acme):
    member = acme.join()
    with refused(403, "permission_denied"):
        member.call("invitation.create", invitations=[{"email": unique("a@x.test")}])
    with refused(403, "permission_denied"):
        member.call("invitation.list")


def test_R27_invitations_of_another_tenant_do_not_exist(acme, msp):
    other = msp.new_tenant()
    theirs = other.invite(unique("t@x.test"))
    mine = acme.invite(unique("m@x.test"))
    nobody = mine.id[:-4] + ("zz05" if mine.id[-4:] != "zz05" else "yy05")
    for invitation_id in (theirs.id, nobody):
        for method, params in (("invitation.get", {}), ("invitation.update", {"first_name": "X"}),
                               ("invitation.resend", {}), ("invitation.create_link", {}), ("invitation.revoke", {})):
            with refused(404, "not_found"):
                acme.admin.call(method, invitation_id=invitation_id, **params)
    with refused(404, "not_found"):
        acme.admin.call("invitation.create", tenant_id=other.id, invitations=[{"email": unique("a@x.test")}])


def test_R1_the_msp_invites_into_its_tenants(acme, msp):
    email = unique("c@x.test")
    made = msp.admin.call("invitation.create", tenant_id=acme.id, invitations=[{"email": email, "role": "admin"}])
    assert made.results[0].invitation.tenant_id == acme.id
    assert acme.mail_to(email).link().host == acme.host


# ---- direct onboarding, and the way of the second document ----

def test_C1_with_direct_onboarding_one_is_active_at_once_and_gets_a_link(acme):
    acme.admin
    settings(acme, onboarding="direct")
    email = unique("direct@x.test")
    invitation = create(acme, email).results[0].invitation
    assert acme.admin.call("user.get", user_id=invitation.user_id).status == "active"
    assert invitation.status == "pending"
    person = acme.guest.accept(acme.mail_to(email, "invitation").link().token)
    assert person.user.id == invitation.user_id
    assert acme.admin.call("invitation.get", invitation_id=invitation.id).status == "accepted"


def test_R40_R41_R42_credentials_are_mailed_and_one_is_active_at_once(poc):
    email = unique("sales@x.test")
    made = create(poc, {"email": email, "first_name": "Sal", "last_name": "Es", "role": "member"})
    user_id = made.results[0].invitation.user_id
    assert poc.admin.call("user.get", user_id=user_id).status == "active"
    assert user_id in [user.id for user in poc.admin.call("user.list", **{"for": "select"})["items"]]
    mail = poc.mail_to(email, "temporary_password")
    password = next(line.strip() for line in mail.text.splitlines() if line.count("-") == 3 and "/" not in line)
    assert poc.guest.sign_in(email, password).user.id == user_id


def test_R53_R62_R64_C3_deactivate_and_invite_again_gives_another_role(poc):
    email = unique("sales@x.test")
    person = {"email": email, "first_name": "Sal", "last_name": "Es"}
    user_id = create(poc, {**person, "role": "member"}).results[0].invitation.user_id
    mail = poc.mail_to(email, "temporary_password")
    old = next(line.strip() for line in mail.text.splitlines() if line.count("-") == 3 and "/" not in line)
    poc.admin.call("user.deactivate", user_id=user_id)
    again = create(poc, {**person, "role": "admin"}).results[0]
    assert again.success and again.invitation.user_id == user_id and again.invitation.role_name == "admin"
    mail = poc.mail_to(email, "temporary_password", after=1)
    new = next(line.strip() for line in mail.text.splitlines() if line.count("-") == 3 and "/" not in line)
    with refused(401, "auth_failed"):
        poc.guest.sign_in(email, old)
    assert poc.guest.sign_in(email, new).user.role_name == "admin"


def test_C3_a_reactivated_member_keeps_the_account_and_loses_the_old_password(acme):
    ann = acme.join(first_name="Ann", last_name="Lee", language="fr")
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    assert reason(create(acme, ann.email)) == "already_member"
    assert reason(create(acme, ann.email, on_existing="reject")) == "already_member"
    invitation = create(acme, {"email": ann.email, "role": "admin"}, on_existing="reactivate").results[0].invitation
    assert (invitation.user_id, invitation.first_name, invitation.language) == (ann.user.id, "Ann", "fr")
    assert acme.admin.call("user.get", user_id=ann.user.id).status == "pending"
    with refused(401, "auth_failed"):
        acme.guest.sign_in(ann.email, ann.password)
    link = acme.mail_to(ann.email, "invitation", after=1).link()
    assert acme.guest.accept(link.token, "copper-Anvil-77-meadow").user.role_name == "admin"
    # Taken back, she is the inactive member that she was.
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    again = create(acme, ann.email, on_existing="reactivate").results[0].invitation
    acme.admin.call("invitation.revoke", invitation_id=again.id)
    assert acme.admin.call("user.get", user_id=ann.user.id).status == "inactive"


def test_members_who_are_here_can_be_skipped(acme):
    pending, active = unique("p@x.test"), acme.join()
    acme.invite(pending)
    made = create(acme, pending, active.email, unique("new@x.test"), on_existing="skip")
    assert [result.success for result in made.results] == [True] * 3
    assert [result.invitation is None for result in made.results] == [True, True, False]
    assert (made.total_created, made.total_failed) == (1, 0)


# ---- mail ----

def test_R109_R118_C19_the_invitation_goes_to_the_communication_email(acme, db):
    email, other = unique("login@x.test"), unique("mailbox@x.test")
    invitation = acme.invite(email, communication_email=other)
    assert invitation.communication_email == other and invitation.email == email
    person = acme.guest.accept(acme.mail_to(other, "invitation").link().token)
    assert person.user.email == email and person.user.communication_email == other
    assert mails(db, email) == 0
    assert acme.guest.sign_in(email, GOOD)


def test_R110_R112_the_mail_is_in_the_language_of_the_person(acme):
    email = unique("fr@x.test")
    acme.invite(email, language="fr")
    mail = acme.mail_to(email, "invitation")
    assert mail.headers["Content-Language"] == "fr" and "Bonjour" in mail.text
    acme.admin
    settings(acme, default_language="de")
    assert acme.invite(unique("de@x.test")).language == "de"


def test_R16_R20_R21_staff_is_invited_to_the_admin_host(other_msp):
    email = unique("staff@x.test")
    invitation = other_msp.invite(email, role="member")
    assert other_msp.mail_to(email).link().host == other_msp.host
    again = other_msp.admin.call("invitation.resend", invitation_id=invitation.id)
    assert again.kind == "invitation"
    link = other_msp.mail_to(email, after=1).link()
    assert link.host == other_msp.host and other_msp.guest.accept(link.token).user.email == email


def test_R61_what_became_of_the_mail_is_told(acme):
    email = unique("d@x.test")
    invitation = acme.invite(email)
    acme.mail_to(email)
    for _ in range(100):
        delivery = acme.admin.call("invitation.get", invitation_id=invitation.id).delivery
        if delivery.state == "sent":
            break
        time.sleep(0.05)
    assert delivery.state == "sent" and delivery.attempts == 1 and delivery.last_error is None


# ---- sending again ----

def test_R23_C8_a_resend_is_the_same_invitation_with_a_new_link(acme):
    email = unique("again@x.test")
    first = acme.invite(email)
    old = acme.mail_to(email).link()
    sent = acme.admin.call("invitation.resend", invitation_id=first.id)
    assert sent.kind == "invitation" and sent.delivery.state == "queued" and sent.expires_at >= first.expires_at
    new = acme.mail_to(email, after=1).link()
    now = acme.admin.call("invitation.get", invitation_id=first.id)
    assert now.send_count == 2 and now.version > first.version
    with refused(410, "token_revoked"):
        acme.guest.accept(old.token)
    assert acme.guest.accept(new.token).user.id == first.user_id


def test_R25_C8_an_expired_invitation_can_be_sent_again(acme, db):
    email = unique("late@x.test")
    invitation = acme.invite(email)
    old = acme.mail_to(email).link()
    db.rows("UPDATE invitation SET expires_at = '2020-01-01' WHERE email = %s", email)
    db.rows("UPDATE token t JOIN invitation i ON i.id = t.invitation_id SET t.expires_at = '2020-01-01'"
            " WHERE i.email = %s", email)
    with refused(410, "token_expired"):
        acme.guest.accept(old.token)
    assert acme.admin.call("invitation.get", invitation_id=invitation.id).status == "expired"
    assert acme.admin.call("invitation.list").total == 0
    assert acme.admin.call("invitation.list", status="expired").total == 1
    assert reason(create(acme, email)) == "email_taken"
    acme.admin.call("invitation.resend", user_id=invitation.user_id)
    assert acme.admin.call("invitation.list").total == 1
    assert acme.guest.accept(acme.mail_to(email, after=1).link().token)


def test_R22_C9_sent_again_to_an_active_user_it_resets_the_password(acme):
    ann = acme.join()
    sent = acme.admin.call("invitation.resend", user_id=ann.user.id)
    assert sent.kind == "password_reset" and sent.delivery.state == "queued"
    assert acme.mail_to(ann.email, "password_reset").link().host == acme.host
    accepted = acme.admin.call("invitation.list", status="accepted", query=ann.email)["items"][0]
    with refused(409, "not_pending"):
        acme.admin.call("invitation.resend", invitation_id=accepted.id)
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    with refused(403, "user_inactive"):
        acme.admin.call("invitation.resend", user_id=ann.user.id)


def test_a_resend_names_one_person(acme):
    invitation = acme.invite(unique("a@x.test"))
    for params in ({}, {"invitation_id": invitation.id, "user_id": invitation.user_id}):
        with refused(-32602, field="invitation_id"):
            acme.admin.call("invitation.resend", **params)


def test_nobody_is_flooded_with_mail(acme):
    email = unique("flood@x.test")
    invitation = acme.invite(email)
    for _ in range(2):
        acme.admin.call("invitation.resend", invitation_id=invitation.id)
    with refused(429, "resend_too_soon") as e:
        acme.admin.call("invitation.resend", invitation_id=invitation.id)
    assert 0 < e.data.retry_after <= 60
    acme.admin.call("invitation.revoke", invitation_id=invitation.id)
    assert reason(create(acme, email)) == "resend_too_soon"
    assert reason(create(acme, email, send_email=False)) is None


def test_whoever_sends_it_again_stands_for_it(acme):
    inviter = acme.join(role="admin")
    email = unique("new@x.test")
    made = inviter.call("invitation.create", invitations=[{"email": email, "role": "member"}])
    acme.admin.call("user.remove", user_id=inviter.user.id)
    with refused(403, "inviter_lost_right"):
        acme.guest.accept(acme.mail_to(email).link().token)
    acme.admin.call("invitation.resend", invitation_id=made.results[0].invitation.id)
    assert acme.guest.accept(acme.mail_to(email, after=1).link().token).user.email == email


# ---- access links ----

def test_R24_R26_C10_an_access_link_is_handed_over_and_sends_nothing(acme, db):
    email = unique("spam@x.test")
    invitation = create(acme, {"email": email, "role": "member"}, send_email=False).results[0].invitation
    before = db.rows("SELECT COUNT(*) AS n FROM mail")[0].n
    made = acme.admin.call("invitation.create_link", invitation_id=invitation.id, expires_in_hours=2)
    assert made.url.startswith(f"https://{acme.host}/invite#")
    assert mails(db, email) == 0 and db.rows("SELECT COUNT(*) AS n FROM mail")[0].n == before
    token = made.url.partition("#")[2]
    assert acme.guest.accept(token).user.id == invitation.user_id
    with refused(409, "not_pending"):
        acme.admin.call("invitation.create_link", invitation_id=invitation.id)


def test_an_access_link_works_for_an_invitation_that_has_expired(acme, db):
    email = unique("late@x.test")
    invitation = create(acme, email, send_email=False).results[0].invitation
    db.rows("UPDATE invitation SET expires_at = '2020-01-01' WHERE email = %s", email)
    made = acme.admin.call("invitation.create_link", invitation_id=invitation.id)
    assert acme.guest.accept(made.url.partition("#")[2]).user.email == email


def test_R57_the_setting_says_for_whom_there_are_access_links(acme):
    boss = acme.invite(unique("boss@x.test"), role="admin")
    clerk = acme.invite(unique("clerk@x.test"), role="member")
    helper = acme.invite(unique("helper@x.test"), role="member", permissions=["user.set_status"])
    for privileged in (boss, helper):
        with refused(403, "access_link_forbidden") as e:
            acme.admin.call("invitation.create_link", invitation_id=privileged.id)
        assert e.data.setting == "access_link"
    assert acme.admin.call("invitation.create_link", invitation_id=clerk.id).url
    settings(acme, access_link="allowed")
    assert acme.admin.call("invitation.create_link", invitation_id=boss.id).url
    settings(acme, access_link="off")
    with refused(403, "access_link_forbidden"):
        acme.admin.call("invitation.create_link", invitation_id=clerk.id)


def test_no_link_is_told_to_audit_log_or_database(acme, db, service):
    email = unique("secret@x.test")
    invitation = acme.invite(email)
    mailed = acme.mail_to(email).link().token
    handed = acme.admin.call("invitation.create_link", invitation_id=invitation.id).url.partition("#")[2]
    events = acme.admin.call("audit.list", target_id=invitation.id)["items"]
    assert "invitation.create_link" in [event.action for event in events]
    for token in (mailed, handed):
        assert token not in json.dumps([repr(event) for event in events])
        for table in ("audit", "token", "mail", "invitation", "idempotency"):
            assert token.encode() not in repr(db.rows(f"SELECT * FROM {table}")).encode()


def test_looking_at_a_link_a_thousand_times_changes_no_row(acme, db):
    email = unique("scan@x.test")
    acme.invite(email)
    link = acme.mail_to(email).link()
    for _ in range(100):    # until the outbox has noted what became of the mail
        if db.rows("SELECT state FROM mail WHERE to_address = %s", email)[0].state == "sent":
            break
        time.sleep(0.05)
    before = db.rows("SELECT * FROM token t JOIN invitation i ON i.id = t.invitation_id WHERE i.email = %s", email)
    guest = acme.guest

    def look(n):
        window = guest.twin()
        if n % 3 == 2:
            return window.call("auth.inspect_token", token=link.token).purpose == "invitation"
        # What stands behind # never reaches a server; a scanner may put it anywhere.
        path = ("/invite", f"/invite?token={link.token}", f"/invite/{link.token}")[n % 7 % 3]
        return window.http("GET" if n % 2 else "HEAD", path).status < 500

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(look, range(1000)))
    after = db.rows("SELECT * FROM token t JOIN invitation i ON i.id = t.invitation_id WHERE i.email = %s", email)
    assert repr(after) == repr(before)
    assert acme.guest.accept(link.token).user.email == email


# ---- changing ----

def test_R124_a_pending_invitation_is_changed(acme):
    email = unique("chg@x.test")
    invitation = acme.invite(email, role="member")
    changed = acme.admin.call("invitation.update", invitation_id=invitation.id, first_name="Ann", last_name="Lee",
                              role="admin", permissions=["app:x"], language="de",
                              access_expires_at="2099-01-01T00:00:00Z", if_version=invitation.version)
    assert (changed.first_name, changed.role_name, changed.permissions, changed.language) == \
        ("Ann", "admin", ["app:x"], "de")
    assert changed.send_count == 1
    with refused(409, "version_conflict"):
        acme.admin.call("invitation.update", invitation_id=invitation.id, first_name="X",
                        if_version=invitation.version)
    user = acme.guest.accept(acme.mail_to(email).link().token).user
    assert (user.first_name, user.role_name, user.permissions, user.language) == ("Ann", "admin", ["app:x"], "de")
    assert user.access_expires_at == "2099-01-01T00:00:00Z"


def test_R125_its_login_email_is_not(acme):
    invitation = acme.invite(unique("chg@x.test"))
    with refused(409, "login_email_immutable", field="email"):
        acme.admin.call("invitation.update", invitation_id=invitation.id, email=unique("new@x.test"))


def test_a_new_communication_email_voids_the_old_link_and_sends_again(acme):
    email, other = unique("chg@x.test"), unique("mailbox@x.test")
    invitation = acme.invite(email)
    old = acme.mail_to(email).link()
    changed = acme.admin.call("invitation.update", invitation_id=invitation.id, communication_email=other)
    assert changed.communication_email == other and changed.send_count == 2
    with refused(410, "token_revoked"):
        acme.guest.accept(old.token)
    assert acme.guest.accept(acme.mail_to(other).link().token).user.communication_email == other


def test_C2_where_roles_cannot_be_changed_an_offered_one_cannot_either(acme):
    invitation = acme.invite(unique("chg@x.test"), role="member")
    settings(acme, role_change="forbidden")
    with refused(403, "role_change_forbidden") as e:
        acme.admin.call("invitation.update", invitation_id=invitation.id, role="admin")
    assert e.data.setting == "role_change"
    assert acme.admin.call("invitation.update", invitation_id=invitation.id, first_name="Ann").first_name == "Ann"


def test_what_is_changed_at_the_user_is_changed_in_the_offer(acme):
    email = unique("chg@x.test")
    invitation = acme.invite(email, role="member")
    acme.admin.call("user.set_role", user_id=invitation.user_id, role="admin")
    acme.admin.call("user.grant_permission", user_id=invitation.user_id, permission="app:y")
    acme.admin.call("user.update", user_id=invitation.user_id, first_name="Ann")
    offered = acme.admin.call("invitation.get", invitation_id=invitation.id)
    assert (offered.role_name, offered.permissions, offered.first_name) == ("admin", ["app:y"], "Ann")
    user = acme.guest.accept(acme.mail_to(email).link().token).user
    assert (user.role_name, user.permissions) == ("admin", ["app:y"])


# ---- taking back ----

def test_R126_a_pending_invitation_is_taken_back(acme, db):
    email = unique("gone@x.test")
    invitation = acme.invite(email)
    token = acme.mail_to(email).link().token
    gone = acme.admin.call("invitation.revoke", invitation_id=invitation.id)
    assert gone.status == "revoked"
    with refused(410, "token_revoked"):
        acme.guest.accept(token)
    with refused(404, "not_found"):
        acme.admin.call("user.get", user_id=invitation.user_id)
    with refused(409, "not_pending"):
        acme.admin.call("invitation.revoke", invitation_id=invitation.id)
    assert acme.admin.call("user.list").total == 1
    assert acme.admin.call("invitation.list", status="revoked")["items"][0].id == invitation.id
    # The address was never used then.
    assert create(acme, email, send_email=False).results[0].invitation.user_id != invitation.user_id


def test_a_mail_that_waits_is_not_sent_any_more(acme, db):
    email = unique("wait@x.test")
    invitation = acme.invite(email)
    acme.admin.call("invitation.revoke", invitation_id=invitation.id)
    state = db.rows("SELECT state FROM mail WHERE to_address = %s", email)[0].state
    if state == "cancelled":
        time.sleep(1)
        assert acme.mails_to(email) == []


def test_who_was_active_at_once_stays_when_the_link_is_taken_back(acme):
    acme.admin
    settings(acme, onboarding="direct")
    invitation = acme.invite(unique("direct@x.test"))
    acme.admin.call("invitation.revoke", invitation_id=invitation.id)
    assert acme.admin.call("user.get", user_id=invitation.user_id).status == "active"


def test_of_accepting_and_taking_back_at_once_one_wins(acme):
    for _ in range(5):
        email = unique("race@x.test")
        invitation = acme.invite(email)
        token = acme.mail_to(email).link().token

        def accept():
            acme.guest.accept(token)

        def revoke():
            acme.admin.twin().call("invitation.revoke", invitation_id=invitation.id)

        with ThreadPoolExecutor(2) as pool:
            outcomes = [future.exception() for future in [pool.submit(accept), pool.submit(revoke)]]
        assert [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1, outcomes
        status = acme.admin.call("invitation.get", invitation_id=invitation.id).status
        assert status == ("revoked" if outcomes[0] else "accepted")


# ---- lists ----

def test_invitations_are_listed_by_page_and_text(acme):
    for n in range(5):
        acme.invite(unique(f"n{n}@x.test"), first_name=f"Name{n}", send_email=False)
    page = acme.admin.call("invitation.list", limit=2)
    assert page.total == 5 and len(page["items"]) == 2
    found, cursor = [], page.next_cursor
    while cursor:
        page = acme.admin.call("invitation.list", limit=2, cursor=cursor)
        found, cursor = found + page["items"], page.next_cursor
    assert len(found) == 3
    assert [one.first_name for one in acme.admin.call("invitation.list", query="name3")["items"]] == ["Name3"]
    for wrong in ({"limit": 0}, {"limit": 1001}, {"status": "all"}, {"cursor": "AAAA"}):
        with refused(-32602, field=next(iter(wrong))):
            acme.admin.call("invitation.list", **wrong)
