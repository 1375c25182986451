-- SPDX-License-Identifier: MIT
-- The nouns of the service.  Each statement can be run again.
--
-- Ids are UUIDv7 whose last byte is the kind (model/ids.def).  What identifies
-- is compared byte by byte; what people read is utf8mb4.  Times are UTC.

-- Platform, MSPs and tenants: everything that has members.
CREATE TABLE IF NOT EXISTS tenant (
	id              BINARY(16) NOT NULL,
	kind            ENUM('platform', 'msp', 'tenant') NOT NULL,
	msp_id          BINARY(16) NULL COMMENT 'of a tenant: its MSP',
	name            VARCHAR(255) NOT NULL,
	name_key        VARBINARY(2048) NOT NULL COMMENT 'NFC, case folded',
	slug            VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NULL,
	status          ENUM('active', 'suspended', 'deleted') NOT NULL DEFAULT 'active',
	status_reason   VARCHAR(1000) NULL,
	config          LONGTEXT NOT NULL DEFAULT '{}' COMMENT 'settings of this level, JSON',
	disabled_models LONGTEXT NOT NULL DEFAULT '[]' COMMENT 'JSON list of names',
	user_count      INT NOT NULL DEFAULT 0 COMMENT 'memberships, kept with them',
	version         BIGINT NOT NULL DEFAULT 1,
	config_version  BIGINT NOT NULL DEFAULT 1,
	created_at      DATETIME NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY name_key (name_key),
	UNIQUE KEY slug (slug),
	KEY msp (msp_id, id),
	KEY kind (kind, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A person who can sign in, known by the login email.
CREATE TABLE IF NOT EXISTS account (
	id                   BINARY(16) NOT NULL,
	email                VARCHAR(254) NOT NULL COMMENT 'as it was typed',
	email_key            VARBINARY(254) NOT NULL COMMENT 'lower case',
	communication_email  VARCHAR(254) NULL COMMENT 'NULL: the login email',
	first_name           VARCHAR(255) NULL,
	last_name            VARCHAR(255) NULL,
	language             VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	password_hash        VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
	password_changed_at  DATETIME NULL,
	password_expires_at  DATETIME NULL COMMENT 'of a temporary one',
	must_change_password TINYINT NOT NULL DEFAULT 0,
	home_tenant_id       BINARY(16) NOT NULL COMMENT 'where the account began',
	created_at           DATETIME NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY email_key (email_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS role (
	id          BINARY(16) NOT NULL,
	tenant_id   BINARY(16) NULL COMMENT 'NULL: built in',
	level       ENUM('platform', 'msp', 'tenant') NOT NULL COMMENT 'where it is used',
	name        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	title       VARCHAR(255) NOT NULL,
	description VARCHAR(1000) NOT NULL DEFAULT '',
	builtin     TINYINT NOT NULL DEFAULT 0 COMMENT '1: the program knows its permissions',
	permissions LONGTEXT NOT NULL DEFAULT '[]' COMMENT 'JSON list',
	can_assign  LONGTEXT NOT NULL DEFAULT '[]' COMMENT 'JSON list of role names',
	version     BIGINT NOT NULL DEFAULT 1,
	created_at  DATETIME NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY name (tenant_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- An account inside a tenant, an MSP or the platform.
CREATE TABLE IF NOT EXISTS membership (
	tenant_id         BINARY(16) NOT NULL,
	account_id        BINARY(16) NOT NULL,
	role_id           BINARY(16) NOT NULL,
	status            ENUM('pending', 'active', 'inactive') NOT NULL,
	permissions       LONGTEXT NOT NULL DEFAULT '[]' COMMENT 'additional ones, JSON list',
	last_sign_in_at   DATETIME NULL,
	access_expires_at DATETIME NULL,
	version           BIGINT NOT NULL DEFAULT 1,
	created_at        DATETIME NOT NULL,
	PRIMARY KEY (tenant_id, account_id),
	KEY account (account_id),
	KEY role (role_id),
	CONSTRAINT membership_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
	CONSTRAINT membership_account FOREIGN KEY (account_id) REFERENCES account (id),
	CONSTRAINT membership_role FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The offer of a membership.  `expired` is pending with expires_at in the past.
CREATE TABLE IF NOT EXISTS invitation (
	tenant_id           BINARY(16) NOT NULL,
	id                  BINARY(16) NOT NULL,
	account_id          BINARY(16) NOT NULL,
	email               VARCHAR(254) NOT NULL,
	communication_email VARCHAR(254) NULL,
	first_name          VARCHAR(255) NULL,
	last_name           VARCHAR(255) NULL,
	language            VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	role_id             BINARY(16) NOT NULL,
	permissions         LONGTEXT NOT NULL DEFAULT '[]',
	message             VARCHAR(1000) NULL,
	status              ENUM('pending', 'accepted', 'revoked') NOT NULL DEFAULT 'pending',
	invited_by          BINARY(16) NULL COMMENT 'account or API key; NULL: the operator',
	send_count          INT NOT NULL DEFAULT 0,
	ttl_seconds         INT NOT NULL COMMENT 'a resend starts it anew',
	expires_at          DATETIME NOT NULL,
	accepted_at         DATETIME NULL,
	version             BIGINT NOT NULL DEFAULT 1,
	created_at          DATETIME NOT NULL,
	PRIMARY KEY (tenant_id, id),
	UNIQUE KEY id (id),
	KEY account (account_id, status),
	KEY status (tenant_id, status, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What a mailed link stands for.  Only a hash is kept, bound to the purpose.
CREATE TABLE IF NOT EXISTS token (
	hash          BINARY(32) NOT NULL,
	purpose       ENUM('invitation', 'access_link', 'password_reset', 'email_change') NOT NULL,
	account_id    BINARY(16) NOT NULL,
	tenant_id     BINARY(16) NOT NULL,
	host_id       BINARY(16) NOT NULL COMMENT 'the tenant row whose host the link names',
	invitation_id BINARY(16) NULL,
	email         VARCHAR(254) NULL COMMENT 'the new address of an email_change',
	created_at    DATETIME NOT NULL,
	expires_at    DATETIME NOT NULL,
	used_at       DATETIME NULL,
	revoked_at    DATETIME NULL,
	PRIMARY KEY (hash),
	KEY account (account_id, purpose),
	KEY invitation (invitation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS session (
	hash             BINARY(32) NOT NULL,
	id               BINARY(16) NOT NULL,
	account_id       BINARY(16) NOT NULL,
	tenant_id        BINARY(16) NOT NULL,
	host_id          BINARY(16) NOT NULL COMMENT 'the tenant row on whose host it was made',
	kind             ENUM('cookie', 'token') NOT NULL,
	level            ENUM('restricted', 'password', 'mfa') NOT NULL,
	created_at       DATETIME NOT NULL,
	authenticated_at DATETIME NOT NULL COMMENT 'last proof of a credential',
	last_seen_at     DATETIME NOT NULL,
	idle_seconds     INT NOT NULL,
	expires_at       DATETIME NOT NULL,
	ip               VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	user_agent       VARCHAR(255) NOT NULL,
	PRIMARY KEY (hash),
	UNIQUE KEY id (id),
	KEY account (account_id, id),
	KEY tenant (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS api_key (
	tenant_id    BINARY(16) NOT NULL,
	id           BINARY(16) NOT NULL,
	name         VARCHAR(255) NOT NULL,
	prefix       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	permissions  LONGTEXT NOT NULL DEFAULT '[]',
	expires_at   DATETIME NULL,
	last_used_at DATETIME NULL,
	revoked_at   DATETIME NULL,
	created_by   BINARY(16) NULL,
	created_at   DATETIME NOT NULL,
	PRIMARY KEY (tenant_id, id),
	UNIQUE KEY id (id),
	KEY created_by (created_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A key has one secret, and for the time of a rotation two.
CREATE TABLE IF NOT EXISTS api_key_secret (
	hash       BINARY(32) NOT NULL,
	tenant_id  BINARY(16) NOT NULL,
	api_key_id BINARY(16) NOT NULL,
	expires_at DATETIME NULL,
	PRIMARY KEY (hash),
	KEY api_key (tenant_id, api_key_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The outbox: written in the transaction of the cause, sent by the keeper.
CREATE TABLE IF NOT EXISTS mail (
	id              BINARY(16) NOT NULL,
	tenant_id       BINARY(16) NOT NULL,
	kind            VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	account_id      BINARY(16) NULL,
	invitation_id   BINARY(16) NULL,
	to_address      VARCHAR(254) NOT NULL,
	to_key          VARBINARY(254) NOT NULL COMMENT 'lower case, for the limits',
	language        VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	detail          LONGTEXT NOT NULL DEFAULT '{}' COMMENT 'what the text needs, JSON; no secret',
	state           ENUM('queued', 'sent', 'deferred', 'failed', 'cancelled') NOT NULL DEFAULT 'queued',
	attempts        INT NOT NULL DEFAULT 0,
	next_attempt_at DATETIME NULL COMMENT 'NULL: never again',
	claimed_by      BINARY(16) NULL,
	lease_until     DATETIME NULL,
	last_error      VARCHAR(1000) NULL,
	created_at      DATETIME NOT NULL,
	updated_at      DATETIME NOT NULL,
	PRIMARY KEY (id),
	KEY due (next_attempt_at),
	KEY tenant (tenant_id, id),
	KEY invitation (invitation_id, id),
	KEY recipient (to_key, kind, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Insert and select only, for the account that serves.
CREATE TABLE IF NOT EXISTS audit (
	tenant_id  BINARY(16) NOT NULL,
	id         BINARY(16) NOT NULL,
	at         DATETIME NOT NULL,
	actor_kind ENUM('user', 'api_key', 'operator', 'system') NOT NULL,
	actor_id   BINARY(16) NULL,
	actor_name VARCHAR(255) NOT NULL,
	action     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	target_id  BINARY(16) NULL,
	refusal    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the reason; NULL: done',
	ip         VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	changes    LONGTEXT NOT NULL DEFAULT '{}',
	PRIMARY KEY (tenant_id, id),
	KEY actor (tenant_id, actor_id, id),
	KEY target (tenant_id, target_id, id),
	KEY action (tenant_id, action, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS idempotency (
	caller      BINARY(16) NOT NULL,
	key_hash    BINARY(32) NOT NULL,
	params_hash BINARY(32) NOT NULL,
	answer      LONGBLOB NULL COMMENT 'sealed under a key derived from the caller''s',
	created_at  DATETIME NOT NULL,
	PRIMARY KEY (caller, key_hash),
	KEY created_at (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The one platform, known by a fixed id; its host is the admin host.
INSERT IGNORE INTO tenant (id, kind, name, name_key, slug, created_at)
VALUES (x'00000000000070008000000000000001', 'platform', 'Platform', 'platform', 'admin', UTC_TIMESTAMP());

-- Roles that are built in: the program knows what they may (model/perm.def).
INSERT IGNORE INTO role (id, tenant_id, level, name, title, description, builtin, can_assign, created_at)
VALUES
(x'00000000000070008000000000000106', NULL, 'platform', 'admin', 'Platform administrator', 'Everything.', 1, '["admin"]', UTC_TIMESTAMP()),
(x'00000000000070008000000000000206', NULL, 'msp', 'admin', 'Administrator', 'Everything in the account and all its tenants.', 1, '["admin","member"]', UTC_TIMESTAMP()),
(x'00000000000070008000000000000306', NULL, 'msp', 'member', 'User', 'Everything in the tenants, nothing of the account''s own settings and staff.', 1, '[]', UTC_TIMESTAMP()),
(x'00000000000070008000000000000406', NULL, 'tenant', 'admin', 'Administrator', 'Users, invitations, configuration, sessions, keys and audit of the tenant.', 1, '["admin","member"]', UTC_TIMESTAMP()),
(x'00000000000070008000000000000506', NULL, 'tenant', 'member', 'Member', 'The own account only.', 1, '[]', UTC_TIMESTAMP());
