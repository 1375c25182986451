# SPDX-License-Identifier: MIT
"""me.change_communication_email and me.confirm_email."""

import pytest

from stack.client import refused


@pytest.fixture
def person(acme):
    return acme.join()


def ask(person, acme, email):
    seen = len(acme.mails_to(email))
    assert person.call("me.change_communication_email", email=email).delivery.state == "queued"
    return acme.mail_to(email, kind="email_change", after=seen).link()


def test_C19_it_changes_when_the_link_in_the_new_mailbox_was_followed(person, acme, unique):
    email = unique("new@x.test")
    link = ask(person, acme, email)
    assert link.page == "confirm" and link.host == acme.host
    assert person.call("me.get").user.communication_email == person.email
    assert acme.guest.call("auth.inspect_token", token=link.token).purpose == "email_change"
    acme.guest.call("me.confirm_email", token=link.token)
    user = person.call("me.get").user
    assert (user.communication_email, user.email) == (email, person.email)
    assert email not in acme.mail_to(person.email, kind="email_changed").text
    with refused(410, "token_used"):
        acme.guest.call("me.confirm_email", token=link.token)


def test_R109_notices_go_there_from_then_on(person, acme, unique):
    email = unique("notices@x.test")
    acme.guest.call("me.confirm_email", token=ask(person, acme, email).token)
    acme.guest.call("auth.request_reset", email=person.email)
    assert acme.mail_to(email, kind="password_reset").link().page == "reset"


def test_back_to_the_login_email(person, acme, unique, db):
    acme.guest.call("me.confirm_email", token=ask(person, acme, unique("away@x.test")).token)
    acme.guest.call("me.confirm_email", token=ask(person, acme, person.email.upper()).token)
    assert person.call("me.get").user.communication_email == person.email
    row = db.rows("SELECT communication_email AS email FROM account WHERE email = %s", person.email)[0]
    assert row.email is None


def test_C19_it_needs_a_fresh_proof(person, db, unique):
    db.rows("UPDATE session s JOIN account a ON a.id = s.account_id SET s.authenticated_at ="
            " UTC_TIMESTAMP() - INTERVAL 6 MINUTE WHERE a.email = %s", person.email)
    with refused(401, "step_up_required"):
        person.call("me.change_communication_email", email=unique("stale@x.test"))
    person.call("auth.step_up", password=person.password)
    person.call("me.change_communication_email", email=unique("fresh@x.test"))


def test_a_second_thought_voids_the_first_link(person, acme, unique):
    first = ask(person, acme, unique("typo@x.test"))
    second = ask(person, acme, unique("right@x.test"))
    with refused(410, "token_revoked"):
        acme.guest.call("me.confirm_email", token=first.token)
    acme.guest.call("me.confirm_email", token=second.token)


def test_a_second_thought_stops_the_first_mail(person, acme, msp, unique, db):
    wrong = unique("typo@x.test")
    person.call("me.change_communication_email", email=wrong)
    db.rows("UPDATE mail SET state = 'deferred', next_attempt_at = UTC_TIMESTAMP() + INTERVAL 1 HOUR"
            " WHERE to_address = %s", wrong)
    ask(person, acme, unique("right@x.test"))
    mail = msp.admin.call("mail.list", to=wrong)["items"][0]
    assert mail.delivery.state == "cancelled"
    with refused(409, "not_pending"):
        msp.admin.call("mail.retry", mail_id=mail.id)


def test_a_link_is_worth_nothing_elsewhere_later_or_for_something_else(person, acme, msp, unique, db):
    link = ask(person, acme, unique("bound@x.test"))
    with refused(404, "token_unknown"):
        msp.new_tenant().guest.call("me.confirm_email", token=link.token)
    with refused(404, "token_unknown"):
        acme.guest.call("auth.reset_password", token=link.token, new_password="another-Harbour-41-drizzle")
    db.rows("UPDATE token t JOIN account a ON a.id = t.account_id SET t.expires_at = UTC_TIMESTAMP()"
            " - INTERVAL 1 SECOND WHERE a.email = %s AND t.purpose = 'email_change'", person.email)
    with refused(410, "token_expired"):
        acme.guest.call("me.confirm_email", token=link.token)
    with refused(404, "token_unknown"):
        acme.guest.call("me.confirm_email", token="A" * 43)


def test_the_link_lasts_a_day(person, acme, unique, db):
    ask(person, acme, unique("day@x.test"))
    life = db.rows("SELECT TIMESTAMPDIFF(SECOND, t.created_at, t.expires_at) AS life FROM token t JOIN account a"
                   " ON a.id = t.account_id WHERE a.email = %s AND t.purpose = 'email_change'", person.email)
    assert life[0].life == 24 * 3600


def test_R45_who_was_deactivated_meanwhile_confirms_nothing(person, acme, unique):
    link = ask(person, acme, unique("left@x.test"))
    acme.admin.call("user.deactivate", user_id=person.user.id)
    with refused(403, "user_inactive"):
        acme.guest.call("me.confirm_email", token=link.token)


def test_the_new_address_must_be_one(person):
    for wrong in ("nobody", "a@b\r\nBcc: c@x.test", "", "a b@x.test"):
        with refused(-32602, field="email"):
            person.call("me.change_communication_email", email=wrong)


def test_one_address_is_not_flooded(person, unique):
    email = unique("flood@x.test")
    for _ in range(3):
        person.call("me.change_communication_email", email=email)
    with refused(429, "resend_too_soon"):
        person.call("me.change_communication_email", email=email)


def test_the_audit_tells_who_it_was_and_holds_neither_address_nor_token(person, acme, unique):
    email = unique("told@x.test")
    link = ask(person, acme, email)
    acme.guest.call("me.confirm_email", token=link.token)
    event = acme.admin.call("audit.list", action="me.confirm_email")["items"][0]
    assert (event.actor.id, event.target_id) == (person.user.id, person.user.id)
    assert "communication_email" in event.changes
    assert link.token not in repr(event.changes) and email not in repr(event.changes)
