-- SPDX-License-Identifier: MIT
-- Who lists origins: the few that a question from another origin, which carries no
-- credentials, is looked up in.

ALTER TABLE tenant
	ADD COLUMN IF NOT EXISTS lists_origins TINYINT AS (config LIKE '%"allowed_origins"%') VIRTUAL COMMENT 'whether config may name origins';
ALTER TABLE tenant
	ADD KEY IF NOT EXISTS lists_origins (lists_origins);
