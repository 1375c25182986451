-- name: tenant_by_id -> tenant_row
-- cross-tenant: the caller checks that it is covered
SELECT t.id, t.kind, t.msp_id, t.name, t.slug, t.status, t.config, t.disabled_models,
       t.user_count, t.version, t.config_version, t.created_at,
       t.credits_used, t.credit_limit, t.seats, t.primary_package, t.additional_packages,
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
       t.credits_used, t.credit_limit, t.seats, t.primary_package, t.additional_packages,
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

-- name: tenant_list_msp -> tenant_row
-- The tenants of an MSP; a status that is not said leaves out the deleted ones.
-- What stands above them the caller has already.
SELECT t.id, t.kind, t.msp_id, t.name, t.slug, t.status, t.config, t.disabled_models,
       t.user_count, t.version, t.config_version, t.created_at,
       t.credits_used, t.credit_limit, t.seats, t.primary_package, t.additional_packages
  FROM tenant t
 WHERE t.msp_id = :msp_id AND t.id > :after
   AND (:name_key IS NULL OR t.name_key = :name_key)
   AND (:pattern IS NULL OR t.name_key LIKE :pattern)
   AND (t.status = :status OR (:status IS NULL AND t.status <> 'deleted'))
   AND (t.status <> 'deleted' OR t.purge_at IS NOT NULL)
 ORDER BY t.id
 LIMIT :limit OFFSET :offset;

-- name: tenant_count_msp
-- How many of them there are when filters apply; without, the tally knows.
SELECT COUNT(*) FROM tenant t
 WHERE t.msp_id = :msp_id
   AND (:name_key IS NULL OR t.name_key = :name_key)
   AND (:pattern IS NULL OR t.name_key LIKE :pattern)
   AND (t.status = :status OR (:status IS NULL AND t.status <> 'deleted'))
   AND (t.status <> 'deleted' OR t.purge_at IS NOT NULL);

-- name: tenant_list_kind -> tenant_row
-- All tenants, or all MSPs: for the platform alone.
-- cross-tenant: the platform reaches everybody
SELECT t.id, t.kind, t.msp_id, t.name, t.slug, t.status, t.config, t.disabled_models,
       t.user_count, t.version, t.config_version, t.created_at,
       t.credits_used, t.credit_limit, t.seats, t.primary_package, t.additional_packages,
       p.slug AS msp_slug, p.name AS msp_name, p.status AS msp_status, p.config AS msp_config,
       o.config AS platform_config
  FROM tenant t
  LEFT JOIN tenant p ON p.id = t.msp_id
  JOIN tenant o ON o.id = x'00000000000070008000000000000001'
 WHERE t.kind = :kind AND t.id > :after
   AND (:name_key IS NULL OR t.name_key = :name_key)
   AND (:pattern IS NULL OR t.name_key LIKE :pattern)
   AND (t.status = :status OR (:status IS NULL AND t.status <> 'deleted'))
   AND (t.status <> 'deleted' OR t.purge_at IS NOT NULL)
 ORDER BY t.id
 LIMIT :limit OFFSET :offset;

-- name: tenant_count_kind
-- cross-tenant: the platform reaches everybody
SELECT COUNT(*) FROM tenant t
 WHERE t.kind = :kind
   AND (:name_key IS NULL OR t.name_key = :name_key)
   AND (:pattern IS NULL OR t.name_key LIKE :pattern)
   AND (t.status = :status OR (:status IS NULL AND t.status <> 'deleted'))
   AND (t.status <> 'deleted' OR t.purge_at IS NOT NULL);

-- name: tenant_insert
INSERT INTO tenant (id, kind, msp_id, name, name_key, slug, config, created_at)
VALUES (:id, :kind, :msp_id, :name, :name_key, :slug, :config, :now);

-- name: tenant_name_taken
-- scan ok: a look at a unique key
SELECT COUNT(*) FROM tenant WHERE name_key = :name_key;

-- name: tenant_slug_number
-- The number behind the highest one that follows a slug.
SELECT COALESCE(MAX(IF(slug REGEXP CONCAT('^', :slug, '-[0-9]{1,6}$'),
                       CAST(SUBSTRING(slug, CHAR_LENGTH(:slug) + 2) AS UNSIGNED), 1)), 1) + 1
  FROM tenant
 WHERE slug LIKE CONCAT(:slug, '-%');

-- name: tenant_set_name
-- callers: known_outdate()
UPDATE tenant SET name = :name, name_key = :name_key, version = version + 1 WHERE id = :id;

-- name: tenant_set_models
UPDATE tenant SET disabled_models = :disabled_models, version = version + 1 WHERE id = :id;

-- name: tenant_set_status
-- callers: known_outdate()
UPDATE tenant SET status = :status, status_reason = :reason, version = version + 1 WHERE id = :id;

-- name: tenant_set_config
-- callers: known_outdate()
UPDATE tenant SET config = :config, config_version = config_version + 1 WHERE id = :id;

-- name: tenant_credits -> credit_sums
-- Over all tenants of each MSP of a page, deleted ones not counted.
SELECT msp_id, CAST(SUM(credits_used) AS SIGNED) AS used, CAST(SUM(credit_limit) AS SIGNED) AS granted
  FROM tenant
 WHERE msp_id BETWEEN :first AND :last AND status <> 'deleted'
 GROUP BY msp_id;

-- name: tenant_enter
-- Touch and count in one, for those who reach it; a row that changes in no column would
-- not be seen by the other nodes of a cluster.
-- cross-tenant: bounded by the caller's reach
UPDATE tenant
   SET user_count = user_count + :n, version = version + (:n = 0)
 WHERE id = :id AND (:reach IS NULL OR id = :reach OR msp_id = :reach);

-- name: tenant_lists_origin
-- Whether anybody at all lets that origin call.
-- cross-tenant: what is told of it every browser is told
SELECT EXISTS (SELECT 1 FROM tenant
                WHERE lists_origins = 1 AND status = 'active'
                  AND JSON_CONTAINS(config, JSON_QUOTE(:origin), '$.allowed_origins'));
