-- SPDX-License-Identifier: MIT
-- How things end: tenants that are deleted, people who do not come any more, mails that
-- are tried again.

ALTER TABLE tenant
	ADD COLUMN IF NOT EXISTS status_before ENUM('active', 'suspended') NULL COMMENT 'of a deleted one',
	ADD COLUMN IF NOT EXISTS purge_at DATETIME NULL COMMENT 'of a deleted one: the end of its grace; NULL: it is gone but for its slug',
	ADD COLUMN IF NOT EXISTS purging TINYINT NOT NULL DEFAULT 0 COMMENT '1: too late for a restore',
	ADD COLUMN IF NOT EXISTS packages_before LONGTEXT NULL COMMENT 'of a deleted one: types of its packages, JSON list of ids',
	ADD KEY IF NOT EXISTS purge_at (purge_at);

ALTER TABLE membership
	ADD COLUMN IF NOT EXISTS active_since DATETIME NULL COMMENT 'when somebody made it active; NULL: since it began',
	ADD KEY IF NOT EXISTS access_ends (status, access_expires_at);

ALTER TABLE mail
	ADD COLUMN IF NOT EXISTS queued_at DATETIME NULL COMMENT 'when somebody had it tried again; NULL: never',
	ADD KEY IF NOT EXISTS account (account_id, id);

ALTER TABLE session ADD KEY IF NOT EXISTS expires_at (expires_at);
ALTER TABLE token ADD KEY IF NOT EXISTS expires_at (expires_at);
