# SPDX-License-Identifier: MIT
"""Users of a tenant: who there is, what they may, when they are out."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from stack.client import Refused, refused, unique

REST = {"id", "email", "first_name", "last_name", "tenant_id", "role_name", "last_sign_in_at"}


def ids(page):
    return [user.id for user in page["items"]]


def pages(caller, **params):
    """Every user of a list, page by page with its cursors."""
    found, cursor = [], {}
    while True:
        page = caller.call("user.list", **params, **cursor)
        found += page["items"]
        assert page.total is None or not cursor
        if page.next_cursor is None:
            return found
        cursor = {"cursor": page.next_cursor}


def invite_many(org, count, **options):
    made = org.admin.call("invitation.create", tenant_id=org.id, send_email=False, **options, invitations=[
        {"email": unique("many@x.test"), "first_name": f"Many{n:03}", "last_name": "Guest"} for n in range(count)])
    assert made.total_created == count
    return [result.invitation for result in made.results]


# ---- lists ----

def test_R29_R30_the_list_shows_all_users_with_what_the_page_needs(acme):
    ann = acme.join(first_name="Ann", last_name="Lee")
    pending = acme.invite(unique("p@x.test"), role="member")
    page = acme.admin.call("user.list")
    assert page.total == 3 and page.next_cursor is None
    assert set(ids(page)) == {acme.admin.user.id, ann.user.id, pending.user_id}
    shown = {user.id: user for user in page["items"]}[ann.user.id]
    assert (shown.first_name, shown.last_name, shown.email) == ("Ann", "Lee", ann.email)
    assert (shown.role_name, shown.status, shown.tenant_id) == ("member", "active", acme.id)


def test_R17_R42_R120_statuses_can_be_asked_for(acme):
    active = acme.join()
    out = acme.join()
    acme.admin.call("user.deactivate", user_id=out.user.id)
    pending = acme.invite(unique("p@x.test"), role="member")
    assert ids(acme.admin.call("user.list", status="active")) == [acme.admin.user.id, active.user.id]
    assert ids(acme.admin.call("user.list", status="INACTIVE")) == [out.user.id]
    assert ids(acme.admin.call("user.list", status="pending")) == [pending.user_id]


def test_R43_R46_C20_only_active_users_appear_in_selections(acme):
    out = acme.join()
    acme.invite(unique("p@x.test"), role="member")
    acme.admin.call("user.deactivate", user_id=out.user.id)
    assert ids(acme.admin.call("user.list", **{"for": "select"})) == [acme.admin.user.id]
    assert acme.admin.call("user.list", **{"for": "manage"}).total == 3


def test_R58_who_has_not_signed_in_for_long_is_found(acme, db):
    idle, lively = acme.join(), acme.join()
    db.rows("UPDATE membership m JOIN account a ON a.id = m.account_id SET last_sign_in_at = '2020-01-01'"
            " WHERE a.email = %s", idle.email)
    found = acme.admin.call("user.list", not_signed_in_since="2021-01-01T00:00:00Z")
    assert ids(found) == [idle.user.id] and found.total == 1
    assert lively.user.id in ids(acme.admin.call("user.list", not_signed_in_since="2099-01-01T00:00:00Z"))


def test_users_are_found_by_name_address_and_role(acme):
    ann = acme.join(unique("ann@x.test"), first_name="Zoë", last_name="Müller_1")
    for text in ("zoe", "ZOË MÜLLER", "ller_1", ann.email[:8].upper()):
        assert ids(acme.admin.call("user.list", query=text)) == [ann.user.id], text
    assert acme.admin.call("user.list", query="100%").total == 0
    assert acme.admin.call("user.list", query="ller%1").total == 0
    assert ids(acme.admin.call("user.list", role="admin")) == [acme.admin.user.id]
    assert acme.admin.call("user.list", role="nobody")["items"] == []


@pytest.mark.parametrize("sort, key", [
    ("email", lambda user: user.email), ("name", lambda user: f"{user.last_name} {user.first_name}".lower()),
    ("created_at", lambda user: user.id), ("last_sign_in_at", lambda user: (user.last_sign_in_at or "", user.id))])
def test_lists_are_sorted_both_ways_and_paged_without_a_gap(acme, sort, key):
    acme.join()
    invite_many(acme, 7)
    whole = acme.admin.call("user.list", sort=sort)["items"]
    assert len(whole) == 9 and [key(user) for user in whole] == sorted(key(user) for user in whole)
    down = acme.admin.call("user.list", sort="-" + sort)["items"]
    assert [user.id for user in down] == [user.id for user in reversed(whole)]
    assert [user.id for user in pages(acme.admin, sort=sort, limit=2)] == [user.id for user in whole]
    assert [user.id for user in pages(acme.admin, sort="-" + sort, limit=4)] == [user.id for user in down]


def test_R74_R75_limit_and_offset(acme):
    invite_many(acme, 5)
    whole = ids(acme.admin.call("user.list"))
    page = acme.admin.call("user.list", limit=2, offset=3)
    assert ids(page) == whole[3:5] and page.total == 6 and page.next_cursor is not None
    assert acme.admin.call("user.list", offset=6)["items"] == []
    for wrong in ({"limit": 0}, {"limit": 1001}, {"offset": -1}, {"limit": "7"}, {"sort": "colour"},
                  {"status": "gone"}, {"cursor": "x"}, {"cursor": page.next_cursor + "A"},
                  {"cursor": page.next_cursor, "offset": 0}, {"cursor": page.next_cursor, "sort": "email"}):
        with refused(-32602, field=next(iter(wrong))):
            acme.admin.call("user.list", **wrong)


def test_a_list_that_grows_while_it_is_paged_shows_nobody_twice(acme):
    invite_many(acme, 6)
    first = acme.admin.call("user.list", limit=3)
    invite_many(acme, 3)
    found, cursor = ids(first), first.next_cursor
    while cursor:
        page = acme.admin.call("user.list", limit=3, cursor=cursor)
        found, cursor = found + ids(page), page.next_cursor
    assert len(found) == len(set(found)) == 10


def test_R74_R76_the_documented_list_shows_the_documented_members_only(acme, msp, service):
    acme.join(first_name="Ann", last_name="Lee")
    key = service.caller("api", api_key=msp.admin.call(
        "api_key.create", name="list", permissions=["user.read", "tenant.read"]).secret)
    answer = key.http("GET", f"/v1/admin/tenants/{acme.id}/users?limit=2&offset=0")
    assert answer.status == 200 and answer.headers["X-Total-Count"] == "2"
    assert [set(user) for user in answer.json] == [REST, REST]
    assert answer.json[0].tenant_id == acme.id and answer.json[0].last_sign_in_at.endswith("Z")
    invite_many(acme, 3)
    answer = key.http("GET", f"/v1/admin/tenants/{acme.id}/users?limit=2")
    assert len(answer.json) == 2 and answer.headers["X-Total-Count"] == "5"
    assert "offset=2" in answer.headers["Link"] and 'rel="next"' in answer.headers["Link"]
    for wrong in ("limit=0", "limit=1001", "offset=-1", "limit=x", "nonsense=1"):
        answer = key.http("GET", f"/v1/admin/tenants/{acme.id}/users?{wrong}")
        assert answer.status == 400 and answer.json.reason == "invalid_params", wrong


# ---- reach ----

def test_R27_users_of_another_tenant_do_not_exist(acme, msp):
    stranger = msp.new_tenant().join()
    mine = acme.join()
    nobody = mine.user.id[:-4] + ("zz04" if mine.user.id[-4:] != "zz04" else "yy04")
    for method, params in (("user.get", {}), ("user.update", {"first_name": "X"}), ("user.set_role", {"role": "admin"}),
                           ("user.grant_permission", {"permission": "app:x"}),
                           ("user.revoke_permission", {"permission": "app:x"}), ("user.activate", {}),
                           ("user.deactivate", {}), ("user.remove", {}), ("user.reset_password", {})):
        for user_id in (stranger.user.id, nobody):
            with refused(404, "not_found"):
                acme.admin.call(method, user_id=user_id, **params)
        with refused(404, "not_found"):
            acme.admin.call(method, user_id=stranger.user.id, tenant_id=stranger.user.tenant_id, **params)
        with refused(404, "not_found"):
            acme.admin.call(method, user_id=mine.user.id, tenant_id=stranger.user.tenant_id, **params)
    with refused(404, "not_found"):
        acme.admin.call("user.list", tenant_id=stranger.user.tenant_id)


def test_R104_members_manage_nobody(acme):
    member, other = acme.join(), acme.join()
    for method, params in (("user.list", {}), ("user.get", {"user_id": other.user.id}),
                           ("user.deactivate", {"user_id": other.user.id}),
                           ("user.set_role", {"user_id": other.user.id, "role": "admin"}),
                           ("user.set_role", {"user_id": member.user.id, "role": "admin"}),
                           ("user.update", {"user_id": member.user.id, "first_name": "X"}),
                           ("user.remove", {"user_id": other.user.id})):
        with refused(403, "permission_denied"):
            member.call(method, **params)


def test_R1_R28_the_msp_manages_the_users_of_its_tenants_and_no_others(acme, msp, other_msp):
    ann = acme.join()
    assert msp.admin.call("user.get", user_id=ann.user.id).tenant_id == acme.id
    assert msp.admin.call("user.deactivate", user_id=ann.user.id).user.status == "inactive"
    assert msp.admin.call("user.activate", user_id=ann.user.id, tenant_id=acme.id).user.status == "active"
    with refused(404, "not_found"):
        other_msp.admin.call("user.get", user_id=ann.user.id)


def test_R114_a_member_of_the_msp_manages_tenants_but_not_its_staff(other_msp):
    tenant = other_msp.new_tenant()
    ann = tenant.join()
    clerk = other_msp.join(role="member")
    assert clerk.call("user.set_role", user_id=ann.user.id, role="admin").role_name == "admin"
    assert clerk.call("user.deactivate", user_id=ann.user.id).user.status == "inactive"
    with refused(403, "permission_denied"):
        clerk.call("user.list")
    with refused(403, "permission_denied"):
        clerk.call("user.deactivate", user_id=other_msp.admin.call("me.get").user.id)


# ---- profile ----

def test_R121_the_information_of_a_user_is_edited(acme):
    ann = acme.join()
    changed = acme.admin.call("user.update", user_id=ann.user.id, first_name="Anna", last_name="Lee",
                              language="fr", communication_email="anna@elsewhere.test")
    assert (changed.first_name, changed.last_name, changed.language) == ("Anna", "Lee", "fr")
    assert changed.communication_email == "anna@elsewhere.test" and changed.email == ann.email
    assert changed.version > ann.user.version
    back = acme.admin.call("user.update", user_id=ann.user.id, communication_email=None)
    assert back.communication_email == ann.email and back.first_name == "Anna"


def test_R122_the_login_email_cannot_be_changed(acme):
    ann = acme.join()
    for email in (unique("new@x.test"), ann.email, "nonsense", 7):
        with refused(409, "login_email_immutable", field="email"):
            acme.admin.call("user.update", user_id=ann.user.id, email=email)
    assert acme.admin.call("user.get", user_id=ann.user.id).email == ann.email


def test_C19_the_old_address_is_told_that_it_is_one_no_more(acme):
    ann = acme.join()
    acme.admin.call("user.update", user_id=ann.user.id, communication_email=unique("new@x.test"))
    assert acme.mail_to(ann.email, "email_changed")


def test_whoever_saw_an_older_version_changes_nothing(acme):
    ann = acme.join()
    seen = acme.admin.call("user.get", user_id=ann.user.id).version
    acme.admin.call("user.update", user_id=ann.user.id, first_name="One", if_version=seen)
    for method, params in (("user.update", {"first_name": "Two"}), ("user.set_role", {"role": "admin"}),
                           ("user.deactivate", {}), ("user.remove", {})):
        with refused(409, "version_conflict"):
            acme.admin.call(method, user_id=ann.user.id, if_version=seen, **params)


def test_R59_an_access_ends_by_itself(acme, db):
    temp = acme.join()
    with refused(-32602, field="access_expires_at"):
        acme.admin.call("user.update", user_id=temp.user.id, access_expires_at="2020-01-01T00:00:00Z")
    until = "2099-01-01T00:00:00Z"
    assert acme.admin.call("user.update", user_id=temp.user.id, access_expires_at=until).access_expires_at == until
    assert temp.call("me.get").user.id == temp.user.id
    db.rows("UPDATE membership m JOIN account a ON a.id = m.account_id SET access_expires_at = '2020-01-01'"
            " WHERE a.email = %s", temp.email)
    with refused(403, "user_inactive"):
        temp.call("me.get")
    assert acme.admin.call("user.get", user_id=temp.user.id).status == "inactive"
    assert temp.user.id in ids(acme.admin.call("user.list", status="inactive"))
    assert acme.admin.call("user.activate", user_id=temp.user.id).user.access_expires_at is None
    assert acme.guest.sign_in(temp.email, temp.password).user.status == "active"
    acme.admin.call("user.update", user_id=temp.user.id, access_expires_at=until)
    assert acme.admin.call("user.update", user_id=temp.user.id, access_expires_at=None).access_expires_at is None


@pytest.fixture
def multi(platform):
    """One person may be a member of several tenants, as long as the test runs."""
    platform.call("config.update", values={"membership_mode": "multi"})
    yield
    platform.call("config.update", values={"membership_mode": None})


def test_the_profile_of_a_shared_person_is_changed_from_where_it_began(acme, msp, multi):
    ann = acme.join()
    other = msp.new_tenant()
    other.invite(ann.email, role="member")
    other.guest.accept(other.mail_to(ann.email, after=1).link().token, ann.password)
    with refused(403, "permission_denied"):
        other.admin.call("user.update", user_id=ann.user.id, first_name="Stranger")
    assert other.admin.call("user.update", user_id=ann.user.id, access_expires_at="2099-01-01T00:00:00Z")
    assert acme.admin.call("user.update", user_id=ann.user.id, first_name="Anna").first_name == "Anna"
    with refused(-32602, field="tenant_id"):
        msp.admin.call("user.get", user_id=ann.user.id)
    assert msp.admin.call("user.get", user_id=ann.user.id, tenant_id=other.id).tenant_id == other.id
    # Removed here she is what she was there.
    assert other.admin.call("user.remove", user_id=ann.user.id).removed
    assert ann.call("me.get").user.tenant_id == acme.id


# ---- roles and permissions ----

def test_R113_R121_a_role_is_changed_and_holds_from_the_next_call(acme):
    ann = acme.join()
    with refused(403, "permission_denied"):
        ann.call("user.list")
    assert acme.admin.call("user.set_role", user_id=ann.user.id, role="admin").role_name == "admin"
    assert ann.call("user.list").total == 2
    acme.admin.call("user.set_role", user_id=ann.user.id, role="member")
    with refused(403, "permission_denied"):
        ann.call("user.list")
    with refused(-32602, field="role"):
        acme.admin.call("user.set_role", user_id=ann.user.id, role="emperor")


def test_R54_nobody_changes_the_own_role_or_permissions(acme, msp):
    me = acme.admin.user.id
    for caller, user_id in ((acme.admin, me), (msp.admin, msp.admin.call("me.get").user.id)):
        with refused(403, "own_role"):
            caller.call("user.set_role", user_id=user_id, role="member")
        with refused(403, "own_role"):
            caller.call("user.grant_permission", user_id=user_id, permission="app:x")
        with refused(403, "own_role"):
            caller.call("user.revoke_permission", user_id=user_id, permission="app:x")


def test_R52_C2_where_roles_cannot_be_changed_the_setting_is_named(acme):
    ann = acme.join()
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"role_change": "forbidden"})
    with refused(403, "role_change_forbidden") as e:
        acme.admin.call("user.set_role", user_id=ann.user.id, role="admin")
    assert e.data.setting == "role_change"
    assert acme.admin.call("user.get", user_id=ann.user.id).role_name == "member"


def test_R116_R117_only_holders_see_and_pass_on_an_additional_permission(other_msp):
    first = other_msp.admin
    assert "billing.manage" in first.call("me.get").permissions
    second = other_msp.join(role="admin")
    mine = first.call("me.get").user.id
    assert second.call("user.get", user_id=mine).permissions == []
    with refused(403, "grant_not_held"):
        second.call("user.grant_permission", user_id=other_msp.join(role="member").user.id,
                    permission="billing.manage")
    assert "billing.manage" not in second.call("role.assignable").permissions
    given = first.call("user.grant_permission", user_id=second.user.id, permission="billing.manage")
    assert given.permissions == ["billing.manage"]
    assert second.call("user.get", user_id=mine).permissions == ["billing.manage"]
    taken = first.call("user.revoke_permission", user_id=second.user.id, permission="billing.manage")
    assert taken.permissions == [] and second.call("user.get", user_id=mine).permissions == []


def test_permissions_of_applications_are_kept_and_handed_on(acme):
    ann = acme.join()
    acme.admin.call("user.grant_permission", user_id=ann.user.id, permission="app:report.read")
    again = acme.admin.call("user.grant_permission", user_id=ann.user.id, permission="app:report.read")
    assert again.permissions == ["app:report.read"] and "app:report.read" in ann.call("me.get").permissions
    assert acme.admin.call("user.revoke_permission", user_id=ann.user.id, permission="app:other").permissions \
        == ["app:report.read"]
    for wrong in ("nonsense", "user.fly", "app:", "app:a b"):
        with refused(-32602, field="permission"):
            acme.admin.call("user.grant_permission", user_id=ann.user.id, permission=wrong)


def test_who_may_less_does_not_take_over_who_may_more(acme):
    helper = acme.join()
    for permission in ("user.update", "user.reset_password", "user.set_status"):
        acme.admin.call("user.grant_permission", user_id=helper.user.id, permission=permission)
    member = acme.join()
    assert helper.call("user.update", user_id=member.user.id, first_name="New").first_name == "New"
    for method, params in (("user.update", {"communication_email": unique("evil@x.test")}),
                           ("user.reset_password", {}), ("user.deactivate", {})):
        with refused(403, "permission_denied"):
            helper.call(method, user_id=acme.admin.user.id, **params)


# ---- status ----

def test_R31_R47_R51_a_user_is_deactivated_and_activated_and_keeps_all(acme):
    ann = acme.join(first_name="Ann", last_name="Lee")
    acme.admin.call("user.grant_permission", user_id=ann.user.id, permission="app:x")
    out = acme.admin.call("user.deactivate", user_id=ann.user.id, reason="on leave")
    assert out.user.status == "inactive" and out.sessions_ended == 1 and out.api_keys_made == []
    again = acme.admin.call("user.deactivate", user_id=ann.user.id)
    assert again.user.status == "inactive" and again.sessions_ended == 0
    kept = acme.admin.call("user.get", user_id=ann.user.id)
    assert (kept.first_name, kept.role_name, kept.permissions) == ("Ann", "member", ["app:x"])
    back = acme.admin.call("user.activate", user_id=ann.user.id)
    assert back.user.status == "active" and back.sessions_ended == 0
    assert acme.guest.sign_in(ann.email, ann.password).user.id == ann.user.id


def test_R44_R49_the_inactive_do_not_sign_in(acme):
    ann = acme.join()
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    with refused(403, "user_inactive"):
        acme.guest.sign_in(ann.email, ann.password)


def test_R45_R48_after_a_deactivation_no_call_of_that_user_succeeds(acme):
    """Thirty-two connections call all the time; once deactivate has answered not one call passes."""
    ann = acme.join()
    stop, late, calls = threading.Event(), [], []
    out_since = [None]

    def hammer():
        window = ann.twin()
        while not stop.is_set():
            began = time.monotonic()
            try:
                window.call("me.get")
                passed = True
            except Refused:
                passed = False
            calls.append(passed)
            if passed and out_since[0] is not None and began > out_since[0]:
                late.append(began)

    with ThreadPoolExecutor(32) as pool:
        for _ in range(32):
            pool.submit(hammer)
        while sum(calls) < 100:
            time.sleep(0.01)
        out = acme.admin.call("user.deactivate", user_id=ann.user.id)
        out_since[0] = time.monotonic()
        seen = len(calls)
        while len(calls) < seen + 1000:
            time.sleep(0.01)
        stop.set()
    assert out.sessions_ended == 1 and late == []


def test_R60_the_keys_that_a_leaver_made_are_told(acme):
    boss = acme.join(role="admin")
    kept = boss.call("api_key.create", name="nightly", permissions=["user.read"]).api_key
    gone = boss.call("api_key.create", name="old", permissions=["user.read"]).api_key
    boss.call("api_key.revoke", api_key_id=gone.id)
    out = acme.admin.call("user.deactivate", user_id=boss.user.id)
    assert [(key.id, key.name) for key in out.api_keys_made] == [(kept.id, "nightly")]


def test_R55_nobody_changes_the_own_status(acme, msp):
    for caller in (acme.admin, msp.admin):
        me = caller.call("me.get").user.id
        for method, params in (("user.deactivate", {}), ("user.activate", {}), ("user.remove", {}),
                               ("user.update", {"access_expires_at": "2099-01-01T00:00:00Z"})):
            with refused(403, "own_status"):
                caller.call(method, user_id=me, **params)


def test_who_has_not_accepted_cannot_be_activated_by_others(acme):
    pending = acme.invite(unique("p@x.test"), role="member")
    with refused(-32602, field="user_id"):
        acme.admin.call("user.activate", user_id=pending.user_id)


def test_who_is_deactivated_while_invited_cannot_accept(acme):
    email = unique("p@x.test")
    pending = acme.invite(email, role="member")
    link = acme.mail_to(email).link()
    assert acme.admin.call("user.deactivate", user_id=pending.user_id).user.status == "inactive"
    with refused(410, "token_revoked"):
        acme.guest.accept(link.token)


def test_seats_are_counted_again_when_somebody_comes_back(acme):
    ann = acme.join()
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"max_users": 1})
    with refused(409, "seat_limit") as e:
        acme.admin.call("user.activate", user_id=ann.user.id)
    assert e.data.setting == "max_users"


# ---- the last admin ----

def demote(caller, user):
    return caller.call("user.set_role", user_id=user.user.id, role="member")


def deactivate(caller, user):
    return caller.call("user.deactivate", user_id=user.user.id)


def remove(caller, user):
    return caller.call("user.remove", user_id=user.user.id)


@pytest.mark.parametrize("end", [demote, deactivate, remove])
def test_the_last_admin_stays_but_for_those_above(acme, end, service):
    key = service.caller(acme.slug, api_key=acme.admin.call(
        "api_key.create", name="k", permissions=["user.set_role", "user.set_status", "user.remove", "user.read",
                                                 "user.update", "user.erase", "user.export", "user.reset_password",
                                                 "invitation.create", "invitation.read", "invitation.update",
                                                 "invitation.create_link", "invitation.revoke", "role.read",
                                                 "config.read", "config.update", "session.manage", "api_key.manage",
                                                 "audit.read"]).secret)
    with refused(409, "last_admin"):
        end(key, acme.admin)
    inactive = acme.join(role="admin")
    deactivate(acme.admin, inactive)
    with refused(409, "last_admin"):
        end(key, acme.admin)
    assert end(acme.msp.admin, acme.admin)      # R56


@pytest.mark.parametrize("end", [demote, deactivate, remove])
def test_of_two_admins_who_end_each_other_at_once_one_stays(msp, end):
    for _ in range(3):
        tenant = msp.new_tenant()
        one, two = tenant.admin, tenant.join(role="admin")
        outcomes = at_once(lambda: end(one, two), lambda: end(two, one))
        # One wins; the other has lost the right by then, or the session.
        assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
        assert msp.admin.call("user.list", tenant_id=tenant.id, role="admin", status="active").total == 1


def test_of_two_keys_that_end_two_admins_at_once_one_is_refused(acme, service):
    permissions = [name for name in acme.admin.call("me.get").permissions]
    other = acme.join(role="admin")
    keys = [service.caller("api", api_key=acme.admin.call(
        "api_key.create", name=f"k{n}", permissions=permissions).secret) for n in range(2)]
    outcomes = at_once(lambda: demote(keys[0], acme.admin), lambda: demote(keys[1], other))
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(lost) == 1 and lost[0].reason == "last_admin"
    assert acme.msp.admin.call("user.list", tenant_id=acme.id, role="admin").total == 1


def at_once(*calls):
    """The results, or Refused, of calls that begin together."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


# ---- removal ----

def test_R123_C22_a_removed_user_is_gone_from_everywhere(acme):
    ann = acme.join()
    before = acme.admin.call("user.list").total
    assert acme.admin.call("user.remove", user_id=ann.user.id).removed is True
    with refused(401, "auth_required"):
        ann.call("me.get")
    with refused(401, "auth_failed"):
        acme.guest.sign_in(ann.email, ann.password)
    with refused(404, "not_found"):
        acme.admin.call("user.get", user_id=ann.user.id)
    page = acme.admin.call("user.list")
    assert page.total == before - 1 and ann.user.id not in ids(page)


def test_removing_somebody_who_was_only_invited_frees_the_address(acme):
    email = unique("p@x.test")
    pending = acme.invite(email, role="member")
    link = acme.mail_to(email).link()
    acme.admin.call("user.remove", user_id=pending.user_id)
    with refused(410, "token_revoked"):
        acme.guest.accept(link.token)
    assert acme.invite(email, role="member").user_id != pending.user_id


# ---- passwords ----

def test_R18_R19_an_admin_has_a_link_to_a_new_password_sent(acme, other_msp):
    for org in (acme, other_msp):
        ann = org.join(role="member")
        made = org.admin.call("user.reset_password", user_id=ann.user.id)
        assert set(made) == {"delivery"} and made.delivery.state == "queued"
        link = org.mail_to(ann.email, "password_reset").link()
        assert link.page == "reset" and link.host == org.host
        org.guest.call("auth.reset_password", token=link.token, new_password="copper-Anvil-77-meadow")
        assert org.guest.sign_in(ann.email, "copper-Anvil-77-meadow").user.id == ann.user.id


def test_resets_are_for_active_users_and_not_too_often(acme):
    pending = acme.invite(unique("p@x.test"), role="member")
    with refused(403, "user_inactive"):
        acme.admin.call("user.reset_password", user_id=pending.user_id)
    ann = acme.join()
    for _ in range(3):
        acme.admin.call("user.reset_password", user_id=ann.user.id)
    with refused(429, "resend_too_soon") as e:
        acme.admin.call("user.reset_password", user_id=ann.user.id)
    assert 0 < e.data.retry_after <= 60


# ---- trying, and telling ----

def test_a_dry_run_changes_nothing(acme, db):
    ann = acme.join()
    before = db.checksums()
    for method, params in (("user.update", {"first_name": "X"}), ("user.set_role", {"role": "admin"}),
                           ("user.grant_permission", {"permission": "app:x"}), ("user.deactivate", {}),
                           ("user.remove", {}), ("user.reset_password", {})):
        assert acme.admin.call(method, user_id=ann.user.id, dry_run=True, **params).dry_run is True
    after = db.checksums()
    assert {name for name in before if before[name] != after[name]} <= {"session", "mail"}


def test_every_change_leaves_one_event(acme):
    ann = acme.join()
    acme.admin.call("user.set_role", user_id=ann.user.id, role="admin")
    acme.admin.call("user.deactivate", user_id=ann.user.id, reason="left")
    events = acme.admin.call("audit.list", target_id=ann.user.id)["items"]
    told = {event.action: event for event in events}
    assert told["user.set_role"].changes.role == ["member", "admin"]
    assert told["user.deactivate"].changes.status == ["active", "inactive"]
    assert told["user.deactivate"].changes.reason == [None, "left"]
    assert told["user.deactivate"].actor.id == acme.admin.user.id
