# SPDX-License-Identifier: MIT
"""What everybody sees and changes of herself."""

import pytest

from stack.client import COOKIE, GOOD, refused, unique

OTHER = "copper-Anvil-77-meadow"


def test_me_get_tells_who_where_and_what_one_may(acme):
    person = acme.join(role="admin", first_name="Ann", last_name="Lee", language="de")
    me = person.call("me.get")
    assert me.user.id == person.user.id and me.user.email == person.email
    assert (me.user.first_name, me.user.last_name, me.user.language) == ("Ann", "Lee", "de")
    assert me.user.status == "active" and me.user.role_name == "admin" and me.user.permissions == []
    assert me.tenant.id == acme.id and me.tenant.name == acme.name and me.tenant.kind == "tenant"
    assert me.role.name == "admin" and "member" in me.role.can_assign
    assert "invitation.create" in me.permissions and "tenant.create" not in me.permissions
    assert me.config.password_min_length == 15 and me.config.mfa_required is False
    assert me.session.current and me.session.user_id == person.user.id
    only, = me.memberships
    assert only.tenant_id == acme.id and only.host == acme.host and only.role_name == "admin"


def test_me_get_of_staff(msp, service):
    me = msp.admin.call("me.get")
    assert me.tenant.id == msp.id and me.tenant.kind == "msp" and me.memberships[0].host == service.host("admin")
    assert {"tenant.create", "role.manage", "billing.manage"} <= set(me.permissions)


def test_me_get_shows_the_same_user_as_the_admin_sees(acme):
    person = acme.join()
    assert person.call("me.get").user == acme.admin.call("user.get", user_id=person.user.id)


def test_additional_permissions_are_effective_at_once(acme):
    person = acme.join()
    acme.admin.call("user.grant_permission", user_id=person.user.id, permission="app:report")
    me = person.call("me.get")
    assert "app:report" in me.permissions and me.user.permissions == ["app:report"]


def test_settings_in_force_are_those_of_tenant_msp_and_platform(acme):
    person = acme.join()
    acme.admin.call("config.update", values={"default_model_name": "small"})
    assert person.call("me.get").config.default_model_name == "small"


def test_what_is_for_oneself_is_not_for_api_keys(acme, msp, service):
    made = msp.admin.call("api_key.create", name="bot", permissions=["user.read"])
    key = service.caller("api", api_key=made.secret)
    for method in ("me.get", "me.list_sessions", "me.update", "me.revoke_session", "me.change_password", "auth.sign_out"):
        with refused(403, "permission_denied"):
            key.call(method)


# ---- the profile ----

def test_R111_one_can_always_change_the_own_language(acme):
    person = acme.join(language="en")
    assert person.call("me.update", language="fr").language == "fr"
    assert person.call("me.get").user.language == "fr"


def test_names_are_changed_and_what_is_absent_stays(acme):
    person = acme.join(first_name="Ann", last_name="Lee")
    user = person.call("me.update", last_name="  Lind ")
    assert (user.first_name, user.last_name) == ("Ann", "Lind")


@pytest.mark.parametrize("params, field", [
    ({"language": "klingon!"}, "language"), ({"first_name": ""}, "first_name"), ({"first_name": "a\u202eb"}, "first_name"),
    ({"first_name": "x" * 256}, "first_name"), ({"email": "new@x.test"}, "email"), ({"role": "admin"}, "role")])
def test_what_me_update_refuses(acme, params, field):
    with refused(-32602, field=field):
        acme.join().call("me.update", **params)


def test_a_profile_that_has_moved_on_is_not_overwritten(acme):
    person = acme.join()
    version = person.call("me.get").user.version
    newer = person.call("me.update", first_name="Ann", if_version=version)
    assert newer.version > version
    with refused(409, "version_conflict"):
        person.call("me.update", first_name="Bea", if_version=version)
    assert person.call("me.get").user.first_name == "Ann"


def test_a_dry_run_of_an_update_leaves_nothing(acme):
    person = acme.join(first_name="Ann")
    assert person.call("me.update", first_name="Bea", dry_run=True).first_name == "Bea"
    assert person.call("me.get").user.first_name == "Ann"


# ---- the password ----

def test_a_new_password_ends_all_other_sessions_and_is_told_by_mail(acme):
    person = acme.join()
    other = acme.guest
    other.sign_in(person.email, person.password)
    seen = len(acme.mails_to(person.email))
    assert person.call("me.change_password", current_password=person.password, new_password=OTHER).sessions_ended == 1
    assert person.call("me.get").user.id == person.user.id
    with refused(401, "auth_required"):
        other.call("me.get")
    assert acme.mail_to(person.email, "password_changed", after=seen)
    with refused(401, "auth_failed"):
        acme.guest.sign_in(person.email, person.password)
    acme.guest.sign_in(person.email, OTHER)


def test_the_current_password_is_asked_for_and_cannot_be_guessed(acme, db):
    person = acme.join()
    for _ in range(5):
        with refused(401, "auth_failed", field="current_password"):
            person.call("me.change_password", current_password=GOOD + "x", new_password=OTHER)
    with refused(429, "throttled") as error:
        person.call("me.change_password", current_password=person.password, new_password=OTHER)
    assert 25 <= error.data.retry_after <= 30
    with refused(429, "throttled"):
        acme.guest.sign_in(person.email, person.password)
    rows = db.rows("SELECT e.refusal FROM audit e JOIN account a ON a.id = e.actor_id"
                   " WHERE e.action = 'me.change_password' AND a.email = %s", person.email)
    assert [row.refusal for row in rows].count("auth_failed") == 5


def test_a_new_password_must_be_good_and_new(acme):
    person = acme.join()
    for password in ("short-1", "passwordpassword", person.password):
        with refused(422, "password_weak", field="new_password"):
            person.call("me.change_password", current_password=person.password, new_password=password)
    acme.guest.sign_in(person.email, person.password)


def test_a_wrong_password_leaves_the_idempotency_key_free(acme):
    person = acme.join()
    key = unique("key")
    with refused(401, "auth_failed"):
        person.call("me.change_password", current_password=GOOD + "x", new_password=OTHER, idempotency_key=key)
    first = person.call("me.change_password", current_password=person.password, new_password=OTHER, idempotency_key=key)
    again = person.call("me.change_password", current_password=person.password, new_password=OTHER, idempotency_key=key)
    assert first == again


def test_a_dump_shows_no_password(acme, db):
    person = acme.join()
    person.call("me.change_password", current_password=person.password, new_password=OTHER)
    for table in db.names():
        for row in db.rows(f"SELECT * FROM `{table}`"):
            assert OTHER not in repr(row) and person.password not in repr(row)


# ---- the own sessions ----

def test_one_sees_and_ends_the_own_sessions(acme):
    person = acme.join()
    other = acme.guest
    second = other.sign_in(person.email, person.password).session
    listed = person.call("me.list_sessions")
    assert [one.id for one in listed["items"]][0] == second.id and listed.total == 2
    assert [one.current for one in listed["items"]] == [False, True]
    assert person.call("me.revoke_session", session_id=second.id).sessions_ended == 1
    with refused(401, "auth_required"):
        other.call("me.get")
    with refused(404, "not_found"):
        person.call("me.revoke_session", session_id=second.id)
    own = person.call("me.list_sessions")["items"][0].id
    person.call("me.revoke_session", session_id=own)
    assert COOKIE not in person.cookies


def test_nobody_ends_the_sessions_of_others_so(acme):
    person, other = acme.join(), acme.join()
    foreign = other.call("me.get").session.id
    with refused(404, "not_found"):
        person.call("me.revoke_session", session_id=foreign)
    other.call("me.get")


def test_of_more_than_twenty_sessions_the_oldest_ends(acme):
    person = acme.join()
    for _ in range(20):
        acme.guest.sign_in(person.email, person.password)
    with refused(401, "auth_required"):
        person.call("me.get")
    last = acme.guest
    last.sign_in(person.email, person.password)
    assert last.call("me.list_sessions").total == 20


def test_a_session_ends_after_a_while_without_calls_and_at_the_latest(acme, db):
    acme.admin.call("config.update", values={"session_idle_minutes": 5, "session_max_hours": 1})
    idle, old = acme.join(), acme.join()
    mine = "account_id = (SELECT id FROM account WHERE email = %s)"
    db.rows(f"UPDATE session SET last_seen_at = last_seen_at - INTERVAL 6 MINUTE WHERE {mine}", idle.email)
    db.rows(f"UPDATE session SET expires_at = expires_at - INTERVAL 1 HOUR WHERE {mine}", old.email)
    for person in (idle, old):
        with refused(401, "auth_required"):
            person.call("me.get")


@pytest.mark.parametrize("password", [
    "my-pat-PERSON-is-here", "we-all-love-Ten-Antry-here", "the-{tenant}-of-the-north"])
def test_a_new_password_holds_no_name_that_others_know(acme, password):
    """The person's, the tenant's, the product's: however they are written."""
    person = acme.join(first_name="Pat", last_name="Person")
    with refused(422, "password_weak", "new_password") as e:
        person.call("me.change_password", current_password=person.password,
                    new_password=password.format(tenant=acme.name.replace("-", " ").title()))
    assert "name" in e.message


def test_a_common_password_is_refused(acme):
    """`acclimatization` is long enough, and a line of the word list."""
    person = acme.join()
    with refused(422, "password_weak", "new_password"):
        person.call("me.change_password", current_password=person.password, new_password="Acclimatization")
