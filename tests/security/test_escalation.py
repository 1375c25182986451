# SPDX-License-Identifier: MIT
"""Nobody ends with more than the caller could give: every role against every role, every method that moves rights.

What a caller may give is worked out here from the contract, not from the program's tables: what
she holds herself where the target is, what the roles hold that she may assign, and app: permissions
for whoever manages users there.  What the target has afterwards is asked of the target.
"""

import itertools

import pytest

from stack.client import Refused, plain, unique

# Who may assign which roles beyond those of which she holds everything (SPEC: the template poc).
ASSIGNS = {"tenant_admin": {"administrator", "sales_engineer"}, "administrator": set(), "sales_engineer": set(),
           "member": set()}
GRANTS = ("user.set_role", "msp.manage", "billing.manage", "role.manage", "tenant.create", "app:anything", "user.read")


class Actor:
    """Somebody in a role at a place; `level` is the kind of place."""

    def __init__(self, level, place, role, caller, user_id=None):
        self.level, self.place, self.role, self.caller, self.user_id = level, place, role, caller, user_id
        self.name = f"{level} {role}"

    @property
    def permissions(self):
        return set(self.caller.call("me.get").permissions)


def person(level, organisation, role):
    caller = organisation.join(role=role)
    return Actor(level, organisation, role, caller, caller.user.id)


@pytest.fixture(scope="module")
def world(service):
    """Callers and targets: one of each role, twice."""
    msp = service.new_msp()
    poc = service.platform.call("template.list")["items"]
    template = next(one.id for one in poc if one.name == "poc")
    tenant, trial = msp.new_tenant(), msp.new_tenant(template_id=template)
    # Only what each role makes of rights is looked at here.
    msp.admin.call("config.update", tenant_id=trial.id, values={
        "role_change": "allowed", "onboarding": "invite", "default_role": "sales_engineer"})
    seats = [("MSP", msp, "admin"), ("MSP", msp, "member"), ("tenant", tenant, "admin"), ("tenant", tenant, "member"),
             ("trial", trial, "tenant_admin"), ("trial", trial, "administrator"), ("trial", trial, "sales_engineer")]
    callers = [person(*seat) for seat in seats]
    callers.append(Actor("platform", None, "admin", service.platform))
    targets = [person(*seat) for seat in seats]
    return callers, targets, {one.name: one.permissions for one in targets}


def apps(permissions):
    return {one for one in permissions if one.startswith("app:")}


def beyond(gives, limit):
    """What is too much; app:anything stands for all permissions of applications."""
    return set(gives) - limit - (apps(gives) if "app:anything" in limit else set())


def may_give(caller, place, roles):
    """Permissions that somebody may have at PLACE by what this caller does."""
    if caller.level == "MSP" and caller.role == "member" and place.level == "MSP":
        return set()
    if caller.level in ("tenant", "trial") and place.level != caller.level:
        return set()
    given = caller.permissions
    if "user.set_role" in given:
        given = given | {"app:anything"}
    if caller.level == "platform":
        given |= {"billing.manage"}     # it makes the first of an MSP
    for role in roles:
        if caller.role == "admin" or role in ASSIGNS.get(caller.role, ()):
            held = roles[role]
            if caller.role != "admin" or not beyond(held, given):
                given |= held
    return given


def tried(caller, method, **params):
    try:
        return caller.call(method, **params)
    except Refused as error:
        assert error.code in (401, 403, 404, 409, 422, 429, -32602), error
        return None


def restore(db, target, role_id, permissions):
    db.rows("UPDATE membership SET role_id = %s, permissions = %s, status = 'active'"
            " WHERE account_id = (SELECT id FROM account WHERE email = %s)", role_id, permissions, target.caller.email)


def roles_at(place, held):
    """Role -> what it holds, of those that can be had at the place of this target."""
    levels = ("tenant", "trial") if place.level == "trial" else (place.level,)
    return {role: held[f"{level} {role}"] for level in levels for role in
            ("admin", "member", "tenant_admin", "administrator", "sales_engineer") if f"{level} {role}" in held}


def test_no_change_of_a_user_gives_more_than_the_caller_may(world, db):
    callers, targets, held = world
    for caller, target in itertools.product(callers, targets):
        roles = roles_at(target, held)
        limit = may_give(caller, target, roles) | held[target.name]
        row, = db.rows("SELECT m.role_id, m.permissions FROM membership m JOIN account a ON a.id = m.account_id"
                       " WHERE a.email = %s", target.caller.email)
        attempts = [("user.set_role", {"role": role}) for role in
                    ("admin", "member", "tenant_admin", "administrator", "sales_engineer", "Admin", "platform")]
        attempts += [("user.grant_permission", {"permission": one}) for one in GRANTS]
        attempts += [("user.revoke_permission", {"permission": one}) for one in GRANTS[:2]]
        for method, params in attempts:
            if tried(caller.caller, method, user_id=target.user_id, **params) is None:
                continue
            now = target.permissions
            assert not beyond(now, limit), (caller.name, target.name, method, params, beyond(now, limit))
            restore(db, target, row.role_id, row.permissions)


def test_no_invitation_gives_more_than_the_caller_may(world, db):
    callers, targets, held = world
    places = {target.level: target for target in targets}.values()
    for caller, place in itertools.product(callers, places):
        roles, id = roles_at(place, held), place.place.id
        limit = may_give(caller, place, roles)
        for role, extra in itertools.chain(
                ((role, []) for role in ("admin", "member", "tenant_admin", "administrator", "sales_engineer")),
                ((list(roles)[-1], [one]) for one in GRANTS)):
            result = tried(caller.caller, "invitation.create", tenant_id=id, send_email=False,
                           invitations=[{"email": unique("e@x.test"), "role": role, "permissions": extra,
                                         "first_name": "E", "last_name": "E"}])
            if result is not None and result.results[0].success:
                made = result.results[0].invitation
                gives = roles[made.role_name] | set(made.permissions)
                assert not beyond(gives, limit), (caller.name, place.level, role, extra, beyond(gives, limit))


def test_no_change_of_an_invitation_gives_more_than_the_caller_may(world):
    callers, targets, held = world
    for place in {target.level: target for target in targets}.values():
        roles, lowest = roles_at(place, held), {"MSP": "member", "tenant": "member", "trial": "sales_engineer"}[place.level]
        before = roles[lowest]
        for caller in callers:
            limit = may_give(caller, place, roles) | before
            made = place.place.invite(unique("e@x.test"), role=lowest, send_email=False,
                                      first_name="E", last_name="E")
            for change in [{"role": role} for role in roles] + [{"permissions": [one]} for one in GRANTS]:
                now = tried(caller.caller, "invitation.update", invitation_id=made.id, **change)
                if now is not None:
                    gives = roles[now.role_name] | set(now.permissions)
                    assert not beyond(gives, limit), (caller.name, place.level, change, beyond(gives, limit))
                    place.place.admin.call("invitation.update", invitation_id=made.id, role=lowest, permissions=[])
            link = tried(caller.caller, "invitation.create_link", invitation_id=made.id)
            assert link is None or not beyond(before, may_give(caller, place, roles))


def test_no_key_holds_more_than_its_maker(world, service):
    callers, targets, held = world
    everything = sorted(one.name for one in service.platform.call("permission.list")["items"]) + ["app:anything"]
    for caller, place in itertools.product(callers, {target.level: target for target in targets}.values()):
        limit = may_give(caller, place, {})
        for one in everything:
            made = tried(caller.caller, "api_key.create", name="k", tenant_id=place.place.id, permissions=[one])
            assert made is None or not beyond(made.api_key.permissions, limit), (caller.name, place.level, one)
        first = tried(caller.caller, "api_key.create", name="k", tenant_id=place.place.id, permissions=[
            "api_key.manage", "user.remove", "user.read"])
        if first is not None:
            heir = service.caller("api", api_key=first.secret)
            for one in ("tenant.create", "invitation.create", "role.manage", "app:anything"):
                assert tried(heir, "api_key.create", name="k", tenant_id=place.place.id, permissions=[one]) is None, one


def test_no_role_holds_more_than_its_maker(world, service):
    callers, targets, held = world
    for caller, place in itertools.product(callers, {target.level: target for target in targets}.values()):
        limit = may_give(caller, place, {})
        for one in GRANTS:
            made = tried(caller.caller, "role.create", tenant_id=place.place.id, name=unique("r").replace("-", "_"),
                         permissions=[one])
            assert made is None or not beyond(made.permissions, limit), (caller.name, place.level, one)
        empty = tried(caller.caller, "role.create", tenant_id=place.place.id, name=unique("r").replace("-", "_"), permissions=[])
        for one in GRANTS if empty is not None else ():
            changed = tried(caller.caller, "role.update", role_id=empty.id, permissions=[one])
            assert changed is None or not beyond(changed.permissions, limit), (caller.name, place.level, one)
            assert changed is None or caller.caller.call("role.update", role_id=empty.id, permissions=[])
    built_in = [one for one in service.platform.call("role.list")["items"] if one.builtin]
    for caller, role in itertools.product(callers, built_in):
        for method, params in (("role.update", {"permissions": ["app:anything"]}), ("role.delete", {})):
            assert tried(caller.caller, method, role_id=role.id, **params) is None, (caller.name, method)


def test_nobody_shuts_out_or_lets_in_whom_she_does_not_manage(world, db):
    callers, targets, held = world
    above = {("MSP", "admin"): {"MSP", "tenant", "trial"}, ("MSP", "member"): {"tenant", "trial"},
             ("tenant", "admin"): {"tenant"}, ("trial", "tenant_admin"): {"trial"},
             ("platform", "admin"): {"MSP", "tenant", "trial"}}
    for caller, target in itertools.product(callers, targets):
        allowed = target.level in above.get((caller.level, caller.role), ())
        for method, params in (("user.reset_password", {}), ("user.update", {"last_name": "Changed"}), ("user.reset_mfa", {}),
                               ("session.list", {}), ("user.deactivate", {}), ("user.activate", {})):
            done = tried(caller.caller, method, user_id=target.user_id, **params)
            assert done is None or allowed, (caller.name, target.name, method)
            if method == "user.deactivate" and done is not None:
                db.rows("UPDATE membership SET status = 'active' WHERE account_id ="
                        " (SELECT id FROM account WHERE email = %s)", target.caller.email)
