-- name: api_key_state -> caller_row
-- All that a call with a key needs to know of its caller, in one read.
-- cross-tenant: found by the hash of a secret
SELECT k.id AS key_id, k.name AS key_name, k.permissions, k.expires_at, k.last_used_at,
       t.id AS tenant_id, t.kind AS tenant_kind, t.msp_id, t.status AS tenant_status,
       t.name AS tenant_name, t.slug AS tenant_slug, t.config,
       p.status AS msp_status, p.config AS msp_config, o.config AS platform_config
  FROM api_key_secret s
  JOIN api_key k ON k.tenant_id = s.tenant_id AND k.id = s.api_key_id
  JOIN tenant t ON t.id = k.tenant_id
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE s.hash = :hash AND k.revoked_at IS NULL
   AND (k.expires_at IS NULL OR k.expires_at > :now)
   AND (s.expires_at IS NULL OR s.expires_at > :now);

-- name: api_key_used
-- At most once a minute for each key.
UPDATE api_key SET last_used_at = :now WHERE tenant_id = :tenant_id AND id = :id;
