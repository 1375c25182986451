# SPDX-License-Identifier: MIT
"""One person in several tenants: no admin of one gains anything in another."""

import pytest

from stack.client import GOOD, Refused, refused, unique
from stack.totp import enrol

EVIL = "copper-Anvil-77-meadow"


@pytest.fixture
def two(acme, msp, multi):
    """Somebody who began in acme and has joined a second tenant: (person, second)."""
    person, second = acme.join(), msp.new_tenant()
    second.invite(person.email, role="member")
    second.guest.accept(second.mail_to(person.email, "invitation", after=1).link().token, person.password)
    return person, second


def test_a_second_factor_is_taken_away_only_from_where_the_account_began(acme, two):
    person, second = two
    enrol(person)
    with refused(403, "permission_denied"):
        second.admin.call("user.reset_mfa", user_id=person.user.id)
    assert acme.admin.call("user.get", user_id=person.user.id).mfa_enabled
    person.call("me.get")
    acme.admin.call("user.reset_mfa", user_id=person.user.id)


def test_a_profile_is_changed_only_from_where_the_account_began(acme, two):
    person, second = two
    for change in ({"first_name": "X"}, {"communication_email": "evil@x.test"}, {"language": "fr"}):
        with refused(403, "permission_denied"):
            second.admin.call("user.update", user_id=person.user.id, **change)
    acme.admin.call("user.update", user_id=person.user.id, first_name="Anna")


def test_no_admin_has_the_links_of_somebody_who_is_elsewhere_too_sent_to_himself(acme, two):
    person, second = two
    evil = unique("evil@x.test")
    acme.admin.call("user.update", user_id=person.user.id, communication_email=evil)
    seen = len(acme.mails_to(person.email))
    acme.guest.call("auth.request_reset", email=person.email)
    assert acme.mail_to(person.email, "password_reset", after=seen).link()
    acme.admin.call("user.reset_password", user_id=person.user.id)
    assert acme.mail_to(person.email, "password_reset", after=seen + 1).link()
    assert [mail for mail in acme.mails_to(evil) if "/reset#" in mail.text] == []


def test_an_address_that_somebody_else_entered_before_gets_no_offer(acme, msp, multi):
    evil, email = unique("evil@x.test"), unique("victim@x.test")
    acme.invite(email, role="member", communication_email=evil)
    acme.guest.accept(acme.mail_to(evil).link().token, EVIL)
    second = msp.new_tenant()
    offered = second.invite(email, role="member")
    assert second.mail_to(email, "invitation").link().host == second.host
    assert offered.communication_email in (None, email)
    assert [mail for mail in acme.mails_to(evil) if second.host in mail.text] == []


def test_who_has_no_password_yet_is_given_none_by_another_tenant(acme, msp, multi):
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"onboarding": "direct"})
    email, second = unique("victim@x.test"), msp.new_tenant()
    acme.invite(email, role="member")       # active at once, the link is still on its way
    mine = acme.mail_to(email).link()
    evil = unique("evil@x.test")
    offered = second.invite(email, role="member", communication_email=evil)
    links = [second.mail_to(evil).link().token]
    try:
        links.append(second.admin.call("invitation.create_link", invitation_id=offered.id).url.partition("#")[2])
    except Refused as error:
        assert error.reason == "access_link_forbidden"
    for token in links:
        assert second.guest.call("auth.inspect_token", token=token).needs[0] == "sign_in"
        with refused(401, "auth_failed"):
            second.guest.accept(token, EVIL)
    with refused(401, "auth_failed"):
        acme.guest.sign_in(email, EVIL)
    acme.guest.accept(mine.token, GOOD)
    second.guest.accept(links[0], GOOD)


def test_who_is_invited_anew_after_a_deactivation_keeps_the_password_that_opens_other_doors(acme, two):
    person, second = two
    evil = unique("evil@x.test")
    acme.admin.call("user.deactivate", user_id=person.user.id)
    acme.invite(person.email, role="member", on_existing="reactivate", communication_email=evil)
    link = acme.mail_to(evil).link()
    with refused(401, "auth_failed"):
        acme.guest.accept(link.token, EVIL)
    assert second.guest.sign_in(person.email, person.password).tenant.id == second.id


def test_removed_in_one_tenant_one_is_whole_in_the_other(acme, two):
    person, second = two
    before = second.guest
    before.sign_in(person.email, person.password)
    acme.admin.call("user.remove", user_id=person.user.id)
    assert before.call("me.get").tenant.id == second.id
    assert second.admin.call("user.get", user_id=person.user.id).status == "active"
    with refused(404, "not_found"):
        acme.admin.call("user.reset_mfa", user_id=person.user.id)


def test_erased_in_one_tenant_one_is_whole_in_the_other(acme, two, service):
    person, second = two
    for tenant in (second, acme):
        try:
            tenant.admin.call("user.erase", user_id=person.user.id, confirm_email=person.email)
        except Refused as error:
            assert error.code in (403, 409), error
        else:
            break
    other = acme if tenant is second else second
    caller = other.guest
    caller.sign_in(person.email, person.password)
    assert caller.call("me.get").user.first_name == "Pat"
