-- SPDX-License-Identifier: MIT

-- name: schema_create
-- What was applied to this database, and by whom.
CREATE TABLE IF NOT EXISTS schema_migration (
	version    INT UNSIGNED NOT NULL PRIMARY KEY,
	name       VARCHAR(190) NOT NULL,
	checksum   CHAR(64)     NOT NULL,
	applied_at DATETIME     NOT NULL,
	applied_by VARCHAR(190) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- name: schema_exists
-- 0 in a database that was never migrated.
-- scan ok: the catalogue is no table
SELECT COUNT(*) FROM information_schema.tables
 WHERE table_schema = DATABASE() AND table_name = 'schema_migration';

-- name: schema_applied -> schema_applied
-- scan ok: one row per migration ever made.
SELECT version, name, checksum FROM schema_migration ORDER BY version;

-- name: schema_record
-- A migration is through.
INSERT INTO schema_migration (version, name, checksum, applied_at, applied_by)
VALUES (:version, :name, :checksum, UTC_TIMESTAMP(), CURRENT_USER());

-- name: schema_lock
-- 1 if no other migration runs in this database now; held as long as the link.
SELECT GET_LOCK(CONCAT('tenantry migrate ', DATABASE()), 10);

-- name: schema_rights -> schema_right
-- What the account that asks may do to single tables.
-- scan ok: the catalogue is no table
SELECT table_name AS name, privilege_type AS verb
  FROM information_schema.table_privileges
 WHERE table_schema = DATABASE();

-- name: schema_rights_beyond
-- What it may do to all of them, but for reading.
-- scan ok: the catalogue is no table
SELECT (SELECT COUNT(*) FROM information_schema.schema_privileges
         WHERE DATABASE() LIKE table_schema AND privilege_type <> 'SELECT') +
       (SELECT COUNT(*) FROM information_schema.user_privileges
         WHERE privilege_type NOT IN ('USAGE', 'SELECT'));
