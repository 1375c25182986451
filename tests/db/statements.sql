-- SPDX-License-Identifier: MIT
-- What the tests of lib/db run, instead of the program's own statements.

-- name: make
CREATE TABLE IF NOT EXISTS thing (
	id     BINARY(16)   NOT NULL PRIMARY KEY,
	title  VARCHAR(200) NULL,
	body   LONGTEXT     NULL,
	number BIGINT       NULL,
	flag   TINYINT      NULL,
	at     DATETIME     NULL,
	raw    LONGBLOB     NULL,
	UNIQUE KEY title_key (title)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- name: empty
DELETE FROM thing;

-- name: thing_insert
INSERT INTO thing (id, title, body, number, flag, at, raw)
VALUES (:id, :title, :body, :number, :flag, :at, :raw);

-- name: thing_get -> thing
SELECT id, title, body, number, flag, at, raw FROM thing WHERE id = :id;

-- name: thing_list -> thing
SELECT id, title, number FROM thing ORDER BY number;

-- name: thing_between -> thing
-- The same name twice, in another order than they are given.
SELECT id, title, number FROM thing
 WHERE number > :least AND number < :most AND number <> :least
 ORDER BY number LIMIT :limit;

-- name: thing_count
SELECT COUNT(*) FROM thing;

-- name: thing_sum
SELECT SUM(number) FROM thing;

-- name: thing_number
SELECT number FROM thing WHERE id = :id;

-- name: thing_set
UPDATE thing SET number = :number WHERE id = :id;

-- name: thing_sneak
-- A name where no argument stands: ':x', `title`.
SELECT COUNT(*) FROM thing WHERE title = ':x' OR `title` = '; -- ?';

-- name: session -> session_values
SELECT @@sql_mode AS sql_mode, @@time_zone AS time_zone,
       @@collation_connection AS collation, @@character_set_client AS charset,
       @@innodb_lock_wait_timeout AS lock_wait, @@local_infile AS local_infile,
       @@innodb_snapshot_isolation AS snapshot, CAST(@@max_statement_time AS INT) AS longest,
       @@wsrep_sync_wait AS sync_wait, @@tx_isolation AS isolation;

-- name: connection
SELECT CONNECTION_ID();

-- name: kill
KILL :connection;

-- name: read_only
SET GLOBAL read_only = :on;

-- name: too_long
SELECT SLEEP(5) FROM thing LIMIT 1;

-- name: nap
DO SLEEP(0.6);
