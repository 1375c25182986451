# SPDX-License-Identifier: MIT
"""mail.*: the outbox, as those see it who look after it."""

import json
import time

import pytest

from stack.client import refused
from stack.commands import tenantry
from stack.mailrules import MailRules


@pytest.fixture
def mails(acme, msp):
    """The newest mail to an address, as the MSP sees it."""
    def newest(email):
        return msp.admin.call("mail.list", to=email)["items"][0]
    return newest


def settled(look, states, seconds=15):
    """Waits until the keeper has done something."""
    deadline = time.monotonic() + seconds
    while (found := look()).delivery.state not in states:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


@pytest.fixture
def relay():
    """relay(rules): how the mail server behaves until the test ends."""
    rules = MailRules()
    yield rules
    rules()


def test_the_outbox_tells_what_became_of_each_mail(acme, msp, unique, mails):
    email = unique("seen@x.test")
    invited = acme.invite(email)
    mail = settled(lambda: mails(email), {"sent"})
    assert (mail.kind, mail.to, mail.tenant_id, mail.invitation_id) == ("invitation", email, acme.id, invited.id)
    assert mail.delivery.attempts == 1 and mail.delivery.last_error is None
    assert mail.delivery.next_attempt_at is None
    page = msp.admin.call("mail.list", to=email.upper())
    assert page.total == 1 and page.next_cursor is None


def test_the_list_is_newest_first_and_goes_on_behind_a_cursor(acme, msp, unique):
    domain = unique("page") + ".test"
    for number in range(5):
        acme.invite(f"p{number}@{domain}")
    seen, cursor = [], None
    while True:
        page = msp.admin.call("mail.list", limit=2, **({"cursor": cursor} if cursor else {}))
        assert (page.total is None) == (cursor is not None)
        seen += [mail.to for mail in page["items"]]
        cursor = page.next_cursor
        if cursor is None or len(seen) > 40:
            break
    ours = [to for to in seen if to.endswith(domain)]
    assert ours == [f"p{number}@{domain}" for number in range(4, -1, -1)]
    with refused(-32602, field="cursor"):
        msp.admin.call("mail.list", cursor="nonsense")


def test_R27_the_mails_of_others_do_not_exist(acme, other_msp, msp, platform, unique, mails):
    email = unique("theirs@x.test")
    acme.invite(email)
    mail = mails(email)
    assert other_msp.admin.call("mail.list", to=email)["items"] == []
    for method in ("mail.retry", "mail.cancel"):
        with refused(404, "not_found"):
            other_msp.admin.call(method, mail_id=mail.id)
    assert [one.id for one in platform.call("mail.list", to=email)["items"]] == [mail.id]
    with refused(403, "permission_denied"):
        acme.admin.call("mail.list")


def test_staff_of_an_msp_see_the_tenants_mails_and_not_the_msps(service, other_msp, unique):
    tenant, staff = other_msp.new_tenant(), other_msp.join(role="member")
    customer, colleague = unique("customer@x.test"), unique("colleague@x.test")
    tenant.invite(customer)
    other_msp.invite(colleague)
    assert len(staff.call("mail.list", to=customer)["items"]) == 1
    assert staff.call("mail.list", to=colleague)["items"] == []
    mail = other_msp.admin.call("mail.list", to=colleague)["items"][0]
    with refused(403, "permission_denied"):
        staff.call("mail.cancel", mail_id=mail.id)


def test_R61_what_the_server_refused_stands_there_and_can_be_tried_again(acme, msp, unique, mails, relay):
    email = unique("refused@x.test")
    relay({"to": email, "at": "rcpt", "answer": "550 5.1.1 no such user here", "times": 1})
    acme.invite(email)
    mail = settled(lambda: mails(email), {"failed"})
    assert "no such user here" in mail.delivery.last_error
    assert mail.id in [one.id for one in msp.admin.call("mail.list", state="failed")["items"]]
    again = msp.admin.call("mail.retry", mail_id=mail.id).delivery
    assert again.state == "queued" and again.attempts == 1 and again.next_attempt_at is not None
    assert acme.mail_to(email).link().page == "invite"
    assert settled(lambda: mails(email), {"sent"}).delivery.attempts == 2
    with refused(409, "not_pending"):
        msp.admin.call("mail.retry", mail_id=mail.id)


def test_a_mail_that_waits_can_be_cancelled_and_taken_up_again(acme, msp, unique, mails, relay):
    email = unique("later@x.test")
    relay({"to": email, "at": "rcpt", "answer": "451 4.2.0 try later"})
    invited = acme.invite(email)
    mail = settled(lambda: mails(email), {"deferred"})
    assert msp.admin.call("mail.cancel", mail_id=mail.id).delivery.state == "cancelled"
    with refused(409, "not_pending"):
        msp.admin.call("mail.cancel", mail_id=mail.id)
    assert acme.admin.call("invitation.get", invitation_id=invited.id).delivery.state == "cancelled"
    relay()
    msp.admin.call("mail.retry", mail_id=mail.id)
    assert acme.mail_to(email).link()


def test_a_mail_that_is_of_no_use_any_more_is_not_tried_again(acme, msp, unique, mails, relay):
    email = unique("revoked@x.test")
    relay({"to": email, "at": "rcpt", "answer": "451 4.2.0 try later"})
    invited = acme.invite(email)
    mail = settled(lambda: mails(email), {"deferred"})
    acme.admin.call("invitation.revoke", invitation_id=invited.id)
    assert mails(email).delivery.state == "cancelled"
    with refused(409, "not_pending"):
        msp.admin.call("mail.retry", mail_id=mail.id)


def test_a_temporary_password_never_replaces_one_that_the_person_chose(acme, msp, unique, mails, relay, db):
    assert acme.admin
    msp.admin.call("config.update", tenant_id=acme.id, values={
        "onboarding": "direct", "direct_credential": "temporary_password"})
    email = unique("direct@x.test")
    relay({"to": email, "at": "data", "answer": "451 4.2.0 lost", "keep": True, "times": 1})
    acme.invite(email)
    mail = settled(lambda: mails(email), {"deferred"})
    db.rows("UPDATE account SET password_hash = 'chosen', must_change_password = 0 WHERE email = %s", email)
    with refused(409, "not_pending"):
        msp.admin.call("mail.retry", mail_id=mail.id)
    db.rows("UPDATE mail SET next_attempt_at = UTC_TIMESTAMP() WHERE to_address = %s", email)
    assert settled(lambda: mails(email), {"cancelled"}).delivery.last_error
    assert db.rows("SELECT password_hash AS hash FROM account WHERE email = %s", email)[0].hash == "chosen"


def test_a_test_mail_shows_that_mails_arrive(msp, unique, mails):
    to = unique("probe@x.test")
    assert msp.admin.call("mail.send_test", to=to).delivery.state == "queued"
    mail = msp.mail_to(to, kind="test")
    assert "arrive" in mail.text and msp.admin.call("me.get").tenant.name in mail.subject
    assert settled(lambda: mails(to), {"sent"}).kind == "test"


def test_test_mails_to_one_address_are_limited(msp, unique):
    to = unique("much@x.test")
    for _ in range(3):
        msp.admin.call("mail.send_test", to=to)
    with refused(429, "resend_too_soon") as e:
        msp.admin.call("mail.send_test", to=to)
    assert 0 < e.data.retry_after <= 60


def test_without_a_relay_a_test_mail_is_refused(unique):
    done = tenantry("call", "mail.send_test", json.dumps({"to": unique("x@x.test")}), mail_from="")
    assert done.status == 1 and json.loads(done.complaints)["data"]["reason"] == "mail_not_configured"


def test_a_dry_run_queues_nothing(msp, unique):
    to = unique("dry@x.test")
    assert msp.admin.call("mail.send_test", to=to, dry_run=True).dry_run
    assert msp.admin.call("mail.list", to=to)["items"] == []
