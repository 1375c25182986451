# SPDX-License-Identifier: MIT
"""What the commands tell: who is here, why somebody cannot sign in, what a refusal means."""

import csv
import io
import json
import re
import subprocess

import pytest

from stack.commands import tenantry
from stack.pool import BINARY


def steps(done):
    """What `auth test` says: (name, whether it is well, words) in order."""
    return [(name, state == "ok", words)
            for state, name, words in re.findall(r"^(ok|wrong) +(\w+) +(.*)$", done.output, re.M)]


def wrong(done):
    return [name for name, well, _ in steps(done) if not well]


def test_auth_test_tells_every_step_of_a_sign_in(acme):
    ann = acme.join()
    done = tenantry("auth", "test", ann.email, said=ann.password + "\n")
    assert done.status == 0 and wrong(done) == []
    assert [name for name, _, _ in steps(done)] == ["account", "password", "throttling", "tenant", "mfa"]
    assert ann.user.id in done.output and f"https://{acme.host}/" in done.output


def test_auth_test_says_which_step_fails(acme, unique):
    ann = acme.join()
    done = tenantry("auth", "test", ann.email, said="not this\n")
    assert (done.status, wrong(done)) == (5, ["password"])
    done = tenantry("auth", "test", unique("nobody@x.test"), said="whatever\n")
    assert (done.status, wrong(done)) == (3, ["account"])
    acme.admin.call("user.deactivate", user_id=ann.user.id)
    done = tenantry("auth", "test", ann.email, said=ann.password + "\n")
    assert (done.status, wrong(done)) == (5, ["tenant"]) and "not active" in done.output
    pending = unique("pending@x.test")
    acme.invite(pending)
    done = tenantry("auth", "test", pending, said="whatever\n")
    assert done.status == 5 and "there is none yet" in done.output
    assert tenantry("auth", "test", ann.email, said="").status == 1
    assert tenantry("auth", "sing").status == 2


def test_auth_test_leaves_no_trace(acme, db):
    ann = acme.join()
    before = db.checksums()
    for _ in range(8):
        assert tenantry("auth", "test", ann.email, said="wrong\n").status == 5
    assert tenantry("auth", "test", ann.email, said=ann.password + "\n").status == 0
    assert db.checksums() == before


def test_who_shows_the_sessions_of_now(acme):
    ann, bob = acme.join(), acme.join()
    done = tenantry("who", "--tenant", acme.slug)
    assert done.status == 0
    head, *rows = done.output.splitlines()
    assert head.split()[:3] == ["TENANT", "USER", "PROVED"]
    assert {row.split()[1] for row in rows} >= {ann.email, bob.email}
    assert all(row.split()[0] == acme.slug for row in rows)
    ann.call("auth.sign_out")
    assert tenantry("who", "--user", ann.email).output == ""
    assert len(json.loads(tenantry("who", "--user", bob.email.upper(), "--output", "json").output)) == 1
    assert tenantry("who", "--where").status == 2 and tenantry("who", "--output", "xml").status == 2


def test_lists_are_tables_json_or_csv(acme, unique):
    email = unique("shown@x.test")
    acme.invite(email)
    acme.mail_to(email)
    rows = json.loads(tenantry("mail", "list", "--to", email, "--output", "json").output)
    assert [row["to"] for row in rows] == [email]
    shown = list(csv.DictReader(io.StringIO(tenantry("mail", "list", "--output", "csv", "--to", email).output)))
    assert [(row["to"], row["delivery.state"]) for row in shown] == [(email, rows[0]["delivery"]["state"])]
    tenant = json.dumps({"tenant_id": acme.id})
    users = list(csv.DictReader(io.StringIO(tenantry("call", "user.list", tenant, "--output", "csv").output)))
    assert email in {user["email"] for user in users}
    assert tenantry("call", "tenant.get", tenant, "--output", "table").output.splitlines()[1].split()[0] == acme.id
    assert json.loads(tenantry("call", "tenant.get", tenant).output)["id"] == acme.id


def offline(*arguments):
    return subprocess.run([BINARY, *arguments], env={}, text=True, capture_output=True, check=False)


def test_explain_needs_nothing_and_knows_every_reason(service):
    reasons = {one["data"]["reason"]: one for one in service.contract.document["components"]["errors"].values()}
    listed = json.loads(offline("explain", "--output", "json").stdout)
    assert {one["reason"] for one in listed} == set(reasons)
    for one in listed:
        assert one["remedy"].endswith(".") and one["message"] == reasons[one["reason"]]["message"]
    for reason, one in reasons.items():
        said = offline("explain", reason).stdout
        assert said.startswith(f"{reason} ({one['code']})\n") and "\nWhat to do:\n  " in said
        assert max(map(len, said.splitlines())) <= 80
    gone = offline("explain", "410").stdout
    assert {"token_used (410)", "token_expired (410)", "token_revoked (410)"} < set(gone.splitlines())


def test_explain_names_the_methods_that_say_it(service):
    for reason in ("email_taken", "token_expired", "not_in_batch", "uncertain"):
        ref = {"$ref": f"#/components/errors/{reason}"}
        declared = {name for name, one in service.contract.methods.items() if ref in one["errors"]}
        said = offline("explain", reason).stdout.partition("Said by:\n")[2]
        assert set(re.findall(r"[a-z_]+\.[a-z_]+", said)) == declared
    done = offline("explain", "no_such_reason")
    assert done.returncode == 3 and "try: tenantry explain" in done.stderr


def test_remedies_and_help_name_only_what_there_is(service):
    """A method, a setting or a command that is named anywhere exists."""
    settings = set(re.findall(r"^\| `(\w+)` \|", offline("print", "settings").stdout, re.M))
    known = set(service.contract.methods)
    for one in json.loads(offline("explain", "--output", "json").stdout):
        for name in re.findall(r"\b[a-z_]+\.[a-z_]+\b", one["remedy"]):
            assert name in known or name.startswith(("data.", "tenantry.")), (one["reason"], name)
        for name in re.findall(r"settings? (\w+_\w+)", one["remedy"]):
            assert name in settings, (one["reason"], name)


def test_print_config_changed_shows_only_what_differs():
    shown = tenantry("print", "config", "--changed").output
    assert "base_domain = " in shown and "max_requests" not in shown and "# db_password is set, and not shown" in shown
    assert "workers = 3\n" in tenantry("print", "config", "--changed", workers="3").output
    assert offline("print", "config", "--changed").stdout == ""


@pytest.mark.parametrize("arguments", [["--help"], ["--config", "nowhere.conf", "--help"], ["help"],
                                       ["--config=nowhere.conf", "help"]])
def test_help_needs_no_configuration(arguments):
    done = offline(*arguments)
    assert done.returncode == 0 and done.stdout.startswith("usage: tenantry ")


def test_an_error_ends_with_what_to_try(acme):
    assert tenantry("mail", "list", db_socket="/nowhere").complaints.endswith("try: tenantry doctor\n")
    assert tenantry("mail", "list", "--state", "lost").complaints.endswith("try: tenantry explain invalid_params\n")
    assert "try:   tenantry help call" in tenantry("call").complaints
    assert tenantry("mail", "list", db_socket="/nowhere").status == 7
    done = tenantry("doctor", workers="many")
    assert done.status == 1 and "TENANTRY_WORKERS" in done.complaints and "tenantry.conf(5)" in done.complaints
