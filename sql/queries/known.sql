-- name: known_stamp -> known_stamp
-- Whether what was read of this session before still holds.
-- cross-tenant: found by the hash of a secret
SELECT revision, last_seen_at FROM session WHERE hash = :hash;

-- name: known_outdate_account
-- cross-tenant: bound to the account
UPDATE session SET revision = revision + 1 WHERE account_id = :account_id;

-- name: known_outdate_tenant
-- No process knows anything of a session that was not used lately.
UPDATE session SET revision = revision + 1
 WHERE tenant_id = :tenant_id AND last_seen_at > :since;

-- name: known_outdate_below
-- cross-tenant: an MSP with all its tenants
UPDATE session s JOIN tenant t ON t.id = s.tenant_id
   SET s.revision = s.revision + 1
 WHERE t.msp_id = :msp_id AND s.last_seen_at > :since;

-- name: known_outdate_all
-- cross-tenant: what the platform decides holds for everybody
-- scan ok: the platform's own settings, once in a while
UPDATE session SET revision = revision + 1 WHERE last_seen_at > :since;
