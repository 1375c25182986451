-- SPDX-License-Identifier: MIT
-- What an MSP sells to its tenants, presets for new ones, and what they use.

-- What every list of tenants shows of its packages, kept with them.
ALTER TABLE tenant
	ADD COLUMN IF NOT EXISTS tenant_count INT NOT NULL DEFAULT 0 COMMENT 'of an MSP: its tenants, deleted ones not counted',
	ADD COLUMN IF NOT EXISTS credits_used BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN IF NOT EXISTS credit_limit BIGINT NOT NULL DEFAULT 0 COMMENT 'sum over its packages',
	ADD COLUMN IF NOT EXISTS seats INT NULL COMMENT 'sum over its packages; NULL: no limit',
	ADD COLUMN IF NOT EXISTS primary_package VARCHAR(255) NULL COMMENT 'name of its type',
	ADD COLUMN IF NOT EXISTS additional_packages LONGTEXT NOT NULL DEFAULT '[]' COMMENT 'names of their types, JSON list';

CREATE TABLE IF NOT EXISTS package_type (
	id         BINARY(16) NOT NULL,
	name       VARCHAR(255) NOT NULL,
	name_key   VARBINARY(2048) NOT NULL COMMENT 'NFC, case folded',
	credits    BIGINT NOT NULL,
	seats      INT NULL COMMENT 'NULL: no limit',
	additional TINYINT NOT NULL COMMENT '1: beside a primary one, such as a credit pack',
	created_at DATETIME NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY name_key (name_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- One unit of a type, owned by an MSP (or the platform), assigned to at most one tenant.
CREATE TABLE IF NOT EXISTS package (
	msp_id     BINARY(16) NOT NULL,
	id         BINARY(16) NOT NULL,
	type_id    BINARY(16) NOT NULL,
	tenant_id  BINARY(16) NULL COMMENT 'NULL: in stock',
	created_at DATETIME NOT NULL,
	PRIMARY KEY (msp_id, id),
	UNIQUE KEY id (id),
	KEY stock (msp_id, type_id, tenant_id, id),
	KEY tenant (tenant_id, id),
	CONSTRAINT package_type FOREIGN KEY (type_id) REFERENCES package_type (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A preset, applied once when a tenant is created.
CREATE TABLE IF NOT EXISTS template (
	id              BINARY(16) NOT NULL,
	tenant_id       BINARY(16) NULL COMMENT 'the MSP or platform that made it; NULL: everybody''s',
	name            VARCHAR(255) NOT NULL,
	name_key        VARBINARY(2048) NOT NULL,
	package_type_id BINARY(16) NULL,
	config          LONGTEXT NOT NULL DEFAULT '{}' COMMENT 'settings of the tenant, JSON',
	roles           LONGTEXT NOT NULL DEFAULT '[]' COMMENT 'roles of the tenant, JSON list',
	version         BIGINT NOT NULL DEFAULT 1,
	created_at      DATETIME NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY name_key (tenant_id, name_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- What was booked; the sum stands in its tenant.
CREATE TABLE IF NOT EXISTS credit_use (
	id        BIGINT NOT NULL AUTO_INCREMENT,
	tenant_id BINARY(16) NOT NULL,
	at        DATETIME NOT NULL,
	amount    BIGINT NOT NULL,
	reference VARCHAR(255) NOT NULL,
	model     VARCHAR(128) NULL,
	PRIMARY KEY (id),
	KEY tenant (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The template that every installation brings: administrators and sales engineers who
-- work at once, with names, a temporary password and a role that stays.
INSERT IGNORE INTO template (id, tenant_id, name, name_key, config, roles, created_at)
VALUES (x'00000000000070008000000000000109', NULL, 'poc', 'poc',
'{"onboarding":"direct","direct_credential":"temporary_password","role_change":"forbidden","invite_required_fields":["first_name","last_name"],"default_role":""}',
'[{"name":"tenant_admin","title":"Tenant Admin","description":"Manages the users of the tenant.","permissions":["user.read","user.update","user.set_role","user.set_status","user.remove","user.reset_password","user.export","invitation.create","invitation.read","invitation.update","invitation.create_link","invitation.revoke","role.read","config.read","config.update","session.manage","audit.read"],"can_assign":["administrator","sales_engineer"]},{"name":"administrator","title":"Administrator","description":"Makes templates, adds resources to them, sees all projects.","permissions":["app:template.create","app:template.resource","app:poc.read"],"can_assign":[]},{"name":"sales_engineer","title":"Sales Engineer","description":"Makes and manages projects, invites customers.","permissions":["app:poc.create","app:poc.manage","app:customer.invite","app:task.manage","app:comment.create","app:resource.create"],"can_assign":[]}]',
UTC_TIMESTAMP());
