-- SPDX-License-Identifier: MIT
-- What stands between a guessed password and the person whose it is.

-- Tries at the password of an address, whether there is an account or not.
CREATE TABLE IF NOT EXISTS throttle (
	key_hash BINARY(32) NOT NULL COMMENT 'of the address, or of a remembered device',
	fails    INT NOT NULL COMMENT 'in a row, those under way counted as wrong',
	next_at  DATETIME NOT NULL COMMENT 'no try is looked at before',
	PRIMARY KEY (key_hash),
	KEY next_at (next_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Browsers that people had remembered: others' wrong tries do not hold them back.
CREATE TABLE IF NOT EXISTS device (
	hash       BINARY(32) NOT NULL,
	account_id BINARY(16) NOT NULL,
	created_at DATETIME NOT NULL,
	expires_at DATETIME NOT NULL,
	PRIMARY KEY (hash),
	KEY account (account_id),
	KEY expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
