-- SPDX-License-Identifier: MIT
-- The second factor.  Each statement can be run again.

ALTER TABLE account
	ADD COLUMN IF NOT EXISTS mfa_enabled TINYINT NOT NULL DEFAULT 0
		COMMENT 'kept with totp.confirmed_at';

-- A session that gets a new value keeps what was asked for at the sign-in.
ALTER TABLE session
	ADD COLUMN IF NOT EXISTS remember TINYINT NOT NULL DEFAULT 0
		COMMENT 'the cookie outlives the browser';

-- One secret for each person, sealed under a key of the key file.
CREATE TABLE IF NOT EXISTS totp (
	account_id   BINARY(16) NOT NULL,
	secret       VARBINARY(128) NOT NULL COMMENT 'sealed, bound to the account',
	key_number   INT NOT NULL COMMENT 'of the key file',
	confirmed_at DATETIME NULL COMMENT 'NULL: being set up',
	last_step    BIGINT NOT NULL DEFAULT -1 COMMENT 'no code of this step or before is taken',
	created_at   DATETIME NOT NULL,
	PRIMARY KEY (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Ten of 125 bits each, good for one use.
CREATE TABLE IF NOT EXISTS recovery_code (
	hash       BINARY(32) NOT NULL,
	account_id BINARY(16) NOT NULL,
	used_at    DATETIME NULL,
	PRIMARY KEY (hash),
	KEY account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
