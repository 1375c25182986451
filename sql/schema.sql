-- SPDX-License-Identifier: MIT
-- What the migrations lead to; made by scripts/dump-schema, never edited.

CREATE TABLE `account` (
  `id` binary(16) NOT NULL,
  `email` varchar(254) NOT NULL COMMENT 'as it was typed',
  `email_key` varbinary(254) NOT NULL COMMENT 'lower case',
  `communication_email` varchar(254) DEFAULT NULL COMMENT 'NULL: the login email',
  `first_name` varchar(255) DEFAULT NULL,
  `last_name` varchar(255) DEFAULT NULL,
  `language` varchar(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `password_hash` varchar(200) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `password_changed_at` datetime DEFAULT NULL,
  `password_expires_at` datetime DEFAULT NULL COMMENT 'of a temporary one',
  `must_change_password` tinyint(4) NOT NULL DEFAULT 0,
  `home_tenant_id` binary(16) NOT NULL COMMENT 'where the account began',
  `created_at` datetime NOT NULL,
  `mfa_enabled` tinyint(4) NOT NULL DEFAULT 0 COMMENT 'kept with totp.confirmed_at',
  `several` tinyint(4) NOT NULL DEFAULT 0 COMMENT '1: was a member of two places at once',
  PRIMARY KEY (`id`),
  UNIQUE KEY `email_key` (`email_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `api_key` (
  `tenant_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `name` varchar(255) NOT NULL,
  `prefix` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `permissions` longtext NOT NULL DEFAULT '[]',
  `expires_at` datetime DEFAULT NULL,
  `last_used_at` datetime DEFAULT NULL,
  `revoked_at` datetime DEFAULT NULL,
  `created_by` binary(16) DEFAULT NULL,
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `id` (`id`),
  KEY `created_by` (`created_by`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `api_key_secret` (
  `hash` binary(32) NOT NULL,
  `tenant_id` binary(16) NOT NULL,
  `api_key_id` binary(16) NOT NULL,
  `expires_at` datetime DEFAULT NULL,
  PRIMARY KEY (`hash`),
  KEY `api_key` (`tenant_id`,`api_key_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `audit` (
  `tenant_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `at` datetime NOT NULL,
  `actor_kind` enum('user','api_key','operator','system') NOT NULL,
  `actor_id` binary(16) DEFAULT NULL,
  `actor_name` varchar(255) NOT NULL,
  `action` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `target_id` binary(16) DEFAULT NULL,
  `refusal` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'the reason; NULL: done',
  `ip` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `request_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `changes` longtext NOT NULL DEFAULT '{}',
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `actor` (`tenant_id`,`actor_id`,`id`),
  KEY `target` (`tenant_id`,`target_id`,`id`),
  KEY `action` (`tenant_id`,`action`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `credit_use` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `tenant_id` binary(16) NOT NULL,
  `at` datetime NOT NULL,
  `amount` bigint(20) NOT NULL,
  `reference` varchar(255) NOT NULL,
  `model` varchar(128) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `tenant` (`tenant_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `device` (
  `hash` binary(32) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `created_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  PRIMARY KEY (`hash`),
  KEY `account` (`account_id`),
  KEY `expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `idempotency` (
  `caller` binary(16) NOT NULL,
  `key_hash` binary(32) NOT NULL,
  `params_hash` binary(32) NOT NULL,
  `answer` longblob DEFAULT NULL COMMENT 'sealed under a key derived from the caller''s',
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`caller`,`key_hash`),
  KEY `created_at` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `invitation` (
  `tenant_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `email` varchar(254) NOT NULL,
  `communication_email` varchar(254) DEFAULT NULL,
  `first_name` varchar(255) DEFAULT NULL,
  `last_name` varchar(255) DEFAULT NULL,
  `language` varchar(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `role_id` binary(16) NOT NULL,
  `permissions` longtext NOT NULL DEFAULT '[]',
  `message` varchar(1000) DEFAULT NULL,
  `status` enum('pending','accepted','revoked') NOT NULL DEFAULT 'pending',
  `invited_by` binary(16) DEFAULT NULL COMMENT 'account or API key; NULL: the operator',
  `send_count` int(11) NOT NULL DEFAULT 0,
  `ttl_seconds` int(11) NOT NULL COMMENT 'a resend starts it anew',
  `expires_at` datetime NOT NULL,
  `accepted_at` datetime DEFAULT NULL,
  `version` bigint(20) NOT NULL DEFAULT 1,
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `id` (`id`),
  KEY `account` (`account_id`,`status`),
  KEY `status` (`tenant_id`,`status`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `mail` (
  `id` binary(16) NOT NULL,
  `tenant_id` binary(16) NOT NULL,
  `kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `account_id` binary(16) DEFAULT NULL,
  `invitation_id` binary(16) DEFAULT NULL,
  `to_address` varchar(254) NOT NULL,
  `to_key` varbinary(254) NOT NULL COMMENT 'lower case, for the limits',
  `language` varchar(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `detail` longtext NOT NULL DEFAULT '{}' COMMENT 'what the text needs, JSON; no secret',
  `state` enum('queued','sent','deferred','failed','cancelled') NOT NULL DEFAULT 'queued',
  `attempts` int(11) NOT NULL DEFAULT 0,
  `next_attempt_at` datetime DEFAULT NULL COMMENT 'NULL: never again',
  `claimed_by` binary(16) DEFAULT NULL,
  `lease_until` datetime DEFAULT NULL,
  `last_error` varchar(1000) DEFAULT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `queued_at` datetime DEFAULT NULL COMMENT 'when somebody had it tried again; NULL: never',
  PRIMARY KEY (`id`),
  KEY `due` (`next_attempt_at`),
  KEY `tenant` (`tenant_id`,`id`),
  KEY `invitation` (`invitation_id`,`id`),
  KEY `recipient` (`to_key`,`kind`,`created_at`),
  KEY `account` (`account_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `membership` (
  `tenant_id` binary(16) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `role_id` binary(16) NOT NULL,
  `status` enum('pending','active','inactive') NOT NULL,
  `permissions` longtext NOT NULL DEFAULT '[]' COMMENT 'additional ones, JSON list',
  `last_sign_in_at` datetime DEFAULT NULL,
  `access_expires_at` datetime DEFAULT NULL,
  `version` bigint(20) NOT NULL DEFAULT 1,
  `created_at` datetime NOT NULL,
  `active_since` datetime DEFAULT NULL COMMENT 'when somebody made it active; NULL: since it began',
  PRIMARY KEY (`tenant_id`,`account_id`),
  KEY `account` (`account_id`),
  KEY `role` (`role_id`),
  KEY `access_ends` (`status`,`access_expires_at`),
  CONSTRAINT `membership_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`),
  CONSTRAINT `membership_role` FOREIGN KEY (`role_id`) REFERENCES `role` (`id`),
  CONSTRAINT `membership_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenant` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `package` (
  `msp_id` binary(16) NOT NULL,
  `id` binary(16) NOT NULL,
  `type_id` binary(16) NOT NULL,
  `tenant_id` binary(16) DEFAULT NULL COMMENT 'NULL: in stock',
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`msp_id`,`id`),
  UNIQUE KEY `id` (`id`),
  KEY `stock` (`msp_id`,`type_id`,`tenant_id`,`id`),
  KEY `tenant` (`tenant_id`,`id`),
  KEY `package_type` (`type_id`),
  CONSTRAINT `package_type` FOREIGN KEY (`type_id`) REFERENCES `package_type` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `package_type` (
  `id` binary(16) NOT NULL,
  `name` varchar(255) NOT NULL,
  `name_key` varbinary(2048) NOT NULL COMMENT 'NFC, case folded',
  `credits` bigint(20) NOT NULL,
  `seats` int(11) DEFAULT NULL COMMENT 'NULL: no limit',
  `additional` tinyint(4) NOT NULL COMMENT '1: beside a primary one, such as a credit pack',
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name_key` (`name_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `recovery_code` (
  `hash` binary(32) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `used_at` datetime DEFAULT NULL,
  PRIMARY KEY (`hash`),
  KEY `account` (`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `reset_request` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `host_id` binary(16) NOT NULL COMMENT 'the tenant, MSP or platform whose host was asked',
  `email` varchar(254) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `role` (
  `id` binary(16) NOT NULL,
  `tenant_id` binary(16) DEFAULT NULL COMMENT 'NULL: built in',
  `level` enum('platform','msp','tenant') NOT NULL COMMENT 'where it is used',
  `name` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `title` varchar(255) NOT NULL,
  `description` varchar(1000) NOT NULL DEFAULT '',
  `builtin` tinyint(4) NOT NULL DEFAULT 0 COMMENT '1: the program knows its permissions',
  `permissions` longtext NOT NULL DEFAULT '[]' COMMENT 'JSON list',
  `can_assign` longtext NOT NULL DEFAULT '[]' COMMENT 'JSON list of role names',
  `version` bigint(20) NOT NULL DEFAULT 1,
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`tenant_id`,`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `schema_migration` (
  `version` int(10) unsigned NOT NULL,
  `name` varchar(190) NOT NULL,
  `checksum` char(64) NOT NULL,
  `applied_at` datetime NOT NULL,
  `applied_by` varchar(190) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `session` (
  `hash` binary(32) NOT NULL,
  `id` binary(16) NOT NULL,
  `account_id` binary(16) NOT NULL,
  `tenant_id` binary(16) NOT NULL,
  `host_id` binary(16) NOT NULL COMMENT 'the tenant row on whose host it was made',
  `kind` enum('cookie','token') NOT NULL,
  `level` enum('restricted','password','mfa') NOT NULL,
  `created_at` datetime NOT NULL,
  `authenticated_at` datetime NOT NULL COMMENT 'last proof of a credential',
  `last_seen_at` datetime NOT NULL,
  `idle_seconds` int(11) NOT NULL,
  `expires_at` datetime NOT NULL,
  `ip` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_agent` varchar(255) NOT NULL,
  `remember` tinyint(4) NOT NULL DEFAULT 0 COMMENT 'the cookie outlives the browser',
  `revision` int(10) unsigned NOT NULL DEFAULT 0 COMMENT 'grows with every change of what its caller is or may do',
  PRIMARY KEY (`hash`),
  UNIQUE KEY `id` (`id`),
  KEY `account` (`account_id`,`id`),
  KEY `tenant` (`tenant_id`,`id`),
  KEY `expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `template` (
  `id` binary(16) NOT NULL,
  `tenant_id` binary(16) DEFAULT NULL COMMENT 'the MSP or platform that made it; NULL: everybody''s',
  `name` varchar(255) NOT NULL,
  `name_key` varbinary(2048) NOT NULL,
  `package_type_id` binary(16) DEFAULT NULL,
  `config` longtext NOT NULL DEFAULT '{}' COMMENT 'settings of the tenant, JSON',
  `roles` longtext NOT NULL DEFAULT '[]' COMMENT 'roles of the tenant, JSON list',
  `version` bigint(20) NOT NULL DEFAULT 1,
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name_key` (`tenant_id`,`name_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `tenant` (
  `id` binary(16) NOT NULL,
  `kind` enum('platform','msp','tenant') NOT NULL,
  `msp_id` binary(16) DEFAULT NULL COMMENT 'of a tenant: its MSP',
  `name` varchar(255) NOT NULL,
  `name_key` varbinary(2048) NOT NULL COMMENT 'NFC, case folded',
  `slug` varchar(63) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `status` enum('active','suspended','deleted') NOT NULL DEFAULT 'active',
  `status_reason` varchar(1000) DEFAULT NULL,
  `config` longtext NOT NULL DEFAULT '{}' COMMENT 'settings of this level, JSON',
  `disabled_models` longtext NOT NULL DEFAULT '[]' COMMENT 'JSON list of names',
  `user_count` int(11) NOT NULL DEFAULT 0 COMMENT 'memberships, kept with them',
  `version` bigint(20) NOT NULL DEFAULT 1,
  `config_version` bigint(20) NOT NULL DEFAULT 1,
  `created_at` datetime NOT NULL,
  `credits_used` bigint(20) NOT NULL DEFAULT 0,
  `credit_limit` bigint(20) NOT NULL DEFAULT 0 COMMENT 'sum over its packages',
  `seats` int(11) DEFAULT NULL COMMENT 'sum over its packages; NULL: no limit',
  `primary_package` varchar(255) DEFAULT NULL COMMENT 'name of its type',
  `additional_packages` longtext NOT NULL DEFAULT '[]' COMMENT 'names of their types, JSON list',
  `status_before` enum('active','suspended') DEFAULT NULL COMMENT 'of a deleted one',
  `purge_at` datetime DEFAULT NULL COMMENT 'of a deleted one: the end of its grace; NULL: it is gone but for its slug',
  `purging` tinyint(4) NOT NULL DEFAULT 0 COMMENT '1: too late for a restore',
  `packages_before` longtext DEFAULT NULL COMMENT 'of a deleted one: types of its packages, JSON list of ids',
  `lists_origins` tinyint(4) GENERATED ALWAYS AS (`config` like '%"allowed_origins"%') VIRTUAL COMMENT 'whether config may name origins',
  PRIMARY KEY (`id`),
  UNIQUE KEY `name_key` (`name_key`),
  UNIQUE KEY `slug` (`slug`),
  KEY `msp` (`msp_id`,`id`),
  KEY `kind` (`kind`,`id`),
  KEY `purge_at` (`purge_at`),
  KEY `lists_origins` (`lists_origins`),
  KEY `credit_sums` (`msp_id`,`status`,`credits_used`,`credit_limit`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `tenant_tally` (
  `msp_id` binary(16) NOT NULL COMMENT 'the platform for tenants that have none',
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `n` bigint(20) NOT NULL,
  PRIMARY KEY (`msp_id`,`id`),
  KEY `id` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE `throttle` (
  `key_hash` binary(32) NOT NULL COMMENT 'of the address, or of a remembered device',
  `fails` int(11) NOT NULL COMMENT 'in a row, those under way counted as wrong',
  `next_at` datetime NOT NULL COMMENT 'no try is looked at before',
  PRIMARY KEY (`key_hash`),
  KEY `next_at` (`next_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `token` (
  `hash` binary(32) NOT NULL,
  `purpose` enum('invitation','access_link','password_reset','email_change') NOT NULL,
  `account_id` binary(16) NOT NULL,
  `tenant_id` binary(16) NOT NULL,
  `host_id` binary(16) NOT NULL COMMENT 'the tenant row whose host the link names',
  `invitation_id` binary(16) DEFAULT NULL,
  `email` varchar(254) DEFAULT NULL COMMENT 'the new address of an email_change',
  `created_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `used_at` datetime DEFAULT NULL,
  `revoked_at` datetime DEFAULT NULL,
  PRIMARY KEY (`hash`),
  KEY `account` (`account_id`,`purpose`),
  KEY `invitation` (`invitation_id`),
  KEY `expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE `totp` (
  `account_id` binary(16) NOT NULL,
  `secret` varbinary(128) NOT NULL COMMENT 'sealed, bound to the account',
  `key_number` int(11) NOT NULL COMMENT 'of the key file',
  `confirmed_at` datetime DEFAULT NULL COMMENT 'NULL: being set up',
  `last_step` bigint(20) NOT NULL DEFAULT -1 COMMENT 'no code of this step or before is taken',
  `created_at` datetime NOT NULL,
  PRIMARY KEY (`account_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
