# SPDX-License-Identifier: MIT
"""What holds for every named statement, as the server sees it: nobody writes these per statement.

`tenantry migrate --check-sql` tells of each its arguments, the columns of its result and the record that
they fill.  The plans are those of large tables: each has one row, so that lookups find it, and
statistics that say a million.
"""

import collections
import os
import re

import pytest

from stack.layout import ROOT
from stack.scratch import Scratch

Statement = collections.namedtuple("Statement", "name file params columns row fields comment text trouble")
FITS = {"int": {"int", "bool"}, "time": {"time"}, "str": {"str", "bytes", "id"},
        "null": {"int", "bool", "time", "str", "bytes", "id"}, "other": set()}
SOME_TIME = "'2026-01-01 00:00:00'"
TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:IGNORE\s+)?`?(\w+)", re.I)
PLANNED = re.compile(r"(SELECT|UPDATE|DELETE|WITH|INSERT .* SELECT|REPLACE .* SELECT)\b", re.I)


def names():
    folder = os.path.join(ROOT, "sql", "queries")
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), encoding="utf-8") as lines:
            yield from re.findall(r"^-- name: (\w+)", lines.read(), re.M)


def pairs(text):
    """name:type,... as a dict; the name of a column may hold anything."""
    return dict(re.findall(r"(.*?):(\w+)(?:,|$)", text))


@pytest.fixture(scope="module")
def scratch():
    scratch = Scratch()
    scratch.migrate()
    yield scratch
    scratch.drop()


@pytest.fixture(scope="module")
def statements(scratch):
    status, output, complaints = scratch.tenantry("migrate", "--check-sql", user=scratch.owner)
    assert status == 0, complaints
    found = {}
    for line in output.splitlines():
        name, file, params, columns, row, fields, *rest = line.split("\t")
        found[name] = Statement(name, file, params.split(",") if params else [], pairs(columns), row,
                                pairs(fields), *rest)
    return found


@pytest.fixture(scope="module", params=names())
def statement(request, statements):
    return statements[request.param]


@pytest.fixture(scope="module")
def large(scratch):
    """The scratch database, as if a million rows were in each table; table -> column -> a value in it."""
    return scratch, fill(scratch)


def fill(scratch):
    rows = scratch.tables.rows
    rows("SET foreign_key_checks = 0, eq_range_index_dive_limit = 1, use_stat_tables = 'preferably'")
    sample = {}
    for table in scratch.tables.names():
        columns = rows("SELECT column_name AS name, data_type AS type, column_type AS whole, is_nullable = 'YES'"
                       " AS nullable, character_maximum_length AS length FROM information_schema.columns"
                       " WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER'", scratch.name, table)
        values = {column.name: value_of(column) for column in columns}
        sample[table] = dict(values)
        for column in columns:
            if column.nullable and column.type == "datetime":
                values[column.name] = "NULL"
        rows(f"REPLACE INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})")
        rows("INSERT INTO mysql.table_stats VALUES (%s, %s, 1000000)", scratch.name, table)
        for index in rows("SELECT index_name AS name, MAX(seq_in_index) AS parts, MIN(non_unique) AS repeats FROM"
                          " information_schema.statistics WHERE table_schema = %s AND table_name = %s"
                          " GROUP BY 1", scratch.name, table):
            for part in range(1, index.parts + 1):
                alike = 100 / part if index.repeats or part < index.parts else 1
                rows("INSERT INTO mysql.index_stats VALUES (%s, %s, %s, %s, %s)",
                     scratch.name, table, index.name, part, alike)
    for table in scratch.tables.names():
        rows(f"FLUSH TABLES {table}")
    return sample


def value_of(column):
    if column.type == "binary":
        return f"x'{'01' * column.length}'"
    if column.type == "enum":
        return column.whole.rpartition(",")[2].strip("enum()")
    if column.type == "datetime":
        return SOME_TIME
    return "1" if column.type.endswith("int") else "'v'"


def with_values(text, sample):
    """The statement with a value for each argument: that of the column beside it."""
    known = {}
    for table in TABLES.findall(text):
        known = sample.get(table, {}) | known
    text = re.sub(r"\b(LIMIT|OFFSET)\s+\?(, \?)?", r"\1 10", text)
    text = re.sub(r"(\w+)( ?(?:<=>|<>|<=|>=|=|<|>) ?)\?",
                  lambda found: found[1] + found[2] + known.get(found[1], SOME_TIME), text)
    text = re.sub(r"([-+*/] ?)\?", r"\g<1>1", text)
    return text.replace("?", SOME_TIME)


def says(statement, word):
    """The comment gives a reason after that word."""
    return re.search(rf"\b{word}: \S", statement.comment) is not None


def test_it_can_be_prepared(statement):
    assert not statement.trouble


def test_its_columns_are_fields_of_its_record(statement):
    if not statement.row:
        assert len(statement.columns) <= 1, "-- name: ... -> record, for rows; one number needs none"
        return
    assert statement.columns, "it gives no rows"
    assert statement.fields, f"the program has no record {statement.row}"
    for name, kind in statement.columns.items():
        assert statement.fields.get(name) in FITS[kind], f"{name} is {kind}, not {statement.fields.get(name)}"


def test_it_reads_no_whole_table(statement, large):
    scratch, sample = large
    if not PLANNED.match(statement.text) or says(statement, "scan ok"):
        return
    for step in scratch.tables.rows("EXPLAIN " + with_values(statement.text, sample)):
        made_here = (step.table or "<").startswith("<") or "json_table" in (step.Extra or "")
        assert step.type not in ("ALL", "index") or made_here, \
            f"{step.table}: {step.type}, {step.rows} rows, {step.Extra}; an index, or -- scan ok: reason"


def test_it_stays_in_one_tenant(statement, scratch):
    of_tenants = {row.name for row in scratch.tables.rows(
        "SELECT table_name AS name FROM information_schema.columns"
        " WHERE table_schema = %s AND column_name = 'tenant_id'", scratch.name)}
    touched = set(TABLES.findall(statement.text))
    if touched & of_tenants and "tenant_id" not in statement.params:
        assert says(statement, "cross-tenant"), \
            f"{', '.join(touched & of_tenants)}: bind :tenant_id, or say -- cross-tenant: reason"


def test_what_is_run_after_it_has_its_arguments(statement, statements):
    for follower in re.findall(r"\bthen: (\w+)", statement.comment):
        assert set(statements[follower].params) <= set(statement.params)


def seen_of_callers(text):
    """Table -> columns of it that are read of whoever calls."""
    tables = {alias: table for table, alias in re.findall(r"\b(?:FROM|JOIN) (\w+) (\w)\b", text)}
    seen = collections.defaultdict(set)
    for alias, column in re.findall(r"\b(\w)\.(\w+)", text):
        seen[tables[alias]].add(column)
    return seen


def changed_by(text):
    """The table that a statement changes, and its columns; none: a deletion."""
    if found := re.match(r"UPDATE (\w+)\b.*? SET (.*?)(?: WHERE |$)", text):
        return found[1], set(re.findall(r"(?:^|, )(?:\w+\.)?(\w+) = ", found[2]))
    found = re.match(r"DELETE (?:\w+ )?FROM (\w+)", text)
    return (found[1], None) if found else (None, set())


def test_what_is_known_of_callers_is_told_when_it_changes(statement, statements):
    """Processes keep what they have read of a caller until her session's revision grows."""
    seen = seen_of_callers(statements["session_state"].text)
    table, columns = changed_by(statement.text)
    if table == "session" or not (columns is None and table in seen or columns and columns & seen[table]):
        return
    assert says(statement, "then") or says(statement, "callers"), \
        f"{table} {columns or ''}: -- then: known_outdate_account, or -- callers: how they are told"
