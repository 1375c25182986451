# SPDX-License-Identifier: MIT
"""What ends by itself: the keeper's work, done at once by `tenantry mail run --once`."""

import concurrent.futures

from stack.client import refused
from stack.commands import keep, tenantry


def aged(db, person, column, interval):
    db.rows(f"UPDATE membership m JOIN account a ON a.id = m.account_id"
            f" SET m.{column} = UTC_TIMESTAMP() - INTERVAL {interval} WHERE a.email = %s", person.email)


def stored(db, person):
    return db.rows("SELECT m.status, m.version FROM membership m JOIN account a ON a.id = m.account_id"
                   " WHERE a.email = %s", person.email)[0]


def test_R58_who_has_not_signed_in_for_so_long_becomes_inactive(acme, db):
    person, other = acme.join(), acme.join()
    acme.admin.call("config.update", values={"inactive_after_days": 30})
    aged(db, person, "last_sign_in_at", "31 DAY")
    aged(db, other, "last_sign_in_at", "29 DAY")
    keep()
    with refused(401, "auth_required"):
        person.call("me.get")
    with refused(403, "user_inactive"):
        acme.guest.sign_in(person.email, person.password)
    assert acme.admin.call("user.get", user_id=person.user.id).status == "inactive"
    other.call("me.get")
    event = acme.admin.call("audit.list", action="user.deactivate", target_id=person.user.id)["items"][0]
    assert event.actor.kind == "system" and event.changes.reason == [None, "inactive_after_days"]
    assert event.changes.status == ["active", "inactive"]


def test_R51_whoever_is_activated_again_has_the_whole_time_anew(acme, db):
    person = acme.join()
    acme.admin.call("config.update", values={"inactive_after_days": 30})
    aged(db, person, "last_sign_in_at", "31 DAY")
    keep()
    acme.admin.call("user.activate", user_id=person.user.id)
    keep()
    assert acme.guest.sign_in(person.email, person.password).user.status == "active"


def test_the_setting_of_the_msp_holds_for_its_tenants_unless_they_say_otherwise(other_msp, db):
    strict, lenient = other_msp.new_tenant(), other_msp.new_tenant()
    people = strict.join(), lenient.join()
    assert strict.admin and lenient.admin
    other_msp.admin.call("config.update", values={"inactive_after_days": 10})
    other_msp.admin.call("config.update", tenant_id=lenient.id, values={"inactive_after_days": 0})
    for person in people:
        aged(db, person, "last_sign_in_at", "11 DAY")
    keep()
    assert [stored(db, person).status for person in people] == ["inactive", "active"]


def test_the_last_who_can_let_others_in_stays(acme, db):
    admin = acme.admin
    acme.admin.call("config.update", values={"inactive_after_days": 30})
    aged(db, admin, "last_sign_in_at", "400 DAY")
    keep()
    assert admin.call("me.get").user.status == "active"
    second = acme.join(role="admin")
    keep()
    assert stored(db, admin).status == "inactive" and second.call("me.get").user.status == "active"


def test_pending_people_do_not_lapse(acme, db, unique):
    email = unique("waiting@x.test")
    acme.invite(email)
    acme.admin.call("config.update", values={"inactive_after_days": 1})
    db.rows("UPDATE membership m JOIN account a ON a.id = m.account_id"
            " SET m.created_at = UTC_TIMESTAMP() - INTERVAL 9 DAY WHERE a.email = %s", email)
    keep()
    assert db.rows("SELECT m.status FROM membership m JOIN account a ON a.id = m.account_id"
                   " WHERE a.email = %s", email)[0].status == "pending"


def test_R59_access_ends_by_itself(acme, db):
    person = acme.join()
    version = stored(db, person).version
    aged(db, person, "access_expires_at", "1 SECOND")
    with refused(403, "user_inactive"):
        person.call("me.get")
    keep()
    with refused(401, "auth_required"):
        person.call("me.get")
    after = stored(db, person)
    assert (after.status, after.version) == ("inactive", version + 1)
    event = acme.admin.call("audit.list", action="user.deactivate", target_id=person.user.id)["items"][0]
    assert event.actor.kind == "system" and event.changes.reason == [None, "access_expires_at"]


def test_R49_a_later_end_lets_nobody_in_who_was_out(acme, db):
    for kept in (False, True):
        person = acme.join()
        aged(db, person, "access_expires_at", "1 SECOND")
        if kept:
            keep()
        acme.admin.call("user.update", user_id=person.user.id, access_expires_at="2099-01-01T00:00:00Z")
        assert acme.admin.call("user.get", user_id=person.user.id).status == "inactive"
        assert acme.admin.call("user.activate", user_id=person.user.id).user.status == "active"


def test_of_several_keepers_one_changes_each_row(acme, db):
    people = [acme.join() for _ in range(4)]
    for person in people:
        aged(db, person, "access_expires_at", "1 SECOND")
    with concurrent.futures.ThreadPoolExecutor(4) as keepers:
        list(keepers.map(lambda _: tenantry("mail", "run", "--once"), range(4)))
    keep()
    for person in people:
        events = acme.admin.call("audit.list", action="user.deactivate", target_id=person.user.id)["items"]
        assert len(events) == 1 and stored(db, person).status == "inactive"


def test_what_has_expired_is_cleared_away_and_nothing_else(acme, db, unique):
    person, email = acme.join(), unique("old@x.test")
    acme.invite(email)
    acme.mail_to(email)
    account = db.rows("SELECT id FROM account WHERE email = %s", person.email)[0].id
    count = lambda table: db.rows(f"SELECT COUNT(*) AS n FROM {table} WHERE account_id = %s", account)[0].n
    live = acme.guest.sign_in(person.email, person.password).session.id
    db.rows("UPDATE session SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 MINUTE"
            " WHERE account_id = %s ORDER BY id LIMIT 1", account)
    db.rows("UPDATE token SET expires_at = UTC_TIMESTAMP() - INTERVAL 29 DAY WHERE account_id = %s", account)
    tokens, sessions = count("token"), count("session")
    keep()
    assert (count("token"), count("session")) == (tokens, sessions - 1) and live
    db.rows("UPDATE token SET expires_at = UTC_TIMESTAMP() - INTERVAL 31 DAY WHERE account_id = %s", account)
    keep()
    assert count("token") == 0


def test_old_mails_go_and_those_that_wait_stay(acme, db, unique):
    old, waiting = unique("old@x.test"), unique("waiting@x.test")
    for email in (old, waiting):
        acme.invite(email)
        acme.mail_to(email)
    # Ids begin with their time: these are of 2020.
    db.rows("UPDATE mail SET id = CONCAT(x'016f5e66e800', SUBSTRING(id, 7)) WHERE to_address IN (%s, %s)",
            old, waiting)
    db.rows("UPDATE mail SET next_attempt_at = UTC_TIMESTAMP() + INTERVAL 1 HOUR, state = 'deferred'"
            " WHERE to_address = %s", waiting)
    keep()
    left = db.rows("SELECT to_address AS email FROM mail WHERE to_address IN (%s, %s)", old, waiting)
    assert [one.email for one in left] == [waiting]
