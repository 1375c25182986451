-- name: inviter_member -> caller_row
-- Who a person would be in a tenant, if she called now.
-- cross-tenant: the right to invite may come from the MSP or the platform
SELECT a.id AS account_id, a.email, m.status, m.permissions,
       r.name AS role_name, r.builtin AS role_builtin, r.permissions AS role_permissions,
       r.can_assign, r.title AS role_title,
       t.id AS tenant_id, t.kind AS tenant_kind, t.msp_id, t.status AS tenant_status,
       t.name AS tenant_name, t.slug AS tenant_slug, t.config,
       p.status AS msp_status, p.config AS msp_config, o.config AS platform_config
  FROM membership m
  JOIN account a ON a.id = m.account_id
  JOIN role r ON r.id = m.role_id
  JOIN tenant t ON t.id = m.tenant_id
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE m.account_id = :account_id AND m.status = 'active'
   AND (m.access_expires_at IS NULL OR m.access_expires_at > :now)
   AND m.tenant_id IN (:tenant_id, :msp_id, x'00000000000070008000000000000001');

-- name: inviter_key -> caller_row
-- The same of an API key.
-- cross-tenant: the caller checks that it reaches the tenant
SELECT k.id AS key_id, k.name AS key_name, k.permissions,
       t.id AS tenant_id, t.kind AS tenant_kind, t.msp_id, t.status AS tenant_status,
       t.name AS tenant_name, t.slug AS tenant_slug, t.config,
       p.status AS msp_status, p.config AS msp_config, o.config AS platform_config
  FROM api_key k
  JOIN tenant t ON t.id = k.tenant_id
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE k.id = :id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now);
