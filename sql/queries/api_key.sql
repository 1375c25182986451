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
 WHERE s.hash = :hash AND k.revoked_at IS NULL AND t.status <> 'deleted'
   AND (k.expires_at IS NULL OR k.expires_at > :now)
   AND (s.expires_at IS NULL OR s.expires_at > :now);

-- name: api_key_used
-- At most once a minute for each key.
UPDATE api_key SET last_used_at = :now WHERE tenant_id = :tenant_id AND id = :id;

-- name: api_key_insert
INSERT INTO api_key (tenant_id, id, name, prefix, permissions, expires_at, created_by, created_at)
VALUES (:tenant_id, :id, :name, :prefix, :permissions, :expires_at, :created_by, :now);

-- name: api_key_secret_insert
INSERT INTO api_key_secret (hash, tenant_id, api_key_id)
VALUES (:hash, :tenant_id, :api_key_id);

-- name: api_key_list -> api_key_row
SELECT id, tenant_id, name, prefix, permissions, expires_at, last_used_at, created_by, created_at
  FROM api_key
 WHERE tenant_id = :tenant_id AND id > :after AND revoked_at IS NULL
 ORDER BY id
 LIMIT :limit OFFSET :offset;

-- name: api_key_count
SELECT COUNT(*) FROM api_key WHERE tenant_id = :tenant_id AND revoked_at IS NULL;

-- name: api_key_by_id -> api_key_row
-- cross-tenant: the caller checks that its owner is covered
SELECT id, tenant_id, name, prefix, permissions, expires_at, last_used_at, created_by, created_at
  FROM api_key
 WHERE id = :id AND revoked_at IS NULL;

-- name: api_key_set_prefix
UPDATE api_key SET prefix = :prefix WHERE tenant_id = :tenant_id AND id = :id;

-- name: api_key_retire
-- What opens it now will do so until then at most.
UPDATE api_key_secret SET expires_at = :until
 WHERE tenant_id = :tenant_id AND api_key_id = :api_key_id
   AND (expires_at IS NULL OR expires_at > :until);

-- name: api_key_revoke
UPDATE api_key SET revoked_at = :now WHERE tenant_id = :tenant_id AND id = :id;

-- name: api_key_secret_delete
DELETE FROM api_key_secret WHERE tenant_id = :tenant_id AND api_key_id = :api_key_id;
