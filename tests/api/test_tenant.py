# SPDX-License-Identifier: MIT
"""Tenants: created with all that they need, found, renamed, suspended."""

import concurrent.futures

import pytest

from stack.client import Refused, refused, unique


def make(caller, *tenants, **options):
    """The results of tenant.create, by position."""
    made = caller.call("tenant.create", tenants=[{"tenant_name": one} if isinstance(one, str) else one
                                                 for one in tenants], **options)
    assert made.total_tenants_created == sum(one.success for one in made.tenants)
    assert made.total_tenants_failed == len(tenants) - made.total_tenants_created
    return made.tenants


def reason(result):
    return result.error and result.error.reason


# ---- creating ----

def test_R77_a_list_of_1_to_100_is_created(msp):
    with refused(-32602, field="tenants"):
        msp.admin.call("tenant.create", tenants=[])
    with refused(-32602, field="tenants"):
        msp.admin.call("tenant.create", tenants=[{"tenant_name": unique("n")} for _ in range(101)])
    names = [unique("Bulk") for _ in range(100)]
    made = make(msp.admin, *names)
    assert [one.tenant_name for one in made] == names
    assert all(one.success and one.tenant_id.startswith("tenant_") for one in made)


def test_R78_a_name_has_1_to_255_characters(msp):
    for bad in "", "   ", "x" * 256, "a\nb", "a\u202eb", "zero\u200bwidth":
        with refused(-32602, field="tenants[0].tenant_name"):
            msp.admin.call("tenant.create", tenants=[{"tenant_name": bad}])
    long = unique("é" * 240)
    assert make(msp.admin, long)[0].success


def test_R79_names_are_unique_over_all_msps_without_case_and_spelling(msp, other_msp):
    name = unique("Café Straße")
    assert make(msp.admin, name)[0].success
    for same in name, name.upper(), f"  {name} ", name.replace("é", "e\u0301"), name.replace("ß", "ss"):
        assert reason(make(other_msp.admin, same)[0]) == "name_taken", same
    assert reason(make(msp.admin, "demo")[0]) == "name_taken", "a tenant may not be called as an MSP is"


def test_R80_C16_an_item_fails_alone_unless_atomic(msp):
    taken, free = unique("Taken"), unique("Free")
    make(msp.admin, taken)
    one, two = make(msp.admin, taken, free)
    assert (reason(one), one.tenant_id, one.success) == ("name_taken", None, False)
    assert one.error.code == 409 and one.error.message
    assert two.success and two.error is None
    new, email = unique("New"), unique("new@x.test")
    with refused(409, "name_taken", field="tenants[1].tenant_name") as e:
        make(msp.admin, {"tenant_name": new, "users": [{"email": email}]}, taken, atomic=True)
    assert e.data.positions == [1]
    assert msp.admin.call("tenant.check_name", name=new).available
    assert make(msp.admin, {"tenant_name": new, "users": [{"email": email}]})[0].total_new_users_created == 1


def test_C16_the_same_name_twice_in_one_call_creates_nothing(msp):
    a, b = unique("Twice"), unique("Once")
    for atomic in False, True:
        with refused(422, "duplicate_names") as e:
            make(msp.admin, a, b, a.upper() + " ", {"tenant_name": a}, atomic=atomic)
        assert e.data.positions == [0, 2, 3]
    assert msp.admin.call("tenant.check_name", name=a).available
    assert msp.admin.call("tenant.check_name", name=b).available


def test_R79_check_name_says_whether_a_name_is_free(msp):
    name = unique("Check")
    assert msp.admin.call("tenant.check_name", name=name).available
    make(msp.admin, name)
    assert not msp.admin.call("tenant.check_name", name=name.lower()).available


def test_of_two_that_want_one_name_at_once_one_gets_it(msp):
    name = unique("Race")
    callers = [msp.admin.twin() for _ in range(4)]
    with concurrent.futures.ThreadPoolExecutor(len(callers)) as pool:
        made = list(pool.map(lambda caller: make(caller, name)[0], callers))
    assert sorted(one.success for one in made) == [False, False, False, True]
    assert {reason(one) for one in made if not one.success} == {"name_taken"}


# ---- slugs ----

@pytest.mark.parametrize("name, slug", [
    ("Ärger & Söhne GmbH", "arger-sohne-gmbh"),
    ("Œuvre Straße", "oeuvre-strasse"),
    ("Łódź Ølberg", "lodz-olberg"),
    ("O'Neill's   — Café!", "oneills-cafe"),
])
def test_a_slug_is_made_from_the_name(msp, name, slug):
    tag = unique("").lstrip("-")
    made = msp.admin.call("tenant.get", tenant_id=make(msp.admin, f"{name} {tag}")[0].tenant_id)
    assert made.slug == f"{slug}-{tag}"


def test_slugs_of_like_names_are_numbered(msp):
    tag = unique("same")
    made = make(msp.admin, f"{tag} !", f"{tag} ?", f"{tag}.")
    slugs = [msp.admin.call("tenant.get", tenant_id=one.tenant_id).slug for one in made]
    assert slugs == [tag, f"{tag}-2", f"{tag}-3"]
    assert make(msp.admin, {"tenant_name": f"{tag} 4", "slug": f"{tag}-9"})[0].success
    assert msp.admin.call("tenant.get", tenant_id=make(msp.admin, f"{tag}'")[0].tenant_id).slug == f"{tag}-10"


def test_a_name_without_letters_of_ours_gets_a_slug_too(msp):
    name = "".join(chr(0x4e00 + int(digit, 16)) for digit in unique("").strip("-"))
    made = msp.admin.call("tenant.get", tenant_id=make(msp.admin, name)[0].tenant_id)
    assert made.slug.startswith("tenant")


def test_a_slug_that_is_given_is_taken_or_refused(msp):
    slug = unique("slug")
    assert make(msp.admin, {"tenant_name": unique("Slug"), "slug": slug})[0].success
    assert reason(make(msp.admin, {"tenant_name": unique("Slug"), "slug": slug})[0]) == "slug_taken"
    for word in "admin", "api", "www", "mail", "static", "auth", "login", "xn--80ak6aa92e", "demo":
        assert reason(make(msp.admin, {"tenant_name": unique("Slug"), "slug": word})[0]) == "slug_taken", word
    for bad in "-a", "a-", "A", "a.b", "ä", "x" * 64, "":
        with refused(-32602, field="tenants[0].slug"):
            make(msp.admin, {"tenant_name": unique("Slug"), "slug": bad})


# ---- first users ----

def test_R90_first_users_fail_alone_and_the_first_of_an_address_wins(msp):
    ann, bob = unique("ann@x.test"), unique("bob@x.test")
    made = make(msp.admin, {"tenant_name": unique("Users"), "users": [
        {"email": ann, "role": "admin", "first_name": "Ann", "language": "de"}, {"email": ann.upper()},
        {"email": "not an address"}, {"email": ""}, {"email": bob, "role": "no_such_role"},
        {"email": unique("x" * 260 + "@x.test")}, {"email": unique("c@x.test"), "communication_email": "nope"},
        {"email": msp.email}]})[0]
    assert made.success and made.total_new_users_created == 1 and made.total_new_users_failed == 7
    assert made.new_users_failed_emails[:4] == [ann.upper(), "not an address", "", bob]
    users = msp.admin.call("user.list", tenant_id=made.tenant_id)["items"]
    assert [(u.email, u.role_name, u.status, u.first_name, u.language) for u in users] == \
        [(ann, "admin", "pending", "Ann", "de")]
    tenant = msp.admin.call("tenant.get", tenant_id=made.tenant_id)
    assert tenant.user_count == 1


def test_R2_first_users_are_mailed_only_if_asked_for(msp, service):
    quiet, told = unique("quiet@x.test"), unique("told@x.test")
    make(msp.admin, {"tenant_name": unique("Quiet"), "users": [{"email": quiet}]})
    made = make(msp.admin, {"tenant_name": unique("Told"), "users": [{"email": told}]}, send_email=True)[0]
    link = msp.mail_to(told).link()
    slug = msp.admin.call("tenant.get", tenant_id=made.tenant_id).slug
    assert link.host == service.host(slug)
    person = service.caller(slug)
    assert person.accept(link.token, first_name="T", last_name="O").user.email == told
    assert msp.mails_to(quiet) == []
    invited = msp.admin.call("invitation.list", tenant_id=made.tenant_id, status="accepted")["items"]
    assert [one.email for one in invited] == [told]


def test_R84_R85_up_to_1000_users_with_an_address_alone(msp, db):
    with refused(-32602, field="tenants[0].users"):
        make(msp.admin, {"tenant_name": unique("Many"), "users": [{"email": f"{n}@x.test"} for n in range(1001)]})
    tag = unique("many")
    made = make(msp.admin, {"tenant_name": tag, "users": [{"email": f"{n}.{tag}@x.test"} for n in range(1000)]})[0]
    assert made.total_new_users_created == 1000 and made.new_users_failed_emails == []
    assert msp.admin.call("tenant.get", tenant_id=made.tenant_id).user_count == 1000
    assert msp.admin.call("user.list", tenant_id=made.tenant_id, limit=1).total == 1000


def test_a_user_of_a_tenant_that_failed_is_free_again(msp):
    taken, email = unique("Taken"), unique("free@x.test")
    make(msp.admin, taken)
    one, two = make(msp.admin, {"tenant_name": taken, "users": [{"email": email}]},
                    {"tenant_name": unique("Next"), "users": [{"email": email}]})
    assert not one.success and two.total_new_users_created == 1


def test_the_address_of_one_new_tenant_fails_in_the_next(msp):
    email = unique("both@x.test")
    one, two = make(msp.admin, {"tenant_name": unique("One"), "users": [{"email": email}]},
                    {"tenant_name": unique("Two"), "users": [{"email": email}]})
    assert one.total_new_users_created == 1
    assert two.success and two.new_users_failed_emails == [email]


def test_settings_of_a_new_tenant_are_set_and_checked(msp):
    made = make(msp.admin, {"tenant_name": unique("Conf"), "config": {"beta_features": True, "max_users": 1},
                            "users": [{"email": unique("a@x.test")}, {"email": unique("b@x.test")}]})[0]
    assert made.total_new_users_created == 1 and made.total_new_users_failed == 1
    assert msp.admin.call("tenant.get", tenant_id=made.tenant_id).tenant_config.beta_features is True
    for config, field in (({"nope": 1}, "nope"), ({"max_users": -1}, "max_users"), ({"packages": "off"}, "packages")):
        with refused(-32602, field=f"tenants[0].config.{field}"):
            make(msp.admin, {"tenant_name": unique("Conf"), "config": config})
    for config, field in (({"password_min_length": 8}, "password_min_length"), ({"default_role": "x"}, "default_role")):
        with refused(-32602, field=f"tenants[0].config.{field}"):
            make(msp.admin, {"tenant_name": unique("Conf"), "config": config})


def test_dry_run_creates_nothing_and_says_what_it_would(other_msp, db):
    name, email = unique("Dry"), unique("dry@x.test")
    made = other_msp.admin.call("tenant.create", dry_run=True, send_email=True, tenants=[
        {"tenant_name": name, "users": [{"email": email}]}])
    assert made.dry_run is True and made.tenants[0].success and made.tenants[0].total_new_users_created == 1
    assert db.rows("SELECT 1 FROM tenant WHERE name = %s", name) == []
    assert db.rows("SELECT 1 FROM account WHERE email = %s", email) == []
    assert db.rows("SELECT 1 FROM mail WHERE to_address = %s", email) == []
    assert other_msp.admin.call("tenant.list").total == 0


def test_the_same_key_creates_once(msp):
    call = dict(tenants=[{"tenant_name": unique("Key")}], idempotency_key=unique("key"))
    first, again = msp.admin.call("tenant.create", **call), msp.admin.call("tenant.create", **call)
    assert first == again and first.tenants[0].success
    with refused(409, "idempotency_mismatch"):
        msp.admin.call("tenant.create", **{**call, "tenants": [{"tenant_name": unique("Other")}]})


def test_nobody_inside_a_tenant_creates_tenants(acme):
    with refused(403, "permission_denied"):
        acme.admin.call("tenant.create", tenants=[{"tenant_name": unique("Inside")}])


# ---- reading ----

def test_R71_R73_a_tenant_shows_what_is_documented(msp):
    tenant = msp.new_tenant()
    shown = msp.admin.call("tenant.get", tenant_id=tenant.id)
    assert (shown.id, shown.name, shown.slug, shown.status, shown.msp_id) == \
        (tenant.id, tenant.name, tenant.slug, "active", msp.id)
    assert shown.primary_package_name is None and shown.additional_package_names == []
    assert (shown.user_count, shown.total_credits_used, shown.total_credit_limit) == (0, 0, 0)
    assert shown.tenant_config == {"beta_features": False, "mfa_required": False, "default_model_name": None}
    assert shown.disabled_model_names == [] and shown.created_at.endswith("Z")
    listed = msp.admin.call("tenant.list", name=tenant.name)["items"][0]
    assert "disabled_model_names" not in listed and listed.id == tenant.id


def test_R68_the_name_filter_is_exact(other_msp):
    tag = unique("Exact")
    make(other_msp.admin, tag, tag + " Two")
    found = other_msp.admin.call("tenant.list", name=tag)
    assert [one.name for one in found["items"]] == [tag] and found.total == 1
    assert other_msp.admin.call("tenant.list", name=tag[:-1])["items"] == []
    found = other_msp.admin.call("tenant.list", query=tag.upper())
    assert found.total == 2
    assert other_msp.admin.call("tenant.list", query="%")["items"] == [], "% stands for itself"


def test_R69_R70_R74_pages_by_offset_and_by_cursor(other_msp):
    names = [unique(f"Page{n}") for n in range(7)]
    make(other_msp.admin, *names)
    for field, bad in (("limit", 0), ("limit", 101), ("limit", "x"), ("offset", -1), ("cursor", "nonsense"),
                       ("cursor", "AAAA"), ("cursor", "A" * 23)):
        with refused(-32602, field=field):
            other_msp.admin.call("tenant.list", **{field: bad})
    everything = other_msp.admin.call("tenant.list", limit=100)
    assert everything.total == 7 and everything.next_cursor is None
    ids = [one.id for one in everything["items"]]
    assert sorted(one.name for one in everything["items"]) == sorted(names)
    by_offset = [one.id for at in range(0, 9, 3)
                 for one in other_msp.admin.call("tenant.list", limit=3, offset=at)["items"]]
    by_cursor, page = [], other_msp.admin.call("tenant.list", limit=3)
    assert page.total == 7
    by_cursor += [one.id for one in page["items"]]
    while page.next_cursor:
        page = other_msp.admin.call("tenant.list", limit=3, cursor=page.next_cursor)
        assert page.total is None
        by_cursor += [one.id for one in page["items"]]
    assert by_offset == by_cursor == ids
    with refused(-32602, field="cursor"):
        other_msp.admin.call("tenant.list", offset=0, cursor=other_msp.admin.call("tenant.list", limit=1).next_cursor)


def test_the_default_page_has_20(other_msp):
    make(other_msp.admin, *[unique("Twenty") for _ in range(21)])
    page = other_msp.admin.call("tenant.list")
    assert len(page["items"]) == 20 and page.total == 21 and page.next_cursor


def test_R66_an_msp_reaches_its_own_tenants_only(acme, other_msp, db):
    other = other_msp.new_tenant()
    random = acme.id[:-8] + other.id[-8:]
    for method, more in (("tenant.get", {}), ("tenant.update", {"name": unique("x")}), ("tenant.suspend", {}),
                         ("tenant.resume", {}), ("config.get", {}), ("config.update", {"values": {}}),
                         ("role.list", {}), ("role.assignable", {}), ("api_key.list", {}), ("audit.list", {}),
                         ("api_key.create", {"name": "x", "permissions": ["tenant.read"]})):
        replies = []
        for tenant in acme.id, random:
            with pytest.raises(Refused) as e:
                other_msp.admin.call(method, tenant_id=tenant, **more)
            replies.append((e.value.code, e.value.reason, e.value.message))
        assert replies[0] == replies[1] == (404, "not_found", replies[0][2]), method
    assert acme.id not in [one.id for one in other_msp.admin.call("tenant.list")["items"]]


def test_the_platform_reaches_every_tenant(platform, acme, other_msp):
    other = other_msp.new_tenant()
    found = {one.id: one.msp_id for name in (acme.name, other.name)
             for one in platform.call("tenant.list", name=name)["items"]}
    assert found == {acme.id: acme.msp.id, other.id: other_msp.id}
    assert platform.call("tenant.list", limit=1).total >= 2


# ---- changing ----

def test_a_tenant_is_renamed(acme):
    name = unique("Renamed")
    changed = acme.msp.admin.call("tenant.update", tenant_id=acme.id, name=f" {name} ")
    assert changed.name == name and changed.slug == acme.slug and changed.version > 1
    assert acme.msp.admin.call("tenant.update", tenant_id=acme.id, name=name.upper()).name == name.upper()
    with refused(409, "name_taken", field="name"):
        acme.msp.admin.call("tenant.update", tenant_id=acme.id, name=acme.msp.new_tenant().name.lower())
    event = acme.msp.admin.call("audit.list", tenant_id=acme.id, action="tenant.update")["items"][-1]
    assert event.changes == {"name": [acme.name, name]}


def test_R103_models_are_disabled(acme):
    changed = acme.msp.admin.call("tenant.update", tenant_id=acme.id, disabled_model_names=["claude-3-opus", "gpt"])
    assert changed.disabled_model_names == ["claude-3-opus", "gpt"]
    assert acme.msp.admin.call("tenant.get", tenant_id=acme.id).disabled_model_names == ["claude-3-opus", "gpt"]
    changed = acme.msp.admin.call("tenant.update", tenant_id=acme.id, disabled_model_names=[])
    assert changed.disabled_model_names == []


def test_a_change_of_another_version_is_refused(acme):
    version = acme.msp.admin.call("tenant.get", tenant_id=acme.id).version
    acme.msp.admin.call("tenant.update", tenant_id=acme.id, name=unique("V"), if_version=version)
    with refused(409, "version_conflict"):
        acme.msp.admin.call("tenant.update", tenant_id=acme.id, name=unique("V"), if_version=version)


def test_R102_a_suspended_tenant_lets_nobody_in_from_the_next_request_on(acme):
    person = acme.join()
    key = acme.admin.call("api_key.create", name="k", permissions=["user.read"]).secret
    back_end = acme.msp.service.caller("api", api_key=key)
    back_end.call("user.list")
    done = acme.msp.admin.call("tenant.suspend", tenant_id=acme.id, reason="not paid")
    assert done.tenant.status == "suspended" and done.sessions_ended == 2
    with refused(401, "auth_required"):
        person.call("me.get")
    with refused(403, "tenant_suspended"):
        back_end.call("user.list")
    with refused(403, "tenant_suspended"):
        acme.guest.sign_in(person.email, person.password)
    assert acme.msp.admin.call("tenant.list", status="SUSPENDED", name=acme.name).total == 1
    assert acme.msp.admin.call("tenant.list", status="active", name=acme.name).total == 0
    resumed = acme.msp.admin.call("tenant.resume", tenant_id=acme.id)
    assert resumed.tenant.status == "active" and resumed.sessions_ended == 0
    back_end.call("user.list")
    acme.guest.sign_in(person.email, person.password)


def test_nobody_suspends_the_own_msp(msp):
    with refused(403, "permission_denied"):
        msp.admin.call("tenant.suspend", tenant_id=msp.id)


# ---- hosts ----

def test_R3_a_host_says_whose_it_is(acme, service):
    assert service.caller("admin").call("tenant.resolve").scope == "admin"
    here = acme.guest.call("tenant.resolve")
    assert (here.scope, here.name, here.slug) == ("tenant", acme.name, acme.slug)
    assert here.branding == {"display_name": None, "logo_url": None, "primary_color": None, "support_email": None}
    assert "en" in here.languages
    there = service.caller(acme.msp.slug).call("tenant.resolve")
    assert (there.scope, there.slug) == ("msp", acme.msp.slug)
    acme.admin.call("config.update", values={"branding_display_name": "ACME!", "branding_primary_color": "#112233"})
    branding = acme.guest.call("tenant.resolve").branding
    assert (branding.display_name, branding.primary_color) == ("ACME!", "#112233")


def test_an_unknown_host_is_nobodys(service):
    with refused(404, "unknown_host"):
        service.caller(unique("nobody")).call("tenant.resolve")
    with refused(404, "unknown_host"):
        service.caller("api").call("tenant.resolve")


def test_system_version_and_discover_are_public(service):
    assert service.caller("api").call("system.version").version
    assert service.caller("api").call("rpc.discover").openrpc.startswith("1.")
