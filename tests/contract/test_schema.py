# SPDX-License-Identifier: MIT
"""Migrations: what they lead to, that they can be repeated, and whose rights they set."""

import os
import re

import pymysql
import pytest

from stack.layout import ROOT
from stack.scratch import Scratch


@pytest.fixture
def empty():
    scratch = Scratch()
    yield scratch
    scratch.drop()


@pytest.fixture
def migrated(empty):
    empty.migrate()
    return empty


def text(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def test_migrations_on_an_empty_database_give_the_committed_schema(empty):
    status, _, complaints = empty.tenantry("migrate", "--check")
    assert status != 0 and "tenantry migrate" in complaints or "denied" in complaints
    assert empty.migrate().split() == sorted(os.listdir(os.path.join(ROOT, "sql", "migrations")))
    assert empty.dump() == text("sql", "schema.sql"), "if this is intended: scripts/dump-schema >sql/schema.sql"
    assert empty.tenantry("migrate", "--check")[0] == 0


def test_a_second_run_does_nothing(migrated):
    before = migrated.tables.checksums()
    assert migrated.migrate() == ""
    assert migrated.tables.checksums() == before


def test_a_run_that_died_before_it_was_recorded_is_run_again(migrated):
    tables, schema = migrated.tables.checksums(), migrated.dump()
    migrated.tables.rows("DELETE FROM schema_migration")
    assert migrated.migrate() != ""
    assert migrated.dump() == schema
    changed = {name for name, sum in migrated.tables.checksums().items() if sum != tables[name]}
    assert changed <= {"schema_migration"}


def test_a_file_that_was_edited_afterwards_is_refused(migrated):
    migrated.tables.rows("UPDATE schema_migration SET checksum = REPEAT('0', 64) WHERE version = 1")
    for command in ("migrate",), ("migrate", "--check"):
        status, _, complaints = migrated.tenantry(*command)
        assert status != 0 and "0001_base.sql was changed" in complaints


def test_the_next_schema_can_be_served_but_not_migrated_and_one_after_that_neither(migrated):
    newest = migrated.tables.rows("SELECT MAX(version) AS n FROM schema_migration")[0].n
    for more, served in (1, True), (2, False):
        migrated.tables.rows("INSERT INTO schema_migration VALUES (%s, 'next.sql', REPEAT('1', 64),"
                             " UTC_TIMESTAMP(), 'test')", newest + more)
        assert (migrated.tenantry("migrate", "--check")[0] == 0) is served
        status, _, complaints = migrated.tenantry("migrate")
        assert status != 0 and f"version {newest + more}" in complaints


def test_an_older_schema_is_not_served(migrated):
    migrated.tables.rows("DELETE FROM schema_migration ORDER BY version DESC LIMIT 1")
    status, _, complaints = migrated.tenantry("migrate", "--check")
    assert status != 0 and "run tenantry migrate" in complaints


@pytest.mark.parametrize("statement", [
    "CREATE TABLE mine (id INT)", "ALTER TABLE tenant ADD mine INT", "DROP TABLE tenant", "TRUNCATE TABLE session",
    "CREATE VIEW mine AS SELECT 1", "CREATE TEMPORARY TABLE mine (id INT)", "CREATE INDEX mine ON tenant (name)",
    "UPDATE audit SET action = 'nothing'", "DELETE FROM audit", "DELETE FROM schema_migration",
    "UPDATE schema_migration SET version = 9", "LOCK TABLES tenant WRITE", "DELETE FROM tenant"])
def test_the_account_that_serves_may_not(migrated, statement):
    with pytest.raises(pymysql.err.Error) as refused:
        migrated.as_worker(statement)
    assert refused.value.args[0] in (1044, 1142), refused.value


@pytest.mark.parametrize("statement", [
    "SELECT 1 INTO OUTFILE '/tmp/tenantry-out'", "SELECT LOAD_FILE('/etc/passwd') IS NOT NULL FROM mysql.user",
    "LOAD DATA INFILE '/etc/passwd' INTO TABLE throttle", "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE throttle",
    "SELECT * FROM mysql.global_priv", "CREATE USER mine@localhost", "GRANT SELECT ON tenant TO mine@localhost",
    "SET GLOBAL general_log = 1", "CREATE FUNCTION mine() RETURNS INT RETURN 1", "CREATE DATABASE mine", "KILL 1",
    "CREATE TRIGGER mine BEFORE INSERT ON audit FOR EACH ROW SET NEW.action = ''", "FLUSH LOGS", "SHOW MASTER STATUS"])
def test_the_account_that_serves_reaches_nothing_beside_its_tables(migrated, statement):
    with pytest.raises(pymysql.err.Error) as refused:
        migrated.as_worker(statement)
    # Denied for a table, database, column, routine or for want of a global right; no such thread; not allowed at all.
    assert refused.value.args[0] in (1044, 1045, 1094, 1095, 1142, 1227, 1370, 1410, 4166, 1148), refused.value


def test_rights_that_were_given_by_hand_are_taken_back(migrated):
    migrated.run(f"GRANT DELETE ON {migrated.name}.audit TO {migrated.worker}@localhost")
    pattern = migrated.name.replace("_", r"\_")
    migrated.run(f"GRANT ALTER, DROP ON `{pattern}`.* TO {migrated.worker}@localhost")
    migrated.migrate()
    for statement in "DELETE FROM audit", "ALTER TABLE tenant ADD mine INT":
        with pytest.raises(pymysql.err.OperationalError):
            migrated.as_worker(statement)
    assert migrated.as_worker("SELECT COUNT(*) FROM audit") == ((0,),)


def test_every_table_says_what_the_account_that_serves_may_do(migrated):
    said = re.findall(r"^X\((\w+),", text("sql", "grants.def"), re.M)
    assert said == sorted(said)
    assert said == migrated.tables.names()
