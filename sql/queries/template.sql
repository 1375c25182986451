-- name: template_list -> template_row
-- Its own ones, the platform's and those that everybody has.
-- scan ok: a handful
SELECT id, tenant_id, name, package_type_id, config, roles, version, created_at
  FROM template
 WHERE (tenant_id IS NULL OR tenant_id = :tenant_id OR tenant_id = x'00000000000070008000000000000001')
   AND id > :after
 ORDER BY id
 LIMIT :limit OFFSET :offset;

-- name: template_count
-- scan ok: a handful
SELECT COUNT(*)
  FROM template
 WHERE tenant_id IS NULL OR tenant_id = :tenant_id OR tenant_id = x'00000000000070008000000000000001';

-- name: template_locked -> template_row
-- For a creation, which must see the stock as it is: see package_type_locked.
-- cross-tenant: the caller checks whose it is
SELECT id, tenant_id, name, package_type_id, config, roles, version, created_at
  FROM template
 WHERE id = :id
  LOCK IN SHARE MODE;

-- name: template_name_taken
-- A name that everybody has is taken for everybody.
-- scan ok: a handful
SELECT COUNT(*) FROM template
 WHERE (tenant_id IS NULL OR tenant_id = :tenant_id) AND name_key = :name_key AND id <> :id;

-- name: template_insert
INSERT INTO template (id, tenant_id, name, name_key, package_type_id, config, roles, created_at)
VALUES (:id, :tenant_id, :name, :name_key, :package_type_id, :config, :roles, :now);

-- name: template_update
UPDATE template SET name = :name, name_key = :name_key, package_type_id = :package_type_id,
       config = :config, roles = :roles, version = version + 1
 WHERE id = :id AND tenant_id = :tenant_id;

-- name: template_delete
DELETE FROM template WHERE id = :id AND tenant_id = :tenant_id;
