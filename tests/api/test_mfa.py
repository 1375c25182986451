# SPDX-License-Identifier: MIT
"""The second factor: set up, asked for, used once, lost, taken away."""

import base64
import threading
import time

import pytest

from stack.client import Refused, refused, unique
from stack.totp import code_of, enrol, fresh_step


def sign_in(acme, person, **params):
    guest = acme.guest
    return guest, guest.sign_in(person.email, person.password, **params)


def test_enrolment_shows_the_secret_in_three_ways_and_ends_with_a_code(acme):
    person = acme.join()
    begun = person.call("me.enroll_totp")
    assert f"secret={begun.secret}" in begun.otpauth_uri and begun.otpauth_uri.startswith("otpauth://totp/")
    assert begun.qr_svg.startswith("<svg ")
    with refused(401, "mfa_failed", "code"):
        person.call("me.confirm_totp", code="000000" if code_of(begun.secret) != "000000" else "111111")
    codes = person.call("me.confirm_totp", code=code_of(begun.secret)).recovery_codes
    assert len(codes) == len(set(codes)) == 10
    assert person.call("me.get").session.level == "mfa"
    assert acme.mail_to(person.email, "mfa_changed")
    with refused(409, "mfa_already_enrolled"):
        person.call("me.enroll_totp")


def test_a_sign_in_is_restricted_until_the_code_is_given(acme, db):
    person = acme.join()
    secret, _ = enrol(person)
    fresh_step(db, person)
    guest, result = sign_in(acme, person)
    assert result.session.level == "restricted" and result.mfa.required
    assert result.mfa.methods == ["totp", "recovery_code"]
    with refused(401, "step_up_required"):
        guest.call("me.list_sessions")
    with refused(409, "mfa_already_enrolled"):
        guest.call("me.enroll_totp")
    before = dict(guest.cookies)
    verified = guest.call("auth.verify_mfa", code=code_of(secret))
    assert verified.session.level == "mfa" and guest.cookies != before
    assert guest.call("me.list_sessions")["items"]
    old = acme.guest
    old.cookies = before
    with refused(401, "auth_required"):
        old.call("me.get")


def test_a_code_is_taken_once_also_by_two_at_once(acme, db):
    person = acme.join()
    secret, _ = enrol(person)
    fresh_step(db, person)
    code = code_of(secret)
    callers = [sign_in(acme, person)[0] for _ in range(2)]
    outcomes = []

    def verify(caller):
        try:
            caller.call("auth.verify_mfa", code=code)
            outcomes.append("in")
        except Refused as error:
            outcomes.append(error.reason)

    threads = [threading.Thread(target=verify, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "mfa_failed"]


def test_a_recovery_code_opens_once_and_the_person_is_told(acme):
    person = acme.join()
    _, codes = enrol(person)
    guest, _ = sign_in(acme, person)
    assert guest.call("auth.verify_mfa", recovery_code=codes[0].upper()).session.level == "mfa"
    guest, _ = sign_in(acme, person)
    with refused(401, "mfa_failed", "recovery_code"):
        guest.call("auth.verify_mfa", recovery_code=codes[0])
    assert guest.call("auth.verify_mfa", recovery_code=codes[1].replace("-", " ")).session.level == "mfa"


def test_new_recovery_codes_void_the_old_ones(acme):
    person = acme.join()
    _, codes = enrol(person)
    fresh = person.call("me.new_recovery_codes").recovery_codes
    assert not set(codes) & set(fresh)
    guest, _ = sign_in(acme, person)
    with refused(401, "mfa_failed"):
        guest.call("auth.verify_mfa", recovery_code=codes[0])
    guest.call("auth.verify_mfa", recovery_code=fresh[0])


def test_wrong_codes_are_held_back_over_all_sessions(acme):
    person = acme.join()
    enrol(person)
    for _ in range(5):
        guest, _ = sign_in(acme, person)
        with refused(401, "mfa_failed"):
            guest.call("auth.verify_mfa", recovery_code="aaaaa-aaaaa-aaaaa-aaaaa-aaaaa")
    guest, _ = sign_in(acme, person)
    with refused(429, "throttled") as e:
        guest.call("auth.verify_mfa", recovery_code="aaaaa-aaaaa-aaaaa-aaaaa-aaaaa")
    assert 0 < e.data.retry_after <= 30


def test_R94_mfa_required_restricts_open_sessions_at_once_and_they_can_enrol(acme):
    person = acme.join()
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"mfa_required": True})
    with refused(403, "mfa_enrolment_required") as e:
        person.call("me.list_sessions")
    assert e.data.setting == "mfa_required"
    assert person.call("me.get").config.mfa_required
    guest, result = sign_in(acme, person)
    assert result.session.level == "restricted" and result.mfa.methods == []
    enrol(guest)
    assert guest.call("me.list_sessions")["items"]
    guest.call("auth.sign_out")


def test_a_reset_password_keeps_the_second_factor(acme, db):
    person = acme.join()
    enrol(person)
    seen = len(acme.mails_to(person.email))
    acme.guest.call("auth.request_reset", email=person.email)
    link = acme.mail_to(person.email, "password_reset", after=seen).link()
    guest = acme.guest
    guest.call("auth.reset_password", token=link.token, new_password="another-Harbour-77-lantern")
    assert guest.sign_in(person.email, "another-Harbour-77-lantern").session.level == "restricted"


def test_an_admin_takes_a_lost_factor_away_and_every_session_with_it(acme):
    person = acme.join()
    enrol(person)
    assert acme.admin.call("user.get", user_id=person.user.id).mfa_enabled
    assert not acme.admin.call("user.reset_mfa", user_id=person.user.id).mfa_enabled
    with refused(401, "auth_required"):
        person.call("me.get")
    assert sign_in(acme, person)[1].session.level == "password"
    with refused(409, "mfa_not_enrolled"):
        acme.admin.call("user.reset_mfa", user_id=person.user.id)


def test_changes_of_credentials_ask_for_a_proof_of_the_last_five_minutes(acme, db):
    person = acme.join()
    db.rows("UPDATE session s JOIN account a ON a.id = s.account_id"
            " SET s.authenticated_at = UTC_TIMESTAMP() - INTERVAL 6 MINUTE WHERE a.email = %s", person.email)
    for method in ("me.enroll_totp", "me.remove_totp", "me.new_recovery_codes"):
        with refused(401, "step_up_required"):
            person.call(method)
    with refused(401, "auth_failed", "password"):
        person.call("auth.step_up", password="not-the-password-at-all")
    before = dict(person.cookies)
    until = person.call("auth.step_up", password=person.password).until
    assert until > time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()) and person.cookies != before
    enrol(person)
    person.call("me.remove_totp")
    with refused(409, "mfa_not_enrolled"):
        person.call("me.remove_totp")


def test_a_bearer_token_gets_its_new_value_in_the_answer(acme):
    person = acme.join()
    guest, result = sign_in(acme, person, session="token")
    old = guest.token
    guest.token = guest.call("auth.step_up", password=person.password).access_token
    assert guest.token != old and guest.call("me.get").user.email == person.email
    guest.token = old
    with refused(401, "auth_required"):
        guest.call("me.get")


def test_no_secret_of_the_second_factor_stands_in_the_database(acme, db):
    person = acme.join()
    secret, codes = enrol(person)
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
    for table in db.names():
        for row in db.rows(f"SELECT * FROM `{table}`"):
            text = repr(row)
            assert secret not in text and codes[0] not in text and repr(raw)[2:-1] not in text, table
