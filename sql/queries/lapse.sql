-- name: lapse_access_due -> lapse_member
-- cross-tenant: the keeper looks after all
SELECT tenant_id, account_id
  FROM membership
 WHERE status = 'active' AND access_expires_at <= :now
 LIMIT 100;

-- name: lapse_access
-- Of many keepers one changes the row.
-- then: known_outdate_account
UPDATE membership SET status = 'inactive', version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id
   AND status = 'active' AND access_expires_at <= :before;

-- name: lapse_places -> tenant_row
-- Everything that has members, with what its settings follow from.
-- cross-tenant: the keeper looks after all
SELECT t.id, t.kind, t.msp_id, t.name, t.status, t.config, p.config AS msp_config,
       o.config AS platform_config
  FROM tenant t
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE t.id > :after AND t.status <> 'deleted'
 ORDER BY t.id
 LIMIT 200;

-- name: lapse_unused_due -> lapse_member
-- Who never signed in counts from the beginning, who was activated again from then.
SELECT tenant_id, account_id
  FROM membership
 WHERE tenant_id = :tenant_id AND account_id > :after AND status = 'active'
   AND GREATEST(COALESCE(last_sign_in_at, created_at),
                COALESCE(active_since, last_sign_in_at, created_at)) < :before
 ORDER BY account_id
 LIMIT 100;

-- name: lapse_unused
-- Of many keepers one changes the row; who has signed in meanwhile stays.
-- then: known_outdate_account
UPDATE membership SET status = 'inactive', version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id AND status = 'active'
   AND GREATEST(COALESCE(last_sign_in_at, created_at),
                COALESCE(active_since, last_sign_in_at, created_at)) < :before;
