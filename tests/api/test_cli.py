# SPDX-License-Identifier: MIT
"""The commands of the operator, on the running stack."""

import os
import pty
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
    assert list(lines(done)) == ["configuration", "keys", "database", "schema", "rights", "cluster", "clock", "mail",
                                 "socket"]


@pytest.mark.parametrize("name, options, word", [
    ("mail", {"smtp_port": "1"}, "refused"),
    ("mail", {"smtp_host": "nobody.invalid"}, "nobody.invalid"),
    ("mail", {"mail_from": ""}, "mail_from"),
    ("mail", {"mail_transport": "sendmail", "sendmail_path": "/nowhere"}, "/nowhere"),
    ("database", {"db_socket": "/nowhere"}, "/nowhere"),
    ("keys", {"key_file": "/nowhere/keys"}, "/nowhere/keys"),
    ("configuration", {"base_domain": ""}, "base_domain"),
    ("socket", {"listen": "/nowhere/pool.sock"}, "/nowhere/pool.sock"),
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
    assert complete("tenantry", "explain", "email_t") == ["email_taken"]
    assert complete("tenantry", "completion", "") == ["bash", "zsh", "fish", "--help"]
    assert tenantry("completion", "tcsh").status == 2


def test_completion_for_zsh_names_every_command():
    output = tenantry("completion", "zsh").output
    assert output.startswith("#compdef tenantry\n")
    offered = set(re.findall(r"^\t\t'(\w+):", output, re.M))
    assert offered == helped()
    if shutil.which("zsh"):
        subprocess.run(["zsh", "-n"], input=output, text=True, check=True)


def test_completion_for_fish_names_every_command(tmp_path):
    output = tenantry("completion", "fish").output
    assert set(re.findall(r"__fish_use_subcommand -a (\w+)", output)) == helped()
    if shutil.which("fish"):
        script = tmp_path / "tenantry.fish"
        script.write_text(output, encoding="utf-8")
        done = subprocess.run(["fish", "-c", f"source {script}; complete -C 'tenantry call mail.re'"], text=True,
                              capture_output=True, check=True, env={**os.environ, "HOME": str(tmp_path)})
        assert done.stdout.split() == ["mail.retry"]


def helped():
    output = subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  (\w+) {2,}\S", output, re.M))


def table(folder, people, name="people.csv"):
    path = folder / name
    path.write_text("email,role\n" + "".join(f"{email},{role}\n" for email, role in people), encoding="utf-8")
    return str(path)


def pending(acme):
    return {one.email for one in acme.admin.call("invitation.list", limit=1000)["items"]}


def on_terminal(answer, *arguments):
    """The command with a terminal for input, output and errors: (status, what it showed)."""
    config = os.path.join(os.path.dirname(os.environ["STACK_ACCESS"]), "tenantry.conf")
    child, terminal = pty.fork()
    if child == 0:
        os.execv(BINARY, [BINARY, "--config", config, *arguments])
    shown = b""
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:
            break
        shown += read
        if b"[y/N]" in read:
            os.write(terminal, answer.encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_R9_an_import_without_a_terminal_shows_and_needs_yes(acme, tmp_path, unique):
    people = [(unique("one@x.test"), "member"), (unique("two@x.test"), "admin")]
    path = table(tmp_path, people)
    done = tenantry("import", acme.slug, path)
    assert done.status == 2 and "--yes" in done.complaints
    assert all(email in done.output for email, _ in people) and f"2 to invite to {acme.name}" in done.output
    assert pending(acme) == set()
    done = tenantry("import", acme.id, path, "--yes")
    assert (done.status, done.output.splitlines()[-1]) == (0, "2 invited")
    assert pending(acme) == {email for email, _ in people}
    assert acme.mail_to(people[0][0]).link()


def test_R9_on_a_terminal_it_asks_and_shows_a_bar(acme, tmp_path, unique):
    email = unique("asked@x.test")
    path = table(tmp_path, [(email, "member")])
    status, shown = on_terminal("n", "import", acme.slug, path)
    assert status == 1 and "nothing was done" in shown and pending(acme) == set()
    status, shown = on_terminal("y", "import", acme.slug, path)
    assert status == 0 and "1 invited" in shown and pending(acme) == {email}
    assert re.search(r"importing +\[#{40}\] 1/1", shown)


def test_one_faulty_line_stops_it_unless_only_the_valid_are_wanted(acme, tmp_path, unique):
    good = unique("good@x.test")
    path = table(tmp_path, [("nonsense", "member"), (good, "member"), (unique("bad@x.test"), "emperor")])
    done = tenantry("import", acme.slug, path, "--yes")
    assert done.status == 1 and re.search(r"^ +2  nonsense", done.output, re.M)
    assert re.search(r"^ +4  bad", done.output, re.M) and pending(acme) == set()
    done = tenantry("import", acme.slug, path, "--yes", "--only-valid", "--no-email")
    assert done.status == 6 and pending(acme) == {good}
    assert acme.mails_to(good) == []


def test_R12_an_address_that_stands_twice_is_named_with_its_lines(acme, tmp_path, unique):
    email = unique("twice@x.test")
    path = table(tmp_path, [(email, "member"), (unique("x@x.test"), "member"), (email.upper(), "member")])
    done = tenantry("import", acme.slug, path, "--yes")
    assert done.status == 1 and "line 2, 4" in done.complaints and pending(acme) == set()


def test_a_large_file_goes_in_parts_and_lines_keep_their_numbers(acme, tmp_path, unique):
    people = [(unique("many@x.test"), "member") for _ in range(1200)]
    path = table(tmp_path, people + [(people[3][0].upper(), "member")])
    done = tenantry("import", acme.slug, path, "--yes")
    assert done.status == 1 and re.search(r"^ +1202  MANY.*stands in line 5 already", done.output, re.M)
    done = tenantry("import", acme.slug, path, "--yes", "--only-valid", "--no-email")
    assert done.status == 6 and "1200 invited" in done.output
    assert acme.msp.admin.call("tenant.get", tenant_id=acme.id).user_count == 1200


def test_an_import_says_what_it_misses(acme, tmp_path):
    assert tenantry("import", acme.slug).status == 2
    done = tenantry("import", "no-such-tenant", table(tmp_path, []))
    assert done.status != 0 and "no-such-tenant" in done.complaints
    done = tenantry("import", acme.slug, "/nowhere.csv")
    assert done.status != 0 and "/nowhere.csv" in done.complaints
    done = tenantry("import", acme.slug, table(tmp_path, []), "--yes")
    assert done.status == 1 and "nobody" in done.complaints


def test_an_import_reads_standard_input(acme, unique):
    email = unique("piped@x.test")
    done = tenantry("import", acme.slug, "-", "--yes", said=f"email;role\r\n{email};member\r\n")
    assert done.status == 0 and pending(acme) == {email}


@pytest.mark.parametrize("table, word", [
    ("openrpc", '"openrpc":"1.2.6"'), ("methods", "| `tenant.create` |"), ("errors", "| 409 | `name_taken` |"),
    ("permissions", "user.set_role"), ("settings", "| `role_change` |"), ("config", "request_timeout"),
    ("sql", "tenant_by_id")])
def test_print_shows_the_tables_that_the_program_runs_from(table, word):
    """Without any configuration: there may be none yet."""
    done = subprocess.run([BINARY, "print", table], env={}, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert word in done.stdout
