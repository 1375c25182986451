-- name: role_for -> role_row
-- What can be given at one place: its own roles, those of its MSP, the built-in ones; of
-- two of a name the nearer one comes first.
SELECT id, tenant_id, level, name, title, description, builtin, permissions, can_assign,
       version, created_at
  FROM role FORCE INDEX (name)
 WHERE (tenant_id IS NULL OR tenant_id = :tenant_id OR tenant_id = :msp_id)
   AND level = :level
 ORDER BY builtin DESC, name, tenant_id = :tenant_id DESC;

-- name: role_by_id -> role_row
-- cross-tenant: the caller checks that it is covered
SELECT id, tenant_id, level, name, title, description, builtin, permissions, can_assign,
       version, created_at
  FROM role
 WHERE id = :id;

-- name: role_insert
INSERT INTO role (id, tenant_id, level, name, title, description, permissions, can_assign, created_at)
VALUES (:id, :tenant_id, :level, :name, :title, :description, :permissions, :can_assign, :now);

-- name: role_users -> role_users
SELECT role_id, COUNT(*) AS user_count
  FROM membership
 WHERE tenant_id = :tenant_id
 GROUP BY role_id;

-- name: role_active_holders
SELECT COUNT(*) FROM membership
 WHERE tenant_id = :tenant_id AND role_id = :role_id AND status = 'active';
