-- SPDX-License-Identifier: MIT
-- The credits of an MSP are summed up from an index alone, however many tenants it has.

ALTER TABLE tenant ADD KEY IF NOT EXISTS credit_sums (msp_id, status, credits_used, credit_limit);
