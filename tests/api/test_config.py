# SPDX-License-Identifier: MIT
"""Settings: where they come from, what may be set, what holds at once."""

import jsonschema

from stack.client import refused, unique
from stack.record import plain


def values(caller, tenant_id=None, *keys):
    at = {"tenant_id": tenant_id} if tenant_id else {}
    return caller.call("config.get", keys=list(keys), **at)


def test_a_setting_is_that_of_the_nearest_level(acme, other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    key = "session_idle_minutes"
    assert (values(boss, tenant.id, key)["values"], values(boss, tenant.id, key).origin) == ({key: 720}, {key: "default"})
    boss.call("config.update", values={key: 60})
    got = values(boss, tenant.id, key)
    assert (got["values"], got.origin) == ({key: 60}, {key: "msp"})
    boss.call("config.update", tenant_id=tenant.id, values={key: 30})
    got = values(boss, tenant.id, key)
    assert (got["values"], got.origin) == ({key: 30}, {key: "tenant"})
    boss.call("config.update", tenant_id=tenant.id, values={key: None})
    assert values(boss, tenant.id, key).origin == {key: "msp"}
    assert values(acme.msp.admin, acme.id, key)["values"] == {key: 720}, "other MSPs keep theirs"


def test_R92_R96_absent_members_stay_and_the_whole_result_is_answered(acme):
    acme.admin.call("config.update", values={"beta_features": True, "default_model_name": "gpt-4o"})
    answer = acme.admin.call("config.update", values={"mfa_required": False})
    assert answer["values"].beta_features is True and answer["values"].default_model_name == "gpt-4o"
    assert answer == acme.admin.call("config.get")


def test_R95_an_empty_text_clears_and_null_inherits(other_msp):
    tenant, boss = other_msp.new_tenant(), other_msp.admin
    boss.call("config.update", values={"default_model_name": "of-the-msp"})
    name = lambda: boss.call("tenant.get", tenant_id=tenant.id).tenant_config.default_model_name
    assert name() == "of-the-msp"
    boss.call("config.update", tenant_id=tenant.id, values={"default_model_name": "own"})
    assert name() == "own"
    boss.call("config.update", tenant_id=tenant.id, values={"default_model_name": ""})
    assert name() is None
    boss.call("config.update", tenant_id=tenant.id, values={"default_model_name": None})
    assert name() == "of-the-msp"


def test_values_are_checked_all_at_once(acme):
    bad = {"mfa_required": "yes", "max_users": -1, "onboarding": "maybe", "nope": 1, "membership_mode": "multi",
           "packages": "off", "branding_primary_color": "red", "invite_domains": ["x.test", "not a domain"],
           "invite_required_fields": ["shoe_size"], "branding_logo_url": "http://x.test/a.png",
           "default_model_name": "x" * 129, "default_role": "no_such_role", "default_language": "tlh"}
    with refused(-32602, "invalid_params") as e:
        acme.admin.call("config.update", values=bad)
    fields = {fault.field for fault in e.data.faults}
    assert fields == {"values." + name for name in bad} - {"values.invite_domains", "values.invite_required_fields"} \
        | {"values.invite_domains[1]", "values.invite_required_fields[0]"}
    assert acme.admin.call("config.get").version == 1, "nothing was set"
    for wrong in [], "x", 1:
        with refused(-32602, field="values"):
            acme.admin.call("config.update", values=wrong)


def test_short_passwords_only_with_a_second_factor(acme):
    boss = acme.msp.admin
    with refused(-32602, field="values.password_min_length"):
        boss.call("config.update", tenant_id=acme.id, values={"password_min_length": 14})
    boss.call("config.update", tenant_id=acme.id, values={"password_min_length": 8, "mfa_required": True})
    with refused(-32602, field="values.password_min_length"):
        boss.call("config.update", tenant_id=acme.id, values={"mfa_required": False})
    boss.call("config.update", tenant_id=acme.id, values={"mfa_required": False, "password_min_length": None})


def test_C7_a_default_role_exists_or_is_none(acme):
    with refused(-32602, field="values.default_role"):
        acme.admin.call("config.update", values={"default_role": "no_such_role"})
    assert acme.admin.call("config.update", values={"default_role": "admin"})["values"].default_role == "admin"
    assert acme.admin.call("config.update", values={"default_role": ""})["values"].default_role == ""


def test_a_change_of_another_version_is_refused(acme):
    version = acme.admin.call("config.get").version
    assert acme.admin.call("config.update", values={"max_users": 9}, if_version=version).version == version + 1
    with refused(409, "version_conflict"):
        acme.admin.call("config.update", values={"max_users": 8}, if_version=version)
    assert values(acme.admin, None, "max_users")["values"] == {"max_users": 9}


def test_only_the_keys_that_are_asked_for(acme):
    got = acme.admin.call("config.get", keys=["max_users", "onboarding"])
    assert set(got["values"]) == set(got.origin) == {"max_users", "onboarding"}
    with refused(-32602, field="keys[1]"):
        acme.admin.call("config.get", keys=["max_users", "nope"])


def test_the_audit_tells_old_and_new(acme):
    acme.admin.call("config.update", values={"max_users": 3, "default_model_name": "a"})
    acme.admin.call("config.update", values={"max_users": 4, "default_model_name": None})
    event = acme.admin.call("audit.list", action="config.update")["items"][0]
    assert event.changes == {"max_users": ["3", "4"], "default_model_name": ["a", None]}
    assert event.target_id == acme.id and event.actor.kind == "user"


def test_R94_C21_a_second_factor_is_required_at_once(acme):
    person = acme.join()
    person.call("me.list_sessions")
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"mfa_required": True})
    with refused(403, "mfa_enrolment_required") as e:
        person.call("me.list_sessions")
    assert e.data.setting == "mfa_required"
    person.call("me.get")


def test_the_schema_describes_every_setting(acme):
    schema = plain(acme.admin.call("config.schema"))
    jsonschema.Draft7Validator.check_schema(schema)
    got = acme.admin.call("config.get")
    assert set(schema["properties"]) == set(got["values"])
    assert all(one["title"] and one["description"] for one in schema["properties"].values())


def test_members_change_no_settings(acme):
    with refused(403, "permission_denied"):
        acme.join().call("config.update", values={"max_users": 1})


def test_dry_run_sets_nothing(acme):
    answer = acme.admin.call("config.update", values={"max_users": 77}, dry_run=True)
    assert answer.dry_run and answer["values"].max_users == 77
    assert values(acme.admin, None, "max_users")["values"] == {"max_users": 0}
