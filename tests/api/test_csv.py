# SPDX-License-Identifier: MIT
"""Tables: people invited by CSV, users taken along as CSV."""

import csv
import io
import json

import pytest

from stack.client import refused, unique


def load(org, text, **options):
    return org.admin.call("invitation.import_csv", tenant_id=org.id, csv=text, **options)


def table(*rows, separator=",", end="\r\n"):
    return end.join(separator.join(row) for row in rows) + end


def mails(db, email):
    return db.rows("SELECT COUNT(*) AS n FROM mail WHERE to_address = %s", email)[0].n


def test_R7_the_template_is_a_table_that_can_be_filled_in(acme):
    given = acme.admin.call("invitation.csv_template")
    assert given.filename.endswith(".csv") and given.content_type.startswith("text/csv")
    columns = next(csv.reader(io.StringIO(given.content)))
    assert columns[:2] == ["email", "role"]
    assert set(columns[2:]) == {"first_name", "last_name", "communication_email", "language"}
    email = unique("filled@x.test")
    made = load(acme, given.content + f"{email},member,Ann,Lee,,fr\r\n")
    assert (made.total_rows, made.total_created, made.total_failed) == (1, 1, 0)
    invitation = acme.admin.call("invitation.list", query=email)["items"][0]
    assert (invitation.first_name, invitation.language, invitation.role_name) == ("Ann", "fr", "member")


def test_R5_R8_every_row_becomes_an_invitation_with_its_role(acme):
    boss, clerk = unique("boss@x.test"), unique("clerk@x.test")
    made = load(acme, table(("email", "role"), (boss, "admin"), (clerk, "member")))
    assert [(row.row, row.email, row.role, row.success, row.error) for row in made.rows] == \
        [(2, boss, "admin", True, None), (3, clerk, "member", True, None)]
    assert acme.mail_to(boss, "invitation") and acme.mail_to(clerk, "invitation")
    roles = {one.email: one.role_name for one in acme.admin.call("invitation.list")["items"]}
    assert roles == {boss: "admin", clerk: "member"}


@pytest.mark.parametrize("head, separator, end", [
    ("\ufeff", ",", "\r\n"), ("", ";", "\n"), ("\ufeff", ";", "\r"), ("\n\n", ",", "\n")])
def test_tables_come_from_many_spreadsheets(acme, head, separator, end):
    email = unique("any@x.test")
    text = head + table(("Role", "First Name", "EMAIL", "last-name"), ("Member", '"Ann; ""A"", B"', f" {email} ", "Lee"),
                        separator=separator, end=end)
    made = load(acme, text, send_email=False)
    assert made.total_created == 1, made
    invitation = acme.admin.call("invitation.list", query=email)["items"][0]
    assert invitation.first_name == 'Ann; "A", B' and invitation.role_name == "member"


def test_lines_are_counted_as_the_person_sees_them(acme):
    text = f'email,first_name\n\n"{unique("a@x.test")}","two\nlines"\nnonsense,x\n,,\n,y\n'
    made = load(acme, text)
    assert [(row.row, row.success) for row in made.rows] == [(3, False), (5, False), (7, False)]
    assert "email" in made.rows[2].error.message


def test_R9_the_preview_tells_all_and_leaves_nothing(acme, db):
    acme.admin
    good, bad = unique("good@x.test"), "nonsense"
    text = table(("email", "role"), (good, "member"), (bad, "member"), (acme.admin.email, "member"),
                 (unique("x@x.test"), "emperor"))
    before = db.checksums()
    shown = load(acme, text, dry_run=True)
    assert shown.dry_run is True and (shown.total_rows, shown.total_created, shown.total_failed) == (4, 0, 3)
    assert [row.error and row.error.reason for row in shown.rows] == \
        [None, "invalid_params", "already_member", "invalid_params"]
    after = db.checksums()
    assert {name for name in before if before[name] != after[name]} <= {"session"}
    assert load(acme, text, dry_run=True, only_valid=True).total_created == 1
    assert mails(db, good) == 0


def test_one_faulty_row_and_nobody_is_invited(acme, db):
    good = unique("good@x.test")
    for bad in ("nonsense", acme.admin.email):
        made = load(acme, table(("email",), (good,), (bad,)))
        assert (made.total_rows, made.total_created, made.total_failed) == (2, 0, 1)
        assert made.rows[1].error is not None and made.rows[0].error is None
    assert acme.admin.call("user.list").total == 1 and mails(db, good) == 0
    assert db.rows("SELECT user_count AS n FROM tenant WHERE slug = %s", acme.slug)[0].n == 1


def test_the_valid_rows_alone_when_asked_for(acme):
    good = unique("good@x.test")
    made = load(acme, table(("email", "language"), (good, ""), ("nonsense", ""), (unique("l@x.test"), "???")),
                only_valid=True)
    assert (made.total_rows, made.total_created, made.total_failed) == (3, 1, 2)
    assert [one.email for one in acme.admin.call("invitation.list")["items"]] == [good]


def test_R12_duplicates_are_refused_with_their_lines(acme):
    twice = unique("twice@x.test")
    with refused(422, "duplicate_emails", field="csv") as e:
        load(acme, table(("email",), (twice,), (unique("once@x.test"),), (twice.upper(),)), only_valid=True)
    assert e.data.positions == [2, 4]
    assert acme.admin.call("invitation.list").total == 0


@pytest.mark.parametrize("text, line", [
    ("\n\n", 1), ("name,role\nAnn,member\n", 1), ("email,colour\na@x.test,red\n", 1),
    ("email,Email\na@x.test,b@x.test\n", 1), ('email\n"a@x.test\n', 2), ('email\na@x.test\nb"c@x.test\n', 3),
    ('email\n"a@x.test"b\n', 2), ("email" + "," * 40, 1), ("email\n" + "x" * 3000, 2),
    ("email\n" + "".join(f"n{n}@x.test\n" for n in range(1001)), 1002)])
def test_what_is_no_such_table_is_refused_with_the_line(acme, text, line):
    with refused(422, "csv_invalid", field="csv") as e:
        load(acme, text)
    assert e.data.positions == [line] and str(line) in e.message


def test_a_table_without_text_is_a_fault(acme):
    with refused(-32602, field="csv"):
        load(acme, "")
    assert load(acme, "email,role\r\n").total_rows == 0


def test_a_thousand_rows(acme):
    text = table(("email", "role"), *[(unique(f"row{n}@x.test"), "member") for n in range(1000)])
    made = load(acme, text, send_email=False)
    assert (made.total_rows, made.total_created) == (1000, 1000)


def test_R36_what_the_tenant_requires_is_required_of_every_row(acme):
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"invite_required_fields": ["first_name"]})
    made = load(acme, table(("email", "first_name"), (unique("a@x.test"), "Ann"), (unique("b@x.test"), "")))
    assert made.total_created == 0 and [row.success for row in made.rows] == [True, False]
    assert made.rows[1].error.message.startswith("first_name")


def test_no_address_of_a_table_stands_in_the_audit(acme, db):
    email = unique("quiet@x.test")
    load(acme, table(("email",), (email,)))
    told = db.rows("SELECT changes FROM audit WHERE action = 'invitation.import_csv' AND changes LIKE %s", f"%{email}%")
    assert told == []


def test_a_table_of_another_tenant_goes_nowhere(acme, msp):
    with refused(404, "not_found"):
        acme.admin.call("invitation.import_csv", tenant_id=msp.new_tenant().id, csv="email\na@x.test\n")
    with refused(403, "permission_denied"):
        acme.join().call("invitation.import_csv", csv="email\na@x.test\n")


# ---- the other way ----

def test_users_are_exported_as_a_table_that_no_spreadsheet_runs(acme):
    ann = acme.join(first_name="=1+1", last_name='Lee, "A"')
    acme.join(first_name="Bo", last_name="\U0001f600")
    given = acme.admin.call("user.export")
    assert given.filename.endswith(".csv") and given.content_type.startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(given.content)))
    assert len(rows) == 3
    shown = {row["id"]: row for row in rows}[ann.user.id]
    assert shown["first_name"] == "'=1+1" and shown["last_name"] == 'Lee, "A"'
    assert (shown["email"], shown["role_name"], shown["status"]) == (ann.email, "member", "active")
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row.values() if cell)


def test_users_are_exported_as_json_as_they_are(acme):
    ann = acme.join(first_name="=1+1")
    given = acme.admin.call("user.export", format="json")
    assert given.content_type.startswith("application/json")
    users = json.loads(given.content)
    assert {user["id"]: user for user in users}[ann.user.id]["first_name"] == "=1+1"
    assert users[0] == json.loads(json.dumps(users[0])) and "password_hash" not in given.content
    with refused(403, "permission_denied"):
        ann.call("user.export")


def test_an_export_holds_everybody(acme):
    load(acme, table(("email",), *[(unique(f"e{n}@x.test"),) for n in range(1000)]), send_email=False)
    load(acme, table(("email",), *[(unique(f"f{n}@x.test"),) for n in range(1000)]), send_email=False)
    rows = list(csv.DictReader(io.StringIO(acme.admin.call("user.export").content)))
    assert len({row["id"] for row in rows}) == len(rows) == 2001
