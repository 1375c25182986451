# SPDX-License-Identifier: MIT
"""Signing in and out, and finding the way back in without a password."""

import threading

import pytest

from stack.client import COOKIE, GOOD, Refused, refused, unique

OTHER = "copper-Anvil-77-meadow"


def set_cookies(caller):
    return caller.last.headers.get_all("Set-Cookie") or []


def wait_over(db):
    """As if every pause had passed that wrong passwords have brought."""
    db.rows("UPDATE throttle SET next_at = UTC_TIMESTAMP() WHERE next_at > UTC_TIMESTAMP()")


def refusals(db, email):
    return db.rows("SELECT e.refusal, e.actor_id, e.tenant_id FROM audit e LEFT JOIN account a ON a.id = e.actor_id"
                   " WHERE e.action = 'auth.sign_in' AND e.refusal IS NOT NULL"
                   " AND COALESCE(a.email, e.actor_name) = %s ORDER BY e.id", email)


# ---- signing in ----

def test_R13_R107_one_signs_in_with_the_login_email_and_the_password(acme):
    person = acme.join()
    again = acme.guest
    result = again.sign_in(person.email, person.password)
    assert result.user.id == person.user.id and result.user.email == person.email
    assert result.tenant.id == acme.id and result.tenant.slug == acme.slug
    assert result.session.level == "password" and result.session.current
    assert "access_token" not in result and "mfa" not in result
    assert [one.tenant_id for one in result.memberships] == [acme.id]
    assert result.user.last_sign_in_at is not None
    assert again.call("me.get").session.id == result.session.id


def test_the_address_is_known_in_any_case(acme):
    person = acme.join()
    assert acme.guest.sign_in(person.email.upper(), person.password).user.id == person.user.id


def test_the_cookie_is_for_this_host_alone(acme):
    person = acme.join()
    caller = acme.guest
    caller.sign_in(person.email, person.password)
    cookie, = set_cookies(caller)
    pair, *attributes = [part.strip() for part in cookie.split(";")]
    name, _, value = pair.partition("=")
    assert name == COOKIE and len(value) == 43 and len(cookie) < 128
    assert attributes == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]


def test_who_is_remembered_has_a_cookie_that_outlives_the_browser(acme):
    person = acme.join()
    caller = acme.guest
    caller.sign_in(person.email, person.password, remember=True)
    session, device = set_cookies(caller)
    assert session.startswith(f"{COOKIE}=") and "Max-Age=" in session
    assert device.startswith(f"{COOKIE}-device=") and "HttpOnly" in device and "Secure" in device


def test_a_bearer_token_needs_no_cookie_and_works_at_the_api_host(acme, service):
    person = acme.join()
    caller = acme.guest
    result = caller.sign_in(person.email, person.password, session="token", remember=True)
    assert result.access_token.startswith("ts_") and set_cookies(caller) == []
    assert caller.call("me.get").session.id == result.session.id
    elsewhere = service.caller("api", token=result.access_token)
    assert elsewhere.call("me.get").tenant.id == acme.id


def test_a_cookie_is_worth_nothing_on_another_host_and_never_read_at_the_api_host(acme, msp, service):
    person = acme.join()
    for label in (msp.slug, "admin", "api"):
        with refused(401, "auth_required"):
            person.twin(service.host(label)).call("me.get")


def test_nobody_signs_in_at_the_api_host(acme, service):
    person = acme.join()
    with refused(404, "unknown_host"):
        service.caller("api").sign_in(person.email, person.password)


def test_an_unknown_slug_is_no_host(service):
    with refused(404, "unknown_host"):
        service.caller(unique("nobody")).sign_in("a@x.test", GOOD)


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": None, "Origin": "https://evil.example"}, {"Sec-Fetch-Site": None, "Origin": "null"}])
def test_a_page_elsewhere_signs_nobody_in_by_cookie(acme, headers):
    person = acme.join()
    body = {"jsonrpc": "2.0", "id": 1, "method": "auth.sign_in",
            "params": {"email": person.email, "password": person.password}}
    answer = acme.guest.http("POST", "/rpc", body, headers)
    assert answer.json.error.code == 403 and answer.json.error.data.reason == "bad_origin"
    assert answer.headers["Set-Cookie"] is None
    body["params"]["session"] = "token"
    assert acme.guest.http("POST", "/rpc", body, headers).json.result.access_token


def test_a_client_that_is_no_browser_may_sign_in(acme):
    person = acme.join()
    body = {"jsonrpc": "2.0", "id": 1, "method": "auth.sign_in",
            "params": {"email": person.email, "password": person.password}}
    assert acme.guest.http("POST", "/rpc", body, {"Sec-Fetch-Site": None}).json.result.user.id == person.user.id


# ---- not signing in ----

def test_strangers_and_wrong_passwords_hear_the_same(acme):
    person = acme.join()
    invited = acme.invite(unique("invited@x.test"))
    heard = set()
    for email in (person.email, unique("nobody@x.test"), invited.email):
        guest = acme.guest
        with refused(401, "auth_failed") as error:
            guest.sign_in(email, OTHER)
        heard.add((error.message, repr(error.data), guest.last.status, len(guest.last.body)))
        assert set_cookies(guest) == []
    assert len(heard) == 1


def test_R13_R16_the_wrong_host_is_named_after_the_password_was_right(acme, msp, service):
    person = acme.join()
    stranger = msp.new_tenant()
    with refused(403, "wrong_host") as error:
        stranger.guest.sign_in(person.email, person.password)
    assert error.data.host == acme.host
    with refused(403, "wrong_host") as error:
        service.caller("admin").sign_in(person.email, person.password)
    assert error.data.host == acme.host
    with refused(401, "auth_failed"):
        stranger.guest.sign_in(person.email, OTHER)


def test_R16_staff_signs_in_on_the_admin_host_only(acme, msp, service):
    with refused(403, "wrong_host") as error:
        acme.guest.sign_in(msp.email, msp.password)
    assert error.data.host == service.host("admin")
    with refused(403, "wrong_host"):
        service.caller(msp.slug).sign_in(msp.email, msp.password)


def test_R1_on_the_host_of_the_msp_the_membership_fixes_the_tenant(acme, msp, service):
    person = acme.join()
    caller = service.caller(msp.slug)
    result = caller.sign_in(person.email, person.password)
    assert result.tenant.id == acme.id
    assert caller.call("me.get").tenant.id == acme.id
    with refused(401, "auth_required"):
        caller.twin(acme.host).call("me.get")


def test_a_customer_of_another_msp_is_sent_to_its_own_host(acme, other_msp, service):
    person = acme.join()
    with refused(403, "wrong_host") as error:
        service.caller(other_msp.slug).sign_in(person.email, person.password)
    assert error.data.host == acme.host


def test_R44_R49_the_inactive_hear_so_after_the_right_password_only(acme):
    person = acme.join()
    acme.admin.call("user.deactivate", user_id=person.user.id)
    with refused(403, "user_inactive"):
        acme.guest.sign_in(person.email, person.password)
    with refused(401, "auth_failed"):
        acme.guest.sign_in(person.email, OTHER)
    acme.admin.call("user.activate", user_id=person.user.id)
    assert acme.guest.sign_in(person.email, person.password).user.status == "active"


def test_R45_R48_the_sessions_of_the_inactive_are_over_at_once(acme):
    person = acme.join()
    token = acme.guest.sign_in(person.email, person.password, session="token").access_token
    acme.admin.call("user.deactivate", user_id=person.user.id)
    for caller in (person, acme.msp.service.caller("api", token=token)):
        with refused(401, "auth_required"):
            caller.call("me.get")


def test_an_access_that_has_ended_lets_nobody_in(acme, db):
    person = acme.join()
    db.rows("UPDATE membership m JOIN account a ON a.id = m.account_id"
            " SET m.access_expires_at = UTC_TIMESTAMP() - INTERVAL 1 MINUTE WHERE a.email = %s", person.email)
    with refused(403, "user_inactive"):
        acme.guest.sign_in(person.email, person.password)
    with refused(403, "user_inactive"):
        person.call("me.get")


def test_nobody_signs_in_to_a_suspended_tenant(acme, msp):
    person = acme.join()
    msp.admin.call("tenant.suspend", tenant_id=acme.id)
    with refused(403, "tenant_suspended"):
        acme.guest.sign_in(person.email, person.password)
    with refused(401, "auth_failed"):
        acme.guest.sign_in(person.email, OTHER)
    msp.admin.call("tenant.resume", tenant_id=acme.id)
    acme.guest.sign_in(person.email, person.password)


@pytest.mark.parametrize("params, field", [
    ({"email": ["a@x.test"]}, "email"), ({"email": 0}, "email"), ({"email": {"a": 1}}, "email"),
    ({"email": "nobody"}, "email"), ({"password": ""}, "password"), ({"password": "x" * 1025}, "password"),
    ({"password": None}, "password"), ({"session": "header"}, "session"), ({"tenant_id": "tenant_x"}, "tenant_id")])
def test_parameters_are_judged_before_anybody_is_looked_up(acme, params, field):
    with refused(-32602, field=field):
        acme.guest.call("auth.sign_in", **{"email": "a@x.test", "password": GOOD, **params})


def test_sign_in_stands_in_no_batch(acme):
    with_batch = acme.guest.batch([("auth.sign_in", {"email": "a@x.test", "password": GOOD}),
                                   ("auth.request_reset", {"email": "a@x.test"}),
                                   ("auth.reset_password", {"token": "x", "new_password": GOOD})])
    assert [one.reason for one in with_batch] == ["not_in_batch"] * 3


def test_a_refused_sign_in_is_told_to_the_audit_of_the_right_tenant(acme, msp, db):
    person, nobody = acme.join(), unique("nobody@x.test")
    stranger = msp.new_tenant()
    for guest, email in ((acme.guest, person.email), (acme.guest, nobody), (stranger.guest, person.email)):
        with refused(401, "auth_failed"):
            guest.sign_in(email, OTHER)
    items = acme.admin.call("audit.list", action="auth.sign_in")["items"]
    assert person.user.id in [one.actor.id for one in items]
    here, there = refusals(db, person.email)
    assert here.refusal == there.refusal == "auth_failed"
    assert here.actor_id is not None and there.actor_id is None and here.tenant_id != there.tenant_id
    unknown, = refusals(db, nobody)
    assert unknown.actor_id is None and unknown.tenant_id == here.tenant_id
    assert not db.rows("SELECT 1 FROM audit WHERE changes LIKE %s", f"%{OTHER}%")


# ---- wrong passwords in a row ----

@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_hold_back_known_and_unknown_alike(acme, db, known):
    email = acme.join().email if known else unique("nobody@x.test")
    for _ in range(5):
        with refused(401, "auth_failed"):
            acme.guest.sign_in(email, OTHER)
    with refused(429, "throttled") as error:
        acme.guest.sign_in(email, GOOD)
    assert 25 <= error.data.retry_after <= 30
    waits = []
    for _ in range(7):
        wait_over(db)
        with refused(401, "auth_failed"):
            acme.guest.sign_in(email, OTHER)
        with refused(429, "throttled") as error:
            acme.guest.sign_in(email, OTHER)
        waits.append(error.data.retry_after)
    assert [round(wait, -1) for wait in waits] == [60, 120, 240, 480, 900, 900, 900]
    assert [one.refusal for one in refusals(db, email)].count("throttled") == 8


def test_the_right_password_ends_the_row(acme, db):
    person = acme.join()
    for _ in range(2):
        for _ in range(4):
            with refused(401, "auth_failed"):
                acme.guest.sign_in(person.email, OTHER)
        acme.guest.sign_in(person.email, person.password)
    for _ in range(5):
        with refused(401, "auth_failed"):
            acme.guest.sign_in(person.email, OTHER)
    wait_over(db)
    acme.guest.sign_in(person.email, person.password)


def test_of_many_guesses_at_once_no_more_than_five_are_looked_at(acme):
    person, heard = acme.join(), []

    def guess():
        try:
            acme.guest.sign_in(person.email, OTHER)
        except Refused as error:
            heard.append(error.reason)
    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard.count("auth_failed") <= 5 and len(heard) == 20
    assert set(heard) <= {"auth_failed", "throttled", "busy"}


def test_many_right_passwords_at_once_all_let_in(acme):
    person, done = acme.join(), []

    def enter():
        done.append(acme.guest.sign_in(person.email, person.password).session.id)
    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(done)) == 4


def test_a_remembered_device_passes_what_others_have_brought_about(acme):
    person = acme.join()
    home = acme.guest
    home.sign_in(person.email, person.password, remember=True)
    home.call("auth.sign_out")
    for _ in range(5):
        with refused(401, "auth_failed"):
            acme.guest.sign_in(person.email, OTHER)
    with refused(429, "throttled"):
        acme.guest.sign_in(person.email, person.password)
    home.sign_in(person.email, person.password)
    home.call("auth.sign_out")
    for _ in range(5):
        with refused(401, "auth_failed"):
            home.sign_in(person.email, OTHER)
    with refused(429, "throttled"):
        home.sign_in(person.email, person.password)


def test_the_device_of_one_person_passes_for_no_other(acme):
    mine, victim = acme.join(), acme.join()
    device = acme.guest
    device.sign_in(mine.email, mine.password, remember=True)
    device.call("auth.sign_out")
    for _ in range(5):
        with refused(401, "auth_failed"):
            acme.guest.sign_in(victim.email, OTHER)
    with refused(429, "throttled"):
        device.sign_in(victim.email, victim.password)


def test_a_password_is_hashed_again_when_the_cost_has_risen(acme, db):
    person = acme.join()
    of_person = "SELECT password_hash AS hash, password_changed_at AS at FROM account WHERE email = %s"
    strong, = db.rows(of_person, person.email)
    weak = weak_hash(person.password)
    db.rows("UPDATE account SET password_hash = %s WHERE email = %s", weak, person.email)
    acme.guest.sign_in(person.email, person.password)
    now, = db.rows(of_person, person.email)
    assert now.hash != weak and now.hash.split("$")[3] == strong.hash.split("$")[3] and now.at == strong.at
    acme.guest.sign_in(person.email, person.password)


def weak_hash(password):
    """argon2id with 64 KiB and one pass, by libsodium itself."""
    import ctypes
    import ctypes.util
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
    sodium.sodium_init()
    out, text = ctypes.create_string_buffer(128), password.encode()
    assert sodium.crypto_pwhash_str_alg(out, text, ctypes.c_ulonglong(len(text)), ctypes.c_ulonglong(1),
                                        ctypes.c_size_t(64 * 1024), 2) == 0
    return out.value.decode()


# ---- signing out ----

def test_signing_out_ends_this_session_and_takes_the_cookie(acme):
    person = acme.join()
    other = acme.guest
    other.sign_in(person.email, person.password)
    before = person.twin()
    assert person.call("auth.sign_out").sessions_ended == 1
    assert COOKIE not in person.cookies
    with refused(401, "auth_required"):
        before.call("me.get")
    assert other.call("me.get").user.id == person.user.id


def test_signing_out_of_all_ends_every_session(acme):
    person = acme.join()
    others = [acme.guest, acme.guest]
    for other in others:
        other.sign_in(person.email, person.password)
    assert person.call("auth.sign_out", all=True).sessions_ended == 3
    for other in others:
        with refused(401, "auth_required"):
            other.call("me.get")


def test_one_signs_out_only_when_signed_in(acme):
    with refused(401, "auth_required"):
        acme.guest.call("auth.sign_out")


# ---- the second factor and temporary passwords ----

def test_C21_R94_where_a_second_factor_is_required_the_session_is_restricted(acme):
    person = acme.join()
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"mfa_required": True})
    with refused(403, "mfa_enrolment_required"):
        person.call("me.list_sessions")
    caller = acme.guest
    result = caller.sign_in(person.email, person.password)
    assert result.session.level == "restricted" and result.mfa.required and result.mfa.methods == []
    assert caller.call("me.get").session.level == "restricted"
    for method, params in (("me.list_sessions", {}), ("me.update", {"language": "fr"}),
                           ("me.change_password", {"current_password": person.password, "new_password": OTHER})):
        with refused(403, "mfa_enrolment_required"):
            caller.call(method, **params)
    assert caller.call("auth.sign_out").sessions_ended == 1


def direct(acme, credential):
    """The address of somebody who has no password of her own; the admin joined before that."""
    admin = acme.admin
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={
        "onboarding": "direct", "direct_credential": credential})
    email = unique("direct@x.test")
    admin.call("invitation.create", invitations=[{"email": email, "role": "member"}])
    return email


def temporary_password(acme, email):
    """It stands alone on a line."""
    words = [line.strip() for line in acme.mail_to(email, "temporary_password").text.splitlines()]
    return max((line for line in words if " " not in line and "/" not in line), key=len)


def test_C1_R40_R41_a_temporary_password_lets_in_and_must_be_changed(acme):
    email = direct(acme, "temporary_password")
    password = temporary_password(acme, email)
    caller = acme.guest
    assert caller.sign_in(email, password).session.level == "restricted"
    with refused(403, "password_change_required"):
        caller.call("me.list_sessions")
    assert caller.call("me.get").user.status == "active"
    caller.call("me.change_password", current_password=password, new_password=GOOD)
    assert caller.call("me.get").session.level == "password"
    caller.call("me.list_sessions")
    with refused(401, "auth_failed"):
        acme.guest.sign_in(email, password)
    acme.guest.sign_in(email, GOOD)


def test_a_temporary_password_is_worth_nothing_when_its_time_is_over(acme, db):
    email = direct(acme, "temporary_password")
    password = temporary_password(acme, email)
    db.rows("UPDATE account SET password_expires_at = UTC_TIMESTAMP() WHERE email = %s", email)
    with refused(401, "auth_failed"):
        acme.guest.sign_in(email, password)


# ---- a new password by mail ----

def reset_link(acme, person):
    seen = len(acme.mails_to(person.email))
    acme.guest.call("auth.request_reset", email=person.email)
    return acme.mail_to(person.email, "password_reset", after=seen).link()


def test_a_reset_link_gives_a_new_password_and_no_session(acme):
    person = acme.join()
    link = reset_link(acme, person)
    assert link.host == acme.host and link.page == "reset"
    guest = acme.guest
    assert guest.call("auth.reset_password", token=link.token, new_password=OTHER).sessions_ended == 1
    assert set_cookies(guest) == []
    with refused(401, "auth_required"):
        person.call("me.get")
    with refused(401, "auth_failed"):
        acme.guest.sign_in(person.email, person.password)
    acme.guest.sign_in(person.email, OTHER)
    assert acme.mail_to(person.email, "password_changed")
    with refused(410, "token_used"):
        guest.call("auth.reset_password", token=link.token, new_password=GOOD)


def test_every_reset_request_hears_the_same_and_strangers_get_no_mail(acme, db):
    person, nobody = acme.join(), unique("nobody@x.test")
    invited = acme.invite(unique("invited@x.test"), send_email=False)
    gone = acme.join()
    acme.admin.call("user.deactivate", user_id=gone.user.id)
    heard = set()
    for email in (person.email, nobody, invited.email, gone.email):
        guest = acme.guest
        guest.call("auth.request_reset", email=email)
        heard.add((guest.last.status, guest.last.body))
    assert len(heard) == 1
    db.settle(person.email)
    mails = "SELECT COUNT(*) AS n FROM mail WHERE kind = 'password_reset' AND to_address = %s"
    assert [db.rows(mails, email)[0].n for email in (person.email, nobody, invited.email, gone.email)] == [1, 0, 0, 0]


def test_reset_requests_are_limited_in_silence(acme, db):
    person = acme.join()
    for _ in range(6):
        acme.guest.call("auth.request_reset", email=person.email)
    db.settle(person.email)
    count, = db.rows("SELECT COUNT(*) AS n FROM mail WHERE kind = 'password_reset' AND to_address = %s", person.email)
    assert count.n == 3


@pytest.mark.parametrize("delivery, to", [("communication", ["c"]), ("login", ["l"]), ("both", ["c", "l"])])
def test_C19_the_setting_says_where_a_reset_goes(acme, db, delivery, to):
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"reset_delivery": delivery})
    login, other = unique("l@x.test"), unique("c@x.test")
    seen = acme.invite(login, role="member", communication_email=other)
    assert seen.communication_email == other
    acme.guest.accept(acme.mail_to(other).link().token)
    acme.guest.call("auth.request_reset", email=login)
    db.settle(other)
    rows = db.rows("SELECT to_address FROM mail WHERE kind = 'password_reset' AND to_address IN (%s, %s)", login, other)
    assert sorted(row.to_address[0] for row in rows) == to


def test_a_reset_link_is_worth_nothing_on_another_host_and_for_another_purpose(acme, msp):
    person = acme.join()
    link = reset_link(acme, person)
    for guest in (msp.new_tenant().guest, acme.service.caller("admin"), acme.service.caller(msp.slug)):
        with refused(404, "token_unknown"):
            guest.call("auth.reset_password", token=link.token, new_password=OTHER)
    with refused(404, "token_unknown"):
        acme.guest.call("invitation.accept", token=link.token, password=OTHER)
    for wrong in (link.token[:-1], link.token + "x", link.token[::-1]):
        with refused(404, "token_unknown"):
            acme.guest.call("auth.reset_password", token=wrong, new_password=OTHER)
    acme.guest.call("auth.reset_password", token=link.token, new_password=OTHER)


def test_an_old_reset_link_has_expired_and_a_new_password_kills_the_others(acme, db):
    person = acme.join()
    first, second = reset_link(acme, person), reset_link(acme, person)
    acme.guest.call("auth.reset_password", token=second.token, new_password=OTHER)
    with refused(410, "token_revoked"):
        acme.guest.call("auth.reset_password", token=first.token, new_password=GOOD)
    third = reset_link(acme, person)
    db.rows("UPDATE token SET expires_at = UTC_TIMESTAMP() WHERE purpose = 'password_reset' AND used_at IS NULL"
            " AND account_id = (SELECT id FROM account WHERE email = %s)", person.email)
    with refused(410, "token_expired"):
        acme.guest.call("auth.reset_password", token=third.token, new_password=GOOD)


def test_the_reset_link_passes_when_the_account_is_held_back(acme):
    person = acme.join()
    for _ in range(5):
        with refused(401, "auth_failed"):
            acme.guest.sign_in(person.email, OTHER)
    link = reset_link(acme, person)
    acme.guest.call("auth.reset_password", token=link.token, new_password=OTHER)
    acme.guest.sign_in(person.email, OTHER)


def test_the_inactive_reset_nothing(acme):
    person = acme.join()
    link = reset_link(acme, person)
    acme.admin.call("user.deactivate", user_id=person.user.id)
    with pytest.raises(Refused) as error:
        acme.guest.call("auth.reset_password", token=link.token, new_password=OTHER)
    assert error.value.reason in ("user_inactive", "token_revoked")


@pytest.mark.parametrize("password", [
    "short-1", "aaaaaaaaaaaaaaaaaaaa", "123456789012345", "passwordpassword", "qwertyuiopasdfg", "abcabcabcabcabcabc"])
def test_a_weak_password_is_refused(acme, password):
    person = acme.join()
    link = reset_link(acme, person)
    with refused(422, "password_weak", field="new_password"):
        acme.guest.call("auth.reset_password", token=link.token, new_password=password)


def test_a_password_of_names_is_weak(acme):
    person = acme.join(first_name="Bartholomew", last_name="Featherstone")
    link = reset_link(acme, person)
    for password in ("BartholomewFeatherstone", f"{acme.name} tenantry 1", person.email):
        with refused(422, "password_weak"):
            acme.guest.call("auth.reset_password", token=link.token, new_password=password)


# ---- what a link stands for ----

def traces(db, email):
    """Every row that has to do with this address."""
    account, = db.rows("SELECT * FROM account WHERE email = %s", email)
    return [account, [db.rows(f"SELECT * FROM {table} WHERE account_id = %s ORDER BY 1, 2", account.id)
                      for table in ("membership", "invitation", "token", "session", "device")]]


def test_inspecting_a_link_tells_what_to_ask_for_and_changes_nothing(acme, db):
    email = unique("ann@x.test")
    acme.admin.call("config.update", values={"branding_display_name": "Acme & Co", "branding_primary_color": "#102030"})
    acme.invite(email, role="admin", language="fr")
    link = acme.mail_to(email).link()
    before = traces(db, email)
    for _ in range(3):
        seen = acme.guest.call("auth.inspect_token", token=link.token)
    assert traces(db, email) == before
    assert seen.purpose == "invitation" and seen.role_title == "Administrator" and seen.language == "fr"
    assert seen.tenant.slug == acme.slug and seen.tenant.branding.display_name == "Acme & Co"
    assert seen.email_masked == "a***@x.test"
    assert seen.needs == ["password", "first_name", "last_name"]
    acme.guest.accept(link.token)
    with refused(410, "token_used"):
        acme.guest.call("auth.inspect_token", token=link.token)


def test_inspecting_a_reset_link(acme):
    person = acme.join()
    seen = acme.guest.call("auth.inspect_token", token=reset_link(acme, person).token)
    assert seen.purpose == "password_reset" and seen.needs == ["password"] and "role_title" not in seen


def test_inspecting_an_invitation_names_the_person_who_invites_and_no_address(acme):
    boss = acme.join(role="admin")
    name = f"{boss.user.first_name} {boss.user.last_name}"
    email = unique("bo@x.test")
    boss.call("invitation.create", invitations=[{"email": email, "role": "member"}])
    seen = acme.guest.call("auth.inspect_token", token=acme.mail_to(email).link().token)
    assert seen.inviter == name and "@" not in seen.inviter


def test_who_was_invited_by_a_program_is_told_no_name(acme):
    key = acme.admin.call("api_key.create", name="importer", permissions=["invitation.create"])
    email = unique("cy@x.test")
    acme.msp.service.caller("api", api_key=key.secret).call("invitation.create", invitations=[{"email": email, "role": "member"}])
    assert "inviter" not in acme.guest.call("auth.inspect_token", token=acme.mail_to(email).link().token)


def test_inspecting_a_link_tells_how_long_a_password_has_to_be(acme):
    person = acme.join()
    assert acme.guest.call("auth.inspect_token", token=reset_link(acme, person).token).password_min_length == 15
    acme.admin.call("config.update", values={"password_min_length": 22})
    email = unique("di@x.test")
    acme.invite(email)
    assert acme.guest.call("auth.inspect_token", token=acme.mail_to(email).link().token).password_min_length == 22


def test_a_link_that_is_none_or_of_another_host_is_unknown(acme, msp):
    link = reset_link(acme, acme.join())
    with refused(404, "token_unknown"):
        acme.guest.call("auth.inspect_token", token="x" * 43)
    with refused(404, "token_unknown"):
        msp.new_tenant().guest.call("auth.inspect_token", token=link.token)
