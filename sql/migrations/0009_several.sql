-- SPDX-License-Identifier: MIT
-- Most people are members of one place: a call by them need not look for others.

ALTER TABLE account
	ADD COLUMN IF NOT EXISTS several TINYINT NOT NULL DEFAULT 0 COMMENT '1: was a member of two places at once';

UPDATE account a
  JOIN (SELECT account_id FROM membership GROUP BY account_id HAVING COUNT(*) > 1) m ON m.account_id = a.id
   SET a.several = 1;
