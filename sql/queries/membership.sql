-- name: membership_list -> membership_row
-- cross-tenant: where one person is a member
SELECT m.tenant_id, m.status, m.access_expires_at, m.last_sign_in_at, r.name AS role_name,
       t.kind, t.msp_id, t.name, t.slug, t.status AS tenant_status, t.config,
       p.slug AS msp_slug, p.name AS msp_name, p.status AS msp_status, p.config AS msp_config,
       o.config AS platform_config
  FROM membership m
  JOIN role r ON r.id = m.role_id
  JOIN tenant t ON t.id = m.tenant_id
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE m.account_id = :account_id AND t.status <> 'deleted'
 ORDER BY m.status = 'active' DESC, m.last_sign_in_at DESC, m.tenant_id
 LIMIT 1000;
