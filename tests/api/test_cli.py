# SPDX-License-Identifier: MIT
"""The commands of the operator, on the running stack."""

import re
import shutil
import subprocess

import pytest

from stack.commands import tenantry
from stack.pool import BINARY
from stack.scratch import Scratch


def lines(done):
    """name -> (ok or wrong, words) of what doctor says."""
    found = re.findall(r"^(ok|wrong)\s+(\w+)\s+(.*)$", done.output, re.M)
    return {name: (state, words) for state, name, words in found}


def test_doctor_finds_nothing_wrong_with_the_stack():
    done = tenantry("doctor")
    assert done.status == 0, done.output
    assert list(lines(done)) == ["configuration", "keys", "database", "schema", "rights", "cluster", "clock", "mail"]


@pytest.mark.parametrize("name, options, word", [
    ("mail", {"smtp_port": "1"}, "refused"),
    ("mail", {"smtp_host": "nobody.invalid"}, "nobody.invalid"),
    ("mail", {"mail_from": ""}, "mail_from"),
    ("mail", {"mail_transport": "sendmail", "sendmail_path": "/nowhere"}, "/nowhere"),
    ("database", {"db_socket": "/nowhere"}, "/nowhere"),
    ("keys", {"key_file": "/nowhere/keys"}, "/nowhere/keys"),
    ("configuration", {"base_domain": ""}, "base_domain"),
])
def test_doctor_says_what_is_wrong_and_what_to_do(name, options, word):
    done = tenantry("doctor", **options)
    assert done.status == 1
    state, words = lines(done)[name]
    assert state == "wrong" and word in words
    assert re.search(rf"^wrong  {name} .*\n {{10,}}\S", done.output, re.M), "the remedy stands below"


def test_doctor_knows_an_old_schema_and_rights_that_are_too_many_or_too_few():
    scratch = Scratch()
    try:
        scratch.migrate()
        status, output, _ = scratch.tenantry("doctor")
        assert status == 0, output
        status, output, _ = scratch.tenantry("doctor", user=scratch.owner)
        assert status == 1 and re.search(r"^wrong  rights", output, re.M)
        scratch.run(f"REVOKE UPDATE ON {scratch.name}.mail FROM {scratch.worker}@localhost")
        status, output, _ = scratch.tenantry("doctor")
        assert "UPDATE on mail: is missing" in output
        scratch.run(f"DELETE FROM {scratch.name}.schema_migration ORDER BY version DESC LIMIT 1")
        status, output, _ = scratch.tenantry("doctor")
        assert re.search(r"^wrong  schema .*\n +run `tenantry migrate`", output, re.M), output
    finally:
        scratch.drop()


def test_mail_lists_the_outbox(acme, unique):
    email = unique("listed@x.test")
    acme.invite(email)
    acme.mail_to(email)
    done = tenantry("mail", "list", "--to", email)
    assert done.status == 0
    assert re.search(rf"^mail_\w+  \S+Z  sent +invitation +{email}", done.output, re.M), done.output
    assert tenantry("mail", "list", "--to", email, "--state", "failed").output == ""
    assert tenantry("mail", "list", "--state", "nonsense").status == 2
    assert tenantry("mail", "sing").status == 2


def test_mail_run_sends_what_is_due_without_a_keeper(acme, db, unique):
    email = unique("once@x.test")
    db.rows("UPDATE mail SET lease_until = NULL")
    acme.invite(email)
    done = tenantry("mail", "run", "--once")
    assert done.status == 0, done.complaints
    assert acme.mail_to(email).link()


def complete(*words):
    """What bash would offer for the last of these words."""
    script = tenantry("completion", "bash").output
    quoted = " ".join(f"'{word}'" for word in words)
    done = subprocess.run(["bash", "--norc", "-c", f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
                           "_tenantry; printf '%s\\n' \"${COMPREPLY[@]}\""], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_completion_knows_commands_options_and_methods():
    assert complete("tenantry", "ser") == ["serve"]
    assert "doctor" in complete("tenantry", "--config", "x.conf", "")
    assert complete("tenantry", "call", "mail.re") == ["mail.retry"]
    assert complete("tenantry", "migrate", "--c") == ["--check", "--check-sql"]
    assert complete("tenantry", "completion", "") == ["bash", "zsh", "--help"]
    assert tenantry("completion", "fish").status == 2


def test_completion_for_zsh_names_every_command():
    output = tenantry("completion", "zsh").output
    assert output.startswith("#compdef tenantry\n")
    offered = set(re.findall(r"^\t\t'(\w+):", output, re.M))
    assert offered == helped()
    if shutil.which("zsh"):
        subprocess.run(["zsh", "-n"], input=output, text=True, check=True)


def helped():
    output = subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  (\w+) {2,}\S", output, re.M))
