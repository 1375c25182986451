# SPDX-License-Identifier: MIT
"""Other people's sessions, for those who may manage them."""

from stack.client import refused


def test_an_admin_sees_and_ends_the_sessions_of_a_user(acme):
    person = acme.join()
    other = acme.guest
    second = other.sign_in(person.email, person.password).session
    listed = acme.admin.call("session.list", user_id=person.user.id)
    assert [one.id for one in listed["items"]][0] == second.id and listed.total == 2
    assert all(one.user_id == person.user.id and not one.current for one in listed["items"])
    assert acme.admin.call("session.revoke", user_id=person.user.id, session_id=second.id).sessions_ended == 1
    with refused(401, "auth_required"):
        other.call("me.get")
    assert acme.admin.call("session.revoke", user_id=person.user.id).sessions_ended == 1
    with refused(401, "auth_required"):
        person.call("me.get")


def test_members_manage_nobodys_sessions(acme):
    person, other = acme.join(), acme.join()
    for method in ("session.list", "session.revoke"):
        with refused(403, "permission_denied"):
            person.call(method, user_id=other.user.id)


def test_R27_the_sessions_of_another_tenant_do_not_exist(acme, msp):
    person, stranger = acme.join(), msp.new_tenant().join()
    foreign = stranger.call("me.get").session.id
    for params in ({"user_id": stranger.user.id}, {"user_id": stranger.user.id, "session_id": foreign}):
        with refused(404, "not_found"):
            acme.admin.call("session.revoke", **params)
    with refused(404, "not_found"):
        acme.admin.call("session.list", user_id=stranger.user.id)
    with refused(404, "not_found"):
        acme.admin.call("session.revoke", user_id=person.user.id, session_id=foreign)
    stranger.call("me.get")


def test_the_msp_manages_the_sessions_of_its_tenants(acme, msp):
    person = acme.join()
    assert msp.admin.call("session.list", user_id=person.user.id).total == 1
    assert msp.admin.call("session.revoke", user_id=person.user.id).sessions_ended == 1


def test_an_admin_ends_no_session_in_another_tenant_of_the_same_person(acme, msp, multi):
    person, second = acme.join(), msp.new_tenant()
    second.invite(person.email, role="member")
    there = second.guest
    there.accept(acme.mail_to(person.email, after=1).link().token, person.password)
    assert acme.admin.call("session.list", user_id=person.user.id).total == 1
    assert acme.admin.call("session.revoke", user_id=person.user.id).sessions_ended == 1
    assert person.user.id == there.call("me.get").user.id


def test_a_dry_run_ends_nothing(acme):
    person = acme.join()
    assert acme.admin.call("session.revoke", user_id=person.user.id, dry_run=True).sessions_ended == 1
    person.call("me.get")
