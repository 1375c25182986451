-- SPDX-License-Identifier: MIT
-- A process may keep what it read of a caller as long as this number stays what it was.

ALTER TABLE session
	ADD COLUMN IF NOT EXISTS revision INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'grows with every change of what its caller is or may do';
