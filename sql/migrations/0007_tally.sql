-- SPDX-License-Identifier: MIT
-- How many tenants an MSP has, counted without a row that all creations would wait for.

-- The sum over the rows of an MSP is the number; the keeper makes one of many.
CREATE TABLE IF NOT EXISTS tenant_tally (
	msp_id BINARY(16) NOT NULL COMMENT 'the platform for tenants that have none',
	id     BIGINT NOT NULL AUTO_INCREMENT,
	n      BIGINT NOT NULL,
	PRIMARY KEY (msp_id, id),
	KEY id (id)
) ENGINE=InnoDB;

INSERT INTO tenant_tally (msp_id, n)
SELECT COALESCE(msp_id, x'00000000000070008000000000000001'), COUNT(*)
  FROM tenant
 WHERE kind = 'tenant' AND status <> 'deleted' AND NOT EXISTS (SELECT 1 FROM tenant_tally)
 GROUP BY msp_id;

ALTER TABLE tenant DROP COLUMN IF EXISTS tenant_count;
