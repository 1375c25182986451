# SPDX-License-Identifier: MIT
"""Every method's example of the published document is called, and the answer is what it shows.

An example names things that nobody has: its ids, addresses, passwords and tokens are replaced by
those of a world that is made for the call; everything else is sent as it stands there.
"""

import functools
import re
import time

import pytest

from stack.client import GOOD, plain, unique
from stack.mailrules import MailRules
from stack.params import contract
from stack.totp import code_of, enrol, fresh_step

ID = re.compile(r"^([a-z]+)_[0-9a-z]{26}$")
ANN, PASSWORD, TOKEN, CODE = "ann@example.com", "correct-battery-staple-41", "Yx9vQm2cKd7sWn1bRt5gHj8lZa3eUf6oIy0kLq4NsP2", "123456"
NAME = "Acme Corporation"


def example(method):
    """(params, result) as the document shows them."""
    found = contract().methods[method]["examples"][0]
    return {one["name"]: one["value"] for one in found["params"]}, found["result"]["value"]


def pytest_generate_tests(metafunc):
    if "method" in metafunc.fixturenames:
        metafunc.parametrize("method", sorted(contract().methods))


class World:
    """Something of each kind; made when the example names it."""

    def __init__(self, service, platform, msp, acme, db):
        self.service, self.platform, self.msp, self.acme, self.db = service, platform, msp, acme, db
        self._caller = None
        self.said = {ANN: unique("ann@x.test"), PASSWORD: GOOD, NAME: acme.name}

    @property
    def caller(self):
        return self._caller or self.acme.admin

    @caller.setter
    def caller(self, caller):
        self._caller = caller

    @functools.cached_property
    def ann(self):
        return self.acme.join(self.said[ANN])

    @functools.cached_property
    def other(self):
        return self.service.new_msp()

    @functools.cached_property
    def type(self):
        return self.platform.call("package.create_type", name=unique("Type"), credits=100).id

    def tenant(self):
        return self.acme.id

    def user(self):
        return self.ann.user.id

    def inv(self):
        return self.acme.invite(self.said[ANN]).id

    def key(self):
        return self.msp.admin.call("api_key.create", name="Billing", permissions=["tenant.read"]).api_key.id

    def sess(self):
        self.ann.twin().sign_in(self.ann.email, GOOD)
        return next(one.id for one in self.ann.call("me.list_sessions")["items"] if not one.current)

    def role(self):
        return self.msp.admin.call("role.create", name=unique("auditor").replace("-", "_"), permissions=["audit.read"]).id

    def pkgtype(self):
        return self.type

    def package(self):
        return self.platform.call("package.stock", msp_id=self.msp.id, type_id=self.type, count=1)["items"][0].id

    def tentemplate(self):
        return self.msp.admin.call("template.create", name=unique("Trial")).id

    def mail(self):
        return self.undelivered(self.answer)

    def undelivered(self, answer):
        rules = MailRules()
        rules({"to": self.said[ANN], "at": "rcpt", "answer": answer})
        try:
            self.acme.invite(self.said[ANN])
            deadline = time.monotonic() + 15
            while (mail := self.msp.admin.call("mail.list", to=self.said[ANN])["items"][0]).delivery.attempts == 0:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            return mail.id
        finally:
            rules()

    def link(self, kind=None):
        return self.acme.mail_to(self.said[ANN], kind).link().token

    def put(self, value):
        """The value with what is real in place of what is not."""
        if isinstance(value, dict):
            return {name: self.put(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.put(one) for one in value]
        if not isinstance(value, str):
            return value
        found = ID.match(value)
        if found:
            return self.said.get(found[1]) or getattr(self, found[1])()
        return self.said.get(value) or value.replace(ANN, self.said[ANN])


# Who calls, and what has to be there: by method, else by noun, else the tenant's admin.
SCENES = {}


def scene(*names):
    def keep(arrange):
        SCENES.update(dict.fromkeys(names, arrange))
        return arrange
    return keep


@scene("msp", "mail.send_test", "package.create_type", "package.stock")
def by_the_platform(w):
    w.caller = w.platform
    w.said.update({"msp": w.other.id, "olga@example.com": unique("olga@x.test"), "Professional": unique("Professional"),
                   "boss@northern.example": unique("boss@x.test"), "Northern IT": unique("Northern")})


@scene("tenant", "package", "template", "credit", "msp.get", "api_key", "role")
def by_the_msp(w):
    w.caller = w.msp.admin
    w.said.update({"auditor": unique("auditor").replace("-", "_"), "ann@acme.example": unique("ann@x.test"), "Trial": unique("Trial")})


@scene("tenant.create", "tenant.check_name")
def a_name_that_is_free(w):
    by_the_msp(w)
    w.said[NAME] = unique("Acme")


@scene("tenant.delete")
def the_name_confirms_it(w):
    by_the_msp(w)


@scene("tenant.restore")
def what_was_deleted(w):
    by_the_msp(w)
    w.caller.call("tenant.delete", tenant_id=w.acme.id, confirm_name=w.acme.name)


@scene("tenant.resolve")
def anybody_there(w):
    w.caller = w.acme.guest


@scene("credit.use", "package.unassign")
def with_a_package(w):
    by_the_msp(w)
    package = w.package()
    w.caller.call("package.assign", tenant_id=w.acme.id, package_id=package)
    w.said["package"] = package


@scene("mail")
def one_that_waits(w):
    w.caller, w.answer = w.msp.admin, "451 4.2.0 try later"


@scene("me", "token.issue", "auth.sign_out", "auth.step_up")
def by_herself(w):
    w.caller = w.ann


@scene("me.change_communication_email")
def to_another_address(w):
    w.caller = w.ann
    w.said[ANN] = unique("ann-elsewhere@x.test")


@scene("me.confirm_email")
def with_the_link_that_was_sent(w):
    w.caller = w.ann
    w.said[ANN] = unique("ann-elsewhere@x.test")
    w.ann.call("me.change_communication_email", email=w.said[ANN])
    w.said[TOKEN] = w.link()


@scene("me.confirm_totp")
def with_a_first_code(w):
    w.caller = w.ann
    w.said[CODE] = code_of(w.ann.call("me.enroll_totp").secret)


@scene("me.new_recovery_codes", "me.remove_totp", "user.reset_mfa")
def with_a_second_factor(w):
    enrol(w.ann)


SCENES["me.new_recovery_codes"] = SCENES["me.remove_totp"] = lambda w: (by_herself(w), with_a_second_factor(w))


@scene("auth.verify_mfa")
def between_two_factors(w):
    secret, _ = enrol(w.ann)
    fresh_step(w.db, w.ann)
    w.caller = w.acme.guest
    w.caller.sign_in(w.ann.email, GOOD)
    w.said[CODE] = code_of(secret)


@scene("auth.sign_in", "auth.request_reset")
def at_the_door(w):
    w.caller = w.acme.guest
    w.said[ANN] = w.ann.email


@scene("auth.reset_password")
def with_a_reset_link(w):
    w.caller = w.acme.guest
    w.caller.call("auth.request_reset", email=w.ann.email)
    w.said[TOKEN] = w.link("password_reset")


@scene("auth.inspect_token", "invitation.accept")
def with_an_invitation(w):
    w.caller = w.acme.guest
    w.acme.invite(w.said[ANN])
    w.said[TOKEN] = w.link("invitation")


@scene("auth.switch_tenant")
def a_member_where_she_is(w):
    w.caller = w.ann


@scene("session", "user.diagnose", "user.erase")
def of_somebody_who_is_here(w):
    w.said[ANN] = w.ann.email


@scene("user.activate")
def of_somebody_inactive(w):
    w.caller.call("user.deactivate", user_id=w.ann.user.id)


@scene("user.grant_permission", "user.revoke_permission")
def by_who_holds_it(w):
    w.caller = w.msp.admin
    w.caller.call("user.grant_permission", user_id=w.ann.user.id, permission="billing.manage")


def arrange(world, method):
    SCENES.get(method, SCENES.get(method.partition(".")[0], lambda _: None))(world)


def shape(value, shown, path="result"):
    """Every member that is shown comes, as a value of its kind; null and {} stand for any."""
    if value is None or shown is None or shown == {}:
        return
    assert isinstance(value, type(shown)) or {type(value), type(shown)} <= {int, float}, path
    if isinstance(shown, dict):
        for name, one in shown.items():
            assert name in value, f"{path}.{name} does not come"
            shape(value[name], one, f"{path}.{name}")
    if isinstance(shown, list) and value and shown:
        shape(value[0], shown[0], f"{path}[0]")


def test_its_example_is_called_and_answered_as_shown(service, platform, msp, acme, db, method):
    params, result = example(method)
    world = World(service, platform, msp, acme, db)
    arrange(world, method)
    answer = plain(world.caller.call(method, **world.put(params)))
    shape(answer, result)


def test_its_example_is_what_its_schemas_allow(method):
    params, result = example(method)
    described = contract().methods[method]
    declared = {one["name"]: one for one in described["params"]}
    assert {name for name, one in declared.items() if one["required"]} <= set(params) <= set(declared)
    judge = contract().validator
    for name, value in params.items():
        assert not list(judge(declared[name]["schema"], f"{method} {name}").iter_errors(value)), name
    assert not list(judge(described["result"]["schema"], method).iter_errors(result))
