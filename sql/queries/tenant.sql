-- name: tenant_by_id -> tenant_row
-- cross-tenant: the caller checks that it is covered
SELECT t.id, t.kind, t.msp_id, t.name, t.slug, t.status, t.config, t.disabled_models,
       t.user_count, t.version, t.config_version, t.created_at,
       p.slug AS msp_slug, p.name AS msp_name, p.status AS msp_status, p.config AS msp_config,
       o.config AS platform_config
  FROM tenant t
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE t.id = :id;

-- name: tenant_by_slug -> tenant_row
-- The host's own row: what a public method knows of where it is.
-- cross-tenant: a slug is public
SELECT t.id, t.kind, t.msp_id, t.name, t.slug, t.status, t.config, t.disabled_models,
       t.user_count, t.version, t.config_version, t.created_at,
       p.slug AS msp_slug, p.name AS msp_name, p.status AS msp_status, p.config AS msp_config,
       o.config AS platform_config
  FROM tenant t
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE t.slug = :slug;

-- name: tenant_touch
-- The first write of every change that must hold over several rows (last admin, seats,
-- counts): two of them meet here, on every node of a cluster.
UPDATE tenant SET version = version + 1 WHERE id = :id;

-- name: tenant_add_users
UPDATE tenant SET user_count = user_count + :n WHERE id = :id;
