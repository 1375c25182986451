-- SPDX-License-Identifier: MIT
-- Who has forgotten a password asks; whether anybody has that address is looked up later,
-- where the one who asks cannot watch the time it takes.

CREATE TABLE IF NOT EXISTS reset_request (
	id      BIGINT NOT NULL AUTO_INCREMENT,
	host_id BINARY(16) NOT NULL COMMENT 'the tenant, MSP or platform whose host was asked',
	email   VARCHAR(254) NOT NULL,
	PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
